package facet

import (
	"math/bits"
	"slices"
	"sort"
	"sync"
	"weak"
)

// Set is a set of works by their keys. It stays right while the catalogue changes.
type Set struct {
	ids []int64 // in order, each once

	mu    sync.Mutex
	known []placed // in segments that asked lately
}

// placed is a set in the ranks of a segment.
type placed struct {
	of  weak.Pointer[segment] // of this catalogue or another, perhaps gone
	set posting
}

// setsKept is for how many segments a Set remembers its ranks: those of a view,
// and those of the one before.
const setsKept = 24

// NewSet makes a set of the works with these keys, in any order.
func NewSet(ids []int64) *Set {
	ids = slices.Clone(ids)
	slices.Sort(ids)
	return &Set{ids: slices.Compact(ids)}
}

// Len is how many keys the set has, whether or not there are such works.
func (s *Set) Len() int { return len(s.ids) }

// in gives the set in the ranks of a segment.
func (s *Set) in(g *segment) posting {
	s.mu.Lock()
	defer s.mu.Unlock()
	this := weak.Make(g)
	for _, p := range s.known {
		if p.of == this {
			return p.set
		}
	}
	if len(s.known) == setsKept {
		s.known = slices.Delete(s.known, 0, 1)
	}
	p := placed{this, makePosting(s.place(&g.ids), g.works)}
	s.known = append(s.known, p)
	return p.set
}

// place looks the keys up, each from where the last one was; keys below the next work
// are leapt over too, so that a small segment costs little however large the set is.
func (s *Set) place(w *workIDs) []uint32 {
	var ranks []uint32
	for at, k := 0, 0; k < len(s.ids); {
		id := s.ids[k]
		at += leap(len(w.byID)-at, func(i int) bool { return w.of(w.tie[w.byID[at+i]]) >= id })
		if at == len(w.byID) {
			break
		}
		r := w.byID[at]
		next := w.of(w.tie[r])
		if next == id {
			ranks = append(ranks, r)
			k++
			continue
		}
		k += leap(len(s.ids)-k, func(i int) bool { return s.ids[k+i] >= next })
	}
	return inOrder(ranks, len(w.byID))
}

// inOrder sorts ranks, each once, of a segment with so many works.
func inOrder(ranks []uint32, works int) []uint32 {
	if len(ranks) < works/64 {
		slices.Sort(ranks)
		return ranks
	}
	has := make([]uint64, (works+63)/64)
	for _, r := range ranks {
		has[r/64] |= 1 << (r % 64)
	}
	ranks = ranks[:0]
	for i, w := range has {
		for ; w != 0; w &= w - 1 {
			ranks = append(ranks, uint32(64*i+bits.TrailingZeros64(w)))
		}
	}
	return ranks
}

// leap is sort.Search for what is likely near.
func leap(n int, found func(i int) bool) int {
	step := 1
	for step < n && !found(step) {
		step *= 2
	}
	from := step / 2
	return from + sort.Search(min(step, n)-from, func(i int) bool { return found(from + i) })
}
