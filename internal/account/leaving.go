package account

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/mail"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
)

// Leave notes that an account is to be deleted at a time, and signs it out
// everywhere. Signing in before then undoes it. The last keeper can't leave: that is
// a Conflict.
func Leave(ctx context.Context, tx *db.Tx, id viewer.ID, at time.Time) error {
	if err := notLastKeeper(ctx, tx, id); err != nil {
		return err
	}
	if err := tx.Exec(ctx, `UPDATE accounts SET leaving_at = $2 WHERE id = $1`, int64(id), at.UnixMilli()); err != nil {
		return fmt.Errorf("account: leave: %w", err)
	}
	return EndSessions(ctx, tx, id, "")
}

// notLastKeeper refuses a keeper to go whom nobody follows. It locks all keepers, so
// that two who go at once don't each count on the other.
func notLastKeeper(ctx context.Context, tx *db.Tx, id viewer.ID) error {
	all, err := db.All(ctx, tx, func(r *sql.Rows, k *keeperRow) error { return r.Scan(&k.id, &k.goes) },
		`UPDATE accounts SET role = role WHERE role = $1 AND password IS NOT NULL AND suspended_at IS NULL RETURNING id, leaving_at IS NOT NULL`, string(viewer.Keeper))
	if err != nil {
		return fmt.Errorf("account: keepers: %w", err)
	}
	mine, others := false, 0
	for _, k := range all {
		if k.id == id {
			mine = true
		} else if !k.goes {
			others++
		}
	}
	if mine && others == 0 {
		return fault.New(fault.Conflict, "You are the last keeper of this archive, so your account can’t be deleted: nobody could look after it. Make somebody else a keeper first.")
	}
	return nil
}

// keeperRow is somebody who looks after the archive, and whether they are to go.
type keeperRow struct {
	id   viewer.ID
	goes bool
}

// MayGo reports whether it is time for an account to go, and locks it: whoever signs
// in at this moment waits until the transaction is over. The last keeper may not.
func MayGo(ctx context.Context, tx *db.Tx, id viewer.ID) (bool, error) {
	if err := notLastKeeper(ctx, tx, id); err != nil {
		return false, err
	}
	var at db.Time
	err := tx.QueryRowContext(ctx, `UPDATE accounts SET leaving_at = leaving_at WHERE id = $1 RETURNING leaving_at`, int64(id)).Scan(&at)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("account: is it going: %w", err)
	}
	return !at.IsZero() && !at.After(tx.Now), nil
}

// stay undoes Leave, and tells so.
func stay(ctx context.Context, tx *db.Tx, id viewer.ID) error {
	r, err := tx.ExecContext(ctx, `UPDATE accounts SET leaving_at = NULL WHERE id = $1 AND leaving_at IS NOT NULL`, int64(id))
	if err != nil {
		return fmt.Errorf("account: stay: %w", err)
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return err
	}
	return mail.Post(ctx, tx, mail.Letter{To: id, Kind: mail.Changed, Path: "/account", Subject: say.T(ctx, "Your account stays"),
		Text: say.T(ctx, "You have signed in again, so your account is not deleted, and everything is as it was. If it was not you who signed in, change your password at once.")})
}

// Due lists the accounts whose time to go has come, the longest due first.
func Due(ctx context.Context, q db.Q, now time.Time) ([]viewer.ID, error) {
	all, err := db.All(ctx, q, db.One[viewer.ID], `SELECT id FROM accounts WHERE leaving_at <= $1 ORDER BY leaving_at, id LIMIT 100`, now.UnixMilli())
	if err != nil {
		return nil, fmt.Errorf("account: who is due to go: %w", err)
	}
	return all, nil
}

// IconsOf names the files of the icons of an account's pseuds.
func IconsOf(ctx context.Context, q db.Q, id viewer.ID) ([]string, error) {
	all, err := db.All(ctx, q, db.One[string], `SELECT DISTINCT icon FROM pseuds WHERE account_id = $1 AND icon <> ''`, int64(id))
	if err != nil {
		return nil, fmt.Errorf("account: icons: %w", err)
	}
	return all, nil
}

// Remove deletes an account with its pseuds, sessions, keys, letters and preferences.
// Its names can't be taken for heldFor. Nothing may be signed by it any more: the
// caller has seen to its works and series before.
func Remove(ctx context.Context, tx *db.Tx, id viewer.ID) error {
	if err := notLastKeeper(ctx, tx, id); err != nil {
		return err
	}
	if err := holdNames(ctx, tx, id); err != nil {
		return err
	}
	for _, q := range []string{`DELETE FROM pseuds WHERE account_id = $1`, `DELETE FROM accounts WHERE id = $1`} {
		if err := tx.Exec(ctx, q, int64(id)); err != nil {
			return fmt.Errorf("account: remove %d: %w", id, err)
		}
	}
	return nil
}

// holdNames keeps the name of an account, and those that it left a short time ago,
// from being taken at once.
func holdNames(ctx context.Context, tx *db.Tx, id viewer.ID) error {
	all, err := db.All(ctx, tx, func(r *sql.Rows, n *leftName) error { return r.Scan(&n.key, &n.at) },
		`SELECT name_key, CAST($2 AS BIGINT) FROM accounts WHERE id = $1 UNION ALL SELECT name_key, left_at FROM old_names WHERE account_id = $1 AND left_at > $3`,
		int64(id), tx.Millis(), tx.Now.Add(-heldFor).UnixMilli())
	if err != nil {
		return fmt.Errorf("account: names of %d: %w", id, err)
	}
	for _, n := range all {
		until := time.UnixMilli(n.at).Add(heldFor).UnixMilli()
		if err := tx.Exec(ctx, `INSERT INTO held_names (name_hash, until) VALUES ($1, $2) ON CONFLICT (name_hash) DO UPDATE SET until = excluded.until`, hashToken(n.key), until); err != nil {
			return fmt.Errorf("account: hold a name: %w", err)
		}
	}
	return nil
}

// leftName is a name that nobody has any more, and since when.
type leftName struct {
	key string
	at  int64
}
