package account

import (
	"context"
	"fmt"
	"net/http"

	"github.com/a-h/templ"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/mail"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
)

// changePassword asks for the old password, sets the new one, ends every session
// and starts a new one for this browser.
func (p *Pages) changePassword(ctx context.Context, a *Account, old, fresh, device string, v visit) (granted, error) {
	hash, err := passwordOf(ctx, p.DB, a.ID)
	if err != nil {
		return granted{}, err
	}
	if _, err := p.prove(ctx, old, hash, passwordTries(a.ID)); err != nil {
		p.refused(ctx, a.ID, v.address, err)
		if fault.KindOf(err) == fault.Invalid {
			return granted{}, fault.In("old", "That is not the password you have now. Please try again.")
		}
		return granted{}, err
	}
	if err := CheckPassword(fresh, a.Name, a.Email); err != nil {
		return granted{}, err
	}
	leave, err := p.gate.enter(ctx)
	if err != nil {
		return granted{}, err
	}
	made := p.cost().hash(fresh)
	leave()
	var g granted
	err = p.DB.Tx(ctx, func(tx *db.Tx) error {
		res, err := tx.ExecContext(ctx, `UPDATE accounts SET password = $1 WHERE id = $2 AND password = $3`, made, a.ID, hash)
		if err != nil {
			return fmt.Errorf("account: set a password: %w", err)
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return fault.Wrap(fault.Conflict, err, "The password was changed a moment ago in another place. Please sign in with the newest one.")
		}
		if err := EndSessions(ctx, tx, a.ID, device); err != nil {
			return err
		}
		if err := tellPassword(ctx, tx, a.ID); err != nil {
			return err
		}
		g, err = start(ctx, tx, a.ID, device, v)
		return err
	})
	if err == nil {
		p.log().InfoContext(ctx, "password changed", "account", int64(a.ID), "address", v.address)
	}
	return g, err
}

func passwordOf(ctx context.Context, q db.Q, id viewer.ID) (hash string, err error) {
	if err := q.QueryRowContext(ctx, `SELECT COALESCE(password, '') FROM accounts WHERE id = $1`, id).Scan(&hash); err != nil {
		return "", fmt.Errorf("account: look up the password: %w", err)
	}
	return hash, nil
}

// SetPassword gives an account a new password and signs it out everywhere. It
// hashes inside the transaction: it is for the shell, not for pages.
func SetPassword(ctx context.Context, tx *db.Tx, id viewer.ID, password string) error {
	a, err := Get(ctx, tx, id)
	if err != nil {
		return err
	}
	if err := CheckPassword(password, a.Name, a.Email); err != nil {
		return err
	}
	if err := tx.Exec(ctx, `UPDATE accounts SET password = $1 WHERE id = $2`, today().hash(password), id); err != nil {
		return fmt.Errorf("account: set a password: %w", err)
	}
	return EndSessions(ctx, tx, id, "")
}

// tellPassword writes to an account's owner that the password is another.
func tellPassword(ctx context.Context, tx *db.Tx, id viewer.ID) error {
	return mail.Post(ctx, tx, mail.Letter{
		To: id, Kind: mail.Changed, Path: "/account/keys", Subject: say.T(ctx, "Your password was changed"),
		Text: say.T(ctx, "Your password was changed just now, and every other device was signed out. If that was you, all is well.\n\nIf it was not, set a new password at once by “Forgotten your password?” on the page on which you sign in, and tell those who look after the archive."),
	})
}

func (p *Pages) showPassword(w http.ResponseWriter, r *http.Request) error {
	return render(w, r, http.StatusOK, say.T(r.Context(), "Change your password"), passwordPage(nil))
}

func (p *Pages) password(w http.ResponseWriter, r *http.Request) error {
	f, err := form(w, r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	a, err := Get(ctx, p.DB, viewer.From(ctx).ID)
	if err != nil {
		return err
	}
	v, err := p.visitNow(r)
	if err != nil {
		return err
	}
	g, err := p.changePassword(ctx, a, f.Get("old"), f.Get("password"), p.cookie(r, deviceCookie), v)
	if err != nil {
		return again(w, r, err, say.T(ctx, "Change your password"), func(e *fault.Error) templ.Component { return passwordPage(e) })
	}
	p.setSession(w, g, v.stay)
	return web.See(w, r, "/account/keys?done=password")
}
