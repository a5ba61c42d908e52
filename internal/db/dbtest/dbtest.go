// Package dbtest gives tests a fresh, migrated database of each kind.
package dbtest

import (
	"context"
	"database/sql"
	"fmt"
	"hash/fnv"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/ficstead/ficstead/internal/db"
)

// Env names the variable that holds the address of a PostgreSQL server on which
// tests may make and drop databases: postgres://USER@HOST:PORT/NAME.
const Env = "FICSTEAD_TEST_POSTGRES"

// Judges names the variable that, when set to 1, makes tests fail that lack a
// tool or server instead of skipping: make test and CI set it.
const Judges = "FICSTEAD_JUDGES"

// Each runs f on a fresh database of each kind, in parallel: SQLite always, and
// PostgreSQL when Env is set.
func Each(t *testing.T, f func(t *testing.T, d *db.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		f(t, Open(t, SQLite(t)))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		f(t, Open(t, Postgres(t)))
	})
}

// Open opens dsn for the length of the test.
func Open(t testing.TB, dsn string) *db.DB {
	t.Helper()
	d, err := db.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Errorf("close database: %v", err)
		}
	})
	return d
}

var template = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "ficstead-template")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "t.db")
	d, err := db.Open(context.Background(), "sqlite:"+file)
	if err != nil {
		return nil, err
	}
	if err := d.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(file)
})

// SQLite returns the address of a fresh migrated SQLite file.
func SQLite(t testing.TB) string {
	t.Helper()
	b, err := template()
	if err != nil {
		t.Fatalf("make the template database: %v", err)
	}
	file := filepath.Join(t.TempDir(), "archive.db")
	if err := os.WriteFile(file, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return "sqlite:" + file
}

var serial atomic.Int64

// Postgres returns the address of a fresh migrated PostgreSQL database, dropped
// after the test. Without a server it skips, or fails where tests must all run.
func Postgres(t testing.TB) string {
	t.Helper()
	server := os.Getenv(Env)
	if server == "" {
		if os.Getenv(Judges) == "1" {
			t.Fatalf("%s is not set; run make test", Env)
		}
		t.Skipf("%s is not set; make test starts a server", Env)
	}
	p, err := prepared()
	if err != nil {
		t.Fatalf("make the template database: %v", err)
	}
	name := fmt.Sprintf("ficstead_t%d_%d", os.Getpid(), serial.Add(1))
	if _, err := p.admin.ExecContext(t.Context(), "CREATE DATABASE "+name+p.like); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := p.admin.Exec("DROP DATABASE " + name + " WITH (FORCE)"); err != nil {
			t.Errorf("drop database: %v", err)
		}
	})
	return named(server, name)
}

// postgres is the server on which tests make databases.
type postgres struct {
	admin *sql.DB
	like  string // what makes a new database a copy of the template
}

// prepared is the server with its template, looked for once: a connection costs
// it as much as a small test.
var prepared = sync.OnceValues(func() (*postgres, error) {
	server, ctx := os.Getenv(Env), context.Background()
	admin, err := sql.Open("pgx", server)
	if err != nil {
		return nil, err
	}
	admin.SetMaxIdleConns(4)
	name, err := postgresTemplate(ctx, admin, server)
	if err != nil {
		return nil, err
	}
	p := &postgres{admin: admin, like: " TEMPLATE " + name}
	var version int
	if err := admin.QueryRowContext(ctx, `SELECT current_setting('server_version_num')::int`).Scan(&version); err != nil {
		return nil, err
	}
	if version >= 15_00_00 { // until then it was the only way; since then copies go through the log, which takes twice as long
		p.like += " STRATEGY FILE_COPY"
	}
	return p, nil
})

// postgresTemplate makes, once for each state of the migrations, a migrated
// database that others are copied from.
func postgresTemplate(ctx context.Context, admin *sql.DB, server string) (string, error) {
	sum := fnv.New64a()
	if err := db.WriteMigrations(sum); err != nil {
		return "", err
	}
	name := fmt.Sprintf("ficstead_template_%x", sum.Sum64())
	c, err := admin.Conn(ctx)
	if err != nil {
		return "", err
	}
	defer c.Close()
	if _, err := c.ExecContext(ctx, `SELECT pg_advisory_lock(7030002)`); err != nil {
		return "", err
	}
	defer c.ExecContext(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock(7030002)`)
	var have bool
	if err := c.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)`, name).Scan(&have); err != nil || have {
		return name, err
	}
	making := name + "_making"
	if _, err := c.ExecContext(ctx, "DROP DATABASE IF EXISTS "+making+" WITH (FORCE)"); err != nil {
		return "", err
	}
	if _, err := c.ExecContext(ctx, "CREATE DATABASE "+making); err != nil {
		return "", err
	}
	d, err := db.Open(ctx, named(server, making))
	if err != nil {
		return "", err
	}
	if err := d.Close(); err != nil {
		return "", err
	}
	_, err = c.ExecContext(ctx, "ALTER DATABASE "+making+" RENAME TO "+name)
	return name, err
}

// named is server's address with another database name.
func named(server, name string) string {
	u, err := url.Parse(server)
	if err != nil {
		return server
	}
	u.Path = "/" + name
	return u.String()
}
