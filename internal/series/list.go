package series

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// By gives the series of an account, or of one of its pseuds when that is not 0,
// in order of title, with those of their works that v may see and may know to be
// by them; a series without any is left out. Creators are not filled.
func By(ctx context.Context, q db.Q, v viewer.Viewer, who viewer.ID, pseud account.PseudID) ([]Series, error) {
	type row struct {
		s             Series
		work          work.ID
		words         int
		posted, revis db.Time
	}
	seen := db.And(work.Listed(v), work.NamedTo(v))
	rows, err := db.All(ctx, q, func(r *sql.Rows, x *row) error {
		return r.Scan(&x.s.ID, &x.s.Title, &x.s.Summary, &x.s.Complete, &x.work, &x.words, &x.posted, &x.revis)
	}, db.Numbered(`SELECT s.id, s.title, s.summary, s.complete, w.id, w.words, w.posted_at, w.revised_at
		FROM series s JOIN series_works sw ON sw.series_id = s.id JOIN works w ON w.id = sw.work_id
		WHERE s.id IN (SELECT c.series_id FROM series_creators c JOIN pseuds p ON p.id = c.pseud_id WHERE p.account_id = ? AND (? = 0 OR p.id = ?))
		AND `+seen.SQL+` ORDER BY s.title_key, s.id, sw.position, w.id`), append([]any{int64(who), int64(pseud), int64(pseud)}, seen.Args...)...)
	if err != nil {
		return nil, fmt.Errorf("series of account %d: %w", who, err)
	}
	var all []Series
	for _, x := range rows {
		if len(all) == 0 || all[len(all)-1].ID != x.s.ID {
			all = append(all, x.s)
		}
		all[len(all)-1].add(x.work, x.words, x.posted.Time, x.revis.Time)
	}
	return all, nil
}
