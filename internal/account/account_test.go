package account

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
)

const goodPassword = "four lamps by the river"

// write runs f in a transaction and fails the test when it fails.
func write(t *testing.T, d *db.DB, f func(tx *db.Tx) error) {
	t.Helper()
	if err := d.Tx(t.Context(), f); err != nil {
		t.Fatal(err)
	}
}

func create(t *testing.T, d *db.DB, n New) *Account {
	t.Helper()
	var a *Account
	write(t, d, func(tx *db.Tx) (err error) {
		a, err = Create(t.Context(), tx, n)
		return err
	})
	return a
}

func count(t *testing.T, d *db.DB, query string, args ...any) int {
	t.Helper()
	var n int
	if err := d.QueryRowContext(t.Context(), query, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// together runs f eight times at once and returns the errors.
func together(f func(i int) error) []error {
	var wg sync.WaitGroup
	errs := make([]error, 8)
	for i := range errs {
		wg.Go(func() { errs[i] = f(i) })
	}
	wg.Wait()
	return errs
}

func TestKey(t *testing.T) {
	for _, c := range []struct{ a, b string }{
		{"Ana_María", "ANA_MARI\u0301A"},
		{"STRASSE", "straße"},
		{"Ｗｉｄｅ", "wide"},
		{"two  spaced\tnames ", " Two Spaced Names"},
		{"Σίσυφος", "σίσυφοσ"},
		{"می\u200cخواهم", "میخواهم"},
		{"left\u200eright", "leftright"},
		{"a\x00b", "ab"},
		{"ﬁne", "FINE"},
	} {
		if Key(c.a) != Key(c.b) {
			t.Errorf("%q and %q are told apart: %q, %q", c.a, c.b, Key(c.a), Key(c.b))
		}
	}
	for _, c := range []struct{ a, b string }{{"ana", "anna"}, {"a b", "ab"}, {"résumé", "resume"}, {"a_b", "a-b"}} {
		if Key(c.a) == Key(c.b) {
			t.Errorf("%q and %q are the same", c.a, c.b)
		}
	}
}

func FuzzKey(f *testing.F) {
	for _, s := range []string{"Ana_María", "ﷺ", "\u0345ᾳ", "a\u200d\u0301", "\xff\x00", "ǰ\u0323", "İ", "゙か"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if k := Key(s); len(k) <= maxKeyed && Key(k) != k {
			t.Errorf("the key of the key of %q is %q, not %q", s, Key(k), k)
		}
	})
}

func TestNames(t *testing.T) {
	for name, ok := range map[string]bool{
		"ana": true, "Ana_María": true, "白い森の": true, "अनीता": true, "x-1": true, strings.Repeat("語", 40): true, "123": true,
		"ab": false, "a b c": false, "___": false, strings.Repeat("a", 41): false, "ana@home": false, "a/b": false, "": false,
		"na\u200bme": false, "a\x00bc": false, "<b>": false, "\xff\xff\xff": false,
	} {
		if err := checkName(name); (err == nil) != ok {
			t.Errorf("%q: %v", name, err)
		}
	}
	for name, ok := range map[string]bool{
		"A": true, "Moon Child 2": true, strings.Repeat("ü", 40): true, "  two  words ": true,
		"": false, " ": false, "- _": false, strings.Repeat("ü", 41): false, "a/b": false, "a\x00": false,
	} {
		if _, err := pseudName(name); (err == nil) != ok {
			t.Errorf("pseud %q: %v", name, err)
		}
	}
	for typed, want := range map[string]string{
		"  Jo of   the Sea ": "Jo of the Sea", "★": "★", strings.Repeat("x", 100): strings.Repeat("x", 100), "a\x00b": "ab", "bad\xffbyte": "bad\uFFFDbyte",
		"": "", " \t": "", "..": "", "\u200b\u200d": "", strings.Repeat("x", 101): "",
	} {
		if got, err := placeName(typed); got != want || (err == nil) != (want != "") {
			t.Errorf("place %q: %q, %v", typed, got, err)
		}
	}
}

func TestEmail(t *testing.T) {
	for typed, key := range map[string]string{
		"": "", " Ana@Example.ORG ": "ana@example.org", "jürgen@bücher.example": "jürgen@bücher.example",
	} {
		if _, got, err := checkEmail(typed); err != nil || got != key {
			t.Errorf("%q: %q, %v", typed, got, err)
		}
	}
	for _, typed := range []string{"ana", "ana@", "Ana <ana@example.org>", "a@b, c@d", "ana@example.org\r\nBcc: x@y.z", "\"a b\"@c.d", strings.Repeat("a", 250) + "@b.cd", "a\x00@b.cd"} {
		if _, _, err := checkEmail(typed); fault.FieldOf(err) != "email" {
			t.Errorf("%q is taken: %v", typed, err)
		}
	}
}

func TestCreate(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := create(t, d, New{Name: "Ana_María", Email: "Ana@example.org", Password: goodPassword, Role: viewer.Keeper})
		got, err := ByName(t.Context(), d, "ANA_MARÍA")
		if err != nil || got.ID != a.ID || got.Name != "Ana_María" || got.Email != "Ana@example.org" || got.Role != viewer.Keeper || !got.Claimed {
			t.Errorf("%+v, %v", got, err)
		}
		pseuds, err := PseudsOf(t.Context(), d, a.ID)
		if err != nil || len(pseuds) != 1 || pseuds[0].Byline() != "Ana_María" {
			t.Errorf("pseuds %v, %v", pseuds, err)
		}
		for _, c := range []struct {
			new   New
			kind  fault.Kind
			field string
		}{
			{New{Name: "ana_maría", Password: goodPassword}, fault.Conflict, "name"},
			{New{Name: "other", Email: "ana@EXAMPLE.org", Password: goodPassword}, fault.Conflict, "email"},
			{New{Name: "o", Password: goodPassword}, fault.Invalid, "name"},
			{New{Name: "other", Email: "nowhere", Password: goodPassword}, fault.Invalid, "email"},
			{New{Name: "other", Password: "seven77"}, fault.Invalid, "password"},
			{New{Name: "other", Password: goodPassword, Role: "god"}, fault.Invalid, "role"},
		} {
			err := d.Tx(t.Context(), func(tx *db.Tx) error {
				_, err := Create(t.Context(), tx, c.new)
				return err
			})
			if fault.KindOf(err) != c.kind || fault.FieldOf(err) != c.field {
				t.Errorf("%q: %v", c.new.Name, err)
			}
		}
		if n := count(t, d, `SELECT COUNT(*) FROM accounts`); n != 1 {
			t.Errorf("%d accounts", n)
		}
		if _, err := Get(t.Context(), d, 999); fault.KindOf(err) != fault.NotFound {
			t.Errorf("an account that is not there: %v", err)
		}
	})
}

