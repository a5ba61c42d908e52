package work

import (
	"context"
	"fmt"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
)

// OwnWork takes a chapter that is not posted out of its work and makes a draft of its
// own of it, by one pseud, with its working copy and its versions. title is what the
// new work is called. The caller has made sure that the chapter is that pseud's.
func OwnWork(ctx context.Context, tx *db.Tx, c ChapterID, by account.PseudID, title string) (ID, error) {
	ch, err := lockChapter(ctx, tx, c)
	if err != nil {
		return 0, err
	}
	var language string
	var beside int
	if err := tx.QueryRowContext(ctx, `SELECT language, (SELECT COUNT(*) FROM chapters WHERE work_id = works.id AND id <> $2) FROM works WHERE id = $1`, int64(ch.work), int64(c)).Scan(&language, &beside); err != nil {
		return 0, fmt.Errorf("chapter %d on its own: %w", c, err)
	}
	if beside == 0 { // a work has a chapter, if an empty one
		if _, err := AddChapter(ctx, tx, ch.work); err != nil {
			return 0, err
		}
	}
	id, empty, err := Begin(ctx, tx, by, language)
	if err != nil {
		return 0, err
	}
	if err := MoveChapter(ctx, tx, c, id); err != nil {
		return 0, err
	}
	if err := RemoveChapter(ctx, tx, empty); err != nil {
		return 0, err
	}
	if r := []rune(title); len(r) > MaxTitle {
		title = string(r[:MaxTitle])
	}
	w := writer{ctx: ctx, tx: tx, id: id}
	if err := w.exec("title", `UPDATE works SET title = $2, sort_title = $3 WHERE id = $1`, int64(id), title, SortTitle(title)); err != nil {
		return 0, err
	}
	return id, w.signed()
}
