package search

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// Postings of parts that are in order each are the same list as those that are sorted.
func TestPartsAreMerged(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	for range 300 {
		windows := r.Perm(1 + r.IntN(200))
		p := &postings{}
		var starts []int
		for len(windows) > 0 {
			n := 1 + r.IntN(min(60, len(windows)))
			some := slices.Clone(windows[:n])
			windows = windows[n:]
			if r.IntN(4) > 0 {
				slices.Sort(some)
			} else {
				some = some[:1]
			}
			starts = append(starts, len(p.windows))
			if r.IntN(5) == 0 {
				starts = append(starts, len(p.windows)) // a run without the word
			}
			for _, w := range some {
				places := make([]uint16, 1+r.IntN(4))
				for i := range places {
					places[i] = uint16(r.IntN(600))
				}
				slices.Sort(places)
				p.add(int64(w), places)
			}
		}
		for _, counted := range []bool{false, true} {
			if p.counted = counted; counted {
				p.places = []uint16{}
			}
			got, want := p.merged(starts), p.sorted()
			if !slices.Equal(got.windows, want.windows) || !slices.Equal(got.ends, want.ends) || !slices.Equal(got.places, want.places) {
				t.Fatalf("%v of %v at %v, want %v", got, p, starts, want)
			}
		}
	}
}
