package history_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/history"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// Eight servers write what the same two people read, while one of them takes works off
// her list and the other goes.
func TestEightServers(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		one, two := a.Viewer(reader), a.Viewer(archivetest.Ben)
		const works, rounds = 30, 6
		var clock atomic.Int64 // a second each time somebody looks at it: less than a sitting in all
		a.DB.Now = func() time.Time { return archivetest.Now().Add(time.Duration(clock.Add(1)) * time.Second) }
		var wg sync.WaitGroup
		fail := make(chan error, 100)
		for server := range 8 {
			wg.Go(func() {
				r := &history.Recorder{DB: a.DB, Log: slog.New(slog.DiscardHandler)}
				for round := range rounds {
					for w := range works {
						r.Opened(one, work.ID(w+1), 0, server+1)
						r.Opened(two, work.ID(works-w), 0, 1)
					}
					err := r.Flush(t.Context())
					if round%2 == 1 {
						err = errors.Join(err, r.FlushOf(t.Context(), one.ID))
					}
					if err != nil {
						fail <- fmt.Errorf("server %d: %w", server, err)
					}
				}
			})
		}
		wg.Go(func() {
			for w := range works {
				a.Tx(func(tx *db.Tx) error { return history.Remove(t.Context(), tx, two.ID, work.ID(w+1)) })
			}
		})
		wg.Wait()
		close(fail)
		for err := range fail {
			t.Error(err)
		}
		all, err := history.Of(t.Context(), a.DB, one.ID, 100)
		if err != nil || len(all) != works {
			t.Fatalf("%d works, %v", len(all), err)
		}
		for i, r := range all {
			if r.Times != 1 || r.Last.Sub(r.First) < rounds*time.Second || r.Chapters < 1 || i > 0 && r.Last.After(all[i-1].Last) {
				t.Errorf("%+v; want one sitting of all that was opened", r)
			}
		}
	})
}

// An account is deleted while what it read waits to be written.
func TestWhoLeavesMeanwhile(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		r := &history.Recorder{DB: a.DB, Log: slog.New(slog.DiscardHandler)}
		me, other := a.Viewer(reader), a.Viewer(archivetest.Ben)
		r.Opened(me, 7, 0, 1)
		if err := r.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
		for w := range 5 {
			r.Opened(me, work.ID(w+1), 0, 1)
			r.Opened(other, work.ID(w+1), 0, 1)
		}
		a.Tx(func(tx *db.Tx) error {
			if err := tx.Exec(t.Context(), `DELETE FROM pseuds WHERE account_id = $1`, int64(me.ID)); err != nil {
				return err
			}
			return tx.Exec(t.Context(), `DELETE FROM accounts WHERE id = $1`, int64(me.ID))
		})
		if err := r.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
		var n int
		if err := a.DB.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM readings`).Scan(&n); err != nil || n != 5 {
			t.Errorf("%d rows, %v; want those of who stays", n, err)
		}
		a.Tx(func(tx *db.Tx) error { return history.Clear(t.Context(), tx, me.ID) })
		if err := a.DB.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM histories`).Scan(&n); err != nil || n != 1 {
			t.Errorf("%d histories, %v", n, err)
		}
	})
}

// What can't be written waits, and is joined with what comes meanwhile.
func TestWhatCantBeWrittenWaits(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		r := &history.Recorder{DB: a.DB, Log: slog.New(slog.DiscardHandler)}
		me := a.Viewer(reader)
		off, cancel := context.WithCancel(t.Context())
		cancel()
		for sitting := range 3 {
			a.DB.Now = func() time.Time { return archivetest.Now().Add(time.Duration(sitting) * history.Sitting) }
			for w := range 300 {
				r.Opened(me, work.ID(w+1), 0, sitting+1)
			}
			if r.Flush(off) == nil || r.FlushOf(off, me.ID) == nil {
				t.Fatal("it was written")
			}
		}
		for range 2 {
			if err := r.FlushOf(t.Context(), me.ID); err != nil {
				t.Fatal(err)
			}
		}
		all, err := history.Of(t.Context(), a.DB, me.ID, 1000)
		if err != nil || len(all) != 300 || all[299].Times != 3 || all[0].Chapters != 3 {
			t.Errorf("%d works, %+v, %v", len(all), all[:min(1, len(all))], err)
		}
	})
}

// A flood fills no memory: what is beyond the bound is not noted, and the next is again.
func TestMemoryIsBounded(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		r := &history.Recorder{DB: a.DB, Log: slog.New(slog.DiscardHandler)}
		const most, flood = 50_000, 60_000
		for w := range flood {
			r.Opened(viewer.Viewer{ID: viewer.ID(1000 + w%7)}, work.ID(w+1), 0, 1) // accounts that are gone
		}
		me := a.Viewer(reader)
		r.Opened(me, 1, 0, 1)
		if err := r.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
		if all, err := history.Of(t.Context(), a.DB, me.ID, 10); err != nil || len(all) != 0 {
			t.Errorf("beyond %d there are %+v, %v", most, all, err)
		}
		r.Opened(me, 1, 0, 1)
		if err := r.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
		if all, err := history.Of(t.Context(), a.DB, me.ID, 10); err != nil || len(all) != 1 {
			t.Errorf("after the flood there are %+v, %v", all, err)
		}
	})
}

// The page of a chapter does nothing in the database for the history.
func TestPagesWriteNothing(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		s := a.Add(archivetest.OpenPlans()[0])
		read(t, a, reader, 0, chapter(s, 0))
		var n int
		if err := a.DB.QueryRowContext(t.Context(), `SELECT (SELECT COUNT(*) FROM readings) + (SELECT COUNT(*) FROM histories)`).Scan(&n); err != nil || n != 0 {
			t.Errorf("%d rows before anything is flushed, %v", n, err)
		}
		a.DB.Now = archivetest.Now
		if p := a.Post(reader, "/history/remove", url.Values{"work": {"x"}}); p.Status != 422 {
			t.Errorf("no work gets %d", p.Status)
		}
	})
}
