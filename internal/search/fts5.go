package search

import (
	"context"
	"database/sql"
	"strings"

	"github.com/ficstead/ficstead/internal/db"
)

// fts5 is the full-text search of SQLite. Its words come separated by spaces and
// hold ASCII letters and digits and anything beyond ASCII, which its tokenizer
// "ascii" leaves as they are.
type fts5 struct{}

func (fts5) all(as []atom) string {
	parts := make([]string, len(as))
	for i, a := range as {
		parts[i] = fts5Phrase(a)
	}
	return strings.Join(parts, " AND ")
}

func (fts5) any(as []atom) string {
	parts := make([]string, len(as))
	for i, a := range as {
		parts[i] = fts5Phrase(a)
	}
	return "(" + strings.Join(parts, " OR ") + ")"
}

func (fts5) and() string { return " AND " }

func (fts5) inTitle(a atom) string { return "title : " + fts5Phrase(a) }

func fts5Phrase(a atom) string {
	ws, open := a.words()
	phrase := `"` + strings.Join(ws, " ") + `"`
	if open {
		phrase += " *"
	}
	return phrase
}

// CROSS JOIN keeps SQLite from walking anything but the index of words first.

func (fts5) passages(expr string, within db.Cond, limit int) db.Cond {
	return db.Where(`SELECT p.id, p.work_id, bm25(search_words) FROM search_words
		CROSS JOIN search_passages p ON p.id = search_words.rowid
		CROSS JOIN works w ON w.id = p.work_id
		WHERE search_words MATCH ? AND (`+within.SQL+`) LIMIT ?`, arguments(expr, within.Args, limit)...)
}

func (fts5) entries(expr string, within db.Cond, limit int) db.Cond {
	return db.Where(`SELECT w.id, w.id, bm25(search_entry_words, 10.0, 5.0, 3.0, 1.0) FROM search_entry_words
		CROSS JOIN works w ON w.id = search_entry_words.rowid
		WHERE search_entry_words MATCH ? AND (`+within.SQL+`) LIMIT ?`, arguments(expr, within.Args, limit)...)
}

func (fts5) windows(expr string, limit int) db.Cond {
	return db.Where(`SELECT rowid FROM search_words WHERE search_words MATCH ? LIMIT ?`, expr, limit)
}

func (fts5) having(expr string) db.Cond {
	return db.Where(`w.id IN (SELECT rowid FROM search_entry_words WHERE search_entry_words MATCH ?
		UNION ALL SELECT p.work_id FROM search_words CROSS JOIN search_passages p ON p.id = search_words.rowid
		WHERE search_words MATCH ?)`, expr, expr)
}

func (fts5) first(work int64, expr string) db.Cond {
	return db.Where(`SELECT p.id FROM search_words CROSS JOIN search_passages p ON p.id = search_words.rowid
		WHERE search_words MATCH ? AND p.work_id = ? AND search_words.rowid
		BETWEEN (SELECT MIN(id) FROM search_passages WHERE work_id = ?) AND (SELECT MAX(id) FROM search_passages WHERE work_id = ?)
		LIMIT 1`, expr, work, work, work)
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

func (fts5) addPassage(ctx context.Context, tx *db.Tx, work int64, chapter sql.NullInt64, w window) error {
	var id int64
	if err := tx.QueryRowContext(ctx, `INSERT INTO search_passages (work_id, chapter_id, first_anchor, last_anchor) VALUES ($1, $2, $3, $4) RETURNING id`,
		work, chapter, w.first, w.last).Scan(&id); err != nil {
		return err
	}
	return tx.Exec(ctx, `INSERT INTO search_words (rowid, words) VALUES ($1, $2)`, id, strings.Join(w.words, " "))
}

// lock has nothing to do: SQLite has one writer.
func (fts5) lock(context.Context, *db.Tx, int64) error { return nil }

// mergedAtOnce is how many pages one step of compact writes.
const mergedAtOnce = 500

// compact merges the parts of the index into one. A part that is written while a text is
// saved has its own copy of every word in it: in parts the index is a fifth larger.
func (fts5) compact(ctx context.Context, d *db.DB) error {
	for _, table := range []string{"search_words", "search_entry_words"} {
		merge := `INSERT INTO ` + table + ` (` + table + `, rank) VALUES ('merge', $1)`
		pages := -mergedAtOnce // the first step takes on all parts
		for more := true; more; pages = mergedAtOnce {
			if err := d.Tx(ctx, func(tx *db.Tx) error {
				const changes = `SELECT total_changes()`
				var before, after int
				if err := tx.QueryRowContext(ctx, changes).Scan(&before); err != nil {
					return err
				}
				if err := tx.Exec(ctx, merge, pages); err != nil {
					return err
				}
				err := tx.QueryRowContext(ctx, changes).Scan(&after)
				more = after-before >= 2 // one is the command itself
				return err
			}); err != nil {
				return err
			}
		}
	}
	return nil
}
