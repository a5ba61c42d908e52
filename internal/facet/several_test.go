package facet

import (
	"cmp"
	"fmt"
	"slices"
	"testing"
)

// TestWhatIsNamedIsCounted compares counts of named terms, of all terms of a kind and
// sums with looking at every work, while random changes come in.
func TestWhatIsNamedIsCounted(t *testing.T) {
	for seed := range uint64(20) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			c := newChance(100 + seed)
			n := &naive{schema: testSchema(), works: map[int64]Work{}}
			size := []int{0, 40, 900, 4000}[c.IntN(4)]
			if seed == 3 {
				size = 70_000 // more than a chunk
			}
			var works []Work
			for i := range size {
				w := c.work(c.id(i))
				n.put(w)
				works = append(works, w)
			}
			x, err := build(t.Context(), "", testSchema(), 7, seqOf(works), nil, tunings(c))
			if err != nil {
				t.Fatal(err)
			}
			defer x.Close()
			top := size
			for round := range 5 {
				if round > 0 {
					top = change(t, c, x, n, int64(7+round), top)
					x.Publish()
				}
				for range 4 {
					named(t, c, x, n, c.query(top+1))
				}
				named(t, c, x, n, &Query{})
			}
		})
	}
}

func named(t *testing.T, c *chance, x *Index, n *naive, q *Query) {
	t.Helper()
	ofTerm, sum := map[Term]int{}, uint64(0)
	for _, w := range n.works {
		if n.has(&w, q, -1) {
			sum += uint64(w.Numbers[nWords])
			for _, t := range w.Terms {
				ofTerm[t]++
			}
		}
	}
	if got, err := x.Sum(t.Context(), q, nWords); err != nil || got != sum {
		t.Fatalf("%s: sum %d (%v), not %d", show(q), got, err, sum)
	}
	sameOfAll(t, x, q, ofTerm)
	terms := []Term{{kTag, 1 << 40}, {200, 1}}
	for range 50 {
		terms = append(terms, c.term())
	}
	sets := map[Term]*Set{terms[2]: c.set(len(n.works) + 1), terms[3]: NewSet(nil)}
	x.Stand(sets)
	defer x.Stand(nil)
	n.stands = sets
	defer func() { n.stands = nil }()
	for term := range sets {
		ofTerm[term] = 0
		with := Query{All: []Term{term}}
		for _, w := range n.works {
			if n.has(&w, q, -1) && n.has(&w, &with, -1) {
				ofTerm[term]++
			}
		}
	}
	// If q asks for one of them itself, all that was counted above is of another question.
	if q.Where != nil {
		return
	}
	for _, t := range slices.Concat(q.All, q.None) {
		if sets[t] != nil {
			return
		}
	}
	got, err := x.CountOf(t.Context(), q, terms, nil)
	if err != nil || len(got) != len(terms) {
		t.Fatalf("%d counts of %d terms: %v", len(got), len(terms), err)
	}
	for i, term := range terms {
		if got[i] != ofTerm[term] {
			t.Fatalf("%s: %v counted %d, not %d", show(q), term, got[i], ofTerm[term])
		}
	}
	sameOfAll(t, x, q, ofTerm)
}

// sameOfAll compares the counts of all terms of each kind.
func sameOfAll(t *testing.T, x *Index, q *Query, ofTerm map[Term]int) {
	t.Helper()
	for kind := range testSchema().Kinds {
		var want []Count
		for term, n := range ofTerm {
			if int(term.Kind) == kind && n > 0 {
				want = append(want, Count{term.ID, n})
			}
		}
		got, err := x.CountAll(t.Context(), q, uint8(kind), nil)
		byID := func(a, b Count) int { return cmp.Compare(a.ID, b.ID) }
		slices.SortFunc(want, byID)
		slices.SortFunc(got, byID)
		if err != nil || !slices.Equal(got, want) {
			t.Fatalf("%s: kind %d (%v)\n got %v\nwant %v", show(q), kind, err, got, want)
		}
	}
}
