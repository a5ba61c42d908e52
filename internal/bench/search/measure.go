package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/ficstead/ficstead/internal/app"
	"github.com/ficstead/ficstead/internal/config"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/search"
)

// lab is what is measured, and how much of it.
type lab struct {
	works, n int
	seed     uint64
	db       string
	anew     bool          // leave out how the index is while texts are saved
	use      time.Duration // for how long to write in the archive instead of asking
	keep     string        // a folder in which the archive stays, to be measured again
	profile  string        // a file for what takes the time
	paths    []string
}

func (x lab) run(ctx context.Context, out io.Writer) error {
	t, err := newTexts(ctx, x.paths, x.seed)
	if err != nil {
		return err
	}
	dir := x.keep
	if dir == "" {
		if dir, err = os.MkdirTemp("", "ficstead-search-"); err != nil {
			return err
		}
		defer os.RemoveAll(dir)
	}
	a, err := app.New(ctx, config.Archive{Data: filepath.Join(dir, "data"), DB: x.db}, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer a.Close()
	all := make([][][]string, x.works)
	for i := range all {
		all[i] = t.work()
	}
	var there int
	if err := a.DB.QueryRowContext(ctx, `SELECT COUNT(*) FROM works`).Scan(&there); err != nil {
		return err
	}
	tell(out, "works", "%d", x.works)
	switch there {
	case 0:
		size, err := fill(ctx, a.DB, all)
		if err != nil {
			return err
		}
		tell(out, "text", "%.1f MB", float64(size)/1e6)
		if err := x.index(ctx, out, a.DB, size); err != nil {
			return err
		}
		if x.use > 0 {
			if err := used(ctx, out, a.DB, t, x.use); err != nil {
				return err
			}
			return nil // other texts are there now than those that would be asked for
		}
	case x.works:
	default:
		return fmt.Errorf("the archive has %d works, not %d", there, x.works)
	}
	return x.questions(ctx, out, a.DB, all, t.words)
}

// tell prints a measure as soon as it is there: large runs take minutes.
func tell(out io.Writer, what, format string, args ...any) {
	fmt.Fprintf(out, "%-32s %s\n", what, fmt.Sprintf(format, args...))
}

// index indexes all texts and tells how large that is beside them and how long it took: as they
// are saved, a transaction each, after the job that tidies up, and after a rebuilding.
func (x lab) index(ctx context.Context, out io.Writer, d *db.DB, size int) error {
	before, err := bytesOf(ctx, d)
	if err != nil {
		return err
	}
	for _, step := range []struct {
		name string
		anew bool
		run  func() error
	}{
		{"as saved", false, func() error { return saveAll(ctx, d) }},
		{"tidied", false, func() error { return search.RunTidy(ctx, d, slog.New(slog.DiscardHandler)) }},
		{"made anew", true, func() error { return search.Rebuild(ctx, d, func(int, int) {}) }},
	} {
		if x.anew && !step.anew {
			continue
		}
		start, cpu := time.Now(), cpuTime()
		if err := step.run(); err != nil {
			return err
		}
		took, worked := time.Since(start), cpuTime()-cpu
		after, err := bytesOf(ctx, d)
		if err != nil {
			return err
		}
		tell(out, "index, to the text, "+step.name, "%.2f (%.1f s, cpu %.1f s)", float64(after-before)/float64(size), took.Seconds(), worked.Seconds())
	}
	return nil
}

// saveAll indexes each chapter as it is when it is saved; now and then the job runs.
func saveAll(ctx context.Context, d *db.DB) error {
	const tidied = 200 // chapters
	ids, err := db.All(ctx, d, db.One[int64], `SELECT id FROM chapters ORDER BY id`)
	if err != nil {
		return err
	}
	for i, id := range ids {
		if err := d.Tx(ctx, func(tx *db.Tx) error {
			tx.Changed(id)
			return search.RefreshTexts(ctx, tx, id)
		}); err != nil {
			return err
		}
		if i%tidied == tidied-1 && i+1 < len(ids) {
			if err := search.RunTidy(ctx, d, slog.New(slog.DiscardHandler)); err != nil {
				return err
			}
		}
	}
	return nil
}

// fill puts works into an empty archive, and gives how many bytes of text they have.
func fill(ctx context.Context, d *db.DB, all [][][]string) (size int, err error) {
	const atOnce = 500
	for from := 0; from < len(all); from += atOnce {
		err := d.Tx(ctx, func(tx *db.Tx) error {
			for i, ps := range all[from:min(len(all), from+atOnce)] {
				text, n := asHTML(ps)
				size += n
				if err := put(ctx, tx, int64(from+i+1), text, n); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return 0, err
		}
	}
	return size, nil
}

// put stores a work of one chapter, both of a number, and how many bytes of text it has.
func put(ctx context.Context, tx *db.Tx, id int64, text string, size int) error {
	for _, q := range []struct {
		sql  string
		args []any
	}{
		{`INSERT INTO works (id, title, sort_title, language, rating, chapter_total, chapter_count, words, complete, posted, posted_at, revised_at,
			clean_version, created_at, updated_at) VALUES ($1, $2, $2, 'en', 'Not Rated', 1, 1, $3, TRUE, TRUE, $1, $1, 1, $1, $1)`, []any{id, fmt.Sprintf("Number %d", id), wordsOf}},
		{`INSERT INTO chapters (id, work_id, position, kind, title, words, posted, posted_at, created_at, updated_at)
			VALUES ($1, $1, 1, 'chapter', '', $2, TRUE, $1, $1, $1)`, []any{id, wordsOf}},
		{`INSERT INTO chapter_texts (chapter_id, html, packed, packed_size, packed_sum, next_anchor, clean_version) VALUES ($1, $2, $3, $4, 0, 1000, 1)`, []any{id, text, []byte{}, size}},
	} {
		if err := tx.Exec(ctx, q.sql, q.args...); err != nil {
			return err
		}
	}
	return nil
}

// bytesOf is how large the database is.
func bytesOf(ctx context.Context, d *db.DB) (n int64, err error) {
	query := `SELECT (page_count - freelist_count) * page_size FROM pragma_page_count, pragma_freelist_count, pragma_page_size`
	if d.Postgres {
		query = `SELECT pg_database_size(current_database())`
	}
	err = d.QueryRowContext(ctx, query).Scan(&n)
	return n, err
}
