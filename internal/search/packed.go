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

// packed is the search in PostgreSQL: texts in runs of our own (run.go, lookup.go), since a
// tsvector and its index are three times as large as a text, and entries in a tsvector,
// which is written out, so that none of its own parsers and dictionaries has a say.
type packed struct {
	kept *gathered // nil: all is written at once
	read *memory
}

// gathered are windows that wait to be written.
type gathered struct {
	ids []int64
	ws  []window
}

// mostGathered is how many windows are gathered before they are written.
const mostGathered = 2000

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
