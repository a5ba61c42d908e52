package leave

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
	"github.com/ficstead/ficstead/internal/workskin"
)

// mostLines is how many works are offered to be chosen for one by one.
const mostLines = 500

// Line is a work of somebody who thinks of leaving.
type Line struct {
	ID     work.ID
	Title  string
	Words  int
	Posted bool
	Shared bool // others sign it too
}

// Holdings are what somebody has here.
type Holdings struct {
	Works         []Line // the first mostLines of them
	Alone, Shared int    // works in all
	Series        int
	Pseuds        int
	Skins         int
	SkinsStay     int // of them, those that others need
	Invitations   int // that nobody has used
	Requests      int // asked of the archive
	Suggestions   int // for what others asked
	Read          int // works in the reading history
}

// others is the condition on works w that somebody but account $1, and but the
// archive itself, signs them.
const others = `EXISTS (SELECT 1 FROM work_creators o JOIN pseuds q ON q.id = o.pseud_id WHERE o.work_id = w.id AND o.approved AND q.account_id <> $1
	AND NOT EXISTS (SELECT 1 FROM orphanage h WHERE h.account_id = q.account_id))`

// signed is the condition on works w that account $1 signs them.
const signed = `EXISTS (SELECT 1 FROM work_creators c JOIN pseuds p ON p.id = c.pseud_id WHERE c.work_id = w.id AND c.approved AND p.account_id = $1)`

// Has tells what somebody has here, by a few queries.
func Has(ctx context.Context, q db.Q, who viewer.ID) (Holdings, error) {
	var h Holdings
	err := q.QueryRowContext(ctx, `SELECT (SELECT COUNT(*) FROM works w WHERE `+signed+` AND NOT `+others+`), (SELECT COUNT(*) FROM works w WHERE `+signed+` AND `+others+`),
		(SELECT COUNT(DISTINCT s.series_id) FROM series_creators s JOIN pseuds p ON p.id = s.pseud_id WHERE p.account_id = $1),
		(SELECT COUNT(*) FROM pseuds WHERE account_id = $1),
		(SELECT COUNT(*) FROM invitations WHERE account_id = $1 AND used_at IS NULL AND withdrawn_at IS NULL),
		(SELECT COUNT(*) FROM asks WHERE account_id = $1), (SELECT COUNT(*) FROM ask_suggestions WHERE account_id = $1),
		(SELECT COUNT(*) FROM readings WHERE account_id = $1 AND removed_at IS NULL)`, int64(who)).
		Scan(&h.Alone, &h.Shared, &h.Series, &h.Pseuds, &h.Invitations, &h.Requests, &h.Suggestions, &h.Read)
	if err != nil {
		return h, fmt.Errorf("leave: what %d has: %w", who, err)
	}
	if h.Skins, h.SkinsStay, err = workskin.Left(ctx, q, who); err != nil {
		return h, err
	}
	h.Works, err = db.All(ctx, q, func(r *sql.Rows, l *Line) error { return r.Scan(&l.ID, &l.Title, &l.Words, &l.Posted, &l.Shared) },
		`SELECT w.id, w.title, w.words, w.posted, `+others+` FROM works w WHERE `+signed+` ORDER BY w.sort_title, w.id LIMIT $2`, int64(who), mostLines)
	if err != nil {
		return h, fmt.Errorf("leave: works of %d: %w", who, err)
	}
	return h, nil
}
