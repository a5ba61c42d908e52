package backup

import (
	"context"
	"crypto/rand"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// uidOf gives a work the name under which its backups know it, once.
func uidOf(ctx context.Context, tx *db.Tx, id work.ID) (string, error) {
	if err := tx.Exec(ctx, `INSERT INTO work_uids (work_id, uid) VALUES ($1, $2) ON CONFLICT (work_id) DO NOTHING`, int64(id), rand.Text()); err != nil {
		return "", fmt.Errorf("backup: name work %d: %w", id, err)
	}
	var uid string
	if err := tx.QueryRowContext(ctx, `SELECT uid FROM work_uids WHERE work_id = $1`, int64(id)).Scan(&uid); err != nil {
		return "", fmt.Errorf("backup: name work %d: %w", id, err)
	}
	return uid, nil
}

// known finds a work of somebody's by its name in backups, 0 for none. Another
// person's work of that name is none.
func known(ctx context.Context, q db.Q, who viewer.ID, uid string) (work.ID, error) {
	if uid == "" {
		return 0, nil
	}
	all, err := db.All(ctx, q, db.One[work.ID], `SELECT u.work_id FROM work_uids u WHERE u.uid = $1 AND EXISTS (SELECT 1 FROM work_creators c
		JOIN pseuds p ON p.id = c.pseud_id WHERE c.work_id = u.work_id AND c.approved AND p.account_id = $2)`, uid, int64(who))
	if err != nil {
		return 0, fmt.Errorf("backup: look for a work: %w", err)
	}
	if len(all) == 0 {
		return 0, nil
	}
	return all[0], nil
}

// name keeps the name that a work had where it was.
func name(ctx context.Context, tx *db.Tx, id work.ID, uid string) error {
	if uid == "" || len(uid) > 100 {
		return nil
	}
	if err := tx.Exec(ctx, `INSERT INTO work_uids (work_id, uid) VALUES ($1, $2)`, int64(id), uid); err != nil {
		return fmt.Errorf("backup: name work %d: %w", id, err)
	}
	return nil
}
