package search

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/ficstead/ficstead/internal/db"
)

// packed is the search in PostgreSQL: texts in runs of our own (run.go, lookup.go), since a
// tsvector and its index are three times as large as a text, and entries in a tsvector,
// which is written out, so that none of its own parsers and dictionaries has a say.
type packed struct {
	kept *gathered // nil: all is written at once
	read blocks
}

// gathered are windows that wait to be written.
type gathered struct {
	ids []int64
	ws  []window
}

// mostGathered is how many windows are gathered before they are written.
const mostGathered = 2000

func (p packed) passages(ctx context.Context, q db.Q, x expr, within db.Cond, limit int) ([]place, error) {
	f, err := p.windowsWith(ctx, q, x, nil)
	if err != nil {
		return nil, err
	}
	var out []place
	for from := 0; from < len(f.windows) && len(out) < limit; from += seenAtOnce {
		ids := f.windows[from:min(len(f.windows), from+seenAtOnce)]
		some, err := db.All(ctx, q, func(r *sql.Rows, x *place) error { return r.Scan(&x.passage, &x.work) },
			db.Numbered(`SELECT p.id, p.work_id FROM search_passages p JOIN works w ON w.id = p.work_id WHERE p.id = ANY(?) AND (`+within.SQL+`) ORDER BY p.id LIMIT ?`),
			arguments(ids, within.Args, limit-len(out))...)
		if err != nil {
			return nil, fmt.Errorf("search: passages: %w", err)
		}
		for i := range some {
			at, _ := slices.BinarySearch(f.windows, some[i].passage)
			some[i].score = f.scores[at]
		}
		out = append(out, some...)
	}
	return out, nil
}

// seenAtOnce is how many windows one statement is asked about.
const seenAtOnce = 10_000

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

func (p packed) among(ctx context.Context, q db.Q, a atom, windows []int64) ([]int64, error) {
	f, err := p.windowsWith(ctx, q, allOf(a), windows)
	return f.windows, err
}

func (p packed) count(ctx context.Context, q db.Q, a atom, _ int) (n int, err error) {
	_, err = p.steadily(q, func(l *lookup) (found, error) {
		err := l.locate(ctx, allOf(a))
		n = l.atLeast(a)
		return found{}, err
	})
	return n, err
}

func (packed) amongEntries(ctx context.Context, q db.Q, a atom, works []int64) ([]int64, error) {
	return db.All(ctx, q, db.One[int64], `SELECT work_id FROM search_entries WHERE work_id = ANY($1) AND words @@ CAST($2 AS tsquery)`, works, tsPhrase(a, ""))
}

