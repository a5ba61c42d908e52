package related

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

// Pages are those of related works.
type Pages struct {
	DB *db.DB
}

// Routes adds the pages to m.
func (p *Pages) Routes(m *web.Mux) {
	m.Handle("GET /works/{id}/related", web.Members, p.show)
	m.Handle("POST /works/{id}/related", web.Members, p.add)
	m.Handle("POST /works/{id}/related/drop", web.Members, p.drop)
	m.Handle("GET /users/{login}/related_works", web.Anyone, p.person)
	m.Handle("POST /account/related", web.Members, p.approve)
}

// maxForm is the most that a form here may send, in bytes.
const maxForm = 64 << 10

// desk is what the page of what a work comes from shows.
type desk struct {
	*work.Work
	from  []Link
	named Named
	bad   web.Faults
}

func (p *Pages) desk(r *http.Request) (desk, error) {
	ctx, v := r.Context(), viewer.From(r.Context())
	id, err := web.ID[work.ID](r, "id")
	if err != nil {
		return desk{}, err
	}
	w, err := work.Editable(ctx, p.DB, v, id)
	if err != nil {
		return desk{}, err
	}
	l, err := Of(ctx, p.DB, v, id)
	return desk{Work: w, from: l.From}, err
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
	m := web.Meta{Title: say.T(r.Context(), "What it comes from: {title}", "title", d.Name()), NoIndex: true, Styles: []string{"together.css", work.MenuSheet}}
	return web.Render(w, r, status, m, deskPage(d))
}

func (p *Pages) add(w http.ResponseWriter, r *http.Request) error {
	d, err := p.desk(r)
	if err != nil {
		return err
	}
	f, err := web.Form(w, r, maxForm)
	if err != nil {
		return err
	}
	ctx, v := r.Context(), viewer.From(r.Context())
	d.named = Named{Address: f.Get("address"), Title: f.Get("title"), Author: f.Get("author"), Language: f.Get("language"), Translation: f.Has("translation")}
	hosts := []string{r.Host}
	if u, err := url.Parse(web.SiteOf(ctx).BaseURL); err == nil {
		hosts = append(hosts, u.Host)
	}
	err = p.DB.Tx(ctx, func(tx *db.Tx) error { return Add(ctx, tx, v, d.Work, d.named, hosts) })
	if fault.KindOf(err) == fault.Invalid {
		d.bad.Add(fault.FieldOf(err), err)
		return d.render(w, r, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	return web.See(w, r, d.ID.Path()+"/related")
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
	n, _ := strconv.ParseInt(f.Get("relation"), 10, 64)
	if err := p.DB.Tx(ctx, func(tx *db.Tx) error { return Drop(ctx, tx, d.ID, ID(n)) }); err != nil {
		return err
	}
	return web.See(w, r, d.ID.Path()+"/related")
}

func (p *Pages) person(w http.ResponseWriter, r *http.Request) error {
	ctx, v := r.Context(), viewer.From(r.Context())
	who, err := account.ByName(ctx, p.DB, r.PathValue("login"))
	if err != nil {
		return err
	}
	g, err := By(ctx, p.DB, v, who.ID)
	if err != nil {
		return err
	}
	m := web.Meta{Title: say.T(ctx, "Related works of {name}", "name", who.Name), Canonical: who.Path() + "/related_works", NoIndex: true, Styles: []string{"together.css"}}
	return web.Render(w, r, http.StatusOK, m, personPage(who, g, v.ID == who.ID))
}

func (p *Pages) approve(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Form(w, r, maxForm)
	if err != nil {
		return err
	}
	ctx, v := r.Context(), viewer.From(r.Context())
	n, _ := strconv.ParseInt(f.Get("relation"), 10, 64)
	if err := p.DB.Tx(ctx, func(tx *db.Tx) error { return Approve(ctx, tx, ID(n), v.ID, f.Get("do") == "approve") }); err != nil {
		return err
	}
	return web.See(w, r, "/users/"+url.PathEscape(v.Name)+"/related_works")
}
