package picture

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/blob"
	"github.com/ficstead/ficstead/internal/db"
)

// strayFor is how long a file may lie without a row: whoever stores one writes the
// row soon after.
const strayFor = 24 * time.Hour

// stride is how many files of a shelf are looked at in one sweep. The next goes on
// where it stopped.
const stride = 2000

// shelf is a shelf of files with what tells which of them are wanted.
type shelf struct {
	kind blob.Kind
	// wanted lists the names in the rows that begin with hashes from $1 to $2.
	wanted string
	// as gives the name of a row's file on this shelf.
	as func(name string) string
}

func shelves() []shelf {
	const pictures = `SELECT name FROM pictures WHERE name >= $1 AND name < $2 || '~'`
	const icons = `SELECT icon FROM pseuds WHERE icon <> '' AND substr(icon, 1, 64) BETWEEN $1 AND $2`
	same := func(name string) string { return name }
	return []shelf{
		{blob.Pictures, pictures, same}, {blob.Thumbs200, pictures, blob.ThumbName}, {blob.Thumbs400, pictures, blob.ThumbName},
		{account.IconShelf(200), icons, same}, {account.IconShelf(100), icons, same},
	}
}

// walk removes files that have no row from the shelves of pictures and icons.
func walk(ctx context.Context, d *db.DB, s *blob.Store) error {
	for _, x := range shelves() {
		if err := x.walk(ctx, d, s, stride); err != nil {
			return err
		}
	}
	return nil
}

// walk looks at so many files and notes where it stopped.
func (x shelf) walk(ctx context.Context, d *db.DB, s *blob.Store, most int) error {
	var after string
	err := d.QueryRowContext(ctx, `SELECT after_name FROM shelf_walks WHERE shelf = $1`, string(x.kind)).Scan(&after)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("walk along %s: %w", x.kind, err)
	}
	before := d.Now().Add(-strayFor)
	old, last, err := s.OldAfter(x.kind, after, before, most)
	if err != nil {
		return err
	}
	strays, err := x.strays(ctx, d, old)
	if err != nil {
		return err
	}
	for _, name := range strays {
		if _, err := s.RemoveOld(x.kind, name, before); err != nil {
			return err
		}
	}
	return d.Tx(ctx, func(tx *db.Tx) error {
		if err := tx.Exec(ctx, `INSERT INTO shelf_walks (shelf, after_name) VALUES ($1, $2) ON CONFLICT (shelf) DO UPDATE SET after_name = excluded.after_name`, string(x.kind), last); err != nil {
			return fmt.Errorf("walk along %s: %w", x.kind, err)
		}
		return nil
	})
}

// strays are those of some files, in the order of their names, that no row names.
func (x shelf) strays(ctx context.Context, q db.Q, files []string) ([]string, error) {
	const batch = 500
	var out []string
	for len(files) > 0 {
		some := files[:min(batch, len(files))]
		files = files[len(some):]
		first, last := hash(some[0]), hash(some[len(some)-1])
		rows, err := db.All(ctx, q, db.One[string], x.wanted, first, last)
		if err != nil {
			return nil, fmt.Errorf("walk along %s: %w", x.kind, err)
		}
		wanted := map[string]bool{}
		for _, name := range rows {
			wanted[x.as(name)] = true
		}
		for _, name := range some {
			if !wanted[name] {
				out = append(out, name)
			}
		}
	}
	return out, nil
}

// hash is what a file's name begins with.
func hash(name string) string { return name[:64] }
