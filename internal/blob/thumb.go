package blob

import (
	"bytes"
	"image"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"
	"strings"

	xdraw "golang.org/x/image/draw"
)

// The shelves of small copies of pictures. A copy fits into a square of so many
// pixels, and is no larger than its picture.
const (
	Thumbs200 Kind = "thumbs-200"
	Thumbs400 Kind = "thumbs-400"
)

// ThumbName is the name of a picture's small copies on their shelves: a GIF, which
// may move, has a still PNG.
func ThumbName(picture string) string {
	if base, moves := strings.CutSuffix(picture, ".gif"); moves {
		return base + ".png"
	}
	return picture
}

// thumbs makes the small copies of img, which is to be called name.
func thumbs(img image.Image, name string) (map[Kind][]byte, error) {
	all := map[Kind][]byte{}
	for _, size := range []struct {
		shelf Kind
		px    int
	}{{Thumbs400, 400}, {Thumbs200, 200}} {
		img = fitted(img, size.px)
		var out bytes.Buffer
		var err error
		if strings.HasSuffix(name, ".jpg") {
			err = jpeg.Encode(&out, img, &jpeg.Options{Quality: 82})
		} else {
			err = png.Encode(&out, img)
		}
		if err != nil {
			return nil, err
		}
		all[size.shelf] = out.Bytes()
	}
	return all, nil
}

// fitted is img made to fit into a square of px pixels, or img where it does.
func fitted(img image.Image, px int) image.Image {
	w, h := img.Bounds().Dx(), img.Bounds().Dy()
	if w <= px && h <= px {
		return img
	}
	long := max(w, h)
	small := image.NewNRGBA(image.Rect(0, 0, max(1, w*px/long), max(1, h*px/long)))
	xdraw.ApproxBiLinear.Scale(small, small.Bounds(), img, img.Bounds(), draw.Src, nil)
	return small
}

// firstFrame is the first picture of a GIF on the whole of its canvas.
func firstFrame(g *gif.GIF) image.Image {
	canvas := image.NewNRGBA(image.Rect(0, 0, g.Config.Width, g.Config.Height))
	first := g.Image[0]
	draw.Draw(canvas, first.Bounds(), first, first.Bounds().Min, draw.Over)
	return canvas
}
