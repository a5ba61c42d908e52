package blob_test

import (
	"bytes"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"testing"

	"github.com/ficstead/ficstead/internal/blob"
)

func drawn() *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, 40, 30))
	for x := range 40 {
		for y := range 30 {
			img.Set(x, y, color.RGBA{uint8(6 * x), uint8(8 * y), 90, 255})
		}
	}
	return img
}

// What an archive keeps comes back byte for byte; what hides something does not.
func TestOnlyPicturesThatWeMadeComeBack(t *testing.T) {
	var photo, drawing, moving bytes.Buffer
	if err := jpeg.Encode(&photo, drawn(), nil); err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(&drawing, drawn()); err != nil {
		t.Fatal(err)
	}
	if err := gif.Encode(&moving, drawn(), nil); err != nil {
		t.Fatal(err)
	}
	for _, sent := range [][]byte{photo.Bytes(), drawing.Bytes(), moving.Bytes()} {
		kept, err := blob.Remake(sent)
		if err != nil {
			t.Fatal(err)
		}
		again, err := blob.Ours(kept.Bytes(), kept.Name)
		if err != nil || again.Name != kept.Name || !bytes.Equal(again.Bytes(), kept.Bytes()) {
			t.Errorf("%s came back as %s, %v", kept.Name, again.Name, err)
		}
		b := kept.Bytes()
		ending := kept.Name[len(kept.Name)-4:]
		for what, bad := range map[string][]byte{
			"something behind it": append(bytes.Clone(b), "<script>alert(1)</script>"...),
			"cut":                 b[:len(b)-9],
			"a comment in it":     append([]byte{0xFF, 0xD8, 0xFF, 0xFE, 0, 6, 'h', 'i', 'd', 'e'}, b[2:]...),
		} {
			if p, err := blob.Ours(bad, blob.Sum(bad)+ending); err == nil && !bytes.Equal(p.Bytes(), kept.Bytes()) {
				t.Errorf("%s with %s passes", ending, what)
			}
		}
		if _, err := blob.Ours(b, blob.Sum([]byte("another"))+ending); err == nil {
			t.Errorf("%s passes under another name", ending)
		}
	}
}
