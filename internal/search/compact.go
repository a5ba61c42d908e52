package search

import (
	"context"
	"fmt"
	"time"

	"github.com/ficstead/ficstead/internal/db"
)

// tidy merges runs while there are enough of a size, and writes those anew of which much is
// gone.
func (packed) tidy(ctx context.Context, d *db.DB) error {
	t := tidier{d: d}
	if err := t.merge(ctx, false); err != nil {
		return err
	}
	runs, err := t.muchGone(ctx)
	if err != nil {
		return fmt.Errorf("search: %w", err)
	}
	if err := t.renew(ctx, runs); err != nil {
		return err
	}
	if err := t.afresh(ctx, freshInUse, anEighth); err != nil {
		return err
	}
	return t.vacuum(ctx)
}

// compact merges all that is not full, and leaves out what is gone.
func (p packed) compact(ctx context.Context, d *db.DB) error {
	t := tidier{d: d}
	if err := t.merge(ctx, true); err != nil {
		return err
	}
	if err := p.purge(ctx, d); err != nil {
		return err
	}
	return t.afresh(ctx, freshAlways, anEighth)
}

// purge leaves out what is gone.
func (packed) purge(ctx context.Context, d *db.DB) error {
	t := tidier{d: d}
	runs, err := t.anyGone(ctx)
	if err != nil {
		return fmt.Errorf("search: %w", err)
	}
	if err := t.renew(ctx, runs); err != nil {
		return err
	}
	if err := t.afresh(ctx, freshAlways, aHalf); err != nil {
		return err
	}
	return t.vacuum(ctx)
}

// alive is how many windows of the run r are not gone.
const alive = `(SELECT COUNT(*) FROM generate_series(1, cardinality(r.ranges), 2) i JOIN search_passages p ON p.id BETWEEN r.ranges[i] AND r.ranges[i + 1])`

// tidier keeps the index small. What it writes anew leaves room where it was, which it has
// filled again before it goes on: else the tables would need room for all of it twice.
type tidier struct {
	d     *db.DB
	freed int64 // bytes since the last vacuum
}

// muchGone looks at some runs, others each time, and gives those of which an eighth is gone.
func (t *tidier) muchGone(ctx context.Context) ([]int64, error) {
	const seen = 4096 // windows
	return t.runs(ctx, `SELECT r.id FROM (
			SELECT id, SUM(size) OVER (ORDER BY at) - size AS before FROM (SELECT id, size, random() AS at FROM search_runs) s
		) s JOIN search_runs r ON r.id = s.id WHERE s.before < $1 AND r.size <= 8 * (r.size - `+alive+`)`, seen)
}

// anyGone gives all runs of which something is gone.
func (t *tidier) anyGone(ctx context.Context) ([]int64, error) {
	return t.runs(ctx, `SELECT r.id FROM search_runs r WHERE r.size > `+alive+` ORDER BY r.id`)
}

func (t *tidier) runs(ctx context.Context, query string, args ...any) (ids []int64, err error) {
	err = t.d.Tx(ctx, func(tx *db.Tx) (err error) {
		if err := uncompiled(ctx, tx); err != nil {
			return err
		}
		ids, err = db.All(ctx, tx, db.One[int64], query, args...)
		return err
	})
	return ids, err
}

// uncompiled has PostgreSQL not compile queries about ranges of windows: it takes them for a
// thousand times as large as they are, and compiles for a third of a second what runs for a
// few milliseconds.
func uncompiled(ctx context.Context, tx *db.Tx) error { return tx.Exec(ctx, `SET LOCAL jit = off`) }

// merge merges until nothing is left to do.
func (t *tidier) merge(ctx context.Context, all bool) error {
	for more := true; more; {
		if err := t.step(ctx, func(tx *db.Tx) (int64, error) {
			n, freed, err := mergeSome(ctx, tx, all)
			more = n > 0
			return freed, err
		}); err != nil {
			return err
		}
	}
	return nil
}

// renew writes runs anew without what is gone, one of them a transaction.
func (t *tidier) renew(ctx context.Context, runs []int64) error {
	for _, id := range runs {
		if err := t.step(ctx, func(tx *db.Tx) (int64, error) {
			if err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock($1, 0)`, mergeSpace); err != nil {
				return 0, err
			}
			return mergeRuns(ctx, tx, []int64{id}) // nothing, if it was merged meanwhile
		}); err != nil {
			return err
		}
	}
	return nil
}

// step runs f, which tells how much room it has made, in a transaction, and gives the room
// free when it is worth that.
func (t *tidier) step(ctx context.Context, f func(*db.Tx) (int64, error)) error {
	var before string
	var size int64
	if err := t.d.Tx(ctx, func(tx *db.Tx) error {
		if err := uncompiled(ctx, tx); err != nil {
			return err
		}
		freed, err := f(tx)
		if err != nil || freed == 0 {
			return err
		}
		t.freed += freed
		return tx.QueryRowContext(ctx, `SELECT pg_current_xact_id(), pg_table_size('search_blocks')`).Scan(&before, &size)
	}); err != nil {
		return fmt.Errorf("search: merge: %w", err)
	}
	const part, least = 16, 64 << 10 // of the table and bytes for which a look at all of it is worth while
	if t.freed < max(size/part, least) {
		return nil
	}
	t.freed = 0
	if err := t.outlast(ctx, before); err != nil {
		return fmt.Errorf("search: merge: %w", err)
	}
	return t.vacuumTable(ctx, "search_blocks")
}

// outlast waits, but not for long, until those transactions are over that began before one:
// what it took away is kept for them.
func (t *tidier) outlast(ctx context.Context, transaction string) error {
	for wait, sum := time.Millisecond, time.Duration(0); sum < 200*time.Millisecond; wait, sum = 2*wait, sum+wait {
		var over bool
		if err := t.d.QueryRowContext(ctx, `SELECT pg_snapshot_xmin(pg_current_snapshot()) > CAST($1 AS xid8)`, transaction).Scan(&over); err != nil || over {
			return err
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// roomy gives free all room of what is gone.
func (packed) roomy(ctx context.Context, d *db.DB) error {
	t := tidier{d: d}
	for _, name := range []string{"search_blocks", "search_runs", "search_passages", "search_entries"} {
		if err := t.vacuumTable(ctx, name); err != nil {
			return err
		}
	}
	return nil
}

// vacuum gives the room free of what is gone, where there is much of it.
func (t *tidier) vacuum(ctx context.Context) error {
	tables, err := db.All(ctx, t.d, db.One[string], `SELECT c.relname FROM pg_class c JOIN pg_stat_all_tables s ON s.relid IN (c.oid, c.reltoastrelid)
		WHERE c.oid IN ('search_blocks'::regclass, 'search_runs'::regclass, 'search_passages'::regclass, 'search_entries'::regclass)
		GROUP BY c.relname HAVING bool_or(s.n_dead_tup > 50 + s.n_live_tup / 16) ORDER BY c.relname`)
	if err != nil {
		return fmt.Errorf("search: %w", err)
	}
	for _, name := range tables {
		if err := t.vacuumTable(ctx, name); err != nil {
			return err
		}
	}
	return nil
}

// vacuumTable makes the room of what was deleted free for what comes. It keeps nobody out, for
// which the end of the table would have to go.
func (t *tidier) vacuumTable(ctx context.Context, table string) error {
	if _, err := t.d.Writer().ExecContext(ctx, `VACUUM (INDEX_CLEANUP ON, TRUNCATE OFF, SKIP_LOCKED) `+table); err != nil {
		return fmt.Errorf("search: vacuum %s: %w", table, err)
	}
	return nil
}
