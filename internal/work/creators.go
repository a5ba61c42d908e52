package work

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/search"
	"github.com/ficstead/ficstead/internal/viewer"
)

// A chapter without creators of its own is by all of its work's. Rows of
// chapter_creators stand only where that is not so.

// AddCreator makes a pseud a creator of a work, after those that it has: of one
// chapter when only is not 0, else of every chapter on which one of them stands.
// Chapters that are added later are by everybody. Who is one already stays where
// they are. The caller has made sure that both sides agree.
func AddCreator(ctx context.Context, tx *db.Tx, id ID, p account.PseudID, only ChapterID) error {
	if err := Lock(ctx, tx, id); err != nil {
		return err
	}
	var there bool
	if err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM work_creators WHERE work_id = $1 AND pseud_id = $2 AND approved)`, int64(id), int64(p)).Scan(&there); err != nil {
		return fmt.Errorf("work %d creators: %w", id, err)
	}
	w := writer{ctx: ctx, tx: tx, id: id}
	if only != 0 {
		if err := w.pin(); err != nil {
			return err
		}
	}
	if !there {
		if err := w.exec("creator", `INSERT INTO work_creators (work_id, pseud_id, position, approved)
			SELECT $1, $2, COALESCE(MAX(position), -1) + 1, TRUE FROM work_creators WHERE work_id = $1
			ON CONFLICT (work_id, pseud_id) DO UPDATE SET approved = TRUE, position = excluded.position`, int64(id), int64(p)); err != nil {
			return err
		}
	}
	if err := w.exec("creator of chapters", `INSERT INTO chapter_creators (chapter_id, pseud_id, position)
		SELECT c.id, $2, (SELECT MAX(x.position) + 1 FROM chapter_creators x WHERE x.chapter_id = c.id) FROM chapters c
		WHERE c.work_id = $1 AND (c.id = $3 OR $3 = 0) AND EXISTS (SELECT 1 FROM chapter_creators x JOIN work_creators wc ON wc.pseud_id = x.pseud_id
			WHERE x.chapter_id = c.id AND wc.work_id = $1 AND wc.approved)
		ON CONFLICT (chapter_id, pseud_id) DO NOTHING`, int64(id), int64(p), int64(only)); err != nil {
		return err
	}
	return w.signed()
}

// LeaveWork takes an account off a work and its chapters. What it alone signed is
// signed by those who stay; the last one can't leave.
func LeaveWork(ctx context.Context, tx *db.Tx, id ID, who viewer.ID) error {
	if err := Lock(ctx, tx, id); err != nil {
		return err
	}
	var rest int
	if err := tx.QueryRowContext(ctx, `SELECT COUNT(*) FROM work_creators c JOIN pseuds p ON p.id = c.pseud_id
		WHERE c.work_id = $1 AND c.approved AND p.account_id <> $2`, int64(id), int64(who)).Scan(&rest); err != nil {
		return fmt.Errorf("work %d creators: %w", id, err)
	}
	if rest == 0 {
		return fault.New(fault.Conflict, "You are the only creator of this work, so you can’t leave it to nobody. You can leave it to the archive, or delete it.")
	}
	w := writer{ctx: ctx, tx: tx, id: id}
	if err := w.exec("leave chapters", `DELETE FROM chapter_creators WHERE pseud_id IN (SELECT id FROM pseuds WHERE account_id = $2)
		AND chapter_id IN (SELECT id FROM chapters WHERE work_id = $1)`, int64(id), int64(who)); err != nil {
		return err
	}
	if err := w.exec("leave", `DELETE FROM work_creators WHERE work_id = $1 AND pseud_id IN (SELECT id FROM pseuds WHERE account_id = $2)`, int64(id), int64(who)); err != nil {
		return err
	}
	return w.signed()
}

// SwapCreator puts a pseud in the place of an account, on a work and on each of its
// chapters where the account stood. What others alone wrote stays theirs.
func SwapCreator(ctx context.Context, tx *db.Tx, id ID, who viewer.ID, to account.PseudID) error {
	return swap(ctx, tx, id, `SELECT id FROM pseuds WHERE account_id = $2`, int64(who), to)
}

// SwapPseud is SwapCreator for one of an account's pseuds: the others stay.
func SwapPseud(ctx context.Context, tx *db.Tx, id ID, from, to account.PseudID) error {
	return swap(ctx, tx, id, `SELECT id FROM pseuds WHERE id = $2`, int64(from), to)
}

// swap puts a pseud in the place of those that a query finds by $2, on a work and on
// its chapters.
func swap(ctx context.Context, tx *db.Tx, id ID, from string, arg int64, to account.PseudID) error {
	if err := Lock(ctx, tx, id); err != nil {
		return err
	}
	w := writer{ctx: ctx, tx: tx, id: id}
	for _, x := range []struct{ what, insert, drop string }{
		{"swap chapters", `INSERT INTO chapter_creators (chapter_id, pseud_id, position)
			SELECT x.chapter_id, $3, MIN(x.position) FROM chapter_creators x JOIN chapters c ON c.id = x.chapter_id
			WHERE c.work_id = $1 AND x.pseud_id IN (` + from + `) GROUP BY x.chapter_id ON CONFLICT (chapter_id, pseud_id) DO NOTHING`,
			`DELETE FROM chapter_creators WHERE pseud_id <> $3 AND pseud_id IN (` + from + `)
			AND chapter_id IN (SELECT id FROM chapters WHERE work_id = $1)`},
		{"swap", `INSERT INTO work_creators (work_id, pseud_id, position, approved)
			SELECT x.work_id, $3, MIN(x.position), TRUE FROM work_creators x
			WHERE x.work_id = $1 AND x.approved AND x.pseud_id IN (` + from + `) GROUP BY x.work_id
			ON CONFLICT (work_id, pseud_id) DO UPDATE SET approved = TRUE`,
			`DELETE FROM work_creators WHERE work_id = $1 AND pseud_id <> $3 AND pseud_id IN (` + from + `)`},
	} {
		for _, q := range []string{x.insert, x.drop} {
			if err := w.exec(x.what, q, int64(id), arg, int64(to)); err != nil {
				return err
			}
		}
	}
	return w.signed()
}

// OrderCreators puts the creators of a work into the order of all, which must be
// exactly those that there are.
func OrderCreators(ctx context.Context, tx *db.Tx, id ID, all []account.PseudID) error {
	if err := Lock(ctx, tx, id); err != nil {
		return err
	}
	now, err := db.All(ctx, tx, db.One[account.PseudID], `SELECT pseud_id FROM work_creators WHERE work_id = $1 AND approved`, int64(id))
	if err != nil {
		return fmt.Errorf("work %d creators: %w", id, err)
	}
	if sorted := slices.Sorted(slices.Values(all)); !slices.Equal(slices.Sorted(slices.Values(now)), sorted) {
		return fault.New(fault.Conflict, "The creators of this work have changed in the meantime. Please look at the list again.")
	}
	w := writer{ctx: ctx, tx: tx, id: id}
	for i, p := range all {
		if err := w.exec("order creators", `UPDATE work_creators SET position = $3 WHERE work_id = $1 AND pseud_id = $2`, int64(id), int64(p), i); err != nil {
			return err
		}
	}
	return w.signed()
}

// JoinChapter adds a creator of the work to those of one chapter.
func JoinChapter(ctx context.Context, tx *db.Tx, id ID, c ChapterID, p account.PseudID) error {
	w, err := lockOwn(ctx, tx, id, c)
	if err != nil {
		return err
	}
	if err := w.exec("join chapter", `INSERT INTO chapter_creators (chapter_id, pseud_id, position)
		SELECT $1, $2, (SELECT COALESCE(MAX(position), -1) + 1 FROM chapter_creators WHERE chapter_id = $1)
		FROM work_creators WHERE work_id = $3 AND pseud_id = $2 AND approved ON CONFLICT (chapter_id, pseud_id) DO NOTHING`, int64(c), int64(p), int64(id)); err != nil {
		return err
	}
	return w.signed()
}

// LeaveChapter takes an account off one chapter; it stays on the work. A chapter's
// last creator can't leave it.
func LeaveChapter(ctx context.Context, tx *db.Tx, id ID, c ChapterID, who viewer.ID) error {
	w, err := lockOwn(ctx, tx, id, c)
	if err != nil {
		return err
	}
	if err := w.exec("leave chapter", `DELETE FROM chapter_creators WHERE chapter_id = $1 AND pseud_id IN (SELECT id FROM pseuds WHERE account_id = $2)`, int64(c), int64(who)); err != nil {
		return err
	}
	var rest int
	if err := tx.QueryRowContext(ctx, `SELECT COUNT(*) FROM chapter_creators WHERE chapter_id = $1`, int64(c)).Scan(&rest); err != nil {
		return fmt.Errorf("chapter %d creators: %w", c, err)
	}
	if rest == 0 {
		return fault.New(fault.Conflict, "Nobody else has signed this chapter, so your name stays on it.")
	}
	return w.signed()
}

// AddChapterBy adds an empty chapter at the end of a work that one pseud alone
// writes, who need not be a creator of the work: see MayEditChapter.
func AddChapterBy(ctx context.Context, tx *db.Tx, id ID, p account.PseudID) (ChapterID, error) {
	c, err := AddChapter(ctx, tx, id)
	if err != nil {
		return 0, err
	}
	if err := tx.Exec(ctx, `INSERT INTO chapter_creators (chapter_id, pseud_id, position) VALUES ($1, $2, 0)`, int64(c), int64(p)); err != nil {
		return 0, fmt.Errorf("chapter %d creator: %w", c, err)
	}
	return c, nil
}

// Lock keeps a work for this transaction: those who change who signs it, or remove it,
// come one after the other. A work that is gone is NotFound.
func Lock(ctx context.Context, tx *db.Tx, id ID) error {
	r, err := tx.ExecContext(ctx, `UPDATE works SET updated_at = $2 WHERE id = $1`, int64(id), tx.Millis())
	if err != nil {
		return fmt.Errorf("lock work %d: %w", id, err)
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, noSuchWork())
	}
	return nil
}

// lockOwn locks a work and gives its chapter creators of its own.
func lockOwn(ctx context.Context, tx *db.Tx, id ID, c ChapterID) (*writer, error) {
	if err := Lock(ctx, tx, id); err != nil {
		return nil, err
	}
	var of ID
	err := tx.QueryRowContext(ctx, `SELECT work_id FROM chapters WHERE id = $1`, int64(c)).Scan(&of)
	if errors.Is(err, sql.ErrNoRows) || err == nil && of != id {
		return nil, noSuchChapter()
	}
	if err != nil {
		return nil, fmt.Errorf("chapter %d: %w", c, err)
	}
	w := &writer{ctx: ctx, tx: tx, id: id}
	return w, w.pin()
}

// pin gives each chapter that is by all of the work's creators rows of its own.
func (w *writer) pin() error {
	return w.exec("pin chapters", `INSERT INTO chapter_creators (chapter_id, pseud_id, position)
		SELECT c.id, wc.pseud_id, wc.position FROM chapters c JOIN work_creators wc ON wc.work_id = c.work_id
		WHERE c.work_id = $1 AND wc.approved AND NOT EXISTS (SELECT 1 FROM chapter_creators x WHERE x.chapter_id = c.id)`, int64(w.id))
}

// signed drops the rows of chapters that all of the work's creators sign, and has
// lists, pages and the search know who signs.
func (w *writer) signed() error {
	if err := w.exec("unpin chapters", `DELETE FROM chapter_creators WHERE chapter_id IN (SELECT c.id FROM chapters c WHERE c.work_id = $1
		AND NOT EXISTS (SELECT 1 FROM work_creators wc WHERE wc.work_id = $1 AND wc.approved
			AND NOT EXISTS (SELECT 1 FROM chapter_creators x WHERE x.chapter_id = c.id AND x.pseud_id = wc.pseud_id))
		AND NOT EXISTS (SELECT 1 FROM chapter_creators x WHERE x.chapter_id = c.id
			AND NOT EXISTS (SELECT 1 FROM work_creators wc WHERE wc.work_id = $1 AND wc.approved AND wc.pseud_id = x.pseud_id)))`, int64(w.id)); err != nil {
		return err
	}
	w.tx.Changed(int64(w.id))
	return search.Refresh(w.ctx, w.tx, int64(w.id))
}
