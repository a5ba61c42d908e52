package workskin

import (
	"context"
	"database/sql"
	"fmt"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// choice answers with the skins that a work can wear.
func (p *Pages) choice(w http.ResponseWriter, r *http.Request) error {
	x, err := p.work(r)
	if err != nil {
		return err
	}
	return p.renderChoice(w, r, http.StatusOK, x, nil)
}

func (p *Pages) renderChoice(w http.ResponseWriter, r *http.Request, status int, x *work.Work, bad web.Faults) error {
	ctx := r.Context()
	now, err := Of(ctx, p.DB, x.ID)
	if err != nil {
		return err
	}
	all, err := Mine(ctx, p.DB, viewer.From(ctx).ID)
	if err != nil {
		return err
	}
	return render(w, r, status, say.T(ctx, "The skin of {title}", "title", x.Title), "", choicePage(x, now, all, bad))
}

func (p *Pages) choose(w http.ResponseWriter, r *http.Request) error {
	x, err := p.work(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	n, err := strconv.ParseInt(r.FormValue("skin"), 10, 64)
	if err != nil || n < 0 {
		return p.renderChoice(w, r, http.StatusUnprocessableEntity, x, web.Faults{fault.As(fault.In("skin", "Please choose one of the skins."))})
	}
	err = p.DB.Tx(ctx, func(tx *db.Tx) error { return Choose(ctx, tx, viewer.From(ctx), x.ID, ID(n)) })
	if fault.KindOf(err) == fault.NotFound {
		return p.renderChoice(w, r, http.StatusUnprocessableEntity, x, web.Faults{fault.As(fault.In("skin", "That skin is not yours, or it is gone. Please choose another."))})
	}
	return see(w, r, x.ID.Path(), err)
}

// work is the work in the address, for who may edit it. Everyone else gets one
// answer, whatever there is.
func (p *Pages) work(r *http.Request) (*work.Work, error) {
	id, err := web.ID[work.ID](r, "id")
	if err != nil {
		return nil, err
	}
	v := viewer.From(r.Context())
	x, err := work.Get(r.Context(), p.DB, v, id)
	switch k := fault.KindOf(err); {
	case err != nil && k != fault.NotFound && k != fault.Denied && k != fault.SignIn:
		return nil, err
	case err != nil || !x.MayEdit(v):
		return nil, fault.New(fault.NotFound, "You have no such work to edit. It may be somebody else’s, or the address is mistyped.")
	}
	return x, nil
}

// titled is a chapter of one's own that a skin can be tried on.
type titled struct {
	Chapter work.ChapterID
	Title   string
}

// chapters are the first chapters of one's newest works.
func (p *Pages) chapters(r *http.Request) ([]titled, error) {
	const most = 20
	all, err := db.All(r.Context(), p.DB, func(r *sql.Rows, t *titled) error { return r.Scan(&t.Chapter, &t.Title) },
		`SELECT c.id, w.title FROM works w JOIN chapters c ON c.work_id = w.id AND c.position = 1
		WHERE EXISTS (SELECT 1 FROM work_creators wc JOIN pseuds p ON p.id = wc.pseud_id WHERE wc.work_id = w.id AND wc.approved AND p.account_id = $1)
		ORDER BY w.updated_at DESC, w.id DESC LIMIT $2`, int64(viewer.From(r.Context()).ID), most)
	if err != nil {
		return nil, fmt.Errorf("chapters to try a skin on: %w", err)
	}
	return all, nil
}

// chapter is the text of a chapter that the viewer may edit.
func (p *Pages) chapter(r *http.Request, c work.ChapterID) (templ.Component, error) {
	ctx, v := r.Context(), viewer.From(r.Context())
	none := fault.New(fault.NotFound, "You have no such chapter to try a skin on.")
	id, err := work.Of(ctx, p.DB, c)
	if err != nil {
		return nil, none
	}
	x, err := work.Get(ctx, p.DB, v, id)
	if err != nil || !x.MayEdit(v) {
		return nil, none
	}
	packed, err := work.PackedText(ctx, p.DB, c)
	if err != nil {
		return nil, fmt.Errorf("chapter %d: %w", c, err)
	}
	return web.Text(packed), nil
}

// Off reports whether the viewer does not want to see authors' styles: style in the
// address decides for this page, else what they prefer.
func Off(ctx context.Context, style string) bool {
	switch style {
	case "off", "disable":
		return true
	case "on", "creator":
		return false
	}
	return viewer.From(ctx).Prefs.NoWorkSkins
}
