package blob

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"

	_ "golang.org/x/image/webp" // read only: they are kept as PNG

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
)

// The limits of a picture, checked before it is decoded.
const (
	MaxPictureBytes  = 20 << 20
	MaxPicturePixels = 40_000_000
	maxFrames        = 500
)

// Picture is a picture made safe for showing.
type Picture struct {
	Name          string // "SHA256.jpg", its address below /pictures/
	Type          string
	Width, Height int
	bytes         []byte
}

// Bytes are the picture as it is shown.
func (p Picture) Bytes() []byte { return p.bytes }

// PutPicture stores a picture that Remake made safe.
func PutPicture(ctx context.Context, tx *db.Tx, s *Store, p Picture) error {
	if err := s.Put(ctx, Pictures, p.Name, p.bytes); err != nil {
		return err
	}
	err := tx.Exec(ctx, `INSERT INTO pictures (name, type, width, height, size, created_at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (name) DO NOTHING`, p.Name, p.Type, p.Width, p.Height, len(p.bytes), tx.Millis())
	if err != nil {
		return fmt.Errorf("blob: picture: %w", err)
	}
	return nil
}

// Remake decodes a picture within the limits and encodes it anew as JPEG, PNG or
// GIF, so that nothing but what is seen is kept: no place, no camera, no hidden
// data. What is no picture, or too large, is a fault that says so.
func Remake(b []byte) (Picture, error) {
	if len(b) > MaxPictureBytes {
		return Picture{}, fault.New(fault.TooLarge, "That picture has %d MB; %d MB is the most.", len(b)>>20, MaxPictureBytes>>20)
	}
	c, format, err := image.DecodeConfig(bytes.NewReader(b))
	if err != nil {
		return Picture{}, fault.Wrap(fault.Invalid, err, "That is not a picture this archive can show. Please use JPEG, PNG, GIF or WebP.")
	}
	if c.Width <= 0 || c.Height <= 0 || c.Width > MaxPicturePixels/c.Height {
		return Picture{}, fault.New(fault.TooLarge, "That picture is %d by %d pixels; %d million is the most.", c.Width, c.Height, MaxPicturePixels/1_000_000)
	}
	p := Picture{Width: c.Width, Height: c.Height}
	var out bytes.Buffer
	switch format {
	case "gif":
		p.Type, err = "image/gif", remakeGIF(b, c, &out)
	case "jpeg":
		p.Type, err = "image/jpeg", remakeJPEG(b, &p, &out)
	default:
		p.Type, err = "image/png", remakePNG(b, &out)
	}
	if err != nil {
		return Picture{}, fault.Wrap(fault.Invalid, err, "That picture is damaged and can’t be read.")
	}
	p.bytes = out.Bytes()
	p.Name = Sum(p.bytes) + map[string]string{"image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif"}[p.Type]
	return p, nil
}

func remakePNG(b []byte, out *bytes.Buffer) error {
	img, _, err := image.Decode(bytes.NewReader(b))
	if err != nil {
		return err
	}
	return png.Encode(out, img)
}

// remakeJPEG turns the picture as its camera noted, since the note is not kept.
func remakeJPEG(b []byte, p *Picture, out *bytes.Buffer) error {
	img, err := jpeg.Decode(bytes.NewReader(b))
	if err != nil {
		return err
	}
	img = turned(img, orientation(b))
	p.Width, p.Height = img.Bounds().Dx(), img.Bounds().Dy()
	return jpeg.Encode(out, img, &jpeg.Options{Quality: 88})
}

func remakeGIF(b []byte, c image.Config, out *bytes.Buffer) error {
	if n := bytes.Count(b, []byte{0x21, 0xf9, 0x04}); n > maxFrames || n*c.Width*c.Height > 10*MaxPicturePixels {
		return fmt.Errorf("%d frames", n)
	}
	g, err := gif.DecodeAll(bytes.NewReader(b))
	if err != nil {
		return err
	}
	return gif.EncodeAll(out, g)
}
