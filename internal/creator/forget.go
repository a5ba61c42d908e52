package creator

import (
	"context"
	"fmt"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// OrphanChapters leaves the chapters that an account signs in works of others, as in
// rounds, to the archive, under the archive's own name. It is for who leaves.
func OrphanChapters(ctx context.Context, tx *db.Tx, who viewer.ID) error {
	all, err := db.All(ctx, tx, db.One[work.ID], `SELECT DISTINCT c.work_id FROM chapter_creators x JOIN chapters c ON c.id = x.chapter_id
		JOIN pseuds p ON p.id = x.pseud_id WHERE p.account_id = $1 ORDER BY c.work_id`, int64(who))
	if err != nil {
		return fmt.Errorf("chapters of %d: %w", who, err)
	}
	if len(all) == 0 {
		return nil
	}
	to, err := orphanPseud(ctx, tx, account.Pseud{}, false)
	if err != nil {
		return err
	}
	for _, id := range all {
		if err := work.SwapCreator(ctx, tx, id, who, to.ID); err != nil {
			return err
		}
	}
	return nil
}

// Alone reports whether nobody but an account signs a work, and the archive's own
// account.
func Alone(ctx context.Context, q db.Q, id work.ID, who viewer.ID) (bool, error) {
	var others bool
	err := q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM work_creators c JOIN pseuds p ON p.id = c.pseud_id WHERE c.work_id = $1 AND c.approved
		AND p.account_id <> $2 AND NOT EXISTS (SELECT 1 FROM orphanage o WHERE o.account_id = p.account_id))`, int64(id), int64(who)).Scan(&others)
	if err != nil {
		return false, fmt.Errorf("who signs work %d: %w", id, err)
	}
	return !others, nil
}

// Give makes somebody who has agreed the creator of an account's share of a work.
// The caller has made sure that both sides agree.
func Give(ctx context.Context, tx *db.Tx, id work.ID, who viewer.ID, to account.PseudID) error {
	if err := work.AddCreator(ctx, tx, id, to, 0); err != nil {
		return err
	}
	return HandTo(ctx, tx, id, who, to)
}
