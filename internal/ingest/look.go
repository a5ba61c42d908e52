package ingest

import (
	"context"
	"fmt"

	"github.com/ficstead/ficstead/internal/decode"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/work"
)

// Look reads one work of a file as TakeFile would take it in, part counted from 1,
// and changes nothing. The draft is prepared; in place of a picture stands what it
// is said to show. The error is a fault with a sentence, or ctx's.
func (t *Taker) Look(ctx context.Context, f *decode.File, part int, o Options) (*work.Draft, Report, error) {
	all, err := decode.Read(ctx, f, o.Choices, t.Limits)
	if err != nil {
		if ctx.Err() != nil {
			return nil, Report{}, ctx.Err()
		}
		return nil, Report{}, fault.Wrap(fault.Invalid, err, "It can’t be read so: %s", sentence(err))
	}
	if part < 1 || part > len(all) {
		return nil, Report{}, fault.New(fault.NotFound, "“%s” has no work number %d any more. Read it anew.", f.Path, part)
	}
	p := parcel{file: f, m: &all[part-1], part: part, parts: len(all)}
	o.Corrections.apply(p.m)
	d := draft(p.m, o)
	pointTo(&d, nil)
	d.Prepare(t.Cleaner)
	r := understood(p.m, &d, o)
	if r.Alike, err = t.alike(ctx, t.DB, p, &d, o); err != nil {
		return nil, Report{}, fmt.Errorf("ingest: %w", err)
	}
	r.fill()
	return &d, r, nil
}
