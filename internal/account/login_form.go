package account

import (
	"net/http"
	"net/url"
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
)

// signInField begins the names of the fields with which somebody signs in on the way
// of another form.
const signInField = "signin_"

// interrupted is a form that somebody sent who was signed out meanwhile.
type interrupted struct {
	action  string      // where the form goes
	carried [][2]string // what was sent, names and values
	name    string      // as typed
	ways    ways        // of who waits for the second step
	second  bool        // it waits
	wrong   *fault.Error
}

// SignInForm implements web.Asker: it signs in by the name and password, or the code,
// that came along with a form. Until that is done, or where why says that whoever
// signed in can't send this form, it answers with a page that asks for them and keeps
// all that was sent, but for passwords.
func (p *Pages) SignInForm(w http.ResponseWriter, r *http.Request, sent url.Values, why error) (v viewer.Viewer, ok bool, err error) {
	x := interrupted{action: web.AgainPath(r), carried: carried(sent), name: sent.Get(signInField + "name")}
	name, password, code := x.name, sent.Get(signInField+"password"), sent.Get(signInField+"code")
	switch v = viewer.From(r.Context()); {
	case why != nil:
		err = why
	case code != "":
		v, ok, err = p.secondInPlace(w, r, code)
		x.second = !ok
	case name != "" && password != "":
		var to string
		v, to, ok, err = p.SignInPlace(w, r, name, password)
		x.second = to != "" && !ok
	default:
		ok = !v.Guest()
	}
	if ok || err != nil && fault.KindOf(err) == fault.Internal {
		return v, ok, err
	}
	if err != nil {
		x.wrong = fault.As(err)
	}
	if err := p.askWays(r, &x); err != nil {
		return v, false, err
	}
	w.Header().Set("Cache-Control", "no-store")
	m := web.Meta{Title: say.T(r.Context(), "Sign in to go on"), NoIndex: true}
	return v, false, web.Render(w, r, http.StatusUnauthorized, m, interruptedPage(x))
}

// askWays finds out how who waits for the second step can take it. Right after the
// password the browser has not sent the cookie back yet: then any way may be.
func (p *Pages) askWays(r *http.Request, x *interrupted) error {
	if !x.second {
		return nil
	}
	id, ok, err := p.Pending(r)
	if err != nil || !ok {
		x.ways.App = true
		return err
	}
	x.ways, err = waysOf(r.Context(), p.DB, id)
	return err
}

// secondInPlace takes the second step on the way of another form.
func (p *Pages) secondInPlace(w http.ResponseWriter, r *http.Request, code string) (v viewer.Viewer, ok bool, err error) {
	ctx := r.Context()
	g, err := p.finished(w, r, func(x pending, then func(*db.Tx) error) error { return p.trySecond(ctx, x.account, code, then) })
	if err != nil {
		return v, false, err
	}
	a, ok, err := arrive(ctx, p.DB, g.session, p.DB.Now())
	return withPowers(ctx, a), ok, err
}

// Long are those of what was sent that people would be sorry to lose.
func (x interrupted) Long() []string {
	var out []string
	for _, f := range x.carried {
		if utf8.RuneCountInString(f[1]) >= longTyped {
			out = append(out, f[1])
		}
	}
	return out
}

// longTyped is how many characters somebody typed whom it would cost to type them again.
const longTyped = 30
