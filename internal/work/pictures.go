package work

import (
	"context"
	"fmt"
	"regexp"

	"github.com/ficstead/ficstead/internal/db"
)

// GivePicture makes a stored picture one of a work's, for who may edit the work;
// readers get it once something shows it. What the work has already, it keeps. The
// caller has made sure that the viewer may edit the work.
func GivePicture(ctx context.Context, tx *db.Tx, id ID, name string) error {
	if err := tx.Exec(ctx, `INSERT INTO work_pictures (work_id, name, shown) VALUES ($1, $2, FALSE) ON CONFLICT (work_id, name) DO NOTHING`, int64(id), name); err != nil {
		return fmt.Errorf("work %d give picture: %w", id, err)
	}
	return nil
}

// TakePicture takes a picture from a work that nothing in it shows. The caller has
// made sure of that, and that the viewer may edit the work.
func TakePicture(ctx context.Context, tx *db.Tx, id ID, name string) error {
	if err := tx.Exec(ctx, `DELETE FROM work_pictures WHERE work_id = $1 AND name = $2`, int64(id), name); err != nil {
		return fmt.Errorf("work %d take picture: %w", id, err)
	}
	return nil
}

// ShowPictures finds anew which of a work's pictures readers meet: in a posted
// chapter, in what is told about the work, or as its cover. Those that a draft
// shows, or nothing any more, are for who may edit it. Call it after what shows a
// picture changes; Tally does for chapters.
func ShowPictures(ctx context.Context, tx *db.Tx, id ID) error {
	for _, query := range []string{
		`INSERT INTO work_pictures (work_id, name, shown) SELECT DISTINCT c.work_id, cp.name, FALSE
			FROM chapter_pictures cp JOIN chapters c ON c.id = cp.chapter_id WHERE c.work_id = $1
			ON CONFLICT (work_id, name) DO NOTHING`,
		`UPDATE work_pictures SET shown = EXISTS (SELECT 1 FROM chapter_pictures cp JOIN chapters c ON c.id = cp.chapter_id
				WHERE cp.name = work_pictures.name AND c.work_id = work_pictures.work_id AND c.posted)
			OR EXISTS (SELECT 1 FROM works w WHERE w.id = work_pictures.work_id
				AND w.summary || w.notes_before || w.notes_after LIKE '%/pictures/' || work_pictures.name || '%')
			OR EXISTS (SELECT 1 FROM work_covers v WHERE v.work_id = work_pictures.work_id AND v.name = work_pictures.name)
			WHERE work_id = $1`,
	} {
		if err := tx.Exec(ctx, query, int64(id)); err != nil {
			return fmt.Errorf("work %d show pictures: %w", id, err)
		}
	}
	return nil
}

// ownPicture finds the names of our own pictures in a text.
var ownPicture = regexp.MustCompile(`/pictures/([0-9a-f]{64}\.[a-z]+)`)

// pictured notes which pictures a chapter shows.
func (w *writer) pictured(id ChapterID, c *DraftChapter) error {
	if err := w.exec("pictured", `DELETE FROM chapter_pictures WHERE chapter_id = $1`, int64(id)); err != nil {
		return err
	}
	for _, name := range PicturesIn(c.Summary, c.NotesBefore, c.NotesAfter, c.Body) {
		if err := w.exec("pictured", `INSERT INTO chapter_pictures (chapter_id, name) SELECT $1, name FROM pictures WHERE name = $2
			ON CONFLICT (chapter_id, name) DO NOTHING`, int64(id), name); err != nil {
			return err
		}
	}
	return nil
}

// pictures gives the work those that the draft brings and what its chapters show.
// What people sent for the work stays theirs.
func (w *writer) pictures() error {
	if err := w.exec("pictures", `DELETE FROM work_pictures WHERE work_id = $1 AND NOT EXISTS (SELECT 1 FROM sent_pictures s
		WHERE s.work_id = work_pictures.work_id AND s.name = work_pictures.name)`, int64(w.id)); err != nil {
		return err
	}
	for _, name := range w.d.Pictures {
		if err := GivePicture(w.ctx, w.tx, w.id, name); err != nil {
			return err
		}
	}
	return ShowPictures(w.ctx, w.tx, w.id)
}
