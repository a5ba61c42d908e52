package backup

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"

	"github.com/ficstead/ficstead/internal/blob"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
)

// Finding is something that is not as it ought to be.
type Finding struct {
	What string
	N    int
}

// String says it in a sentence for operators.
func (f Finding) String() string { return fmt.Sprintf("%s: %d", f.What, f.N) }

// Examine looks whether the archive is whole: the database by its own check, what
// points to what, numbers against what they count, and whether each stored file is
// there and what its name says. It changes nothing.
func Examine(ctx context.Context, q *db.DB, s *blob.Store, tell func(Finding)) error {
	trouble, err := q.Integrity(ctx)
	if err != nil {
		return err
	}
	for _, t := range trouble {
		tell(Finding{"The database says of itself: " + t, 1})
	}
	for _, c := range []struct{ what, query string }{
		{"Works whose number of chapters is not that of their posted chapters", `SELECT COUNT(*) FROM works w WHERE w.chapter_count <> (SELECT COUNT(*) FROM chapters c WHERE c.work_id = w.id AND c.posted)`},
		{"Works whose words are not those of their posted chapters", `SELECT COUNT(*) FROM works w WHERE w.words <> (SELECT COALESCE(SUM(c.words), 0) FROM chapters c WHERE c.work_id = w.id AND c.posted)`},
		{"Works without a chapter", `SELECT COUNT(*) FROM works w WHERE NOT EXISTS (SELECT 1 FROM chapters c WHERE c.work_id = w.id)`},
		{"Works that nobody signs", `SELECT COUNT(*) FROM works w WHERE NOT EXISTS (SELECT 1 FROM work_creators c WHERE c.work_id = w.id AND c.approved)`},
		{"Chapters without a text", `SELECT COUNT(*) FROM chapters c WHERE NOT EXISTS (SELECT 1 FROM chapter_texts t WHERE t.chapter_id = c.id)`},
		{"Works that the text search does not know", `SELECT COUNT(*) FROM works w WHERE w.posted AND NOT EXISTS (SELECT 1 FROM search_entries e WHERE e.work_id = w.id)`},
		{"Posted chapters with words that the text search does not know", `SELECT COUNT(*) FROM chapters c WHERE c.posted AND c.words > 0 AND NOT EXISTS (SELECT 1 FROM search_passages p WHERE p.chapter_id = c.id)`},
		{"Filters of works whose audience is another than the work's", `SELECT COUNT(*) FROM work_filters f JOIN works w ON w.id = f.work_id WHERE f.audience <> w.audience`},
		{"Versions built on one that is gone", `SELECT COUNT(*) FROM chapter_versions v WHERE v.base_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM chapter_versions b WHERE b.id = v.base_id AND b.chapter_id = v.chapter_id)`},
		{"Accounts without a pseud that is theirs to use", `SELECT COUNT(*) FROM accounts a WHERE NOT EXISTS (SELECT 1 FROM pseuds p WHERE p.account_id = a.id AND p.is_default)`},
		{"Series without a work", `SELECT COUNT(*) FROM series s WHERE NOT EXISTS (SELECT 1 FROM series_works w WHERE w.series_id = s.id)`},
	} {
		var n int
		if err := q.QueryRowContext(ctx, c.query).Scan(&n); err != nil {
			return fmt.Errorf("doctor: %s: %w", c.what, err)
		}
		if n > 0 {
			tell(Finding{c.what, n})
		}
	}
	return errors.Join(
		stored(ctx, q, s, blob.Pictures, `SELECT name, substr(name, 1, 64) FROM pictures WHERE name > $1 ORDER BY name LIMIT 500`, "Pictures", tell),
		stored(ctx, q, s, blob.Originals, `SELECT DISTINCT sha256, sha256 FROM originals WHERE sha256 > $1 ORDER BY sha256 LIMIT 500`, "Original files", tell),
	)
}

// stored reads each file of a shelf and compares it with its name.
func stored(ctx context.Context, q db.Q, s *blob.Store, shelf blob.Kind, query, what string, tell func(Finding)) error {
	type row struct{ name, sum string }
	missing, changed := 0, 0
	for after := ""; ; {
		rows, err := db.All(ctx, q, func(r *sql.Rows, x *row) error { return r.Scan(&x.name, &x.sum) }, query, after)
		if err != nil {
			return fmt.Errorf("doctor: %s: %w", what, err)
		}
		if len(rows) == 0 {
			break
		}
		for _, x := range rows {
			after = x.name
			f, _, err := s.Get(ctx, shelf, x.name)
			if fault.KindOf(err) == fault.NotFound && err != nil {
				missing++
				continue
			}
			if err != nil {
				return err
			}
			sum, err := blob.SumOf(io.Reader(f))
			f.Close()
			if err != nil || sum != x.sum {
				changed++
			}
		}
	}
	if missing > 0 {
		tell(Finding{what + " that are not on the disk", missing})
	}
	if changed > 0 {
		tell(Finding{what + " that are not what they were", changed})
	}
	return nil
}
