package backup

import (
	"context"
	"crypto/rand"
	"database/sql"
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

// progress is how much of a work of a backup is in.
type progress struct {
	work    work.ID // 0 when nothing of it is
	whole   bool
	chapter int // chapters whose versions are all in
	version int // versions of the next that are in
}

// known finds a work of somebody's by its name in backups. Another person's work of
// that name is none.
func known(ctx context.Context, q db.Q, who viewer.ID, uid string) (progress, error) {
	if uid == "" {
		return progress{}, nil
	}
	all, err := db.All(ctx, q, func(r *sql.Rows, p *progress) error { return r.Scan(&p.work, &p.whole, &p.chapter, &p.version) },
		`SELECT u.work_id, u.whole, u.chapter, u.version FROM work_uids u WHERE u.uid = $1 AND EXISTS (SELECT 1 FROM work_creators c
		JOIN pseuds p ON p.id = c.pseud_id WHERE c.work_id = u.work_id AND c.approved AND p.account_id = $2) ORDER BY u.work_id LIMIT 1`, uid, int64(who))
	if err != nil {
		return progress{}, fmt.Errorf("backup: look for a work: %w", err)
	}
	if len(all) == 0 {
		return progress{}, nil
	}
	return all[0], nil
}

// name keeps the name that a work had where it was, with its versions still to come.
func name(ctx context.Context, tx *db.Tx, id work.ID, uid string) error {
	if err := tx.Exec(ctx, `INSERT INTO work_uids (work_id, uid, whole) VALUES ($1, $2, FALSE)`, int64(id), uid); err != nil {
		return fmt.Errorf("backup: name work %d: %w", id, err)
	}
	return nil
}

// note keeps how much of a work is in.
func (p progress) note(ctx context.Context, tx *db.Tx) error {
	if err := tx.Exec(ctx, `UPDATE work_uids SET whole = $2, chapter = $3, version = $4 WHERE work_id = $1`, int64(p.work), p.whole, p.chapter, p.version); err != nil {
		return fmt.Errorf("backup: work %d: %w", p.work, err)
	}
	return nil
}
