package write

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// beginning is the page on which a work is begun.
type beginning struct {
	Pseuds   []account.Pseud
	Pseud    account.PseudID
	Language string
	Form     string // tells this form from others, so that sent twice it begins one work
	Wrong    web.Faults
}

// newForm names a form.
func newForm() string { return rand.Text() }

// askBegin shows the page on which a work is begun.
func (p *Pages) askBegin(w http.ResponseWriter, r *http.Request) error {
	b, err := p.beginning(r)
	if err != nil {
		return err
	}
	return renderBegin(w, r, http.StatusOK, b)
}

func (p *Pages) beginning(r *http.Request) (beginning, error) {
	ctx := r.Context()
	pseuds, err := account.PseudsOf(ctx, p.DB, viewer.From(ctx).ID)
	if err != nil || len(pseuds) == 0 {
		return beginning{}, err
	}
	return beginning{Pseuds: pseuds, Pseud: pseuds[0].ID, Language: say.Language(ctx), Form: newForm()}, nil
}

func renderBegin(w http.ResponseWriter, r *http.Request, status int, b beginning) error {
	return show(w, r, status, web.Meta{Title: say.T(r.Context(), "New work"), Main: "works-new"}, beginPage(b))
}

// begin begins a work and leads to its first chapter.
func (p *Pages) begin(w http.ResponseWriter, r *http.Request) error {
	v, err := values(r)
	if err != nil {
		return err
	}
	b, err := p.beginning(r)
	if err != nil {
		return err
	}
	if v.Has("language") {
		b.Language = v.Get("language")
	}
	if !slices.Contains(work.Languages(""), b.Language) {
		b.Wrong.Add("language", fault.In("language", "Please choose the language that you write in."))
	}
	if v.Has("pseud") {
		id, _ := strconv.ParseInt(v.Get("pseud"), 10, 64)
		b.Pseud = account.PseudID(id)
	}
	if !slices.ContainsFunc(b.Pseuds, func(x account.Pseud) bool { return x.ID == b.Pseud }) {
		b.Wrong.Add("pseud", fault.In("pseud", "Please choose one of your own names."))
	}
	if len(b.Wrong) > 0 {
		return renderBegin(w, r, http.StatusUnprocessableEntity, b)
	}
	to, err := p.once(r, v.Get("form"), func(ctx context.Context, tx *db.Tx) (work.ID, work.ChapterID, error) {
		return work.Begin(ctx, tx, b.Pseud, b.Language)
	})
	if err != nil {
		return err
	}
	return web.See(w, r, to)
}

// addChapter adds a chapter to a work and leads to it.
func (p *Pages) addChapter(w http.ResponseWriter, r *http.Request) error {
	id, err := web.ID[work.ID](r, "id")
	if err != nil {
		return notYours()
	}
	x, err := p.work(r, id)
	if err != nil {
		return err
	}
	if !x.MayEdit(viewer.From(r.Context())) {
		return notYours()
	}
	v, err := values(r)
	if err != nil {
		return err
	}
	to, err := p.once(r, v.Get("form"), func(ctx context.Context, tx *db.Tx) (work.ID, work.ChapterID, error) {
		c, err := work.AddChapter(ctx, tx, id)
		return id, c, err
	})
	if err != nil {
		return err
	}
	return web.See(w, r, to)
}

// formLife is how long, in milliseconds, a form that was sent is remembered.
const formLife = 7 * 24 * 3600 * 1000

// once begins something for a form and gives the address where it is written. The
// same form sent again leads to what it began.
func (p *Pages) once(r *http.Request, form string, begin func(context.Context, *db.Tx) (work.ID, work.ChapterID, error)) (to string, err error) {
	ctx, who := r.Context(), int64(viewer.From(r.Context()).ID)
	if form == "" || len(form) > maxTab {
		form = newForm()
	}
	err = p.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := tx.Exec(ctx, `DELETE FROM begun WHERE created_at < $1`, tx.Millis()-formLife); err != nil {
			return fmt.Errorf("begun: %w", err)
		}
		var id, chapter sql.NullInt64
		// Who sends the same form at the same time waits here for who came first.
		err := tx.QueryRowContext(ctx, `INSERT INTO begun (account_id, form, created_at) VALUES ($1, $2, $3)
			ON CONFLICT (account_id, form) DO UPDATE SET form = excluded.form RETURNING work_id, chapter_id`, who, form, tx.Millis()).Scan(&id, &chapter)
		if err != nil {
			return fmt.Errorf("begun: %w", err)
		}
		if chapter.Valid {
			to = work.ID(id.Int64).ChapterPath(work.ChapterID(chapter.Int64)) + "/edit"
			return nil
		}
		w, c, err := begin(ctx, tx)
		if err != nil {
			return err
		}
		to = w.ChapterPath(c) + "/edit"
		return tx.Exec(ctx, `UPDATE begun SET work_id = $3, chapter_id = $4 WHERE account_id = $1 AND form = $2`, who, form, int64(w), int64(c))
	})
	return to, err
}
