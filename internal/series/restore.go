package series

import (
	"context"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
)

// Restore makes a series as it was kept elsewhere, of works that v made. Where v has
// a series of that title already, the works are put into it, behind those it has; what
// is told of it stays.
func Restore(ctx context.Context, tx *db.Tx, c prose.Cleaner, v viewer.Viewer, d Details) error {
	had, err := db.All(ctx, tx, db.One[ID], `SELECT DISTINCT s.id FROM series s JOIN series_creators c ON c.series_id = s.id JOIN pseuds p ON p.id = c.pseud_id
		WHERE s.title_key = $1 AND p.account_id = $2 ORDER BY s.id LIMIT 1`, tag.Key(d.Title), int64(v.ID))
	if err != nil {
		return fmt.Errorf("find series: %w", err)
	}
	if len(had) == 0 {
		_, err := create(ctx, tx, c, v, d)
		return err
	}
	return d.join(ctx, tx, had[0])
}

// join puts works behind those that a series has.
func (d *Details) join(ctx context.Context, tx *db.Tx, id ID) error {
	if err := lock(ctx, tx, id); err != nil {
		return err
	}
	for _, w := range d.Works {
		at, err := place(ctx, tx, id, w)
		if err != nil {
			return err
		}
		if err := tx.Exec(ctx, `INSERT INTO series_works (series_id, work_id, position) VALUES ($1, $2, $3) ON CONFLICT (series_id, work_id) DO NOTHING`,
			int64(id), int64(w), at); err != nil {
			return fmt.Errorf("series %d add work %d: %w", id, w, err)
		}
	}
	if err := signed(ctx, tx, id); err != nil {
		return err
	}
	return touched(ctx, tx, id)
}
