package facet

import (
	"context"
	"runtime/debug"
	"slices"
)

// numbering is how a segment's terms are numbered: by the dict of a base and, for
// terms that came later, by numbers after it.
type numbering struct {
	schema *Schema
	dict   *dict
	later  []Term // from number dict.all on
	// laterChoices are the numbers of those that are of Choice kinds.
	laterChoices []uint32
	names        *names // where they are added
}

func (n *numbering) term(number uint32) Term {
	if number >= n.dict.all {
		return n.later[number-n.dict.all]
	}
	return n.dict.term(number)
}

func (n *numbering) kind(number uint32) int {
	if number >= n.dict.all {
		return int(n.later[number-n.dict.all].Kind)
	}
	return n.dict.kind(number)
}

func (n *numbering) unseen(number uint32) bool {
	if number >= n.dict.all {
		return n.schema.Kinds[n.later[number-n.dict.all].Kind].Show == Unseen
	}
	return number >= n.dict.end(tierCold)
}

// maker makes one segment.
type maker struct {
	ctx   context.Context
	num   *numbering
	src   source
	order []uint32 // what of src, by rank
	to    []uint32 // the new number of each of src's; nil: the same
	out   *store   // where big parts go, or nil: into memory
	hands int      // how many goroutines
	seg   *segment
}

// base makes a segment with everything, for terms with so many works each.
func (m *maker) base(works []uint32) (*segment, error) {
	if err := m.forward(true); err != nil {
		return nil, err
	}
	m.letGo()
	for _, step := range []func() error{
		func() error { return m.invert(works) },
		m.permute,
		m.sortTexts,
	} {
		if err := step(); err != nil {
			return nil, err
		}
		m.letGo()
	}
	m.seg.highest = m.num.dict.rarest
	return m.seg, m.ctx.Err()
}

// letGo gives back the memory of what was written, gigabytes at 17 million works.
// Otherwise Go would keep it for what comes next, and that is small. Readers may have to
// wait for that a second: a merge that goes on beside them leaves it to Go.
func (m *maker) letGo() {
	if m.out != nil && m.hands > 1 && m.seg.works >= 1_000_000 {
		debug.FreeOSMemory()
	}
}

// young makes a segment of works that came later. Of the heavy things it has none.
func (m *maker) young() (*segment, error) {
	if err := m.forward(false); err != nil {
		return nil, err
	}
	m.collect()
	return m.seg, m.sortTexts()
}

// forward makes records, columns and keys.
func (m *maker) forward(unseen bool) error {
	n := len(m.order)
	s := &segment{works: n, recs: make([]record, n), all: everything(n)}
	m.seg = s
	s.cols = make([][]uint32, len(m.num.schema.Numbers))
	for i := range s.cols {
		s.cols[i] = make([]uint32, n)
	}
	s.over, s.unseen = make([][]uint32, chunksOf(n)), make([][]uint32, chunksOf(n))
	ids := make([]int64, n)
	err := parallel(m.ctx, m.hands, chunksOf(n), func(c int) error {
		m.forwardChunk(c, ids, unseen)
		return nil
	})
	if err != nil {
		return err
	}
	s.ids.number(ids)
	s.recs = put(m.out, "records", 0, s.recs)
	putRagged(m.out, "overflow", s.over)
	putRagged(m.out, "unseen", s.unseen)
	s.ids.tie = put(m.out, "ties", 0, s.ids.tie)
	s.ids.wide = put(m.out, "keys", 0, s.ids.wide)
	s.ids.byID = put(m.out, "by key", 0, s.ids.byID)
	for i := range s.cols {
		s.cols[i] = putChanging(m.out, "column", i, s.cols[i])
	}
	return m.out.failed()
}

func (m *maker) forwardChunk(c int, ids []int64, unseen bool) {
	s := m.seg
	from, to := c<<chunkBits, min((c+1)<<chunkBits, s.works)
	var over, hidden, starts []uint32
	var terms []uint32
	var w row
	for rank := from; rank < to; rank++ {
		m.src.read(m.order[rank], &w)
		ids[rank] = w.id
		for i, v := range w.numbers {
			s.cols[i][rank] = v
		}
		terms = m.renumber(w.terms, terms[:0])
		seen := slices.IndexFunc(terms, m.num.unseen)
		rest := terms[len(terms):]
		if seen >= 0 {
			terms, rest = m.part(terms)
		}
		s.recs[rank], over = encode(m.num.dict, terms, over)
		if unseen {
			starts = append(starts, uint32(len(hidden)))
			hidden = append(hidden, rest...)
		}
	}
	s.over[c] = over
	if unseen {
		head := uint32(to - from + 1)
		for i := range starts {
			starts[i] += head
		}
		starts = append(starts, head+uint32(len(hidden)))
		s.unseen[c] = append(starts, hidden...)
	}
}

// renumber gives a work's terms their new numbers, in order, each once.
func (m *maker) renumber(terms, to []uint32) []uint32 {
	for _, t := range terms {
		if m.to != nil {
			t = m.to[t]
		}
		to = append(to, t)
	}
	slices.Sort(to)
	return slices.Compact(to)
}

// part puts the Unseen terms last.
func (m *maker) part(terms []uint32) (seen, unseen []uint32) {
	var hidden []uint32
	n := 0
	for _, t := range terms {
		if m.num.unseen(t) {
			hidden = append(hidden, t)
		} else {
			terms[n] = t
			n++
		}
	}
	return terms[:n], hidden
}

// permute makes the orders by number. Works are taken by their keys and sorted by
// the number alone, so that equals stand by key.
func (m *maker) permute() error {
	s := m.seg
	s.perms = make([][]uint32, len(s.cols))
	return parallel(m.ctx, m.hands, len(s.cols), func(i int) error {
		if i == m.num.schema.Newest {
			return nil
		}
		s.perms[i] = put(m.out, "order", i, s.permutation(i))
		return nil
	})
}

func (s *segment) permutation(column int) []uint32 {
	keys := make([]uint64, s.works)
	for i, rank := range s.ids.byID {
		keys[s.works-1-i] = uint64(^value(s.cols[column], rank))<<32 | uint64(rank)
	}
	sortHigh(keys)
	perm := make([]uint32, s.works)
	for i, k := range keys {
		perm[i] = uint32(k)
	}
	return perm
}
