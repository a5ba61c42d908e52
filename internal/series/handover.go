package series

import (
	"context"
	"fmt"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
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
