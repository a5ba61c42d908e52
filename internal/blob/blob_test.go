package blob

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/fault"
)

func sample(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			m.SetRGBA(x, y, color.RGBA{uint8(x * 8), uint8(y * 8), 90, 255})
		}
	}
	return m
}

func encoded(t *testing.T, kind string, w, h int) []byte {
	t.Helper()
	var b bytes.Buffer
	var err error
	switch kind {
	case "jpeg":
		err = jpeg.Encode(&b, sample(w, h), nil)
	case "gif":
		err = gif.Encode(&b, sample(w, h), nil)
	default:
		err = png.Encode(&b, sample(w, h))
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// withExif puts an Exif block that asks for a quarter turn, and a secret, into a JPEG.
func withExif(j []byte) []byte {
	tiff := []byte("II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00\x00\x00\x00\x00\x00\x00SECRET PLACE")
	body := append([]byte("Exif\x00\x00"), tiff...)
	head := []byte{0xff, 0xd8, 0xff, 0xe1}
	head = binary.BigEndian.AppendUint16(head, uint16(len(body)+2))
	return append(append(head, body...), j[2:]...)
}

func TestPicturesAreMadeAnew(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, err := Open(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		ctx := t.Context()
		put := func(b []byte) (p Picture, err error) {
			if p, err = Remake(b); err != nil {
				return p, err
			}
			return p, d.Tx(ctx, func(tx *db.Tx) error { return PutPicture(ctx, tx, s, p) })
		}
		p, err := put(withExif(encoded(t, "jpeg", 20, 10)))
		if err != nil || p.Width != 10 || p.Height != 20 || p.Type != "image/jpeg" {
			t.Fatalf("%+v, %v: want it turned upright", p, err)
		}
		f, _, err := s.Get(ctx, Pictures, p.Name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		b, err := io.ReadAll(f)
		if err != nil || bytes.Contains(b, []byte("SECRET")) || bytes.Contains(b, []byte("Exif")) {
			t.Errorf("the picture still tells where it was taken (err %v)", err)
		}
		for _, kind := range []string{"png", "gif"} {
			if p, err := put(encoded(t, kind, 8, 8)); err != nil || p.Type != "image/"+kind {
				t.Errorf("%s: %+v, %v", kind, p, err)
			}
		}
		flood := encoded(t, "png", 4, 4)
		binary.BigEndian.PutUint32(flood[16:], 60_000)
		binary.BigEndian.PutUint32(flood[20:], 60_000)
		for name, bad := range map[string][]byte{"no picture": []byte("<svg/>"), "empty": nil, "pixel flood": flood, "cut": encoded(t, "png", 30, 30)[:80]} {
			if _, err := put(bad); fault.KindOf(err) == fault.Internal {
				t.Errorf("%s: %v, want a sentence for its owner", name, err)
			}
		}
	})
}

func TestEightPutsOfOneFile(t *testing.T) {
	dir := t.TempDir()
	s, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	b := []byte("the same story")
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if err := s.Put(t.Context(), Originals, Sum(b), b); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	left, err := filepath.Glob(filepath.Join(dir, "*", "*", ".new-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
	f, n, err := s.Get(t.Context(), Originals, Sum(b))
	if err != nil || n != int64(len(b)) {
		t.Fatalf("%d bytes, %v", n, err)
	}
	f.Close()
}

func TestNamesNeverLeaveTheStore(t *testing.T) {
	dir := t.TempDir()
	s, err := Open(filepath.Join(dir, "store"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "secret"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"../../secret", "", ".", "/etc/passwd", "..", Sum(nil) + "/../x", Sum(nil) + ".jpg/x"} {
		if _, _, err := s.Get(t.Context(), Pictures, name); fault.KindOf(err) != fault.NotFound {
			t.Errorf("%q: %v", name, err)
		}
	}
}
