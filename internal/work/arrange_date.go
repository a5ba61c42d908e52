package work

import (
	"context"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
)

// redate dates two works between which a posted chapter has moved: each was revised
// when the newest of its posted chapters was posted. What was posted silently since is
// no reason to make a work newer than lists have it, so the one that gives only gets
// older by it, and the one that takes only newer.
func redate(ctx context.Context, tx *db.Tx, from, to ID, c ChapterID) error {
	if err := tx.Exec(ctx, `UPDATE works SET revised_at = (SELECT MAX(posted_at) FROM chapters WHERE work_id = works.id AND posted)
		WHERE id = $1 AND posted AND revised_at > (SELECT MAX(posted_at) FROM chapters WHERE work_id = works.id AND posted)`, int64(from)); err != nil {
		return fmt.Errorf("date work %d: %w", from, err)
	}
	if err := tx.Exec(ctx, `UPDATE works SET revised_at = (SELECT posted_at FROM chapters WHERE id = $2)
		WHERE id = $1 AND posted AND revised_at < (SELECT posted_at FROM chapters WHERE id = $2 AND posted)`, int64(to), int64(c)); err != nil {
		return fmt.Errorf("date work %d: %w", to, err)
	}
	for _, id := range []ID{from, to} {
		if err := Refilter(ctx, tx, id); err != nil {
			return err
		}
	}
	return nil
}
