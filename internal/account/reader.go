package account

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
)

// Reader gives somebody as who reads what a secret address of theirs shows: a member,
// without what staff may see, who has said that adult works are welcome or not. It is a
// NotFound fault if they may not sign in.
func Reader(ctx context.Context, q db.Q, id viewer.ID) (viewer.Viewer, error) {
	v := viewer.Viewer{ID: id, Role: viewer.Member}
	err := q.QueryRowContext(ctx, `SELECT a.name, a.adult, a.mute_changes, EXISTS (SELECT 1 FROM mutes m WHERE m.account_id = a.id)
		FROM accounts a WHERE a.id = $1 AND a.suspended_at IS NULL AND a.leaving_at IS NULL`, int64(id)).Scan(&v.Name, &v.Adult, &v.MuteChanges, &v.Mutes)
	if errors.Is(err, sql.ErrNoRows) {
		return viewer.Viewer{}, fault.New(fault.NotFound, "There is nothing at this address any more.")
	}
	if err != nil {
		return viewer.Viewer{}, fmt.Errorf("account: reader %d: %w", id, err)
	}
	return v, nil
}
