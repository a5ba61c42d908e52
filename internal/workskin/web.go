// Package workskin has the styles of authors for their works: written, shared,
// looked at before, chosen for a work, and switched off by readers.
package workskin

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/mail"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/skin"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// Pages are those on which authors make and choose work skins.
type Pages struct {
	DB *db.DB
}

// Routes adds the pages to m.
func (p *Pages) Routes(m *web.Mux) {
	m.Handle("GET /skins", web.Anyone, p.shared)
	m.Handle("GET /skins/{id}", web.Anyone, p.show)
	m.Handle("GET /skins/{id}/{file}", web.Anyone, p.sheet)
	m.Handle("POST /skins/{id}/copy", web.Members, p.copy)
	m.Handle("POST /skins/{id}/answer", web.Staff, p.answer)
	m.Handle("GET /keep/skins", web.Staff, p.asked)
	m.Handle("GET /account/skins", web.Members, p.mine)
	m.Handle("GET /account/skins/new", web.Members, p.new)
	m.Handle("POST /account/skins/new", web.Members, p.save)
	m.Handle("GET /account/skins/{id}", web.Members, p.edit)
	m.Handle("POST /account/skins/{id}", web.Members, p.save)
	m.Handle("POST /account/skins/{id}/share", web.Members, p.share)
	m.Handle("POST /account/skins/{id}/delete", web.Members, p.delete)
	m.Handle("GET /works/{id}/skin", web.Members, p.choice)
	m.Handle("POST /works/{id}/skin", web.Members, p.choose)
	m.Handle("GET /works/{id}/skin/{file}", web.Anyone, p.worn)
}

// sheet serves a skin's stylesheet.
func (p *Pages) sheet(w http.ResponseWriter, r *http.Request) error {
	id, err := web.ID[ID](r, "id")
	if err != nil {
		return err
	}
	return serve(w, r, func(sum string) (string, error) {
		return sheetFor(r.Context(), p.DB, viewer.From(r.Context()), id, sum)
	})
}

// worn serves the stylesheet of the skin that a work wears.
func (p *Pages) worn(w http.ResponseWriter, r *http.Request) error {
	id, err := web.ID[work.ID](r, "id")
	if err != nil {
		return err
	}
	return serve(w, r, func(sum string) (string, error) { return sheetOf(r.Context(), p.DB, viewer.From(r.Context()), id, sum) })
}

// serve answers with a stylesheet. Its address holds the sum of what is in it, so it
// can be kept for good.
func serve(w http.ResponseWriter, r *http.Request, find func(sum string) (string, error)) error {
	sum, ok := strings.CutSuffix(r.PathValue("file"), ".css")
	if !ok {
		return noSuchSkin()
	}
	css, err := find(sum)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/css; charset=utf-8")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "private, max-age=31536000, immutable")
	h.Set("Content-Length", strconv.Itoa(len(css)))
	if r.Method != http.MethodHead {
		_, _ = w.Write([]byte(css)) // a reader who left is no error of ours
	}
	return nil
}

func (p *Pages) shared(w http.ResponseWriter, r *http.Request) error { return p.list(w, r, Public) }

func (p *Pages) asked(w http.ResponseWriter, r *http.Request) error { return p.list(w, r, Asked) }

func (p *Pages) list(w http.ResponseWriter, r *http.Request, how Shared) error {
	ctx, page := r.Context(), 1
	if n, err := strconv.Atoi(r.URL.Query().Get("page")); err == nil {
		page = min(max(n, 1), 10_000)
	}
	all, count, err := listed(ctx, p.DB, how, page)
	if err != nil {
		return err
	}
	title := say.T(ctx, "Work skins")
	if how == Asked {
		title = say.T(ctx, "Skins to look at")
	}
	pager := web.Pager{Page: page, Last: max(1, (count+perPage-1)/perPage), Link: func(n int) string { return r.URL.Path + "?page=" + strconv.Itoa(n) }}
	return render(w, r, http.StatusOK, title, "", listPage(title, how, all, pager))
}

// show answers with a skin: how a sample looks with it, and its CSS.
func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	id, err := web.ID[ID](r, "id")
	if err != nil {
		return err
	}
	ctx, v := r.Context(), viewer.From(r.Context())
	s, err := Get(ctx, p.DB, v, id)
	if err != nil {
		return err
	}
	css, err := CSS(ctx, p.DB, id)
	if err != nil {
		return err
	}
	text := sample()
	var own []titled
	if !v.Guest() {
		if own, err = p.chapters(r); err != nil {
			return err
		}
		if n, err := strconv.ParseInt(r.URL.Query().Get("chapter"), 10, 64); err == nil {
			if text, err = p.chapter(r, work.ChapterID(n)); err != nil {
				return err
			}
		}
	}
	return render(w, r, http.StatusOK, s.Title, s.Sheet(), skinPage(s, css, text, own))
}

func (p *Pages) copy(w http.ResponseWriter, r *http.Request) error {
	id, err := web.ID[ID](r, "id")
	if err != nil {
		return err
	}
	ctx := r.Context()
	err = p.DB.Tx(ctx, func(tx *db.Tx) (err error) {
		id, err = Copy(ctx, tx, viewer.From(ctx), id)
		return err
	})
	return see(w, r, id.editPath()+"?done=copied", err)
}

