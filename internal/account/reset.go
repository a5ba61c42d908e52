package account

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/mail"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
)

// resetLink is the purpose of the link by which somebody sets a new password.
const resetLink = "reset"

// ResetLife is how long such a link can be used, once.
const ResetLife = time.Hour

// How often a new password may be asked for: for one name or address, for one
// account however it was named, and from one network.
const (
	perReset        = 3
	resetWindow     = longestWindow
	perResetNetwork = 20
)

// resetTries are those whose asking for links is counted, whether or not somebody
// is meant.
func resetTries(typed, address string) []subject {
	return []subject{
		{key: "reset:" + hex.EncodeToString(hashToken(Key(typed))), max: perReset, within: resetWindow},
		{key: "resets:" + network(address), max: perResetNetwork, within: time.Hour},
	}
}

// askReset has a link to a new password sent to whoever is called, or has the
// address, that was typed. What it does takes the same steps and gives the same
// answer when nobody is: the link is then nobody's, and no letter goes.
func (p *Pages) askReset(ctx context.Context, typed, address string) error {
	who, err := credentialsOf(ctx, p.DB, typed)
	if err != nil {
		return err
	}
	tries, own := resetTries(typed, address), subject{key: fmt.Sprintf("reset-of:%d", who.id), max: perReset, within: resetWindow}
	return p.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := checkLimits(ctx, tx, tx.Now, tries); err != nil {
			return err
		}
		often := checkLimits(ctx, tx, tx.Now, []subject{own})
		if often != nil && fault.KindOf(often) != fault.TooMany {
			return often
		}
		if err := recordFailure(ctx, tx, append(tries, own)); err != nil {
			return err
		}
		to := who.id
		if who.hash == "" || who.id != 0 && often != nil {
			to = 0 // nobody, a kept place, or somebody who has links enough
		}
		token, err := makeReset(ctx, tx, to)
		if err != nil || to == 0 {
			return err
		}
		return mail.Post(ctx, tx, mail.Letter{
			To: to, Kind: mail.Reset, Secret: "/reset/" + token, Subject: say.T(ctx, "A new password"),
			Text: say.T(ctx, "Somebody, and we hope it was you, asked for a link to set a new password here. The link works once, within an hour.\n\nIf it was not you, you need do nothing: your password stays as it is."),
		})
	})
}

// ResetLink makes the token of a link, /reset/TOKEN, by which an account's owner
// sets a new password: once, within ResetLife. Links made before stop working. Who
// calls it vouches that the link goes to the owner. Kept places have none: theirs is
// ClaimLink.
func ResetLink(ctx context.Context, tx *db.Tx, id viewer.ID) (token string, err error) {
	a, err := Get(ctx, tx, id)
	if err != nil {
		return "", err
	}
	if !a.Claimed {
		return "", fault.New(fault.NotFound, "Nobody can sign in as %s yet: it is a place kept for an author. A claim link gives it to them.", a.Name)
	}
	if err := voidTokens(ctx, tx, id); err != nil {
		return "", err
	}
	return makeReset(ctx, tx, id)
}

// makeReset makes a link for id; one for nobody, id 0, opens nothing.
func makeReset(ctx context.Context, tx *db.Tx, id viewer.ID) (string, error) {
	var account any
	if id != 0 {
		account = int64(id)
	}
	token, hash := newToken()
	err := tx.Exec(ctx, `INSERT INTO one_time_links (token_hash, purpose, account_id, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)`,
		hash, resetLink, account, tx.Millis(), tx.Now.Add(ResetLife).UnixMilli())
	if err != nil {
		return "", fmt.Errorf("account: make a link to a new password: %w", err)
	}
	return token, nil
}

// resettable gives the account to which a link leads; it changes nothing, so that
// programs which look into links in letters don't use them up.
func resettable(ctx context.Context, q db.Q, token string, now time.Time) (*Account, error) {
	var id viewer.ID
	err := q.QueryRowContext(ctx, `SELECT l.account_id FROM one_time_links l JOIN accounts a ON a.id = l.account_id
		WHERE l.token_hash = $1 AND l.purpose = $2 AND l.used_at IS NULL AND l.expires_at > $3 AND a.password IS NOT NULL`,
		hashToken(token), resetLink, now.UnixMilli()).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.NotFound, "This link doesn’t work any more: it can be used once, within an hour, and only the newest one. You can ask for another on the page on which you sign in.")
	}
	if err != nil {
		return nil, fmt.Errorf("account: look for the link: %w", err)
	}
	return Get(ctx, q, id)
}

// reset sets a new password by a link, and signs the account out everywhere. It
// signs nobody in: the second step is asked for as ever.
func (p *Pages) reset(ctx context.Context, token, fresh, address string) error {
	a, err := resettable(ctx, p.DB, token, p.DB.Now())
	if err != nil {
		return err
	}
	if err := CheckPassword(fresh, a.Name, a.Email); err != nil {
		return err
	}
	leave, err := p.gate.enter(ctx)
	if err != nil {
		return err
	}
	made := p.cost().hash(fresh)
	leave()
	err = p.DB.Tx(ctx, func(tx *db.Tx) error {
		// Touching the link makes those who come at once with it wait for each other.
		if err := tx.Exec(ctx, `UPDATE one_time_links SET purpose = purpose WHERE token_hash = $1`, hashToken(token)); err != nil {
			return fmt.Errorf("account: lock the link: %w", err)
		}
		if a, err = resettable(ctx, tx, token, tx.Now); err != nil {
			return err
		}
		if err := tx.Exec(ctx, `UPDATE one_time_links SET used_at = $1 WHERE token_hash = $2`, tx.Millis(), hashToken(token)); err != nil {
			return fmt.Errorf("account: use the link: %w", err)
		}
		if err := tx.Exec(ctx, `UPDATE accounts SET password = $1 WHERE id = $2`, made, a.ID); err != nil {
			return fmt.Errorf("account: set a password: %w", err)
		}
		if err := EndSessions(ctx, tx, a.ID, ""); err != nil {
			return err
		}
		return tellPassword(ctx, tx, a.ID)
	})
	if err == nil {
		p.log().InfoContext(ctx, "password set by a link", "account", int64(a.ID), "address", address)
	}
	return err
}

// DropSecond takes an account's app and recovery codes away and signs it out
// everywhere: for somebody who lost them, and whom who calls it knows. Passkeys are
// another package's.
func DropSecond(ctx context.Context, tx *db.Tx, id viewer.ID) error {
	if err := lock(ctx, tx, id); err != nil {
		return err
	}
	if err := removeApp(ctx, tx, id); err != nil {
		return err
	}
	if err := tx.Exec(ctx, `DELETE FROM recovery_codes WHERE account_id = $1`, id); err != nil {
		return fmt.Errorf("account: drop recovery codes: %w", err)
	}
	if err := EndSessions(ctx, tx, id, ""); err != nil {
		return err
	}
	return tellKeys(ctx, tx, id, say.T(ctx, "Those who look after the archive took away the second step of signing in to your account, at your wish. You can set it up again under Keys."))
}
