package workskin

import (
	"context"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
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

// LeaveBehind gives a work that an account leaves to the archive a copy of the
// account's skin which it wears: a copy that is nobody's, so that neither what its
// author changes later nor their other works tell who it was.
func LeaveBehind(ctx context.Context, tx *db.Tx, id work.ID, who viewer.ID) error {
	copies, err := db.All(ctx, tx, db.One[int64], `INSERT INTO work_skins (title, title_key, css, clean, sum, created_at, updated_at)
		SELECT s.title, s.title_key, s.css, s.clean, s.sum, $3, $3 FROM work_skins s JOIN skins_of_works o ON o.skin_id = s.id
		WHERE o.work_id = $1 AND s.account_id = $2 RETURNING id`, int64(id), int64(who), tx.Millis())
	if err != nil {
		return fmt.Errorf("leave the skin of work %d behind: %w", id, err)
	}
	for _, n := range copies {
		if err := tx.Exec(ctx, `INSERT INTO skin_pictures (skin_id, name) SELECT $2, p.name FROM skin_pictures p JOIN skins_of_works o ON o.skin_id = p.skin_id WHERE o.work_id = $1`, int64(id), n); err != nil {
			return fmt.Errorf("leave the skin of work %d behind: %w", id, err)
		}
		if err := tx.Exec(ctx, `UPDATE skins_of_works SET skin_id = $2 WHERE work_id = $1`, int64(id), n); err != nil {
			return fmt.Errorf("leave the skin of work %d behind: %w", id, err)
		}
	}
	return nil
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
