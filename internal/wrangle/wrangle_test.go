package wrangle_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/work"
	"github.com/ficstead/ficstead/internal/wrangle"
)

// world is an archive with a keeper who wrangles.
type world struct {
	*archivetest.Archive
	t    *testing.T
	desk *wrangle.Desk
	who  wrangle.Wrangler
}

func open(t *testing.T, a *archivetest.Archive) *world {
	return &world{a, t, a.Wrangling(), wrangle.Wrangler{Viewer: a.Viewer(archivetest.Keeper)}}
}

func (w *world) ensure(all ...tag.Named) []tag.ID {
	w.t.Helper()
	var out []tag.ID
	w.Tx(func(tx *db.Tx) error {
		for _, n := range all {
			got, err := tag.Ensure(w.t.Context(), tx, []tag.Named{n})
			if err != nil {
				return err
			}
			out = append(out, got[0].ID)
		}
		return nil
	})
	return out
}

func (w *world) do(a wrangle.Act) (id wrangle.ActID, err error) {
	err = w.DB.Tx(w.t.Context(), func(tx *db.Tx) error {
		id, err = w.desk.Do(w.t.Context(), tx, w.who, a)
		return err
	})
	return id, err
}

func (w *world) must(a wrangle.Act) wrangle.ActID {
	w.t.Helper()
	id, err := w.do(a)
	if err != nil {
		w.t.Fatalf("%s: %v", a.Kind, err)
	}
	return id
}

func (w *world) undo(id wrangle.ActID) error {
	return w.DB.Tx(w.t.Context(), func(tx *db.Tx) error { return w.desk.Undo(w.t.Context(), tx, w.who, id) })
}

// state is everything that the graph and the works' filters hold, as text.
func (w *world) state() string {
	w.t.Helper()
	var out []string
	for _, query := range []string{
		`SELECT 'tag ' || id || ' ' || type || ' ' || name || ' ' || CASE WHEN canonical THEN 'c' ELSE '-' END || CASE WHEN unwrangleable THEN 'u' ELSE '-' END || COALESCE(merger_id, 0) FROM tags`,
		`SELECT 'under ' || tag_id || ' ' || parent_id FROM tag_parents`,
		`SELECT 'meta ' || sub_id || ' ' || meta_id || CASE WHEN direct THEN ' d' ELSE '' END FROM meta_tags`,
		`SELECT 'word ' || type || word || tag_id FROM tag_words`,
		`SELECT 'found ' || work_id || ' ' || tag_id || CASE WHEN inherited THEN ' i' ELSE '' END FROM work_filters`,
		`SELECT 'cross ' || id FROM works WHERE crossover`,
	} {
		all, err := db.All(w.t.Context(), w.DB, db.One[string], query)
		if err != nil {
			w.t.Fatal(err)
		}
		slices.Sort(all)
		out = append(out, all...)
	}
	return strings.Join(out, "\n")
}

func (w *world) sound() {
	w.t.Helper()
	wrong, err := tag.Verify(w.t.Context(), w.DB)
	if err != nil || len(wrong) > 0 {
		w.t.Errorf("the graph is not sound: %v\n%s", err, strings.Join(wrong, "\n"))
	}
}

// rewritten makes sure that the filters of every work are what one by one they would be.
func (w *world) rewritten() {
	w.t.Helper()
	before := w.state()
	ids, err := db.All(w.t.Context(), w.DB, db.One[work.ID], `SELECT id FROM works`)
	if err != nil {
		w.t.Fatal(err)
	}
	w.Tx(func(tx *db.Tx) error {
		for _, id := range ids {
			if err := work.Refilter(w.t.Context(), tx, id); err != nil {
				return err
			}
		}
		return nil
	})
	if after := w.state(); after != before {
		w.t.Errorf("filters written set-wise differ from those of each work:\n%s", diffLines(before, after))
	}
}

func diffLines(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	var out []string
	for _, l := range x {
		if !slices.Contains(y, l) {
			out = append(out, "- "+l)
		}
	}
	for _, l := range y {
		if !slices.Contains(x, l) {
			out = append(out, "+ "+l)
		}
	}
	return strings.Join(out, "\n")
}

