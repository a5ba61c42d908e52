package work

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
)

// This file and arrange_text.go put chapters in order. A chapter keeps its key
// wherever it goes, and with it whatever hangs on it; where a key goes, its address
// leads on: see Moved. The callers have made sure that the viewer may edit every
// work that is touched, and have settled working copies whose text is used.

// Order puts the chapters of a work into the order of ids, which must be exactly
// those that there are: else somebody has changed them meanwhile, a Conflict.
func Order(ctx context.Context, tx *db.Tx, id ID, ids []ChapterID) error {
	now, err := lockOrder(ctx, tx, id)
	if err != nil {
		return err
	}
	if !slices.Equal(slices.Sorted(slices.Values(ids)), slices.Sorted(slices.Values(now))) {
		return fault.New(fault.Conflict, "A chapter of this work came or went while you were putting them in order, so nothing is changed yet. This is how they stand now.")
	}
	return reorder(ctx, tx, id, now, ids)
}

// Place moves a chapter to the place n among those of its work, from 1; beyond the
// ends it comes to stand at the end.
func Place(ctx context.Context, tx *db.Tx, c ChapterID, n int) error {
	ch, err := lockChapter(ctx, tx, c)
	if err != nil {
		return err
	}
	now, err := chapterOrder(ctx, tx, ch.work)
	if err != nil {
		return err
	}
	ids := slices.DeleteFunc(slices.Clone(now), func(x ChapterID) bool { return x == c })
	return reorder(ctx, tx, ch.work, now, slices.Insert(ids, min(max(n, 1), len(now))-1, c))
}

// lockOrder locks a work, counts a change of it, and gives its chapters in order.
func lockOrder(ctx context.Context, tx *db.Tx, id ID) ([]ChapterID, error) {
	r, err := tx.ExecContext(ctx, `UPDATE works SET minor = minor + 1, updated_at = $2 WHERE id = $1`, int64(id), tx.Millis())
	if err != nil {
		return nil, fmt.Errorf("lock work %d: %w", id, err)
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return nil, errors.Join(err, noSuchWork())
	}
	return chapterOrder(ctx, tx, id)
}

func chapterOrder(ctx context.Context, q db.Q, id ID) ([]ChapterID, error) {
	all, err := db.All(ctx, q, db.One[ChapterID], `SELECT id FROM chapters WHERE work_id = $1 ORDER BY position, id`, int64(id))
	if err != nil {
		return nil, fmt.Errorf("chapters of work %d: %w", id, err)
	}
	return all, nil
}

// reorder numbers the chapters of a work from 1 in the order of ids.
func reorder(ctx context.Context, tx *db.Tx, id ID, was, ids []ChapterID) error {
	for i, c := range ids {
		if err := tx.Exec(ctx, `UPDATE chapters SET position = $2 WHERE id = $1 AND position <> $2`, int64(c), i+1); err != nil {
			return fmt.Errorf("work %d order: %w", id, err)
		}
	}
	if slices.Equal(was, ids) {
		return nil
	}
	tx.Changed(int64(id))
	return nil
}

// RemoveChapter deletes a chapter with its versions and whatever hangs on it. The
// only chapter that readers of a posted work have stays: the work would be empty.
func RemoveChapter(ctx context.Context, tx *db.Tx, c ChapterID) error {
	ch, err := lockChapter(ctx, tx, c)
	if err != nil {
		return err
	}
	if err := mayGo(ctx, tx, c, ch); err != nil {
		return err
	}
	if err := drop(ctx, tx, c); err != nil {
		return err
	}
	return settled(ctx, tx, ch.work)
}

// mayGo is a fault for the chapter without which a posted work would be empty, and
// for the last one of any work.
func mayGo(ctx context.Context, q db.Q, c ChapterID, ch lockedChapter) error {
	var posted, all int
	if err := q.QueryRowContext(ctx, `SELECT COUNT(*), COUNT(CASE WHEN posted THEN 1 END) FROM chapters WHERE work_id = $1 AND id <> $2`, int64(ch.work), int64(c)).Scan(&all, &posted); err != nil {
		return fmt.Errorf("chapters beside %d: %w", c, err)
	}
	switch {
	case all == 0:
		return fault.New(fault.Conflict, "This is the only chapter of the work, so it stays. You can delete the whole work instead.")
	case ch.workPosted && ch.posted && posted == 0:
		return fault.New(fault.Conflict, "This is the only chapter that readers of the work have, so it stays. Post another one first, make the work a draft, or delete the whole work.")
	}
	return nil
}

