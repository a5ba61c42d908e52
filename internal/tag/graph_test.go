package tag_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/tag"
)

// garden makes canonical freeforms and gives them by name.
func garden(t *testing.T, d *db.DB, list ...string) map[string]tag.ID {
	t.Helper()
	out := map[string]tag.ID{}
	write(t, d, func(ctx context.Context, tx *db.Tx) error {
		for _, name := range list {
			got, err := tag.Ensure(ctx, tx, []tag.Named{{Type: tag.Freeform, Name: name}})
			if err != nil {
				return err
			}
			out[name] = got[0].ID
			if err := tag.MakeCanonical(ctx, tx, got[0].ID); err != nil {
				return err
			}
		}
		return nil
	})
	return out
}

func sound(t *testing.T, d *db.DB) {
	t.Helper()
	wrong, err := tag.Verify(t.Context(), d)
	if err != nil || len(wrong) > 0 {
		t.Errorf("the graph is not sound: %v\n%s", err, strings.Join(wrong, "\n"))
	}
}

// stands tells what a tag stands for: "Name" itself, "(Name)" inherited.
func stands(t *testing.T, d *db.DB, ids ...tag.ID) string {
	t.Helper()
	fs, err := tag.Filters(t.Context(), d, ids)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, f := range fs {
		if f.Inherited {
			out = append(out, "("+f.Tag.Name+")")
		} else {
			out = append(out, f.Tag.Name)
		}
	}
	return strings.Join(out, " ")
}

func TestFilters(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		id := garden(t, d, "AU", "Modern", "Coffee", "Cafe", "Tea")
		raw := ensure(t, d, tag.Named{Type: tag.Freeform, Name: "coffeshop"}, tag.Named{Type: tag.Freeform, Name: "odd"})
		write(t, d, func(ctx context.Context, tx *db.Tx) error {
			for _, p := range [][2]string{{"Modern", "AU"}, {"Coffee", "Modern"}, {"Tea", "AU"}} {
				if err := tag.AddMeta(ctx, tx, id[p[0]], id[p[1]]); err != nil {
					return err
				}
			}
			// A chain of synonyms collapses.
			if err := tag.Merge(ctx, tx, raw[0].ID, id["Cafe"]); err != nil {
				return err
			}
			return tag.Merge(ctx, tx, id["Cafe"], id["Coffee"])
		})
		for _, c := range []struct {
			ids  []tag.ID
			want string
		}{
			{[]tag.ID{raw[0].ID}, "Coffee (AU) (Modern)"},
			{[]tag.ID{raw[1].ID}, "odd"},
			{[]tag.ID{id["Tea"], id["Cafe"], id["Coffee"], id["AU"]}, "Tea Coffee AU (Modern)"},
			{nil, ""},
		} {
			if got := stands(t, d, c.ids...); got != c.want {
				t.Errorf("%v stand for %q, want %q", c.ids, got, c.want)
			}
		}
		if got, err := tag.Get(t.Context(), d, raw[0].ID); err != nil || got.Merger != id["Coffee"] || got.Canonical {
			t.Errorf("the chain did not collapse: %+v, %v", got, err)
		}
		sound(t, d)

		write(t, d, func(ctx context.Context, tx *db.Tx) error { return tag.Unmerge(ctx, tx, id["Cafe"]) })
		if got := stands(t, d, id["Cafe"], raw[0].ID); got != "Cafe Coffee (AU) (Modern)" {
			t.Errorf("after the parting: %q", got)
		}
		write(t, d, func(ctx context.Context, tx *db.Tx) error {
			return tag.RemoveMeta(ctx, tx, id["Coffee"], id["Modern"])
		})
		if got := stands(t, d, id["Coffee"]); got != "Coffee" {
			t.Errorf("after the removal: %q", got)
		}
		sound(t, d)
	})
}

