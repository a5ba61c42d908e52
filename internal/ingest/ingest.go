package ingest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"

	"github.com/ficstead/ficstead/internal/blob"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/decode"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/work"
)

// Options are what the one who brings files says about all of them.
type Options struct {
	As         string      // whose works they are; "" takes the byline in each file
	Tags       []tag.Named // added to each
	Language   string      // of those that do not say
	Restricted bool        // for members only
	Draft      bool        // not posted yet
	Series     string      // the series they are parts of, in their order
	DryRun     bool        // report only
	Again      bool        // make a new version of what was taken before
}

// Taker takes files in.
type Taker struct {
	DB      *db.DB
	Blob    *blob.Store
	Cleaner prose.Cleaner
	Limits  decode.Limits
	Log     *slog.Logger
	// BaseURL begins the addresses in reports.
	BaseURL string
}

// Run takes every file below the paths, in natural order, and tells each of what
// became of it. When ctx ends it stops between two files; what is in stays in,
// and running it again goes on from there.
func (t *Taker) Run(ctx context.Context, paths []string, o Options, each func(Report)) Summary {
	sum := Summary{DryRun: o.DryRun}
	for item, err := range decode.Walk(ctx, paths, t.Limits) {
		if ctx.Err() != nil {
			break
		}
		var r Report
		if err != nil {
			r = failed(item.Path, sentence(err))
		} else {
			r = t.Take(ctx, item, o)
		}
		if ctx.Err() != nil && r.Status == Failed {
			break // cut off in the middle: nothing of it is in
		}
		sum.Count(r)
		each(r)
	}
	sum.Stopped = ctx.Err() != nil
	return sum
}

// Take takes one file in: a whole work, or nothing of it and the reason why.
func (t *Taker) Take(ctx context.Context, item decode.Item, o Options) Report {
	b, err := item.Bytes(t.Limits)
	if err != nil {
		return failed(item.Path, sentence(err))
	}
	hash := blob.Sum(b)
	was, err := taken(ctx, t.DB, hash)
	if err != nil {
		return t.broken(ctx, item.Path, err)
	}
	if was != 0 && !o.Again && !o.DryRun {
		return t.same(ctx, item.Path, was)
	}
	item.Open = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(b)), nil } // read once is enough
	m, err := decode.Read(ctx, item, t.Limits)
	if err != nil {
		return failed(item.Path, sentence(err))
	}
	p := parcel{item.Path, b, hash, &m}
	d := draft(p.m, o)
	if o.DryRun {
		return dry(p, &d, o, t.Cleaner, was)
	}
	return t.store(ctx, p, d, o)
}

// parcel is one file on its way in.
type parcel struct {
	path  string
	bytes []byte
	hash  string
	m     *decode.Manuscript
}

// dry reports what would become of a file.
func dry(p parcel, d *work.Draft, o Options, c prose.Cleaner, was work.ID) Report {
	d.Prepare(c)
	r := understood(p.m, d, o)
	switch {
	case was != 0 && !o.Again:
		r.Status, r.Work = Same, int64(was)
	case was != 0:
		r.Status, r.Work = Updated, int64(was)
	default:
		r.Status = Imported
	}
	return r
}

// sentence is what a person reads about err.
func sentence(err error) string {
	if fault.KindOf(err) != fault.Internal {
		return fault.Message(err)
	}
	return err.Error()
}

// broken reports an error that is the archive's, not the file's.
func (t *Taker) broken(ctx context.Context, path string, err error) Report {
	if errors.Is(err, context.Canceled) || ctx.Err() != nil {
		return failed(path, "The import was stopped before this file. Run the same command again to go on.")
	}
	t.Log.ErrorContext(ctx, "import failed", "file", path, "err", err)
	return failed(path, "The archive could not store this file. The log says why; nothing of it is in, so it can be tried again.")
}

func (t *Taker) address(id work.ID) string { return fmt.Sprintf("%s/works/%d", t.BaseURL, id) }
