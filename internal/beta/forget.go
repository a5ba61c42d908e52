package beta

import (
	"context"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/viewer"
)

// nobody is what stands for who has left.
const nobody = "Somebody who has left"

// Forget takes an account's name off what it said as a beta reader, which stays for
// the authors, and ends its invitations. Those that it gave for works which stay go to
// another of their creators. Call it before the account goes, after its works.
func Forget(ctx context.Context, tx *db.Tx, who viewer.ID) error {
	if err := tx.Exec(ctx, `UPDATE beta_remarks SET name = $2, account_id = NULL WHERE account_id = $1`, int64(who), nobody); err != nil {
		return fmt.Errorf("beta: forget remarks: %w", err)
	}
	if err := tx.Exec(ctx, `UPDATE betas SET label = $2, pseud_id = NULL, credited = FALSE, credit_name = '', ended_at = COALESCE(ended_at, $3)
		WHERE pseud_id IN (SELECT id FROM pseuds WHERE account_id = $1)`, int64(who), nobody, tx.Millis()); err != nil {
		return fmt.Errorf("beta: forget a reader: %w", err)
	}
	if err := tx.Exec(ctx, handOn, int64(who)); err != nil {
		return fmt.Errorf("beta: hand invitations on: %w", err)
	}
	return nil
}
