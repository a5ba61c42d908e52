package work

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/ficstead/ficstead/internal/blob"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/search"
	"github.com/ficstead/ficstead/internal/viewer"
)

// Remove deletes a work with all that belongs to it, for good: no list, search, feed
// or file tells of it any more. Its address says that it was removed, if readers knew
// it. The caller has made sure that it may be, and who is to be told. A work that is
// gone already is NotFound.
func Remove(ctx context.Context, tx *db.Tx, id ID) error {
	if err := Lock(ctx, tx, id); err != nil {
		return err
	}
	if err := changedAround(ctx, tx, id); err != nil {
		return err
	}
	if err := loosenWork(ctx, tx, id); err != nil {
		return err
	}
	if err := search.DropWork(ctx, tx, int64(id)); err != nil {
		return err
	}
	if err := tx.Exec(ctx, `INSERT INTO removed_works (work_id, at) SELECT id, $2 FROM works WHERE id = $1 AND audience < 2 ON CONFLICT (work_id) DO NOTHING`, int64(id), tx.Millis()); err != nil {
		return fmt.Errorf("remove work %d: %w", id, err)
	}
	if err := tx.Exec(ctx, `DELETE FROM works WHERE id = $1`, int64(id)); err != nil {
		return fmt.Errorf("remove work %d: %w", id, err)
	}
	tx.Changed(int64(id))
	return nil
}

// changedAround makes the pages of works change that show this one: those of the
// same series, and those that it comes from or that come from it.
func changedAround(ctx context.Context, tx *db.Tx, id ID) error {
	all, err := db.All(ctx, tx, db.One[int64], `SELECT o.work_id FROM series_works m JOIN series_works o ON o.series_id = m.series_id WHERE m.work_id = $1
		UNION SELECT work_id FROM relations WHERE parent_id = $1 UNION SELECT parent_id FROM relations WHERE work_id = $1 AND parent_id IS NOT NULL`, int64(id))
	if err != nil {
		return fmt.Errorf("what shows work %d: %w", id, err)
	}
	for _, w := range all {
		tx.Changed(w)
	}
	return nil
}

// Removed gives those of some works that were removed after readers knew them.
func Removed(ctx context.Context, q db.Q, ids []ID) ([]ID, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	all, err := db.All(ctx, q, db.One[ID], db.Numbered(`SELECT work_id FROM removed_works WHERE work_id IN (`+db.List(len(ids))+`)`), numbers(ids)...)
	if err != nil {
		return nil, fmt.Errorf("removed works: %w", err)
	}
	return all, nil
}

// Exists reports whether there is a work of a key, whoever may see it: tell nobody.
func Exists(ctx context.Context, q db.Q, id ID) (bool, error) {
	var is bool
	if err := q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM works WHERE id = $1)`, int64(id)).Scan(&is); err != nil {
		return false, fmt.Errorf("work %d: %w", id, err)
	}
	return is, nil
}

// gone is what is told of a work that is not there.
func gone(ctx context.Context, q db.Q, id ID) error {
	var at db.Time
	err := q.QueryRowContext(ctx, `SELECT at FROM removed_works WHERE work_id = $1`, int64(id)).Scan(&at)
	if errors.Is(err, sql.ErrNoRows) {
		return noSuchWork()
	}
	if err != nil {
		return fmt.Errorf("work %d: %w", id, err)
	}
	return fault.New(fault.NotFound, "The work that was here was removed on %s. Who made it may have chosen so, and may have it elsewhere; the archive has no copy for readers.", at.Format("2 January 2006"))
}

// Forget takes an account's pseuds off the works that were given to them, and off
// those that they never agreed to sign: call it before the account goes, after its
// works.
func Forget(ctx context.Context, tx *db.Tx, who viewer.ID) error {
	const mine = `(SELECT id FROM pseuds WHERE account_id = $1)`
	all, err := db.All(ctx, tx, db.One[int64], `DELETE FROM gifts WHERE pseud_id IN `+mine+` RETURNING work_id`, int64(who))
	if err != nil {
		return fmt.Errorf("work: forget gifts: %w", err)
	}
	for _, id := range all {
		tx.Changed(id)
	}
	if err := tx.Exec(ctx, `DELETE FROM work_creators WHERE NOT approved AND pseud_id IN `+mine, int64(who)); err != nil {
		return fmt.Errorf("work: forget creators: %w", err)
	}
	return nil
}

// loosenWork notes the files of a work, which is about to go.
func loosenWork(ctx context.Context, tx *db.Tx, id ID) error {
	pictures, err := db.All(ctx, tx, db.One[string], `SELECT name FROM work_pictures WHERE work_id = $1 UNION SELECT name FROM sent_pictures WHERE work_id = $1
		UNION SELECT name FROM work_covers WHERE work_id = $1 UNION SELECT p.name FROM chapter_pictures p JOIN chapters c ON c.id = p.chapter_id WHERE c.work_id = $1`, int64(id))
	if err != nil {
		return fmt.Errorf("pictures of work %d: %w", id, err)
	}
	originals, err := db.All(ctx, tx, db.One[string], `SELECT DISTINCT sha256 FROM originals WHERE work_id = $1`, int64(id))
	if err != nil {
		return fmt.Errorf("originals of work %d: %w", id, err)
	}
	return errors.Join(Loosen(ctx, tx, blob.Pictures, pictures...), Loosen(ctx, tx, blob.Originals, originals...))
}