// Every kind of act changes what it says, and its undoing brings back all that was.
func TestEachActIsUndone(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		w := open(t, a)
		a.Library()
		first := ofWork(t, a)
		id := w.ensure(tag.Named{Type: tag.Fandom, Name: "Lantern Street"}, tag.Named{Type: tag.Freeform, Name: "slow burning"}, tag.Named{Type: tag.Freeform, Name: "Slow Burn"},
			tag.Named{Type: tag.Freeform, Name: "Pacing"}, tag.Named{Type: tag.Media, Name: "Books"}, tag.Named{Type: tag.Freeform, Name: "alone"}, tag.Named{Type: tag.Fandom, Name: "Lantern Street - All Media"})
		fandom, syn, main, broad, media, alone, all := id[0], id[1], id[2], id[3], id[4], id[5], id[6]
		for _, x := range []tag.ID{fandom, main, broad, media, all} {
			w.must(wrangle.Act{Kind: wrangle.Canonical, Tags: []tag.ID{x}})
		}
		w.must(wrangle.Act{Kind: wrangle.Canonical, Tags: []tag.ID{first}, Others: []tag.ID{fandom}})
		for _, x := range []struct {
			name  string
			setup []wrangle.Act
			act   wrangle.Act
		}{
			{"canonical under", nil, wrangle.Act{Kind: wrangle.Canonical, Tags: []tag.ID{syn}, Others: []tag.ID{fandom}}},
			{"bare", nil, wrangle.Act{Kind: wrangle.Bare, Tags: []tag.ID{broad}}},
			{"merge", nil, wrangle.Act{Kind: wrangle.Merge, Tags: []tag.ID{syn, alone}, Others: []tag.ID{main}}},
			{"merge a canonical tag of works, with all that hangs on it", []wrangle.Act{
				{Kind: wrangle.Merge, Tags: []tag.ID{syn}, Others: []tag.ID{first}}, {Kind: wrangle.Narrower, Tags: []tag.ID{first}, Others: []tag.ID{broad}},
			}, wrangle.Act{Kind: wrangle.Merge, Tags: []tag.ID{first}, Others: []tag.ID{main}}},
			{"unmerge", []wrangle.Act{{Kind: wrangle.Merge, Tags: []tag.ID{alone}, Others: []tag.ID{main}}}, wrangle.Act{Kind: wrangle.Unmerge, Tags: []tag.ID{alone}}},
			{"under", nil, wrangle.Act{Kind: wrangle.Under, Tags: []tag.ID{alone, main}, Others: []tag.ID{fandom}}},
			{"not under", []wrangle.Act{{Kind: wrangle.Under, Tags: []tag.ID{main}, Others: []tag.ID{fandom}}}, wrangle.Act{Kind: wrangle.NotUnder, Tags: []tag.ID{main}, Others: []tag.ID{fandom}}},
			{"fandom under media", nil, wrangle.Act{Kind: wrangle.Under, Tags: []tag.ID{fandom}, Others: []tag.ID{media}}},
			{"narrower", nil, wrangle.Act{Kind: wrangle.Narrower, Tags: []tag.ID{first}, Others: []tag.ID{main}}},
			{"narrower fandom", nil, wrangle.Act{Kind: wrangle.Narrower, Tags: []tag.ID{fandom}, Others: []tag.ID{all}}},
			{"not narrower", []wrangle.Act{{Kind: wrangle.Narrower, Tags: []tag.ID{first}, Others: []tag.ID{main}}}, wrangle.Act{Kind: wrangle.NotNarrower, Tags: []tag.ID{first}, Others: []tag.ID{main}}},
			{"rename", nil, wrangle.Act{Kind: wrangle.Rename, Tags: []tag.ID{main}, Name: "Slowest Burn"}},
			{"retype", nil, wrangle.Act{Kind: wrangle.Retype, Tags: []tag.ID{alone}, Type: tag.Character}},
			{"leave", nil, wrangle.Act{Kind: wrangle.Leave, Tags: []tag.ID{alone}}},
			{"take up", []wrangle.Act{{Kind: wrangle.Leave, Tags: []tag.ID{alone}}}, wrangle.Act{Kind: wrangle.TakeUp, Tags: []tag.ID{alone}}},
		} {
			var made []wrangle.ActID
			for _, s := range x.setup {
				made = append(made, w.must(s))
			}
			before := w.state()
			done := w.must(x.act)
			if done == 0 || w.state() == before {
				t.Errorf("%s: nothing changed", x.name)
			}
			w.sound()
			w.rewritten()
			if again, err := w.do(x.act); x.act.Kind != wrangle.Bare && (err != nil || again != 0) {
				t.Errorf("%s done twice: act %d, %v", x.name, again, err)
			}
			if err := w.undo(done); err != nil {
				t.Errorf("%s undone: %v", x.name, err)
			}
			if after := w.state(); after != before {
				t.Errorf("%s undone leaves:\n%s", x.name, diffLines(before, after))
			}
			if err := w.undo(done); err != nil || w.state() != before {
				t.Errorf("%s undone twice: %v", x.name, err)
			}
			w.sound()
			for _, m := range slices.Backward(made) {
				if err := w.undo(m); err != nil {
					t.Fatalf("%s: what came before: %v", x.name, err)
				}
			}
		}
	})
}

