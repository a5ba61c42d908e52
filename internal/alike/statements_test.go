package alike

import (
	"context"
	"database/sql"
	"testing"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
)

// counted counts the statements that are sent to a database.
type counted struct {
	db.Q
	n int
}

func (c *counted) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	c.n++
	return c.Q.QueryContext(ctx, query, args...)
}

func (c *counted) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	c.n++
	return c.Q.QueryRowContext(ctx, query, args...)
}

// A list of many pairs takes as many statements as one of a single pair, and so does a pair.
func TestStatementsDoNotGrow(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		add := func(from, to int64) {
			err := d.Tx(t.Context(), func(tx *db.Tx) error {
				for id := from; id <= to; id++ {
					err := tx.Exec(t.Context(), `INSERT INTO works (id, title, sort_title, language, rating, posted, words, revised_at, clean_version, created_at, updated_at, likeness_version)
						VALUES ($1, 'W', 'w', 'en', 'Not Rated', TRUE, 3000, 1, 1, 1, 1, 1)`, id)
					if err == nil && id > 1 {
						err = tx.Exec(t.Context(), `INSERT INTO alike_pairs (a_id, b_id, share, kind, found_at) VALUES (1, $1, 900, 'repost', 1)`, id)
					}
					if err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		statements := func(pairs int) (ofList, ofPair int) {
			q := &counted{Q: d}
			if all, total, err := list(t.Context(), q, true, "", 1); err != nil || total != pairs || len(all) != pairs {
				t.Fatal(len(all), total, err)
			}
			ofList = q.n
			if _, err := get(t.Context(), q, 1, 2); err != nil {
				t.Fatal(err)
			}
			return ofList, q.n - ofList
		}
		add(1, 2)
		list1, pair1 := statements(1)
		add(3, 21)
		if list20, pair20 := statements(20); list20 != list1 || pair20 != pair1 || list1 != 3 || pair1 != 2 {
			t.Errorf("%d and %d statements for one pair, %d and %d for twenty", list1, pair1, list20, pair20)
		}
	})
}