func TestPlace(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		place := func(name string) (p Pseud, made bool) {
			t.Helper()
			write(t, d, func(tx *db.Tx) (err error) {
				p, made, err = Place(t.Context(), tx, name)
				return err
			})
			return p, made
		}
		kept, made := place("Jo of the Sea")
		if !made || kept.Byline() != "Jo of the Sea" {
			t.Fatalf("%+v, made %v", kept, made)
		}
		if again, made := place("  jo OF the sea"); made || again != kept {
			t.Errorf("a second place %+v for the same name, made %v", again, made)
		}
		if a, err := ByName(t.Context(), d, "Jo of the Sea"); err != nil || a.Claimed || a.Role != viewer.Member {
			t.Errorf("%+v, %v", a, err)
		}

		ana := create(t, d, New{Name: "ana", Password: goodPassword})
		bea := create(t, d, New{Name: "bea", Password: goodPassword})
		write(t, d, func(tx *db.Tx) error {
			_, err1 := AddPseud(t.Context(), tx, ana.ID, "Night Owl")
			_, err2 := AddPseud(t.Context(), tx, ana.ID, "Both")
			_, err3 := AddPseud(t.Context(), tx, bea.ID, "Both")
			return errors.Join(err1, err2, err3)
		})
		if p, made := place("Ana"); made || p.Account != ana.ID || p.Name != "ana" {
			t.Errorf("an account's name gave %+v", p)
		}
		if p, made := place("night owl"); made || p.Account != ana.ID || p.Byline() != "Night Owl (ana)" {
			t.Errorf("one person's pseud gave %+v", p)
		}
		if p, made := place("Both"); !made || p.Account == ana.ID || p.Account == bea.ID {
			t.Errorf("a pseud of two people gave %+v, made %v", p, made)
		}
		if err := d.Tx(t.Context(), func(tx *db.Tx) error { _, _, err := Place(t.Context(), tx, " "); return err }); fault.KindOf(err) != fault.Invalid {
			t.Errorf("a place without a name: %v", err)
		}
	})
}

func TestClaim(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var kept Pseud
		write(t, d, func(tx *db.Tx) (err error) {
			if kept, _, err = Place(t.Context(), tx, "Jo of the Sea"); err != nil {
				return err
			}
			_, _, err = Place(t.Context(), tx, "jo@sea")
			return err
		})
		a := create(t, d, New{Name: "jo of the sea", Email: "jo@example.org", Password: goodPassword})
		if a.ID != kept.Account || !a.Claimed || a.Name != "Jo of the Sea" {
			t.Errorf("claimed %+v of %+v", a, kept)
		}
		claim := func(name string) error {
			return d.Tx(t.Context(), func(tx *db.Tx) error {
				_, err := Create(t.Context(), tx, New{Name: name, Password: goodPassword})
				return err
			})
		}
		if err := claim("Jo of the Sea"); fault.KindOf(err) != fault.Conflict {
			t.Errorf("claimed twice: %v", err)
		}
		if err := claim("jo@sea"); fault.FieldOf(err) != "name" {
			t.Errorf("a name that looks like an address: %v", err)
		}
	})
}

