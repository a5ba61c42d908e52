package read

import (
	"net/http"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
)

// adultCookie remembers for a guest that adult works are welcome.
const (
	adultCookie = "adult"
	aYear       = 365 * 24 * 60 * 60
)

// ask answers with the page that stands before adult works.
func (p *Pages) ask(w http.ResponseWriter, r *http.Request, s sight) error {
	q := r.URL.Query()
	q.Set("view_adult", "true")
	m := s.meta(r, s.Title)
	m.NoIndex = true
	return web.Render(w, r, http.StatusOK, m, gatePage(s, r.URL.Path+"?"+q.Encode(), r.URL.RequestURI()))
}

// welcome keeps that adult works are welcome: in the account of a member, in the
// browser of a guest.
func (p *Pages) welcome(w http.ResponseWriter, r *http.Request) error {
	next, err := formNext(w, r)
	if err != nil {
		return err
	}
	if v := viewer.From(r.Context()); v.Guest() {
		http.SetCookie(w, &http.Cookie{Name: adultCookie, Value: "1", Path: "/", MaxAge: aYear, HttpOnly: true, Secure: p.Secure, SameSite: http.SameSiteLaxMode})
	} else if err := p.DB.Tx(r.Context(), func(tx *db.Tx) error { return account.SetAdult(r.Context(), tx, v.ID, true) }); err != nil {
		return err
	}
	http.Redirect(w, r, next, http.StatusSeeOther)
	return nil
}

// formNext reads a small form and gives where it leads.
func formNext(w http.ResponseWriter, r *http.Request) (string, error) {
	const most = 16 << 10
	r.Body = http.MaxBytesReader(w, r.Body, most)
	if err := r.ParseForm(); err != nil {
		return "", fault.Wrap(fault.Invalid, err, "What was sent can't be read. Please go back and try again.")
	}
	return web.SafeNext(r.PostForm.Get("next")), nil
}
