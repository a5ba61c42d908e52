package db_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
)

func TestTxIsAllOrNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, boom, ran := t.Context(), errors.New("boom"), false
		err := d.Tx(ctx, func(tx *db.Tx) error {
			tx.Changed(1)
			tx.After(func() { ran = true })
			if err := tx.Exec(ctx, `INSERT INTO login_tries (subject, at) VALUES ($1, $2)`, "x", tx.Millis()); err != nil {
				return err
			}
			return boom
		})
		if !errors.Is(err, boom) || ran {
			t.Fatalf("err %v, ran after a failure: %v", err, ran)
		}
		var n int
		if err := d.QueryRowContext(ctx, `SELECT COUNT(*) FROM login_tries`).Scan(&n); err != nil || n != 0 {
			t.Fatalf("%d rows left, err %v", n, err)
		}
	})
}

// Eight writers at once must neither fail nor number the change feed out of order.
func TestStampWithEightWriters(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				for range 10 {
					if err := d.Tx(ctx, func(tx *db.Tx) error { tx.Changed(int64(i)); return nil }); err != nil {
						t.Error(err)
					}
				}
			})
		}
		last := int64(0)
		for range 20 {
			n := stamp(t, ctx, d)
			if n < last {
				t.Errorf("stamp went back from %d to %d", last, n)
			}
			last = n
		}
		wg.Wait()
		if n := stamp(t, ctx, d); n != 80 {
			t.Errorf("stamp %d after 80 changes", n)
		}
	})
}

func stamp(t *testing.T, ctx context.Context, d *db.DB) int64 {
	t.Helper()
	n, err := db.Stamp(ctx, d)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestReadersCannotWriteSQLite(t *testing.T) {
	d := dbtest.Open(t, dbtest.SQLite(t))
	var n int
	err := d.QueryRowContext(t.Context(), `INSERT INTO login_tries (subject, at) VALUES ('x', 1) RETURNING id`).Scan(&n)
	if err == nil {
		t.Error("the reading pool wrote")
	}
	var full int
	if err := d.QueryRowContext(t.Context(), `PRAGMA synchronous`).Scan(&full); err != nil || full != 2 {
		t.Errorf("synchronous = %d, want 2 (FULL); err %v", full, err)
	}
}

func TestNumbered(t *testing.T) {
	c := db.And(db.Where("a = ?", 1), db.Or(db.Where("b IN ("+db.List(2)+")", 2, 3), db.Where("TRUE")))
	if got, want := db.Numbered("SELECT 1 WHERE "+c.SQL), "SELECT 1 WHERE (a = $1) AND (((b IN ($2, $3)) OR (TRUE)))"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if len(c.Args) != 3 {
		t.Errorf("%d arguments", len(c.Args))
	}
}

func TestIsDuplicate(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		add := func() error {
			return d.Tx(ctx, func(tx *db.Tx) error {
				return tx.Exec(ctx, `INSERT INTO tags (type, name, name_key, created_at) VALUES ('fandom', 'Oz', 'oz', 1)`)
			})
		}
		if err := add(); err != nil {
			t.Fatal(err)
		}
		if err := add(); !db.IsDuplicate(err) {
			t.Errorf("second insert: %v", err)
		}
	})
}
