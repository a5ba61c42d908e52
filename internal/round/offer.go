package round

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// Offer is what a viewer can do in the round of a work.
type Offer int

// The offers.
const (
	None  Offer = iota // there is no round for them
	Free               // they may take the turn
	Yours              // it is theirs
	Taken              // they may write, but it is somebody else's turn
)

// OfferTo tells what a viewer can do in the round of a work that they may see.
func OfferTo(ctx context.Context, q db.Q, v viewer.Viewer, w *work.Work) (Offer, error) {
	if v.Guest() || w.Mine(v) {
		return None, nil
	}
	t, err := Of(ctx, q, w.ID)
	if err != nil || t == nil {
		return None, err
	}
	now, err := Now(ctx, q, w.ID)
	if err != nil {
		return None, err
	}
	if now != nil && now.Pseud.Account == v.ID {
		return Yours, nil
	}
	err = mayTake(ctx, q, w, v, account.Pseud{Account: v.ID}, t)
	switch {
	case fault.KindOf(err) == fault.Denied:
		return None, nil
	case err != nil:
		return None, err
	case now != nil:
		return Taken, nil
	}
	return Free, nil
}

// Part is a work in whose round somebody takes part.
type Part struct {
	work.Work
	Writing bool // it is their turn
	Until   time.Time
}

// mostParts is how many rounds a page lists.
const mostParts = 200

// For lists the works, that v may see, in whose round it is v's turn or to whose round
// v was asked: first those in which it is their turn.
func For(ctx context.Context, q db.Q, v viewer.Viewer) ([]Part, error) {
	type row struct {
		id    work.ID
		until sql.NullInt64
	}
	seen := work.VisibleTo(v)
	args := append([]any{int64(v.ID), int64(v.ID)}, seen.Args...)
	rows, err := db.All(ctx, q, func(r *sql.Rows, x *row) error { return r.Scan(&x.id, &x.until) }, db.Numbered(`SELECT w.id, t.until FROM rounds o JOIN works w ON w.id = o.work_id
		LEFT JOIN round_turns t ON t.work_id = w.id AND t.state IN ('writing', 'handed') AND t.chapter_id IN (SELECT id FROM chapters WHERE work_id = w.id) AND t.pseud_id IN (SELECT id FROM pseuds WHERE account_id = ?)
		WHERE (t.id IS NOT NULL OR o.open AND EXISTS (SELECT 1 FROM round_guests g JOIN pseuds p ON p.id = g.pseud_id WHERE g.work_id = w.id AND p.account_id = ?))
		AND (`+seen.SQL+`) ORDER BY CASE WHEN t.id IS NULL THEN 1 ELSE 0 END, t.until, w.id DESC LIMIT `+fmt.Sprint(mostParts)), args...)
	if err != nil {
		return nil, fmt.Errorf("rounds of %d: %w", v.ID, err)
	}
	ids, until := make([]work.ID, len(rows)), map[work.ID]sql.NullInt64{}
	for i, x := range rows {
		ids[i], until[x.id] = x.id, x.until
	}
	works, err := work.Load(ctx, q, v, ids)
	if err != nil {
		return nil, err
	}
	out := make([]Part, len(works))
	for i, w := range works {
		u := until[w.ID]
		out[i] = Part{Work: w, Writing: u.Valid, Until: time.UnixMilli(u.Int64)}
	}
	return out, nil
}
