package desk

import (
	"context"
	"fmt"
	"net/url"

	"github.com/ficstead/ficstead/internal/creator"
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
func waits(ctx context.Context, q db.Q, v viewer.Viewer) ([]waiting, error) {
	var signs, relations, turns, turn, offers int64
	err := q.QueryRowContext(ctx, `SELECT
		(SELECT COUNT(*) FROM creator_invitations i JOIN pseuds p ON p.id = i.pseud_id WHERE p.account_id = $1),
		(SELECT COUNT(*) FROM relations r JOIN work_creators c ON c.work_id = r.parent_id JOIN pseuds p ON p.id = c.pseud_id JOIN works w ON w.id = r.work_id
			WHERE p.account_id = $1 AND c.approved AND NOT r.approved AND r.told_at IS NOT NULL AND w.audience < 2),
		(SELECT COUNT(*) FROM round_turns t JOIN work_creators c ON c.work_id = t.work_id JOIN pseuds p ON p.id = c.pseud_id
			WHERE p.account_id = $1 AND c.approved AND t.state = 'handed'),
		(SELECT COALESCE(MIN(t.work_id), 0) FROM round_turns t JOIN work_creators c ON c.work_id = t.work_id JOIN pseuds p ON p.id = c.pseud_id
			WHERE p.account_id = $1 AND c.approved AND t.state = 'handed'),
		(SELECT COUNT(*) FROM leaving_works l JOIN accounts a ON a.id = l.account_id JOIN pseuds p ON p.id = l.to_id
			WHERE p.account_id = $1 AND l.fate = 'hand' AND l.answer = '' AND a.leaving_at IS NOT NULL
			AND NOT EXISTS (SELECT 1 FROM work_creators c JOIN pseuds o ON o.id = c.pseud_id WHERE c.work_id = l.work_id AND c.approved AND o.account_id = $1))`,
		int64(v.ID)).Scan(&signs, &relations, &turns, &turn, &offers)
	if err != nil {
		return nil, fmt.Errorf("desk: what waits: %w", err)
	}
	var out []waiting
	for _, w := range []waiting{
		{int(signs), say.N(ctx, int(signs), "{n} request to sign a work with others", "{n} requests to sign works with others"), creator.RequestsPath},
		{int(relations), say.N(ctx, int(relations), "{n} work that names one of yours as where it comes from", "{n} works that name yours as where they come from"), "/users/" + url.PathEscape(v.Name) + "/related_works"},
		{int(turns), say.N(ctx, int(turns), "{n} chapter that somebody wrote for a work of yours", "{n} chapters that others wrote for works of yours"), fmt.Sprintf("/works/%d/round", turn)},
		{int(offers), say.N(ctx, int(offers), "{n} work that somebody who leaves offers you", "{n} works that people who leave offer you"), "/account/offers"},
	} {
		if w.N > 0 {
			out = append(out, w)
		}
	}
	return out, nil
}
