package gift

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// Pages are those of gifts.
type Pages struct {
	DB *db.DB
}

// Routes adds the pages to m.
func (p *Pages) Routes(m *web.Mux) {
	m.Handle("GET /works/{id}/gifts", web.Members, p.show)
	m.Handle("POST /works/{id}/gifts", web.Members, p.give)
	m.Handle("POST /works/{id}/gifts/drop", web.Members, p.drop)
	m.Handle("GET /users/{login}/gifts", web.Anyone, p.received)
	m.Handle("POST /account/gifts", web.Members, p.answer)
	m.Handle("GET /gifts", web.Anyone, p.named)
}

// maxForm is the most that a form here may send, in bytes.
const maxForm = 64 << 10

// desk is what the page of a work's gifts shows.
type desk struct {
	*work.Work
	gifts   []Gift
	name    string
	anyName bool // the name is of somebody who is not here
	choices []account.Pseud
	bad     web.Faults
}

func (p *Pages) desk(r *http.Request) (desk, error) {
	id, err := web.ID[work.ID](r, "id")
	if err != nil {
		return desk{}, err
	}
	w, err := work.Editable(r.Context(), p.DB, viewer.From(r.Context()), id)
	if err != nil {
		return desk{}, err
	}
	d := desk{Work: w}
	d.gifts, err = Of(r.Context(), p.DB, id)
	return d, err
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	d, err := p.desk(r)
	if err != nil {
		return err
	}
	return d.render(w, r, http.StatusOK)
}

func (d desk) render(w http.ResponseWriter, r *http.Request, status int) error {
	w.Header().Set("Cache-Control", "no-store")
	m := web.Meta{Title: say.T(r.Context(), "Gifts: {title}", "title", d.Name()), NoIndex: true, Styles: []string{"together.css", work.MenuSheet}}
	return web.Render(w, r, status, m, giftsPage(d))
}

func (p *Pages) give(w http.ResponseWriter, r *http.Request) error {
	d, err := p.desk(r)
	if err != nil {
		return err
	}
	f, err := web.Form(w, r, maxForm)
	if err != nil {
		return err
	}
	ctx := r.Context()
	d.name, d.anyName = f.Get("name"), f.Get("who") == "name"
	if d.anyName {
		err = p.DB.Tx(ctx, func(tx *db.Tx) error { return GiveName(ctx, tx, d.ID, d.name) })
	} else if d.choices, err = account.Choice(ctx, p.DB, f.Get("pseud"), d.name); err == nil {
		if len(d.choices) > 1 {
			err = fault.In("name", "Several people go by that name. Please choose below whom you mean.")
		} else {
			err = p.DB.Tx(ctx, func(tx *db.Tx) error { return Give(ctx, tx, d.Work, d.choices[0]) })
		}
	}
	if fault.KindOf(err) == fault.Invalid {
		d.bad.Add("name", err)
		return d.render(w, r, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	return web.See(w, r, d.ID.Path()+"/gifts")
}

func (p *Pages) drop(w http.ResponseWriter, r *http.Request) error {
	d, err := p.desk(r)
	if err != nil {
		return err
	}
	f, err := web.Form(w, r, maxForm)
	if err != nil {
		return err
	}
	ctx := r.Context()
	n, _ := strconv.ParseInt(f.Get("gift"), 10, 64)
	if err := p.DB.Tx(ctx, func(tx *db.Tx) error { return work.DropGift(ctx, tx, d.ID, n) }); err != nil {
		return err
	}
	return web.See(w, r, d.ID.Path()+"/gifts")
}

func (p *Pages) received(w http.ResponseWriter, r *http.Request) error {
	ctx, v := r.Context(), viewer.From(r.Context())
	who, err := account.ByName(ctx, p.DB, r.PathValue("login"))
	if err != nil {
		return err
	}
	all, err := To(ctx, p.DB, v, who.ID)
	if err != nil {
		return err
	}
	title := say.T(ctx, "Gifts to {name}", "name", who.Name)
	return web.Render(w, r, http.StatusOK, web.Meta{Title: title, Canonical: who.Path() + "/gifts", NoIndex: true, Styles: []string{"together.css"}}, receivedPage(title, all, v.ID == who.ID))
}

// named lists what was given to a name, at the address that AO3 has for it.
func (p *Pages) named(w http.ResponseWriter, r *http.Request) error {
	ctx, name := r.Context(), r.URL.Query().Get("recipient")
	if name == "" {
		return fault.New(fault.NotFound, "Nobody is named here. The address ends with ?recipient= and a name.")
	}
	all, err := ToName(ctx, p.DB, viewer.From(ctx), name)
	if err != nil {
		return err
	}
	title := say.T(ctx, "Gifts to {name}", "name", name)
	return web.Render(w, r, http.StatusOK, web.Meta{Title: title, NoIndex: true, Styles: []string{"together.css"}}, receivedPage(title, all, false))
}

func (p *Pages) answer(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Form(w, r, maxForm)
	if err != nil {
		return err
	}
	ctx, v := r.Context(), viewer.From(r.Context())
	n, _ := strconv.ParseInt(f.Get("work"), 10, 64)
	if err := p.DB.Tx(ctx, func(tx *db.Tx) error { return Answer(ctx, tx, work.ID(n), v.ID, f.Get("do") == "refuse") }); err != nil {
		return err
	}
	return web.See(w, r, "/users/"+url.PathEscape(v.Name)+"/gifts")
}
