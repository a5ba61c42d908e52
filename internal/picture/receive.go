package picture

import (
	"context"
	"errors"
	"io"
	"mime/multipart"
	"net/http"

	"github.com/ficstead/ficstead/internal/blob"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// The limits of a request that brings a picture.
const (
	maxRequest = blob.MaxPictureBytes + 1<<20 // with what stands round the picture
	maxParts   = 20
	maxField   = 8 * MaxAlt // bytes
	maxMB      = blob.MaxPictureBytes >> 20
)

// minRoom is how many bytes of the disk stay free of pictures.
const minRoom = 200 << 20

// delivery is what came of a request that brings a picture.
type delivery struct {
	picture blob.Picture
	alt     string
	again   bool // the work had this picture already
}

// receive takes the picture of a multipart request for a work, or nothing of it.
// The picture is on disk before it is looked at, so that slow senders cost no memory.
func (p *Pages) receive(r *http.Request, id work.ID) (delivery, error) {
	var d delivery
	got, err := p.read(r, &d)
	if err != nil {
		return d, err
	}
	defer func() {
		if err := p.Blob.Remove(got.Name); err != nil {
			p.Log.ErrorContext(r.Context(), "a picture that came in was not removed", "err", err)
		}
	}()
	if d.alt, err = CheckAlt(d.alt); err != nil {
		return d, err
	}
	ctx, by := r.Context(), viewer.From(r.Context()).ID
	if err := p.room(); err != nil {
		return d, err
	}
	if d.picture, err = take(ctx, p.Blob, got); err != nil {
		return d, at("picture", err)
	}
	return d, p.DB.Tx(ctx, func(tx *db.Tx) (err error) {
		d.again, err = keep(ctx, tx, p.Blob, by, id, d.picture, d.alt)
		return err
	})
}

// read puts the picture of a request on the incoming shelf and its other fields into d.
func (p *Pages) read(r *http.Request, d *delivery) (got blob.Received, err error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return got, fault.Wrap(fault.Invalid, err, "What was sent is no form that can be read. Please send it again from the page.")
	}
	defer func() {
		if err != nil && got.Name != "" {
			err = errors.Join(err, p.Blob.Remove(got.Name))
		}
	}()
	for range maxParts {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return got, cutOff(err)
		}
		switch part.FormName() {
		case "alt":
			b, err := io.ReadAll(io.LimitReader(part, maxField))
			if err != nil {
				return got, cutOff(err)
			}
			d.alt = string(b)
		case "picture":
			if got.Name != "" || part.FileName() == "" {
				continue
			}
			if got, err = p.shelve(r.Context(), part); err != nil {
				return got, err
			}
		}
	}
	if got.Size == 0 {
		return got, fault.In("picture", "Please choose a picture.")
	}
	return got, nil
}

func (p *Pages) shelve(ctx context.Context, part *multipart.Part) (blob.Received, error) {
	got, err := p.Blob.Receive(ctx, part, blob.MaxPictureBytes)
	if fault.KindOf(err) == fault.TooLarge {
		return got, tooHeavy(err)
	}
	if err != nil {
		return got, cutOff(err)
	}
	return got, nil
}

// room checks that the disk has room for pictures.
func (p *Pages) room() error {
	left, err := p.Blob.Room()
	if err != nil {
		return err
	}
	if left < minRoom {
		return fault.New(fault.Unavailable, "The archive’s disk is nearly full, so no pictures are taken for now. Please tell the archive’s keeper.")
	}
	return nil
}

// cutOff is the error of a request that ended in the middle.
func cutOff(err error) error {
	if told, ok := db.Trouble(err); ok {
		return told
	}
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return tooHeavy(err)
	}
	return fault.Wrap(fault.Invalid, err, "The connection broke off, and the picture did not come whole. Please send it again.")
}

func tooHeavy(err error) error {
	return at("picture", fault.Wrap(fault.TooLarge, err, "A picture may have up to %d MB. Please make it smaller.", maxMB))
}

// at is err as one about a field of the form, where it is for people to read.
func at(field string, err error) error {
	e, ok := errors.AsType[*fault.Error](err)
	if !ok {
		return err
	}
	there := *e
	there.Field = field
	return &there
}
