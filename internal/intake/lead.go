package intake

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/work"
)

// isLead is the condition on import_works x that it is the lead of its story.
const isLead = `NOT x.doubles AND x.state NOT IN ('skipped', 'same')`

// leadOf is the file of x's story that is offered to be taken, or is, if that is
// another than x; else nil.
func leadOf(ctx context.Context, q db.Q, x *found) (*found, error) {
	if x.Story == 0 {
		return nil, nil
	}
	all, err := db.All(ctx, q, scanFound, `SELECT `+foundColumns+foundTables+`WHERE x.import_id = $1 AND x.story = $2 AND x.id <> $3 AND `+isLead+` ORDER BY x.id LIMIT 1`,
		int64(x.Import), int64(x.Story), int64(x.ID))
	if err != nil {
		return nil, fmt.Errorf("intake: the lead of story %d: %w", x.Story, err)
	}
	if len(all) == 0 {
		return nil, nil
	}
	return &all[0], nil
}

// follow makes x a double of its story's lead, or its lead when it is better and
// nobody has worked on the other yet.
func follow(ctx context.Context, tx *db.Tx, x *found) error {
	lead, err := leadOf(ctx, tx, x)
	if err != nil || lead == nil {
		return err
	}
	if lead.State == stateOpen && !lead.Seen && len(lead.Undo) == 0 && better(x, lead) {
		x, lead = lead, x
	}
	share, err := shareOf(ctx, tx, x, lead)
	if err != nil {
		return err
	}
	into := int64(x.Into)
	switch {
	case share >= sameFrom:
		x.Decision, into = asNothing, 0
	case x.Decision == asNew:
		x.Decision = ""
	}
	return ask(ctx, tx, x, true, true, x.Decision, into)
}

// ask stores whether somebody must say what x is, and what is offered first.
func ask(ctx context.Context, tx *db.Tx, x *found, doubles, asks bool, offer decision, into int64) error {
	err := tx.Exec(ctx, `UPDATE import_works SET doubles = $2, asks = $3, decision = $4, into_id = $5 WHERE id = $1`,
		int64(x.ID), doubles, asks, string(offer), nullID(into))
	if err != nil {
		return fmt.Errorf("intake: ask about work %d: %w", x.ID, err)
	}
	return nil
}

// elect gives the story of x, which is no lead any more, another: the best of those
// of which nobody has said yet what they are.
func elect(ctx context.Context, tx *db.Tx, x *found) error {
	if x.Story == 0 || x.Doubles {
		return nil
	}
	if lead, err := leadOf(ctx, tx, x); err != nil || lead != nil {
		return err
	}
	all, err := db.All(ctx, tx, scanFound, `SELECT `+foundColumns+foundTables+`WHERE x.import_id = $1 AND x.story = $2 AND x.id <> $3 AND x.doubles AND x.state = 'open' AND x.asks ORDER BY x.id`,
		int64(x.Import), int64(x.Story), int64(x.ID))
	if err != nil {
		return fmt.Errorf("intake: elect a lead of story %d: %w", x.Story, err)
	}
	if len(all) == 0 {
		return nil
	}
	best := &all[0]
	for i := range all {
		if better(&all[i], best) {
			best = &all[i]
		}
	}
	return best.askAlone(ctx, tx)
}

// askAlone asks about a work as if no other file told its story.
func (f *found) askAlone(ctx context.Context, tx *db.Tx) error {
	asks := asks(f.Report.Alike)
	offer, into := offered(&f.Report, asks)
	return ask(ctx, tx, f, false, asks, offer, into)
}

// again takes back that a work is skipped.
func again(ctx context.Context, tx *db.Tx, in ID, id FoundID) error {
	if err := touch(ctx, tx, in); err != nil {
		return err
	}
	x, err := foundOf(ctx, tx, in, id)
	if err != nil || x.State != stateSkipped {
		return err // it is back already
	}
	if !x.Kept {
		return fault.New(fault.NotFound, "The file of “%s” is not kept any more. Please bring it again.", x.name())
	}
	if err := settle(ctx, tx, x, stateOpen, 0, ""); err != nil {
		return err
	}
	lead, err := leadOf(ctx, tx, x)
	if err != nil {
		return err
	}
	if lead == nil {
		return x.askAlone(ctx, tx)
	}
	return ask(ctx, tx, x, true, true, "", 0)
}

