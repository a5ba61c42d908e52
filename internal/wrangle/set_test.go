package wrangle_test

import (
	"bytes"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/archivetest"
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
		if took := post(table, "take"); took.Status != http.StatusSeeOther {
			t.Errorf("taken: %d", took.Status)
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
