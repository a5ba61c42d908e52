// Package edit has the page on which authors and staff set what is told about a
// work: its title, rating, tags, summary, notes, and who may read it.
package edit

import (
	"net/http"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/suggest"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// Pages are the pages on which a work is edited.
type Pages struct {
	DB *db.DB
	// Cleaner cleans what authors write.
	Cleaner prose.Cleaner
	// BaseURL begins the links that staff send.
	BaseURL string
	// Suggest finds the tags that a work's text speaks for.
	Suggest *suggest.Finder
}

// Routes adds the pages to m.
func (p *Pages) Routes(m *web.Mux) {
	m.Handle("GET /works/{id}/edit", web.Members, p.show)
	m.Handle("POST /works/{id}/edit", web.Members, p.change)
	m.Handle("GET /works/for", web.Staff, p.forWhom)
	m.Handle("POST /works/for", web.Staff, p.beginFor)
	m.Handle("POST /works/{id}/claim-link", web.Staff, p.claimLink)
	m.Handle("POST /works/{id}/hide", web.Staff, p.hide)
	m.Handle("POST /works/{id}/unhide", web.Staff, p.unhide)
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	x, err := p.work(r)
	if err != nil {
		return err
	}
	e, err := work.ExtrasOf(r.Context(), p.DB, x)
	if err != nil {
		return err
	}
	f := formOf(x, e)
	if f.Kept, err = p.kept(r.Context(), x); err != nil {
		return err
	}
	if r.URL.Query().Has("suggest") {
		if err := p.look(r.Context(), x, &f); err != nil {
			return err
		}
	}
	return render(w, r, http.StatusOK, x, f, nil)
}

func (p *Pages) change(w http.ResponseWriter, r *http.Request) error {
	x, err := p.work(r)
	if err != nil {
		return err
	}
	f, err := read(w, r)
	if err != nil {
		return err
	}
	if r.PostForm.Get("more") != "" { // only another row to write in
		return render(w, r, http.StatusOK, x, f, nil)
	}
	mine, err := p.suggested(r, x, &f)
	if err != nil {
		return err
	}
	if mine {
		return render(w, r, http.StatusOK, x, f, nil)
	}
	d, bad := f.details(x)
	f.limits(r.Context(), p.Cleaner, x, &bad)
	e := f.kept()
	if err := e.Check(); err != nil {
		bad.Add(fault.FieldOf(err), err)
	}
	if len(bad) > 0 {
		return render(w, r, http.StatusUnprocessableEntity, x, f, bad)
	}
	ctx := r.Context()
	err = p.DB.Tx(ctx, func(tx *db.Tx) error { return work.Change(ctx, tx, p.Cleaner, x.ID, f.Seen, d, e) })
	switch fault.KindOf(err) {
	case fault.Invalid:
		return render(w, r, http.StatusUnprocessableEntity, x, f, web.Faults{fault.As(err)})
	case fault.Conflict:
		return p.overtaken(w, r, f, err)
	}
	return done(w, r, x.ID, err)
}

// overtaken shows the form with all that was typed once somebody else has changed
// the work. It has seen that change now, so that saving again takes its place.
func (p *Pages) overtaken(w http.ResponseWriter, r *http.Request, f form, conflict error) error {
	x, err := p.work(r)
	if err != nil {
		return err
	}
	f.Seen = x.Minor
	return render(w, r, http.StatusConflict, x, f, web.Faults{fault.As(conflict)})
}

func (p *Pages) hide(w http.ResponseWriter, r *http.Request) error { return p.setHidden(w, r, true) }

func (p *Pages) unhide(w http.ResponseWriter, r *http.Request) error { return p.setHidden(w, r, false) }

func (p *Pages) setHidden(w http.ResponseWriter, r *http.Request, hidden bool) error {
	id, err := web.ID[work.ID](r, "id")
	if err != nil {
		return err
	}
	ctx := r.Context()
	return done(w, r, id, p.DB.Tx(ctx, func(tx *db.Tx) error { return work.SetHidden(ctx, tx, id, hidden) }))
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
	switch fault.KindOf(err) {
	case fault.NotFound, fault.Denied, fault.SignIn:
		return nil, notYours()
	}
	if err != nil {
		return nil, err
	}
	if !x.MayEdit(v) {
		return nil, notYours()
	}
	return x, nil
}

func notYours() error {
	return fault.New(fault.NotFound, "You have no such work to edit. It may be somebody else's, or the address is mistyped.")
}

// done leads back to the work once it is changed.
func done(w http.ResponseWriter, r *http.Request, id work.ID, err error) error {
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, id.Path(), http.StatusSeeOther)
	return nil
}

func render(w http.ResponseWriter, r *http.Request, status int, x *work.Work, f form, bad web.Faults) error {
	w.Header().Set("Cache-Control", "no-store")
	title := say.T(r.Context(), "Edit {title}", "title", x.Title)
	if len(bad) > 0 {
		title = say.T(r.Context(), "Not saved: {title}", "title", x.Title)
	}
	return web.Render(w, r, status, web.Meta{Title: title, NoIndex: true, Main: "works-edit", Styles: []string{"edit.css", suggest.Sheet, work.MenuSheet}, Scripts: []string{"tags.js"}}, page(x, f, bad))
}
