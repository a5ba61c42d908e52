package work

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/search"
)

// Begin makes a work that is only begun: a draft of one empty chapter, with no
// title yet and a rating that nobody has chosen. Nobody but its creator and staff sees it.
func Begin(ctx context.Context, tx *db.Tx, by account.PseudID, language string) (ID, ChapterID, error) {
	var id ID
	err := tx.QueryRowContext(ctx, `INSERT INTO works (title, sort_title, language, rating, revised_at, clean_version, created_at, updated_at)
		VALUES ('', '', $1, '', $2, $3, $2, $2) RETURNING id`, language, tx.Millis(), prose.Version).Scan(&id)
	if err != nil {
		return 0, 0, fmt.Errorf("begin a work: %w", err)
	}
	if err := tx.Exec(ctx, `INSERT INTO work_creators (work_id, pseud_id, position, approved) VALUES ($1, $2, 0, TRUE)`, int64(id), int64(by)); err != nil {
		return 0, 0, fmt.Errorf("begin a work: %w", err)
	}
	c, err := AddChapter(ctx, tx, id)
	return id, c, err
}

// AddChapter adds a chapter without text at the end of a work, with the work's usual
// notes, which nobody but its creators and staff sees until it is posted.
func AddChapter(ctx context.Context, tx *db.Tx, id ID) (ChapterID, error) {
	var made int
	c := DraftChapter{Kind: PlainChapter, Draft: true, PostedAt: tx.Now}
	err := tx.QueryRowContext(ctx, `UPDATE works SET chapters_made = chapters_made + 1, updated_at = $2 WHERE id = $1
		RETURNING chapters_made, usual_before, usual_after`, int64(id), tx.Millis()).Scan(&made, &c.NotesBefore, &c.NotesAfter)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, noSuchWork()
	}
	if err != nil {
		return 0, fmt.Errorf("work %d add chapter: %w", id, err)
	}
	if made > MaxChapters {
		return 0, fault.In("chapters", "That would be %d chapters; %d is the most in one work.", made, MaxChapters)
	}
	var last int
	if err := tx.QueryRowContext(ctx, `SELECT COALESCE(MAX(position), 0) FROM chapters WHERE work_id = $1`, int64(id)).Scan(&last); err != nil {
		return 0, fmt.Errorf("work %d add chapter: %w", id, err)
	}
	w := writer{ctx: ctx, tx: tx, id: id, d: &Draft{}}
	return w.insertChapter(last+1, &c)
}

// SetChapter makes a chapter what t says: cleaned, counted, anchored, and indexed
// if it is posted. What readers saw before is kept as a version. It posts nothing
// and moves no date. The caller has made sure that the viewer may edit the work.
func SetChapter(ctx context.Context, tx *db.Tx, c prose.Cleaner, id ChapterID, t ChapterText) error {
	ch, err := lockChapter(ctx, tx, id)
	if err != nil {
		return err
	}
	d := Draft{Chapters: []DraftChapter{{
		Kind: t.Kind, Title: t.Title, Summary: t.Summary, NotesBefore: t.NotesBefore, NotesAfter: t.NotesAfter,
		Body: t.Body, Draft: !ch.posted, PostedAt: tx.Now,
	}}}
	d.Prepare(c)
	w := writer{ctx: ctx, tx: tx, clean: c, id: ch.work, d: &d}
	if _, err := w.changeChapter(id, ch.position, &d.Chapters[0]); err != nil {
		return err
	}
	if err := Tally(ctx, tx, ch.work); err != nil {
		return err
	}
	if err := forget(ctx, tx, ch.work); err != nil {
		return err
	}
	tx.Changed(int64(ch.work))
	return nil
}

// Posting says how a chapter is posted.
type Posting struct {
	// Silent leaves the work where it is in lists of the newest: for what is mended
	// or brought along, not news.
	Silent bool
	// At is the day on which it was first posted elsewhere, never one to come; zero
	// is now.
	At time.Time
}

