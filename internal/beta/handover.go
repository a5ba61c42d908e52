package beta

import (
	"context"
	"fmt"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
)

// HandOver makes what one pseud was given to read another's of the same account.
func HandOver(ctx context.Context, tx *db.Tx, from, to account.PseudID) error {
	if err := tx.Exec(ctx, `UPDATE betas SET pseud_id = $2 WHERE pseud_id = $1`, int64(from), int64(to)); err != nil {
		return fmt.Errorf("beta: hand over: %w", err)
	}
	return nil
}
