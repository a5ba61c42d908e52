package intake

import (
	"context"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/decode"
)

// remember notes how a work is before it is changed, so that the change can be
// taken back.
func (f *found) remember(c decode.Choices) {
	f.Undo = append(f.Undo, change{c, f.Corrections})
	if len(f.Undo) > maxUndo {
		f.Undo = f.Undo[len(f.Undo)-maxUndo:]
	}
}

// keep stores a work as it was changed: what is corrected, what is understood with
// that, and the changes before. Whoever has an older form of it must look again.
func (f *found) keep(ctx context.Context, tx *db.Tx) error {
	report, err := asJSON(f.Report)
	if err != nil {
		return err
	}
	corrections, err := asJSON(f.Corrections)
	if err != nil {
		return err
	}
	undo, err := asJSON(f.Undo)
	if err != nil {
		return err
	}
	r := &f.Report
	err = tx.Exec(ctx, `UPDATE import_works SET report = $2, corrections = $3, undo = $4, title = $5, words = $6, chapters = $7, unrated = $8, needs = $9, seen = $10, mute = $11, state = 'open', reason = '', minor = minor + 1
		WHERE id = $1`, int64(f.ID), report, corrections, undo, r.Title, r.Words, r.Chapters, unrated(r, f.Corrections), len(needs(r)), f.Seen, mute(r))
	if err != nil {
		return fmt.Errorf("intake: keep work %d: %w", f.ID, err)
	}
	return nil
}
