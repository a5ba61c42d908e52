package desk

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// ChangeID is the key of a change of many works.
type ChangeID int64

// MaxWorks is how many works can be changed at once.
const MaxWorks = 200

// UndoFor is how long a change of many works can be undone.
const UndoFor = 30 * 24 * time.Hour

// The states of a change.
const (
	looked = "looked" // shown, not made
	done   = "done"
	undone = "undone"
)

// What became of a work in a change.
const (
	open    = "" // not done yet
	changed = "changed"
	same    = "same" // nothing to change
	refused = "refused"
	back    = "back" // undone
	partly  = "partly"
)

// Change is a change of many works.
type Change struct {
	ID      ChangeID
	Changes Changes
	State   string
	MadeAt  time.Time
	Works   []Changed
}

// Changed is one work of a change.
type Changed struct {
	ID            work.ID
	Seen          int
	Before, After Face
	Outcome       string
	Why           string
}

// Look notes a change of works that v made, to be shown before it is made. Works
// that v may not edit are no part of it, whatever was sent.
func Look(ctx context.Context, tx *db.Tx, v viewer.Viewer, c Changes, ids []work.ID) (ChangeID, error) {
	if err := cmp.Or(c.Check(ctx), c.known(ctx, tx, v)); err != nil {
		return 0, err
	}
	if len(ids) > MaxWorks {
		return 0, fault.New(fault.Invalid, "That is %d works; %d is the most at once. Change some of them, then the others.", len(ids), MaxWorks)
	}
	b, err := json.Marshal(c)
	if err != nil {
		return 0, fmt.Errorf("desk: changes: %w", err)
	}
	var id ChangeID
	err = tx.QueryRowContext(ctx, `INSERT INTO bulk_changes (account_id, changes, state, made_at) VALUES ($1, $2, $3, $4) RETURNING id`, int64(v.ID), string(b), looked, tx.Millis()).Scan(&id)
	if err != nil {
		return 0, fmt.Errorf("desk: note a change: %w", err)
	}
	works := 0
	for _, w := range ids {
		r, err := tx.ExecContext(ctx, `INSERT INTO bulk_works (change_id, work_id, seen) SELECT $1, w.id, w.minor FROM works w WHERE w.id = $2
			AND EXISTS (SELECT 1 FROM work_creators c JOIN pseuds p ON p.id = c.pseud_id WHERE c.work_id = w.id AND c.approved AND p.account_id = $3)
			ON CONFLICT (change_id, work_id) DO NOTHING`, int64(id), int64(w), int64(v.ID))
		if err != nil {
			return 0, fmt.Errorf("desk: note work %d: %w", w, err)
		}
		if n, err := r.RowsAffected(); err == nil {
			works += int(n)
		}
	}
	if works == 0 {
		return 0, fault.New(fault.Invalid, "No work is ticked. Tick those that you want to change.")
	}
	return id, nil
}

// Get reads a change of v's; fault NotFound when there is none.
func Get(ctx context.Context, q db.Q, v viewer.Viewer, id ChangeID) (*Change, error) {
	c := &Change{ID: id}
	var body string
	var made db.Time
	err := q.QueryRowContext(ctx, `SELECT changes, state, made_at FROM bulk_changes WHERE id = $1 AND account_id = $2`, int64(id), int64(v.ID)).Scan(&body, &c.State, &made)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.NotFound, "There is no such change of yours. Changes are kept for %d days.", int(UndoFor.Hours()/24))
	}
	if err != nil {
		return nil, fmt.Errorf("desk: change %d: %w", id, err)
	}
	c.MadeAt = made.Time
	if err := json.Unmarshal([]byte(body), &c.Changes); err != nil {
		return nil, fmt.Errorf("desk: change %d: %w", id, err)
	}
	c.Works, err = db.All(ctx, q, func(r *sql.Rows, x *Changed) error {
		var before, after string
		if err := r.Scan(&x.ID, &x.Seen, &before, &after, &x.Outcome, &x.Why); err != nil || before == "" {
			return err
		}
		return errors.Join(json.Unmarshal([]byte(before), &x.Before), json.Unmarshal([]byte(after), &x.After))
	}, `SELECT work_id, seen, before, after, outcome, why FROM bulk_works WHERE change_id = $1 ORDER BY work_id`, int64(id))
	if err != nil {
		return nil, fmt.Errorf("desk: works of change %d: %w", id, err)
	}
	return c, nil
}

