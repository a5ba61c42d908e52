package account

import (
	"context"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/viewer"
)

// RestorePseud gives a pseud of an account the words that it had elsewhere, unless it
// has some here, and with usual makes it the one that is used unless another is
// chosen.
func RestorePseud(ctx context.Context, tx *db.Tx, c prose.Cleaner, owner viewer.ID, id PseudID, description string, usual bool) error {
	if err := hold(ctx, tx, owner); err != nil {
		return err
	}
	words := prose.Show(c.Clean(description, prose.Summary))
	if err := tx.Exec(ctx, `UPDATE pseuds SET description = $1 WHERE id = $2 AND account_id = $3 AND description = ''`, words, int64(id), int64(owner)); err != nil {
		return fmt.Errorf("account: restore pseud %d: %w", id, err)
	}
	if !usual {
		return nil
	}
	return MakeUsual(ctx, tx, owner, id)
}
