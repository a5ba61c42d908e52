package account

import (
	"net/http"

	"github.com/ficstead/ficstead/internal/viewer"
)

// SignInPlace signs in by name and password from a form that asks for more than that,
// such as one whose sender was signed out meanwhile: nobody is led anywhere. Where a
// second step is needed ok is false, and to is where it waits; the cookies are set
// in both cases. A wrong password is fault Invalid, as on the page for signing in.
func (p *Pages) SignInPlace(w http.ResponseWriter, r *http.Request, name, password string) (v viewer.Viewer, to string, ok bool, err error) {
	ctx := r.Context()
	g, err := p.signIn(ctx, attempt{name: name, password: password, device: p.cookie(r, deviceCookie), next: "/", visit: p.visit(r, longStay)})
	if err != nil {
		return viewer.Viewer{}, "", false, err
	}
	p.setGranted(w, g, longStay)
	if g.session == "" {
		return viewer.Viewer{}, g.to, false, nil
	}
	a, ok, err := arrive(ctx, p.DB, g.session, p.DB.Now())
	return withPowers(ctx, a), g.to, ok, err
}
