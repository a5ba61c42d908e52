package account

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
)

// SetReading keeps how an account likes to read. What no page knows is left at
// the site's default.
func SetReading(ctx context.Context, tx *db.Tx, id viewer.ID, r viewer.Reading) error {
	b, err := json.Marshal(web.KnownReading(ctx, r))
	if err != nil {
		return fmt.Errorf("account: reading settings: %w", err)
	}
	if err := tx.Exec(ctx, `UPDATE accounts SET reading = $1 WHERE id = $2`, string(b), id); err != nil {
		return fmt.Errorf("account: reading settings: %w", err)
	}
	return nil
}

// SetAdult keeps whether adult works are welcome to an account.
func SetAdult(ctx context.Context, tx *db.Tx, id viewer.ID, welcome bool) error {
	if err := tx.Exec(ctx, `UPDATE accounts SET adult = $1 WHERE id = $2`, welcome, id); err != nil {
		return fmt.Errorf("account: adult works: %w", err)
	}
	return nil
}

// Prefs reads what an account prefers; nobody's are the zero ones.
func Prefs(ctx context.Context, q db.Q, id viewer.ID) (viewer.Prefs, error) {
	var p viewer.Prefs
	all, err := db.All(ctx, q, db.One[string], `SELECT prefs FROM accounts WHERE id = $1`, int64(id))
	if err != nil {
		return p, fmt.Errorf("account: preferences of %d: %w", id, err)
	}
	for _, s := range all {
		if err := json.Unmarshal([]byte(s), &p); err != nil {
			return p, fmt.Errorf("account: preferences of %d: %w", id, err)
		}
	}
	return p, nil
}

// SetPrefs keeps what an account prefers.
func SetPrefs(ctx context.Context, tx *db.Tx, id viewer.ID, p viewer.Prefs) error {
	b, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("account: preferences: %w", err)
	}
	if err := tx.Exec(ctx, `UPDATE accounts SET prefs = $1 WHERE id = $2`, string(b), int64(id)); err != nil {
		return fmt.Errorf("account: preferences: %w", err)
	}
	return nil
}

// changePrefs changes what an account prefers. Its row is held first, so that two
// changes at once don't undo each other.
func changePrefs(ctx context.Context, tx *db.Tx, id viewer.ID, change func(*viewer.Prefs)) error {
	if err := hold(ctx, tx, id); err != nil {
		return err
	}
	p, err := Prefs(ctx, tx, id)
	if err != nil {
		return err
	}
	change(&p)
	return SetPrefs(ctx, tx, id, p)
}

// KeepHistory says whether what an account reads is to be noted for it.
func KeepHistory(ctx context.Context, tx *db.Tx, id viewer.ID, wanted bool) error {
	return changePrefs(ctx, tx, id, func(p *viewer.Prefs) { p.NoHistory = !wanted })
}

// PrefsOfAll reads what each of several accounts prefers, by one query.
func PrefsOfAll(ctx context.Context, q db.Q, ids []viewer.ID) ([]viewer.Prefs, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = int64(id)
	}
	all, err := db.All(ctx, q, func(r *sql.Rows, p *viewer.Prefs) error {
		var s string
		if err := r.Scan(&s); err != nil {
			return err
		}
		return json.Unmarshal([]byte(s), p)
	}, db.Numbered(`SELECT prefs FROM accounts WHERE id IN (`+db.List(len(ids))+`)`), args...)
	if err != nil {
		return nil, fmt.Errorf("account: preferences: %w", err)
	}
	return all, nil
}

// MutesChanged notes that the list of those whom an account does not want to see is
// another, for all that was counted by the one before. It holds the account's row
// until the transaction ends, so call it before looking at the list.
func MutesChanged(ctx context.Context, tx *db.Tx, id viewer.ID) error {
	if err := tx.Exec(ctx, `UPDATE accounts SET mute_changes = mute_changes + 1 WHERE id = $1`, int64(id)); err != nil {
		return fmt.Errorf("account: mutes of %d: %w", id, err)
	}
	return nil
}
