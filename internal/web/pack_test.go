package web

import (
	"bytes"
	"compress/gzip"
	"hash/crc32"
	"io"
	"strings"
	"testing"
)

// A gzip answer stitched from packed and fresh pieces must be one that any
// reader accepts, with the right sum at its end.
func TestGzippedIsOneValidMember(t *testing.T) {
	text := strings.Repeat("<p>It is not the lamp.</p>\n", 900)
	for _, c := range [][]string{{"head", text, "foot"}, {"", text, ""}, {text}, {"only fresh"}, {text, text, "x"}, {"a", "", "b"}} {
		var pieces []piece
		for i, s := range c {
			if i%2 == 1 {
				p, err := Pack(s)
				if err != nil {
					t.Fatal(err)
				}
				pieces = append(pieces, piece{packed: &p})
			} else {
				pieces = append(pieces, piece{fresh: []byte(s)})
			}
		}
		var b, flat bytes.Buffer
		if err := gzipped(&b, pieces); err != nil {
			t.Fatal(err)
		}
		r, err := gzip.NewReader(&b)
		if err != nil {
			t.Fatal(err)
		}
		r.Multistream(false)
		got, err := io.ReadAll(r)
		if err != nil || string(got) != strings.Join(c, "") {
			t.Errorf("%d bytes back of %d, err %v", len(got), len(strings.Join(c, "")), err)
		}
		if err := plain(&flat, pieces); err != nil || flat.String() != strings.Join(c, "") {
			t.Errorf("plain differs, err %v", err)
		}
	}
}

func FuzzCombine(f *testing.F) {
	f.Add([]byte("abc"), []byte("defg"))
	f.Add([]byte(""), []byte("x"))
	f.Fuzz(func(t *testing.T, a, b []byte) {
		want := crc32.ChecksumIEEE(append(bytes.Clone(a), b...))
		if got := combine(crc32.ChecksumIEEE(a), crc32.ChecksumIEEE(b), int64(len(b))); got != want {
			t.Errorf("%x, want %x", got, want)
		}
	})
}
