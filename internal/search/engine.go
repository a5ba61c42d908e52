package search

import (
	"context"
	"database/sql"

	"github.com/ficstead/ficstead/internal/db"
)

// engine is a database's own full-text search. An expression is a query in its
// language; it is made of folded words only, so it can't go wrong.
type engine interface {
	// all is the expression for texts that have every atom.
	all(as []atom) string
	// any is the expression for texts that have one of the atoms, in brackets, and
	// and what stands between expressions that must all fit.
	any(as []atom) string
	and() string
	// inTitle is the expression for entries whose title has a.
	inTitle(a atom) string

	// passages and entries are SELECTs of (key, work, score), lower is better,
	// for the passages or entries that fit expr, of the works w that fit within;
	// at most limit, and not in order. The key of an entry is its work's.
	passages(expr string, within db.Cond, limit int) db.Cond
	entries(expr string, within db.Cond, limit int) db.Cond
	// windows is a SELECT of the keys of passages of chapters that fit expr.
	windows(expr string, limit int) db.Cond
	// having is the condition on works w that entry or text fit expr.
	having(expr string) db.Cond
	// first is a SELECT of the key of a passage of one work that fits expr.
	first(work int64, expr string) db.Cond

	addEntry(ctx context.Context, tx *db.Tx, e Entry) error
	addPassage(ctx context.Context, tx *db.Tx, work int64, chapter sql.NullInt64, w window) error
	// lock makes others wait who want to replace what this key stands for.
	lock(ctx context.Context, tx *db.Tx, key int64) error
	// compact brings what was indexed bit by bit together, in steps for which nobody
	// has to wait long.
	compact(ctx context.Context, d *db.DB) error
}

func engineOf(q db.Q) engine {
	switch q := q.(type) {
	case *db.DB:
		if q.Postgres {
			return tsvector{}
		}
	case *db.Tx:
		if q.Postgres {
			return tsvector{}
		}
	}
	return fts5{}
}

// Works and chapters have locks of their own.
func workLock(work int64) int64       { return 2 * work }
func chapterLock(chapter int64) int64 { return 2*chapter + 1 }

// The longest parts of an entry that are indexed, in units. Together they are
// well under what a tsvector can hold; notes are indexed in windows, whole.
const (
	titleUnits   = 1000
	nameUnits    = 2000
	tagUnits     = 5000
	summaryUnits = 5000
)

// entryWords are the words of an entry's title, names, tags and summary.
func entryWords(e Entry) [4][]string {
	var out [4][]string
	for i, f := range []struct {
		text string
		most int
	}{{e.Title, titleUnits}, {e.Names, nameUnits}, {e.Tags, tagUnits}, {e.Summary, summaryUnits}} {
		us := units(f.text)
		out[i] = words(us[:min(len(us), f.most)])
	}
	return out
}