// answer is what staff say to a skin that waits; its owner gets a letter.
func (p *Pages) answer(w http.ResponseWriter, r *http.Request) error {
	id, err := web.ID[ID](r, "id")
	if err != nil {
		return err
	}
	ctx, yes, why := r.Context(), r.FormValue("answer") == "yes", strings.TrimSpace(r.FormValue("why"))
	if !yes && why == "" {
		return fault.In("why", "Please say in a sentence why it can’t be shared, so that its author can mend it.")
	}
	if len(why) > 4*MaxDescription {
		return fault.In("why", "Please say it in up to %d characters.", MaxDescription)
	}
	err = p.DB.Tx(ctx, func(tx *db.Tx) error {
		s, err := Get(ctx, tx, viewer.From(ctx), id)
		if err != nil {
			return err
		}
		if err := Answer(ctx, tx, id, r.FormValue("sum"), yes, why); err != nil || s.Owner == 0 {
			return err
		}
		l := mail.Letter{To: s.Owner, Kind: mail.Staff, Path: id.Path(), Subject: say.T(ctx, "Your skin {title} is shared", "title", s.Title), Text: say.T(ctx, "Others can make it theirs now.")}
		if !yes {
			l.Subject, l.Text, l.Path = say.T(ctx, "Your skin {title} is not shared", "title", s.Title), why, id.editPath()
		}
		return mail.Post(ctx, tx, l)
	})
	return see(w, r, "/keep/skins", err)
}

func (p *Pages) mine(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	all, err := Mine(ctx, p.DB, viewer.From(ctx).ID)
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, say.T(ctx, "Your work skins"), "", minePage(all, r.URL.Query().Get("done")))
}

func (p *Pages) new(w http.ResponseWriter, r *http.Request) error {
	return p.form(w, r, http.StatusOK, form{})
}

func (p *Pages) edit(w http.ResponseWriter, r *http.Request) error {
	s, err := p.own(r)
	if err != nil {
		return err
	}
	css, err := CSS(r.Context(), p.DB, s.ID)
	if err != nil {
		return err
	}
	return p.form(w, r, http.StatusOK, form{Skin: s, Draft: Draft{s.Title, s.Description, css}, Done: r.URL.Query().Get("done")})
}

// form is the form of a skin as it is typed, and what is wrong with it.
type form struct {
	Skin     Skin
	Draft    Draft
	Bad      web.Faults
	Problems []skin.Problem
	Done     string
}

func (p *Pages) form(w http.ResponseWriter, r *http.Request, status int, f form) error {
	title := say.T(r.Context(), "New work skin")
	if f.Skin.ID != 0 {
		title = say.T(r.Context(), "Edit {title}", "title", f.Skin.Title)
	}
	return render(w, r, status, title, "", formPage(title, f))
}

func (p *Pages) save(w http.ResponseWriter, r *http.Request) error {
	f := form{}
	if r.PathValue("id") != "" {
		s, err := p.own(r)
		if err != nil {
			return err
		}
		f.Skin = s
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "What was sent is no form that can be read. Please send it again from the page.")
	}
	f.Draft = Draft{Title: r.PostForm.Get("title"), Description: strings.TrimSpace(r.PostForm.Get("description")), CSS: r.PostForm.Get("css")}
	ctx, id := r.Context(), f.Skin.ID
	err := p.DB.Tx(ctx, func(tx *db.Tx) (err error) {
		id, f.Problems, err = Save(ctx, tx, viewer.From(ctx), f.Skin.ID, f.Draft)
		return err
	})
	switch {
	case fault.KindOf(err) == fault.Invalid && err != nil:
		f.Bad = web.Faults{fault.As(err)}
		return p.form(w, r, http.StatusUnprocessableEntity, f)
	case err == nil && len(f.Problems) > 0:
		return p.form(w, r, http.StatusUnprocessableEntity, f)
	}
	return see(w, r, id.editPath()+"?done=saved", err)
}

func (p *Pages) share(w http.ResponseWriter, r *http.Request) error {
	s, err := p.own(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	err = p.DB.Tx(ctx, func(tx *db.Tx) error { return Ask(ctx, tx, viewer.From(ctx), s.ID, r.FormValue("share") == "yes") })
	return see(w, r, s.ID.editPath()+"?done=share", err)
}

func (p *Pages) delete(w http.ResponseWriter, r *http.Request) error {
	id, err := web.ID[ID](r, "id")
	if err != nil {
		return err
	}
	ctx := r.Context()
	return see(w, r, "/account/skins?done=deleted", p.DB.Tx(ctx, func(tx *db.Tx) error { return Delete(ctx, tx, viewer.From(ctx), id) }))
}

// own is the skin in the address, for its owner alone.
func (p *Pages) own(r *http.Request) (Skin, error) {
	id, err := web.ID[ID](r, "id")
	if err != nil {
		return Skin{}, err
	}
	v := viewer.From(r.Context())
	s, err := Get(r.Context(), p.DB, v, id)
	if err == nil && s.Owner != v.ID {
		err = noSuchSkin()
	}
	return s, err
}

func render(w http.ResponseWriter, r *http.Request, status int, title, sheet string, content templ.Component) error {
	w.Header().Set("Cache-Control", "no-store")
	return web.Render(w, r, status, web.Meta{Title: title, NoIndex: true, Main: "skins", Styles: []string{"workskin.css", work.MenuSheet}, Skin: sheet}, content)
}

func see(w http.ResponseWriter, r *http.Request, to string, err error) error {
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}
