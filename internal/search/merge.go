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
	// fullRuns is how many full runs all windows would make, about; a full one, which has so
	// many windows at least and at most, is let alone. While runs are merged there is room for
	// both what is written and what was there, and for more of them each look-up takes longer.
	fullRuns              = 4
	smallestFull, fullRun = 256, 4096
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

// full is how many windows a full run has, of so many in all. It changes only when there are
// twice as many.
func full(windows int) int {
	return min(max(1<<bits.Len(uint(windows/fullRuns))/2, smallestFull), fullRun)
}

// mergeSome merges runs of about one size, where there are enough of them, or with all any
// that are not full. It gives how many windows they had, 0 when there was nothing to do
// or another is at it, and how many bytes.
func mergeSome(ctx context.Context, tx *db.Tx, all bool) (windows int, freed int64, err error) {
	var mine bool
	if err := tx.QueryRowContext(ctx, `SELECT pg_try_advisory_xact_lock($1, 0)`, mergeSpace).Scan(&mine); err != nil || !mine {
		return 0, 0, err
	}
	var sum int
	if err := tx.QueryRowContext(ctx, `SELECT COALESCE(SUM(size), 0) FROM search_runs`).Scan(&sum); err != nil {
		return 0, 0, err
	}
	most := full(sum)
	runs, err := db.All(ctx, tx, func(r *sql.Rows, x *runSize) error { return r.Scan(&x.id, &x.size) },
		`SELECT id, size FROM search_runs WHERE size < $1 ORDER BY size, id`, most)
	if err != nil {
		return 0, 0, err
	}
	ids, windows := toMerge(runs, most, all)
	if len(ids) == 0 {
		return 0, 0, nil
	}
	freed, err = mergeRuns(ctx, tx, ids)
	return windows, freed, err
}

// toMerge picks runs of those that are not full, given by their size, the smallest first, and
// tells how many windows they have.
func toMerge(runs []runSize, full int, all bool) (ids []int64, windows int) {
	for i, r := range runs {
		if !all && i > 0 && r.level() != runs[i-1].level() {
			if len(ids) >= mergedRuns {
				break
			}
			ids, windows = nil, 0
		}
		ids, windows = append(ids, r.id), windows+r.size
		if len(ids) == maxMerged || windows >= full {
			break
		}
	}
	if len(ids) >= mergedRuns || len(ids) > 1 && (all || windows >= full) {
		return ids, windows
	}
	return nil, 0
}

// mergeRuns writes one run instead of several, without the windows that are gone, and gives
// how many bytes those had.
func mergeRuns(ctx context.Context, tx *db.Tx, ids []int64) (freed int64, err error) {
	live, err := db.All(ctx, tx, db.One[int64], `SELECT p.id FROM search_runs r CROSS JOIN generate_series(1, cardinality(r.ranges), 2) i
		JOIN search_passages p ON p.id BETWEEN r.ranges[i] AND r.ranges[i + 1] WHERE r.id = ANY($1) ORDER BY p.id`, ids)
	if err != nil {
		return 0, err
	}
	if len(live) > 0 {
		within, err := rangesOf(ctx, tx, ids)
		if err != nil {
			return 0, err
		}
		if err := writeRun(ctx, tx, live, within, func(b *blockWriter) error { return mergeWords(ctx, tx, ids, live, b) }); err != nil {
			return 0, err
		}
	}
	if err := tx.QueryRowContext(ctx, `WITH gone AS (DELETE FROM search_blocks WHERE run_id = ANY($1) RETURNING LENGTH(data) AS size)
		SELECT COALESCE(SUM(size), 0) FROM gone`, ids).Scan(&freed); err != nil {
		return 0, err
	}
	return freed, tx.Exec(ctx, `DELETE FROM search_runs WHERE id = ANY($1)`, ids)
}

// rangesOf gives the ranges of runs as one list. What is gone stays in them, or they would
// become many.
func rangesOf(ctx context.Context, tx *db.Tx, ids []int64) ([]int64, error) {
	type span struct{ from, to int64 }
	all, err := db.All(ctx, tx, func(r *sql.Rows, x *span) error { return r.Scan(&x.from, &x.to) },
		`SELECT r.ranges[i], r.ranges[i + 1] FROM search_runs r CROSS JOIN generate_series(1, cardinality(r.ranges), 2) i WHERE r.id = ANY($1) ORDER BY 1`, ids)
	var out []int64
	for i, x := range all {
		if i > 0 && x.from == all[i-1].to+1 {
			out[len(out)-1] = x.to
			continue
		}
		out = append(out, x.from, x.to)
	}
	return out, err
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
