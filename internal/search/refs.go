package search

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"math"
	"slices"

	"github.com/ficstead/ficstead/internal/db"
)

// This file says where words are: in which blocks of which runs.

// span is the words from one to another: one word, or all that begin as it does.
type span struct{ from, to string }

func spanOf(word string, open bool) span {
	if open {
		return span{word, word + afterAll}
	}
	return span{word, word}
}

// spans are those of the words of a, in their order.
func (a atom) spans() []span {
	ws, open := a.words()
	out := make([]span, len(ws))
	for i, w := range ws {
		out[i] = spanOf(w, open && i == len(ws)-1)
	}
	return out
}

// ref is where a block is, and what it begins with.
type ref struct {
	id, run int64
	word    string
	window  int64
}

// locate asks which blocks have the words of x.
func (l *lookup) locate(ctx context.Context, x expr) error {
	var all []span
	for _, as := range x {
		for _, a := range as {
			all = append(all, a.spans()...)
		}
	}
	return l.locateSpans(ctx, all)
}

// locateSpans asks which blocks have the words of spans, those that it does not know of yet.
func (l *lookup) locateSpans(ctx context.Context, spans []span) error {
	var all []span
	for _, s := range spans {
		if _, ok := l.refs[s]; !ok {
			all = append(all, s)
		}
	}
	if len(all) == 0 {
		return nil
	}
	slices.SortFunc(all, func(a, b span) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	all = slices.Compact(all)
	from, to := make([][]byte, len(all)), make([][]byte, len(all))
	for i, s := range all {
		from[i], to[i] = []byte(s.from), []byte(s.to)
	}
	type row struct {
		n int
		ref
	}
	// The first block with a word may begin with one before it.
	rows, err := db.All(ctx, l.q, func(r *sql.Rows, x *row) error {
		var word []byte
		err := r.Scan(&x.n, &x.id, &x.run, &word, &x.window)
		x.word = string(word)
		return err
	}, `SELECT s.n - 1, b.id, b.run_id, b.word, b.window_id
		FROM unnest(CAST($1 AS BYTEA[]), CAST($2 AS BYTEA[])) WITH ORDINALITY s (lowest, highest, n)
		CROSS JOIN search_runs r
		CROSS JOIN LATERAL (
			(SELECT id, run_id, word, window_id FROM search_blocks WHERE run_id = r.id AND word < s.lowest ORDER BY word DESC, window_id DESC LIMIT 1)
			UNION ALL
			SELECT id, run_id, word, window_id FROM search_blocks WHERE run_id = r.id AND word >= s.lowest AND word <= s.highest
		) b ORDER BY s.n, b.run_id, b.word, b.window_id`, from, to)
	if err != nil {
		return fmt.Errorf("search: blocks: %w", err)
	}
	for _, s := range all {
		l.refs[s] = nil
	}
	for _, x := range rows {
		l.refs[all[x.n]] = append(l.refs[all[x.n]], x.ref)
	}
	for _, s := range all {
		byWindows(l.refs[s])
	}
	return nil
}

// byWindows puts the blocks of a word in the order of their windows, run by run: seldom do
// two runs have windows between each other's.
func byWindows(refs []ref) {
	last := map[int64]int64{} // window, of each run
	for _, r := range refs {
		last[r.run] = max(last[r.run], r.window)
	}
	slices.SortStableFunc(refs, func(a, b ref) int { return cmp.Or(cmp.Compare(last[a.run], last[b.run]), cmp.Compare(a.run, b.run)) })
}

// near are those of the blocks of one word that may have one of windows.
func near(refs []ref, s span, windows []int64) []ref {
	if s.from != s.to {
		return refs
	}
	var out []ref
	for i, x := range refs {
		from, to := int64(0), int64(math.MaxInt64)
		if x.word == s.from {
			from = x.window
		}
		if i+1 < len(refs) && refs[i+1].run == x.run && refs[i+1].word == s.from {
			to = refs[i+1].window
		}
		if k, _ := slices.BinarySearch(windows, from); k < len(windows) && windows[k] < to {
			out = append(out, x)
		}
	}
	return out
}
