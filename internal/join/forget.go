package join

import (
	"context"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/viewer"
)

// Forget drops what somebody wrote to join, and the address to which their invitation
// went. Call it before the account goes.
func Forget(ctx context.Context, tx *db.Tx, who viewer.ID) error {
	if err := tx.Exec(ctx, `UPDATE invitations SET address = '' WHERE used_by = $1`, int64(who)); err != nil {
		return fmt.Errorf("join: forget an address: %w", err)
	}
	if err := tx.Exec(ctx, `DELETE FROM applications WHERE id IN (SELECT application_id FROM invitations WHERE used_by = $1)`, int64(who)); err != nil {
		return fmt.Errorf("join: forget an application: %w", err)
	}
	return nil
}
