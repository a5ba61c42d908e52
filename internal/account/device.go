package account

import (
	"context"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/viewer"
)

// A device is a browser on which an account has signed in before. It proves
// nothing by itself, but strangers who try an account's password over and over
// can't keep its owner out of it: known devices are counted apart.

// rememberDevice notes that the browser holding token signed in to id, and
// returns the token it shall hold from now on.
func rememberDevice(ctx context.Context, tx *db.Tx, id viewer.ID, token string) (string, error) {
	hash := hashToken(token)
	if token == "" {
		token, hash = newToken()
	}
	err := tx.Exec(ctx, `INSERT INTO devices (token_hash, account_id, seen_at) VALUES ($1, $2, $3)
		ON CONFLICT (token_hash, account_id) DO UPDATE SET seen_at = excluded.seen_at`, hash, id, tx.Millis())
	if err == nil {
		err = tx.Exec(ctx, `DELETE FROM devices WHERE account_id = $1 AND token_hash NOT IN
			(SELECT token_hash FROM devices WHERE account_id = $1 ORDER BY seen_at DESC LIMIT $2)`, id, maxKept)
	}
	if err != nil {
		return "", fmt.Errorf("account: remember the device: %w", err)
	}
	return token, nil
}

// knownDevice reports whether id signed in with that browser before.
func knownDevice(ctx context.Context, q db.Q, id viewer.ID, token string) (bool, error) {
	var known bool
	err := q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM devices WHERE token_hash = $1 AND account_id = $2)`, hashToken(token), id).Scan(&known)
	if err != nil {
		return false, fmt.Errorf("account: look for the device: %w", err)
	}
	return known, nil
}