// Apply makes a change, work by work, each wholly or not at all. What is stopped in
// the middle goes on with the next work when it is applied again; what is done is
// not done twice.
func Apply(ctx context.Context, d *db.DB, c prose.Cleaner, v viewer.Viewer, id ChangeID) error {
	x, err := Get(ctx, d, v, id)
	if err != nil {
		return err
	}
	if x.State == undone {
		return fault.New(fault.Conflict, "This change was undone. Choose the works and the change anew.")
	}
	for _, w := range x.Works {
		err := d.Tx(ctx, func(tx *db.Tx) error { return x.apply(ctx, tx, c, v, w.ID) })
		if err := x.told(ctx, d, w.ID, refused, err); err != nil {
			return err
		}
	}
	return d.Tx(ctx, func(tx *db.Tx) error {
		return tx.Exec(ctx, `UPDATE bulk_changes SET state = $2, done_at = $3 WHERE id = $1 AND state = $4`, int64(id), done, tx.Millis(), looked)
	})
}

// apply changes one work, unless that was done.
func (x *Change) apply(ctx context.Context, tx *db.Tx, c prose.Cleaner, v viewer.Viewer, id work.ID) error {
	row, err := x.lock(ctx, tx, id)
	if err != nil || row.outcome != open {
		return err
	}
	w, now, err := load(ctx, tx, v, id)
	if err != nil {
		return err
	}
	then, err := x.Changes.of(ctx, w, now)
	if err != nil {
		return err
	}
	if then.same(now) {
		return x.settle(ctx, tx, id, same, nil)
	}
	if w.Minor != row.seen {
		return fault.New(fault.Conflict, "It was changed since you looked, so it stays as it is.")
	}
	if err := write(ctx, tx, c, v, w, row.seen, now, then); err != nil {
		return err
	}
	return x.settleChanged(ctx, tx, v, id, now)
}

// told notes why nothing became of a work, once its transaction is undone. What its
// author can do nothing about stays an error.
func (x *Change) told(ctx context.Context, d *db.DB, id work.ID, outcome string, why error) error {
	if why == nil {
		return nil
	}
	return d.Tx(ctx, func(tx *db.Tx) error { return x.settle(ctx, tx, id, outcome, why) })
}

// of gives what the changes would make of a work, or why they can't.
func (c Changes) of(ctx context.Context, w *work.Work, now Face) (Face, error) {
	d := w.Details()
	then := c.apply(now)
	if err := allowed(ctx, d, now, then); err != nil {
		return then, err
	}
	x := work.Extras{Credits: slices.Clone(then.Credits), Ornament: w.Ornament}
	if err := x.Check(); err != nil {
		return then, err
	}
	d = then.onto(d)
	return then, d.Check(w.ChapterCount)
}

// settleChanged notes what a work was and what it is now, as it is stored.
func (x *Change) settleChanged(ctx context.Context, tx *db.Tx, v viewer.Viewer, id work.ID, before Face) error {
	_, after, err := load(ctx, tx, v, id)
	if err != nil {
		return err
	}
	b, err := json.Marshal(before)
	if err != nil {
		return fmt.Errorf("desk: work %d: %w", id, err)
	}
	a, err := json.Marshal(after)
	if err != nil {
		return fmt.Errorf("desk: work %d: %w", id, err)
	}
	if err := tx.Exec(ctx, `UPDATE bulk_works SET before = $3, after = $4, outcome = $5 WHERE change_id = $1 AND work_id = $2`,
		int64(x.ID), int64(id), string(b), string(a), changed); err != nil {
		return fmt.Errorf("desk: work %d: %w", id, err)
	}
	return nil
}

