package leave

import (
	"net/http"

	"github.com/a-h/templ"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/blob"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
)

// Pages are those on which people delete works and their account.
type Pages struct {
	DB      *db.DB
	Blob    *blob.Store
	Cleaner prose.Cleaner
	People  *account.Pages
}

// Routes adds the pages to m.
func (p *Pages) Routes(m *web.Mux) {
	m.Handle("GET /account/leave", web.Members, p.show)
	m.Handle("POST /account/leave", web.Members, p.leave)
	m.Handle("GET /farewell", web.Anyone, p.farewell)
	m.Handle("GET "+OffersPath, web.Members, p.offers)
	m.Handle("POST "+OffersPath, web.Members, p.answer)
	m.Handle("GET /works/{id}/delete", web.Members, p.askOne)
	m.Handle("POST /works/{id}/delete", web.Members, p.deleteOne)
	m.Handle("GET /desk/delete", web.Members, p.askMany)
	m.Handle("POST /desk/delete", web.Members, p.deleteMany)
	m.Handle("GET /desk/leave", web.Members, p.askStep)
	m.Handle("POST /desk/leave", web.Members, p.stepBack)
	m.Handle("GET /account/copies/{id}", web.Members, p.copy)
}

// maxForm is the most that a form here may send, in bytes: the fates of mostLines
// works, with names.
const maxForm = 512 << 10

func render(w http.ResponseWriter, r *http.Request, status int, title string, content templ.Component) error {
	w.Header().Set("Cache-Control", "no-store")
	return web.Render(w, r, status, web.Meta{Title: title, NoIndex: true, Here: "me", Styles: []string{"leave.css"}}, content)
}

func (p *Pages) offers(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	all, err := Offers(ctx, p.DB, viewer.From(ctx).ID)
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, say.T(ctx, "Works that are offered to you"), offersPage(all))
}

func (p *Pages) answer(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Form(w, r, 4<<10)
	if err != nil {
		return err
	}
	id, takes := OfferID(number(f.Get("offer"))), f.Get("do") == yes
	if !takes && f.Get("do") != no {
		return fault.New(fault.Invalid, "Please answer whether you take the work.")
	}
	ctx := r.Context()
	if err := p.DB.Tx(ctx, func(tx *db.Tx) error { return Answer(ctx, tx, viewer.From(ctx).ID, id, takes) }); err != nil {
		return err
	}
	return web.See(w, r, OffersPath)
}
