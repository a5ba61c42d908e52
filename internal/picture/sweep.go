package picture

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/ficstead/ficstead/internal/blob"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/work"
)

// Kept is how long a work keeps a picture that nothing names any more.
const Kept = 30 * 24 * time.Hour

// atOnce is how many pictures a sweep begins or ends with.
const atOnce = 1000

// Sweep is the job that takes away pictures that nothing names any more.
type Sweep struct{}

// Kind implements job.Args.
func (Sweep) Kind() string { return "picture.sweep" }

// RunSweep takes pictures away that nothing has named for as long as Kept: no chapter,
// working copy or version, no notes, cover or skin. The rows go now, the files a day
// later with work.RunSweepLoose. Files that have no row at all go too.
func RunSweep(ctx context.Context, d *db.DB, s *blob.Store) error {
	if err := work.NotePictures(ctx, d); err != nil {
		return err
	}
	if err := noteDrafts(ctx, d); err != nil {
		return err
	}
	for _, step := range []func(context.Context, *db.DB) error{unmark, mark, takeDue} {
		if err := step(ctx, d); err != nil {
			return err
		}
	}
	return walk(ctx, d, s)
}

// named is the condition that something names the picture p.name of the work
// p.work_id. Texts that were moved or copied name pictures of other works too.
const named = `(EXISTS (SELECT 1 FROM chapter_pictures x WHERE x.name = p.name)
	OR EXISTS (SELECT 1 FROM version_pictures x WHERE x.name = p.name)
	OR EXISTS (SELECT 1 FROM draft_pictures x JOIN drafts d ON d.chapter_id = x.chapter_id WHERE x.name = p.name AND d.live)
	OR EXISTS (SELECT 1 FROM skin_pictures x WHERE x.name = p.name)
	OR EXISTS (SELECT 1 FROM work_covers x WHERE x.work_id = p.work_id AND x.name = p.name)
	OR EXISTS (SELECT 1 FROM works x WHERE x.id = p.work_id
		AND x.summary || x.notes_before || x.notes_after || x.usual_before || x.usual_after LIKE '%/pictures/' || p.name || '%')
	OR EXISTS (SELECT 1 FROM beta_chapters x JOIN chapters c ON c.id = x.chapter_id WHERE c.work_id = p.work_id
		AND x.html LIKE '%/pictures/' || p.name || '%'))`

// one is a picture of a work.
type one struct {
	work work.ID
	name string
}

func scanOne(r *sql.Rows, o *one) error { return r.Scan(&o.work, &o.name) }

// unmark forgets that pictures were loose which something names again.
func unmark(ctx context.Context, d *db.DB) error {
	all, err := db.All(ctx, d, scanOne, `SELECT p.work_id, p.name FROM loose_pictures p WHERE `+named+`
		OR NOT EXISTS (SELECT 1 FROM work_pictures x WHERE x.work_id = p.work_id AND x.name = p.name)`)
	if err != nil || len(all) == 0 {
		return wrong(err)
	}
	return d.Tx(ctx, func(tx *db.Tx) error {
		for _, o := range all {
			if err := o.unmark(ctx, tx); err != nil {
				return err
			}
		}
		return nil
	})
}

func (o one) unmark(ctx context.Context, tx *db.Tx) error {
	return wrong(tx.Exec(ctx, `DELETE FROM loose_pictures WHERE work_id = $1 AND name = $2`, int64(o.work), o.name))
}

// mark notes since when nothing names a picture.
func mark(ctx context.Context, d *db.DB) error {
	all, err := db.All(ctx, d, scanOne, `SELECT p.work_id, p.name FROM work_pictures p
		WHERE NOT EXISTS (SELECT 1 FROM loose_pictures l WHERE l.work_id = p.work_id AND l.name = p.name) AND NOT `+named+` LIMIT $1`, atOnce)
	if err != nil || len(all) == 0 {
		return wrong(err)
	}
	return d.Tx(ctx, func(tx *db.Tx) error {
		for _, o := range all {
			if err := tx.Exec(ctx, `INSERT INTO loose_pictures (work_id, name, since) SELECT work_id, name, $3 FROM work_pictures WHERE work_id = $1 AND name = $2
				ON CONFLICT (work_id, name) DO NOTHING`, int64(o.work), o.name, tx.Millis()); err != nil {
				return wrong(err)
			}
		}
		return nil
	})
}

// takeDue takes away what has been loose for long enough.
func takeDue(ctx context.Context, d *db.DB) error {
	all, err := db.All(ctx, d, scanOne, `SELECT work_id, name FROM loose_pictures WHERE since <= $1 ORDER BY since, work_id, name LIMIT $2`, d.Now().Add(-Kept).UnixMilli(), atOnce)
	if err != nil {
		return wrong(err)
	}
	for _, o := range all {
		if err := d.Tx(ctx, func(tx *db.Tx) error { return o.take(ctx, tx) }); err != nil {
			return err
		}
	}
	return nil
}

