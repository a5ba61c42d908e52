package work_test

import (
	"slices"
	"testing"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/work"
)

// While the works of a merge were written one after the other, a work with both tags was a
// crossover in lists for half a minute; now these works come first.
func TestWhereMergedTagsMeetIsDoneFirst(t *testing.T) {
	const n = 1500
	meet := []int64{901, 1100, 1499}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		from, into := manyWorks(t, d, n)
		if err := d.Tx(ctx, func(tx *db.Tx) error {
			for _, query := range []string{
				`UPDATE tags SET type = 'fandom' WHERE id IN ($1, $2)`,
				`UPDATE work_filters SET type = 'fandom' WHERE tag_id IN ($1, $2)`,
			} {
				if err := tx.Exec(ctx, query, int64(from), int64(into)); err != nil {
					return err
				}
			}
			for _, w := range meet {
				if err := tx.Exec(ctx, `DELETE FROM work_tags WHERE work_id = $1 AND tag_id <> $2`, w, int64(from)); err != nil {
					return err
				}
				if err := tx.Exec(ctx, `INSERT INTO work_tags (work_id, tag_id, position) VALUES ($1, $2, 5)`, w, int64(into)); err != nil {
					return err
				}
				if err := work.Refilter(ctx, tx, work.ID(w)); err != nil {
					return err
				}
			}
			_, err := mergeTags(ctx, tx, from, into)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if err := work.RunRefilter(ctx, d); err != nil {
			t.Fatal(err)
		}
		if done := batched(t, d); len(done) != n+len(meet) || !slices.Equal(done[:len(meet)], meet) {
			t.Errorf("%d works were done, first %v; want %d, first %v", len(done), done[:min(len(done), 5)], n+len(meet), meet)
		}
		var crossing int
		if err := d.QueryRowContext(ctx, `SELECT COUNT(*) FROM works WHERE crossover AND id IN (901, 1100, 1499)`).Scan(&crossing); err != nil || crossing > 0 {
			t.Errorf("%d of them are crossovers; %v", crossing, err)
		}
	})
}
