package work

import (
	"context"
	"fmt"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/search"
)

// HandOver makes every work, chapter and gift of one pseud another's, as when an
// author who has that name already takes over what was kept for them. Where both
// are creators, the one that stays is.
func HandOver(ctx context.Context, tx *db.Tx, from, to account.PseudID) error {
	for _, q := range []string{
		`DELETE FROM work_creators WHERE pseud_id = $1 AND work_id IN (SELECT work_id FROM work_creators WHERE pseud_id = $2)`,
		`DELETE FROM chapter_creators WHERE pseud_id = $1 AND chapter_id IN (SELECT chapter_id FROM chapter_creators WHERE pseud_id = $2)`,
		`UPDATE work_creators SET pseud_id = $2 WHERE pseud_id = $1`,
		`UPDATE chapter_creators SET pseud_id = $2 WHERE pseud_id = $1`,
		`UPDATE gifts SET pseud_id = $2 WHERE pseud_id = $1`,
	} {
		if err := tx.Exec(ctx, q, int64(from), int64(to)); err != nil {
			return fmt.Errorf("work: hand over: %w", err)
		}
	}
	return nil
}

// Resigned makes lists, pages and the search know that the pseuds of an account
// sign otherwise than before: call it after their names or their account changed.
func Resigned(ctx context.Context, tx *db.Tx, who int64) error {
	ids, err := db.All(ctx, tx, db.One[int64], `SELECT DISTINCT c.work_id FROM work_creators c JOIN pseuds p ON p.id = c.pseud_id
		WHERE p.account_id = $1 ORDER BY c.work_id`, who)
	if err != nil {
		return fmt.Errorf("work: works of an account: %w", err)
	}
	for _, id := range ids {
		if err := search.Refresh(ctx, tx, id); err != nil {
			return err
		}
		tx.Changed(id)
	}
	return nil
}
