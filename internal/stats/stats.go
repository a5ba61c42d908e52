// Package stats counts what happens to works, by day and without following anybody,
// and shows it to their authors.
package stats

import (
	"context"
	"fmt"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/work"
)

// Kind is what is counted.
type Kind string

// The kinds of what is counted. Hits are openings of a text, each person's once an
// hour; Readers are people, each once a day.
const (
	Hits          Kind = "hits"
	Readers       Kind = "readers"
	Downloads     Kind = "downloads"
	Kudos         Kind = "kudos"
	Comments      Kind = "comments"
	Subscriptions Kind = "subscriptions"
	Bookmarks     Kind = "bookmarks"
)

// Kinds lists every kind in the order of pages and files.
func Kinds() []Kind {
	return []Kind{Readers, Hits, Downloads, Kudos, Comments, Subscriptions, Bookmarks}
}

// Name is what a kind is called.
func (k Kind) Name(ctx context.Context) string {
	switch k {
	case Readers:
		return say.T(ctx, "Readers")
	case Hits:
		return say.T(ctx, "Hits")
	case Downloads:
		return say.T(ctx, "Downloads")
	case Kudos:
		return say.T(ctx, "Kudos")
	case Comments:
		return say.T(ctx, "Comments")
	case Subscriptions:
		return say.T(ctx, "Subscriptions")
	case Bookmarks:
		return say.T(ctx, "Bookmarks")
	}
	return string(k)
}

// Day counts days from 1 January 1970 in UTC: the only zone in which a day is one
// day for all authors of a work.
type Day int64

// DayOf is the day of an instant.
func DayOf(t time.Time) Day {
	const ms = 24 * 60 * 60 * 1000
	n := t.UnixMilli()
	if n < 0 {
		n -= ms - 1
	}
	return Day(n / ms)
}

// Time is the beginning of the day, UTC.
func (d Day) Time() time.Time { return time.Unix(int64(d)*24*60*60, 0).UTC() }

// Blur is the least number that is told as it is: one below it could be somebody.
const Blur = 5

// Blurred is n for authors' eyes: "under 5" for the numbers that are not told.
func Blurred(ctx context.Context, n int) string {
	if n > 0 && n < Blur {
		return say.T(ctx, "under {n}", "n", Blur)
	}
	return say.Number(ctx, n)
}

// tally is what is counted in one row.
type tally struct {
	work    work.ID
	chapter work.ChapterID // 0 for the work as a whole
	kind    Kind
	day     Day
}

// Count adds n to a day's count of a work, in the transaction of what is counted; a
// negative n takes back. It does not ask who may: that has been asked.
func Count(ctx context.Context, tx *db.Tx, id work.ID, chapter work.ChapterID, k Kind, n int) error {
	return add(ctx, tx, tally{id, chapter, k, DayOf(tx.Now)}, n)
}

// add adds to one row. A work that has been deleted in the meantime is passed over.
func add(ctx context.Context, tx *db.Tx, t tally, n int) error {
	err := tx.Exec(ctx, `INSERT INTO daily (work_id, chapter_id, kind, day, n)
		SELECT w.id, $2, $3, $4, $5 FROM works w WHERE w.id = $1
		ON CONFLICT (work_id, day, kind, chapter_id) DO UPDATE SET n = daily.n + excluded.n`,
		int64(t.work), int64(t.chapter), string(t.kind), int64(t.day), n)
	if err != nil {
		return fmt.Errorf("stats: count %s of work %d: %w", t.kind, t.work, err)
	}
	if !t.kind.sorted() {
		return nil
	}
	err = tx.Exec(ctx, `INSERT INTO totals (work_id, kind, n, at) SELECT w.id, $2, $3, $4 FROM works w WHERE w.id = $1
		ON CONFLICT (work_id, kind) DO UPDATE SET n = totals.n + excluded.n, at = excluded.at`,
		int64(t.work), string(t.kind), n, tx.Millis())
	if err != nil {
		return fmt.Errorf("stats: sum %s of work %d: %w", t.kind, t.work, err)
	}
	return nil
}

// sorted reports whether lists can be sorted by the sums of k.
func (k Kind) sorted() bool {
	return k == Hits || k == Kudos || k == Comments || k == Bookmarks
}
