package search

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"

	"github.com/ficstead/ficstead/internal/db"
)

// rowsAStretch is how many rows with a word can be gone through in the time in which one
// stretch of windows is asked whether it has the word.
const rowsAStretch = 30

// stretch is windows of a work with numbers in a row.
type stretch struct{ work, first, last int64 }

// readWindows is how many windows can be read in the time in which FTS5 looks through all
// texts for some words in a row.
const readWindows = 24

func (fts5) beside(ctx context.Context, q db.Q, l *lead, a atom, among []int64) ([]int64, error) {
	ws, open := a.words()
	single := len(ws) == 1 && !open // the first place of a phrase costs as much as all of them
	switch {
	case len(among) == 0:
		return nil, nil
	case !single && len(among) <= readWindows:
		return reading(ctx, q, a, among)
	case !single || rowsAStretch*len(among) >= len(l.windows):
		all, err := db.All(ctx, q, db.One[int64], `SELECT rowid FROM search_words WHERE search_words MATCH $1 ORDER BY rowid`, allOf(l.atom, a).match())
		return both(among, all), err
	}
	return db.All(ctx, q, db.One[int64], `SELECT value FROM json_each($1)
		WHERE EXISTS (SELECT 1 FROM search_words WHERE search_words MATCH $2 AND rowid = value) ORDER BY value`, jsonList(among), allOf(a).match())
}

func (e fts5) amongWorks(ctx context.Context, q db.Q, a atom, works []int64) ([]int64, error) {
	all, err := e.stretches(ctx, q, works)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	if ws, open := a.words(); len(ws) == 1 && !open {
		n, err := e.weigh(ctx, q, ws)
		if err != nil {
			return nil, err
		}
		if rowsAStretch*len(all) < n[0] {
			return oneByOne(ctx, q, a, all)
		}
	}
	return inOneGo(ctx, q, a, all)
}

// stretches gives the windows of works, and notes them for the next word of a question.
func (e fts5) stretches(ctx context.Context, q db.Q, works []int64) ([]stretch, error) {
	var out []stretch
	var ask []int64
	for _, w := range works {
		if known, ok := e.read[w]; ok {
			out = append(out, known...)
		} else {
			ask = append(ask, w)
		}
	}
	some, err := e.askStretches(ctx, q, ask)
	for _, w := range ask {
		e.read[w] = nil // it may have none
	}
	for _, x := range some {
		e.read[x.work] = append(e.read[x.work], x)
	}
	return append(out, some...), err
}

func (e fts5) askStretches(ctx context.Context, q db.Q, works []int64) ([]stretch, error) {
	if len(works) == 0 {
		return nil, nil
	}
	is := e.oneOf("work_id", works)
	return db.All(ctx, q, func(r *sql.Rows, x *stretch) error { return r.Scan(&x.work, &x.first, &x.last) },
		db.Numbered(`SELECT work_id, MIN(id), MAX(id) FROM (
			SELECT id, work_id, id - ROW_NUMBER() OVER (PARTITION BY work_id ORDER BY id) AS part FROM search_passages WHERE `+is.SQL+`
		) GROUP BY work_id, part`), is.Args...)
}

// oneByOne asks of each stretch whether it has a.
func oneByOne(ctx context.Context, q db.Q, a atom, all []stretch) ([]int64, error) {
	list := []byte{'['}
	for i, x := range all {
		if i > 0 {
			list = append(list, ',')
		}
		list = fmt.Appendf(list, "[%d,%d,%d]", x.work, x.first, x.last)
	}
	return db.All(ctx, q, db.One[int64], `WITH stretches AS (
			SELECT value ->> 0 AS work_id, value ->> 1 AS first, value ->> 2 AS last FROM json_each($1)
		) SELECT DISTINCT work_id FROM stretches s
		WHERE EXISTS (SELECT 1 FROM search_words WHERE search_words MATCH $2 AND rowid BETWEEN s.first AND s.last) ORDER BY work_id`,
		string(append(list, ']')), allOf(a).match())
}

// inOneGo goes through all windows that have a, beside the stretches.
func inOneGo(ctx context.Context, q db.Q, a atom, all []stretch) ([]int64, error) {
	slices.SortFunc(all, func(a, b stretch) int { return cmp.Compare(a.first, b.first) })
	rows, err := q.QueryContext(ctx, `SELECT rowid FROM search_words WHERE search_words MATCH $1 ORDER BY rowid`, allOf(a).match())
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []int64
	for len(all) > 0 && rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		for len(all) > 0 && all[0].last < id {
			all = all[1:]
		}
		if len(all) > 0 && all[0].first <= id {
			out, all = append(out, all[0].work), all[1:]
		}
	}
	slices.Sort(out)
	return slices.Compact(out), rows.Err()
}
