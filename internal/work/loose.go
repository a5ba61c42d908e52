package work

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/ficstead/ficstead/internal/blob"
	"github.com/ficstead/ficstead/internal/db"
)

// Loosen notes files that something which is about to go has. The sweep removes them
// from their shelf once nothing else needs them.
func Loosen(ctx context.Context, tx *db.Tx, shelf blob.Kind, names ...string) error {
	for _, n := range names {
		if err := tx.Exec(ctx, `INSERT INTO loose_files (shelf, name, at) VALUES ($1, $2, $3) ON CONFLICT (shelf, name) DO NOTHING`, string(shelf), n, tx.Millis()); err != nil {
			return fmt.Errorf("loosen a file: %w", err)
		}
	}
	return nil
}

// looseFor is how long a file stays after it was loosened, and after it was last
// sent: whoever sends the same one in the meantime writes down soon that it is used.
const looseFor = 24 * time.Hour

// atOnce is how many files a sweep looks at.
const atOnce = 1000

// loose is a file that may go.
type loose struct{ shelf, name string }

// SweepLoose is the job that removes files of what is gone.
type SweepLoose struct{}

// Kind implements job.Args.
func (SweepLoose) Kind() string { return "work.loose" }

// RunSweepLoose removes the files that were loosened a day ago and that nothing needs.
// Pictures that lost the last who named them without a word are loosened first.
func RunSweepLoose(ctx context.Context, d *db.DB, s *blob.Store) error {
	if err := loosenPictures(ctx, d); err != nil {
		return err
	}
	all, err := db.All(ctx, d, func(r *sql.Rows, l *loose) error { return r.Scan(&l.shelf, &l.name) },
		`SELECT shelf, name FROM loose_files WHERE at <= $1 ORDER BY at, shelf, name LIMIT $2`, d.Now().Add(-looseFor).UnixMilli(), atOnce)
	if err != nil {
		return fmt.Errorf("loose files: %w", err)
	}
	for _, l := range all {
		if err := d.Tx(ctx, func(tx *db.Tx) error { return l.sweep(ctx, tx, s) }); err != nil {
			return err
		}
	}
	return nil
}

// loosenPictures loosens the stored pictures that nothing names: those that a new
// version of a file does not bring any more, that a skin has lost, that came with a
// file whose works were never taken in.
func loosenPictures(ctx context.Context, d *db.DB) error {
	names, err := db.All(ctx, d, db.One[string], `SELECT p.name FROM pictures p WHERE p.created_at <= $1
		AND NOT EXISTS (SELECT 1 FROM loose_files l WHERE l.shelf = $2 AND l.name = p.name)
		AND NOT EXISTS (SELECT 1 FROM (`+loose{shelf: string(blob.Pictures)}.users()+`) AS u WHERE u.name = p.name) LIMIT $3`,
		d.Now().Add(-looseFor).UnixMilli(), string(blob.Pictures), atOnce)
	if err != nil {
		return fmt.Errorf("pictures that nothing names: %w", err)
	}
	if len(names) == 0 {
		return nil
	}
	return d.Tx(ctx, func(tx *db.Tx) error { return Loosen(ctx, tx, blob.Pictures, names...) })
}

// sweep removes a file, if nothing needs it. The file goes before the transaction is
// over, while the rows that name it are locked; if that fails it is tried again.
func (l loose) sweep(ctx context.Context, tx *db.Tx, s *blob.Store) error {
	if blob.Kind(l.shelf) == blob.Pictures {
		if err := blob.LockPicture(ctx, tx, l.name); err != nil {
			return err
		}
	}
	needed, err := l.needed(ctx, tx)
	if err != nil {
		return err
	}
	if !needed {
		fresh, err := l.remove(ctx, tx, s)
		if err != nil {
			return err
		}
		if fresh {
			return tx.Exec(ctx, `UPDATE loose_files SET at = $3 WHERE shelf = $1 AND name = $2`, l.shelf, l.name, tx.Millis())
		}
	}
	if err := tx.Exec(ctx, `DELETE FROM loose_files WHERE shelf = $1 AND name = $2`, l.shelf, l.name); err != nil {
		return fmt.Errorf("loose file: %w", err)
	}
	return nil
}

// users are the rows that name files of a shelf. Icons have two, of one name.
func (l loose) users() string {
	switch blob.Kind(l.shelf) {
	case blob.Pictures:
		return `SELECT name FROM work_pictures UNION ALL SELECT name FROM sent_pictures UNION ALL SELECT name FROM chapter_pictures
			UNION ALL SELECT name FROM work_covers UNION ALL SELECT name FROM skin_pictures UNION ALL SELECT name FROM version_pictures
			UNION ALL SELECT s.name FROM draft_pictures s JOIN drafts d ON d.chapter_id = s.chapter_id WHERE d.live`
	case blob.Originals:
		return `SELECT sha256 AS name FROM originals`
	case blob.Incoming:
		return `SELECT lies AS name FROM import_files`
	case "backups":
		return `SELECT lies AS name FROM backups UNION ALL SELECT lies AS name FROM backup_takes`
	}
	return `SELECT icon AS name FROM pseuds`
}

func (l loose) needed(ctx context.Context, q db.Q) (bool, error) {
	var yes bool
	if err := q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM (`+l.users()+`) AS u WHERE u.name = $1)`, l.name).Scan(&yes); err != nil {
		return false, fmt.Errorf("who needs a file: %w", err)
	}
	return yes, nil
}

// remove removes a file from its shelves; fresh says that it stays for now, since it
// was sent again a short time ago.
func (l loose) remove(ctx context.Context, tx *db.Tx, s *blob.Store) (fresh bool, err error) {
	before := tx.Now.Add(-looseFor)
	if blob.Kind(l.shelf) != blob.Pictures {
		gone, err := s.RemoveOld(blob.Kind(l.shelf), l.name, before)
		return !gone, err
	}
	since, err := s.Since(blob.Pictures, l.name)
	if err != nil || since.After(before) {
		return err == nil, err
	}
	return false, blob.DropPicture(ctx, tx, s, l.name)
}