// What others did in between is kept, or named as what stands in the way.
func TestUndoAfterOthers(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		w := open(t, a)
		id := w.ensure(tag.Named{Type: tag.Freeform, Name: "one"}, tag.Named{Type: tag.Freeform, Name: "two"}, tag.Named{Type: tag.Freeform, Name: "three"}, tag.Named{Type: tag.Freeform, Name: "four"})
		merged := w.must(wrangle.Act{Kind: wrangle.Merge, Tags: id[:1], Others: id[1:2]})
		w.must(wrangle.Act{Kind: wrangle.Merge, Tags: id[3:], Others: id[1:2]}) // also a synonym of two
		if err := w.undo(merged); fault.KindOf(err) != fault.Conflict {
			t.Errorf("undoing what made “two” canonical, which has another synonym: %v, want Conflict", err)
		}
		w.sound()
		again := w.must(wrangle.Act{Kind: wrangle.Merge, Tags: id[2:3], Others: id[1:2]})
		if err := w.undo(again); err != nil {
			t.Errorf("undoing beside others: %v", err)
		}
		canonical := w.must(wrangle.Act{Kind: wrangle.Canonical, Tags: id[2:3]})
		w.must(wrangle.Act{Kind: wrangle.Rename, Tags: id[2:3], Name: "Three!"})
		if err := w.undo(canonical); fault.KindOf(err) != fault.Conflict {
			t.Errorf("undoing under a later name: %v, want Conflict", err)
		}
		w.sound()
		all, err := wrangle.History(t.Context(), a.DB, id[1])
		if err != nil || len(all) != 3 || all[0].By == "" || !all[0].Undone() || all[2].Undone() {
			t.Errorf("the history of “two” is %+v, %v", all, err)
		}
	})
}

func TestOldNamesGoOn(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		w := open(t, a)
		id := w.ensure(tag.Named{Type: tag.Freeform, Name: "Cafe Story"})
		w.must(wrangle.Act{Kind: wrangle.Rename, Tags: id, Name: "Teahouse Story", Why: "nobody drinks coffee in it"})
		got, err := tag.ByName(t.Context(), a.DB, "cafe story")
		if err != nil || got.ID != id[0] || got.Name != "Teahouse Story" {
			t.Errorf("the old name gives %+v, %v", got, err)
		}
		member := wrangle.Wrangler{Viewer: a.Viewer(archivetest.Ben)}
		err = a.DB.Tx(t.Context(), func(tx *db.Tx) error {
			_, err := w.desk.Do(t.Context(), tx, member, wrangle.Act{Kind: wrangle.Rename, Tags: id, Name: "Another"})
			return err
		})
		if fault.KindOf(err) != fault.Invalid {
			t.Errorf("a wrangler who is not staff renames freely: %v", err)
		}
		if err := a.DB.Tx(t.Context(), func(tx *db.Tx) error {
			_, err := w.desk.Do(t.Context(), tx, member, wrangle.Act{Kind: wrangle.Rename, Tags: id, Name: "TÉAHOUSE story"})
			return err
		}); err != nil {
			t.Errorf("a wrangler changes case and accents: %v", err)
		}
	})
}

