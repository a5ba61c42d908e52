package creator

import (
	"context"
	"fmt"

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

// Unname takes the copies of pen names off a work that was left to the archive: it is
// signed by the archive's own name then. A copy that signs nothing else is deleted. It
// is for staff, when somebody who is gone wants to be named no more. A work that has
// no copies is fault NotFound.
func Unname(ctx context.Context, tx *db.Tx, w *work.Work) error {
	names := copied(w)
	if len(names) == 0 {
		return fault.New(fault.NotFound, "No copied pen name stands on this work.")
	}
	to, err := orphanPseud(ctx, tx, account.Pseud{}, false)
	if err != nil {
		return err
	}
	if err := work.SwapCreator(ctx, tx, w.ID, to.Account, to.ID); err != nil {
		return err
	}
	for _, p := range names {
		var used bool
		if err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM work_creators WHERE pseud_id = $1) OR EXISTS (SELECT 1 FROM chapter_creators WHERE pseud_id = $1)
			OR EXISTS (SELECT 1 FROM series_creators WHERE pseud_id = $1)`, int64(p.ID)).Scan(&used); err != nil {
			return fmt.Errorf("what pseud %d signs: %w", p.ID, err)
		}
		if used {
			continue
		}
		if err := account.DeletePseud(ctx, tx, to.Account, p.ID, nil); err != nil {
			return err
		}
	}
	return nil
}
