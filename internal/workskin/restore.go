package workskin

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/skin"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
)

// Restore gives v a skin that they had elsewhere: one of theirs that is called so and
// says the same, or a new one, under a name that is free. What is wrong with its CSS
// comes back, and then there is none.
func Restore(ctx context.Context, tx *db.Tx, v viewer.Viewer, d Draft) (ID, []skin.Problem, error) {
	var id ID
	err := tx.QueryRowContext(ctx, `SELECT id FROM work_skins WHERE account_id = $1 AND title_key = $2 AND css = $3`, int64(v.ID), tag.Key(d.Title), d.CSS).Scan(&id)
	if err == nil {
		return id, nil, nil
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return 0, nil, fmt.Errorf("skins of account %d: %w", v.ID, err)
	}
	if d.Title, err = free(ctx, tx, v.ID, d.Title); err != nil {
		return 0, nil, err
	}
	return Save(ctx, tx, v, 0, d)
}
