package search

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
)

// worksAtOnce is how many works one transaction of Rebuild takes on: others wait for it on
// SQLite.
const worksAtOnce = 50

// Rebuild makes the whole index anew from the works and chapters, while the
// archive goes on. It can be stopped, and goes on where it was when it is called
// again. progress is told how many works and chapters are done, of how many.
func Rebuild(ctx context.Context, d *db.DB, progress func(done, total int)) error {
	if err := d.Tx(ctx, func(tx *db.Tx) error {
		return tx.Exec(ctx, `INSERT INTO search_rebuild (id, work_id, chapter_id) VALUES (1, 0, 0) ON CONFLICT (id) DO NOTHING`)
	}); err != nil {
		return fmt.Errorf("search: rebuild: %w", err)
	}
	en, eighth := engineOf(d), 0
	for more := true; more; {
		if err := d.Tx(ctx, func(tx *db.Tx) (err error) {
			more, err = rebuildSome(ctx, tx)
			return err
		}); err != nil {
			return fmt.Errorf("search: rebuild: %w", err)
		}
		if err := en.tidy(ctx, d); err != nil {
			return fmt.Errorf("search: rebuild: %w", err)
		}
		done, total, err := rebuilt(ctx, d)
		if err != nil {
			return fmt.Errorf("search: rebuild: %w", err)
		}
		progress(done, total)
		if now := 8 * done / max(total, 1); now > eighth {
			eighth = now
			if err := en.roomy(ctx, d); err != nil {
				return fmt.Errorf("search: rebuild: %w", err)
			}
		}
	}
	if err := en.compact(ctx, d); err != nil {
		return fmt.Errorf("search: rebuild: %w", err)
	}
	return d.Tx(ctx, func(tx *db.Tx) error {
		tx.Changed(db.Lists) // what was found on the way is not all there is
		return tx.Exec(ctx, `DELETE FROM search_rebuild`)
	})
}

// rebuildSome does the next works, or when all are done the next chapters, and
// notes how far it came. more is false when there was nothing left.
func rebuildSome(ctx context.Context, tx *db.Tx) (more bool, err error) {
	en, chapters := engineOf(tx).gather()
	redoChapter := func(ctx context.Context, tx *db.Tx, id int64) error { return refreshChapter(ctx, tx, en, id) }
	for _, s := range []struct {
		next, note string
		most       int
		redo       func(context.Context, *db.Tx, int64) error
	}{
		{`SELECT w.id FROM works w JOIN search_rebuild r ON w.id > r.work_id ORDER BY w.id LIMIT $1`,
			`UPDATE search_rebuild SET work_id = $1`, worksAtOnce, Refresh},
		{`SELECT c.id FROM chapters c JOIN search_rebuild r ON c.id > r.chapter_id ORDER BY c.id LIMIT $1`,
			`UPDATE search_rebuild SET chapter_id = $1`, chapters, redoChapter},
	} {
		ids, err := db.All(ctx, tx, db.One[int64], s.next, s.most)
		if err != nil {
			return false, err
		}
		for _, id := range ids {
			if err := s.redo(ctx, tx, id); err != nil {
				return false, err
			}
		}
		if err := en.flush(ctx, tx); err != nil {
			return false, err
		}
		if n := len(ids); n > 0 {
			return true, tx.Exec(ctx, s.note, ids[n-1])
		}
	}
	return false, nil
}

// RefreshTexts makes the texts of a work findable as its tables have them now: after
// its author has left it out of quote search, or taken it in again.
func RefreshTexts(ctx context.Context, tx *db.Tx, work int64) error {
	ids, err := db.All(ctx, tx, db.One[int64], `SELECT id FROM chapters WHERE work_id = $1 ORDER BY id`, work)
	if err != nil {
		return fmt.Errorf("search: texts of work %d: %w", work, err)
	}
	for _, id := range ids {
		if err := refreshChapter(ctx, tx, engineOf(tx), id); err != nil {
			return fmt.Errorf("search: texts of work %d: %w", work, err)
		}
	}
	return nil
}

// refreshChapter indexes a chapter as the tables have it. It reads only once it
// has the lock, so that it never puts back what somebody has just replaced.
func refreshChapter(ctx context.Context, tx *db.Tx, en engine, chapter int64) error {
	if err := en.lock(ctx, tx, chapterLock(chapter)); err != nil {
		return err
	}
	var work int64
	var text string
	err := tx.QueryRowContext(ctx, `SELECT c.work_id, COALESCE(t.html, '') FROM chapters c LEFT JOIN chapter_texts t ON t.chapter_id = c.id WHERE c.id = $1`, chapter).
		Scan(&work, &text)
	if err != nil {
		return fmt.Errorf("chapter %d: %w", chapter, err)
	}
	return putChapter(ctx, tx, en, work, chapter, Passages(text))
}

func rebuilt(ctx context.Context, q db.Q) (done, total int, err error) {
	err = q.QueryRowContext(ctx, `SELECT
		(SELECT COUNT(*) FROM works w WHERE w.id <= r.work_id) + (SELECT COUNT(*) FROM chapters c WHERE c.id <= r.chapter_id),
		(SELECT COUNT(*) FROM works) + (SELECT COUNT(*) FROM chapters)
		FROM search_rebuild r`).Scan(&done, &total)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil // another, that was at it too, has ended it
	}
	return done, total, err
}
