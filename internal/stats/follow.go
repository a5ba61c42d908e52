package stats

import (
	"context"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/work"
)

// Follow moves what was counted of a chapter to where it is read now: to another work,
// or, when two chapters became one, to that one. Call it in the transaction of the
// move.
func Follow(ctx context.Context, tx *db.Tx, chapter work.ChapterID, to work.ID, into work.ChapterID) error {
	for _, query := range []string{
		`INSERT INTO daily (work_id, chapter_id, kind, day, n) SELECT $2, $3, kind, day, SUM(n) FROM daily
			WHERE chapter_id = $1 AND NOT (work_id = $2 AND chapter_id = $3) GROUP BY kind, day
			ON CONFLICT (work_id, day, kind, chapter_id) DO UPDATE SET n = daily.n + excluded.n`,
		`DELETE FROM daily WHERE chapter_id = $1 AND NOT (work_id = $2 AND chapter_id = $3)`,
	} {
		if err := tx.Exec(ctx, query, int64(chapter), int64(to), int64(into)); err != nil {
			return fmt.Errorf("stats: follow chapter %d: %w", chapter, err)
		}
	}
	return nil
}
