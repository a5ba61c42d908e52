package creator

import (
	"context"
	"fmt"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
)

// HandOver makes the invitations to one pseud another's of the same account. Where both
// were asked, the one that stays was; and whoever signs a work is not asked to any more.
func HandOver(ctx context.Context, tx *db.Tx, from, to account.PseudID) error {
	for _, q := range []string{
		`DELETE FROM creator_invitations WHERE pseud_id = $1 AND (work_id IN (SELECT work_id FROM creator_invitations WHERE pseud_id = $2)
			OR chapter_id IS NULL AND work_id IN (SELECT work_id FROM work_creators WHERE pseud_id = $2))`,
		`UPDATE creator_invitations SET pseud_id = $2 WHERE pseud_id = $1`,
	} {
		if err := tx.Exec(ctx, q, int64(from), int64(to)); err != nil {
			return fmt.Errorf("creator: hand over: %w", err)
		}
	}
	return nil
}
