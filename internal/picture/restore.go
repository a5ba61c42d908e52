package picture

import (
	"context"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// Restore gives a work a stored picture that it had elsewhere, with its words. It
// counts against the quota of by and is not refused for it: nothing is lost on the
// way. What is not stored is passed over. The caller has made sure that by may edit
// the work.
func Restore(ctx context.Context, tx *db.Tx, by viewer.ID, id work.ID, name, alt string) error {
	var there bool
	if err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM pictures WHERE name = $1)`, name).Scan(&there); err != nil {
		return fmt.Errorf("picture of work %d: %w", id, err)
	}
	if !there {
		return nil
	}
	if err := tx.Exec(ctx, `INSERT INTO sent_pictures (work_id, name, account_id, alt, created_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (work_id, name) DO NOTHING`,
		int64(id), name, int64(by), alt, tx.Millis()); err != nil {
		return fmt.Errorf("picture of work %d: %w", id, err)
	}
	return work.GivePicture(ctx, tx, id, name)
}
