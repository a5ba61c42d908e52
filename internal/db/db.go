// Package db opens the archive's database, SQLite or PostgreSQL, migrates it,
// and runs transactions on it. Queries are written once, with $1 placeholders;
// the few that must differ ask Postgres.
package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	_ "modernc.org/sqlite"             // the driver "sqlite"
)

// Q runs queries: the database itself, for reading, or a transaction.
type Q interface {
	QueryContext(context.Context, string, ...any) (*sql.Rows, error)
	QueryRowContext(context.Context, string, ...any) *sql.Row
}

// DB is an open database. It reads by itself and writes through Tx.
type DB struct {
	// Postgres tells the dialect, for the few queries that differ.
	Postgres bool
	// Now is the archive's clock; tests set it.
	Now func() time.Time

	read  *sql.DB
	write *sql.DB
	stmts statements
}

// readers is how many connections read at once on SQLite; more than this on two
// cores only adds memory.
const readers = 4

// Open connects to dsn, "sqlite:FILE" or "postgres://…", and brings its tables up
// to date. It refuses a database that a newer Ficstead has changed.
func Open(ctx context.Context, dsn string) (*DB, error) {
	d, err := connect(dsn)
	if err != nil {
		return nil, err
	}
	if err := d.migrate(ctx); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

func connect(dsn string) (*DB, error) {
	d := &DB{Now: time.Now}
	kind, rest, _ := strings.Cut(dsn, ":")
	switch kind {
	case "sqlite":
		return d, d.openSQLite(rest)
	case "postgres", "postgresql":
		d.Postgres = true
		var err error
		if d.read, err = sql.Open("pgx", dsn); err != nil {
			return nil, fmt.Errorf("db: open PostgreSQL: %w", err)
		}
		d.read.SetMaxOpenConns(16)
		d.read.SetMaxIdleConns(8)
		d.write = d.read
		return d, nil
	}
	return nil, fmt.Errorf("db: %q is neither sqlite:FILE nor postgres://USER@HOST/NAME", dsn)
}

// openSQLite opens two pools on one file: one writer, because a second would
// only wait or fail, and a few readers that cannot write by mistake.
// synchronous=FULL: what was answered "saved" survives a power cut.
func (d *DB) openSQLite(file string) error {
	if file == "" {
		return errors.New("db: sqlite: needs a file name after the colon")
	}
	common := url.Values{"_pragma": {"foreign_keys(1)", "busy_timeout(10000)", "journal_mode(wal)", "synchronous(full)", "temp_store(memory)"}}
	name := "file:" + (&url.URL{Path: file}).EscapedPath() + "?" + common.Encode()
	var err error
	if d.write, err = sql.Open("sqlite", name+"&_txlock=immediate"); err != nil {
		return fmt.Errorf("db: open SQLite: %w", err)
	}
	d.write.SetMaxOpenConns(1)
	if d.read, err = sql.Open("sqlite", name+"&_pragma=query_only(1)"); err != nil {
		return fmt.Errorf("db: open SQLite: %w", err)
	}
	d.read.SetMaxOpenConns(readers)
	d.read.SetMaxIdleConns(readers)
	return nil
}

// Close closes every connection.
func (d *DB) Close() error {
	err := d.stmts.close()
	if d.write != nil && d.write != d.read {
		err = errors.Join(err, d.write.Close())
	}
	if d.read != nil {
		err = errors.Join(err, d.read.Close())
	}
	return err
}

// Ping asks the database for a sign of life.
func (d *DB) Ping(ctx context.Context) error { return d.read.PingContext(ctx) }

// Writer is the pool that writes; only package job, whose library needs a pool, asks for it.
func (d *DB) Writer() *sql.DB { return d.write }

// QueryContext implements Q.
func (d *DB) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	s, err := d.prepared(ctx, query)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return d.read.QueryContext(ctx, query, args...)
	}
	return s.QueryContext(ctx, args...)
}

// QueryRowContext implements Q.
func (d *DB) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	s, err := d.prepared(ctx, query)
	if err != nil || s == nil {
		return d.read.QueryRowContext(ctx, query, args...)
	}
	return s.QueryRowContext(ctx, args...)
}

// prepared keeps compiled statements for SQLite, where compiling costs more
// than running; pgx keeps its own.
func (d *DB) prepared(ctx context.Context, query string) (*sql.Stmt, error) {
	if d.Postgres {
		return nil, nil
	}
	return d.stmts.get(ctx, d.read, query)
}
