package publish

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// Schedule is when a chapter is to be posted.
type Schedule struct {
	Chapter work.ChapterID
	Due     time.Time
	Zone    string // whose clocks it was chosen by
	Silent  bool
	// Failed is set when the time came and something was in the way, which Trouble
	// says. It is tried again only when somebody says so.
	Failed  bool
	Trouble string
}

// The states of a schedule.
const (
	stateWaiting = "waiting"
	stateFailed  = "failed"
)

// Schedules gives when chapters of a work are to be posted, by chapter. The caller
// has made sure that the viewer may edit it.
func Schedules(ctx context.Context, q db.Q, id work.ID) (map[work.ChapterID]Schedule, error) {
	all, err := db.All(ctx, q, func(r *sql.Rows, s *Schedule) error {
		var due db.Time
		var state string
		err := r.Scan(&s.Chapter, &due, &s.Zone, &s.Silent, &state, &s.Trouble)
		s.Due, s.Failed = due.Time, state == stateFailed
		return err
	}, `SELECT s.chapter_id, s.due_at, s.zone, s.silent, s.state, s.trouble FROM schedules s JOIN chapters c ON c.id = s.chapter_id WHERE c.work_id = $1`, int64(id))
	if err != nil {
		return nil, fmt.Errorf("schedules of work %d: %w", id, err)
	}
	out := make(map[work.ChapterID]Schedule, len(all))
	for _, s := range all {
		out[s.Chapter] = s
	}
	return out, nil
}

// Put has chapters of a work posted at their times, in place of what was planned for
// them before. by is who is told if something is in the way. A chapter that is not a
// draft of the work any more is a Conflict, and nothing changes.
func Put(ctx context.Context, tx *db.Tx, id work.ID, by viewer.ID, all []Schedule) error {
	for _, s := range all {
		if !s.Due.After(tx.Now) {
			return past()
		}
		r, err := tx.ExecContext(ctx, `INSERT INTO schedules (chapter_id, due_at, zone, silent, account_id, state, made_at)
			SELECT c.id, $3, $4, $5, $6, $7, $8 FROM chapters c JOIN works w ON w.id = c.work_id
			WHERE c.id = $1 AND c.work_id = $2 AND NOT (c.posted AND w.posted)
			ON CONFLICT (chapter_id) DO UPDATE SET due_at = excluded.due_at, zone = excluded.zone, silent = excluded.silent,
				account_id = excluded.account_id, state = excluded.state, trouble = '', made_at = excluded.made_at`,
			int64(s.Chapter), int64(id), s.Due.UnixMilli(), s.Zone, s.Silent, int64(by), stateWaiting, tx.Millis())
		if err != nil {
			return fmt.Errorf("schedule chapter %d: %w", s.Chapter, err)
		}
		if n, err := r.RowsAffected(); err != nil || n == 0 {
			return gone(err)
		}
	}
	return nil
}

// Cancel takes back that a chapter of a work is to be posted. What is not planned
// stays so.
func Cancel(ctx context.Context, tx *db.Tx, id work.ID, c work.ChapterID) error {
	err := tx.Exec(ctx, `DELETE FROM schedules WHERE chapter_id = $1 AND chapter_id IN (SELECT id FROM chapters WHERE work_id = $2)`, int64(c), int64(id))
	if err != nil {
		return fmt.Errorf("cancel chapter %d: %w", c, err)
	}
	return nil
}

func past() error {
	return fault.In("date", "That time is past. To post now, use “Publish now”; to date a chapter back, choose its day there.")
}

func gone(err error) error {
	if err != nil {
		return err
	}
	return fault.New(fault.Conflict, "One of the chapters has been posted or moved in the meantime, so nothing is changed. This is how they stand now.")
}
