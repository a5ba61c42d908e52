package facet

import (
	"math/bits"
	"slices"
	"sort"
)

// hits are the works of one segment that were found: a list of ranks, or chunks
// that lie in words or are those of a posting.
type hits struct {
	n      int
	flat   bool
	list   []uint32
	chunks []chunk
	words  []uint64
	room   []uint32 // for list
}

func (h *hits) reset(works int) {
	h.n, h.flat, h.list = 0, false, nil
	n := chunksOf(works)
	h.chunks = slices.Grow(h.chunks[:0], n)[:n]
	clear(h.chunks)
}

// slot is where chunk c's set may be written.
func (h *hits) slot(c int) *bitmap {
	return (*bitmap)(h.words[c*chunkWords : (c+1)*chunkWords])
}

// bound is a plan in one segment.
type bound struct {
	*member
	p        *plan
	pos, neg []posting
	choose   []posting // as plan.choose
	opened   []posting // as plan.opened
	from, to uint32    // ranks
	driver   int       // of pos, which is a list; or -1
	hits     hits
}

// bind finds what p names in the segment m, where the works that fit its Where are
// known. It says whether anything can be found.
func (b *bound) bind(p *plan, m *member, newest int, where posting) bool {
	b.member, b.p = m, p
	b.pos, b.neg, b.choose, b.opened = b.pos[:0], b.neg[:0], b.choose[:0], b.opened[:0]
	b.hits.reset(m.works)
	if p.nothing || m.works == m.dead.n {
		return false
	}
	col := m.cols[newest] // falls with the rank
	b.from = uint32(sort.Search(m.works, func(i int) bool { return col[i] <= p.to }))
	b.to = uint32(sort.Search(m.works, func(i int) bool { return col[i] < p.from }))
	for _, t := range p.all {
		b.pos = append(b.pos, m.post.find(t))
	}
	for _, s := range p.within {
		b.pos = append(b.pos, s.in(m.segment))
	}
	if p.q.Where != nil {
		b.pos = append(b.pos, where)
	}
	for _, t := range p.none {
		if set := m.post.find(t); set.n > 0 {
			b.neg = append(b.neg, set)
		}
	}
	for _, s := range p.sets {
		if set := s.in(m.segment); set.n > 0 {
			b.neg = append(b.neg, set)
		}
	}
	for _, t := range p.choose {
		b.choose = append(b.choose, m.post.find(t))
	}
	for _, t := range p.opened {
		b.opened = append(b.opened, m.post.find(t))
	}
	return b.drive()
}

// drive looks for the shortest list among what must be there.
func (b *bound) drive() bool {
	b.driver = -1
	for i, set := range b.pos {
		if set.n == 0 {
			return false
		}
		if set.isList() && (b.driver < 0 || set.n < b.pos[b.driver].n) {
			b.driver = i
		}
	}
	return b.from < b.to
}

// sparse finds by a list.
func (b *bound) sparse(w *worker) {
	h := &b.hits
	h.flat = true
	h.room = append(h.room[:0], b.pos[b.driver].list...)
	list := h.room
	list = list[skip(list, b.from):]
	if b.to < uint32(b.works) {
		list = list[:skip(list, b.to)]
	}
	for i := range b.pos {
		if i != b.driver {
			list = keep(list, &b.pos[i], true)
		}
	}
	for i := range b.neg {
		list = keep(list, &b.neg[i], false)
	}
	n := 0
	for _, r := range list {
		if !b.dead.has(r) && b.inRanges(r) {
			list[n] = r
			n++
		}
	}
	list = list[:n]
	if len(b.p.groups) > 0 {
		list = b.chooseList(w, list)
	}
	h.list, h.n = list, len(list)
}

func (b *bound) inRanges(rank uint32) bool {
	for _, r := range b.p.ranges {
		if v := value(b.cols[r.Number], rank); v < r.From || v > r.To {
			return false
		}
	}
	return true
}

// keep leaves the ranks that are in the set, or those that are not.
func keep(list []uint32, set *posting, in bool) []uint32 {
	if set.isList() {
		return keepInList(list, set.list, in)
	}
	n, at, c := 0, -1, chunk{}
	for _, r := range list {
		if int(r>>chunkBits) != at {
			at = int(r >> chunkBits)
			c = set.chunk(at)
		}
		if c.has(uint16(r)) == in {
			list[n] = r
			n++
		}
	}
	return list[:n]
}

// chooseList leaves the ranks that are in a set of each group, and counts, for each
// group, what those have that are in a set of every other.
func (b *bound) chooseList(w *worker, list []uint32) []uint32 {
	w.miss = slices.Grow(w.miss[:0], len(list))[:len(list)]
	clear(w.miss)
	for g, grp := range b.p.groups {
		for i, r := range list {
			in := slices.ContainsFunc(b.choose[grp.from:grp.to], func(p posting) bool { return p.has(r) })
			switch {
			case in:
			case w.miss[i] == 0:
				w.miss[i] = int32(g + 1)
			default:
				w.miss[i] = -1
			}
		}
	}
	if b.p.q.Facets {
		for i, r := range list {
			switch g := w.miss[i]; {
			case g > 0:
				b.openWork(w, int(g-1), r)
			case g == 0:
				for g := range b.p.groups {
					b.openWork(w, g, r)
				}
			}
		}
	}
	n := 0
	for i, r := range list {
		if w.miss[i] == 0 {
			list[n] = r
			n++
		}
	}
	return list[:n]
}

// openWork counts one work's choices of the kind of a group.
func (b *bound) openWork(w *worker, g int, rank uint32) {
	grp := &b.p.groups[g]
	from := grp.open
	if grp.packed >= 0 {
		k := b.p.pack.kinds[grp.packed]
		v := b.recs[rank].flags >> k.shift & (1<<k.width - 1)
		if k.single && v > 0 {
			w.open[from+int(v)-1]++
		}
		for ; !k.single && v != 0; v &= v - 1 {
			w.open[from+bits.TrailingZeros32(v)]++
		}
		from += int(k.to - k.from)
	}
	for i := from; i < grp.openTo; i++ {
		if b.opened[i].has(rank) {
			w.open[i]++
		}
	}
}
