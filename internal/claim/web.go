package claim

import (
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// Pages are the pages on which kept places find their authors.
type Pages struct {
	DB *db.DB
	// People signs in who has claimed a place.
	People *account.Pages
	// BaseURL begins the links that staff send.
	BaseURL string
}

// Routes adds the pages to m.
func (p *Pages) Routes(m *web.Mux) {
	m.Handle("GET /claim/{token}", web.Anyone, p.show)
	m.Handle("POST /claim/{token}", web.Anyone, p.claim)
	m.Handle("POST /claim/{token}/join", web.Members, p.join)
	m.Handle("GET /places", web.Staff, p.places)
	m.Handle("POST /places/{id}/link", web.Staff, p.link)
}

// maxForm is the most that a form may send, in bytes.
const maxForm = 64 << 10

// listed is how many works a claim page names.
const listed = 10

// kept is what a claim page shows of a place.
type kept struct {
	Token string
	Place *account.Account
	Works []work.Work
	More  int
}

// kept reads a place by its link. Whoever has the link may see what is in the
// place: it was sent to the author.
func (p *Pages) kept(r *http.Request) (kept, error) {
	ctx, k := r.Context(), kept{Token: r.PathValue("token")}
	var err error
	if k.Place, err = account.Claimable(ctx, p.DB, k.Token, p.DB.Now()); err != nil {
		return k, err
	}
	ids, err := db.All(ctx, p.DB, db.One[work.ID], `SELECT DISTINCT c.work_id FROM work_creators c JOIN pseuds p ON p.id = c.pseud_id
		WHERE p.account_id = $1 ORDER BY c.work_id DESC`, k.Place.ID)
	if err != nil {
		return k, err
	}
	k.More = max(0, len(ids)-listed)
	k.Works, err = work.Load(ctx, p.DB, viewer.Viewer{ID: k.Place.ID, Role: viewer.Member}, ids[:len(ids)-k.More])
	return k, err
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	k, err := p.kept(r)
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, claimPage(k, form{Name: k.Place.Name}, nil))
}

// form is what somebody typed who makes an account of a place.
type form struct{ Name, Email string }

func (p *Pages) claim(w http.ResponseWriter, r *http.Request) error {
	k, err := p.kept(r)
	if err != nil {
		return err
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "What you sent could not be read whole. Go back and send it again.")
	}
	ctx, f := r.Context(), form{strings.TrimSpace(r.PostForm.Get("name")), strings.TrimSpace(r.PostForm.Get("email"))}
	err = p.People.SignInAs(w, r, func(tx *db.Tx) (viewer.ID, error) {
		return Make(ctx, tx, k.Token, account.New{Name: f.Name, Email: f.Email, Password: r.PostForm.Get("password")})
	})
	switch fault.KindOf(err) {
	case fault.Invalid, fault.Conflict:
		return render(w, r, http.StatusUnprocessableEntity, claimPage(k, f, fault.As(err)))
	}
	return done(w, r, err)
}

func (p *Pages) join(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	return done(w, r, p.DB.Tx(ctx, func(tx *db.Tx) error { return Join(ctx, tx, r.PathValue("token"), viewer.From(ctx).ID) }))
}

// done leads to one's own account after a claim that went well.
func done(w http.ResponseWriter, r *http.Request, err error) error {
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, "/account?done=claim", http.StatusSeeOther)
	return nil
}

// placesPerPage is how many places a page of the list has.
const placesPerPage = 100

// places is the list of places that nobody has claimed.
type places struct {
	All   []account.Kept
	After string // the next page begins behind this name; "" when there is none
	// Name and Link are of the link that was made just now.
	Name, Link string
}

func (p *Pages) list(r *http.Request) (places, error) {
	all, err := account.KeptPlaces(r.Context(), p.DB, r.URL.Query().Get("after"), placesPerPage+1)
	l := places{All: all}
	if len(all) > placesPerPage {
		l.All, l.After = all[:placesPerPage], all[placesPerPage-1].Name
	}
	return l, err
}

func (p *Pages) places(w http.ResponseWriter, r *http.Request) error {
	l, err := p.list(r)
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, placesPage(l))
}

// link makes a link and shows it once; no page shows it again.
func (p *Pages) link(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := web.ID[viewer.ID](r, "id")
	if err != nil {
		return err
	}
	var token string
	err = p.DB.Tx(ctx, func(tx *db.Tx) error {
		token, err = account.ClaimLink(ctx, tx, id)
		return err
	})
	if err != nil {
		return err
	}
	a, err := account.Get(ctx, p.DB, id)
	if err != nil {
		return err
	}
	l, err := p.list(r)
	if err != nil {
		return err
	}
	l.Name, l.Link = a.Name, p.BaseURL+"/claim/"+token
	return render(w, r, http.StatusOK, placesPage(l))
}

// render answers with a page that no cache keeps and no other site learns the
// address of.
func render(w http.ResponseWriter, r *http.Request, status int, body templ.Component) error {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Referrer-Policy", "no-referrer")
	return web.Render(w, r, status, web.Meta{Title: say.T(r.Context(), "Works kept for their authors")}, body)
}
