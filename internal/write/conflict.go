package write

import (
	"context"
	"net/http"
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
)

// conflict is both texts, once two people wrote at once.
type conflict struct {
	place
	form         // mine; its Seen is theirs, so that what is chosen takes its place
	By    string // who wrote theirs
	Copy  draft.Copy
	Wrong *fault.Error
	// Unkept says why mine is not in the history; nil where it is.
	Unkept *fault.Error
	Parts  []part
	// Fields are those besides the text in which both differ.
	Fields []picked
}

// part is a stretch of text in which both agree, or in which they differ.
type part struct {
	N            int // counts those in which they differ
	Same         bool
	Mine, Theirs []string // blocks; of one in which both agree only Mine
}

// picked is a field that is chosen as a whole.
type picked struct{ Name, Label, Mine, Theirs string }

// The choices of a part.
const (
	takeMine   = "mine"
	takeTheirs = "theirs"
	takeBoth   = "both"
)

// parts sets two texts beside each other.
func parts(mine, theirs string) []part {
	a, b := diff.Blocks(mine), diff.Blocks(theirs)
	var out []part
	n := 0
	for _, c := range diff.Lines(a, b) {
		x := part{N: n, Same: c.Same, Mine: a[c.AFrom:c.ATo], Theirs: b[c.BFrom:c.BTo]}
		if !c.Same {
			n++
		}
		out = append(out, x)
	}
	return out
}

// merged is the text that somebody chose; choice tells what of each part. Where
// nothing was chosen both are kept.
func merged(all []part, choice func(n int) string) string {
	var out []string
	for _, x := range all {
		take := choice(x.N)
		if x.Same || take != takeTheirs {
			out = append(out, x.Mine...)
		}
		if !x.Same && take != takeMine {
			out = append(out, x.Theirs...)
		}
	}
	return strings.Join(out, "\n")
}

// choose makes f what was chosen of it and of theirs.
func (f *form) choose(theirs draft.Copy) {
	f.Text = merged(parts(f.Text, theirs.Body), func(n int) string { return f.Choices["part-"+strconv.Itoa(n)] })
	for name, x := range map[string]struct {
		mine   *string
		theirs string
	}{
		"title": {&f.Title, theirs.Title}, "summary": {&f.Summary, theirs.Summary},
		"notes_before": {&f.NotesBefore, theirs.NotesBefore}, "notes_after": {&f.NotesAfter, theirs.NotesAfter},
	} {
		if f.Choices["field-"+name] == takeTheirs {
			*x.mine = x.theirs
		}
	}
}

// overtaken shows both texts, once mine is kept as a version: whatever becomes of this
// page, it is not lost. Where it can't be kept the page says so, and still has it.
func (p *Pages) overtaken(w http.ResponseWriter, r *http.Request, x place, f form, theirs draft.Copy, wrong error) error {
	ctx := r.Context()
	f.Text, f.Markdown = f.html(p.Cleaner, theirs), false
	c := conflict{place: x, form: f, Copy: theirs, Wrong: fault.As(wrong)}
	err := p.DB.Tx(ctx, func(tx *db.Tx) error {
		_, err := draft.KeepAside(ctx, tx, x.Chapter.ID, f.edit(viewer.From(ctx).ID, p.Cleaner, theirs))
		return err
	})
	switch fault.KindOf(err) {
	case fault.TooLarge, fault.TooMany:
		c.Unkept = fault.As(err)
	default:
		if err != nil {
			return err
		}
	}
	return p.both(w, r, http.StatusConflict, c)
}

// both shows what somebody typed beside what it would take the place of.
func (p *Pages) both(w http.ResponseWriter, r *http.Request, status int, c conflict) error {
	ctx := r.Context()
	c.Parts = parts(c.Text, c.Copy.Body)
	c.form.Seen = c.Copy.Seen
	var err error
	if c.By, err = p.nameOf(ctx, c.Copy.By); err != nil {
		return err
	}
	c.Fields = differing(ctx, c.form, c.Copy)
	m := web.Meta{Title: say.T(ctx, "Two texts: {title}", "title", chapterName(ctx, c.Chapter)), Main: "write", Styles: []string{"write.css", "history.css"}}
	return show(w, r, status, m, conflictPage(c))
}

func differing(ctx context.Context, f form, theirs draft.Copy) []picked {
	var out []picked
	for _, x := range []picked{
		{"title", say.T(ctx, "Chapter title"), f.Title, theirs.Title}, {"summary", say.T(ctx, "Summary of the chapter"), f.Summary, theirs.Summary},
		{"notes_before", say.T(ctx, "Notes before the chapter"), f.NotesBefore, theirs.NotesBefore}, {"notes_after", say.T(ctx, "Notes after the chapter"), f.NotesAfter, theirs.NotesAfter},
	} {
		if x.Mine != x.Theirs {
			out = append(out, x)
		}
	}
	return out
}

// shown are blocks ready for a page: theirs may be as they were typed.
func shown(blocks []string) string {
	return prose.Show(prose.Cleaner{}.Clean(strings.Join(blocks, "\n"), prose.Body))
}