func TestPseuds(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := create(t, d, New{Name: "ana", Password: goodPassword})
		add := func(name string) error {
			return d.Tx(t.Context(), func(tx *db.Tx) error { _, err := AddPseud(t.Context(), tx, a.ID, name); return err })
		}
		if err := add("Night  Owl"); err != nil {
			t.Fatal(err)
		}
		if err := add("NIGHT owl"); fault.FieldOf(err) != "pseud" {
			t.Errorf("the same pseud twice: %v", err)
		}
		p, err := PseudByName(t.Context(), d, "ANA", "night owl")
		if err != nil || p.Byline() != "Night Owl (ana)" || p.Path() != "/users/ana/pseuds/Night%20Owl" {
			t.Errorf("%+v, %v", p, err)
		}
		if _, err := PseudByName(t.Context(), d, "ana", "day owl"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a pseud that is not there: %v", err)
		}
		for i := range maxPseuds - 4 {
			if err := add(fmt.Sprintf("owl %d", i)); err != nil {
				t.Fatal(err)
			}
		}
		errs := together(func(i int) error { return add(fmt.Sprintf("late owl %d", i)) })
		if n := count(t, d, `SELECT COUNT(*) FROM pseuds WHERE account_id = $1`, a.ID); n != maxPseuds {
			t.Errorf("%d pseuds after %v", n, errs)
		}
	})
}

// Eight importers that meet the same author at once, on separate transactions,
// must agree on one place. There are several rounds because in the first each
// waits for a connection of its own, and few meet.
func TestEightPlacesAtOnceAreOne(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		for round := range 6 {
			var got [8]Pseud
			var made [8]bool
			errs := together(func(i int) error {
				return d.Tx(t.Context(), func(tx *db.Tx) (err error) {
					got[i], made[i], err = Place(t.Context(), tx, fmt.Sprintf("Jo of the Sea %d", round))
					return err
				})
			})
			makers := 0
			for i, err := range errs {
				if err != nil || got[i] != got[0] {
					t.Errorf("%+v, %v", got[i], err)
				}
				if made[i] {
					makers++
				}
			}
			if n := count(t, d, `SELECT COUNT(*) FROM accounts`); n != round+1 || makers != 1 {
				t.Errorf("%d accounts, made %d times", n, makers)
			}
		}
	})
}

func TestEightCreatesAtOnceAreOne(t *testing.T) {
	for _, kept := range []bool{false, true} {
		t.Run(fmt.Sprintf("kept=%v", kept), func(t *testing.T) {
			dbtest.Each(t, func(t *testing.T, d *db.DB) {
				if kept {
					write(t, d, func(tx *db.Tx) error { _, _, err := Place(t.Context(), tx, "ana"); return err })
				}
				errs := together(func(i int) error {
					return d.Tx(t.Context(), func(tx *db.Tx) error {
						_, err := Create(t.Context(), tx, New{Name: "ana", Email: "ana@example.org", Password: goodPassword})
						return err
					})
				})
				won := 0
				for _, err := range errs {
					if err == nil {
						won++
					} else if fault.KindOf(err) != fault.Conflict {
						t.Errorf("one who came late: %v", err)
					}
				}
				if n := count(t, d, `SELECT COUNT(*) FROM accounts`); n != 1 || won != 1 {
					t.Errorf("%d accounts, %d made it", n, won)
				}
			})
		})
	}
}

func TestReadingAndAdult(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := create(t, d, New{Name: "ana", Password: goodPassword})
		write(t, d, func(tx *db.Tx) error {
			return errors.Join(
				SetReading(t.Context(), tx, a.ID, viewer.Reading{Theme: "sepia", Size: 21, Width: "wide", Face: "<script>", Justify: true}),
				SetAdult(t.Context(), tx, a.ID, true))
		})
		got, err := Get(context.Background(), d, a.ID)
		want := viewer.Reading{Theme: "sepia", Size: 21, Width: "wide", Justify: true}
		if err != nil || !got.Adult || got.Reading != want {
			t.Errorf("%+v, %v", got, err)
		}
	})
}

// A place whose name turned its own direction looked like somebody else's.
func TestPlaceNamesDoNotTurn(t *testing.T) {
	got, err := placeName("\u202elive\u202c \u2066Ann\u2069")
	if err != nil || got != "live Ann" {
		t.Errorf("%q, %v", got, err)
	}
}
