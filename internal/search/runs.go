package search

import (
	"context"
	"slices"

	"github.com/ficstead/ficstead/internal/db"
)

// addRun writes a run of windows, which must come in the order of their numbers.
func addRun(ctx context.Context, tx *db.Tx, ids []int64, ws []window) error {
	if len(ids) == 0 {
		return nil
	}
	all := map[string]*postings{}
	for i, w := range ws {
		for at, word := range w.words {
			p := all[word]
			if p == nil {
				p = &postings{}
				all[word] = p
			}
			if n := len(p.windows); n == 0 || p.windows[n-1] != ids[i] {
				p.windows, p.ends = append(p.windows, ids[i]), append(p.ends, len(p.places))
			}
			p.places = append(p.places, uint16(at))
			p.ends[len(p.ends)-1] = len(p.places)
		}
	}
	words := make([]string, 0, len(all))
	for w := range all {
		words = append(words, w)
	}
	slices.Sort(words)
	return writeRun(ctx, tx, ids, ranges(ids), func(b *blockWriter) error {
		for _, w := range words {
			if err := b.add(w, all[w]); err != nil {
				return err
			}
		}
		return nil
	})
}

// ranges gives the first and last of each numbers in a row.
func ranges(ids []int64) []int64 {
	var out []int64
	for i, id := range ids {
		if i > 0 && id == ids[i-1]+1 {
			out[len(out)-1] = id
			continue
		}
		out = append(out, id, id)
	}
	return out
}

// writeRun makes a run of windows, which are those in ranges that are not gone; fill gives
// its words.
func writeRun(ctx context.Context, tx *db.Tx, ids, ranges []int64, fill func(*blockWriter) error) error {
	var run int64
	if err := tx.QueryRowContext(ctx, `INSERT INTO search_runs (size, ranges) VALUES ($1, $2) RETURNING id`, len(ids), ranges).Scan(&run); err != nil {
		return err
	}
	b := &blockWriter{base: ids[0], emit: func(x block) error {
		return tx.Exec(ctx, `INSERT INTO search_blocks (run_id, word, window_id, data) VALUES ($1, $2, $3, $4)`, run, []byte(x.word), x.window, x.data)
	}}
	if err := fill(b); err != nil {
		return err
	}
	return b.flush()
}
