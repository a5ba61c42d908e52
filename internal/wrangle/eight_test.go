package wrangle_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/wrangle"
)

// eight does f by eight at once. Only what is refused with a sentence may go wrong; it
// gives how many that were.
func (w *world) eight(f func(g int, tx *db.Tx) error) (refused int) {
	w.t.Helper()
	var group sync.WaitGroup
	var mu sync.Mutex
	start := make(chan struct{})
	for g := range 8 {
		group.Go(func() {
			<-start
			err := w.DB.Tx(w.t.Context(), func(tx *db.Tx) error { return f(g, tx) })
			mu.Lock()
			defer mu.Unlock()
			if k := fault.KindOf(err); err != nil && k != fault.Invalid && k != fault.Conflict {
				w.t.Errorf("number %d: %v", g, err)
			}
			if err != nil {
				refused++
			}
		})
	}
	close(start)
	group.Wait()
	return refused
}

func (w *world) act(tx *db.Tx, a wrangle.Act) error {
	_, err := w.desk.Do(w.t.Context(), tx, w.who, a)
	return err
}

// count asks for a number.
func (w *world) count(query string, args ...any) (n int) {
	w.t.Helper()
	if err := w.DB.QueryRowContext(w.t.Context(), query, args...).Scan(&n); err != nil {
		w.t.Fatal(err)
	}
	return n
}

// freeforms makes tags.
func (w *world) freeforms(name string, n int) []tag.ID {
	w.t.Helper()
	var all []tag.Named
	for i := range n {
		all = append(all, tag.Named{Type: tag.Freeform, Name: fmt.Sprintf("%s %d", name, i)})
	}
	return w.ensure(all...)
}

func TestEightRename(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		w := open(t, a)
		id := w.freeforms("named", 8)
		if refused := w.eight(func(g int, tx *db.Tx) error {
			return w.act(tx, wrangle.Act{Kind: wrangle.Rename, Tags: id[g : g+1], Name: "One Name"})
		}); refused != 7 {
			t.Errorf("of eight who give eight tags one name %d are refused, want 7", refused)
		}
		one := w.freeforms("renamed", 1)
		if refused := w.eight(func(g int, tx *db.Tx) error {
			return w.act(tx, wrangle.Act{Kind: wrangle.Rename, Tags: one, Name: fmt.Sprintf("name by %d", g)})
		}); refused != 0 {
			t.Errorf("of eight who give one tag another name %d are refused", refused)
		}
		for g := range 8 { // each of its names leads to it
			if got, err := tag.ByName(t.Context(), a.DB, fmt.Sprintf("name by %d", g)); err != nil || got.ID != one[0] {
				t.Errorf("the name that number %d gave: %+v, %v", g, got, err)
			}
		}
		w.sound()
	})
}

func TestEightRetype(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		w := open(t, a)
		types := []tag.Type{tag.Character, tag.Relationship, tag.Fandom, tag.Freeform}
		story := w.story(int64(a.Pseud(archivetest.Ann, "Ann").ID), tag.Named{Type: tag.Freeform, Name: "of some type"})
		if refused := w.eight(func(g int, tx *db.Tx) error {
			return w.act(tx, wrangle.Act{Kind: wrangle.Retype, Tags: []tag.ID{story}, Type: types[g%4]})
		}); refused != 0 {
			t.Errorf("%d are refused", refused)
		}
		if n := w.count(`SELECT COUNT(*) FROM tag_words w JOIN tags t ON t.id = w.tag_id WHERE t.id = $1 AND w.type <> t.type`, int64(story)); n != 0 {
			t.Errorf("%d of its words are of another type", n)
		}
		w.follow()
		w.sound()
		w.rewritten()
	})
}

func TestEightUnder(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		w := open(t, a)
		id := w.freeforms("under", 4)
		fandoms := w.ensure(tag.Named{Type: tag.Fandom, Name: "Quay One"}, tag.Named{Type: tag.Fandom, Name: "Quay Two"})
		for _, f := range fandoms {
			w.must(wrangle.Act{Kind: wrangle.Canonical, Tags: []tag.ID{f}})
		}
		if refused := w.eight(func(g int, tx *db.Tx) error {
			return w.act(tx, wrangle.Act{Kind: wrangle.Under, Tags: id, Others: fandoms[g%2 : g%2+1]})
		}); refused != 0 || w.count(`SELECT COUNT(*) FROM tag_parents WHERE parent_id IN ($1, $2)`, int64(fandoms[0]), int64(fandoms[1])) != 8 {
			t.Errorf("%d are refused", refused)
		}
		w.eight(func(g int, tx *db.Tx) error {
			kind := wrangle.NotUnder
			if g%2 == 1 {
				kind = wrangle.Under
			}
			return w.act(tx, wrangle.Act{Kind: kind, Tags: id, Others: fandoms})
		})
		if n := w.count(`SELECT COUNT(*) FROM tag_parents WHERE parent_id IN ($1, $2)`, int64(fandoms[0]), int64(fandoms[1])); n != 0 && n != 8 {
			t.Errorf("in the end %d links of 8: an act was done by half", n)
		}
		w.sound()
	})
}

