// Package search finds works by their words: in title, names, tags, summary,
// notes and in the text itself, down to the paragraph.
//
// Both databases index the same words, which this package makes of a text
// (segment.go), so that both give the same answers in every script. SQLite keeps
// them in FTS5 (fts5.go) and PostgreSQL in runs of words (packed.go). A text is
// cut into windows that overlap by as much as a query may have words, so that a
// quote is always whole in one of them (window.go).
package search

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
)

// Entry is what can be found of a work besides its text, all as plain text.
type Entry struct {
	Work           int64
	Title, Summary string
	Notes          string
	Tags           string
	// Names are its creators; none for an anonymous work, or it could be found by them.
	Names string
}

// Passage is one paragraph of a chapter as plain text.
type Passage struct{ Anchor, Text string }

// PutWork makes a work findable by its entry, instead of what was there before.
func PutWork(ctx context.Context, tx *db.Tx, e Entry) error {
	en := engineOf(tx)
	if err := en.lock(ctx, tx, workLock(e.Work)); err != nil {
		return fmt.Errorf("search: work %d: %w", e.Work, err)
	}
	e = e.plain()
	if err := dropEntry(ctx, tx, e.Work); err != nil {
		return err
	}
	if err := en.addEntry(ctx, tx, e); err != nil {
		return fmt.Errorf("search: work %d: %w", e.Work, err)
	}
	if err := en.addWindows(ctx, tx, e.Work, sql.NullInt64{}, windows([]Passage{{Text: e.Notes}})); err != nil {
		return fmt.Errorf("search: notes of work %d: %w", e.Work, err)
	}
	return nil
}

// PutChapter makes the text of a chapter findable, instead of what was there
// before. A chapter that is not posted can't be found, so it is only taken out; so is
// one of a work whose author leaves it out of quote search.
func PutChapter(ctx context.Context, tx *db.Tx, work, chapter int64, ps []Passage) error {
	en := engineOf(tx)
	if err := en.lock(ctx, tx, chapterLock(chapter)); err != nil {
		return fmt.Errorf("search: chapter %d: %w", chapter, err)
	}
	return putChapter(ctx, tx, en, work, chapter, ps)
}

// putChapter is PutChapter for one who holds the chapter's lock.
func putChapter(ctx context.Context, tx *db.Tx, en engine, work, chapter int64, ps []Passage) error {
	if err := DropChapter(ctx, tx, chapter); err != nil {
		return err
	}
	var posted bool
	if err := tx.QueryRowContext(ctx, `SELECT c.posted AND NOT w.unquoted FROM chapters c JOIN works w ON w.id = c.work_id WHERE c.id = $1`, chapter).Scan(&posted); err != nil {
		return fmt.Errorf("search: chapter %d: %w", chapter, err)
	}
	if !posted {
		return nil
	}
	if err := en.addWindows(ctx, tx, work, sql.NullInt64{Int64: chapter, Valid: true}, windows(ps)); err != nil {
		return fmt.Errorf("search: chapter %d: %w", chapter, err)
	}
	return nil
}

// DropChapter takes the text of a chapter out of the index.
func DropChapter(ctx context.Context, tx *db.Tx, chapter int64) error {
	if err := tx.Exec(ctx, `DELETE FROM search_passages WHERE chapter_id = $1`, chapter); err != nil {
		return fmt.Errorf("search: drop chapter %d: %w", chapter, err)
	}
	return nil
}

// DropWork takes a work and all its chapters out of the index.
func DropWork(ctx context.Context, tx *db.Tx, work int64) error {
	if err := tx.Exec(ctx, `DELETE FROM search_passages WHERE work_id = $1`, work); err != nil {
		return fmt.Errorf("search: drop work %d: %w", work, err)
	}
	return dropEntry(ctx, tx, work)
}

func dropEntry(ctx context.Context, tx *db.Tx, work int64) error {
	for _, query := range []string{
		`DELETE FROM search_entries WHERE work_id = $1`,
		`DELETE FROM search_passages WHERE work_id = $1 AND chapter_id IS NULL`,
	} {
		if err := tx.Exec(ctx, query, work); err != nil {
			return fmt.Errorf("search: drop work %d: %w", work, err)
		}
	}
	return nil
}

// plain is e with nothing in it that a database can't keep.
func (e Entry) plain() Entry {
	for _, s := range []*string{&e.Title, &e.Summary, &e.Notes, &e.Tags, &e.Names} {
		*s = plain(*s)
	}
	return e
}
