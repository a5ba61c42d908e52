package main

import (
	"context"
	"fmt"
	"math"
	"reflect"
	"testing"

	"github.com/ficstead/ficstead/internal/facet"
)

func TestSameSeedSameWorks(t *testing.T) {
	w := newWorld(5_000, 42)
	var one []facet.Work
	f := newFeed(w)
	for work, err := range f.all(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		one = append(one, work)
	}
	if len(one) != w.works {
		t.Fatalf("the feed gave %d works", len(one))
	}
	for _, n := range []int{0, 1, 777, 4_999} {
		if alone := newPen(newWorld(5_000, 42)).one(n); !reflect.DeepEqual(alone, one[n]) {
			t.Errorf("drawn alone, work %d is %v; among others %v", n, alone, one[n])
		}
		if other := newPen(newWorld(5_000, 43)).one(n); reflect.DeepEqual(other.Terms, one[n].Terms) {
			t.Errorf("work %d is the same by another seed", n)
		}
	}
}

func TestFeedStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	w := newWorld(100, 1)
	f := newFeed(w)
	for _, err := range f.all(ctx) {
		if err == nil {
			t.Fatal("works were given after the end")
		}
	}
}

// TestShares holds the made-up catalogue against what is known of real ones.
func TestShares(t *testing.T) {
	const n = 20_000
	w := newWorld(n, 42)
	census := newCensus(w)
	var total, terms, small, fandoms, later, authors float64
	have := map[facet.Term]float64{}
	var logs [numbers]float64
	older := 0.0 // posted in the first half of the years
	if err := scanOne(t.Context(), w, func(x facet.Work) {
		census.add([]facet.Work{x})
		total++
		for _, k := range x.Terms {
			if int(k.Kind) < counted {
				terms++
			} else if k.Kind <= language {
				small++
			}
			if k.Kind > freeform && k.Kind < mainPairing {
				have[k]++
			}
			switch k.Kind {
			case fandom:
				fandoms++
			case author:
				authors++
			}
		}
		for i, v := range x.Numbers {
			logs[i] += math.Log(float64(v) + 1)
		}
		if x.Numbers[updated] > x.Numbers[posted] {
			later++
		}
		if x.Numbers[posted] < now/2 {
			older++
		}
	}); err != nil {
		t.Fatal(err)
	}
	share := func(kind uint8, id int64) float64 { return have[facet.Term{Kind: kind, ID: id}] / total }
	top := census.commonest(w, fandom, 10)
	free := census.commonest(w, freeform, 10)
	_, assigned := census.different()
	for _, c := range []struct {
		name           string
		got, low, high float64
	}{
		{"works", total, n, n},
		{"tags a work", terms / total, 15.8, 17.0}, // more in larger worlds, where tags are seldom drawn twice,
		{"tags a work by the census", float64(assigned) / total, terms / total, terms / total},
		{"small terms a work", small / total, 5.0, 5.3},
		{"authors a work", authors / total, 1.02, 1.04},
		{"the largest fandom", float64(census[top[0]]) / total, 0.045, 0.075},
		{"the tenth to the largest", float64(census[top[9]]) / float64(census[top[0]]), 0.3, 0.55},
		{"the commonest freeform", float64(census[free[0]]) / total, 0.13, 0.30},
		{"of several fandoms", share(trait, crossover), 0.21, 0.245},
		{"of one relationship", share(trait, onePair), 0.3, 0.45},
		{"fandoms a work", fandoms / total, 1.28, 1.40},
		{"general", share(rating, 1), 0.25, 0.27},
		{"explicit", share(rating, 4), 0.20, 0.22},
		{"no warning applies", share(warning, 1), 0.505, 0.535},
		{"M/M", share(category, 1), 0.47, 0.50},
		{"complete", share(status, complete), 0.81, 0.83},
		{"complete and not", share(status, complete) + share(status, unfinished), 1, 1},
		{"English", share(language, english), 0.88, 0.89},
		{"for members only", share(audience, membersOnly), 0.035, 0.045},
		{"updated later", later / total, 0.32, 0.36},
		{"posted in the first half", older / total, math.Pow(0.5, 1/0.45) - 0.01, math.Pow(0.5, 1/0.45) + 0.01},
		{"mean logarithm of words", logs[words] / total, 7.9, 8.2},
		{"mean logarithm of kudos", logs[kudos] / total, 3.3, 3.8},
	} {
		if c.got < c.low || c.got > c.high || math.IsNaN(c.got) {
			t.Errorf("%s: %.4f is not within %.4f and %.4f", c.name, c.got, c.low, c.high)
		}
	}
}

// scanOne gives the works one by one.
func scanOne(ctx context.Context, w *world, see func(facet.Work)) error {
	p := newPen(w)
	for n := range w.works {
		see(p.draw(n, n+1)[0])
	}
	return ctx.Err()
}

func TestEachTermOnceAndWithinItsKind(t *testing.T) {
	w, s := newWorld(3_000, 7), schema()
	err := scanOne(t.Context(), w, func(x facet.Work) {
		seen, singles := map[facet.Term]bool{}, map[uint8]bool{}
		for _, k := range x.Terms {
			if seen[k] {
				t.Fatalf("work %d has %v twice", x.ID, k)
			}
			if seen[k] = true; s.Kinds[k.Kind].Single {
				if singles[k.Kind] {
					t.Fatalf("work %d has two terms of %s", x.ID, s.Kinds[k.Kind].Name)
				}
				singles[k.Kind] = true
			}
			if int(k.Kind) < counted && (k.ID < w.first[k.Kind] || k.ID >= w.first[k.Kind+1]) {
				t.Fatalf("work %d: %v is not of its kind", x.ID, k)
			}
			if k.Kind == mainPairing && !seen[facet.Term{Kind: relationship, ID: k.ID}] {
				t.Fatalf("work %d: %v is the main one and not there", x.ID, k)
			}
		}
		if len(x.Numbers) != numbers || len(x.Texts) != texts || x.Texts[byTitle] == "" || x.Texts[byAuthor] == "" {
			t.Fatalf("work %d lacks something: %v", x.ID, x)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestVocabularyIsOfDifferentWords(t *testing.T) {
	seen := map[string]bool{}
	for _, word := range vocabulary(4_000) {
		if seen[word] || word == "" {
			t.Fatalf("%q comes twice", word)
		}
		seen[word] = true
	}
}

func TestCommonest(t *testing.T) {
	w := newWorld(100, 1)
	c := newCensus(w)
	for id := range c {
		c[id] = uint32(id % 7)
	}
	from := w.first[freeform]
	var want []int64
	for id := from; len(want) < 3; id++ {
		if c[id] == 6 {
			want = append(want, id)
		}
	}
	if got := c.commonest(w, freeform, 3); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestCensusKeeps(t *testing.T) {
	w := newWorld(1_000, 1)
	c, file := newCensus(w), t.TempDir()+"/census"
	c.add(newPen(w).draw(0, w.works))
	if err := c.save(file); err != nil {
		t.Fatal(err)
	}
	if got, err := loadCensus(file, w); err != nil || !reflect.DeepEqual(got, c) {
		t.Errorf("the census read back differs (%v)", err)
	}
}

func BenchmarkDraw(b *testing.B) {
	for _, works := range []int{100_000, 17_000_000} {
		b.Run(fmt.Sprint(works), func(b *testing.B) {
			p := newPen(newWorld(works, 42))
			for n := 0; b.Loop(); n += 1000 {
				p.draw(n%works, n%works+1000)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1000, "ns/work")
		})
	}
}
