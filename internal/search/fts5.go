package search

import (
	"context"
	"database/sql"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/ficstead/ficstead/internal/db"
)

// fts5 is the full-text search of SQLite. Its words come separated by spaces and
// hold ASCII letters and digits and anything beyond ASCII, which its tokenizer
// "ascii" leaves as they are.
type fts5 struct {
	read map[int64][]stretch // of works that one question has asked about
}

// match writes an expression for MATCH.
func (x expr) match() string {
	parts := make([]string, len(x))
	for i, as := range x {
		one := make([]string, len(as))
		for k, a := range as {
			one[k] = fts5Phrase(a)
		}
		parts[i] = "(" + strings.Join(one, " OR ") + ")"
	}
	return strings.Join(parts, " AND ")
}

func fts5Phrase(a atom) string {
	ws, open := a.words()
	phrase := `"` + strings.Join(ws, " ") + `"`
	if open {
		phrase += " *"
	}
	return phrase
}

// CROSS JOIN keeps SQLite from walking anything but the index of words first.

func (fts5) prepare(context.Context, db.Q, expr) error { return nil }

func (e fts5) rank(ctx context.Context, q db.Q, by expr, places []place) error {
	at := make(map[int64]*place, len(places))
	ids := make([]int64, len(places))
	for i := range places {
		at[places[i].passage], ids[i] = &places[i], places[i].passage
	}
	type scored struct {
		window int64
		score  float64
	}
	is := e.oneOf("+rowid", ids)
	all, err := db.All(ctx, q, func(r *sql.Rows, x *scored) error { return r.Scan(&x.window, &x.score) },
		db.Numbered(`SELECT rowid, bm25(search_words) FROM search_words WHERE search_words MATCH ? AND `+is.SQL), arguments(by.match(), is.Args)...)
	for _, x := range all {
		at[x.window].score = x.score
	}
	return err
}

