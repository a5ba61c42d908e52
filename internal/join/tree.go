package join

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/viewer"
)

// joined is somebody who came in, with those whom they brought.
type joined struct {
	ID        viewer.ID
	Name      string
	By        viewer.ID
	Inviter   string // "" for nobody
	Way       string
	At        db.Time
	Works     int // of any kind, so only staff may see it
	Suspended bool
	Brought   []*joined
}

const joinedColumns = `a.id, a.name, COALESCE(j.inviter_id, 0), COALESCE(i.name, ''), j.way, j.created_at, a.suspended_at IS NOT NULL,
	(SELECT COUNT(DISTINCT c.work_id) FROM work_creators c JOIN pseuds p ON p.id = c.pseud_id WHERE p.account_id = a.id)`

func scanJoined(r *sql.Rows, j **joined) error {
	*j = &joined{}
	return r.Scan(&(*j).ID, &(*j).Name, &(*j).By, &(*j).Inviter, &(*j).Way, &(*j).At, &(*j).Suspended, &(*j).Works)
}

// Bounds of what is shown of who brought whom.
const (
	maxBranch = 1000
	maxDepth  = 60
)

// newest are those who came last.
func newest(ctx context.Context, q db.Q) ([]*joined, error) {
	all, err := db.All(ctx, q, scanJoined, `SELECT `+joinedColumns+` FROM joins j JOIN accounts a ON a.id = j.account_id LEFT JOIN accounts i ON i.id = j.inviter_id
		ORDER BY j.account_id DESC LIMIT $1`, maxShown)
	if err != nil {
		return nil, fmt.Errorf("join: newest members: %w", err)
	}
	return all, nil
}

// branch is everybody whom root brought in, and whom those brought; n is how many.
func branch(ctx context.Context, q db.Q, root viewer.ID) (top []*joined, n int, err error) {
	all, err := db.All(ctx, q, scanJoined, `WITH RECURSIVE below (id, depth) AS (
			SELECT account_id, 1 FROM joins WHERE inviter_id = $1
			UNION ALL SELECT j.account_id, b.depth + 1 FROM joins j JOIN below b ON j.inviter_id = b.id WHERE b.depth < $2)
		SELECT `+joinedColumns+` FROM below b JOIN joins j ON j.account_id = b.id JOIN accounts a ON a.id = j.account_id LEFT JOIN accounts i ON i.id = j.inviter_id
		ORDER BY b.depth, a.id LIMIT $3`, int64(root), maxDepth, maxBranch)
	if err != nil {
		return nil, 0, fmt.Errorf("join: who brought whom: %w", err)
	}
	known := map[viewer.ID]*joined{}
	for _, j := range all { // those above stand before those below
		known[j.ID] = j
		if up := known[j.By]; up != nil {
			up.Brought = append(up.Brought, j)
		} else {
			top = append(top, j)
		}
	}
	return top, len(all), nil
}

// more reads how many invitations staff gave a member besides the usual ones.
func more(ctx context.Context, q db.Q, id viewer.ID) (int, error) {
	all, err := db.All(ctx, q, db.One[int], `SELECT more FROM inviters WHERE account_id = $1`, int64(id))
	if err != nil {
		return 0, fmt.Errorf("join: given invitations: %w", err)
	}
	if len(all) == 0 {
		return 0, nil
	}
	return all[0], nil
}

// mostMore bounds what staff can give or take.
const mostMore = 1000

// giveMore sets how many invitations a member has besides the usual ones; fewer
// than none takes of the usual.
func giveMore(ctx context.Context, tx *db.Tx, id viewer.ID, n int) error {
	if err := tx.Exec(ctx, `INSERT INTO inviters (account_id, more) VALUES ($1, $2) ON CONFLICT (account_id) DO UPDATE SET more = excluded.more`, int64(id), n); err != nil {
		return fmt.Errorf("join: give invitations: %w", err)
	}
	return nil
}