func TestMergeHandsOver(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		id := garden(t, d, "Old", "New", "Broad", "Narrow")
		list := ensure(t, d, tag.Named{Type: tag.Fandom, Name: "Show"}, tag.Named{Type: tag.Fandom, Name: "The Show"}, tag.Named{Type: tag.Character, Name: "Ada"},
			tag.Named{Type: tag.Character, Name: "Tom"}, tag.Named{Type: tag.Relationship, Name: "Ada/Tom"}, tag.Named{Type: tag.Media, Name: "Plays"})
		show, theShow, ada, tom, both, plays := list[0].ID, list[1].ID, list[2].ID, list[3].ID, list[4].ID, list[5].ID
		write(t, d, func(ctx context.Context, tx *db.Tx) error {
			for _, c := range []tag.ID{show, theShow, ada, tom, both, plays} {
				if err := tag.MakeCanonical(ctx, tx, c); err != nil {
					return err
				}
			}
			for _, p := range [][2]tag.ID{{show, plays}, {ada, show}, {both, ada}, {id["Old"], show}} {
				if err := tag.AddParent(ctx, tx, p[0], p[1]); err != nil {
					return err
				}
			}
			for _, p := range [][2]tag.ID{{id["Old"], id["Broad"]}, {id["Narrow"], id["Old"]}, {id["New"], id["Narrow"]}} {
				if err := tag.AddMeta(ctx, tx, p[0], p[1]); err != nil {
					return err
				}
			}
			return nil
		})
		if got, err := tag.Parents(ctx, d, both); err != nil || !slices.Equal(names(got), []string{"Ada", "Show"}) {
			t.Errorf("a relationship is under %q, %v", names(got), err)
		}
		write(t, d, func(ctx context.Context, tx *db.Tx) error {
			if err := tag.Merge(ctx, tx, show, theShow); err != nil {
				return err
			}
			return tag.Merge(ctx, tx, id["Old"], id["New"])
		})
		check := func(what string, got []tag.Tag, err error, want ...string) {
			t.Helper()
			if err != nil || !slices.Equal(names(got), want) {
				t.Errorf("%s: %q, want %q; %v", what, names(got), want, err)
			}
		}
		got, err := tag.Parents(ctx, d, both)
		check("parents of the relationship", got, err, "Ada", "The Show")
		got, err = tag.Parents(ctx, d, theShow)
		check("media of the fandom", got, err, "Plays")
		got, err = tag.Children(ctx, d, theShow, 300)
		check("children of the fandom", got, err, "Ada", "Ada/Tom", "New")
		got, err = tag.Parents(ctx, d, show)
		check("parents of the synonym", got, err)
		got, err = tag.Synonyms(ctx, d, theShow)
		check("synonyms", got, err, "Show")
		// New was under Narrow, which was under Old: Narrow can't be under New as well.
		got, err = tag.Metas(ctx, d, id["New"])
		check("broader", got, err, "Broad", "Narrow")
		got, err = tag.Subs(ctx, d, id["Narrow"])
		check("narrower", got, err, "New")
		got, err = tag.Metas(ctx, d, id["Old"])
		check("broader than the synonym", got, err)
		sound(t, d)
	})
}

