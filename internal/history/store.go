package history

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// hold makes sure of somebody's history and holds it until the transaction ends. cleared
// is when it was last cleared; there is false for an account that is gone.
func hold(ctx context.Context, tx *db.Tx, who viewer.ID) (cleared time.Time, there bool, err error) {
	var at db.Time
	err = tx.QueryRowContext(ctx, `INSERT INTO histories (account_id, written_at) SELECT id, $2 FROM accounts WHERE id = $1
		ON CONFLICT (account_id) DO UPDATE SET written_at = excluded.written_at RETURNING cleared_at`, int64(who), tx.Millis()).Scan(&at)
	if errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, false, nil
	}
	if err != nil {
		return time.Time{}, false, fmt.Errorf("history: hold that of %d: %w", who, err)
	}
	return at.Time, true, nil
}

// written is a reading as it is stored.
type written struct {
	Reading
	removed time.Time // zero for one that is on the list
}

// some reads those of somebody's readings that are of some works, also what is off the list.
func some(ctx context.Context, q db.Q, who viewer.ID, works []work.ID) (map[work.ID]written, error) {
	all, err := db.All(ctx, q, func(r *sql.Rows, x *written) error {
		var first, last, removed db.Time
		err := r.Scan(&x.Work, &first, &last, &x.Times, &x.Chapter, &x.Chapters, &removed)
		x.First, x.Last, x.removed = first.Time, last.Time, removed.Time
		return err
	}, db.Numbered(`SELECT `+columns+`, r.removed_at FROM readings r WHERE r.account_id = ? AND r.work_id IN (`+db.List(len(works))+`)`), append([]any{int64(who)}, keys(works)...)...)
	if err != nil {
		return nil, fmt.Errorf("history: of %d: %w", who, err)
	}
	out := make(map[work.ID]written, len(all))
	for _, x := range all {
		out[x.Work] = x
	}
	return out, nil
}

func keys(works []work.ID) []any {
	out := make([]any, len(works))
	for i, id := range works {
		out[i] = int64(id)
	}
	return out
}

// write adds what somebody opened to their history. What they have cleared or taken off
// the list in the meantime stays so, and an account that is gone is passed over.
func write(ctx context.Context, tx *db.Tx, who viewer.ID, open map[work.ID]Reading) error {
	cleared, there, err := hold(ctx, tx, who)
	if err != nil || !there {
		return err
	}
	for works := range slices.Chunk(slices.Sorted(maps.Keys(open)), atOnce) {
		had, err := some(ctx, tx, who, works)
		if err != nil {
			return err
		}
		for _, id := range works {
			r, ok := since(open[id], cleared)
			if old, was := had[id]; ok && was && old.removed.IsZero() {
				r = old.then(r)
			} else if ok && was {
				r, ok = since(r, old.removed)
			}
			if !ok {
				continue
			}
			if err := put(ctx, tx, who, r); err != nil {
				return err
			}
		}
	}
	return nil
}

// since is what of a reading came after an instant; ok is false for nothing.
func since(r Reading, at time.Time) (_ Reading, ok bool) {
	if !r.Last.After(at) {
		return r, false
	}
	if !r.First.After(at) {
		r.First, r.Times = r.Last, 1
	}
	return r, true
}

// put writes a reading as it is to be, on the list. The history is held.
func put(ctx context.Context, tx *db.Tx, who viewer.ID, r Reading) error {
	err := tx.Exec(ctx, `INSERT INTO readings (account_id, work_id, first_at, last_at, times, chapter_id, chapters) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (account_id, work_id) DO UPDATE SET first_at = excluded.first_at, last_at = excluded.last_at, times = excluded.times,
		chapter_id = excluded.chapter_id, chapters = excluded.chapters, removed_at = NULL`,
		int64(who), int64(r.Work), r.First.UnixMilli(), r.Last.UnixMilli(), r.Times, int64(r.Chapter), r.Chapters)
	if err != nil {
		return fmt.Errorf("history: write work %d for %d: %w", r.Work, who, err)
	}
	return nil
}

// Remove takes a work off somebody's list; one that is not on it stays as it is. PutBack
// undoes it while the row is kept, see Sweep.
func Remove(ctx context.Context, tx *db.Tx, who viewer.ID, id work.ID) error {
	return change(ctx, tx, who, `UPDATE readings SET removed_at = $3 WHERE account_id = $1 AND work_id = $2 AND removed_at IS NULL`, int64(id), tx.Millis())
}

// PutBack puts a work on somebody's list again that Remove took off.
func PutBack(ctx context.Context, tx *db.Tx, who viewer.ID, id work.ID) error {
	return change(ctx, tx, who, `UPDATE readings SET removed_at = NULL WHERE account_id = $1 AND work_id = $2`, int64(id))
}

// Clear forgets all that somebody has read, for good, and with it what any server has
// gathered and not yet written.
func Clear(ctx context.Context, tx *db.Tx, who viewer.ID) error {
	if err := change(ctx, tx, who, `DELETE FROM readings WHERE account_id = $1`); err != nil {
		return err
	}
	return change(ctx, tx, who, `UPDATE histories SET cleared_at = $2 WHERE account_id = $1`, tx.Millis())
}

// change changes somebody's history by a query, of which the first argument is whose it is.
func change(ctx context.Context, tx *db.Tx, who viewer.ID, query string, args ...any) error {
	if _, there, err := hold(ctx, tx, who); err != nil || !there {
		return err
	}
	if err := tx.Exec(ctx, query, append([]any{int64(who)}, args...)...); err != nil {
		return fmt.Errorf("history: change that of %d: %w", who, err)
	}
	return nil
}

// removed reports whether a work has been taken off somebody's list and can be put back.
func removed(ctx context.Context, q db.Q, who viewer.ID, id work.ID) (bool, error) {
	all, err := some(ctx, q, who, []work.ID{id})
	return !all[id].removed.IsZero(), err
}

// Sweep is the job that forgets what was taken off lists.
type Sweep struct{}

// Kind implements job.Args.
func (Sweep) Kind() string { return "history.sweep" }

// undoFor is how long what was taken off a list can be put back. It is also much longer
// than any server keeps what it has gathered.
const undoFor = 24 * time.Hour

// RunSweep forgets what was taken off lists a day ago.
func RunSweep(ctx context.Context, tx *db.Tx) error {
	if err := tx.Exec(ctx, `DELETE FROM readings WHERE removed_at <= $1`, tx.Now.Add(-undoFor).UnixMilli()); err != nil {
		return fmt.Errorf("history: sweep: %w", err)
	}
	return nil
}
