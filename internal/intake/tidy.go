package intake

import (
	"context"
	"fmt"
	"time"

	"github.com/ficstead/ficstead/internal/db"
)

// used is the condition on import_files f that its bytes may still be asked for: it, or
// what it holds, is not read yet or has a work in one of these states.
func used(states string) string {
	of := func(file string) string {
		return file + `.state = 'waiting' OR EXISTS (SELECT 1 FROM import_works x WHERE x.file_id = ` + file + `.id AND x.part > 0 AND x.state IN (` + states + `))`
	}
	return `(` + of("f") + ` OR EXISTS (SELECT 1 FROM import_files y WHERE y.zip_id = f.id AND (` + of("y") + `)))`
}

const (
	// unsettled are the states of works that wait for somebody or something.
	unsettled = `'open', 'queued', 'failed'`
	// mayReturn are those, and that of works that may be taken after all.
	mayReturn = unsettled + `, 'skipped'`
)

// tidy removes the files of an import of which nothing is in one of these states.
func (d *Desk) tidy(ctx context.Context, id ID, states string) error {
	return d.DB.Tx(ctx, func(tx *db.Tx) error {
		lies, err := db.All(ctx, tx, db.One[string], `SELECT f.lies FROM import_files f WHERE f.import_id = $1 AND f.lies <> '' AND NOT `+used(states), int64(id))
		if err != nil {
			return fmt.Errorf("intake: tidy: %w", err)
		}
		for _, name := range lies {
			if err := tx.Exec(ctx, `UPDATE import_files SET lies = '' WHERE lies = $1`, name); err != nil {
				return fmt.Errorf("intake: tidy: %w", err)
			}
		}
		tx.After(func() { d.remove(ctx, lies) })
		return nil
	})
}

// remove removes files from the shelf that no row names any more. One that can't
// be removed now is found by the sweep.
func (d *Desk) remove(ctx context.Context, lies []string) {
	for _, name := range lies {
		if err := d.Blob.Remove(name); err != nil {
			d.Log.WarnContext(ctx, "a file of an import could not be removed", "err", err)
		}
	}
}

// discard forgets an import with all that waits in it. What was taken in stays.
func (d *Desk) discard(ctx context.Context, id ID) error {
	return d.DB.Tx(ctx, func(tx *db.Tx) error {
		lies, err := db.All(ctx, tx, db.One[string], `SELECT lies FROM import_files WHERE import_id = $1 AND lies <> ''`, int64(id))
		if err != nil {
			return fmt.Errorf("intake: discard: %w", err)
		}
		if err := tx.Exec(ctx, `DELETE FROM imports WHERE id = $1`, int64(id)); err != nil {
			return fmt.Errorf("intake: discard: %w", err)
		}
		tx.After(func() { d.remove(ctx, lies) })
		return nil
	})
}

const (
	// strayAfter is how old a file on the shelf is before it counts as one that
	// nobody put into an import: no request takes as long.
	strayAfter = 24 * time.Hour
	// doneFor is how long an import is told of after it is done.
	doneFor = 30 * 24 * time.Hour
	// skippedFor is how long what was skipped can be taken after all.
	skippedFor = 7 * 24 * time.Hour
)

// RunSweep removes files that no import has, what was skipped a while ago, and
// imports that are long done.
func (d *Desk) RunSweep(ctx context.Context) error {
	now := d.DB.Now()
	skipped, err := db.All(ctx, d.DB, db.One[ID], `SELECT i.id FROM imports i WHERE i.touched_at < $1
		AND EXISTS (SELECT 1 FROM import_files f WHERE f.import_id = i.id AND f.lies <> '')`, now.Add(-skippedFor).UnixMilli())
	if err != nil {
		return fmt.Errorf("intake: sweep: %w", err)
	}
	for _, id := range skipped {
		if err := d.tidy(ctx, id, unsettled); err != nil {
			return err
		}
	}
	old, err := db.All(ctx, d.DB, db.One[ID], `SELECT i.id FROM imports i WHERE i.touched_at < $1
		AND NOT EXISTS (SELECT 1 FROM import_files f WHERE f.import_id = i.id AND `+used(unsettled)+`)`, now.Add(-doneFor).UnixMilli())
	if err != nil {
		return fmt.Errorf("intake: sweep: %w", err)
	}
	for _, id := range old {
		if err := d.discard(ctx, id); err != nil {
			return err
		}
	}
	names, err := d.Blob.Old(now.Add(-strayAfter))
	if err != nil {
		return err
	}
	for _, name := range names {
		var there bool
		if err := d.DB.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM import_files WHERE lies = $1)`, name).Scan(&there); err != nil {
			return fmt.Errorf("intake: sweep: %w", err)
		}
		if !there {
			d.remove(ctx, []string{name})
		}
	}
	return nil
}
