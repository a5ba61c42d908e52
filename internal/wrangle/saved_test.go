package wrangle_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/work"
	"github.com/ficstead/ficstead/internal/wrangle"
)

// Eight authors change the tags of their works while eight wranglers change what tags
// mean: after that each work is found by what its tags mean then.
func TestWorksSavedWhileTheGraphChanges(t *testing.T) {
	const eight, rounds = 8, 6
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		w := open(t, a)
		works := w.posted(eight)
		for round := range rounds {
			var names []tag.Named
			for i := range eight {
				names = append(names, tag.Named{Type: tag.Freeform, Name: fmt.Sprintf("instant %d of %d", i, round)})
			}
			id := w.ensure(names...)
			var group sync.WaitGroup
			for g := range eight {
				group.Go(func() {
					dice := rand.New(rand.NewPCG(uint64(g), uint64(round)))
					if err := a.DB.Tx(t.Context(), func(tx *db.Tx) error { return w.retag(tx, works[g], names, dice) }); err != nil {
						t.Error(err)
					}
				})
				group.Go(func() {
					other := []tag.ID{id[(g+1)%eight]}
					for i, act := range []wrangle.Act{
						{Kind: wrangle.Merge, Tags: id[g : g+1], Others: other}, {Kind: wrangle.Canonical, Tags: id[g : g+1]}, {Kind: wrangle.Narrower, Tags: id[g : g+1], Others: other},
					} {
						done, err := w.do(act)
						if err == nil && done != 0 && (g+i)%3 == 0 {
							err = w.undo(done)
						}
						if err != nil && fault.KindOf(err) == fault.Internal {
							t.Error(err)
						}
					}
				})
			}
			group.Wait()
			w.follow()
			w.sound()
			w.rewritten()
		}
	})
}

// A work whose saving ends after a merge that did not see it yet, and one that is saved
// while a merge that has passed it goes on, were found by the old tag for good, on
// PostgreSQL.
func TestAWorkSavedInTheSameInstant(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		w := open(t, a)
		works := w.posted(2)
		names := []tag.Named{{Type: tag.Freeform, Name: "instant"}, {Type: tag.Freeform, Name: "moment"}, {Type: tag.Freeform, Name: "blink"}}
		id := w.ensure(names...)
		merge := func(from tag.ID, meanwhile func()) {
			if err := a.DB.Tx(t.Context(), func(tx *db.Tx) error {
				_, err := w.desk.Do(t.Context(), tx, w.who, wrangle.Act{Kind: wrangle.Merge, Tags: []tag.ID{from}, Others: id[1:2]})
				meanwhile()
				return err
			}); err != nil {
				t.Error(err)
			}
		}
		save := func(x work.ID, name tag.Named, meanwhile func()) {
			if err := a.DB.Tx(t.Context(), func(tx *db.Tx) error {
				err := w.retag(tx, x, []tag.Named{name}, rand.New(rand.NewPCG(1, 1)))
				meanwhile()
				return err
			}); err != nil {
				t.Error(err)
			}
		}
		var group sync.WaitGroup
		save(works[0], names[0], func() { beside(&group, func() { merge(id[0], func() {}) }) })
		group.Wait()
		merge(id[2], func() { beside(&group, func() { save(works[1], names[2], func() {}) }) })
		group.Wait()
		w.follow()
		w.rewritten()
	})
}

// beside does f at the same time, and waits for it as long as it may take if it is not
// held up.
func beside(group *sync.WaitGroup, f func()) {
	done := make(chan struct{})
	group.Go(func() { defer close(done); f() })
	select {
	case <-done:
	case <-time.After(500 * time.Millisecond):
	}
}

// posted gives works that lists show.
func (w *world) posted(n int) []work.ID {
	w.t.Helper()
	w.Library()
	all, err := db.All(w.t.Context(), w.DB, db.One[work.ID], `SELECT id FROM works WHERE posted ORDER BY id LIMIT $1`, n)
	if err != nil || len(all) < n {
		w.t.Fatal(len(all), err)
	}
	return all
}

// follow has the filters of works follow what was done.
func (w *world) follow() {
	w.t.Helper()
	if err := work.RunRefilter(w.t.Context(), w.DB); err != nil {
		w.t.Fatal(err)
	}
}

// retag gives a work up to three of these tags in place of its own freeforms.
func (w *world) retag(tx *db.Tx, id work.ID, names []tag.Named, dice *rand.Rand) error {
	x, err := work.Get(w.t.Context(), tx, w.Viewer(archivetest.Keeper), id)
	if err != nil {
		return err
	}
	d := x.Details()
	d.Tags = slices.DeleteFunc(slices.Clone(d.Tags), func(n tag.Named) bool { return n.Type == tag.Freeform })
	for _, i := range dice.Perm(len(names))[:min(3, len(names))] {
		d.Tags = append(d.Tags, names[i])
	}
	return work.ChangeDetails(w.t.Context(), tx, w.Cleaner(), id, x.Minor, d)
}
