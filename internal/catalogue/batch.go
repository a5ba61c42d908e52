package catalogue

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/facet"
)

// lastBatch is the number of the newest batch of works whose filters were written anew.
func lastBatch(ctx context.Context, q db.Q) (int64, error) {
	var n int64
	if err := q.QueryRowContext(ctx, `SELECT n FROM refilter_state`).Scan(&n); err != nil {
		return 0, fmt.Errorf("catalogue: batches: %w", err)
	}
	return n, nil
}

// allBatches reports whether the database has every batch after n: old ones go, and an
// older copy of the database may not even have had n.
func allBatches(ctx context.Context, q db.Q, n int64) (bool, error) {
	var last, have int64
	if err := q.QueryRowContext(ctx, `SELECT (SELECT n FROM refilter_state), (SELECT COUNT(*) FROM refilter_batches WHERE n > $1)`, n).Scan(&last, &have); err != nil {
		return false, fmt.Errorf("catalogue: batches: %w", err)
	}
	return last-n == have, nil
}

// takeBatch takes the next batch in, a few works at a time, so that nobody who asks
// waits long. It reports whether there was one and whether there are more.
func (x *Index) takeBatch(ctx context.Context, at *facet.Index) (took, more bool, err error) {
	type batch struct {
		n     int64
		works string
	}
	t := &x.turning
	next, err := db.All(ctx, x.reader.db, func(r *sql.Rows, b *batch) error { return r.Scan(&b.n, &b.works) },
		`SELECT n, works FROM refilter_batches WHERE n > $1 ORDER BY n LIMIT 2`, t.batch.Load())
	if err != nil || len(next) == 0 {
		return false, false, err
	}
	var ids []int64
	if err := json.Unmarshal([]byte(next[0].works), &ids); err != nil {
		return false, false, fmt.Errorf("catalogue: batch %d: %w", next[0].n, err)
	}
	for part := range slices.Chunk(ids, batchStep) {
		err := x.onlyIn(ctx, at, func() error {
			changes, err := x.changes(ctx, part)
			if err != nil {
				return err
			}
			return at.Apply(x.applied, changes, nil)
		})
		if err != nil {
			return false, false, fmt.Errorf("catalogue: batch %d: %w", next[0].n, err)
		}
	}
	return true, len(next) > 1, x.onlyIn(ctx, at, func() error { t.batch.Store(next[0].n); return nil })
}
