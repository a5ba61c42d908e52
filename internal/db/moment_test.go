package db_test

import (
	"testing"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
)

// What is read at one moment stays as it was, whatever others write, and does not keep them
// from writing.
func TestAtOneMoment(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		count := func(q db.Q) (n int) {
			t.Helper()
			if err := q.QueryRowContext(ctx, `SELECT COUNT(*) FROM login_tries`).Scan(&n); err != nil {
				t.Fatal(err)
			}
			return n
		}
		if err := d.AtOneMoment(ctx, "login_tries", func(q db.Q) error {
			for range 3 {
				if n := count(q); n != 0 {
					t.Errorf("%d rows are read of a moment when there were none", n)
				}
				if err := d.Tx(ctx, func(tx *db.Tx) error {
					return tx.Exec(ctx, `INSERT INTO login_tries (subject, at) VALUES ($1, $2)`, "x", tx.Millis())
				}); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		if n := count(d); n != 3 {
			t.Errorf("%d rows, want 3", n)
		}
	})
}
