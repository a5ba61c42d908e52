package catalogue

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/facet"
	"github.com/ficstead/ficstead/internal/fault"
)

// What another process makes anew while a server runs is what the server answers by soon
// after, with what changed meanwhile; nobody who asks notices.
func TestWhatIsMadeAnewIsTakenOver(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d, 11)
		root := filepath.Join(t.TempDir(), "catalogue")
		for id := range int64(30) {
			s.work(id + 1)
		}
		x := s.open(root)
		ctx, stop := context.WithCancel(t.Context())
		var running sync.WaitGroup
		running.Go(func() { x.Run(ctx) })
		s.check(x, ask{where: "w.audience < 2"})
		first := newestIn(t, root)
		for range 4 {
			running.Go(func() {
				var r facet.Result
				for ctx.Err() == nil {
					at, err := x.Now(ctx)
					for range 3 {
						if err == nil {
							err = at.Search(ctx, &facet.Query{Limit: 3}, &r)
						}
					}
					if err != nil && ctx.Err() == nil && fault.KindOf(err) != fault.Unavailable {
						t.Errorf("who asks meanwhile: %v", err)
						return
					}
				}
			})
		}
		s.write(func(_ context.Context, do func(string, ...any)) { // behind the back of everybody
			do(`DELETE FROM work_filters WHERE work_id IN (SELECT id FROM works WHERE audience < 2)`)
		})
		old := x.current()
		if err := New(d, root, nil).Rebuild(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		for i := int64(1); i < 5; i++ {
			s.work(30 + i)
		}
		made := newestIn(t, root)
		for wait := 0; x.current() == old; wait++ {
			if time.Sleep(20 * time.Millisecond); wait > 1000 {
				t.Fatal("what was made anew is not taken over")
			}
		}
		for range 20 {
			s.check(x, s.ask())
		}
		stop()
		running.Wait()
		if err := x.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(first); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("the snapshot before is still there: %v", err)
		}
		x = s.open(root)
		s.check(x, s.ask())
		if newestIn(t, root) != made {
			t.Error("it is made once more at the next start")
		}
	})
}

// What can't be used leaves the catalogue as it is.
func TestWhatIsDamagedIsNotTakenOver(t *testing.T) {
	d := dbtest.Open(t, dbtest.SQLite(t))
	s := newShelf(t, d, 12)
	s.work(1)
	root := t.TempDir()
	x := s.open(root)
	s.check(x, ask{where: "w.audience < 2"})
	if err := New(d, root, nil).Rebuild(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	spoil(t, root, func(b []byte) []byte { return b[:len(b)-9] })
	if err := x.adopt(t.Context()); !errors.Is(err, facet.ErrDamaged) {
		t.Errorf("what is damaged: %v", err)
	}
	if err := x.adopt(t.Context()); err != nil {
		t.Errorf("it is told twice: %v", err)
	}
	s.work(2)
	s.check(x, ask{where: "w.audience < 2"})
}
