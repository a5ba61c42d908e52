package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// Tx is a transaction with the one instant that every row it writes agrees on.
type Tx struct {
	*sql.Tx
	// Now is when the transaction began: UTC, whole milliseconds.
	Now time.Time
	// Postgres tells the dialect, as in DB.
	Postgres bool

	changed []int64
	after   []func()
}

// Millis is Now as it is stored.
func (tx *Tx) Millis() int64 { return tx.Now.UnixMilli() }

// Exec runs a statement whose result nobody needs.
func (tx *Tx) Exec(ctx context.Context, query string, args ...any) error {
	_, err := tx.ExecContext(ctx, query, args...)
	return err
}

// Changed notes that what people see of a work changes with this transaction.
// The change feed is written at commit; see Stamp.
func (tx *Tx) Changed(work int64) {
	if !slices.Contains(tx.changed, work) {
		tx.changed = append(tx.changed, work)
	}
}

// Lists is noted with Changed where no one work changes, but what lists of works say.
const Lists int64 = 0

// ChangedAll is Changed for many works, none of which it has noted before; the feed may
// have one of them twice.
func (tx *Tx) ChangedAll(works []int64) { tx.changed = append(tx.changed, works...) }

// After runs f once the transaction is committed, and not at all if it fails.
func (tx *Tx) After(f func()) { tx.after = append(tx.after, f) }

// Tx runs f in a transaction and commits if f returns nil. What PostgreSQL turns
// away for a clash with another transaction is tried again, so f must not act on
// the world outside it; use Tx.After for that. What only has to wait is Unavailable,
// see Trouble.
func (d *DB) Tx(ctx context.Context, f func(*Tx) error) error {
	for try := 0; ; try++ {
		tx, err := d.tx(ctx, f)
		if pe, ok := errors.AsType[*pgconn.PgError](err); ok && (pe.Code == "40001" || pe.Code == "40P01") && try < 5 {
			continue
		}
		if err == nil {
			for _, f := range tx.after {
				f()
			}
		}
		err, _ = Trouble(err)
		return err
	}
}

func (d *DB) tx(ctx context.Context, f func(*Tx) error) (*Tx, error) {
	t, err := d.write.BeginTx(ctx, nil)
	if err != nil {
		return nil, fmt.Errorf("db: begin: %w", err)
	}
	defer t.Rollback()
	tx := &Tx{Tx: t, Now: d.Now().UTC().Truncate(time.Millisecond), Postgres: d.Postgres}
	if err := f(tx); err != nil {
		return nil, err
	}
	if err := tx.feed(ctx); err != nil {
		return nil, err
	}
	if err := t.Commit(); err != nil {
		return nil, fmt.Errorf("db: commit: %w", err)
	}
	return tx, nil
}

// feedLock is the advisory lock under which PostgreSQL numbers the change feed.
const feedLock = 7030001

// feed writes the change feed as the last act of the transaction. On PostgreSQL
// two transactions could otherwise commit in another order than they were
// numbered, and a reader that saw the later number would miss the earlier one.
func (tx *Tx) feed(ctx context.Context) error {
	if len(tx.changed) == 0 {
		return nil
	}
	if tx.Postgres {
		if err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock($1)`, int64(feedLock)); err != nil {
			return fmt.Errorf("db: change feed lock: %w", err)
		}
	}
	for part := range slices.Chunk(tx.changed, 500) {
		args := make([]any, 0, 2*len(part))
		for _, w := range part {
			args = append(args, w, tx.Millis())
		}
		rows := strings.Repeat("(?, ?), ", len(part)-1) + "(?, ?)"
		if err := tx.Exec(ctx, Numbered(`INSERT INTO changes (work_id, at) VALUES `+rows), args...); err != nil {
			return fmt.Errorf("db: change feed: %w", err)
		}
	}
	return nil
}

// Stamp is the number of the newest change to any work. What was made from the
// works at one stamp is still right while the stamp is the same.
func Stamp(ctx context.Context, q Q) (int64, error) {
	var n int64
	if err := q.QueryRowContext(ctx, `SELECT COALESCE(MAX(seq), 0) FROM changes`).Scan(&n); err != nil {
		return 0, fmt.Errorf("db: stamp: %w", err)
	}
	return n, nil
}

// StampOf is the number of the newest change to one work, or to another of which
// its page shows something: see Tie. It is 0 if there never was one.
func StampOf(ctx context.Context, q Q, work int64) (int64, error) {
	var n int64
	if err := q.QueryRowContext(ctx, `SELECT MAX(x.n) FROM (SELECT COALESCE((SELECT MAX(c.seq) FROM changes c WHERE c.work_id = $1), 0) AS n
		UNION ALL SELECT COALESCE((SELECT MAX(c.seq) FROM changes c WHERE c.work_id = t.other_id), 0) FROM ties t WHERE t.work_id = $1) x`, work).Scan(&n); err != nil {
		return 0, fmt.Errorf("db: stamp of work %d: %w", work, err)
	}
	return n, nil
}

// Tie notes that the page of a work shows something of another, so that it is made
// anew when either changes.
func (tx *Tx) Tie(ctx context.Context, work, other int64) error {
	if err := tx.Exec(ctx, `INSERT INTO ties (work_id, other_id) VALUES ($1, $2) ON CONFLICT (work_id, other_id) DO NOTHING`, work, other); err != nil {
		return fmt.Errorf("db: tie work %d: %w", work, err)
	}
	tx.Changed(work)
	return nil
}
