package join

import (
	"net"
	"net/http"
	"net/url"

	"github.com/a-h/templ"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/web"
)

// Pages are those on which people join.
type Pages struct {
	DB *db.DB
	// People signs in who has joined, and knows where requests come from.
	People *account.Pages
}

// Routes adds the pages to m.
func (p *Pages) Routes(m *web.Mux) {
	m.Handle("GET /join", web.Anyone, p.show)
	m.Handle("POST /join", web.Anyone, p.join)
	m.Handle("GET /join/confirmed", web.Anyone, p.confirmed)
	m.Handle("GET /join/address/{code}", web.Anyone, p.askConfirm)
	m.Handle("POST /join/address/{code}", web.Anyone, p.confirm)
	m.Handle("GET /join/{code}", web.Anyone, p.showCode)
	m.Handle("POST /join/{code}", web.Anyone, p.join)
	m.Handle("GET /account/invitations", web.Members, p.invitations)
	m.Handle("POST /account/invitations", web.Members, p.invite)
	m.Handle("POST /account/invitations/{id}/withdraw", web.Members, p.withdraw)
	m.Handle("GET /keep/applications", web.Staff, p.applications)
	m.Handle("POST /keep/applications/{id}/accept", web.Staff, p.accept)
	m.Handle("POST /keep/applications/{id}/decline", web.Staff, p.decline)
	m.Handle("GET /keep/invitations", web.Staff, p.tree)
	m.Handle("POST /keep/invitations", web.Staff, p.giveMore)
}

// maxForm is the most that a form may send, in bytes.
const maxForm = 64 << 10

func form(w http.ResponseWriter, r *http.Request) (url.Values, error) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		return nil, fault.Wrap(fault.Invalid, err, "What you sent could not be read whole. Go back and send it again.")
	}
	return r.PostForm, nil
}

// address is where a request comes from.
func (p *Pages) address(r *http.Request) string {
	if p.People.Address != nil {
		return p.People.Address(r)
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// render answers with a page that no cache keeps and no other site learns the
// address of.
func render(w http.ResponseWriter, r *http.Request, status int, title string, body templ.Component) error {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Referrer-Policy", "no-referrer")
	return web.Render(w, r, status, web.Meta{Title: title, NoIndex: true, Here: "me", Styles: []string{"keep.css"}}, body)
}
