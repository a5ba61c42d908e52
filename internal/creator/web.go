package creator

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// Pages are those on which people ask, agree, leave and orphan.
type Pages struct {
	DB *db.DB
	// People asks who leaves works for good to show that it is them.
	People *account.Pages
}

// Routes adds the pages to m.
func (p *Pages) Routes(m *web.Mux) {
	m.Handle("GET /works/{id}/creators", web.Members, p.show)
	m.Handle("POST /works/{id}/creators", web.Members, p.invite)
	m.Handle("POST /works/{id}/creators/move", web.Members, p.move)
	m.Handle("POST /works/{id}/creators/withdraw", web.Members, p.withdraw)
	m.Handle("POST /works/{id}/creators/chapter", web.Members, p.chapter)
	m.Handle("GET /works/{id}/creators/leave", web.Members, p.askLeave)
	m.Handle("POST /works/{id}/creators/leave", web.Members, p.leave)
	m.Handle("POST /works/{id}/creators/unname", web.Staff, p.unname)
	m.Handle("GET "+RequestsPath, web.Members, p.requests)
	m.Handle("POST "+RequestsPath, web.Members, p.answer)
	m.Handle("GET /orphan", web.Members, p.askOrphan)
	m.Handle("POST /orphan", web.Members, p.orphan)
}

// maxForm is the most that a form here may send, in bytes.
const maxForm = 64 << 10

// desk is what the page of a work's creators shows.
type desk struct {
	*work.Work
	pending []Invitation
	left    []Left // for staff
	// What was typed, and what is wrong with it.
	name    string
	chapter work.ChapterID
	choices []account.Pseud // whom the name may mean
	bad     web.Faults
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
	d := desk{Work: w}
	if d.pending, err = Pending(ctx, p.DB, id); err != nil {
		return d, err
	}
	if v.Staff() {
		d.left, err = LeftBy(ctx, p.DB, id, p.DB.Now())
	}
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
	return render(w, r, status, say.T(r.Context(), "Who signs {title}", "title", d.Name()), creatorsPage(d))
}

// render answers with a page that is for one person.
func render(w http.ResponseWriter, r *http.Request, status int, title string, body templ.Component) error {
	w.Header().Set("Cache-Control", "no-store")
	return web.Render(w, r, status, web.Meta{Title: title, NoIndex: true, Here: "me", Styles: []string{"together.css", work.MenuSheet}}, body)
}

func (p *Pages) invite(w http.ResponseWriter, r *http.Request) error {
	d, err := p.desk(r)
	if err != nil {
		return err
	}
	f, err := web.Form(w, r, maxForm)
	if err != nil {
		return err
	}
	ctx, v := r.Context(), viewer.From(r.Context())
	d.name = f.Get("name")
	if n, err := strconv.ParseInt(f.Get("chapter"), 10, 64); err == nil {
		d.chapter = work.ChapterID(n)
	}
	meant, err := account.Choice(ctx, p.DB, f.Get("pseud"), d.name)
	if err == nil && len(meant) == 1 {
		err = p.DB.Tx(ctx, func(tx *db.Tx) error { return Invite(ctx, tx, d.Work, v, meant[0], d.chapter) })
	}
	switch {
	case fault.KindOf(err) == fault.Invalid:
		d.bad.Add(fault.FieldOf(err), err)
	case err != nil:
		return err
	case len(meant) == 1:
		return web.See(w, r, d.ID.Path()+"/creators")
	}
	d.choices = meant
	if len(meant) > 1 {
		d.bad.Add("name", fault.In("name", "Several people go by that name. Please choose below whom you mean."))
	} else {
		d.choices = nil
	}
	return d.render(w, r, http.StatusUnprocessableEntity)
}

// move puts a creator one place up.
func (p *Pages) move(w http.ResponseWriter, r *http.Request) error {
	d, f, err := p.form(w, r)
	if err != nil {
		return err
	}
	var order []account.PseudID
	for _, c := range d.Creators {
		order = append(order, c.ID)
	}
	n, _ := strconv.ParseInt(f.Get("pseud"), 10, 64)
	if i := slices.Index(order, account.PseudID(n)); i > 0 {
		order[i-1], order[i] = order[i], order[i-1]
		ctx := r.Context()
		if err := p.DB.Tx(ctx, func(tx *db.Tx) error { return work.OrderCreators(ctx, tx, d.ID, order) }); err != nil {
			return err
		}
	}
	return web.See(w, r, d.ID.Path()+"/creators")
}

