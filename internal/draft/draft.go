// Package draft keeps what is being written: the working copy of each chapter, which
// is saved every few seconds and shown to nobody but its creators, until it is
// settled into the chapter's text.
package draft

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// Copy is the working copy of a chapter. Its text is as it was typed: clean it
// before it is shown.
type Copy struct {
	Chapter work.ChapterID
	Rev     int // counts the saves; 0 for a chapter that nobody is writing in
	work.ChapterText
	Words   int
	By      viewer.ID // who saved it last
	SavedAt time.Time
}

// Of gives the working copy of a chapter, or, when nobody is writing in it, the
// chapter as it is, with Rev 0. The caller has made sure that the viewer may edit
// the work.
func Of(ctx context.Context, q db.Q, id work.ChapterID) (Copy, error) {
	c := Copy{Chapter: id}
	var by sql.NullInt64
	var saved db.Time
	err := q.QueryRowContext(ctx, `SELECT rev, kind, title, summary, notes_before, notes_after, text, words, account_id, saved_at FROM drafts WHERE chapter_id = $1`, int64(id)).
		Scan(&c.Rev, &c.Kind, &c.Title, &c.Summary, &c.NotesBefore, &c.NotesAfter, &c.Body, &c.Words, &by, &saved)
	if errors.Is(err, sql.ErrNoRows) {
		c.ChapterText, err = work.TextOf(ctx, q, id)
		return c, err
	}
	if err != nil {
		return c, fmt.Errorf("working copy of chapter %d: %w", id, err)
	}
	c.By, c.SavedAt = viewer.ID(by.Int64), saved.Time
	return c, nil
}

// Settle makes the chapter what its working copy says, and drops the copy. With
// nobody writing it changes nothing.
func Settle(ctx context.Context, tx *db.Tx, c prose.Cleaner, id work.ChapterID) error {
	// Locks the copy, so that a save at the same time comes before or after.
	r, err := tx.ExecContext(ctx, `UPDATE drafts SET rev = rev WHERE chapter_id = $1`, int64(id))
	if err != nil {
		return fmt.Errorf("settle chapter %d: %w", id, err)
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return err
	}
	d, err := Of(ctx, tx, id)
	if err != nil {
		return err
	}
	if err := work.SetChapter(ctx, tx, c, id, d.ChapterText); err != nil {
		return err
	}
	if err := tx.Exec(ctx, `DELETE FROM drafts WHERE chapter_id = $1`, int64(id)); err != nil {
		return fmt.Errorf("settle chapter %d: %w", id, err)
	}
	return nil
}
