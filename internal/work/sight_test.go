package work_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// The people of the table: Ann made every work, Ben was asked to be a co-creator
// and has not answered.
var (
	guest     = viewer.Viewer{}
	ann       = viewer.Viewer{ID: 1, Name: "Ann", Role: viewer.Member}
	ben       = viewer.Viewer{ID: 2, Name: "Ben", Role: viewer.Member}
	cat       = viewer.Viewer{ID: 3, Name: "Cat", Role: viewer.Member}
	moderator = viewer.Viewer{ID: 4, Name: "Mod", Role: viewer.Moderator}
	keeper    = viewer.Viewer{ID: 5, Name: "Kay", Role: viewer.Keeper}
	// Dot has muted Ann and Eve Ann and Ben; Fay, a moderator, has muted Ann.
	dot = viewer.Viewer{ID: 6, Name: "Dot", Role: viewer.Member, Mutes: true}
	eve = viewer.Viewer{ID: 7, Name: "Eve", Role: viewer.Member, Mutes: true}
	fay = viewer.Viewer{ID: 8, Name: "Fay", Role: viewer.Moderator, Mutes: true}
)

// flags are what decides who may see a work.
type flags struct{ posted, restricted, hidden, unrevealed, anonymous bool }

func addPeople(ctx context.Context, tx *db.Tx) error {
	for _, v := range []viewer.Viewer{ann, ben, cat, moderator, keeper, dot, eve, fay} {
		if err := tx.Exec(ctx, `INSERT INTO accounts (id, name, name_key, role, created_at) VALUES ($1, $2, $3, $4, 1)`,
			int64(v.ID), v.Name, v.Name, string(v.Role)); err != nil {
			return err
		}
		if err := tx.Exec(ctx, `INSERT INTO pseuds (id, account_id, name, name_key, is_default, created_at) VALUES ($1, $1, $2, $2, TRUE, 1)`,
			int64(v.ID), v.Name); err != nil {
			return err
		}
	}
	return tx.Exec(ctx, `INSERT INTO mutes (account_id, other_id, created_at) VALUES (6, 1, 1), (7, 1, 1), (7, 2, 1), (8, 1, 1)`)
}

func addFlagged(ctx context.Context, tx *db.Tx, id int64, f flags) error {
	err := tx.Exec(ctx, `INSERT INTO works (id, title, sort_title, language, rating, posted, restricted, hidden, unrevealed, anonymous, revised_at, clean_version, created_at, updated_at)
		VALUES ($1, 'T', 't', 'en', 'General Audiences', $2, $3, $4, $5, $6, 1, 1, 1, 1)`, id, f.posted, f.restricted, f.hidden, f.unrevealed, f.anonymous)
	if err != nil {
		return err
	}
	return tx.Exec(ctx, `INSERT INTO work_creators (work_id, pseud_id, position, approved) VALUES ($1, 1, 0, TRUE), ($1, 2, 1, FALSE)`, id)
}

