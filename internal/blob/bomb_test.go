package blob

import (
	"bytes"
	"context"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/png"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/fault"
)

// pngOf is a PNG whose header says what it likes; no pixels follow.
func pngOf(t *testing.T, w, h uint32, depth, kind, interlaced byte) []byte {
	t.Helper()
	b := encoded(t, "png", 4, 4)
	binary.BigEndian.PutUint32(b[16:], w)
	binary.BigEndian.PutUint32(b[20:], h)
	b[24], b[25], b[28] = depth, kind, interlaced
	binary.BigEndian.PutUint32(b[29:], crc32.ChecksumIEEE(b[12:29]))
	return b
}

// jpegOf is a JPEG whose frame header says what it likes.
func jpegOf(t *testing.T, w, h uint16, marker byte) []byte {
	t.Helper()
	b := encoded(t, "jpeg", 16, 16)
	i := bytes.Index(b, []byte{0xff, 0xc0})
	b[i+1] = marker
	binary.BigEndian.PutUint16(b[i+5:], h)
	binary.BigEndian.PutUint16(b[i+7:], w)
	return b
}

// gifOf is a GIF of many frames of one colour.
func gifOf(t *testing.T, w, h, frames int) []byte {
	t.Helper()
	g := &gif.GIF{}
	m := image.NewPaletted(image.Rect(0, 0, w, h), color.Palette{color.Black, color.White})
	for range frames {
		g.Image, g.Delay = append(g.Image, m), append(g.Delay, 4)
	}
	var b bytes.Buffer
	if err := gif.EncodeAll(&b, g); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Whatever claims to be huge is refused from its headers: fast, and in next to no memory.
func TestBombsAreRefusedBeforeTheyAreDecoded(t *testing.T) {
	for name, b := range map[string][]byte{
		"a PNG of 3.6 billion pixels":        pngOf(t, 60_000, 60_000, 8, 6, 0),
		"a PNG with 16 bits a channel":       pngOf(t, 6_000, 6_000, 16, 6, 0),
		"an interlaced PNG":                  pngOf(t, 6_000, 6_000, 8, 6, 1),
		"a JPEG of 4 billion pixels":         jpegOf(t, 65_000, 65_000, 0xc0),
		"a progressive JPEG":                 jpegOf(t, 6_000, 6_000, 0xc2),
		"a GIF of 300 large frames":          gifOf(t, 1000, 1000, 300),
		"a GIF of 600 frames":                gifOf(t, 4, 4, 600),
		"a picture with a byte too many":     make([]byte, MaxPictureBytes+1),
		"SVG":                                []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`),
		"a page that says it is a GIF":       []byte("GIF89a<script>alert(1)</script>"),
		"a PDF":                              []byte("%PDF-1.7\n"),
		"a picture cut off after its header": encoded(t, "png", 300, 300)[:60],
		"a GIF cut off in its header":        gifOf(t, 4, 4, 1)[:20],
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		start := time.Now()
		_, err := Remake(b)
		runtime.ReadMemStats(&after)
		if k := fault.KindOf(err); err == nil || k != fault.Invalid && k != fault.TooLarge {
			t.Errorf("%s: %v", name, err)
		}
		if grew := after.TotalAlloc - before.TotalAlloc; grew > 8<<20 || time.Since(start) > 2*time.Second {
			t.Errorf("%s: %d MB and %v", name, grew>>20, time.Since(start))
		}
	}
}

// What hangs on behind a picture, or is hidden in it, is not in what is made of it.
func TestNothingButTheImageIsKept(t *testing.T) {
	for _, kind := range []string{"png", "jpeg", "gif"} {
		b := append(encoded(t, kind, 12, 12), "<script>SECRET</script>PK\x03\x04"...)
		p, err := Remake(b)
		if err != nil {
			t.Errorf("%s: %v", kind, err)
			continue
		}
		for _, all := range append([][]byte{p.Bytes()}, p.thumbs[Thumbs200], p.thumbs[Thumbs400]) {
			if bytes.Contains(all, []byte("SECRET")) || len(all) == 0 {
				t.Errorf("%s keeps what hung behind it", kind)
			}
		}
	}
}

func TestThumbs(t *testing.T) {
	p, err := Remake(encoded(t, "png", 1000, 500))
	if err != nil {
		t.Fatal(err)
	}
	for shelf, want := range map[Kind]image.Point{Thumbs400: {X: 400, Y: 200}, Thumbs200: {X: 200, Y: 100}} {
		c, err := png.DecodeConfig(bytes.NewReader(p.thumbs[shelf]))
		if err != nil || c.Width != want.X || c.Height != want.Y {
			t.Errorf("%s: %d by %d, %v", shelf, c.Width, c.Height, err)
		}
	}
	small, err := Remake(gifOf(t, 30, 20, 3))
	if err != nil {
		t.Fatal(err)
	}
	if c, err := png.DecodeConfig(bytes.NewReader(small.thumbs[Thumbs200])); err != nil || c.Width != 30 || !strings.HasSuffix(ThumbName(small.Name), ".png") {
		t.Errorf("a small GIF: %+v, %v", c, err)
	}
}

// Only so many are decoded at once; the others wait, and give up when their sender does.
func TestTheGate(t *testing.T) {
	s, err := Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for range atOnce {
		s.gate <- struct{}{}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := s.Remake(ctx, bytes.NewReader(encoded(t, "png", 4, 4))); err == nil {
		t.Error("it went through a closed gate")
	}
	<-s.gate
	if _, err := s.Remake(t.Context(), bytes.NewReader(encoded(t, "png", 4, 4))); err != nil {
		t.Errorf("with room: %v", err)
	}
}
