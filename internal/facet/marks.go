package facet

import (
	"math/bits"
	"slices"
)

// marks is a set of ranks that readers hold while a writer goes on: it never
// changes, a new one shares all leaves but those that do.
type marks struct {
	n      int
	leaves []*leaf
}

const (
	leafWords  = 64 // 512 bytes: what a change of one work copies
	leafWorks  = 64 * leafWords
	chunkLeafs = chunkWorks / leafWorks
)

type leaf [leafWords]uint64

func (m *marks) has(rank uint32) bool {
	l := int(rank / leafWorks)
	return l < len(m.leaves) && m.leaves[l] != nil && m.leaves[l][rank/64%leafWords]>>(rank&63)&1 == 1
}

// with gives the set with these ranks too.
func (m *marks) with(ranks []uint32, works int) marks {
	if len(ranks) == 0 {
		return *m
	}
	out := marks{m.n, make([]*leaf, (works+leafWorks-1)/leafWorks)}
	copy(out.leaves, m.leaves)
	slices.Sort(ranks)
	mine := -1
	for _, r := range ranks {
		i := int(r / leafWorks)
		if i != mine {
			fresh := leaf{}
			if out.leaves[i] != nil {
				fresh = *out.leaves[i]
			}
			out.leaves[i], mine = &fresh, i
		}
		w := &out.leaves[i][r/64%leafWords]
		out.n += int(^*w >> (r & 63) & 1)
		*w |= 1 << (r & 63)
	}
	return out
}

// inChunk gives the leaves of a chunk, nil if it has none.
func (m *marks) inChunk(c int) []*leaf {
	from := c * chunkLeafs
	if m.n == 0 || from >= len(m.leaves) {
		return nil
	}
	l := m.leaves[from:min(from+chunkLeafs, len(m.leaves))]
	for _, x := range l {
		if x != nil {
			return l
		}
	}
	return nil
}

// ranks appends all members of leaf i.
func (l *leaf) ranks(i int, to []uint32) []uint32 {
	for j, w := range l {
		for ; w != 0; w &= w - 1 {
			to = append(to, uint32(i*leafWorks+j*64+bits.TrailingZeros64(w)))
		}
	}
	return to
}
