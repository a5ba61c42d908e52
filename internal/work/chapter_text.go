package work

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
)

// ChapterText is what an author writes in one chapter. What is read from the
// archive is clean; what is given to SetChapter is as the author sent it.
type ChapterText struct {
	Kind        Kind
	Title       string
	Summary     string // HTML
	NotesBefore string // HTML
	NotesAfter  string // HTML
	Body        string // HTML
}

// TextOf gives a chapter as it is stored, posted or not; fault NotFound when there
// is none. The body is clean HTML with anchors. The caller has made sure that the
// viewer may edit the work.
func TextOf(ctx context.Context, q db.Q, id ChapterID) (ChapterText, error) {
	var t ChapterText
	err := q.QueryRowContext(ctx, `SELECT c.kind, c.title, c.summary, c.notes_before, c.notes_after, x.html
		FROM chapters c JOIN chapter_texts x ON x.chapter_id = c.id WHERE c.id = $1`, int64(id)).
		Scan(&t.Kind, &t.Title, &t.Summary, &t.NotesBefore, &t.NotesAfter, &t.Body)
	if errors.Is(err, sql.ErrNoRows) {
		return t, noSuchChapter()
	}
	if err != nil {
		return t, fmt.Errorf("text of chapter %d: %w", id, err)
	}
	return t, nil
}