func (p packed) few(ctx context.Context, q db.Q, a atom, most int) (windows, entries []int64, whole bool, err error) {
	f, whole, err := p.fewWindowsWith(ctx, q, a, most)
	if err != nil || !whole {
		return nil, nil, false, err
	}
	entries, err = db.All(ctx, q, db.One[int64], `SELECT work_id FROM search_entries WHERE words @@ CAST($1 AS tsquery) LIMIT $2`, tsPhrase(a, ""), most+1)
	return f.windows, entries, len(entries) <= most, err
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

func (packed) addEntry(ctx context.Context, tx *db.Tx, e Entry) error {
	var v vector
	for i, ws := range entryWords(e) {
		v.add(ws, "ABCD"[i])
	}
	return tx.Exec(ctx, `INSERT INTO search_entries (work_id, title, names, tags, summary, notes, words) VALUES ($1, $2, $3, $4, $5, $6, CAST($7 AS tsvector))`,
		e.Work, e.Title, e.Names, e.Tags, e.Summary, e.Notes, v.String())
}

func (p packed) addWindows(ctx context.Context, tx *db.Tx, work int64, chapter sql.NullInt64, all iter.Seq[window]) error {
	ws := slices.Collect(all)
	if len(ws) == 0 {
		return nil
	}
	first, last := make([]string, len(ws)), make([]string, len(ws))
	for i, w := range ws {
		first[i], last[i] = w.first, w.last
	}
	ids, err := db.All(ctx, tx, db.One[int64], `INSERT INTO search_passages (work_id, chapter_id, first_anchor, last_anchor)
		SELECT $1, $2, a.first, a.last FROM unnest(CAST($3 AS TEXT[]), CAST($4 AS TEXT[])) WITH ORDINALITY a (first, last, n) ORDER BY a.n RETURNING id`,
		work, chapter, first, last)
	if err != nil {
		return err
	}
	slices.Sort(ids)
	if p.kept == nil {
		return addRun(ctx, tx, ids, ws)
	}
	p.kept.ids, p.kept.ws = append(p.kept.ids, ids...), append(p.kept.ws, ws...)
	if len(p.kept.ids) < mostGathered {
		return nil
	}
	return p.flush(ctx, tx)
}

func (packed) gather() (engine, int) {
	const chapters = 64
	return packed{kept: &gathered{}}, chapters
}

func (p packed) flush(ctx context.Context, tx *db.Tx) error {
	if p.kept == nil {
		return nil
	}
	full := *p.kept
	*p.kept = gathered{}
	return addRun(ctx, tx, full.ids, full.ws)
}

// Locks of this package have numbers in spaces of their own.
const (
	lockSpace  = 7030003
	mergeSpace = 7030004
)

// lock takes a lock that lasts as long as the transaction. A number of works and
// chapters may share one, which costs no more than a wait.
func (packed) lock(ctx context.Context, tx *db.Tx, key int64) error {
	const locks = 1 << 31
	return tx.Exec(ctx, `SELECT pg_advisory_xact_lock(CAST($1 AS INTEGER), CAST($2 AS INTEGER))`, lockSpace, key%locks)
}

// How many bytes of words are written anew where they have much room, for which readers
// wait some tenths of a second for each 100 MB: while the archive is in use, once a day, and
// when the index is made.
const (
	anewInUse  = 16 << 20
	anewDaily  = 128 << 20
	anewAlways = math.MaxInt64
)

// tidy merges runs while there are enough of a size.
func (p packed) tidy(ctx context.Context, d *db.DB) error {
	const many = 200 // windows, whose room is worth being given free
	n, err := p.merge(ctx, d, false)
	if err == nil && n >= many {
		err = p.giveBack(ctx, d, anewInUse)
	}
	return err
}

// merge merges until nothing is left to do, and gives how many windows it wrote.
func (packed) merge(ctx context.Context, d *db.DB, all bool) (int, error) {
	sum := 0
	for more := true; more; {
		if err := d.Tx(ctx, func(tx *db.Tx) error {
			n, err := mergeSome(ctx, tx, all)
			more = n > 0
			sum += n
			return err
		}); err != nil {
			return sum, fmt.Errorf("search: merge: %w", err)
		}
	}
	return sum, nil
}

// compact merges all that is not full, and leaves out what is gone.
func (p packed) compact(ctx context.Context, d *db.DB) error {
	if _, err := p.merge(ctx, d, true); err != nil {
		return err
	}
	if err := purgeRuns(ctx, d); err != nil {
		return err
	}
	return p.giveBack(ctx, d, anewAlways)
}

// purge leaves out what is gone.
func (p packed) purge(ctx context.Context, d *db.DB) error {
	if err := purgeRuns(ctx, d); err != nil {
		return err
	}
	return p.giveBack(ctx, d, anewDaily)
}

// giveBack makes the room free that what was merged had. Up to so many bytes are written
// anew, if they have half as much room as they need.
func (p packed) giveBack(ctx context.Context, d *db.DB, most int64) error {
	var live, size int64
	if err := d.QueryRowContext(ctx, `SELECT COALESCE(SUM(LENGTH(data)), 0), pg_total_relation_size('search_blocks') FROM search_blocks`).Scan(&live, &size); err != nil {
		return err
	}
	if live < most && size > live+live/2 {
		return p.vacuum(ctx, d, anew)
	}
	return p.vacuum(ctx, d, plainly)
}

// Ways of vacuum: plainly tells of all room at once, which else waits until there is more
// of it; anew keeps others out until it is done.
const (
	plainly = "(INDEX_CLEANUP ON)"
	anew    = "(FULL)"
)

// vacuum makes the room of what was deleted free for what comes.
func (packed) vacuum(ctx context.Context, d *db.DB, how string) error {
	for _, table := range []string{"search_blocks", "search_runs", "search_passages"} {
		if _, err := d.Writer().ExecContext(ctx, `VACUUM `+how+` `+table); err != nil {
			return err
		}
	}
	return nil
}

// vector writes a tsvector: every word with its place and the weight of its part.
type vector struct {
	strings.Builder
	at int
}

func (v *vector) add(words []string, weight byte) {
	for _, w := range words {
		v.at++
		v.WriteByte('\'')
		v.WriteString(w)
		v.WriteString("':")
		v.WriteString(strconv.Itoa(v.at))
		if weight != 'D' { // the weight of what has none
			v.WriteByte(weight)
		}
		v.WriteByte(' ')
	}
	v.at++ // a gap, over which no phrase goes
}