// take takes a picture from its work, unless something names it now. The work and
// what is being written in it are locked meanwhile, so that nothing begins to.
func (o one) take(ctx context.Context, tx *db.Tx) error {
	for _, lock := range []string{
		`UPDATE works SET updated_at = updated_at WHERE id = $1`,
		`UPDATE drafts SET rev = rev WHERE chapter_id IN (SELECT id FROM chapters WHERE work_id = $1)`,
	} {
		if err := tx.Exec(ctx, lock, int64(o.work)); err != nil {
			return wrong(err)
		}
	}
	if err := work.NotePicturesOf(ctx, tx, o.work); err != nil {
		return err
	}
	var due, is bool
	if err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM loose_pictures WHERE work_id = $1 AND name = $2 AND since <= $3),
		EXISTS (SELECT 1 FROM work_pictures p WHERE p.work_id = $1 AND p.name = $2 AND (`+named+` OR EXISTS (SELECT 1 FROM drafts d JOIN chapters c ON c.id = d.chapter_id
			WHERE c.work_id = p.work_id AND d.live AND d.text || d.summary || d.notes_before || d.notes_after LIKE '%/pictures/' || p.name || '%')))`,
		int64(o.work), o.name, tx.Now.Add(-Kept).UnixMilli()).Scan(&due, &is); err != nil {
		return wrong(err)
	}
	if is || !due {
		return nil
	}
	return o.drop(ctx, tx)
}

// drop takes a picture from its work for good; its file goes once nothing else has it.
func (o one) drop(ctx context.Context, tx *db.Tx) error {
	if err := tx.Exec(ctx, `DELETE FROM sent_pictures WHERE work_id = $1 AND name = $2`, int64(o.work), o.name); err != nil {
		return wrong(err)
	}
	if err := work.TakePicture(ctx, tx, o.work, o.name); err != nil {
		return err
	}
	if err := o.unmark(ctx, tx); err != nil {
		return err
	}
	return work.Loosen(ctx, tx, blob.Pictures, o.name)
}

// noteDrafts looks up which pictures the working copies show that were saved since
// it was last called.
func noteDrafts(ctx context.Context, d *db.DB) error {
	const batch = 100
	for last := work.ChapterID(0); ; {
		ids, err := db.All(ctx, d, db.One[work.ChapterID], `SELECT d.chapter_id FROM drafts d LEFT JOIN draft_looks l ON l.chapter_id = d.chapter_id
			WHERE d.live AND d.chapter_id > $1 AND (l.rev IS NULL OR l.rev <> d.rev) ORDER BY d.chapter_id LIMIT $2`, int64(last), batch)
		if err != nil {
			return wrong(err)
		}
		for _, id := range ids {
			last = id
			if err := d.Tx(ctx, func(tx *db.Tx) error { return noteDraft(ctx, tx, id) }); err != nil {
				return err
			}
		}
		if len(ids) < batch {
			return nil
		}
	}
}

func noteDraft(ctx context.Context, tx *db.Tx, id work.ChapterID) error {
	var rev int
	var text, summary, before, after string
	err := tx.QueryRowContext(ctx, `UPDATE drafts SET rev = rev WHERE chapter_id = $1 RETURNING rev, text, summary, notes_before, notes_after`, int64(id)).
		Scan(&rev, &text, &summary, &before, &after)
	if err == sql.ErrNoRows {
		return nil
	}
	if err != nil {
		return wrong(err)
	}
	if err := tx.Exec(ctx, `DELETE FROM draft_pictures WHERE chapter_id = $1`, int64(id)); err != nil {
		return wrong(err)
	}
	for _, name := range work.PicturesIn(text, summary, before, after) {
		if err := tx.Exec(ctx, `INSERT INTO draft_pictures (chapter_id, name) VALUES ($1, $2)`, int64(id), name); err != nil {
			return wrong(err)
		}
	}
	return wrong(tx.Exec(ctx, `INSERT INTO draft_looks (chapter_id, rev) VALUES ($1, $2) ON CONFLICT (chapter_id) DO UPDATE SET rev = excluded.rev`, int64(id), rev))
}

// Loose counts the pictures that will go because nothing names them, and their bytes:
// those that the last sweep found, and those whose files are the next to go.
func Loose(ctx context.Context, q db.Q) (n int, bytes int64, err error) {
	err = q.QueryRowContext(ctx, `SELECT COUNT(*), COALESCE(SUM(p.size), 0) FROM pictures p WHERE EXISTS (SELECT 1 FROM loose_pictures l WHERE l.name = p.name)
		OR EXISTS (SELECT 1 FROM loose_files f WHERE f.shelf = $1 AND f.name = p.name)`, string(blob.Pictures)).Scan(&n, &bytes)
	return n, bytes, wrong(err)
}

// wrong says of an error that it was in the sweep.
func wrong(err error) error {
	if err != nil {
		return fmt.Errorf("loose pictures: %w", err)
	}
	return nil
}
