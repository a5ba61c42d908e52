package work

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
)

// Remember is the job that makes the likenesses and source keys of works that were
// stored before there were any, or whose text was cleaned anew. It goes on where it
// stopped: what is done carries the version.
type Remember struct{}

// Kind implements job.Args.
func (Remember) Kind() string { return "work.remember" }

// RunRemember does every work that has no likeness of today's version, each in a
// transaction of its own. What there is to do is found by an index, so it costs
// nothing when all is done.
func RunRemember(ctx context.Context, d *db.DB) error {
	for more := true; more; {
		err := d.Tx(ctx, func(tx *db.Tx) (err error) {
			more, err = rememberWork(ctx, tx)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// rememberWork does one work and reports whether there was one to do.
func rememberWork(ctx context.Context, tx *db.Tx) (more bool, err error) {
	var id ID
	var source string
	err = tx.QueryRowContext(ctx, `SELECT id, source_url FROM works WHERE likeness_version < $1 ORDER BY likeness_version, id LIMIT 1`, likenessVersion).
		Scan(&id, &source)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("remember: %w", err)
	}
	// The update also locks the work, so that the text is read as it stays; somebody
	// who replaced it in the meantime has done everything.
	r, err := tx.ExecContext(ctx, `UPDATE works SET likeness_version = $2, source_key = $3 WHERE id = $1 AND likeness_version < $2`, int64(id), likenessVersion, SourceKey(source))
	if err != nil {
		return false, fmt.Errorf("remember work %d: %w", id, err)
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return true, err
	}
	l, err := storedLikeness(ctx, tx, id)
	if err != nil {
		return false, err
	}
	if err := dropLikeness(ctx, tx, id); err != nil {
		return false, err
	}
	return true, addLikeness(ctx, tx, id, l)
}

// storedLikeness makes the likeness of a work's posted chapters, one in memory at a time.
func storedLikeness(ctx context.Context, tx *db.Tx, id ID) (Likeness, error) {
	g := newGist()
	_, err := db.All(ctx, tx, func(r *sql.Rows, _ *struct{}) error {
		var html string
		if err := r.Scan(&html); err != nil {
			return err
		}
		g.read(html)
		return nil
	}, `SELECT t.html FROM chapters c JOIN chapter_texts t ON t.chapter_id = c.id WHERE c.work_id = $1 AND c.posted ORDER BY c.position, c.id`, int64(id))
	if err != nil {
		return Likeness{}, fmt.Errorf("text of work %d: %w", id, err)
	}
	return g.likeness(), nil
}

// forget has Remember make the likeness of a work anew.
func forget(ctx context.Context, tx *db.Tx, id ID) error {
	if err := tx.Exec(ctx, `UPDATE works SET likeness_version = 0 WHERE id = $1 AND likeness_version <> 0`, int64(id)); err != nil {
		return fmt.Errorf("forget likeness of work %d: %w", id, err)
	}
	return nil
}