// TestSight is the table of cases: what each kind of viewer may see of each kind of work.
func TestSight(t *testing.T) {
	posted := flags{posted: true}
	with := func(set func(*flags)) flags { f := posted; set(&f); return f }
	cases := []struct {
		name  string
		f     flags
		sight map[viewer.ID]work.Sight // of those not named: Nothing
	}{
		{"draft", flags{}, map[viewer.ID]work.Sight{1: work.Whole, 4: work.Whole, 5: work.Whole}},
		{"posted", posted, map[viewer.ID]work.Sight{0: work.Whole, 1: work.Whole, 2: work.Whole, 3: work.Whole, 4: work.Whole, 5: work.Whole}},
		{"restricted", with(func(f *flags) { f.restricted = true }),
			map[viewer.ID]work.Sight{0: work.SignIn, 1: work.Whole, 2: work.Whole, 3: work.Whole, 4: work.Whole, 5: work.Whole}},
		{"hidden", with(func(f *flags) { f.hidden = true }), map[viewer.ID]work.Sight{1: work.Whole, 4: work.Whole, 5: work.Whole}},
		{"restricted draft", flags{restricted: true}, map[viewer.ID]work.Sight{1: work.Whole, 4: work.Whole, 5: work.Whole}},
		{"unrevealed", with(func(f *flags) { f.unrevealed = true }),
			map[viewer.ID]work.Sight{0: work.Mystery, 1: work.Whole, 2: work.Mystery, 3: work.Mystery, 4: work.Whole, 5: work.Whole}},
		{"hidden and unrevealed", with(func(f *flags) { f.hidden, f.unrevealed = true, true }), map[viewer.ID]work.Sight{1: work.Whole, 4: work.Whole, 5: work.Whole}},
		{"anonymous", with(func(f *flags) { f.anonymous = true }),
			map[viewer.ID]work.Sight{0: work.Whole, 1: work.Whole, 2: work.Whole, 3: work.Whole, 4: work.Whole, 5: work.Whole}},
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		err := d.Tx(ctx, func(tx *db.Tx) error {
			if err := addPeople(ctx, tx); err != nil {
				return err
			}
			for i, c := range cases {
				if err := addFlagged(ctx, tx, int64(i+1), c.f); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		kinds := map[work.Sight]fault.Kind{work.Nothing: fault.NotFound, work.SignIn: fault.SignIn, work.Mystery: fault.Denied}
		for i, c := range cases {
			for _, v := range []viewer.Viewer{guest, ann, ben, cat, moderator, keeper} {
				got, err := work.Get(ctx, d, v, work.ID(i+1))
				want := c.sight[v.ID]
				if want == work.Whole {
					if err != nil || got.Sight(v) != work.Whole {
						t.Errorf("%s: %q sees %v, want all", c.name, v.Name, err)
					}
				} else if fault.KindOf(err) != kinds[want] {
					t.Errorf("%s: %q gets %v, want a fault of kind %v", c.name, v.Name, err, kinds[want])
				}
			}
		}
	})
}

// The rule is written twice, in Go and in SQL: here both answer for every kind of
// work and viewer there can be, and must agree.
func TestSightInGoAndSQLAgree(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		var all []work.ID
		err := d.Tx(ctx, func(tx *db.Tx) error {
			if err := addPeople(ctx, tx); err != nil {
				return err
			}
			for i := range 32 {
				f := flags{i&1 != 0, i&2 != 0, i&4 != 0, i&8 != 0, i&16 != 0}
				if err := addFlagged(ctx, tx, int64(i+1), f); err != nil {
					return err
				}
				all = append(all, work.ID(i+1))
			}
			// Ben has agreed to sign two of the works, a named and an anonymous one.
			return tx.Exec(ctx, `UPDATE work_creators SET approved = TRUE WHERE pseud_id = 2 AND work_id IN (2, 18)`)
		})
		if err != nil {
			t.Fatal(err)
		}
		works, err := work.Load(ctx, d, keeper, all)
		if err != nil || len(works) != 32 {
			t.Fatalf("%d works, %v", len(works), err)
		}
		for _, v := range []viewer.Viewer{guest, ann, ben, cat, moderator, keeper, dot, eve, fay} {
			mutes, err := work.LoadMutes(ctx, d, v)
			if err != nil {
				t.Fatal(err)
			}
			visible, listed, named := ids(t, d, work.VisibleTo(v)), ids(t, d, work.Listed(v)), ids(t, d, work.NamedTo(v))
			editable := ids(t, d, work.EditableBy(v))
			loaded, err := work.Load(ctx, d, v, all)
			if err != nil {
				t.Fatal(err)
			}
			for _, w := range works {
				who := fmt.Sprintf("%q, work %d", v.Name, w.ID)
				if w.MaySee(v) != slices.Contains(visible, w.ID) {
					t.Errorf("%s: Go says seen %v, SQL %v", who, w.MaySee(v), !w.MaySee(v))
				}
				if w.MayEdit(v) != slices.Contains(editable, w.ID) {
					t.Errorf("%s: Go says editable %v, SQL %v", who, w.MayEdit(v), !w.MayEdit(v))
				}
				if w.Names(v) != slices.Contains(named, w.ID) {
					t.Errorf("%s: Go says named %v, SQL %v", who, w.Names(v), !w.Names(v))
				}
				should := w.Posted && !w.Hidden && !w.Unrevealed && (!w.Restricted || !v.Guest()) && !w.Muted(mutes)
				if slices.Contains(listed, w.ID) != should {
					t.Errorf("%s: Go says listed %v, SQL %v", who, should, !should)
				}
				has := slices.ContainsFunc(loaded, func(x work.Work) bool { return x.ID == w.ID })
				if has != w.MaySee(v) {
					t.Errorf("%s: Load gives it %v", who, has)
				}
			}
		}
	})
}

func ids(t *testing.T, d *db.DB, c db.Cond) []work.ID {
	t.Helper()
	out, err := db.All(t.Context(), d, db.One[work.ID], db.Numbered(`SELECT w.id FROM works w WHERE `+c.SQL), c.Args...)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestBylineOfAnAnonymousWork(t *testing.T) {
	w := work.Work{Posted: true, Anonymous: true}
	w.Creators = append(w.Creators, pseudOf(ann))
	for _, c := range []struct {
		v    viewer.Viewer
		told bool
	}{{guest, false}, {cat, false}, {ann, true}, {moderator, true}} {
		if got := len(w.Byline(c.v)) > 0; got != c.told {
			t.Errorf("%q is told the name: %v", c.v.Name, got)
		}
	}
}

// What all of its creators are muted for is passed by; a work with somebody else in
// it stays, and so does an anonymous one, whose absence would tell who wrote it.
func TestMutedWorksAreInNoList(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		if err := d.Tx(ctx, func(tx *db.Tx) error {
			if err := addPeople(ctx, tx); err != nil {
				return err
			}
			for id, f := range map[int64]flags{1: {posted: true}, 2: {posted: true}, 3: {posted: true, anonymous: true}} {
				if err := addFlagged(ctx, tx, id, f); err != nil {
					return err
				}
			}
			return tx.Exec(ctx, `UPDATE work_creators SET approved = TRUE WHERE pseud_id = 2 AND work_id = 2`)
		}); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			v    viewer.Viewer
			want []work.ID
		}{{cat, []work.ID{1, 2, 3}}, {dot, []work.ID{2, 3}}, {eve, []work.ID{3}}, {fay, []work.ID{2, 3}}} {
			got := ids(t, d, work.Listed(c.v))
			slices.Sort(got)
			if !slices.Equal(got, c.want) {
				t.Errorf("%s is listed %v, want %v", c.v.Name, got, c.want)
			}
			if all := ids(t, d, work.VisibleTo(c.v)); len(all) != 3 {
				t.Errorf("%s may see %v: what is muted can be read by its address", c.v.Name, all)
			}
		}
	})
}
