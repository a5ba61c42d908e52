package account

import (
	"context"
	"fmt"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
)

// keeperLink is the purpose of the link that makes the first keeper's account.
const keeperLink = "keeper"

// linkLife is how long a one-time link can be used.
const linkLife = time.Hour

// AnyAccount reports whether somebody can sign in at all.
func AnyAccount(ctx context.Context, q db.Q) (bool, error) {
	var any bool
	if err := q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM accounts WHERE password IS NOT NULL)`).Scan(&any); err != nil {
		return false, fmt.Errorf("account: look for any account: %w", err)
	}
	return any, nil
}

// SetupLink makes the token of a link, /setup/TOKEN, by which the first keeper's
// account can be made: once, within an hour. Links made before stop working.
func SetupLink(ctx context.Context, tx *db.Tx) (token string, err error) {
	if err := tx.Exec(ctx, `DELETE FROM one_time_links WHERE purpose = $1 AND used_at IS NULL`, keeperLink); err != nil {
		return "", fmt.Errorf("account: drop old links: %w", err)
	}
	token, hash := newToken()
	err = tx.Exec(ctx, `INSERT INTO one_time_links (token_hash, purpose, created_at, expires_at) VALUES ($1, $2, $3, $4)`,
		hash, keeperLink, tx.Millis(), tx.Now.Add(linkLife).UnixMilli())
	if err != nil {
		return "", fmt.Errorf("account: make a link: %w", err)
	}
	return token, nil
}

func deadLink() error {
	return fault.New(fault.NotFound, "This link doesn’t work any more: it lasts an hour, and until the first account is made. Restart the archive to get a new one, if there is no account yet.")
}

// openLink returns nil if token can make the first keeper's account. It changes
// nothing, so that programs which look into links don't use them up.
func openLink(ctx context.Context, q db.Q, token string, now time.Time) error {
	var open bool
	err := q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM one_time_links WHERE token_hash = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > $3)`,
		hashToken(token), keeperLink, now.UnixMilli()).Scan(&open)
	if err != nil {
		return fmt.Errorf("account: look for the link: %w", err)
	}
	any, err := AnyAccount(ctx, q)
	if err != nil {
		return err
	}
	if !open || any {
		return deadLink()
	}
	return nil
}

// setUp uses the link up and makes the keeper's account.
func setUp(ctx context.Context, tx *db.Tx, token string, n New) (viewer.ID, error) {
	// Touching every such link makes those who come at once wait for each other,
	// also with different links, so that the look below is right.
	if err := tx.Exec(ctx, `UPDATE one_time_links SET purpose = purpose WHERE purpose = $1`, keeperLink); err != nil {
		return 0, fmt.Errorf("account: lock the links: %w", err)
	}
	if err := openLink(ctx, tx, token, tx.Now); err != nil {
		return 0, err
	}
	n.Role = viewer.Keeper
	a, err := Create(ctx, tx, n)
	if err != nil {
		return 0, err
	}
	if err := tx.Exec(ctx, `UPDATE one_time_links SET used_at = $1, account_id = $2 WHERE token_hash = $3`, tx.Millis(), a.ID, hashToken(token)); err != nil {
		return 0, fmt.Errorf("account: use the link: %w", err)
	}
	return a.ID, nil
}