// Eight wranglers at once: each kind of write ends, the graph is sound, and nobody gets
// the tag that another has.
func TestEightAtOnce(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		w := open(t, a)
		a.Library()
		var names []tag.Named
		for i := range 16 {
			names = append(names, tag.Named{Type: tag.Freeform, Name: fmt.Sprintf("thing %d", i)})
		}
		id := w.ensure(names...)
		var group sync.WaitGroup
		for g := range 8 {
			group.Go(func() {
				for i, act := range []wrangle.Act{
					{Kind: wrangle.Merge, Tags: []tag.ID{id[g]}, Others: []tag.ID{id[8+g%3]}},
					{Kind: wrangle.Canonical, Tags: []tag.ID{id[12+g%4]}},
					{Kind: wrangle.Merge, Tags: []tag.ID{id[8+g%3]}, Others: []tag.ID{id[12+g%4]}},
					{Kind: wrangle.Leave, Tags: []tag.ID{id[11]}},
				} {
					done, err := w.do(act)
					if err != nil && fault.KindOf(err) == fault.Internal {
						t.Errorf("act %d of %d: %v", i, g, err)
					}
					if g%2 == 0 && done != 0 {
						if err := w.undo(done); err != nil && fault.KindOf(err) != fault.Conflict {
							t.Errorf("undo %d of %d: %v", i, g, err)
						}
					}
					if err := a.DB.Tx(t.Context(), func(tx *db.Tx) error {
						return wrangle.AddNote(t.Context(), tx, w.who, id[0], fmt.Sprintf("note %d of %d", i, g))
					}); err != nil {
						t.Error(err)
					}
				}
			})
		}
		group.Wait()
		w.sound()
		notes, err := wrangle.Notes(t.Context(), a.DB, id[0])
		if err != nil || len(notes) != 32 {
			t.Errorf("%d notes, %v; want 32", len(notes), err)
		}
	})
}

// Two wranglers never have the same tag; what is skipped goes to others.
func TestQueueLeases(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		w := open(t, a)
		a.Library()
		if err := wrangle.RunGuess(t.Context(), a.DB); err != nil {
			t.Fatal(err)
		}
		next := func(p archivetest.Person) []wrangle.Item {
			var got []wrangle.Item
			if err := a.DB.Tx(t.Context(), func(tx *db.Tx) (err error) {
				got, err = w.desk.Next(t.Context(), tx, wrangle.Wrangler{Viewer: a.Viewer(p)}, wrangle.Choice{})
				return err
			}); err != nil {
				t.Error(err)
			}
			return got
		}
		var mu sync.Mutex
		holder := map[tag.ID]archivetest.Person{}
		var group sync.WaitGroup
		for i := range 8 {
			p := []archivetest.Person{archivetest.Keeper, archivetest.Moderator}[i%2]
			group.Go(func() {
				for _, x := range next(p) {
					mu.Lock()
					if other, ok := holder[x.ID]; ok && other != p {
						t.Errorf("%s and %s both have %q", p, other, x.Name)
					}
					holder[x.ID] = p
					mu.Unlock()
				}
			})
		}
		group.Wait()
		if len(holder) != 4 {
			t.Errorf("two wranglers have %d tags, want 4", len(holder))
		}
		mine := next(archivetest.Keeper)
		if len(mine) == 0 || len(mine[0].Works) == 0 {
			t.Fatalf("the queue gives %+v", mine)
		}
		if err := a.DB.Tx(t.Context(), func(tx *db.Tx) error { return w.desk.Skip(t.Context(), tx, w.who, mine[0].ID) }); err != nil {
			t.Fatal(err)
		}
		for _, x := range next(archivetest.Keeper) {
			if x.ID == mine[0].ID {
				t.Errorf("%q came back though it was skipped", x.Name)
			}
		}
	})
}

// ofWork is a freeform that works have.
func ofWork(t *testing.T, a *archivetest.Archive) tag.ID {
	t.Helper()
	all, err := db.All(t.Context(), a.DB, db.One[tag.ID], `SELECT x.tag_id FROM work_tags x JOIN tags t ON t.id = x.tag_id WHERE t.type = 'freeform' GROUP BY x.tag_id ORDER BY COUNT(*) DESC, x.tag_id LIMIT 1`)
	if err != nil || len(all) == 0 {
		t.Fatalf("no work has a freeform: %v", err)
	}
	return all[0]
}
