package search

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"github.com/ficstead/ficstead/internal/db"
)

// This file is what is asked of the search in PostgreSQL; what is written is in packed.go.

func (p packed) prepare(ctx context.Context, q db.Q, x expr) error {
	_, err := p.steadily(ctx, q, func(l *lookup) (found, error) { return found{}, l.locate(ctx, x) })
	return err
}

func (p packed) rank(ctx context.Context, q db.Q, by expr, places []place) error {
	windows := make([]int64, len(places))
	for i, x := range places {
		windows[i] = x.passage
	}
	slices.Sort(windows)
	f, err := p.windowsWith(ctx, q, by, windows)
	for i := range places {
		if at, ok := slices.BinarySearch(f.windows, places[i].passage); ok {
			places[i].score = f.scores[at]
		}
	}
	return err
}

// seen gives those of windows whose works fit within, the newest first.
func seen(ctx context.Context, q db.Q, windows []int64, within db.Cond) ([]place, error) {
	out, err := db.All(ctx, q, func(r *sql.Rows, x *place) error { return r.Scan(&x.passage, &x.work) },
		db.Numbered(`SELECT p.id, p.work_id FROM search_passages p JOIN works w ON w.id = p.work_id WHERE p.id = ANY(?) AND (`+within.SQL+`) ORDER BY p.id DESC`),
		arguments(windows, within.Args)...)
	if err != nil {
		return nil, fmt.Errorf("search: passages: %w", err)
	}
	return out, nil
}

// newest looks into some runs after the other, the newest first, so that it neither reads nor
// keeps in memory more than it needs.
func (p packed) newest(ctx context.Context, q db.Q, x expr, within db.Cond, works int) ([]place, error) {
	const atOnce = 2000 // windows
	n := newNewest(works)
	_, err := p.steadily(ctx, q, func(l *lookup) (found, error) {
		runs, err := l.runs(ctx, x)
		for some := 1; err == nil && len(runs) > 0 && !n.full(); some *= 2 {
			var f found
			f, err = l.within(runs[:min(some, len(runs))]).expr(ctx, x, nil)
			runs = runs[min(some, len(runs)):]
			for to := len(f.windows); err == nil && to > 0 && !n.full(); to -= min(to, atOnce) {
				err = n.see(ctx, l.q, f.windows[max(0, to-atOnce):to], within)
			}
		}
		return found{}, err
	})
	return n.places, err
}

// see adds those of windows whose works fit within.
func (n *newest) see(ctx context.Context, q db.Q, windows []int64, within db.Cond) error {
	some, err := seen(ctx, q, windows, within)
	for _, x := range some {
		n.add(x)
	}
	return err
}

func (packed) entries(x expr, title bool, within db.Cond, limit int) db.Cond {
	weight := ""
	if title {
		weight = "A"
	}
	text := tsExpr(x, weight)
	return db.Where(`SELECT w.id, w.id, -ts_rank('{0.1, 0.3, 0.5, 1.0}', e.words, CAST(? AS tsquery), 1) FROM search_entries e
		JOIN works w ON w.id = e.work_id
		WHERE e.words @@ CAST(? AS tsquery) AND (`+within.SQL+`) LIMIT ?`, arguments(text, arguments(text, within.Args, limit))...)
}

func (p packed) windows(ctx context.Context, q db.Q, x expr, limit int) ([]int64, error) {
	f, err := p.windowsWith(ctx, q, x, nil)
	if err != nil {
		return nil, err
	}
	var out []int64
	for from := 0; from < len(f.windows) && len(out) < limit; from += limit {
		ids, err := db.All(ctx, q, db.One[int64], `SELECT id FROM search_passages WHERE id = ANY($1) ORDER BY id`, f.windows[from:min(len(f.windows), from+limit)])
		if err != nil {
			return nil, fmt.Errorf("search: windows: %w", err)
		}
		out = append(out, ids...)
	}
	return out[:min(len(out), limit)], nil
}

func (p packed) count(ctx context.Context, q db.Q, a atom, most int) (int, error) {
	return p.countWindows(ctx, q, a, most)
}

// weigh gives how many blocks words are in.
func (p packed) weigh(ctx context.Context, q db.Q, words []string) ([]int, error) {
	out := make([]int, len(words))
	_, err := p.steadily(ctx, q, func(l *lookup) (found, error) {
		all := make([]span, len(words))
		for i, w := range words {
			all[i] = spanOf(w, false)
		}
		err := l.locateSpans(ctx, all)
		for i, s := range all {
			out[i] = len(l.refs[s])
		}
		return found{}, err
	})
	return out, err
}

func (p packed) spots(ctx context.Context, q db.Q, x expr) (s spots, err error) {
	f, err := p.windowsWith(ctx, q, x, nil)
	if err != nil || len(f.windows) == 0 {
		return s, err
	}
	type row struct{ window, work int64 }
	rows, err := db.All(ctx, q, func(r *sql.Rows, x *row) error { return r.Scan(&x.window, &x.work) },
		`SELECT id, work_id FROM search_passages WHERE id = ANY($1) ORDER BY id`, f.windows)
	for _, x := range rows {
		s.windows, s.works = append(s.windows, x.window), append(s.works, x.work)
	}
	return s, err
}