func TestGraphRefuses(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		id := garden(t, d, "A", "B", "C")
		list := ensure(t, d, tag.Named{Type: tag.Freeform, Name: "raw"}, tag.Named{Type: tag.Fandom, Name: "Show"}, tag.Named{Type: tag.Category, Name: "Gen"}, tag.Named{Type: tag.Category, Name: "F/M"})
		raw, show, gen, fm := list[0].ID, list[1].ID, list[2].ID, list[3].ID
		write(t, d, func(ctx context.Context, tx *db.Tx) error {
			if err := tag.AddMeta(ctx, tx, id["A"], id["B"]); err != nil {
				return err
			}
			return tag.AddMeta(ctx, tx, id["B"], id["C"])
		})
		for name, f := range map[string]func(tx *db.Tx) error{
			"circle":                  func(tx *db.Tx) error { return tag.AddMeta(ctx, tx, id["C"], id["A"]) },
			"itself":                  func(tx *db.Tx) error { return tag.AddMeta(ctx, tx, id["A"], id["A"]) },
			"meta not canonical":      func(tx *db.Tx) error { return tag.AddMeta(ctx, tx, id["A"], raw) },
			"meta of another type":    func(tx *db.Tx) error { return tag.AddMeta(ctx, tx, id["A"], show) },
			"synonym of itself":       func(tx *db.Tx) error { return tag.Merge(ctx, tx, id["A"], id["A"]) },
			"synonym of another type": func(tx *db.Tx) error { return tag.Merge(ctx, tx, raw, show) },
			"synonym of a fixed tag":  func(tx *db.Tx) error { return tag.Merge(ctx, tx, gen, fm) },
			"parent not canonical":    func(tx *db.Tx) error { return tag.AddParent(ctx, tx, id["A"], show) },
			"parent of a wrong type":  func(tx *db.Tx) error { return tag.AddParent(ctx, tx, id["A"], id["B"]) },
		} {
			if err := d.Tx(ctx, f); fault.KindOf(err) != fault.Invalid {
				t.Errorf("%s: %v", name, err)
			}
		}
		err := d.Tx(ctx, func(tx *db.Tx) error { return tag.Merge(ctx, tx, 1<<40, id["A"]) })
		if fault.KindOf(err) != fault.NotFound {
			t.Errorf("an unknown tag: %v", err)
		}
		write(t, d, func(ctx context.Context, tx *db.Tx) error { return tag.Merge(ctx, tx, raw, id["A"]) })
		err = d.Tx(ctx, func(tx *db.Tx) error { return tag.Merge(ctx, tx, id["A"], raw) })
		if fault.KindOf(err) != fault.Invalid {
			t.Errorf("a canonical tag into its own synonym: %v", err)
		}
		sound(t, d)
	})
}

// Whatever is done to a graph, in whatever order, its closure is that of its
// direct rows, no circle comes to be and no chain of synonyms.
func TestRandomGraphs(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, undo := t.Context(), errors.New("undo")
		rapid.Check(t, func(rt *rapid.T) {
			err := d.Tx(ctx, func(tx *db.Tx) error {
				n := rapid.IntRange(2, 9).Draw(rt, "tags")
				var list []tag.Named
				for i := range n {
					list = append(list, tag.Named{Type: tag.Freeform, Name: fmt.Sprintf("Tag %d", i)})
				}
				made, err := tag.Ensure(ctx, tx, list)
				if err != nil {
					return err
				}
				pick := rapid.IntRange(0, n-1)
				for range rapid.IntRange(1, 25).Draw(rt, "steps") {
					act := rapid.SampledFrom([]string{"meta", "meta", "meta", "meta", "canonical", "remove", "merge", "unmerge"}).Draw(rt, "act")
					a, b := made[pick.Draw(rt, "a")].ID, made[pick.Draw(rt, "b")].ID
					if err := change(ctx, tx, act, a, b); err != nil && fault.KindOf(err) != fault.Invalid {
						return err
					}
					if wrong, err := tag.Verify(ctx, tx); err != nil || len(wrong) > 0 {
						rt.Fatalf("after %s %d %d: %v %q", act, a, b, err, wrong)
					}
				}
				return undo
			})
			if !errors.Is(err, undo) {
				rt.Fatal(err)
			}
		})
	})
}

// change does one thing to a graph.
func change(ctx context.Context, tx *db.Tx, act string, a, b tag.ID) error {
	switch act {
	case "canonical":
		return tag.MakeCanonical(ctx, tx, a)
	case "remove":
		return tag.RemoveMeta(ctx, tx, a, b)
	case "merge":
		return tag.Merge(ctx, tx, a, b)
	case "unmerge":
		return tag.Unmerge(ctx, tx, a)
	}
	for _, x := range []tag.ID{a, b} {
		if err := tag.MakeCanonical(ctx, tx, x); err != nil {
			return err
		}
	}
	return tag.AddMeta(ctx, tx, a, b)
}

