// Package archivetest opens whole archives for tests: on each database, with
// people who are signed in and works in every state, and pages to look into.
package archivetest

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/app"
	"github.com/ficstead/ficstead/internal/config"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
)

// Archive is a whole archive with its people.
type Archive struct {
	*app.App
	// Handler is what answers requests, as it is served.
	Handler http.Handler

	t      testing.TB
	people map[Person]*member
}

// Now is what the clock of an archive for tests shows, always.
func Now() time.Time { return time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC) }

// Each runs f on a fresh archive on each database, in parallel: SQLite always,
// and PostgreSQL where dbtest has a server.
func Each(t *testing.T, f func(t *testing.T, a *Archive)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		f(t, Open(t, dbtest.SQLite(t)))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		f(t, Open(t, dbtest.Postgres(t)))
	})
}

// Open opens an archive on the database dsn, with its people, for the length of
// the test. Each signs in when they first ask for something; see SignInAll.
func Open(t testing.TB, dsn string) *Archive {
	t.Helper()
	a := OpenEmpty(t, dsn, "")
	a.addPeople()
	return a
}

// OpenSecure is Open for an archive that people reach by https.
func OpenSecure(t testing.TB, dsn string) *Archive {
	t.Helper()
	a := OpenEmpty(t, dsn, "https://quay.example")
	a.addPeople()
	return a
}

// OpenAt is Open for an archive that people reach at base.
func OpenAt(t testing.TB, dsn, base string) *Archive {
	t.Helper()
	a := OpenEmpty(t, dsn, base)
	a.addPeople()
	return a
}

// OpenEmpty opens an archive without anybody in it; base is its own address, ""
// when it knows none.
func OpenEmpty(t testing.TB, dsn, base string) *Archive {
	t.Helper()
	return openSet(t, config.Archive{DB: dsn, BaseURL: base})
}

// OpenSet is Open for an archive with settings of its own, besides folder and name.
func OpenSet(t testing.TB, c config.Archive) *Archive {
	t.Helper()
	a := openSet(t, c)
	a.addPeople()
	return a
}

func openSet(t testing.TB, c config.Archive) *Archive {
	t.Helper()
	c.Data, c.Name = t.TempDir(), "Testing Quay"
	x, err := app.New(t.Context(), c, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	x.DB.Now = Now
	t.Cleanup(func() {
		if err := x.Close(); err != nil {
			t.Errorf("close the archive: %v", err)
		}
	})
	h, err := x.Handler(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &Archive{App: x, Handler: h, t: t, people: map[Person]*member{}}
}

// Tx writes in a transaction; an error ends the test.
func (a *Archive) Tx(f func(tx *db.Tx) error) {
	a.t.Helper()
	if err := a.DB.Tx(a.t.Context(), f); err != nil {
		a.t.Fatal(err)
	}
}

// member is somebody who looks at the archive, with a browser's cookies.
type member struct {
	first sync.Once // somebody who has an account signs in when they first ask for anything

	mu      sync.Mutex
	cookies map[string]string
}

// readAll is r to its end.
func readAll(t testing.TB, r io.Reader) string {
	t.Helper()
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatalf("read an answer: %v", err)
	}
	return string(b)
}

// Context is that of the test.
func (a *Archive) Context() context.Context { return a.t.Context() }