// DateChapter changes the day on which a chapter was posted, for what was first
// posted elsewhere. The work is then as old as its oldest chapter, and as new as its
// newest. A day to come is refused.
func DateChapter(ctx context.Context, tx *db.Tx, c ChapterID, at time.Time) error {
	ch, err := lockChapter(ctx, tx, c)
	if err != nil {
		return err
	}
	switch {
	case !ch.posted:
		return fault.In("date", "This chapter is not posted yet. Choose the day when you post it.")
	case at.After(tx.Now):
		return fault.In("date", "That day is still to come. A chapter can be dated back, not forward.")
	}
	if err := tx.Exec(ctx, `UPDATE chapters SET posted_at = $2 WHERE id = $1`, int64(c), at.UnixMilli()); err != nil {
		return fmt.Errorf("date chapter %d: %w", c, err)
	}
	if err := tx.Exec(ctx, `UPDATE works SET posted_at = (SELECT MIN(posted_at) FROM chapters WHERE work_id = works.id AND posted),
		revised_at = (SELECT MAX(posted_at) FROM chapters WHERE work_id = works.id AND posted) WHERE id = $1 AND posted`, int64(ch.work)); err != nil {
		return fmt.Errorf("date work %d: %w", ch.work, err)
	}
	return Refilter(ctx, tx, ch.work)
}

// Moved tells where a chapter is read now that was once read in a work; fault
// NotFound for one that never was. It asks nobody's leave: show nothing of it
// before Get has.
func Moved(ctx context.Context, q db.Q, id ID, c ChapterID) (ID, ChapterID, error) {
	var to ID
	var now ChapterID
	err := q.QueryRowContext(ctx, `SELECT c.work_id, c.id FROM chapter_moves m JOIN chapters c ON c.id = m.to_chapter
		WHERE m.chapter_id = $1 AND (m.work_id = $2 OR $2 = 0) ORDER BY m.at DESC LIMIT 1`, int64(c), int64(id)).Scan(&to, &now)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, 0, noSuchChapter()
	}
	if err != nil {
		return 0, 0, fmt.Errorf("where chapter %d went: %w", c, err)
	}
	return to, now, nil
}

// RestoreAddress has an address that a chapter had in a work lead to where its story is
// now, unless it leads somewhere. Only who looks after the archive may have it so.
func RestoreAddress(ctx context.Context, tx *db.Tx, id ID, c, to ChapterID) error {
	if err := tx.Exec(ctx, `INSERT INTO chapter_moves (chapter_id, work_id, to_chapter, at) SELECT $1, $2, $3, $4
		WHERE NOT EXISTS (SELECT 1 FROM chapters WHERE id = $1 AND work_id = $2) ON CONFLICT (chapter_id, work_id) DO NOTHING`,
		int64(c), int64(id), int64(to), tx.Millis()); err != nil {
		return fmt.Errorf("restore an address of chapter %d: %w", to, err)
	}
	return nil
}

// leadOn has the address of a chapter in a work lead to another chapter, and all
// that led to the first.
func leadOn(ctx context.Context, tx *db.Tx, id ID, c, to ChapterID) error {
	if c != to {
		if err := tx.Exec(ctx, `UPDATE chapter_moves SET to_chapter = $2 WHERE to_chapter = $1`, int64(c), int64(to)); err != nil {
			return fmt.Errorf("lead chapter %d on: %w", c, err)
		}
	}
	if err := tx.Exec(ctx, `INSERT INTO chapter_moves (chapter_id, work_id, to_chapter, at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (chapter_id, work_id) DO UPDATE SET to_chapter = excluded.to_chapter, at = excluded.at`, int64(c), int64(id), int64(to), tx.Millis()); err != nil {
		return fmt.Errorf("lead chapter %d on: %w", c, err)
	}
	return nil
}
