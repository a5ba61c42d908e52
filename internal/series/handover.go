package series

import (
	"context"
	"fmt"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/viewer"
)

// HandOver makes every series of one pseud another's. Where both have a share in
// a series, the one that stays has.
func HandOver(ctx context.Context, tx *db.Tx, from, to account.PseudID) error {
	for _, q := range []string{
		`DELETE FROM series_creators WHERE pseud_id = $1 AND series_id IN (SELECT series_id FROM series_creators WHERE pseud_id = $2)`,
		`UPDATE series_creators SET pseud_id = $2 WHERE pseud_id = $1`,
	} {
		if err := tx.Exec(ctx, q, int64(from), int64(to)); err != nil {
			return fmt.Errorf("series: hand over: %w", err)
		}
	}
	return nil
}

// Signs gives the pseud under which an account has a share in a series, 0 for none.
func Signs(ctx context.Context, q db.Q, id ID, who viewer.ID) (account.PseudID, error) {
	all, err := db.All(ctx, q, db.One[account.PseudID], `SELECT c.pseud_id FROM series_creators c JOIN pseuds p ON p.id = c.pseud_id
		WHERE c.series_id = $1 AND p.account_id = $2 ORDER BY c.position, p.id LIMIT 1`, int64(id), int64(who))
	if err != nil {
		return 0, fmt.Errorf("series %d: who signs: %w", id, err)
	}
	if len(all) == 0 {
		return 0, nil
	}
	return all[0], nil
}

// Swap puts a pseud in the place of an account in one series.
func Swap(ctx context.Context, tx *db.Tx, id ID, who viewer.ID, to account.PseudID) error {
	if err := lock(ctx, tx, id); err != nil {
		return err
	}
	for _, q := range []string{
		`INSERT INTO series_creators (series_id, pseud_id, position) SELECT c.series_id, $3, MIN(c.position) FROM series_creators c JOIN pseuds p ON p.id = c.pseud_id
			WHERE c.series_id = $1 AND p.account_id = $2 GROUP BY c.series_id ON CONFLICT (series_id, pseud_id) DO NOTHING`,
		`DELETE FROM series_creators WHERE series_id = $1 AND pseud_id <> $3 AND pseud_id IN (SELECT id FROM pseuds WHERE account_id = $2)`,
	} {
		if err := tx.Exec(ctx, q, int64(id), int64(who), int64(to)); err != nil {
			return fmt.Errorf("series %d: swap: %w", id, err)
		}
	}
	return touched(ctx, tx, id)
}

// Leave takes an account off a series; the last who looks after it stays on.
func Leave(ctx context.Context, tx *db.Tx, id ID, who viewer.ID) error {
	if err := lock(ctx, tx, id); err != nil {
		return err
	}
	if err := tx.Exec(ctx, `DELETE FROM series_creators WHERE series_id = $1 AND pseud_id IN (SELECT id FROM pseuds WHERE account_id = $2)
		AND EXISTS (SELECT 1 FROM series_creators o JOIN pseuds p ON p.id = o.pseud_id WHERE o.series_id = $1 AND p.account_id <> $2)`, int64(id), int64(who)); err != nil {
		return fmt.Errorf("series %d: leave: %w", id, err)
	}
	return touched(ctx, tx, id)
}
