package search

import (
	"context"
	"database/sql"
	"strconv"
	"strings"

	"github.com/ficstead/ficstead/internal/db"
)

// tsvector is the full-text search of PostgreSQL. Vectors and queries are written
// out, so that none of its own parsers and dictionaries has a say.
type tsvector struct{}

func (tsvector) all(as []atom) string {
	parts := make([]string, len(as))
	for i, a := range as {
		parts[i] = "(" + tsPhrase(a, "") + ")"
	}
	return strings.Join(parts, " & ")
}

func (tsvector) any(as []atom) string {
	parts := make([]string, len(as))
	for i, a := range as {
		parts[i] = "(" + tsPhrase(a, "") + ")"
	}
	return "(" + strings.Join(parts, " | ") + ")"
}

func (tsvector) and() string { return " & " }

func (tsvector) inTitle(a atom) string { return tsPhrase(a, "A") }

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

func (tsvector) passages(expr string, within db.Cond, limit int) db.Cond {
	return db.Where(`SELECT p.id, p.work_id, -ts_rank(p.words, CAST(? AS tsquery)) FROM search_passages p
		JOIN works w ON w.id = p.work_id
		WHERE NOT p.entry AND p.words @@ CAST(? AS tsquery) AND (`+within.SQL+`) LIMIT ?`, arguments(expr, arguments(expr, within.Args, limit))...)
}

func (tsvector) entries(expr string, within db.Cond, limit int) db.Cond {
	return db.Where(`SELECT w.id, w.id, -ts_rank('{0.1, 0.3, 0.5, 1.0}', p.words, CAST(? AS tsquery), 1) FROM search_passages p
		JOIN works w ON w.id = p.work_id
		WHERE p.entry AND p.words @@ CAST(? AS tsquery) AND (`+within.SQL+`) LIMIT ?`, arguments(expr, arguments(expr, within.Args, limit))...)
}

func (tsvector) windows(expr string, limit int) db.Cond {
	return db.Where(`SELECT id FROM search_passages WHERE words @@ CAST(? AS tsquery) AND NOT entry LIMIT ?`, expr, limit)
}

// having is written so that the planner can choose: a common word is soon found
// in each work, a rare one is looked up first.
func (tsvector) having(expr string) db.Cond {
	return db.Where(`EXISTS (SELECT 1 FROM search_passages p WHERE p.work_id = w.id AND p.words @@ CAST(? AS tsquery))`, expr)
}

func (tsvector) first(work int64, expr string) db.Cond {
	return db.Where(`SELECT id FROM search_passages WHERE work_id = ? AND NOT entry AND words @@ CAST(? AS tsquery) ORDER BY id LIMIT 1`, work, expr)
}

func (tsvector) addEntry(ctx context.Context, tx *db.Tx, e Entry) error {
	if err := tx.Exec(ctx, `INSERT INTO search_entries (work_id, title, names, tags, summary, notes) VALUES ($1, $2, $3, $4, $5, $6)`,
		e.Work, e.Title, e.Names, e.Tags, e.Summary, e.Notes); err != nil {
		return err
	}
	var v vector
	for i, ws := range entryWords(e) {
		v.add(ws, "ABCD"[i])
	}
	return tx.Exec(ctx, `INSERT INTO search_passages (work_id, entry, first_anchor, last_anchor, words) VALUES ($1, TRUE, '', '', CAST($2 AS tsvector))`, e.Work, v.String())
}

func (tsvector) addPassage(ctx context.Context, tx *db.Tx, work int64, chapter sql.NullInt64, w window) error {
	var v vector
	v.add(w.words, 'D')
	return tx.Exec(ctx, `INSERT INTO search_passages (work_id, chapter_id, entry, first_anchor, last_anchor, words) VALUES ($1, $2, FALSE, $3, $4, CAST($5 AS tsvector))`,
		work, chapter, w.first, w.last, v.String())
}

// lock takes a lock that lasts as long as the transaction. A number of works and
// chapters may share one, which costs no more than a wait.
func (tsvector) lock(ctx context.Context, tx *db.Tx, key int64) error {
	const space, locks = 7030003, 1 << 31
	return tx.Exec(ctx, `SELECT pg_advisory_xact_lock(CAST($1 AS INTEGER), CAST($2 AS INTEGER))`, space, key%locks)
}

// compact has nothing to do: PostgreSQL tidies its indexes by itself.
func (tsvector) compact(context.Context, *db.DB) error { return nil }

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
