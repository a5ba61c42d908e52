package blob

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"time"

	_ "golang.org/x/image/webp" // read only: they are kept as JPEG or PNG

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
)

// The limits of a picture, checked before it is decoded.
const (
	MaxPictureBytes  = 20 << 20
	MaxPicturePixels = 40_000_000
	// maxDecoded is how many bytes a picture may take while it is decoded.
	maxDecoded = 200 << 20
	// atOnce is how many pictures are decoded at the same time, whoever sends them.
	atOnce = 2
	// maxWait is how long somebody waits for the turn of a picture.
	maxWait = 30 * time.Second
)

// Picture is a picture made safe for showing.
type Picture struct {
	Name          string // "SHA256.jpg", its address below /pictures/
	Type          string
	Width, Height int
	bytes         []byte
	thumbs        map[Kind][]byte
}

// Bytes are the picture as it is shown.
func (p Picture) Bytes() []byte { return p.bytes }

// PutPicture stores a picture that Remake made safe, with its small copies.
func PutPicture(ctx context.Context, tx *db.Tx, s *Store, p Picture) error {
	// The row comes first and is locked, also where it is there already: whoever takes
	// the picture away in this instant has done so before the files are written, or
	// waits and sees what names it.
	err := tx.Exec(ctx, `INSERT INTO pictures (name, type, width, height, size, created_at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (name) DO UPDATE SET size = excluded.size`, p.Name, p.Type, p.Width, p.Height, len(p.bytes), tx.Millis())
	if err != nil {
		return fmt.Errorf("blob: picture: %w", err)
	}
	for shelf, b := range p.thumbs {
		if err := s.Put(ctx, shelf, ThumbName(p.Name), b); err != nil {
			return err
		}
	}
	return s.Put(ctx, Pictures, p.Name, p.bytes)
}

// LockPicture holds the row of a picture until the transaction ends, so that whoever
// stores the same one waits.
func LockPicture(ctx context.Context, tx *db.Tx, name string) error {
	if err := tx.Exec(ctx, `UPDATE pictures SET size = size WHERE name = $1`, name); err != nil {
		return fmt.Errorf("blob: lock a picture: %w", err)
	}
	return nil
}

// DropPicture removes a picture with its small copies. Nothing uses it any more: who
// calls it has locked it and looked, in the same transaction.
func DropPicture(ctx context.Context, tx *db.Tx, s *Store, name string) error {
	if err := tx.Exec(ctx, `DELETE FROM pictures WHERE name = $1`, name); err != nil {
		return fmt.Errorf("blob: drop a picture: %w", err)
	}
	return errors.Join(s.RemoveFrom(Thumbs200, ThumbName(name)), s.RemoveFrom(Thumbs400, ThumbName(name)), s.RemoveFrom(Pictures, name))
}

// Remake is the function of the same name for what r gives. Only so many pictures
// are in memory at once as it has room for; the others wait for their turn, and
// after a while are Unavailable.
func (s *Store) Remake(ctx context.Context, r io.Reader) (Picture, error) {
	wait := time.NewTimer(maxWait)
	defer wait.Stop()
	select {
	case s.gate <- struct{}{}:
		defer func() { <-s.gate }()
	case <-ctx.Done():
		return Picture{}, fmt.Errorf("blob: %w", ctx.Err())
	case <-wait.C:
		return Picture{}, fault.Later(maxWait, "Many pictures are coming in right now. Please send this one again in a minute.")
	}
	b, err := io.ReadAll(io.LimitReader(r, MaxPictureBytes+1))
	if err != nil {
		return Picture{}, fault.Wrap(fault.Invalid, err, "The picture could not be read.")
	}
	return Remake(b)
}

// Remake decodes a picture within the limits and encodes it anew as JPEG, PNG or
// GIF, so that nothing but what is seen is kept: no place, no camera, no hidden
// data. What is no picture, or too large, is a fault that says so; that is told from
// its first bytes, before it is decoded.
func Remake(b []byte) (Picture, error) {
	if len(b) > MaxPictureBytes {
		return Picture{}, tooHeavy(int64(len(b)))
	}
	c, format, err := image.DecodeConfig(bytes.NewReader(b))
	if err != nil {
		return Picture{}, fault.Wrap(fault.Invalid, err, "That is not a picture this archive can show. Please use JPEG, PNG, GIF or WebP.")
	}
	if c.Width <= 0 || c.Height <= 0 || c.Width > MaxPicturePixels/c.Height {
		return Picture{}, fault.New(fault.TooLarge, "That picture is %d by %d pixels; %d million is the most.", c.Width, c.Height, MaxPicturePixels/1_000_000)
	}
	if n, err := decoded(b, format, c); err != nil {
		return Picture{}, damaged(err)
	} else if n > maxDecoded {
		return Picture{}, fault.New(fault.TooLarge, "That picture is %d by %d pixels, and as it is stored it would take %d MB to open; %d MB is the most. Please send it smaller, or as a plain JPEG.",
			c.Width, c.Height, n>>20, maxDecoded>>20)
	}
	p := Picture{}
	if format == "gif" {
		err = p.remakeGIF(b)
	} else {
		err = p.remakeStill(b)
	}
	if err != nil {
		return Picture{}, damaged(err)
	}
	return p, nil
}

func tooHeavy(n int64) error {
	return fault.New(fault.TooLarge, "That picture has %d MB; %d MB is the most.", (n+1<<20-1)>>20, MaxPictureBytes>>20)
}

func damaged(err error) error {
	return fault.Wrap(fault.Invalid, err, "That picture is damaged and can’t be read.")
}

// remakeStill turns the picture as its camera noted, since the note is not kept.
// What was stored as photographs are stays a JPEG.
func (p *Picture) remakeStill(b []byte) error {
	img, format, err := image.Decode(bytes.NewReader(b))
	if err != nil {
		return err
	}
	if format == "jpeg" {
		img = turned(img, orientation(b))
	}
	var out bytes.Buffer
	kind, ending := "image/png", ".png"
	if _, photo := img.(*image.YCbCr); photo || format == "jpeg" {
		kind, ending = "image/jpeg", ".jpg"
		err = jpeg.Encode(&out, img, &jpeg.Options{Quality: 88})
	} else {
		err = png.Encode(&out, img)
	}
	if err != nil {
		return err
	}
	return p.set(kind, ending, img, out.Bytes())
}

func (p *Picture) remakeGIF(b []byte) error {
	g, err := gif.DecodeAll(bytes.NewReader(b))
	if err != nil {
		return err
	}
	if len(g.Image) == 0 {
		return errors.New("no frames")
	}
	var out bytes.Buffer
	if err := gif.EncodeAll(&out, g); err != nil {
		return err
	}
	return p.set("image/gif", ".gif", firstFrame(g), out.Bytes())
}

func (p *Picture) set(kind, ending string, img image.Image, b []byte) (err error) {
	size := img.Bounds()
	p.Type, p.Width, p.Height, p.bytes, p.Name = kind, size.Dx(), size.Dy(), b, Sum(b)+ending
	p.thumbs, err = thumbs(img, p.Name)
	return err
}
