package search

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"math/bits"
	"slices"

	"github.com/ficstead/ficstead/internal/db"
)

const (
	// mergedRuns is how many runs of a size are left before they are merged into one.
	mergedRuns = 8
	// maxMerged is how many runs are merged at once.
	maxMerged = 128
	// fullRun is how many windows a run has that is large enough: it is let alone.
	fullRun = 4096
	// blocksAtOnce is how many blocks of a run are read at a time when it is merged.
	blocksAtOnce = 16
)

// runSize is a run and how many windows it has.
type runSize struct {
	id   int64
	size int
}

// level is the size of a run, in steps of eight.
func (r runSize) level() int { return bits.Len(uint(r.size)) / 3 }

// mergeSome merges runs of about one size, where there are enough of them, or with all any
// that are not full. It gives how many windows they had, 0 when there was nothing to do
// or another is at it.
func mergeSome(ctx context.Context, tx *db.Tx, all bool) (int, error) {
	var mine bool
	if err := tx.QueryRowContext(ctx, `SELECT pg_try_advisory_xact_lock($1, 0)`, mergeSpace).Scan(&mine); err != nil || !mine {
		return 0, err
	}
	runs, err := db.All(ctx, tx, func(r *sql.Rows, x *runSize) error { return r.Scan(&x.id, &x.size) },
		`SELECT id, size FROM search_runs WHERE size < $1 ORDER BY size, id`, fullRun)
	if err != nil {
		return 0, err
	}
	ids, windows := toMerge(runs, all)
	if len(ids) == 0 {
		return 0, nil
	}
	return windows, mergeRuns(ctx, tx, ids)
}

// toMerge picks runs, given by their size, the smallest first, and tells how many windows
// they have.
func toMerge(runs []runSize, all bool) (ids []int64, windows int) {
	for i, r := range runs {
		if !all && i > 0 && r.level() != runs[i-1].level() {
			if len(ids) >= mergedRuns {
				break
			}
			ids, windows = nil, 0
		}
		if len(ids) == maxMerged || windows > 2*fullRun {
			break
		}
		ids, windows = append(ids, r.id), windows+r.size
	}
	if len(ids) >= mergedRuns || all && len(ids) > 1 {
		return ids, windows
	}
	return nil, 0
}

// mergeRuns writes one run instead of several, without the windows that are gone.
func mergeRuns(ctx context.Context, tx *db.Tx, ids []int64) error {
	live, err := db.All(ctx, tx, db.One[int64], `SELECT p.id FROM search_passages p WHERE p.id IN (SELECT unnest(windows) FROM search_runs WHERE id = ANY($1)) ORDER BY p.id`, ids)
	if err != nil {
		return err
	}
	if len(live) > 0 {
		if err := writeRun(ctx, tx, live, func(b *blockWriter) error { return mergeWords(ctx, tx, ids, live, b) }); err != nil {
			return err
		}
	}
	if err := tx.Exec(ctx, `DELETE FROM search_blocks WHERE run_id = ANY($1)`, ids); err != nil {
		return err
	}
	return tx.Exec(ctx, `DELETE FROM search_runs WHERE id = ANY($1)`, ids)
}

// mergeWords writes the words of runs, in their order.
func mergeWords(ctx context.Context, tx *db.Tx, ids, live []int64, b *blockWriter) error {
	var open []*runReader
	for _, id := range ids {
		r := &runReader{run: id, window: -1}
		more, err := r.next(ctx, tx)
		if err != nil {
			return err
		}
		if more {
			open = append(open, r)
		}
	}
	p := &postings{}
	for len(open) > 0 {
		word := slices.MinFunc(open, func(a, b *runReader) int { return cmp.Compare(a.word, b.word) }).word
		p.reset()
		for i := 0; i < len(open); {
			r := open[i]
			more := true
			for more && r.word == word {
				r.block.postings(p, live)
				var err error
				if more, err = r.next(ctx, tx); err != nil {
					return err
				}
			}
			if !more {
				open = slices.Delete(open, i, i+1)
				continue
			}
			i++
		}
		if len(p.windows) == 0 {
			continue
		}
		if err := b.add(word, p.sorted()); err != nil {
			return err
		}
	}
	return nil
}

// runReader reads a run, word by word.
type runReader struct {
	run    int64
	blocks []block // read and not begun
	block  *blockReader
	word   string
	// of the last block that was read
	last   []byte
	window int64
}

// next goes on to the next word, which may be the same one in the next block.
func (r *runReader) next(ctx context.Context, tx *db.Tx) (bool, error) {
	for r.block == nil || !r.block.next() {
		if r.block != nil && r.block.err != nil {
			return false, fmt.Errorf("run %d: %w", r.run, r.block.err)
		}
		if len(r.blocks) == 0 {
			var err error
			r.blocks, err = db.All(ctx, tx, func(rows *sql.Rows, b *block) error {
				var word []byte
				err := rows.Scan(&word, &b.window, &b.data)
				b.word = string(word)
				return err
			}, `SELECT word, window_id, data FROM search_blocks WHERE run_id = $1 AND (word, window_id) > ($2, $3) ORDER BY word, window_id LIMIT $4`,
				r.run, append([]byte{}, r.last...), r.window, blocksAtOnce)
			if err != nil {
				return false, err
			}
			if len(r.blocks) == 0 {
				return false, nil
			}
			end := r.blocks[len(r.blocks)-1]
			r.last, r.window = []byte(end.word), end.window
		}
		r.block, r.blocks = readBlock(r.blocks[0].data), r.blocks[1:]
	}
	r.word = string(r.block.word)
	return true, nil
}

// purgeRuns writes runs anew of which some windows are gone, one of them a transaction.
func purgeRuns(ctx context.Context, d *db.DB) error {
	ids, err := db.All(ctx, d, db.One[int64], `SELECT r.id FROM search_runs r WHERE EXISTS (
		SELECT 1 FROM unnest(r.windows) x WHERE NOT EXISTS (SELECT 1 FROM search_passages p WHERE p.id = x)) ORDER BY r.id`)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := d.Tx(ctx, func(tx *db.Tx) error {
			var mine bool
			if err := tx.QueryRowContext(ctx, `SELECT pg_try_advisory_xact_lock($1, 0)`, mergeSpace).Scan(&mine); err != nil || !mine {
				return err
			}
			return mergeRuns(ctx, tx, []int64{id})
		}); err != nil {
			return err
		}
	}
	return nil
}
