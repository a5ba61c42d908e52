package desk

import (
	"context"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
)

// waiting is something that waits for an author's answer, and where to give it.
type waiting struct {
	N     int
	Words string
	Path  string
}

// waits tells what waits for somebody's answer, by one query.
func waits(ctx context.Context, q db.Q, who viewer.ID) ([]waiting, error) {
	var signs, relations, turns int
	err := q.QueryRowContext(ctx, `SELECT
		(SELECT COUNT(*) FROM creator_invitations i JOIN pseuds p ON p.id = i.pseud_id WHERE p.account_id = $1),
		(SELECT COUNT(*) FROM relations r JOIN work_creators c ON c.work_id = r.parent_id JOIN pseuds p ON p.id = c.pseud_id JOIN works w ON w.id = r.work_id
			WHERE p.account_id = $1 AND c.approved AND NOT r.approved AND r.told_at IS NOT NULL AND w.audience < 2),
		(SELECT COUNT(*) FROM round_turns t JOIN work_creators c ON c.work_id = t.work_id JOIN pseuds p ON p.id = c.pseud_id
			WHERE p.account_id = $1 AND c.approved AND t.state = 'handed')`, int64(who)).Scan(&signs, &relations, &turns)
	if err != nil {
		return nil, fmt.Errorf("desk: what waits: %w", err)
	}
	var out []waiting
	for _, w := range []waiting{
		{signs, say.N(ctx, signs, "{n} request to sign a work with others", "{n} requests to sign works with others"), "/account/requests"},
		{relations, say.N(ctx, relations, "{n} work that names one of yours as where it comes from", "{n} works that name yours as where they come from"), "/related"},
		{turns, say.N(ctx, turns, "{n} chapter that somebody wrote for a work of yours", "{n} chapters that others wrote for works of yours"), "/rounds"},
	} {
		if w.N > 0 {
			out = append(out, w)
		}
	}
	return out, nil
}
