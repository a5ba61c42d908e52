package work

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/web"
)

// Reclean is the job that cleans anew what an older cleaner cleaned, after an
// upgrade whose rules are tighter. It goes on where it stopped: what is done
// carries the new version.
type Reclean struct{}

// Kind implements job.Args.
func (Reclean) Kind() string { return "work.reclean" }

// RunReclean cleans anew every chapter and work whose cleaner is of another
// version than today's, each in a transaction of its own.
func RunReclean(ctx context.Context, d *db.DB, c prose.Cleaner) error {
	for _, step := range []func(context.Context, *db.DB, prose.Cleaner) (bool, error){recleanChapter, recleanWork} {
		for {
			more, err := step(ctx, d, c)
			if err != nil {
				return err
			}
			if !more {
				break
			}
		}
	}
	return nil
}

// recleanChapter does one chapter and reports whether there was one to do.
func recleanChapter(ctx context.Context, d *db.DB, c prose.Cleaner) (more bool, err error) {
	err = d.Tx(ctx, func(tx *db.Tx) error {
		var id ChapterID
		var work ID
		var next int
		var html string
		var source sql.NullString
		err := tx.QueryRowContext(ctx, `SELECT t.chapter_id, c.work_id, t.html, t.source, t.next_anchor FROM chapter_texts t
			JOIN chapters c ON c.id = t.chapter_id WHERE t.clean_version <> $1 ORDER BY t.chapter_id LIMIT 1`, prose.Version).
			Scan(&id, &work, &html, &source, &next)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("reclean: %w", err)
		}
		more = true
		sent := html
		if source.Valid { // the text as it was sent: rules that are looser now can give back what was lost
			sent = source.String
		}
		clean, next := prose.Anchor(c.Clean(sent, prose.Body), html, anchorPrefix(id), next)
		packed, err := web.Pack(prose.Show(clean))
		if err != nil {
			return err
		}
		tx.Changed(int64(work))
		if err := forget(ctx, tx, work); err != nil {
			return err
		}
		return tx.Exec(ctx, `UPDATE chapter_texts SET html = $2, packed = $3, packed_size = $4, packed_sum = $5, next_anchor = $6, clean_version = $7
			WHERE chapter_id = $1`, int64(id), clean, packed.Deflate, packed.Size, int64(packed.Sum), next, prose.Version)
	})
	return more, err
}

// recleanWork does the summary and notes of one work and of its chapters.
func recleanWork(ctx context.Context, d *db.DB, c prose.Cleaner) (more bool, err error) {
	err = d.Tx(ctx, func(tx *db.Tx) error {
		var id ID
		var summary, before, after string
		err := tx.QueryRowContext(ctx, `SELECT id, summary, notes_before, notes_after FROM works WHERE clean_version <> $1 ORDER BY id LIMIT 1`, prose.Version).
			Scan(&id, &summary, &before, &after)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("reclean: %w", err)
		}
		more = true
		tx.Changed(int64(id))
		if err := recleanNotes(ctx, tx, c, id); err != nil {
			return err
		}
		return tx.Exec(ctx, `UPDATE works SET summary = $2, notes_before = $3, notes_after = $4, clean_version = $5 WHERE id = $1`,
			int64(id), brief(c, summary), note(c, before), note(c, after), prose.Version)
	})
	return more, err
}

func recleanNotes(ctx context.Context, tx *db.Tx, c prose.Cleaner, id ID) error {
	type row struct {
		id                     ChapterID
		summary, before, after string
	}
	rows, err := db.All(ctx, tx, func(r *sql.Rows, x *row) error { return r.Scan(&x.id, &x.summary, &x.before, &x.after) },
		`SELECT id, summary, notes_before, notes_after FROM chapters WHERE work_id = $1`, int64(id))
	if err != nil {
		return fmt.Errorf("reclean work %d: %w", id, err)
	}
	for _, x := range rows {
		if err := tx.Exec(ctx, `UPDATE chapters SET summary = $2, notes_before = $3, notes_after = $4 WHERE id = $1`,
			int64(x.id), brief(c, x.summary), note(c, x.before), note(c, x.after)); err != nil {
			return fmt.Errorf("reclean work %d: %w", id, err)
		}
	}
	return nil
}
