package wrangle_test

import (
	"bytes"
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
