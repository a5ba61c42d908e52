package write

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/draft"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
)

// edit shows the editor.
func (p *Pages) edit(w http.ResponseWriter, r *http.Request) error {
	x, err := p.place(r)
	if err != nil {
		return err
	}
	c, err := draft.Open(r.Context(), p.DB, x.Chapter.ID)
	if err != nil {
		return err
	}
	return p.render(w, r, http.StatusOK, editing{place: x, form: formOf(c), Copy: c})
}

// save takes the form of who has no script.
func (p *Pages) save(w http.ResponseWriter, r *http.Request) error {
	if viewer.From(r.Context()).Guest() {
		return p.signedOut(w, r)
	}
	x, err := p.place(r)
	if err != nil {
		return err
	}
	f, err := readForm(w, r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	var c draft.Copy
	err = p.DB.Tx(ctx, func(tx *db.Tx) error {
		if c, err = draft.Open(ctx, tx, x.Chapter.ID); err != nil {
			return err
		}
		c, err = draft.Save(ctx, tx, x.Chapter.ID, f.edit(viewer.From(ctx).ID, p.Cleaner, c))
		return err
	})
	switch fault.KindOf(err) {
	case fault.Invalid, fault.TooLarge, fault.Conflict:
		f.Seen = c.Seen // once they were shown, saving again takes their place
		return p.render(w, r, web.Status(fault.KindOf(err)), editing{place: x, form: f, Copy: c, Wrong: fault.As(err)})
	}
	if err != nil {
		return err
	}
	return see(w, r, next(x, f.Do))
}

// next is where saving leads.
func next(x place, do string) string {
	switch do {
	case "preview":
		return x.Path() + "/preview"
	case "publish":
		return x.ID.Path() + "/publish"
	}
	return x.Path() + "/edit?saved=1"
}

// editing is the editor with what stands in it.
type editing struct {
	place
	form
	Copy  draft.Copy
	Wrong *fault.Error
	Said  string // what was done
}

// title is what the page is called.
func (e *editing) title(ctx context.Context) string {
	if e.Wrong != nil {
		return say.T(ctx, "Not saved: {title}", "title", heading(ctx, e.place))
	}
	return say.T(ctx, "Editing: {title}", "title", heading(ctx, e.place))
}

func (p *Pages) render(w http.ResponseWriter, r *http.Request, status int, e editing) error {
	if r.URL.Query().Has("saved") && status == http.StatusOK {
		e.Said = say.T(r.Context(), "Saved.")
	}
	return show(w, r, status, web.Meta{Title: e.title(r.Context()), Main: "write", Scripts: []string{"site.js", "editor.js"}, Styles: []string{"write.css"}}, editor(e))
}

// show sends one of these pages; no browser or proxy keeps them.
func show(w http.ResponseWriter, r *http.Request, status int, m web.Meta, content templ.Component) error {
	w.Header().Set("Cache-Control", "no-store")
	m.NoIndex, m.Here = true, "me"
	return web.Render(w, r, status, m, content)
}

// signedOut keeps the text of who was signed out while they wrote: it stands in the
// form on the page that asks them to sign in.
func (p *Pages) signedOut(w http.ResponseWriter, r *http.Request) error {
	f, err := readForm(w, r)
	if err != nil {
		return err
	}
	m := web.Meta{Title: say.T(r.Context(), "Sign in to save"), Main: "write", Styles: []string{"write.css"}}
	return show(w, r, http.StatusUnauthorized, m, signedOutPage(r.URL.Path, f, nil))
}
