package wrangle_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/wrangle"
)

// The library of common tags goes in whole, twice is harmless, a look changes nothing,
// and what comes out is what went in.
func TestTagSets(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		w := open(t, a)
		f, err := os.ReadFile("../../data/tags/common.csv")
		if err != nil {
			t.Fatal(err)
		}
		lines, err := wrangle.ReadSet(bytes.NewReader(f))
		if err != nil || len(lines) < 300 {
			t.Fatalf("%d tags, %v", len(lines), err)
		}
		before := w.state()
		if took, err := w.desk.TakeSet(t.Context(), w.who, lines, true); err != nil || took.Changed != len(lines) || w.state() != before {
			t.Errorf("a look: %+v, %v, and something is another: %t", took, err, w.state() != before)
		}
		if took, err := w.desk.TakeSet(t.Context(), w.who, lines, false); err != nil || took.Changed != len(lines) || len(took.Wrong) > 0 {
			t.Errorf("taken: %+v, %v", took, err)
		}
		w.sound()
		before = w.state()
		if took, err := w.desk.TakeSet(t.Context(), w.who, lines, false); err != nil || took.Same != len(lines) || w.state() != before {
			t.Errorf("taken twice: %+v, %v", took, err)
		}
		var out bytes.Buffer
		if err := wrangle.WriteSet(t.Context(), a.DB, &out, 0); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(f)) {
			if !strings.Contains(out.String(), line) {
				t.Errorf("what comes out lacks %q", line)
			}
		}
		holmes, err := tag.ByName(t.Context(), a.DB, "Dracula - Bram Stoker")
		if err != nil {
			t.Fatal(err)
		}
		out.Reset()
		if err := wrangle.WriteSet(t.Context(), a.DB, &out, holmes.ID); err != nil || !strings.Contains(out.String(), "Mina Harker,Mina Murray") || strings.Contains(out.String(), "Fluff") {
			t.Errorf("the set of one fandom: %v\n%s", err, out.String())
		}
	})
}

func TestBadSetsAreToldByLine(t *testing.T) {
	for text, want := range map[string]string{
		"type,name,synonym_of,under\nfreeform,ok,,\nplanet,Mars,,\n": "Line 3",
		"freeform,a\n":                                  "Line 1",
		"freeform,\"a,,\n":                              "Line",
		"freeform,   ,,\n":                              "Line 1",
		strings.Repeat("freeform,a,,\n", 5001):          "5000",
		"freeform," + strings.Repeat("x", 200) + ",,\n": "150",
		strings.Repeat("freeform,"+strings.Repeat("a", 140)+",,\n", 40000): "",
	} {
		_, err := wrangle.ReadSet(strings.NewReader(text))
		if fault.KindOf(err) != fault.Invalid || !strings.Contains(fault.Message(err), want) {
			t.Errorf("%.40q: %v, want a sentence with %q", text, err, want)
		}
	}
}

// By the page a set is looked at, which changes nothing, and taken in; what can't be taken
// is told by line. Only staff may.
func TestASetByThePage(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		w := open(t, a)
		a.SignInAll()
		before := w.state()
		post := func(table, do string) *archivetest.Page {
			return a.Post(archivetest.Keeper, "/wrangle/sets", url.Values{"table": {table}, "do": {do}})
		}
		table := "type,name,synonym_of,under\nfandom,Zqbooks,,\ncharacter,Zqhero,,Zqbooks\ncharacter,Zq Hero,Zqhero,\ncharacter,Zqlost,,Zqnowhere\n"
		look := post(table, "look")
		for _, want := range []string{"3 new tags", "1 line can’t be taken", "Line 5, “Zqlost”", "Take 3 tags in"} {
			if look.Status != http.StatusOK || !strings.Contains(look.Body, want) {
				t.Errorf("the look, %d, lacks %q", look.Status, want)
			}
		}
		if w.state() != before {
			t.Error("a look changes something")
		}
		if got := look.Text("#f-table"); !strings.Contains(got, "Zqlost") {
			t.Errorf("a table with a line that can't be taken comes back as %q", got)
		}
		took, again := post(table, "take"), post(table, "take")
		address := took.Header.Get("Location")
		if took.Status != http.StatusSeeOther || address == "" || again.Header.Get("Location") != address {
			t.Fatalf("taken: %d, %q and %q", took.Status, address, again.Header.Get("Location"))
		}
		if p := a.Get(archivetest.Keeper, address); !strings.Contains(p.Text("[data-how-far]"), "0 of 4 tags are taken in") {
			t.Errorf("before the job runs: %d %s", p.Status, p.Text("main"))
		}
		if err := w.desk.RunSets(t.Context()); err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"Taken in", "3 new tags", "1 line can’t be taken", "Line 5, “Zqlost”: There is no tag “Zqnowhere” here to put it under"} {
			if p := a.Get(archivetest.Keeper, address); !strings.Contains(p.Text("main"), want) {
				t.Errorf("afterwards %q is not told: %s", want, p.Text("main"))
			}
		}
		if p := a.Get(archivetest.Keeper, "/wrangle/sets"); !strings.Contains(p.Text("main"), "taken in but for 1 line") {
			t.Errorf("in the list: %s", p.Text("main"))
		}
		if out := a.Get(archivetest.Keeper, "/wrangle/sets/tags.csv?fandom=zqbooks"); !strings.Contains(out.Body, "character,Zq Hero,Zqhero,") || strings.Contains(out.Body, "Zqlost") {
			t.Errorf("the set of the fandom: %s", out.Body)
		}
		for _, bad := range []string{"", "planet,Mars,,\n", strings.Repeat("freeform,a,,\n", 1001)} {
			if p := post(bad, "look"); p.Status != http.StatusUnprocessableEntity {
				t.Errorf("%.20q: %d", bad, p.Status)
			}
		}
		w.sound()
	})
}

