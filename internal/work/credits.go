package work

import (
	"context"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
)

// MaxCredits is how many credits a work may have.
const MaxCredits = 100

// AddCredit names somebody who has a share in a work, after those that are named.
// Naming one twice in a role is naming them once. The caller has made sure that the
// viewer may edit the work.
func AddCredit(ctx context.Context, tx *db.Tx, id ID, role Role, name string) error {
	if err := Lock(ctx, tx, id); err != nil {
		return err
	}
	var n int
	if err := tx.QueryRowContext(ctx, `SELECT COUNT(*) FROM credits WHERE work_id = $1`, int64(id)).Scan(&n); err != nil {
		return fmt.Errorf("work %d credits: %w", id, err)
	}
	if n >= MaxCredits {
		return fault.In("name", "At most %d people can be named in the credits of a work.", MaxCredits)
	}
	if err := tx.Exec(ctx, `INSERT INTO credits (work_id, position, role, name, title, url)
		SELECT $1, COALESCE((SELECT MAX(position) FROM credits WHERE work_id = $1), -1) + 1, $2, $3, '', ''
		WHERE NOT EXISTS (SELECT 1 FROM credits WHERE work_id = $1 AND role = $2 AND name = $3)`, int64(id), string(role), oneLine(name)); err != nil {
		return fmt.Errorf("work %d credit: %w", id, err)
	}
	return gaveChanged(ctx, tx, id)
}

// DropCredit takes a name off the credits of a work, in one role. A name that is not
// there changes nothing. The caller has made sure that whose name it is wants it.
func DropCredit(ctx context.Context, tx *db.Tx, id ID, role Role, name string) error {
	if err := Lock(ctx, tx, id); err != nil {
		return err
	}
	if err := tx.Exec(ctx, `DELETE FROM credits WHERE work_id = $1 AND role = $2 AND name = $3`, int64(id), string(role), oneLine(name)); err != nil {
		return fmt.Errorf("work %d credit: %w", id, err)
	}
	return gaveChanged(ctx, tx, id)
}
