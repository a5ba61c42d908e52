package beta

import (
	"context"
	"fmt"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// handOn gives what $1 gave to read to the first other person who signs the work. The
// archive's own account reads no remarks.
const handOn = `UPDATE betas SET by_id = COALESCE((SELECT p.account_id FROM work_creators c JOIN pseuds p ON p.id = c.pseud_id
	WHERE c.work_id = betas.work_id AND c.approved AND p.account_id <> $1 AND NOT EXISTS (SELECT 1 FROM orphanage o WHERE o.account_id = p.account_id)
	ORDER BY c.position, p.id LIMIT 1), by_id) WHERE by_id = $1`

// HandOn gives the readers that somebody invited to a work to another of its creators:
// whoever stays keeps them. Where nobody stays their reading ends. Call it when
// somebody leaves the work.
func HandOn(ctx context.Context, tx *db.Tx, id work.ID, who viewer.ID) error {
	if err := tx.Exec(ctx, handOn+` AND work_id = $2`, int64(who), int64(id)); err != nil {
		return fmt.Errorf("beta: hand the readers of work %d on: %w", id, err)
	}
	return nil
}

// HandOver makes what one pseud was given to read another's of the same account.
func HandOver(ctx context.Context, tx *db.Tx, from, to account.PseudID) error {
	if err := tx.Exec(ctx, `UPDATE betas SET pseud_id = $2 WHERE pseud_id = $1`, int64(from), int64(to)); err != nil {
		return fmt.Errorf("beta: hand over: %w", err)
	}
	return nil
}