// skipDoubles skips all doubles of which skipping is what is offered.
func skipDoubles(ctx context.Context, tx *db.Tx, in ID) error {
	if err := touch(ctx, tx, in); err != nil {
		return err
	}
	err := tx.Exec(ctx, `UPDATE import_works SET state = 'skipped', asks = FALSE WHERE import_id = $1 AND state = 'open' AND doubles AND asks AND decision = 'skip'`, int64(in))
	if err != nil {
		return fmt.Errorf("intake: skip doubles: %w", err)
	}
	return nil
}

// likenessOf is what a work's words look like, as far as it is stored.
func likenessOf(ctx context.Context, q db.Q, id FoundID) (l work.Likeness, err error) {
	var b []byte
	if err = q.QueryRowContext(ctx, `SELECT likeness FROM import_works WHERE id = $1`, int64(id)).Scan(&b); err == nil {
		err = l.UnmarshalBinary(b)
	}
	if err != nil {
		return l, fmt.Errorf("intake: likeness of work %d: %w", id, err)
	}
	return l, nil
}

// shareOf estimates how much of their text two works share.
func shareOf(ctx context.Context, q db.Q, a, b *found) (float64, error) {
	one, err := likenessOf(ctx, q, a.ID)
	if err != nil {
		return 0, err
	}
	other, err := likenessOf(ctx, q, b.ID)
	share, _ := one.To(other)
	return share, err
}

// twin is the lead of the story that a double tells.
type twin struct {
	*found
	Share float64 // of the text, 0 where it was recognised by something else
}

// twins are the leads of those of all that are doubles.
func (d *Desk) twins(ctx context.Context, q db.Q, all []found) (map[FoundID]twin, error) {
	looks := map[FoundID]work.Likeness{}
	stories := map[FoundID]bool{}
	args := []any{}
	for i := range all {
		if x := &all[i]; x.Doubles && x.State == stateOpen {
			if len(args) == 0 {
				args = append(args, int64(x.Import))
			}
			if !stories[x.Story] {
				stories[x.Story] = true
				args = append(args, int64(x.Story))
			}
		}
	}
	if len(args) == 0 {
		return nil, nil
	}
	leads, err := db.All(ctx, q, scanFound, db.Numbered(`SELECT `+foundColumns+foundTables+`WHERE x.import_id = ? AND x.story IN (`+db.List(len(args)-1)+`) AND `+isLead), args...)
	if err != nil {
		return nil, fmt.Errorf("intake: leads: %w", err)
	}
	lead := map[FoundID]*found{}
	for i := range leads {
		lead[leads[i].Story] = &leads[i]
	}
	if err := readLooks(ctx, q, looks, all, leads); err != nil {
		return nil, err
	}
	out := map[FoundID]twin{}
	for i := range all {
		x := &all[i]
		if l := lead[x.Story]; x.Doubles && x.State == stateOpen && l != nil {
			t := twin{found: l}
			t.Share, _ = looks[x.ID].To(looks[l.ID])
			out[x.ID] = t
		}
	}
	return out, nil
}

// readLooks reads what the words of works look like.
func readLooks(ctx context.Context, q db.Q, into map[FoundID]work.Likeness, sets ...[]found) error {
	var ids []any
	for _, all := range sets {
		for i := range all {
			ids = append(ids, int64(all[i].ID))
		}
	}
	type look struct {
		id FoundID
		b  []byte
	}
	all, err := db.All(ctx, q, func(r *sql.Rows, x *look) error { return r.Scan(&x.id, &x.b) },
		db.Numbered(`SELECT id, likeness FROM import_works WHERE id IN (`+db.List(len(ids))+`)`), ids...)
	if err != nil {
		return fmt.Errorf("intake: likenesses: %w", err)
	}
	for _, x := range all {
		var l work.Likeness
		if err := l.UnmarshalBinary(x.b); err != nil {
			return fmt.Errorf("intake: likeness of work %d: %w", x.id, err)
		}
		into[x.id] = l
	}
	return nil
}
