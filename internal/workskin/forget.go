package workskin

import (
	"context"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/viewer"
)

// Left counts the skins of an account, and those of them that stay without its name
// when it goes: works wear them, or they are shared.
func Left(ctx context.Context, q db.Q, who viewer.ID) (all, stay int, err error) {
	err = q.QueryRowContext(ctx, `SELECT COUNT(*), COUNT(CASE WHEN `+stays+` THEN 1 END) FROM work_skins s WHERE s.account_id = $1`, int64(who)).Scan(&all, &stay)
	if err != nil {
		return 0, 0, fmt.Errorf("skins of %d: %w", who, err)
	}
	return all, stay, nil
}

// stays is the condition on skins s that others need them.
const stays = `(s.shared = 'yes' OR EXISTS (SELECT 1 FROM skins_of_works w WHERE w.skin_id = s.id))`

// Forget deletes an account's skins, but for those that others need: these belong to
// the archive from now on, and copies of them don't name who made them. Call it before
// the account goes, after its works.
func Forget(ctx context.Context, tx *db.Tx, who viewer.ID) error {
	if err := tx.Exec(ctx, `DELETE FROM work_skins WHERE id IN (SELECT s.id FROM work_skins s WHERE s.account_id = $1 AND NOT `+stays+`)`, int64(who)); err != nil {
		return fmt.Errorf("delete skins of %d: %w", who, err)
	}
	if err := tx.Exec(ctx, `UPDATE work_skins SET account_id = NULL WHERE account_id = $1`, int64(who)); err != nil {
		return fmt.Errorf("skins of %d: %w", who, err)
	}
	return forgetOrigins(ctx, tx, who)
}

// forgetOrigins takes an account's name out of what copies of its skins come from,
// also of those that are no more.
func forgetOrigins(ctx context.Context, tx *db.Tx, who viewer.ID) error {
	err := tx.Exec(ctx, `UPDATE work_skins SET origin = REPLACE(origin, (SELECT ' — ' || name FROM accounts WHERE id = $1), '')
		WHERE origin LIKE '%' || (SELECT ' — ' || name FROM accounts WHERE id = $1)`, int64(who))
	if err != nil {
		return fmt.Errorf("copies of skins of %d: %w", who, err)
	}
	return nil
}
