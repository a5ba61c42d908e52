package search

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/ficstead/ficstead/internal/db"
)

// Blocks with much room between them are written into a table of their own, which then takes
// the place of the one there was. Readers and writers go on meanwhile; only while the one
// takes the other's place must nobody be in it, for which this waits so little at a time that
// they notice nothing.

// How many bytes of blocks are written afresh whenever they have an eighth more room than they
// need; more are when the index is made, and when it is purged if they have a half more.
const (
	freshInUse  = 64 << 20
	freshAlways = 1 << 62

	anEighth, aHalf = 8, 2
)

// How long to wait until nobody is in the table, how often, and how long to let others in
// in between.
const (
	swapWait  = `10ms`
	swapTries = 8
	swapRest  = 50 * time.Millisecond
)

var errBusy = errors.New("the table is in use")

// afresh writes the blocks into a new table, if they take less than most and have that part
// more room than they need.
func (t *tidier) afresh(ctx context.Context, most, part int64) error {
	var size, need int64 // none, if another does it just now
	if err := t.d.QueryRowContext(ctx, `SELECT COALESCE(pg_total_relation_size('search_blocks'), 0)`).Scan(&size); err != nil || size > most {
		return err
	}
	const slack = 128 << 10 // what a small table has besides
	if err := t.d.QueryRowContext(ctx, `SELECT COALESCE(SUM(LENGTH(data)), 0) FROM search_blocks`).Scan(&need); err != nil || size < need+need/part+slack {
		return err
	}
	err := t.d.Tx(ctx, func(tx *db.Tx) error {
		var mine bool
		if err := tx.QueryRowContext(ctx, `SELECT pg_try_advisory_xact_lock($1, 0)`, mergeSpace).Scan(&mine); err != nil || !mine {
			return err
		}
		if err := tx.Exec(ctx, `CREATE TABLE search_blocks_fresh (LIKE search_blocks INCLUDING ALL)`); err != nil {
			return err
		}
		if err := copyMissing(ctx, tx); err != nil {
			return err
		}
		return swap(ctx, tx)
	})
	if err != nil && !errors.Is(err, errBusy) {
		return fmt.Errorf("search: blocks afresh: %w", err)
	}
	return nil
}

// copyMissing copies the blocks of runs that the new table has not. Runs never change, and
// none goes while this has the lock for merging.
func copyMissing(ctx context.Context, tx *db.Tx) error {
	return tx.Exec(ctx, `INSERT INTO search_blocks_fresh SELECT b.* FROM search_blocks b JOIN search_runs r ON r.id = b.run_id
		WHERE NOT EXISTS (SELECT 1 FROM search_blocks_fresh f WHERE f.run_id = r.id) ORDER BY b.run_id, b.word, b.window_id`)
}

// swap puts the new table in the place of the one there is, as soon as nobody is in that.
func swap(ctx context.Context, tx *db.Tx) error {
	for range swapTries {
		err := tx.Exec(ctx, `SAVEPOINT swap; SET LOCAL lock_timeout = '`+swapWait+`'; LOCK TABLE search_blocks IN ACCESS EXCLUSIVE MODE`)
		if err == nil {
			if err := copyMissing(ctx, tx); err != nil { // what was saved meanwhile
				return err
			}
			return tx.Exec(ctx, `SELECT setval('search_blocks_fresh_id_seq', last_value, is_called) FROM search_blocks_id_seq;
				DROP TABLE search_blocks;
				ALTER TABLE search_blocks_fresh RENAME TO search_blocks;
				ALTER SEQUENCE search_blocks_fresh_id_seq RENAME TO search_blocks_id_seq;
				ALTER INDEX search_blocks_fresh_pkey RENAME TO search_blocks_pkey;
				ALTER INDEX search_blocks_fresh_run_id_word_window_id_key RENAME TO search_blocks_run_id_word_window_id_key`)
		}
		const lockNotAvailable = "55P03"
		if pe, ok := errors.AsType[*pgconn.PgError](err); !ok || pe.Code != lockNotAvailable {
			return err
		}
		if err := tx.Exec(ctx, `ROLLBACK TO SAVEPOINT swap`); err != nil {
			return err
		}
		select {
		case <-time.After(swapRest/2 + rand.N(swapRest)):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return errBusy
}
