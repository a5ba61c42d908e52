package db_test

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/fault"
)

// On a full disk people saw "Something went wrong on our side", and their keeper
// heard of it only from the log.
func TestFullDiskIsToldAndLeavesNothing(t *testing.T) {
	d := dbtest.Open(t, dbtest.SQLite(t))
	ctx := t.Context()
	pragma(t, d, `PRAGMA max_page_count = 1`) // becomes as many as there are
	err := d.Tx(ctx, func(tx *db.Tx) error {
		tx.Changed(1)
		return tx.Exec(ctx, `INSERT INTO login_tries (subject, at) VALUES ($1, 1)`, strings.Repeat("x", 1<<20))
	})
	if fault.KindOf(err) != fault.Unavailable || !strings.Contains(fault.Message(err), "no room left") || fault.WaitOf(err) == 0 {
		t.Errorf("told %q: %v", fault.Message(err), errors.Unwrap(err))
	}
	var n int
	if err := d.QueryRowContext(ctx, `SELECT (SELECT COUNT(*) FROM login_tries) + (SELECT COUNT(*) FROM changes)`).Scan(&n); err != nil || n != 0 {
		t.Errorf("%d rows are left, reading: %v", n, err)
	}
	pragma(t, d, `PRAGMA max_page_count = 100000`)
	if err := d.Tx(ctx, func(tx *db.Tx) error { tx.Changed(1); return nil }); err != nil {
		t.Errorf("when there is room again: %v", err)
	}
}

// While an import of millions of words was being stored, a sign-in ended with
// "Something went wrong on our side".
func TestAnotherWriterIsWaitedForAndThenTold(t *testing.T) {
	dsn := dbtest.SQLite(t)
	d, other := dbtest.Open(t, dsn), dbtest.Open(t, dsn)
	ctx := t.Context()
	pragma(t, d, `PRAGMA busy_timeout = 20`)
	err := other.Tx(ctx, func(tx *db.Tx) error {
		tx.Changed(1)
		return d.Tx(ctx, func(tx *db.Tx) error { tx.Changed(2); return nil })
	})
	if fault.KindOf(err) != fault.Unavailable || !strings.Contains(fault.Message(err), "busy") {
		t.Errorf("told %q: %v", fault.Message(err), errors.Unwrap(err))
	}
}

// When PostgreSQL was started again, a reader saw "Something went wrong on our side".
func TestAConnectionCutOffIsTold(t *testing.T) {
	d := dbtest.Open(t, dbtest.Postgres(t))
	ctx := t.Context()
	err := d.Tx(ctx, func(tx *db.Tx) error { return tx.Exec(ctx, `SELECT pg_terminate_backend(pg_backend_pid())`) })
	if fault.KindOf(err) != fault.Unavailable {
		t.Errorf("told %q: %v", fault.Message(err), err)
	}
	if err := d.Tx(ctx, func(tx *db.Tx) error { tx.Changed(1); return nil }); err != nil {
		t.Errorf("and then: %v", err)
	}
}

func TestTroubleLeavesOtherErrors(t *testing.T) {
	for _, err := range []error{nil, io.ErrUnexpectedEOF, sql.ErrNoRows, context.Canceled, fault.New(fault.NotFound, "No.")} {
		if got, ok := db.Trouble(err); ok || got != err {
			t.Errorf("%v became %v", err, got)
		}
	}
}

func pragma(t *testing.T, d *db.DB, text string) {
	t.Helper()
	if _, err := d.Writer().ExecContext(t.Context(), text); err != nil {
		t.Fatal(err)
	}
}