// lockedRow is one work of a change, locked.
type lockedRow struct {
	seen    int
	outcome string
}

func (x *Change) lock(ctx context.Context, tx *db.Tx, id work.ID) (lockedRow, error) {
	var r lockedRow
	err := tx.QueryRowContext(ctx, `UPDATE bulk_works SET outcome = outcome WHERE change_id = $1 AND work_id = $2 RETURNING seen, outcome`, int64(x.ID), int64(id)).Scan(&r.seen, &r.outcome)
	if errors.Is(err, sql.ErrNoRows) { // the work was deleted a moment ago
		return lockedRow{outcome: refused}, nil
	}
	if err != nil {
		return r, fmt.Errorf("desk: work %d: %w", id, err)
	}
	return r, nil
}

// settle notes what became of a work. What its author can do nothing about is no
// outcome but an error.
func (x *Change) settle(ctx context.Context, tx *db.Tx, id work.ID, outcome string, why error) error {
	words := ""
	if why != nil {
		if fault.KindOf(why) == fault.Internal {
			return why
		}
		words = fault.Message(why)
	}
	if err := tx.Exec(ctx, `UPDATE bulk_works SET outcome = $3, why = $4 WHERE change_id = $1 AND work_id = $2`, int64(x.ID), int64(id), outcome, words); err != nil {
		return fmt.Errorf("desk: work %d: %w", id, err)
	}
	return nil
}

// Undo takes a change back, work by work; what was changed again since stays.
func Undo(ctx context.Context, d *db.DB, c prose.Cleaner, v viewer.Viewer, id ChangeID) error {
	x, err := Get(ctx, d, v, id)
	if err != nil {
		return err
	}
	if x.State == looked {
		return fault.New(fault.Conflict, "This change was not made yet, so there is nothing to undo.")
	}
	for _, w := range x.Works {
		err := d.Tx(ctx, func(tx *db.Tx) error { return x.undo(ctx, tx, c, v, w) })
		if err := x.told(ctx, d, w.ID, changed, err); err != nil {
			return err
		}
	}
	return d.Tx(ctx, func(tx *db.Tx) error {
		return tx.Exec(ctx, `UPDATE bulk_changes SET state = $2 WHERE id = $1`, int64(id), undone)
	})
}

func (x *Change) undo(ctx context.Context, tx *db.Tx, c prose.Cleaner, v viewer.Viewer, w Changed) error {
	row, err := x.lock(ctx, tx, w.ID)
	if err != nil || row.outcome != changed {
		return err
	}
	y, now, err := load(ctx, tx, v, w.ID)
	if err != nil {
		return err
	}
	then, kept := undo(now, w.Before, w.After)
	if err := write(ctx, tx, c, v, y, y.Minor, now, then); err != nil {
		return err
	}
	if kept > 0 {
		return x.settle(ctx, tx, w.ID, partly, fault.New(fault.Conflict, "Something of it was changed again since, and stays so."))
	}
	return x.settle(ctx, tx, w.ID, back, nil)
}

// Sweep is the job that forgets changes that can't be undone any more.
type Sweep struct{}

// Kind implements job.Args.
func (Sweep) Kind() string { return "desk.sweep" }

// RunSweep forgets changes that were made longer ago than UndoFor.
func RunSweep(ctx context.Context, tx *db.Tx) error {
	if err := tx.Exec(ctx, `DELETE FROM bulk_changes WHERE made_at < $1`, tx.Now.Add(-UndoFor).UnixMilli()); err != nil {
		return fmt.Errorf("desk: sweep: %w", err)
	}
	return nil
}
