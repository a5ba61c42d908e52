package creator

import (
	"context"
	"fmt"
	"slices"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/work"
)

// copied are the pen names that stand on a work as copies, without the accounts that
// had them.
func copied(w *work.Work) []account.Pseud {
	var out []account.Pseud
	for _, p := range w.Creators {
		if p.Login == orphanName && account.Key(p.Name) != account.Key(orphanName) {
			out = append(out, p)
		}
	}
	return out
}

// Unname takes the copy of one pen name off a work that was left to the archive: what
// it signed is signed by the archive's own name then, and other copies stay. A copy
// that signs nothing else is deleted. It is for staff, when somebody who is gone wants
// to be named no more. A name that is no copy on the work is fault NotFound.
func Unname(ctx context.Context, tx *db.Tx, w *work.Work, name account.PseudID) error {
	if !slices.ContainsFunc(copied(w), func(p account.Pseud) bool { return p.ID == name }) {
		return fault.New(fault.NotFound, "That copied pen name does not stand on this work any more.")
	}
	to, err := orphanPseud(ctx, tx, account.Pseud{}, false)
	if err != nil {
		return err
	}
	if err := work.SwapPseud(ctx, tx, w.ID, name, to.ID); err != nil {
		return err
	}
	var used bool
	if err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM work_creators WHERE pseud_id = $1) OR EXISTS (SELECT 1 FROM chapter_creators WHERE pseud_id = $1)
		OR EXISTS (SELECT 1 FROM series_creators WHERE pseud_id = $1)`, int64(name)).Scan(&used); err != nil {
		return fmt.Errorf("what pseud %d signs: %w", name, err)
	}
	if used {
		return nil
	}
	return account.DeletePseud(ctx, tx, to.Account, name, nil)
}
