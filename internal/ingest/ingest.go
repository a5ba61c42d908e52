package ingest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/blob"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/decode"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
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

	By          []account.PseudID // the pseuds that the works are by; outranks As
	Choices     decode.Choices    // how the files are read
	Corrections Corrections       // what a person changed of what was understood
	Into        work.ID           // the work that this is a new version of; 0 for none
	// Owner is the account that brings the files, 0 for the command. What others
	// brought is told of only if it is among Among.
	Owner viewer.ID
	// Among are the works in which the same story is looked for; none for the zero Cond.
	Among db.Cond
	// Double takes a story that is here already as a work of its own.
	Double bool
	// Then, if there is one, is called in the transaction that makes a work, or a new
	// version of it.
	Then func(ctx context.Context, tx *db.Tx, id work.ID) error
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
// became of each work in it. When ctx ends it stops between two works; what is in
// stays in, and running it again goes on from there.
func (t *Taker) Run(ctx context.Context, paths []string, o Options, each func(Report)) Summary {
	sum := Summary{DryRun: o.DryRun}
	for item, err := range decode.Walk(ctx, paths, t.Limits) {
		if ctx.Err() != nil {
			break
		}
		reports := []Report{}
		if err != nil {
			reports = append(reports, failed(item.Path, sentence(err)))
		} else {
			reports = t.Take(ctx, item, o)
		}
		for _, r := range reports {
			if ctx.Err() != nil && r.Status == Failed {
				break // cut off in the middle: nothing of it is in
			}
			sum.Count(r)
			each(r)
		}
	}
	sum.Stopped = ctx.Err() != nil
	return sum
}

// Take takes one file in. Of each work in it the archive has the whole
// afterwards, or nothing and the report says why. There is at least one report.
func (t *Taker) Take(ctx context.Context, item decode.Item, o Options) []Report {
	f, err := item.File(t.Limits)
	if err != nil {
		return []Report{failed(item.Path, sentence(err))}
	}
	defer f.Close()
	hash, err := blob.SumOf(f.Reader())
	if err != nil {
		return []Report{t.broken(ctx, item.Path, err)}
	}
	known, err := takenAll(ctx, t.DB, hash, o)
	switch {
	case err != nil:
		return []Report{t.broken(ctx, item.Path, err)}
	case known != nil && !o.Again && !o.DryRun:
		return t.sameAll(ctx, item.Path, known)
	}
	return t.TakeFile(ctx, f, hash, 0, o)
}

// TakeFile takes the works of a file that is at hand: the one with this number,
// counted from 1, or all of them for 0. hash is the file's SHA-256 in hex.
func (t *Taker) TakeFile(ctx context.Context, f *decode.File, hash string, part int, o Options) []Report {
	var out []Report
	for _, r := range t.Parts(ctx, f, hash, o.Choices, func(n int) (Options, bool) { return o, part == 0 || part == n }) {
		out = append(out, r)
	}
	if len(out) == 0 {
		out = append(out, failed(f.Path, fmt.Sprintf("“%s” has no work number %d any more. Read it anew.", f.Path, part)))
	}
	return out
}

// Parts reads a file that is at hand once, as chosen, takes works of it one after
// the other, and gives each one's number, counted from 1, with what became of it.
// how is asked right before each whether and how it is taken. A file that can't be
// read gives one report, with the number 0.
func (t *Taker) Parts(ctx context.Context, f *decode.File, hash string, c decode.Choices, how func(part int) (Options, bool)) iter.Seq2[int, Report] {
	return func(yield func(int, Report) bool) {
		all, err := decode.Read(ctx, f, c, t.Limits)
		if err != nil {
			yield(0, failed(f.Path, sentence(err)))
			return
		}
		for i := range all {
			if ctx.Err() != nil {
				yield(i+1, t.broken(ctx, f.Path, ctx.Err()))
				return
			}
			if o, ok := how(i + 1); ok && !yield(i+1, t.takePart(ctx, parcel{file: f, hash: hash, m: &all[i], part: i + 1, parts: len(all)}, o)) {
				return
			}
			all[i] = decode.Manuscript{} // a collection need not stay in memory
		}
	}
}

// parcel is one work on its way in.
type parcel struct {
	file        *decode.File
	hash        string
	m           *decode.Manuscript
	part, parts int
}

func (t *Taker) takePart(ctx context.Context, p parcel, o Options) Report {
	pieces := o.Corrections.correct(p.m)
	if o.DryRun {
		pieces = outline(p.m, pieces)
	}
	join(p.m, pieces)
	d := draft(p.m, o)
	var r Report
	if o.DryRun {
		r = t.dry(ctx, p, &d, o)
		r.Outline = pieces
	} else {
		r = t.store(ctx, p, d, o)
	}
	if p.parts > 1 {
		r.Part = p.part
	}
	return r
}

// dry reports what would become of a work.
func (t *Taker) dry(ctx context.Context, p parcel, d *work.Draft, o Options) Report {
	was, err := p.taken(ctx, t.DB, o)
	if err != nil {
		return t.broken(ctx, p.file.Path, err)
	}
	d.Prepare(t.Cleaner)
	if err := d.CheckText(); err != nil {
		return failed(p.file.Path, p.file.Path+": "+sentence(err))
	}
	r := understood(p.m, d, o)
	r.Likeness = work.LikenessOf(d)
	if r.Alike, err = t.alike(ctx, t.DB, p, d, o); err != nil {
		return t.broken(ctx, p.file.Path, err)
	}
	r.fill()
	switch into := version(r.Alike, was, o); {
	case was != 0 && !o.Again:
		r.Status, r.Work = Same, int64(was)
	case into != 0:
		r.Status, r.Work = Updated, int64(into)
	case doubled(r.Alike, o):
		r.skip()
	default:
		r.Status = Imported
	}
	return r
}

// version is the work of which a story becomes a new version, 0 for none. was is
// the one that was made of the same bytes.
func version(alike []Alike, was work.ID, o Options) work.ID {
	switch {
	case o.Into != 0:
		return o.Into
	case !o.Again:
		return 0
	case was == 0 && len(alike) > 0 && alike[0].Sure:
		return work.ID(alike[0].Work)
	}
	return was
}

// doubled tells a story that would stand here twice without anybody having said so.
func doubled(alike []Alike, o Options) bool {
	return !o.Double && !o.Again && o.Into == 0 && len(alike) > 0 && alike[0].Sure
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
