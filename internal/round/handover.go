package round

import (
	"context"
	"fmt"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
)

// HandOver makes the turns of one pseud, and its invitations to rounds, another's of the
// same account. Where both were invited, the one that stays was.
func HandOver(ctx context.Context, tx *db.Tx, from, to account.PseudID) error {
	for _, q := range []string{
		`DELETE FROM round_guests WHERE pseud_id = $1 AND work_id IN (SELECT work_id FROM round_guests WHERE pseud_id = $2)`,
		`UPDATE round_guests SET pseud_id = $2 WHERE pseud_id = $1`,
		`UPDATE round_turns SET pseud_id = $2 WHERE pseud_id = $1`,
	} {
		if err := tx.Exec(ctx, q, int64(from), int64(to)); err != nil {
			return fmt.Errorf("round: hand over: %w", err)
		}
	}
	return nil
}
