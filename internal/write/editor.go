package write

import (
	"context"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/a-h/templ"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/draft"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
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
	if c.Behind {
		return p.both(w, r, http.StatusOK, conflict{place: x, form: formOf(c), Copy: c.Other()})
	}
	e := editing{place: x, form: formOf(c), Copy: c}
	if err := draft.Held(r.Context(), p.DB, x.Chapter.ID, viewer.From(r.Context()).ID); fault.KindOf(err) == fault.Denied {
		e.Wrong = fault.As(err)
	} else if err != nil {
		return err
	}
	return p.render(w, r, http.StatusOK, e)
}

// save takes the form of who has no script.
func (p *Pages) save(w http.ResponseWriter, r *http.Request) error {
	f, err := readForm(w, r)
	if err != nil {
		return err
	}
	if viewer.From(r.Context()).Guest() || f.Who != "" {
		if r, err = p.signIn(w, r, f); r == nil {
			return err // it is answered
		}
	}
	x, err := p.place(r)
	if fault.KindOf(err) == fault.NotFound && f.Again {
		return p.askAgain(w, r, f)
	}
	if err != nil {
		return err
	}
	ctx := r.Context()
	var c draft.Copy
	slow := p.pace.writes(viewer.From(ctx).ID, time.Now())
	err = p.DB.Tx(ctx, func(tx *db.Tx) error {
		if c, err = draft.Open(ctx, tx, x.Chapter.ID); err != nil {
			return err
		}
		if slow != nil {
			return slow
		}
		c = c.Other()
		typed := f
		if f.Do == "merge" && f.Seen == c.Seen {
			typed.choose(c)
		}
		c, err = draft.Save(ctx, tx, x.Chapter.ID, typed.edit(viewer.From(ctx).ID, p.Cleaner, c))
		if err == nil && f.Do == "version" {
			_, err = draft.KeepNamed(ctx, tx, x.Chapter.ID, f.name(ctx))
		}
		return err
	})
	switch fault.KindOf(err) {
	case fault.Conflict:
		return p.overtaken(w, r, x, f, c, err)
	case fault.Invalid, fault.TooLarge, fault.TooMany, fault.Denied:
		tellWait(w, err)
		return p.render(w, r, web.Status(fault.KindOf(err)), editing{place: x, form: f, Copy: c, Wrong: fault.As(err)})
	}
	if err != nil {
		return err
	}
	return web.See(w, r, next(x, f.Do, x.MayEdit(viewer.From(ctx))))
}

// name is what a version is called that is kept with a button: as it was typed, or by
// the day.
func (f *form) name(ctx context.Context) string {
	if n := strings.Join(strings.Fields(f.Name), " "); n != "" && utf8.RuneCountInString(n) <= maxName {
		return n
	}
	return say.T(ctx, "Kept by hand")
}

// next is where saving leads. Whoever writes in a round posts on its own page.
func next(x place, do string, whole bool) string {
	if !whole && (do == "publish" || do == "preview") {
		return x.ID.Path() + "/round"
	}
	switch do {
	case "preview":
		return x.Path() + "/preview"
	case "publish":
		return x.ID.Path() + "/publish"
	case "version":
		return x.Path() + "/history?done=named"
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
	switch saved := r.URL.Query().Get("saved"); {
	case status != http.StatusOK || saved == "":
	case saved == "restored":
		e.Said = say.T(r.Context(), "The version is restored. What was here before is kept in the history.")
	default:
		e.Said = say.T(r.Context(), "Saved.")
	}
	m := web.Meta{Title: e.title(r.Context()), Main: "write", Scripts: []string{"site.js", "editor.js"}, Styles: []string{"write.css", work.MenuSheet}, Body: e.Ornament.Class()}
	if m.Body != "" {
		m.Styles = append(m.Styles, "ornaments.css") // scenes part as readers see it
	}
	return show(w, r, status, m, editor(e))
}

// show sends one of these pages; no browser or proxy keeps them.
func show(w http.ResponseWriter, r *http.Request, status int, m web.Meta, content templ.Component) error {
	w.Header().Set("Cache-Control", "no-store")
	m.NoIndex, m.Here = true, "me"
	return web.Render(w, r, status, m, content)
}

// signIn signs in who was signed out while they wrote, by the name and password in
// their form. Until that is done their text stands in the form on the page that asks
// for them; then the request goes on as theirs. It is nil once it is answered.
func (p *Pages) signIn(w http.ResponseWriter, r *http.Request, f form) (*http.Request, error) {
	s := signedOut{Address: r.URL.Path, form: f}
	if f.Who != "" && f.Password != "" && p.People != nil {
		v, to, ok, err := p.People.SignInPlace(w, r, f.Who, f.Password)
		if ok {
			return r.WithContext(viewer.With(r.Context(), v)), nil
		}
		if err != nil {
			s.Wrong = fault.As(err)
		}
		s.Second = to
		if kind := fault.KindOf(err); err != nil && kind == fault.Internal {
			return nil, err
		}
	}
	return nil, p.askToSignIn(w, r, s)
}

// askAgain is for who signed in with an account that may not write in the chapter: what
// they typed stays until the right one comes.
func (p *Pages) askAgain(w http.ResponseWriter, r *http.Request, f form) error {
	wrong := fault.New(fault.Denied, "You are signed in as %s, and that account has no such chapter. Sign in with the account that you wrote with, and what you typed is saved.", viewer.From(r.Context()).Name)
	return p.askToSignIn(w, r, signedOut{Address: r.URL.Path, form: f, Wrong: fault.As(wrong)})
}

func (p *Pages) askToSignIn(w http.ResponseWriter, r *http.Request, s signedOut) error {
	m := web.Meta{Title: say.T(r.Context(), "Sign in to save"), Main: "write", Styles: []string{"write.css"}}
	return show(w, r, http.StatusUnauthorized, m, signedOutPage(s))
}

// signedOut is the page for who was signed out while they wrote.
type signedOut struct {
	form
	Address string
	Second  string // where the second step of signing in waits, "" for none
	Wrong   *fault.Error
}
