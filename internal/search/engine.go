package search

import (
	"context"
	"database/sql"
	"iter"

	"github.com/ficstead/ficstead/internal/db"
)

// expr is what is looked for: of each of its parts one atom must be there.
type expr [][]atom

// allOf is the expression for texts that have every atom.
func allOf(as ...atom) expr {
	x := make(expr, len(as))
	for i, a := range as {
		x[i] = []atom{a}
	}
	return x
}

// engine finds words: SQLite's FTS5, or what this package keeps in PostgreSQL.
type engine interface {
	// prepare tells that x will be asked about, in one question.
	prepare(ctx context.Context, q db.Q, x expr) error
	// rank gives places in texts that fit by their scores, which tell how much of it they
	// have: lower ones are better.
	rank(ctx context.Context, q db.Q, by expr, places []place) error
	// newest gives the newest passage that fits x, of the first works to be found of those
	// that fit within.
	newest(ctx context.Context, q db.Q, x expr, within db.Cond, works int) ([]place, error)
	// entries is a SELECT of (key, work, score) like them of entries, whose key is their
	// work's; with title, their titles must fit.
	entries(x expr, title bool, within db.Cond, limit int) db.Cond
	// windows gives the keys of passages of chapters that fit x.
	windows(ctx context.Context, q db.Q, x expr, limit int) ([]int64, error)
	// count is in how many windows a stands; beyond most it is about how many.
	count(ctx context.Context, q db.Q, a atom, most int) (int, error)
	// weigh tells which words it costs more to look for, since they stand in more texts.
	weigh(ctx context.Context, q db.Q, words []string) ([]int, error)
	// spots gives the windows that fit x, with their works.
	spots(ctx context.Context, q db.Q, x expr) (spots, error)
	// beside gives those of some windows of a lead that have another atom too; what it is
	// given and gives is in order.
	beside(ctx context.Context, q db.Q, l *lead, a atom, among []int64) ([]int64, error)
	// works gives those with a window that fits x, and entryWorks those whose entry does;
	// in order.
	works(ctx context.Context, q db.Q, x expr) ([]int64, error)
	entryWorks(ctx context.Context, q db.Q, x expr) ([]int64, error)
	// amongWorks gives those of works that have a in a window, and amongEntries those whose
	// entries do; what they are given and give is in order.
	amongWorks(ctx context.Context, q db.Q, a atom, works []int64) ([]int64, error)
	amongEntries(ctx context.Context, q db.Q, a atom, works []int64) ([]int64, error)
	// having is the condition on works w that entry or text have a.
	having(ctx context.Context, q db.Q, a atom) (db.Cond, error)
	// entry is the condition on works w that their entry has a, anywhere or in a part.
	entry(a atom, parts ...Part) db.Cond
	// first gives a passage of one work that has a, 0 if there is none.
	first(ctx context.Context, q db.Q, work int64, a atom) (int64, error)
	// oneOf is the condition that a column has one of ids.
	oneOf(column string, ids []int64) db.Cond

	addEntry(ctx context.Context, tx *db.Tx, e Entry) error
	addWindows(ctx context.Context, tx *db.Tx, work int64, chapter sql.NullInt64, ws iter.Seq[window]) error
	// gather is an engine that may keep what is added until flush; chapters is how many
	// it wants at once.
	gather() (en engine, chapters int)
	flush(ctx context.Context, tx *db.Tx) error
	// lock makes others wait who want to replace what this key stands for.
	lock(ctx context.Context, tx *db.Tx, key int64) error
	// tidy brings together what was indexed bit by bit, in steps for which nobody has to
	// wait long; compact does all that can be done.
	tidy(ctx context.Context, d *db.DB) error
	compact(ctx context.Context, d *db.DB) error
	// roomy gives free what room there is of what is gone.
	roomy(ctx context.Context, d *db.DB) error
	// purge takes the words of what is gone out for good.
	purge(ctx context.Context, d *db.DB) error
}

func engineOf(q db.Q) engine {
	switch q := q.(type) {
	case *db.DB:
		if q.Postgres {
			return packed{read: newMemory()}
		}
	case *db.Tx:
		if q.Postgres {
			return packed{read: newMemory()}
		}
	}
	return fts5{read: map[int64][]stretch{}}
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