// Eight make a ring of eight tags: whoever would close it is refused.
func TestEightNarrower(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		w := open(t, a)
		ann := int64(a.Pseud(archivetest.Ann, "Ann").ID)
		id := w.freeforms("ring", 8)
		for i, x := range id {
			w.must(wrangle.Act{Kind: wrangle.Canonical, Tags: []tag.ID{x}})
			w.story(ann, tag.Named{Type: tag.Freeform, Name: fmt.Sprintf("ring %d", i)})
		}
		if refused := w.eight(func(g int, tx *db.Tx) error {
			return w.act(tx, wrangle.Act{Kind: wrangle.Narrower, Tags: id[g : g+1], Others: []tag.ID{id[(g+1)%8]}})
		}); refused != 1 {
			t.Errorf("%d are refused, want one", refused)
		}
		w.follow()
		w.sound()
		w.rewritten()
		w.eight(func(g int, tx *db.Tx) error {
			return w.act(tx, wrangle.Act{Kind: wrangle.NotNarrower, Tags: id[g : g+1], Others: []tag.ID{id[(g+1)%8]}})
		})
		if n := w.count(`SELECT COUNT(*) FROM meta_tags`); n != 0 {
			t.Errorf("%d links are left", n)
		}
		w.follow()
		w.rewritten()
	})
}

func TestEightAppoint(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		w := open(t, a)
		fandoms := w.ensure(tag.Named{Type: tag.Fandom, Name: "Quay One"}, tag.Named{Type: tag.Fandom, Name: "Quay Two"})
		for _, f := range fandoms {
			w.must(wrangle.Act{Kind: wrangle.Canonical, Tags: []tag.ID{f}})
		}
		ann := a.Viewer(archivetest.Ann)
		w.eight(func(g int, tx *db.Tx) error { return wrangle.Appoint(t.Context(), tx, ann.ID, fandoms[g%2:g%2+1]) })
		all, err := wrangle.All(t.Context(), a.DB)
		if err != nil || len(all) != 1 || len(all[0].Fandoms) != 1 {
			t.Errorf("appointed eight times, each time for one fandom: %+v, %v", all, err)
		}
		w.eight(func(g int, tx *db.Tx) error {
			if g%2 == 0 {
				return wrangle.Dismiss(t.Context(), tx, int64(ann.ID))
			}
			return wrangle.Appoint(t.Context(), tx, ann.ID, fandoms)
		})
		if all, err = wrangle.All(t.Context(), a.DB); err != nil || len(all) > 1 || len(all) == 1 && len(all[0].Fandoms) != 2 {
			t.Errorf("appointed and dismissed: %+v, %v", all, err)
		}
	})
}

// Eight people ask for the queue at once, again and again, pass tags by and decide: what
// somebody has before them nobody else is given.
func TestEightAtTheQueue(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		w := open(t, a)
		ann := int64(a.Pseud(archivetest.Ann, "Ann").ID)
		var given []tag.Named
		for i := range 60 {
			given = append(given, tag.Named{Type: tag.Freeform, Name: fmt.Sprintf("waits %d", i)})
		}
		w.story(ann, given...)
		if err := wrangle.RunGuess(t.Context(), a.DB); err != nil {
			t.Fatal(err)
		}
		who := w.eightWranglers()
		var mu sync.Mutex
		holder := map[tag.ID]int{} // who has it before them
		decided := map[tag.ID]int{}
		var group sync.WaitGroup
		for g := range who {
			group.Go(func() {
				for round := range 4 {
					var items []wrangle.Item
					if err := a.DB.Tx(t.Context(), func(tx *db.Tx) (err error) {
						items, err = w.desk.Next(t.Context(), tx, who[g], wrangle.Choice{})
						return err
					}); err != nil || len(items) == 0 {
						t.Errorf("number %d: %d tags, %v", g, len(items), err)
						return
					}
					mu.Lock()
					for _, x := range items {
						if other, ok := holder[x.ID]; ok && other != g || decided[x.ID] > 0 {
							t.Errorf("%q is handed to %d, and %d has it or it is decided", x.Name, g, other)
						}
						holder[x.ID] = g
					}
					// From here on the first may go to others: it is passed by, or decided.
					delete(holder, items[0].ID)
					if round%2 == 1 {
						decided[items[0].ID]++
					}
					mu.Unlock()
					if err := a.DB.Tx(t.Context(), func(tx *db.Tx) error {
						if round%2 == 0 {
							return w.desk.Skip(t.Context(), tx, who[g], items[0].ID)
						}
						_, err := w.desk.Do(t.Context(), tx, who[g], wrangle.Act{Kind: wrangle.Leave, Tags: []tag.ID{items[0].ID}})
						return err
					}); err != nil {
						t.Errorf("number %d: %v", g, err)
					}
				}
			})
		}
		group.Wait()
		if n := w.count(`SELECT COUNT(*) FROM tags WHERE unwrangleable`); n != 16 || len(decided) != 16 {
			t.Errorf("%d tags are decided, %d by count, want 16", len(decided), n)
		}
		if n := w.count(`SELECT COUNT(*) FROM tag_skips`); n != 16 {
			t.Errorf("%d are passed by, want 16", n)
		}
		// One who passes a tag by eight times at once has passed it by.
		id := w.ensure(given[:1]...)[0]
		w.eight(func(g int, tx *db.Tx) error { return w.desk.Skip(t.Context(), tx, w.who, id) })
		if n := w.count(`SELECT COUNT(*) FROM tag_skips WHERE account_id = $1`, int64(w.who.ID)); n != 1 {
			t.Errorf("passed by %d times", n)
		}
	})
}

// eightWranglers are moderators.
func (w *world) eightWranglers() (all []wrangle.Wrangler) {
	w.t.Helper()
	w.Tx(func(tx *db.Tx) error {
		for g := range 8 {
			v := viewer.Viewer{Name: fmt.Sprintf("sorter %d", g), Role: viewer.Moderator}
			if err := tx.QueryRowContext(w.t.Context(), `INSERT INTO accounts (name, name_key, role, created_at) VALUES ($1, $1, 'moderator', 1) RETURNING id`, v.Name).Scan(&v.ID); err != nil {
				return err
			}
			all = append(all, wrangle.Wrangler{Viewer: v})
		}
		return nil
	})
	return slices.Clip(all)
}