func (p packed) beside(ctx context.Context, q db.Q, _ *lead, a atom, among []int64) ([]int64, error) {
	if len(among) == 0 {
		return nil, nil
	}
	f, err := p.windowsWith(ctx, q, allOf(a), among)
	return f.windows, err
}

func (p packed) works(ctx context.Context, q db.Q, x expr) ([]int64, error) {
	f, err := p.windowsWith(ctx, q, x, nil)
	if err != nil {
		return nil, err
	}
	return worksOf(ctx, q, f.windows)
}

// worksOf gives the works of windows, in order.
func worksOf(ctx context.Context, q db.Q, windows []int64) ([]int64, error) {
	if len(windows) == 0 {
		return nil, nil
	}
	// Of many windows among all there are PostgreSQL tells quicker by bits than by a list.
	const many = 16
	query, args := `SELECT work_id FROM search_passages WHERE id = ANY($1) GROUP BY work_id`, []any{windows}
	if first, last := windows[0], windows[len(windows)-1]; last-first < many*int64(len(windows)) {
		query, args = `SELECT work_id FROM search_passages WHERE id BETWEEN $1 AND $2 AND get_bit(CAST($3 AS BYTEA), CAST(id - $1 AS INT)) = 1 GROUP BY work_id`, []any{first, last, bitsOf(windows)}
	}
	ids, err := db.All(ctx, q, db.One[int64], query, args...)
	slices.Sort(ids)
	return ids, err
}

// bitsOf has a bit for each number from the first of windows to the last, set for those
// that are among them.
func bitsOf(windows []int64) []byte {
	first := windows[0]
	out := make([]byte, (windows[len(windows)-1]-first)/8+1)
	for _, w := range windows {
		out[(w-first)/8] |= 1 << ((w - first) % 8)
	}
	return out
}

func (packed) entryWorks(ctx context.Context, q db.Q, x expr) ([]int64, error) {
	ids, err := db.All(ctx, q, db.One[int64], `SELECT work_id FROM search_entries WHERE words @@ CAST($1 AS tsquery)`, tsExpr(x, ""))
	slices.Sort(ids)
	return ids, err
}

// askedWorks are so many whose windows are looked up; of more all windows with the word are.
const askedWorks = 2000

func (p packed) amongWorks(ctx context.Context, q db.Q, a atom, works []int64) ([]int64, error) {
	if len(works) > askedWorks {
		all, err := p.works(ctx, q, allOf(a))
		return both(works, all), err
	}
	windows, err := db.All(ctx, q, db.One[int64], `SELECT id FROM search_passages WHERE work_id = ANY($1) ORDER BY id`, works)
	if err != nil || len(windows) == 0 {
		return nil, err
	}
	f, err := p.windowsWith(ctx, q, allOf(a), windows)
	if err != nil {
		return nil, err
	}
	return worksOf(ctx, q, f.windows)
}

func (packed) amongEntries(ctx context.Context, q db.Q, a atom, works []int64) ([]int64, error) {
	ids, err := db.All(ctx, q, db.One[int64], `SELECT work_id FROM search_entries WHERE work_id = ANY($1) AND words @@ CAST($2 AS tsquery)`, works, tsPhrase(a, ""))
	slices.Sort(ids)
	return ids, err
}

func (p packed) having(ctx context.Context, q db.Q, a atom) (db.Cond, error) {
	f, err := p.windowsWith(ctx, q, allOf(a), nil)
	if err != nil {
		return db.Cond{}, err
	}
	return db.Or(p.entry(a), db.Where(`w.id IN (SELECT p.work_id FROM search_passages p WHERE p.id = ANY(?))`, f.windows)), nil
}

func (packed) entry(a atom, parts ...Part) db.Cond {
	weight := ""
	for _, p := range parts {
		weight += string("AB"[p])
	}
	return db.Where(`EXISTS (SELECT 1 FROM search_entries e WHERE e.work_id = w.id AND e.words @@ CAST(? AS tsquery))`, tsPhrase(a, weight))
}

func (p packed) first(ctx context.Context, q db.Q, work int64, a atom) (int64, error) {
	all, err := db.All(ctx, q, db.One[int64], `SELECT id FROM search_passages WHERE work_id = $1 ORDER BY id`, work)
	if err != nil || len(all) == 0 {
		return 0, err
	}
	f, err := p.windowsWith(ctx, q, allOf(a), all)
	return append(f.windows, 0)[0], err
}

func (packed) oneOf(column string, ids []int64) db.Cond {
	return db.Where(column+` = ANY(?)`, ids)
}

// tsExpr writes an expression for a tsvector.
func tsExpr(x expr, weight string) string {
	parts := make([]string, len(x))
	for i, as := range x {
		one := make([]string, len(as))
		for k, a := range as {
			one[k] = tsPhrase(a, weight)
		}
		parts[i] = "(" + strings.Join(one, " | ") + ")"
	}
	return strings.Join(parts, " & ")
}

func tsPhrase(a atom, weight string) string {
	ws, open := a.words()
	for i, w := range ws {
		mark := weight
		if open && i == len(ws)-1 {
			mark += "*"
		}
		ws[i] = "'" + w + "'"
		if mark != "" {
			ws[i] += ":" + mark
		}
	}
	return strings.Join(ws, " <-> ")
}
