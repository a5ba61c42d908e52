package account

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
)

// ConfirmLife is how long it counts that somebody proved who they are: who finds a
// device left signed in can't take the account away with it.
const ConfirmLife = 15 * time.Minute

// ConfirmedRecently reports whether who is signed in by a session proved within
// ConfirmLife that they are who they say: by signing in, or by Confirm.
func ConfirmedRecently(ctx context.Context, q db.Q, s SessionID, now time.Time) (bool, error) {
	var yes bool
	err := q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM sessions WHERE id = $1 AND confirmed_at > $2)`, s, now.Add(-ConfirmLife).UnixMilli()).Scan(&yes)
	if err != nil {
		return false, fmt.Errorf("account: when a session was confirmed: %w", err)
	}
	return yes, nil
}

// Confirm guards what a stranger at a device left signed in must not do: handlers
// call it first. ok says that the viewer proved a short time ago who they are. If
// not, Confirm has answered already, with a page that asks for the password, and
// the handler returns err. From a GET the page leads back to the same address; the
// fields of a POST, which may not bring files, are kept in it and come again with
// the proof, but for passwords. Only for routes of members.
func (p *Pages) Confirm(w http.ResponseWriter, r *http.Request) (ok bool, err error) {
	ctx := r.Context()
	recently, err := ConfirmedRecently(ctx, p.DB, SessionID(viewer.From(ctx).Session), p.DB.Now())
	if err != nil || recently {
		return recently, err
	}
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return false, web.See(w, r, confirmPath(r.URL.RequestURI()))
	}
	f, err := form(w, r)
	if err != nil {
		return false, err
	}
	ask, err := p.question(ctx, r.URL.RequestURI())
	if err != nil {
		return false, err
	}
	ask.carried, ask.form = carried(f), true
	given := proofIn(f)
	if given == (proof{}) {
		return false, p.renderKeys(w, r, http.StatusForbidden, say.T(ctx, "Is it you?"), confirmPage(ask, nil))
	}
	if err := p.proveAgain(w, r, given); err != nil {
		return false, againBy(p.renderKeys, w, r, err, say.T(ctx, "Is it you?"), func(e *fault.Error) templ.Component { return confirmPage(ask, e) })
	}
	return true, nil
}

func confirmPath(next string) string {
	return "/account/confirm?" + url.Values{"next": {next}}.Encode()
}

// Confirmed notes that the viewer has just proved who they are, by a second factor
// if strong is set, and gives the session a new token. proven runs first, in the
// same transaction: an error of it undoes everything.
func (p *Pages) Confirmed(w http.ResponseWriter, r *http.Request, strong bool, proven func(*db.Tx) error) error {
	ctx, v := r.Context(), viewer.From(r.Context())
	stay, err := p.stayOf(r)
	if err != nil {
		return err
	}
	var token string
	err = p.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := proven(tx); err != nil {
			return err
		}
		token, err = renew(ctx, tx, SessionID(v.Session), strong)
		return err
	})
	if err == nil {
		p.setCookie(w, sessionCookie, token, kept(stay))
	}
	return err
}

// renew gives a session whose owner proved themselves a new token.
func renew(ctx context.Context, tx *db.Tx, s SessionID, strong bool) (token string, err error) {
	token, hash := newToken()
	res, err := tx.ExecContext(ctx, `UPDATE sessions SET token_hash = $1, confirmed_at = $2, strong = (strong OR $3) WHERE id = $4`, hash, tx.Millis(), strong, s)
	if err != nil {
		return "", fmt.Errorf("account: confirm a session: %w", err)
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return "", fault.Wrap(fault.SignIn, err, "You were signed out in the meantime. Please sign in again.")
	}
	return token, nil
}

// proof is what somebody gives to show that it is them.
type proof struct{ password, code string }

func proofIn(f url.Values) proof { return proof{f.Get("confirm_password"), f.Get("confirm_code")} }

// proveAgain takes a proof from the viewer, or says what is wrong with it.
func (p *Pages) proveAgain(w http.ResponseWriter, r *http.Request, given proof) error {
	ctx, id := r.Context(), viewer.From(r.Context()).ID
	if given.code != "" {
		return p.strengthen(w, r, given.code)
	}
	hash, err := passwordOf(ctx, p.DB, id)
	if err != nil {
		return err
	}
	if _, err := p.prove(ctx, given.password, hash, passwordTries(id)); err != nil {
		p.refused(ctx, id, p.address(r), err)
		if fault.KindOf(err) == fault.Invalid {
			return fault.In("confirm_password", "That is not your password. Please try again.")
		}
		return err
	}
	return p.Confirmed(w, r, false, func(*db.Tx) error { return nil })
}

// strengthen takes the second step in a session that has begun without it.
func (p *Pages) strengthen(w http.ResponseWriter, r *http.Request, code string) error {
	ctx, v := r.Context(), viewer.From(r.Context())
	stay, err := p.stayOf(r)
	if err != nil {
		return err
	}
	var token string
	err = p.trySecond(ctx, v.ID, code, func(tx *db.Tx) error {
		token, err = renew(ctx, tx, SessionID(v.Session), true)
		return err
	})
	if err != nil {
		p.refused(ctx, v.ID, p.address(r), err)
		if e := fault.As(err); e.Field == "code" {
			return fault.In("confirm_code", e.Format, e.Args...)
		}
		return err
	}
	p.setCookie(w, sessionCookie, token, kept(stay))
	return nil
}

// question is what the page that asks for a proof shows.
type question struct {
	next    string      // where the form goes: a page, or the form that was sent
	carried [][2]string // fields of the form that was sent, names and values
	ways    ways
	// passkeys is set when the viewer can answer with one.
	passkeys bool
	form     bool // a form was sent; the proof comes with it
	second   bool // only a second factor will do
}

func (p *Pages) question(ctx context.Context, next string) (question, error) {
	all, err := waysOf(ctx, p.DB, viewer.From(ctx).ID)
	return question{next: next, ways: all, passkeys: p.Passkeys && all.Passkeys > 0}, err
}

// carried are the fields of a form that come again with the proof. Passwords are
// not written into pages.
func carried(f url.Values) [][2]string {
	var all [][2]string
	for name, values := range f {
		if strings.Contains(name, "password") || name == "confirm_code" || strings.HasPrefix(name, signInField) {
			continue
		}
		for _, v := range values {
			all = append(all, [2]string{name, v})
		}
	}
	slices.SortStableFunc(all, func(a, b [2]string) int { return strings.Compare(a[0], b[0]) })
	return all
}

func (p *Pages) showConfirm(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	ask, err := p.question(ctx, web.SafeNext(r.URL.Query().Get("next")))
	if err != nil {
		return err
	}
	return p.renderKeys(w, r, http.StatusOK, say.T(ctx, "Is it you?"), confirmPage(ask, nil))
}

func (p *Pages) confirm(w http.ResponseWriter, r *http.Request) error {
	f, err := form(w, r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	ask, err := p.question(ctx, web.SafeNext(f.Get("next")))
	if err != nil {
		return err
	}
	ask.second = f.Get("second") == "1"
	if err := p.proveAgain(w, r, proofIn(f)); err != nil {
		return againBy(p.renderKeys, w, r, err, say.T(ctx, "Is it you?"), func(e *fault.Error) templ.Component { return confirmPage(ask, e) })
	}
	return web.See(w, r, ask.next)
}

// second leads who waits for the second step to it: to the page that asks for it,
// or to the one on which it is set up.
func (p *Pages) second(w http.ResponseWriter, r *http.Request) error {
	ctx, next := r.Context(), web.SafeNext(r.URL.Query().Get("next"))
	if viewer.From(ctx).Waiting == "" {
		return web.See(w, r, next)
	}
	ask, err := p.question(ctx, next)
	if err != nil {
		return err
	}
	if !ask.ways.App && ask.ways.Passkeys == 0 {
		return web.See(w, r, "/account/authenticator?"+url.Values{"next": {next}, "gate": {r.URL.Query().Get("gate")}}.Encode())
	}
	ask.second = true
	return p.renderKeys(w, r, http.StatusOK, say.T(ctx, "The second step"), confirmPage(ask, nil))
}
