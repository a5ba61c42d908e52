package main

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/facet"
)

// TestWholeRun takes every step with a small catalogue, as one process.
func TestWholeRun(t *testing.T) {
	j := job{Dir: t.TempDir(), Works: 3_000, Seed: 42, Cores: 2, Quick: true, Loop: 100 * time.Millisecond}
	built, err := build(t.Context(), j)
	if err != nil {
		t.Fatal(err)
	}
	measured, err := measure(t.Context(), j)
	if err != nil {
		t.Fatal(err)
	}
	checked, err := check(t.Context(), j)
	if err != nil {
		t.Fatal(err)
	}
	if checked.Asked != checks || checked.Right != checks {
		t.Errorf("%d of %d questions were answered rightly: %q", checked.Right, checked.Asked, checked.Wrong)
	}
	if l := measured.Live; l.Young == 0 || l.Writing.Changes == 0 || l.Merging.N == 0 || l.Changes < j.unmerged() {
		t.Errorf("nothing happened: %+v", l)
	}
	r := &Report{Works: j.Works, Growth: []Growth{{built, measured}}, Checked: checked}
	var b strings.Builder
	r.print(&b)
	for _, want := range []string{"3000 works", "200 of 200", "9 two common freeforms", "everyday, as a guest"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the report doesn't say %q:\n%s", want, &b)
		}
	}
	if s := r.summary(); s.Works != j.Works || s.Facets <= 0 || s.Page <= 0 || s.RSS <= 0 || s.Checked != checks {
		t.Errorf("the last line is %+v", s)
	}
}

// TestRivalsCountAlike holds the engines' statements against looking at all works:
// a comparison with other questions would be worth nothing.
func TestRivalsCountAlike(t *testing.T) {
	for name, open := range map[string]func(context.Context, job, *world) (rival, error){"SQLite": openSQLite, "PostgreSQL": openPostgres} {
		t.Run(name, func(t *testing.T) {
			w := newTrialWorld()
			e, err := open(t.Context(), job{Dir: t.TempDir()}, w.world)
			if errors.Is(err, errMissing) && os.Getenv("FICSTEAD_JUDGES") != "1" {
				t.Skip(err)
			}
			if err != nil {
				t.Fatal(err)
			}
			defer func() {
				if err := e.close(); err != nil {
					t.Error(err)
				}
			}()
			r := Rival{Name: name}
			qs := w.questions[:50] // the everyday ones
			if err := r.measure(t.Context(), e, byDate(w.world).give(w.world), qs); err != nil {
				t.Fatal(err)
			}
			for i := range qs {
				if r.Totals[i] != w.then[i].Total {
					t.Errorf("%+v: counted %d, there are %d", qs[i], r.Totals[i], w.then[i].Total)
				}
			}
			if r.TimeOuts > 0 || r.Disk <= 0 || r.Load <= 0 || r.Facets.N != slow {
				t.Errorf("measured %+v", r)
			}
		})
	}
}

func TestLines(t *testing.T) {
	var of []sample
	for i := range 100 {
		of = append(of, sample{"b", time.Duration(i+1) * time.Millisecond, i})
	}
	got := lines(append(of, sample{"a", time.Second, 7}))
	if len(got) != 3 || got[0].Class != "a" || got[2].Class != "all" || got[2].N != 101 {
		t.Fatalf("lines %+v", got)
	}
	if b := got[1]; b.P50 != 51 || b.P95 != 96 || b.P99 != 100 || b.Max != 100 || b.Hits != 50 || b.MostHits != 99 {
		t.Errorf("of 1 to 100 ms: %+v", b)
	}
	if got[2].Max != 1000 {
		t.Errorf("the longest of all took %v ms", got[2].Max)
	}
}

// TestAskingIsDeterministic: two runs must ask the same.
func TestAskingIsDeterministic(t *testing.T) {
	w := newWorld(2_000, 42)
	c := newCensus(w)
	c.add(newPen(w).draw(0, w.works))
	one, other := newAsker(w, c, 7).mix(500), newAsker(w, c, 7).mix(500)
	shares := map[string]int{}
	for i, q := range one {
		if q.Class != other[i].Class || len(q.All) != len(other[i].All) || q.Order != other[i].Order {
			t.Fatalf("question %d is %+v, then %+v", i, q, other[i])
		}
		shares[q.Class]++
	}
	for _, k := range everyday {
		if n := shares[k.name]; n < k.share*2 || n > k.share*10 {
			t.Errorf("%d of 500 questions are %q, which has %d in a hundred", n, k.name, k.share)
		}
	}
	for _, q := range newAsker(w, c, 9).besides(2) {
		if q.Class == "everyday, 30 authors left out" && len(q.None) < 20 {
			t.Errorf("%+v leaves hardly anybody out", q)
		}
		if q.Class == "everyday, as a guest" && q.None[len(q.None)-1] != (facet.Term{Kind: audience, ID: membersOnly}) {
			t.Errorf("%+v is no guest's question", q)
		}
	}
}