// PostChapter shows a chapter to the readers of its work, from now on; the work
// itself too, if it was a draft. Posting what is posted changes nothing. The caller
// has made sure that the viewer may edit the work and that it has what a work needs.
func PostChapter(ctx context.Context, tx *db.Tx, id ChapterID, p Posting) error {
	ch, err := lockChapter(ctx, tx, id)
	if err != nil || ch.posted && ch.workPosted {
		return err
	}
	var html string
	if err := tx.QueryRowContext(ctx, `SELECT html FROM chapter_texts WHERE chapter_id = $1`, int64(id)).Scan(&html); err != nil {
		return fmt.Errorf("post chapter %d: %w", id, err)
	}
	if prose.Words(html) == 0 && !strings.Contains(html, "<img") {
		return fault.In("chapters", "There are no words in this chapter yet.")
	}
	at := tx.Millis()
	if !p.At.IsZero() {
		if p.At.After(tx.Now) {
			return fault.In("date", "That day is still to come. A chapter can be dated back, not forward.")
		}
		at = p.At.UnixMilli()
	}
	w := writer{ctx: ctx, tx: tx, id: ch.work, d: &Draft{}}
	if !ch.posted {
		if err := w.exec("post chapter", `UPDATE chapters SET posted = TRUE, posted_at = $2, updated_at = $3 WHERE id = $1`, int64(id), at, tx.Millis()); err != nil {
			return err
		}
		if err := search.PutChapter(ctx, tx, int64(ch.work), int64(id), search.Passages(html)); err != nil {
			return err
		}
	}
	// A work that is new to readers is among the newest, however quietly its chapters come.
	if err := w.exec("post", `UPDATE works SET posted = TRUE, major = major + 1, posted_at = COALESCE(posted_at, $2),
		revised_at = CASE WHEN posted AND ($3 OR revised_at > $2) THEN revised_at ELSE $2 END WHERE id = $1`, int64(ch.work), at, p.Silent); err != nil {
		return err
	}
	if err := Tally(ctx, tx, ch.work); err != nil {
		return err
	}
	if err := Refilter(ctx, tx, ch.work); err != nil {
		return err
	}
	return search.Refresh(ctx, tx, int64(ch.work))
}

// Tally counts a work's chapters and words anew, finds which pictures they show, and completes it once as many
// chapters are posted as it was to have. Call it after its chapters change.
func Tally(ctx context.Context, tx *db.Tx, id ID) error {
	err := tx.Exec(ctx, `UPDATE works SET
		chapter_count = (SELECT COUNT(*) FROM chapters c WHERE c.work_id = works.id AND c.posted),
		chapters_made = (SELECT COUNT(*) FROM chapters c WHERE c.work_id = works.id),
		words = (SELECT COALESCE(SUM(c.words), 0) FROM chapters c WHERE c.work_id = works.id AND c.posted),
		complete = CASE WHEN chapter_total IS NULL THEN complete
			ELSE (SELECT COUNT(*) FROM chapters c WHERE c.work_id = works.id AND c.posted) >= chapter_total END
		WHERE id = $1`, int64(id))
	if err != nil {
		return fmt.Errorf("tally work %d: %w", id, err)
	}
	tx.Changed(int64(id))
	return ShowPictures(ctx, tx, id)
}

// lockedChapter is where a chapter stands, in a work that is locked.
type lockedChapter struct {
	work       ID
	workPosted bool
	position   int
	posted     bool
}

// lockChapter locks the work of a chapter, so that those who change it come one
// after the other, and counts a change of it.
func lockChapter(ctx context.Context, tx *db.Tx, id ChapterID) (lockedChapter, error) {
	var c lockedChapter
	err := tx.QueryRowContext(ctx, `UPDATE works SET minor = minor + 1, updated_at = $2
		WHERE id = (SELECT work_id FROM chapters WHERE id = $1) RETURNING id, posted`, int64(id), tx.Millis()).Scan(&c.work, &c.workPosted)
	if err == nil {
		err = tx.QueryRowContext(ctx, `SELECT position, posted FROM chapters WHERE id = $1`, int64(id)).Scan(&c.position, &c.posted)
	}
	if errors.Is(err, sql.ErrNoRows) {
		return c, noSuchChapter()
	}
	if err != nil {
		return c, fmt.Errorf("lock chapter %d: %w", id, err)
	}
	return c, nil
}

func noSuchChapter() error {
	return fault.New(fault.NotFound, "There is no such chapter here. It may have been removed by its author, or the address is mistyped.")
}
