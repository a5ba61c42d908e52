package facet

import (
	"bytes"
	"cmp"
	"slices"
)

// sequence is some works of a segment in order.
type sequence struct {
	sorting
	keys []uint64
	next int
	own  []uint64 // the memory of keys
}

// compare the next works of two segments.
func (a *sequence) compare(b *sequence) int {
	x, y := a.keys[a.next]^a.turn, b.keys[b.next]^b.turn
	c := 0
	if a.order < 0 {
		i := -1 - a.order
		c = bytes.Compare(a.texts[i].key(uint32(x>>32)), b.texts[i].key(uint32(y>>32)))
	} else {
		c = cmp.Compare(x>>32, y>>32)
	}
	c = cmp.Or(c, cmp.Compare(a.ids.of(uint32(x)), b.ids.of(uint32(y))))
	if a.turn != 0 {
		return -c
	}
	return c
}

// take reads the keys of the hits; with a limit only the first ones stay.
func (s *sequence) take(h *hits, limit int, room []uint32) {
	most, turn := ^uint64(0), uint32(s.turn)
	for c := range h.blocks() {
		for _, r := range h.block(c, room) {
			// The tie lies elsewhere in memory, and mostly doesn't matter.
			n := s.number(r) ^ turn
			if n > uint32(most>>32) {
				continue
			}
			if k := uint64(n)<<32 | uint64(s.ids.tie[r]^turn); k <= most {
				s.keys = append(s.keys, k)
				most = s.shorten(limit, most)
			}
		}
	}
	if limit > 0 && len(s.keys) > limit {
		slices.Sort(s.keys)
		s.keys = s.keys[:limit]
	}
	s.own = s.keys
}

// takeMarked is take for the hits that are marked; it says how many these are.
func (s *sequence) takeMarked(h *hits, m *marks, limit int, room []uint32) int {
	n, most := 0, ^uint64(0)
	for i, l := range m.leaves {
		if l == nil {
			continue
		}
		for _, r := range l.ranks(i, room[:0]) {
			if !h.has(r) {
				continue
			}
			n++
			if k := s.key(r); k <= most {
				s.keys = append(s.keys, k)
				most = s.shorten(limit, most)
			}
		}
	}
	s.own = s.keys
	return n
}

// shorten leaves the first ones when there are many more, and says what is the
// last that can be among them.
func (s *sequence) shorten(limit int, most uint64) uint64 {
	if limit == 0 || len(s.keys) < 4*limit+256 {
		return most
	}
	slices.Sort(s.keys)
	s.keys = s.keys[:limit]
	return s.keys[limit-1]
}

// byRank takes the hits from place from to place to in the order of ranks.
func (s *sequence) byRank(h *hits, from, to int, room []uint32) {
	blocks, back := h.blocks(), s.turn == 0 // the largest number has the least rank
	for i := 0; i < blocks && to > 0; i++ {
		c := i
		if back {
			c = blocks - 1 - i
		}
		n := h.n
		if !h.flat {
			n = h.chunks[c].n
		}
		if from < n {
			l := h.block(c, room)
			for j := from; j < min(to, n); j++ {
				if back {
					s.keys = append(s.keys, s.key(l[n-1-j]))
				} else {
					s.keys = append(s.keys, s.key(l[j]))
				}
			}
		}
		from, to = max(0, from-n), to-n
	}
	s.own = s.keys
}
