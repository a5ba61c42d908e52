// Package history keeps what signed-in people have read, each for themselves alone: which
// works, when, and where they stopped. Nobody else is shown it, whoever they are, and
// nothing is counted of it.
//
// Pages that show texts tell a Recorder what was opened. It gathers that in memory and
// writes it down every few seconds, so that no page waits for it. A row holds the key of a
// work and nothing that the work says: what the list tells of a work it asks of package
// work each time, under the rule of who may see it, and of what is gone or hidden it tells
// no more than that something was read.
package history

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// Reading is what somebody's history has of one work.
type Reading struct {
	Work        work.ID
	First, Last time.Time
	// Times is how often they came to it: openings within Sitting of each other are one.
	Times int
	// Chapter is the one they opened last, 0 for the entire work; Chapters is how many the
	// work had for readers then.
	Chapter  work.ChapterID
	Chapters int
}

// Sitting is the pause after which who opens a work again comes to it once more. It is
// longer than the longest chapter takes, and shorter than a night.
const Sitting = 4 * time.Hour

// columns are those of a Reading in table readings r.
const columns = `r.work_id, r.first_at, r.last_at, r.times, r.chapter_id, r.chapters`

func scan(r *sql.Rows, x *Reading) error {
	var first, last db.Time
	err := r.Scan(&x.Work, &first, &last, &x.Times, &x.Chapter, &x.Chapters)
	x.First, x.Last = first.Time, last.Time
	return err
}

// Any reports whether somebody's history has anything in it.
func Any(ctx context.Context, q db.Q, who viewer.ID) (bool, error) {
	var is bool
	if err := q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM readings WHERE account_id = $1 AND removed_at IS NULL)`, int64(who)).Scan(&is); err != nil {
		return false, fmt.Errorf("history: of %d: %w", who, err)
	}
	return is, nil
}

// Of gives somebody's history, what was read last first, at most so many works. It is for
// them alone; which of the works they may still see has not been asked.
func Of(ctx context.Context, q db.Q, who viewer.ID, most int) ([]Reading, error) {
	all, err := db.All(ctx, q, scan, `SELECT `+columns+` FROM readings r WHERE r.account_id = $1 AND r.removed_at IS NULL ORDER BY r.last_at DESC, r.work_id DESC LIMIT $2`, int64(who), most)
	if err != nil {
		return nil, fmt.Errorf("history: of %d: %w", who, err)
	}
	return all, nil
}

// then joins two readings of one work to one.
func (r Reading) then(o Reading) Reading {
	if o.First.Before(r.First) {
		r, o = o, r
	}
	times := r.Times + o.Times
	if o.First.Sub(r.Last) < Sitting {
		times--
	}
	out := r
	if !o.Last.Before(r.Last) {
		out = o
	}
	out.First, out.Times = r.First, times
	return out
}

// Among gives those of some works that somebody has read, in no order. It is for them alone.
func Among(ctx context.Context, q db.Q, who viewer.ID, works []work.ID) ([]Reading, error) {
	var out []Reading
	for part := range slices.Chunk(works, atOnce) {
		all, err := db.All(ctx, q, scan, db.Numbered(`SELECT `+columns+` FROM readings r WHERE r.account_id = ? AND r.removed_at IS NULL AND r.work_id IN (`+db.List(len(part))+`)`),
			append([]any{int64(who)}, keys(part)...)...)
		if err != nil {
			return nil, fmt.Errorf("history: of %d: %w", who, err)
		}
		out = append(out, all...)
	}
	return out, nil
}

// Between gives what somebody read for the first or the last time between two instants,
// of works w that fit within, the latest first and at most so many. It is for them alone.
func Between(ctx context.Context, q db.Q, who viewer.ID, from, to time.Time, within db.Cond, most int) ([]Reading, error) {
	a, b := from.UnixMilli(), to.UnixMilli()
	is := db.And(db.Where(`r.account_id = ? AND r.removed_at IS NULL AND (r.last_at BETWEEN ? AND ? OR r.first_at BETWEEN ? AND ?)`, int64(who), a, b, a, b), within)
	all, err := db.All(ctx, q, scan, db.Numbered(`SELECT `+columns+` FROM readings r JOIN works w ON w.id = r.work_id WHERE `+is.SQL+` ORDER BY r.last_at DESC, r.work_id DESC LIMIT ?`),
		append(slices.Clone(is.Args), int64(most))...)
	if err != nil {
		return nil, fmt.Errorf("history: of %d between %s and %s: %w", who, from, to, err)
	}
	return all, nil
}