// Verify is no oracle unless it sees what is wrong.
func TestVerifyFindsFaults(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		id := garden(t, d, "A", "B", "C", "D")
		errUndo := errors.New("undo")
		for name, query := range map[string]string{
			"no closure":      `INSERT INTO meta_tags (sub_id, meta_id, direct) VALUES ($1, $2, TRUE), ($2, $3, TRUE)`,
			"too much":        `INSERT INTO meta_tags (sub_id, meta_id, direct) VALUES ($1, $2, FALSE), ($1, $3, FALSE)`,
			"circle":          `INSERT INTO meta_tags (sub_id, meta_id, direct) VALUES ($1, $2, TRUE), ($2, $1, TRUE), ($3, $1, TRUE), ($3, $2, FALSE)`,
			"chain":           `UPDATE tags SET merger_id = CASE WHEN id = $1 THEN $2 ELSE $3 END, canonical = FALSE WHERE id IN ($1, $2)`,
			"odd parent":      `INSERT INTO tag_parents (tag_id, parent_id) VALUES ($1, $2), ($1, $3)`,
			"canonical alias": `UPDATE tags SET merger_id = $2 WHERE id = $1 OR id = $3`,
		} {
			err := d.Tx(ctx, func(tx *db.Tx) error {
				if err := tx.Exec(ctx, query, id["A"], id["B"], id["C"]); err != nil {
					return err
				}
				wrong, err := tag.Verify(ctx, tx)
				if err == nil && len(wrong) == 0 {
					t.Errorf("%s went unseen", name)
				}
				return cmp.Or(err, errUndo)
			})
			if !errors.Is(err, errUndo) {
				t.Errorf("%s: %v", name, err)
			}
		}
		sound(t, d)
	})
}

func TestAffected(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		id := garden(t, d, "Broad", "Mid", "Narrow", "Other")
		syn := ensure(t, d, tag.Named{Type: tag.Freeform, Name: "narow"})[0].ID
		write(t, d, func(ctx context.Context, tx *db.Tx) error {
			if err := tag.AddMeta(ctx, tx, id["Narrow"], id["Mid"]); err != nil {
				return err
			}
			if err := tag.AddMeta(ctx, tx, id["Mid"], id["Broad"]); err != nil {
				return err
			}
			if err := tag.Merge(ctx, tx, syn, id["Narrow"]); err != nil {
				return err
			}
			for i, carried := range []tag.ID{id["Broad"], id["Mid"], id["Narrow"], syn, id["Other"], id["Other"]} {
				if err := tx.Exec(ctx, `INSERT INTO works (id, title, sort_title, language, rating, revised_at, clean_version, created_at, updated_at) VALUES ($1, 'W', 'w', 'en', 'Not Rated', 1, 1, 1, 1)`, i+1); err != nil {
					return err
				}
				if err := tx.Exec(ctx, `INSERT INTO work_tags (work_id, tag_id, position) VALUES ($1, $2, 1)`, i+1, carried); err != nil {
					return err
				}
			}
			// What a change has already cut off is still known from the filters of before.
			return tx.Exec(ctx, `INSERT INTO work_filters (work_id, tag_id, type, inherited, audience, revised_at) VALUES (6, $1, 'freeform', TRUE, 0, 1)`, id["Mid"])
		})
		for _, c := range []struct {
			ids  []tag.ID
			want []int64
		}{
			{[]tag.ID{id["Broad"]}, []int64{1, 2, 3, 4}},
			{[]tag.ID{id["Mid"]}, []int64{2, 3, 4, 6}},
			{[]tag.ID{id["Narrow"]}, []int64{3, 4}},
			{[]tag.ID{syn}, []int64{4}},
			{[]tag.ID{id["Other"], syn, syn}, []int64{4, 5, 6}},
			{nil, nil},
		} {
			if got, err := tag.Affected(ctx, d, c.ids); err != nil || !slices.Equal(got, c.want) {
				t.Errorf("%v: %v, want %v; %v", c.ids, got, c.want, err)
			}
		}
	})
}