func (fts5) newest(ctx context.Context, q db.Q, x expr, within db.Cond, works int) ([]place, error) {
	rows, err := q.QueryContext(ctx, db.Numbered(`SELECT p.id, p.work_id FROM search_words
		CROSS JOIN search_passages p ON p.id = search_words.rowid
		CROSS JOIN works w ON w.id = p.work_id
		WHERE search_words MATCH ? AND (`+within.SQL+`) ORDER BY search_words.rowid DESC`), arguments(x.match(), within.Args)...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	n := newNewest(works)
	for !n.full() && rows.Next() {
		var p place
		if err := rows.Scan(&p.passage, &p.work); err != nil {
			return nil, err
		}
		n.add(p)
	}
	return n.places, rows.Err()
}

func (fts5) entries(x expr, title bool, within db.Cond, limit int) db.Cond {
	match := x.match()
	if title {
		match = "title : (" + match + ")"
	}
	return db.Where(`SELECT w.id, w.id, bm25(search_entry_words, 10.0, 5.0, 3.0, 1.0) FROM search_entry_words
		CROSS JOIN works w ON w.id = search_entry_words.rowid
		WHERE search_entry_words MATCH ? AND (`+within.SQL+`) LIMIT ?`, arguments(match, within.Args, limit)...)
}

func (fts5) windows(ctx context.Context, q db.Q, x expr, limit int) ([]int64, error) {
	return db.All(ctx, q, db.One[int64], `SELECT rowid FROM search_words WHERE search_words MATCH $1 LIMIT $2`, x.match(), limit)
}

// count guesses beyond most: the windows of a common word are the closer to each other the
// more there are.
func (fts5) count(ctx context.Context, q db.Q, a atom, most int) (int, error) {
	var n, spread int
	err := q.QueryRowContext(ctx, `SELECT COUNT(*), COALESCE(MAX(id) - MIN(id) + 1, 1)
		FROM (SELECT rowid AS id FROM search_words WHERE search_words MATCH $1 LIMIT $2)`, allOf(a).match(), most+1).Scan(&n, &spread)
	if err != nil || n <= most {
		return n, err
	}
	all, err := WindowCount(ctx, q)
	return max(n, int(float64(n)/float64(spread)*float64(all))), err
}

func (e fts5) weigh(ctx context.Context, q db.Q, words []string) ([]int, error) {
	const most = 2000
	out := make([]int, len(words))
	for i, w := range words {
		var err error
		if out[i], err = e.count(ctx, q, atom{{text: w}}, most); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (fts5) spots(ctx context.Context, q db.Q, x expr) (s spots, err error) {
	rows, err := q.QueryContext(ctx, `SELECT p.id, p.work_id FROM search_words CROSS JOIN search_passages p ON p.id = search_words.rowid
		WHERE search_words MATCH $1 ORDER BY search_words.rowid`, x.match())
	if err != nil {
		return s, err
	}
	defer rows.Close()
	for rows.Next() {
		var window, work int64
		if err := rows.Scan(&window, &work); err != nil {
			return s, err
		}
		s.windows, s.works = append(s.windows, window), append(s.works, work)
	}
	return s, rows.Err()
}

func (fts5) works(ctx context.Context, q db.Q, x expr) ([]int64, error) {
	ids, err := db.All(ctx, q, db.One[int64], `SELECT DISTINCT p.work_id FROM search_words CROSS JOIN search_passages p ON p.id = search_words.rowid
		WHERE search_words MATCH $1`, x.match())
	slices.Sort(ids)
	return ids, err
}

func (fts5) entryWorks(ctx context.Context, q db.Q, x expr) ([]int64, error) {
	return db.All(ctx, q, db.One[int64], `SELECT rowid FROM search_entry_words WHERE search_entry_words MATCH $1 ORDER BY rowid`, x.match())
}

func (e fts5) amongEntries(ctx context.Context, q db.Q, a atom, works []int64) ([]int64, error) {
	const few = 200
	if len(a) > 1 || len(works) > few {
		all, err := e.entryWorks(ctx, q, allOf(a))
		return both(works, all), err
	}
	match := allOf(a).match()
	var out []int64
	for _, id := range works {
		some, err := db.All(ctx, q, db.One[int64], `SELECT rowid FROM search_entry_words WHERE search_entry_words MATCH $1 AND rowid = $2`, match, id)
		if err != nil {
			return nil, err
		}
		out = append(out, some...)
	}
	return out, nil
}

func (fts5) having(_ context.Context, _ db.Q, a atom) (db.Cond, error) {
	match := allOf(a).match()
	return db.Where(`w.id IN (SELECT rowid FROM search_entry_words WHERE search_entry_words MATCH ?
		UNION ALL SELECT p.work_id FROM search_words CROSS JOIN search_passages p ON p.id = search_words.rowid
		WHERE search_words MATCH ?)`, match, match), nil
}

func (fts5) entry(a atom, parts ...Part) db.Cond {
	match := fts5Phrase(a)
	for _, p := range parts { // one at most
		match = [...]string{"title", "names"}[p] + " : " + match
	}
	return db.Where(`w.id IN (SELECT rowid FROM search_entry_words WHERE search_entry_words MATCH ?)`, match)
}

func (fts5) first(ctx context.Context, q db.Q, work int64, a atom) (int64, error) {
	ids, err := db.All(ctx, q, db.One[int64], `SELECT p.id FROM search_words CROSS JOIN search_passages p ON p.id = search_words.rowid
		WHERE search_words MATCH $1 AND p.work_id = $2 AND search_words.rowid
		BETWEEN (SELECT MIN(id) FROM search_passages WHERE work_id = $2) AND (SELECT MAX(id) FROM search_passages WHERE work_id = $2)
		LIMIT 1`, allOf(a).match(), work)
	return append(ids, 0)[0], err
}

func (fts5) oneOf(column string, ids []int64) db.Cond {
	return db.Where(column+` IN (SELECT value FROM json_each(?))`, jsonList(ids))
}

// jsonList writes numbers for json_each.
func jsonList(ids []int64) string {
	list := make([]byte, 0, 8*len(ids)+2)
	list = append(list, '[')
	for i, id := range ids {
		if i > 0 {
			list = append(list, ',')
		}
		list = strconv.AppendInt(list, id, 10)
	}
	return string(append(list, ']'))
}

func (fts5) addEntry(ctx context.Context, tx *db.Tx, e Entry) error {
	if err := tx.Exec(ctx, `INSERT INTO search_entries (work_id, title, names, tags, summary, notes) VALUES ($1, $2, $3, $4, $5, $6)`,
		e.Work, e.Title, e.Names, e.Tags, e.Summary, e.Notes); err != nil {
		return err
	}
	args := []any{e.Work}
	for _, ws := range entryWords(e) {
		args = append(args, strings.Join(ws, " "))
	}
	return tx.Exec(ctx, `INSERT INTO search_entry_words (rowid, title, names, tags, summary) VALUES ($1, $2, $3, $4, $5)`, args...)
}

func (fts5) addWindows(ctx context.Context, tx *db.Tx, work int64, chapter sql.NullInt64, ws iter.Seq[window]) error {
	for w := range ws {
		var id int64
		if err := tx.QueryRowContext(ctx, `INSERT INTO search_passages (work_id, chapter_id, first_anchor, last_anchor) VALUES ($1, $2, $3, $4) RETURNING id`,
			work, chapter, w.first, w.last).Scan(&id); err != nil {
			return err
		}
		if err := tx.Exec(ctx, `INSERT INTO search_words (rowid, words) VALUES ($1, $2)`, id, strings.Join(w.words, " ")); err != nil {
			return err
		}
	}
	return nil
}

// gather gives few chapters, since others wait who want to write, and keeps nothing.
func (e fts5) gather() (engine, int) { return e, 8 }

func (fts5) flush(context.Context, *db.Tx) error { return nil }

// lock has nothing to do: SQLite has one writer.
func (fts5) lock(context.Context, *db.Tx, int64) error { return nil }

// How many pages one step of compact and of tidy writes, and how many steps a tidy does at
// most: what is left is done by the next.
const (
	mergedAtOnce = 500
	tidiedAtOnce = 48
	maxTidied    = 2000
)

// The tables of words.
const (
	textWords       = "search_words"
	entryWordsTable = "search_entry_words"
)

// tidy merges parts of the index of about one size, some pages at a time, so that nobody who
// saves waits for more than milliseconds. Where nothing has changed it writes nothing.
func (fts5) tidy(ctx context.Context, d *db.DB) error {
	now, err := db.Stamp(ctx, d)
	if err != nil {
		return err
	}
	var tidied int64
	if err := d.QueryRowContext(ctx, `SELECT change_id FROM search_tidied`).Scan(&tidied); err != nil || tidied == now {
		return err
	}
	steps := 0
	for _, table := range []string{textWords, entryWordsTable} {
		for more := true; more; steps++ {
			if steps == maxTidied {
				return nil
			}
			if more, err = mergeStep(ctx, d, table, tidiedAtOnce); err != nil {
				return err
			}
		}
	}
	return d.Tx(ctx, func(tx *db.Tx) error { return tx.Exec(ctx, `UPDATE search_tidied SET change_id = $1`, now) })
}

// compact merges the parts of the index into one. A part that is written while a text is
// saved has its own copy of every word in it: in parts the index is a fifth larger.
func (fts5) compact(ctx context.Context, d *db.DB) error {
	for _, table := range []string{textWords, entryWordsTable} {
		pages := -mergedAtOnce // the first step takes on all parts
		for more := true; more; pages = mergedAtOnce {
			var err error
			if more, err = mergeStep(ctx, d, table, pages); err != nil {
				return err
			}
		}
	}
	return nil
}

// mergeStep merges as many pages of an index; more is false when there was nothing to do.
func mergeStep(ctx context.Context, d *db.DB, table string, pages int) (more bool, err error) {
	err = d.Tx(ctx, func(tx *db.Tx) error {
		const changes = `SELECT total_changes()`
		var before, after int
		if err := tx.QueryRowContext(ctx, changes).Scan(&before); err != nil {
			return err
		}
		if err := tx.Exec(ctx, `INSERT INTO `+table+` (`+table+`, rank) VALUES ('merge', $1)`, pages); err != nil {
			return err
		}
		err := tx.QueryRowContext(ctx, changes).Scan(&after)
		more = after-before >= 2 // one is the command itself
		return err
	})
	return more, err
}

// purge has nothing to do: what is gone goes with the next merge.
func (fts5) purge(context.Context, *db.DB) error { return nil }