// form is the work in the address and the form that was sent for it.
func (p *Pages) form(w http.ResponseWriter, r *http.Request) (desk, formValues, error) {
	d, err := p.desk(r)
	if err != nil {
		return d, nil, err
	}
	f, err := web.Form(w, r, maxForm)
	return d, f, err
}

// formValues are the fields of a form.
type formValues interface {
	Get(name string) string
	Has(name string) bool
}

func (p *Pages) withdraw(w http.ResponseWriter, r *http.Request) error {
	d, f, err := p.form(w, r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	n, _ := strconv.ParseInt(f.Get("invitation"), 10, 64)
	if err := p.DB.Tx(ctx, func(tx *db.Tx) error { return Withdraw(ctx, tx, d.ID, ID(n)) }); err != nil {
		return err
	}
	return web.See(w, r, d.ID.Path()+"/creators")
}

// chapter puts oneself on a chapter or takes oneself off it.
func (p *Pages) chapter(w http.ResponseWriter, r *http.Request) error {
	d, f, err := p.form(w, r)
	if err != nil {
		return err
	}
	ctx, v := r.Context(), viewer.From(r.Context())
	n, _ := strconv.ParseInt(f.Get("chapter"), 10, 64)
	mine := slices.IndexFunc(d.Creators, func(c account.Pseud) bool { return c.Account == v.ID })
	if mine < 0 {
		return work.NotYours()
	}
	err = p.DB.Tx(ctx, func(tx *db.Tx) error {
		if f.Get("do") == "leave" {
			return work.LeaveChapter(ctx, tx, d.ID, work.ChapterID(n), v.ID)
		}
		return work.JoinChapter(ctx, tx, d.ID, work.ChapterID(n), d.Creators[mine].ID)
	})
	if err != nil {
		return err
	}
	return web.See(w, r, d.ID.Path()+"/creators")
}

func (p *Pages) askLeave(w http.ResponseWriter, r *http.Request) error {
	d, err := p.desk(r)
	if err != nil {
		return err
	}
	if !d.Mine(viewer.From(r.Context())) {
		return work.NotYours()
	}
	if ok, err := p.People.Confirm(w, r); err != nil || !ok {
		return err
	}
	return render(w, r, http.StatusOK, say.T(r.Context(), "Leave {title}?", "title", d.Name()), leavePage(d))
}

func (p *Pages) leave(w http.ResponseWriter, r *http.Request) error {
	d, err := p.desk(r)
	if err != nil {
		return err
	}
	ctx, v := r.Context(), viewer.From(r.Context())
	if !d.Mine(v) {
		return work.NotYours()
	}
	if ok, err := p.People.Confirm(w, r); err != nil || !ok {
		return err
	}
	if err := p.DB.Tx(ctx, func(tx *db.Tx) error { return Leave(ctx, tx, d.Work, v) }); err != nil {
		return err
	}
	return web.See(w, r, "/account")
}

// unname takes a copied pen name off a work that was left to the archive.
func (p *Pages) unname(w http.ResponseWriter, r *http.Request) error {
	d, f, err := p.form(w, r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	n, _ := strconv.ParseInt(f.Get("pseud"), 10, 64)
	if err := p.DB.Tx(ctx, func(tx *db.Tx) error { return Unname(ctx, tx, d.Work, account.PseudID(n)) }); err != nil {
		return err
	}
	return web.See(w, r, d.ID.Path()+"/creators")
}

func (p *Pages) requests(w http.ResponseWriter, r *http.Request) error {
	ctx, v := r.Context(), viewer.From(r.Context())
	all, err := For(ctx, p.DB, v.ID)
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, say.T(ctx, "Invitations to sign works"), requestsPage(all, v.Prefs.AllowCreator, r.URL.Query().Get("done")))
}

func (p *Pages) answer(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Form(w, r, maxForm)
	if err != nil {
		return err
	}
	ctx, v := r.Context(), viewer.From(r.Context())
	n, _ := strconv.ParseInt(f.Get("invitation"), 10, 64)
	do, done := Accept, "accepted"
	if f.Get("do") != "accept" {
		do, done = Decline, "declined"
	}
	if err := p.DB.Tx(ctx, func(tx *db.Tx) error { return do(ctx, tx, ID(n), v) }); err != nil {
		return err
	}
	return web.See(w, r, RequestsPath+"?done="+done)
}
