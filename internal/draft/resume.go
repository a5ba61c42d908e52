package draft

import (
	"context"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/work"
)

// Resume gives a chapter that has none the working copy that it had elsewhere. The
// caller has made sure that the viewer may edit the work.
func Resume(ctx context.Context, tx *db.Tx, id work.ChapterID, c Copy) error {
	at := c.SavedAt.UnixMilli()
	err := tx.Exec(ctx, `INSERT INTO drafts (chapter_id, live, base, rev, kind, title, summary, notes_before, notes_after, text, words, account_id, began_at, saved_at)
		VALUES ($1, TRUE, (SELECT version FROM chapters WHERE id = $1), 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10) ON CONFLICT (chapter_id) DO NOTHING`,
		int64(id), string(c.Kind), typed(c.Title), typed(c.Summary), typed(c.NotesBefore), typed(c.NotesAfter), typed(c.Body), prose.Words(c.Body), int64(c.By), at)
	if err != nil {
		return fmt.Errorf("resume working copy of chapter %d: %w", id, err)
	}
	return nil
}
