package ingest

import (
	"context"
	"slices"

	"github.com/ficstead/ficstead/internal/blob"
	"github.com/ficstead/ficstead/internal/decode"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/work"
)

// Look reads one work of a file as TakeFile would take it in, part counted from 1,
// and changes nothing. The draft is prepared; in place of a picture stands what it
// is said to show. The error is a fault with a sentence, or ctx's.
func (t *Taker) Look(ctx context.Context, f *decode.File, part int, o Options) (*work.Draft, error) {
	m, err := t.understood(ctx, f, part, o)
	if err != nil {
		return nil, err
	}
	o.Corrections.apply(m)
	d := draft(m, o)
	pointTo(&d, nil)
	d.Prepare(t.Cleaner)
	return &d, nil
}

// Places lists where in a chapter another can begin; the chapter's number is as the
// file is cut. The error is that of Look.
func (t *Taker) Places(ctx context.Context, f *decode.File, part, chapter int, o Options) ([]decode.Place, error) {
	m, err := t.understood(ctx, f, part, o)
	if err != nil {
		return nil, err
	}
	return decode.Places(m, chapter), nil
}

// Picture gives a picture of a work as it would be shown, made safe. The error is
// that of Look.
func (t *Taker) Picture(ctx context.Context, f *decode.File, part int, name string, o Options) (blob.Picture, error) {
	m, err := t.understood(ctx, f, part, o)
	if err != nil {
		return blob.Picture{}, err
	}
	i := slices.IndexFunc(m.Pictures, func(p decode.Picture) bool { return p.Name == name })
	if i < 0 {
		return blob.Picture{}, fault.New(fault.NotFound, "There is no such picture in this file.")
	}
	return t.remade(ctx, m.Pictures[i])
}

// understood is one work of a file as it is read, without corrections.
func (t *Taker) understood(ctx context.Context, f *decode.File, part int, o Options) (*decode.Manuscript, error) {
	all, err := decode.Read(ctx, f, o.Choices, t.Limits)
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, fault.Wrap(fault.Invalid, err, "It can’t be read so: %s", sentence(err))
	}
	if part < 1 || part > len(all) {
		return nil, fault.New(fault.NotFound, "“%s” has no work number %d any more. Read it anew.", f.Path, part)
	}
	return &all[part-1], nil
}
