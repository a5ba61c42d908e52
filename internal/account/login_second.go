package account

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/a-h/templ"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/setting"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
)

// pendingLife is how long the second step may take.
const pendingLife = 10 * time.Minute

// ways are the keys that an account has besides its password.
type ways struct {
	App       bool // an authenticator app
	Passkeys  int
	Recovery  int // codes that are left
	Providers int // accounts elsewhere
	Role      viewer.Role
	Suspended bool
}

// waysOf reads which keys an account has.
func waysOf(ctx context.Context, q db.Q, id viewer.ID) (ways, error) {
	var a ways
	err := q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM authenticators x WHERE x.account_id = a.id),
		(SELECT COUNT(*) FROM passkeys x WHERE x.account_id = a.id), (SELECT COUNT(*) FROM recovery_codes x WHERE x.account_id = a.id),
		(SELECT COUNT(*) FROM provider_accounts x WHERE x.account_id = a.id), a.role, a.suspended_at IS NOT NULL
		FROM accounts a WHERE a.id = $1`, id).Scan(&a.App, &a.Passkeys, &a.Recovery, &a.Providers, &a.Role, &a.Suspended)
	if err != nil {
		return ways{}, fmt.Errorf("account: keys of %d: %w", id, err)
	}
	return a, nil
}

// asks reports whether signing in takes a second step: for who has an app, and for
// who looks after the archive and has a passkey.
func (a ways) asks(ctx context.Context) bool {
	return a.App || a.Passkeys > 0 && a.mustHave(ctx)
}

// mustHave reports whether the account can't do its work without a second step.
func (a ways) mustHave(ctx context.Context) bool {
	return viewer.Viewer{ID: 1, Role: a.Role}.Staff() && setting.Of(ctx).StaffSecond
}

// enter lets somebody in who proved that id is theirs, or as far as the second step.
func enter(ctx context.Context, tx *db.Tx, id viewer.ID, device string, v visit, next string) (granted, error) {
	all, err := waysOf(ctx, tx, id)
	if err != nil {
		return granted{}, err
	}
	if all.Suspended {
		return granted{}, suspended()
	}
	if !v.strong && all.asks(ctx) {
		token, hash := newToken()
		err := tx.Exec(ctx, `INSERT INTO pending_logins (token_hash, account_id, stay, next, expires_at) VALUES ($1, $2, $3, $4, $5)`,
			hash, id, v.stay.Milliseconds(), next, tx.Now.Add(pendingLife).UnixMilli())
		if err != nil {
			return granted{}, fmt.Errorf("account: wait for the second step: %w", err)
		}
		return granted{pending: token, to: "/users/login/second"}, nil
	}
	g, err := start(ctx, tx, id, device, v)
	g.to = next
	if !v.strong && all.mustHave(ctx) {
		g.to = web.SecondPath + "?" + url.Values{"next": {next}}.Encode()
	}
	return g, err
}

func suspended() error {
	return fault.New(fault.Denied, "This account is suspended. Please write to those who look after the archive.")
}

// setGranted sends the cookies of somebody who came as far as g says.
func (p *Pages) setGranted(w http.ResponseWriter, g granted, stay time.Duration) {
	if g.pending != "" {
		p.setCookie(w, pendingCookie, g.pending, pendingLife)
		return
	}
	p.setSession(w, g, stay)
}

// LetIn signs the visitor in to the account that proven gives, as a password would:
// as far as the second step, if the account asks for one. It returns the address to
// lead to, which is next in the end. proven is who must be sure that it is theirs.
func (p *Pages) LetIn(w http.ResponseWriter, r *http.Request, next string, proven func(*db.Tx) (viewer.ID, error)) (to string, err error) {
	return p.letIn(w, r, next, false, proven)
}

// LetInStrongly is LetIn for a proof that needs no second step, such as a passkey
// whose owner gave it their finger or their PIN.
func (p *Pages) LetInStrongly(w http.ResponseWriter, r *http.Request, next string, proven func(*db.Tx) (viewer.ID, error)) (to string, err error) {
	return p.letIn(w, r, next, true, proven)
}

func (p *Pages) letIn(w http.ResponseWriter, r *http.Request, next string, strong bool, proven func(*db.Tx) (viewer.ID, error)) (string, error) {
	ctx := r.Context()
	v := p.visit(r, longStay)
	v.strong = strong
	var g granted
	var id viewer.ID
	err := p.DB.Tx(ctx, func(tx *db.Tx) (err error) {
		if id, err = proven(tx); err != nil {
			return err
		}
		if err := tx.Exec(ctx, `DELETE FROM sessions WHERE id = $1`, viewer.From(ctx).Session); err != nil {
			return fmt.Errorf("account: end the session before: %w", err)
		}
		g, err = enter(ctx, tx, id, p.cookie(r, deviceCookie), v, web.SafeNext(next))
		return err
	})
	if err != nil {
		p.refused(ctx, id, v.address, err)
		return "", err
	}
	p.log().InfoContext(ctx, "signed in", "account", int64(id), "address", v.address, "waits", g.pending != "")
	p.setGranted(w, g, longStay)
	return g.to, nil
}

// pending is a log-in that waits for its second step.
type pending struct {
	account viewer.ID
	stay    time.Duration
	next    string
}

// pendingOf finds the log-in of a token that waits; ok is false when its time is over.
func pendingOf(ctx context.Context, q db.Q, token string, now time.Time) (x pending, ok bool, err error) {
	var stay int64
	err = q.QueryRowContext(ctx, `SELECT account_id, stay, next FROM pending_logins WHERE token_hash = $1 AND expires_at > $2`,
		hashToken(token), now.UnixMilli()).Scan(&x.account, &stay, &x.next)
	if errors.Is(err, sql.ErrNoRows) {
		return pending{}, false, nil
	}
	if err != nil {
		return pending{}, false, fmt.Errorf("account: the second step: %w", err)
	}
	x.stay = time.Duration(stay) * time.Millisecond
	return x, true, nil
}

// Pending is the account that waits for its second step in the visitor's browser.
func (p *Pages) Pending(r *http.Request) (id viewer.ID, ok bool, err error) {
	x, ok, err := pendingOf(r.Context(), p.DB, p.cookie(r, pendingCookie), p.DB.Now())
	return x.account, ok, err
}

// FinishPending ends the log-in that waits in the visitor's browser; proven takes
// the second step, in the same transaction. It returns the address to lead to.
func (p *Pages) FinishPending(w http.ResponseWriter, r *http.Request, proven func(*db.Tx) error) (to string, err error) {
	return p.finish(w, r, func(x pending, then func(*db.Tx) error) error {
		return p.DB.Tx(r.Context(), func(tx *db.Tx) error {
			if err := proven(tx); err != nil {
				return err
			}
			return then(tx)
		})
	})
}

// finish takes the second step as take does it, which runs then where that is right.
// It returns the address to lead to.
func (p *Pages) finish(w http.ResponseWriter, r *http.Request, take func(x pending, then func(*db.Tx) error) error) (to string, err error) {
	g, err := p.finished(w, r, take)
	return g.to, err
}

// finished is finish, and gives what was granted.
func (p *Pages) finished(w http.ResponseWriter, r *http.Request, take func(x pending, then func(*db.Tx) error) error) (g granted, err error) {
	ctx, token := r.Context(), p.cookie(r, pendingCookie)
	x, ok, err := pendingOf(ctx, p.DB, token, p.DB.Now())
	if err != nil {
		return granted{}, err
	}
	if !ok {
		return granted{}, tooLate()
	}
	v := p.visit(r, x.stay)
	v.strong = true
	err = take(x, func(tx *db.Tx) error {
		res, err := tx.ExecContext(ctx, `DELETE FROM pending_logins WHERE token_hash = $1`, hashToken(token))
		if err != nil {
			return fmt.Errorf("account: end the second step: %w", err)
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return tooLate() // it was used a moment ago, or made useless
		}
		g, err = enter(ctx, tx, x.account, p.cookie(r, deviceCookie), v, x.next)
		return err
	})
	if err != nil {
		p.refused(ctx, x.account, v.address, err)
		return granted{}, err
	}
	p.log().InfoContext(ctx, "signed in, second step", "account", int64(x.account), "address", v.address)
	p.dropCookie(w, pendingCookie)
	p.setGranted(w, g, x.stay)
	return g, nil
}

func tooLate() error {
	return fault.New(fault.Conflict, "That took too long, or was done already. Please sign in again from the beginning.")
}

func (p *Pages) showSecond(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, ok, err := p.Pending(r)
	if err != nil {
		return err
	}
	if !ok {
		return web.See(w, r, "/users/login")
	}
	all, err := waysOf(ctx, p.DB, id)
	if err != nil {
		return err
	}
	return p.renderKeys(w, r, http.StatusOK, say.T(ctx, "The second step"), secondPage(all, p.Passkeys, nil))
}

func (p *Pages) takeSecond(w http.ResponseWriter, r *http.Request) error {
	f, err := form(w, r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	id, ok, err := p.Pending(r)
	if err != nil {
		return err
	}
	if !ok {
		return web.See(w, r, "/users/login?done=late")
	}
	all, err := waysOf(ctx, p.DB, id)
	if err != nil {
		return err
	}
	to, err := p.finish(w, r, func(x pending, then func(*db.Tx) error) error {
		return p.trySecond(ctx, x.account, f.Get("code"), then)
	})
	if err != nil {
		return againBy(p.renderKeys, w, r, err, say.T(ctx, "The second step"), func(e *fault.Error) templ.Component { return secondPage(all, p.Passkeys, e) })
	}
	return web.See(w, r, to)
}
