package write

import (
	"context"
	"errors"
	"net/http"
	"time"
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/draft"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/setting"
	"github.com/ficstead/ficstead/internal/viewer"
)

// typing is what the editor sends while somebody writes.
type typing struct {
	Seen        int     `json:"seen"`
	Tab         string  `json:"tab"`
	N           int     `json:"n"`
	Title       *string `json:"title"`
	Summary     *string `json:"summary"`
	NotesBefore *string `json:"notes_before"`
	NotesAfter  *string `json:"notes_after"`
	Text        *lines  `json:"text"`
}

// lines are a text, or some of its lines.
type lines struct {
	Whole *string  `json:"whole"`
	From  int      `json:"from"`
	To    int      `json:"to"`
	Lines []string `json:"lines"`
	Count int      `json:"count"`
	Sum   uint32   `json:"sum"`
}

// maxTab is how long the name of a tab may be, in bytes.
const maxTab = 64

// edit is t as package draft takes it.
func (t *typing) edit(by viewer.ID) (draft.Edit, error) {
	if len(t.Tab) > maxTab {
		return draft.Edit{}, fault.In("tab", "The name of a tab has at most %d bytes.", maxTab)
	}
	e := draft.Edit{By: by, Seen: t.Seen, Tab: t.Tab, N: t.N, Title: t.Title, Summary: t.Summary, NotesBefore: t.NotesBefore, NotesAfter: t.NotesAfter}
	switch x := t.Text; {
	case x == nil:
	case x.Whole != nil:
		e.Whole = x.Whole
	default:
		e.Splice = &draft.Splice{From: x.From, To: x.To, Lines: x.Lines, Count: x.Count, Sum: x.Sum}
	}
	return e, nil
}

// autosave keeps what the editor sends.
func (p *Pages) autosave(w http.ResponseWriter, r *http.Request) error {
	x, err := p.place(r)
	if err != nil {
		return err
	}
	var t typing
	if err := read(r, &t); err != nil {
		return err
	}
	ctx := r.Context()
	by := viewer.From(ctx).ID
	e, err := t.edit(by)
	if err != nil {
		return err
	}
	if err := p.pace.saves(by, e.Tab, time.Now()); err != nil {
		return err
	}
	var c draft.Copy
	err = p.DB.Tx(ctx, func(tx *db.Tx) (err error) {
		c, err = draft.Save(ctx, tx, x.Chapter.ID, e)
		return err
	})
	if _, ok := errors.AsType[draft.Misfit](err); ok {
		return answer(w, http.StatusConflict, struct {
			Resend bool `json:"resend"`
		}{true})
	}
	switch fault.KindOf(err) {
	case fault.Conflict:
		return p.theirs(w, ctx, c)
	}
	if err != nil {
		return err
	}
	return answer(w, http.StatusOK, p.saved(ctx, c))
}

// receipt tells the editor that all it sent is kept.
type receipt struct {
	Rev     int             `json:"rev"`
	SavedAt int64           `json:"saved_at"`
	Words   int             `json:"words"`
	Over    map[string]over `json:"over,omitempty"`
}

// over is a field that is longer than can be published.
type over struct {
	N   int `json:"n"`
	Max int `json:"max"`
}

func (p *Pages) saved(ctx context.Context, c draft.Copy) receipt {
	at := c.SavedAt
	if at.IsZero() {
		at = p.DB.Now()
	}
	return receipt{c.Seen, at.UnixMilli(), c.Words, overLimits(setting.Of(ctx).Limits, c)}
}

// overLimits lists the fields of c that are longer than the archive publishes.
func overLimits(l setting.Limits, c draft.Copy) map[string]over {
	out := map[string]over{}
	for _, f := range []struct {
		name, text string
		most       int
	}{
		{"title", c.Title, l.Title}, {"summary", c.Summary, l.Summary}, {"notes_before", c.NotesBefore, l.Notes}, {"notes_after", c.NotesAfter, l.Notes},
		{"text", c.Body, l.Chapter},
	} {
		if len(f.text) <= f.most {
			continue
		}
		if n := utf8.RuneCountInString(f.text); n > f.most {
			out[f.name] = over{n, f.most}
		}
	}
	return out
}

// theirs answers with what somebody else has saved in between.
func (p *Pages) theirs(w http.ResponseWriter, ctx context.Context, c draft.Copy) error {
	by, err := p.nameOf(ctx, c.By)
	if err != nil {
		return err
	}
	return answer(w, http.StatusConflict, struct {
		receipt
		By          string `json:"by"`
		Title       string `json:"title"`
		Summary     string `json:"summary"`
		NotesBefore string `json:"notes_before"`
		NotesAfter  string `json:"notes_after"`
		Text        string `json:"text"`
	}{p.saved(ctx, c), by, c.Title, c.Summary, c.NotesBefore, c.NotesAfter, c.Body})
}

// nameOf is the name of an account, "" for nobody.
func (p *Pages) nameOf(ctx context.Context, id viewer.ID) (string, error) {
	if id == 0 {
		return "", nil
	}
	a, err := account.Get(ctx, p.DB, id)
	if fault.KindOf(err) == fault.NotFound {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return a.Name, nil
}
