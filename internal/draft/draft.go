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
	// Rev counts the saves of a copy that somebody is writing in; it is 0 where the
	// chapter is as it is settled.
	Rev int
	// Seen is what a form or an editor made from this copy says it has seen. It goes
	// up with each save and each change of the chapter, and never down, so no two
	// texts of a chapter ever have the same.
	Seen int
	work.ChapterText
	Words   int
	By      viewer.ID // who saved it last, 0 when nobody did
	SavedAt time.Time // zero when nobody did
	// Behind is set when the chapter went on otherwise since the copy was begun: a new
	// version was brought in, say. The copy can't be settled until somebody chose.
	Behind bool

	now   work.ChapterText // the chapter as it is, without anchors, when Behind
	began time.Time        // when the first save after it was settled was
	rev   int              // of the last save
	tab   string           // which who sent it named so
	n     int
}

// Of gives the working copy of a chapter, or, when nobody is writing in it, the
// chapter as it is settled, with Rev 0 and anchors in its text. The caller has made
// sure that the viewer may edit the work.
func Of(ctx context.Context, q db.Q, id work.ChapterID) (Copy, error) {
	c := Copy{Chapter: id}
	var live bool
	var base int
	var by sql.NullInt64
	var saved, began db.Time
	err := q.QueryRowContext(ctx, `SELECT live, base, rev, kind, title, summary, notes_before, notes_after, text, words, account_id, saved_at, began_at, tab, n
		FROM drafts WHERE chapter_id = $1`, int64(id)).
		Scan(&live, &base, &c.rev, &c.Kind, &c.Title, &c.Summary, &c.NotesBefore, &c.NotesAfter, &c.Body, &c.Words, &by, &saved, &began, &c.tab, &c.n)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return c, fmt.Errorf("working copy of chapter %d: %w", id, err)
	}
	c.By, c.SavedAt, c.began, c.Seen = viewer.ID(by.Int64), saved.Time, began.Time, c.rev
	if live {
		return c.compared(ctx, q, base)
	}
	return c.settled(ctx, q, base)
}

// compared tells whether the chapter went on since the copy, which was begun when the
// chapter was of version base. Its text is loaded only then.
func (c Copy) compared(ctx context.Context, q db.Q, base int) (Copy, error) {
	var version int
	if err := q.QueryRowContext(ctx, `SELECT version FROM chapters WHERE id = $1`, int64(c.Chapter)).Scan(&version); err != nil {
		return c, fmt.Errorf("version of chapter %d: %w", c.Chapter, err)
	}
	c.Seen += version - base
	c.Rev = c.Seen
	if version == base {
		return c, nil
	}
	var err error
	if c.now, err = work.TextOf(ctx, q, c.Chapter); err != nil {
		return c, err
	}
	c.now.Body = prose.Cleaner{}.Clean(c.now.Body, prose.Body)
	c.Behind = c.now != c.ChapterText
	return c, nil
}

// Other is the text that a save of c is to be chosen over: that of the chapter where
// the copy is behind it, else c.
func (c Copy) Other() Copy {
	if !c.Behind {
		return c
	}
	return Copy{Chapter: c.Chapter, Seen: c.Seen, ChapterText: c.now, Words: prose.Words(c.now.Body), rev: c.rev}
}

// settled fills c with the chapter as it is, whose copy was settled when the
// chapter was of version base.
func (c Copy) settled(ctx context.Context, q db.Q, base int) (Copy, error) {
	var err error
	if c.ChapterText, err = work.TextOf(ctx, q, c.Chapter); err != nil {
		return c, err
	}
	var version int
	if err := q.QueryRowContext(ctx, `SELECT version, words FROM chapters WHERE id = $1`, int64(c.Chapter)).Scan(&version, &c.Words); err != nil {
		return c, fmt.Errorf("version of chapter %d: %w", c.Chapter, err)
	}
	c.Seen += version - base
	return c, nil
}

// Open is Of as an editor gets it: the text has no anchors, which are made anew
// whenever it is settled. Save and its callers mean this text when they count lines.
func Open(ctx context.Context, q db.Q, id work.ChapterID) (Copy, error) {
	c, err := Of(ctx, q, id)
	if err == nil && c.Rev == 0 {
		c.Body = prose.Cleaner{}.Clean(c.Body, prose.Body)
	}
	return c, err
}

// lock makes sure that a chapter has a row here and locks it, so that saves of one
// chapter come one after the other; fault NotFound when there is no such chapter.
func lock(ctx context.Context, tx *db.Tx, id work.ChapterID) error {
	r, err := tx.ExecContext(ctx, `INSERT INTO drafts (chapter_id, live, rev, kind, title, summary, notes_before, notes_after, text, words, began_at, saved_at)
		SELECT id, FALSE, 0, '', '', '', '', '', '', 0, 0, 0 FROM chapters WHERE id = $1
		ON CONFLICT (chapter_id) DO UPDATE SET rev = drafts.rev`, int64(id))
	if err != nil {
		return fmt.Errorf("lock working copy of chapter %d: %w", id, err)
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, noChapter())
	}
	return nil
}

// Settle makes the chapter what its working copy says, and ends the copy; what it
// makes of it is kept as a version. With nobody writing it changes nothing. Where the
// chapter went on otherwise meanwhile it is fault Conflict.
func Settle(ctx context.Context, tx *db.Tx, c prose.Cleaner, id work.ChapterID) error {
	if err := lock(ctx, tx, id); err != nil {
		return err
	}
	d, err := Of(ctx, tx, id)
	if err != nil || d.Rev == 0 {
		return err
	}
	if d.Behind {
		return behind()
	}
	if err := work.SetChapter(ctx, tx, c, id, d.ChapterText); err != nil {
		return err
	}
	if err := work.KeepSettled(ctx, tx, id, d.By); err != nil {
		return err
	}
	if err := tx.Exec(ctx, `UPDATE drafts SET live = FALSE, base = (SELECT version FROM chapters WHERE id = $1), kind = '', title = '', summary = '',
		notes_before = '', notes_after = '', text = '', words = 0 WHERE chapter_id = $1`, int64(id)); err != nil {
		return fmt.Errorf("settle chapter %d: %w", id, err)
	}
	return nil
}
