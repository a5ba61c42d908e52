package typeahead

import (
	"iter"
	"math/bits"
)

// ranks is a set of ranks, a bit for each.
type ranks []uint64

// fill makes the set those ranks that have one of some words.
func (r ranks) fill(of *lists, spans []span) {
	clear(r)
	for _, s := range spans {
		for _, rank := range of.span(s) {
			r[rank/64] |= 1 << (rank % 64)
		}
	}
}

func (r ranks) and(o ranks) {
	for i := range r {
		r[i] &= o[i]
	}
}

// each gives the ranks of the set in order.
func (r ranks) each() iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		for i, w := range r {
			for ; w != 0; w &= w - 1 {
				if !yield(uint32(i*64 + bits.TrailingZeros64(w))) {
					return
				}
			}
		}
	}
}

// among gives those of a list that are in the set.
func (r ranks) among(list []uint32) iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		for _, rank := range list {
			if r[rank/64]&(1<<(rank%64)) != 0 && !yield(rank) {
				return
			}
		}
	}
}