// Eight wranglers at once close no circle and lose nothing of the closure.
func TestGraphWithEightWriters(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		var list []string
		for i := range 10 {
			list = append(list, fmt.Sprintf("T%d", i))
		}
		id := garden(t, d, list...)
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				for j := range 15 {
					k := i*15 + j
					a, b := id[list[k%10]], id[list[(k/10+3*k)%10]]
					err := d.Tx(ctx, func(tx *db.Tx) error {
						if (i+j)%5 == 0 {
							return tag.RemoveMeta(ctx, tx, a, b)
						}
						return tag.AddMeta(ctx, tx, a, b)
					})
					if err != nil && fault.KindOf(err) != fault.Invalid {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		sound(t, d)
		var n int
		if err := d.QueryRowContext(ctx, `SELECT COUNT(*) FROM meta_tags`).Scan(&n); err != nil || n < 20 {
			t.Errorf("only %d rows came of it, %v", n, err)
		}
	})
}

func TestAutocomplete(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		garden(t, d, "Coffee Shops", "Alternate Universe - Coffee Shops & Cafés", "Hurt/Comfort", "Comfort", "雨の日", "Snake_Case!")
		raw := ensure(t, d, tag.Named{Type: tag.Freeform, Name: "so much coffee"}, tag.Named{Type: tag.Freeform, Name: "coffee in a draft"}, tag.Named{Type: tag.Character, Name: "Coffee Bean"})
		write(t, d, func(ctx context.Context, tx *db.Tx) error {
			for i, posted := range []bool{true, false} {
				if err := tx.Exec(ctx, `INSERT INTO works (id, title, sort_title, language, rating, posted, revised_at, clean_version, created_at, updated_at) VALUES ($1, 'W', 'w', 'en', 'Not Rated', $2, 1, 1, 1, 1)`, i+1, posted); err != nil {
					return err
				}
				if err := tx.Exec(ctx, `INSERT INTO work_tags (work_id, tag_id, position) VALUES ($1, $2, 1)`, i+1, raw[i].ID); err != nil {
					return err
				}
			}
			return nil
		})
		for typed, want := range map[string][]string{
			"coff":        {"Coffee Shops", "Alternate Universe - Coffee Shops & Cafés", "so much coffee"},
			"shops coff":  {"Coffee Shops", "Alternate Universe - Coffee Shops & Cafés"},
			"shop coffee": {"Coffee Shops", "Alternate Universe - Coffee Shops & Cafés"}, // one letter is missing
			"COMFORT":     {"Comfort", "Hurt/Comfort"},
			"omfort":      {"Comfort", "Hurt/Comfort"},
			"hurt/com":    {"Hurt/Comfort"},
			"coff ":       nil,
			"の日":          {"雨の日"},
			"%":           nil,
			"snake_c":     {"Snake_Case!"},
			"snake-c":     nil,
			"":            nil,
			" - ":         nil,
			"cafés":       {"Alternate Universe - Coffee Shops & Cafés"},
		} {
			got, err := completed(t, d, typed, 15)
			if err != nil || !slices.Equal(names(got), append([]string{}, want...)) {
				t.Errorf("%q: %q, want %q; %v", typed, names(got), want, err)
			}
		}
		if got, err := completed(t, d, "coffee", 1); err != nil || len(got) != 1 {
			t.Errorf("limit: %q, %v", names(got), err)
		}
		if _, err := completed(t, d, strings.Repeat("a b! _ ", 2000)+"\x00'", 5); err != nil {
			t.Error(err)
		}
	})
}

// completed gives the freeforms that are offered for what is typed.
func completed(t *testing.T, d *db.DB, typed string, limit int) ([]tag.Tag, error) {
	t.Helper()
	all, err := tag.NewNames(d).Complete(t.Context(), tag.Freeform, typed, limit)
	out := make([]tag.Tag, len(all))
	for i, c := range all {
		out[i] = c.Tag
	}
	return out, err
}
