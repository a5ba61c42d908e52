package preset

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/viewer"
)

// Recent gives the addresses of the lists that owner filtered last, the latest first, and
// whether they want them noted.
func Recent(ctx context.Context, q db.Q, owner viewer.ID) (addresses []string, noted bool, err error) {
	err = q.QueryRowContext(ctx, `SELECT NOT unnoted FROM preset_choices WHERE account_id = $1`, int64(owner)).Scan(&noted)
	if errors.Is(err, sql.ErrNoRows) {
		noted, err = true, nil
	}
	if err == nil {
		addresses, err = db.All(ctx, q, db.One[string], `SELECT address FROM preset_recents WHERE account_id = $1 ORDER BY used_at DESC, sum LIMIT $2`, int64(owner), Recents)
	}
	if err != nil {
		return nil, false, fmt.Errorf("preset: recent: %w", err)
	}
	return addresses, noted, nil
}

// sumOf is the key of an address.
func sumOf(address string) string {
	sum := sha256.Sum256([]byte(address))
	return hex.EncodeToString(sum[:])
}

// Clear forgets which filters owner used until now.
func Clear(ctx context.Context, tx *db.Tx, owner viewer.ID) error {
	if err := lock(ctx, tx, owner); err != nil {
		return err
	}
	err := tx.Exec(ctx, `DELETE FROM preset_recents WHERE account_id = $1`, int64(owner))
	if err == nil {
		err = tx.Exec(ctx, `UPDATE preset_choices SET cleared_at = $2 WHERE account_id = $1`, int64(owner), tx.Millis())
	}
	if err != nil {
		return fmt.Errorf("preset: clear: %w", err)
	}
	return nil
}

// Note says whether the filters that owner uses are to be noted; if not, those that were
// are forgotten.
func Note(ctx context.Context, tx *db.Tx, owner viewer.ID, wanted bool) error {
	if !wanted {
		if err := Clear(ctx, tx, owner); err != nil {
			return err
		}
	}
	err := tx.Exec(ctx, `INSERT INTO preset_choices (account_id, unnoted) VALUES ($1, $2) ON CONFLICT (account_id) DO UPDATE SET unnoted = excluded.unnoted`, int64(owner), !wanted)
	if err != nil {
		return fmt.Errorf("preset: note: %w", err)
	}
	return nil
}