// A set that can't be read, by whatever accident, holds up no other.
func TestABrokenSetHoldsUpNoOther(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		w := open(t, a)
		var ids [2]wrangle.SetID
		for i := range ids {
			a.Tx(func(tx *db.Tx) (err error) {
				ids[i], err = w.desk.AddSet(t.Context(), tx, w.who, []wrangle.Line{{Type: tag.Freeform, Name: fmt.Sprint("of set ", i), At: 1}})
				return err
			})
		}
		a.Tx(func(tx *db.Tx) error {
			return tx.Exec(t.Context(), `UPDATE tag_sets SET lines = '[' WHERE id = $1`, int64(ids[0]))
		})
		if err := w.desk.RunSets(t.Context()); err == nil {
			t.Error("nobody is told of the broken one")
		}
		for i, want := range []bool{false, true} {
			if s, err := wrangle.SetOf(t.Context(), a.DB, ids[i]); err != nil || s.Ended() != want {
				t.Errorf("set %d ended: %v, want %v, %v", i, s.Ended(), want, err)
			}
		}
	})
}

// A set goes on where the program was stopped, takes each line in once, also when eight
// want to do it at once, and comes in once when it is sent eight times.
func TestASetGoesOn(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		const n = 60
		w := open(t, a)
		var lines []wrangle.Line
		for i := range n {
			lines = append(lines, wrangle.Line{Type: tag.Freeform, Name: fmt.Sprintf("of a set %d", i), At: i + 1})
		}
		lines[10].Under = []string{"Zqnowhere"}
		var group sync.WaitGroup
		ids := make([]wrangle.SetID, 8)
		for g := range ids {
			group.Go(func() {
				if err := a.DB.Tx(t.Context(), func(tx *db.Tx) (err error) {
					ids[g], err = w.desk.AddSet(t.Context(), tx, w.who, lines)
					return err
				}); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		if same := slices.Compact(slices.Clone(ids)); len(same) != 1 {
			t.Fatalf("sent eight times at once it is the sets %v", ids)
		}
		how := func() wrangle.Set {
			s, err := wrangle.SetOf(t.Context(), a.DB, ids[0])
			if err != nil {
				t.Fatal(err)
			}
			return s
		}
		cut, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- w.desk.RunSets(cut) }()
		for how().Done < 5 {
			time.Sleep(time.Millisecond)
		}
		cancel()
		if err := <-done; err == nil || how().Done >= n || how().Ended() {
			t.Fatalf("stopped: %v, %+v", err, how())
		}
		for range 8 {
			group.Go(func() {
				if err := w.desk.RunSets(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		var acts int
		if err := a.DB.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM tag_acts`).Scan(&acts); err != nil {
			t.Fatal(err)
		}
		if s := how(); !s.Ended() || s.Done != n || s.New != n-1 || len(s.Wrong) != 1 || s.Wrong[0].At != 11 || acts != n-1 {
			t.Errorf("in the end %+v after %d acts", s, acts)
		}
		w.sound()
	})
}

// Who is not of the staff any more has nothing taken in.
func TestASetOfSomebodyWhoLeft(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		w := open(t, a)
		var id wrangle.SetID
		w.Tx(func(tx *db.Tx) (err error) {
			id, err = w.desk.AddSet(t.Context(), tx, wrangle.Wrangler{Viewer: a.Viewer(archivetest.Moderator)}, []wrangle.Line{{Type: tag.Freeform, Name: "zqlate"}})
			if err != nil {
				return err
			}
			return tx.Exec(t.Context(), `UPDATE accounts SET role = 'member' WHERE id = $1`, int64(a.Viewer(archivetest.Moderator).ID))
		})
		if err := w.desk.RunSets(t.Context()); err != nil {
			t.Fatal(err)
		}
		s, err := wrangle.SetOf(t.Context(), a.DB, id)
		if _, missing := tag.ByName(t.Context(), a.DB, "zqlate"); err != nil || !s.Ended() || s.Done != 0 || missing == nil {
			t.Errorf("%+v, %v; the tag: %v", s, err, missing)
		}
	})
}
