package facet

import (
	"cmp"
	"encoding/binary"
	"slices"
	"sort"
	"sync/atomic"
)

// segment is a part of the catalogue that doesn't change but for numbers: the base,
// or some works that came later. Inside it works are known by their rank.
type segment struct {
	works   int
	recs    []record
	over    [][]uint32 // by chunk
	unseen  [][]uint32 // by chunk: where each work's Unseen terms begin, then these; of a base
	ids     workIDs
	cols    [][]uint32 // by number
	perms   [][]uint32 // by number: ranks, the largest first; of a base; nil for Newest
	texts   []textOrder
	post    postings
	highest []uint32 // by kind: works of its commonest term that is neither hot nor Choice
	all     posting
	steps   *steps // of the column Bounded, in a large base
	known   *known // counts that are ready, in a large base
	src     *rows  // what it was made of, by rank; not of a base
	frozen  bool   // a merge goes on that has it
}

// workIDs are the keys of a segment's works. Each has a tie, 32 bits that sort as
// keys do.
type workIDs struct {
	least int64
	tie   []uint32 // by rank: key - least, or with wide the place there
	wide  []int64  // all keys, sorted
	byID  []uint32 // ranks by key
}

func (w *workIDs) of(tie uint32) int64 {
	if w.wide != nil {
		return w.wide[tie]
	}
	return w.least + int64(tie)
}

// rank of the work with this key.
func (w *workIDs) rank(id int64) (uint32, bool) {
	i := sort.Search(len(w.byID), func(i int) bool { return w.of(w.tie[w.byID[i]]) >= id })
	if i < len(w.byID) && w.of(w.tie[w.byID[i]]) == id {
		return w.byID[i], true
	}
	return 0, false
}

// number makes ties and their order of the keys by rank.
func (w *workIDs) number(ids []int64) {
	n := len(ids)
	w.tie, w.byID = make([]uint32, n), make([]uint32, n)
	if n == 0 {
		return
	}
	w.least = slices.Min(ids)
	if uint64(slices.Max(ids))-uint64(w.least) > 1<<32-1 {
		for i := range w.byID {
			w.byID[i] = uint32(i)
		}
		slices.SortFunc(w.byID, func(a, b uint32) int { return cmp.Compare(ids[a], ids[b]) })
		w.wide = make([]int64, n)
		for i, r := range w.byID {
			w.wide[i], w.tie[r] = ids[r], uint32(i)
		}
		return
	}
	keys := make([]uint64, n)
	for i, id := range ids {
		w.tie[i] = uint32(id - w.least)
		keys[i] = uint64(w.tie[i])<<32 | uint64(i)
	}
	sortHigh(keys)
	for i, k := range keys {
		w.byID[i] = uint32(k)
	}
}

// textOrder is an order by text.
type textOrder struct {
	place  []uint32 // by rank: its place in the order
	ranks  []uint32 // by place
	blocks []uint64 // where every textBlock'th key begins
	keys   []byte   // in order, each with its length
}

const textBlock = 16

// key at a place.
func (t *textOrder) key(place uint32) []byte {
	at := t.blocks[place/textBlock]
	for i := place % textBlock; ; i-- {
		n, w := binary.Uvarint(t.keys[at:])
		at += uint64(w)
		if i == 0 {
			return t.keys[at : at+n]
		}
		at += n
	}
}

// value of a column, which others may be changing.
func value(col []uint32, rank uint32) uint32 { return atomic.LoadUint32(&col[rank]) }

// hidden gives the Unseen terms of a work of a base.
func (s *segment) hidden(rank uint32) []uint32 {
	c, i := s.unseen[rank>>chunkBits], rank&(chunkWorks-1)
	return c[c[i]:c[i+1]]
}

// postings are the sets of all terms.
type postings struct {
	chunks int
	ids    []uint32 // which terms, sorted; nil: all numbers
	start  []uint32 // where each one's list begins; one more
	lists  []uint32
	big    []uint32 // terms that have chunks and no list, sorted
	bigN   []uint32
	bigAt  []uint64
	parts  []part // chunks of them for each big one
	words  []uint64
}

// find gives the works that have a term.
func (p *postings) find(term uint32) posting {
	if i, ok := slices.BinarySearch(p.big, term); ok {
		return posting{
			n: int(p.bigN[i]), parts: p.parts[i*p.chunks : (i+1)*p.chunks : (i+1)*p.chunks], words: p.words[p.bigAt[i]:],
		}
	}
	i, ok := int(term), int(term) < len(p.start)-1
	if p.ids != nil {
		i, ok = slices.BinarySearch(p.ids, term)
	}
	if !ok {
		return posting{}
	}
	l := p.lists[p.start[i]:p.start[i+1]]
	return posting{n: len(l), list: l}
}
