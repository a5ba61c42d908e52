package account

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
)

// wrongLogin is said of a wrong password, of a name that nobody has, and of a
// kept place alike. Programs that sign in for their users look for this sentence.
const wrongLogin = "The password or user name you entered doesn't match our records. Please try again."

// credentials is what signing in needs to know of an account.
type credentials struct {
	id        viewer.ID
	hash      string // "" for nobody, and for places not claimed
	suspended bool
}

// credentialsOf looks the account up by its name or its e-mail address. For a
// name that nobody has it gives empty credentials and does the same work.
func credentialsOf(ctx context.Context, q db.Q, typed string) (credentials, error) {
	query, key := `SELECT id, COALESCE(password, ''), suspended_at IS NOT NULL FROM accounts WHERE name_key = $1`, Key(typed)
	if isAddress(typed) {
		query, key = `SELECT id, COALESCE(password, ''), suspended_at IS NOT NULL FROM accounts WHERE email_key = $1`, emailKey(typed)
	}
	var c credentials
	err := q.QueryRowContext(ctx, query, key).Scan(&c.id, &c.hash, &c.suspended)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return credentials{}, fmt.Errorf("account: look up for log-in: %w", err)
	}
	return c, nil
}

// attempt is one try to sign in.
type attempt struct {
	name, password string // as typed
	device         string // the token of a known browser, or ""
	replaces       SessionID
	next           string // the page to lead to
	visit
}

// granted is what a successful attempt puts into cookies, and where it leads: a
// session, or the token of a log-in that waits for its second step.
type granted struct {
	session, device, pending string
	to                       string
}

// signIn checks an attempt and starts a session. All that fail look alike.
func (p *Pages) signIn(ctx context.Context, a attempt) (granted, error) {
	who, err := credentialsOf(ctx, p.DB, a.name)
	if err != nil {
		return granted{}, err
	}
	known, err := knownDevice(ctx, p.DB, who.id, a.device)
	if err != nil {
		return granted{}, err
	}
	counted := []subject{byName(a.name), byNetwork(a.address)}
	if known {
		counted = []subject{byDevice(a.device)}
	}
	stale, err := p.prove(ctx, a.password, who.hash, counted)
	if err != nil {
		p.refused(ctx, who.id, a.address, err)
		return granted{}, err
	}
	if who.suspended {
		err := suspended()
		p.refused(ctx, who.id, a.address, err)
		return granted{}, err
	}
	g, err := p.admit(ctx, who, a, stale)
	if err == nil {
		p.log().InfoContext(ctx, "signed in", "account", int64(who.id), "address", a.address, "known device", known, "waits", g.pending != "")
	}
	return g, err
}

// prove checks a password under the limits of the subjects, and counts a failure
// against them; stale reports that the hash should be made anew. The second look
// at the limits is for those who waited at the gate while others failed: at most
// as many tries as the gate lets in at once can slip over a limit.
func (p *Pages) prove(ctx context.Context, password, hash string, counted []subject) (stale bool, err error) {
	if err := checkLimits(ctx, p.DB, p.DB.Now(), counted); err != nil {
		return false, err
	}
	leave, err := p.gate.enter(ctx)
	if err != nil {
		return false, err
	}
	defer leave()
	if err := checkLimits(ctx, p.DB, p.DB.Now(), counted); err != nil {
		return false, err
	}
	ok, stale, err := p.cost().matches(password, hash)
	if err != nil || ok {
		return stale, err
	}
	if err := p.DB.Tx(ctx, func(tx *db.Tx) error { return recordFailure(ctx, tx, counted) }); err != nil {
		return false, err
	}
	return false, fault.New(fault.Invalid, wrongLogin)
}

// admit starts the session of a proven attempt, or what comes before its second
// step, ends the one the browser had before, and makes a stale hash anew.
func (p *Pages) admit(ctx context.Context, who credentials, a attempt, stale bool) (granted, error) {
	var fresh string
	if stale {
		leave, err := p.gate.enter(ctx)
		if err != nil {
			return granted{}, err
		}
		fresh = p.cost().hash(a.password)
		leave()
	}
	var g granted
	err := p.DB.Tx(ctx, func(tx *db.Tx) (err error) {
		if stale {
			if err := tx.Exec(ctx, `UPDATE accounts SET password = $1 WHERE id = $2 AND password = $3`, fresh, who.id, who.hash); err != nil {
				return fmt.Errorf("account: renew a hash: %w", err)
			}
		}
		if err := tx.Exec(ctx, `DELETE FROM sessions WHERE id = $1`, a.replaces); err != nil {
			return fmt.Errorf("account: end the session before: %w", err)
		}
		g, err = enter(ctx, tx, who.id, a.device, a.visit, a.next)
		return err
	})
	return g, err
}

// start begins a session of id in a browser, and remembers the browser.
func start(ctx context.Context, tx *db.Tx, id viewer.ID, device string, v visit) (granted, error) {
	session, err := startSession(ctx, tx, id, v)
	if err != nil {
		return granted{}, err
	}
	device, err = rememberDevice(ctx, tx, id, device)
	return granted{session: session, device: device}, err
}

// refused logs that somebody was not let in. What was typed is in no log: people
// put passwords into the wrong field.
func (p *Pages) refused(ctx context.Context, id viewer.ID, address string, err error) {
	if fault.KindOf(err) != fault.Internal {
		p.log().WarnContext(ctx, "log-in refused", "account", int64(id), "address", address, "kind", int(fault.KindOf(err)))
	}
}
