package write

import (
	"context"
	"html"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/diff"
	"github.com/ficstead/ficstead/internal/draft"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// comparison is what changed since a version.
type comparison struct {
	Said string // what was just done
	told
	Against *work.Version // nil for what is written now
	Others  []work.Version
	Fields  []change
	Runs    []run
}

// change is a field besides the text that changed.
type change struct{ Label, HTML string }

// run is a row of paragraphs of which all are kept or none are.
type run struct {
	Kept  bool
	Paras []para
}

// para is a paragraph with its place in the comparison.
type para struct {
	diff.Para
	N int
}

// labels are what a screen reader hears at changes.
func labels(ctx context.Context) diff.Labels {
	return diff.Labels{Added: say.T(ctx, "[added: "), Removed: say.T(ctx, "[removed: "), Restyled: say.T(ctx, "[set differently: "), End: "] "}
}

// compare shows what changed from a version to another, or to what is written now.
func (p *Pages) compare(w http.ResponseWriter, r *http.Request) error {
	t, err := p.told(r)
	if err != nil {
		return err
	}
	ctx, c := r.Context(), comparison{told: t}
	copied, err := draft.Open(ctx, p.DB, t.place.Chapter.ID)
	if err != nil {
		return err
	}
	c.Seen = copied.Seen
	is := copied.ChapterText
	if id, err := strconv.ParseInt(r.URL.Query().Get("against"), 10, 64); err == nil {
		var v work.Version
		if v, is, err = work.VersionText(ctx, p.DB, t.place.Chapter.ID, work.VersionID(id)); err != nil {
			return err
		}
		c.Against = &v
	}
	if c.Others, err = work.Versions(ctx, p.DB, t.place.Chapter.ID, 0, 200); err != nil {
		return err
	}
	p.fill(ctx, &c, t.Text, is)
	if r.URL.Query().Has("done") {
		c.Said = say.T(ctx, "The paragraph is back as it was. What it said until now is a version too.")
	}
	m := web.Meta{Title: say.T(ctx, "What changed: {title}", "title", chapterName(ctx, t.place.Chapter)), Main: "write", Styles: []string{"history.css"}}
	return show(w, r, http.StatusOK, m, comparePage(c))
}

// fill works out what changed.
func (p *Pages) fill(ctx context.Context, c *comparison, was, is work.ChapterText) {
	was, is = p.clean(was), p.clean(is)
	for _, f := range []struct{ label, was, is string }{
		{say.T(ctx, "Chapter title"), html.EscapeString(was.Title), html.EscapeString(is.Title)}, {say.T(ctx, "Summary of the chapter"), was.Summary, is.Summary},
		{say.T(ctx, "Notes before the chapter"), was.NotesBefore, is.NotesBefore}, {say.T(ctx, "Notes after the chapter"), was.NotesAfter, is.NotesAfter},
	} {
		if f.was == f.is {
			continue
		}
		var b strings.Builder
		for _, x := range diff.Paras(f.was, f.is, labels(ctx)) {
			b.WriteString(x.HTML + "\n")
		}
		c.Fields = append(c.Fields, change{f.label, b.String()})
	}
	for n, x := range diff.Paras(was.Body, is.Body, labels(ctx)) {
		kept := x.Kind == diff.Kept
		x.HTML = prose.Show(x.HTML)
		if len(c.Runs) == 0 || c.Runs[len(c.Runs)-1].Kept != kept {
			c.Runs = append(c.Runs, run{Kept: kept})
		}
		last := &c.Runs[len(c.Runs)-1]
		last.Paras = append(last.Paras, para{x, n})
	}
}

// restore makes a version's text what is written now, or one paragraph of it.
func (p *Pages) restore(w http.ResponseWriter, r *http.Request) error {
	t, err := p.told(r)
	if err != nil {
		return err
	}
	v, err := values(r)
	if err != nil {
		return err
	}
	seen, err := strconv.Atoi(v.Get("seen"))
	if err != nil {
		seen = -1 // no text there ever was: a conflict
	}
	ctx, text := r.Context(), t.Text
	err = p.DB.Tx(ctx, func(tx *db.Tx) error {
		if v.Has("paragraph") {
			if text, err = p.withParagraph(ctx, tx, t, v.Get("paragraph")); err != nil {
				return err
			}
		}
		_, err := draft.GoBack(ctx, tx, t.place.Chapter.ID, viewer.From(ctx).ID, seen, text)
		return err
	})
	if fault.KindOf(err) == fault.Conflict {
		return fault.New(fault.Conflict, "Somebody saved this chapter while you were looking. Nothing was restored: please go back, load the page again and see whether you still want to.")
	}
	if err != nil {
		return err
	}
	if v.Has("paragraph") {
		return web.See(w, r, t.place.Path()+"/history/"+number(t.Version.ID)+"/diff?done=1")
	}
	return web.See(w, r, t.place.Path()+"/edit?saved=restored")
}

// withParagraph is what is written now with one paragraph as it was in a version.
func (p *Pages) withParagraph(ctx context.Context, tx *db.Tx, t told, which string) (work.ChapterText, error) {
	c, err := draft.Open(ctx, tx, t.place.Chapter.ID)
	if err != nil {
		return c.ChapterText, err
	}
	was, is := p.Cleaner.Clean(t.Text.Body, prose.Body), p.Cleaner.Clean(c.Body, prose.Body)
	all := diff.Paras(was, is, diff.Labels{})
	n, err := strconv.Atoi(which)
	if err != nil || n < 0 || n >= len(all) {
		return c.ChapterText, fault.New(fault.Invalid, "There is no such paragraph. Please go back and choose it on the page.")
	}
	c.Body = strings.Join(putBack(diff.Blocks(was), diff.Blocks(is), all, n), "\n")
	return c.ChapterText, nil
}

// putBack makes the n-th of the paragraphs of a comparison what it was.
func putBack(was, is []string, all []diff.Para, n int) []string {
	switch x := all[n]; x.Kind {
	case diff.Added:
		return slices.Delete(is, x.New, x.New+1)
	case diff.Changed:
		is[x.New] = was[x.Old]
	case diff.Removed:
		at := 0
		for _, y := range all[:n] {
			at = max(at, y.New+1)
		}
		return slices.Insert(is, at, was[x.Old])
	}
	return is
}
