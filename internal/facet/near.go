package facet

import (
	"math"
	"slices"
)

// near is a set of works of the base whose counts are ready and which is nearly
// what was found.
type near struct {
	set    int // of known.terms, or -1
	cells      // of the cube, with slice -1: none
	works  int
	term   posting   // or that of the slice
	all    bool      // no term: everything
	most   int       // works that can differ, about
	values []posting // of the kinds whose masks are not full: all their terms, in order
}

// chunkPrice is what looking at a chunk for differences costs, in works counted.
const chunkPrice = 150

// nearest finds the set that is most nearly what was found; false if counting all
// that was found is cheaper.
func (x *run) nearest() bool {
	b := &x.bounds[0]
	k := b.known
	x.near.set, x.near.slice, x.near.most = -1, -1, math.MaxInt
	if k == nil || b.hits.flat || b.hits.n == 0 {
		return false
	}
	x.tryTerm(k, noTerm)
	for _, t := range x.plan.all {
		x.tryTerm(k, t)
	}
	for _, g := range x.plan.groups {
		if g.to == g.from+1 {
			x.tryTerm(k, x.plan.choose[g.from])
		}
	}
	if k.cube != nil {
		x.tryCube(k.cube)
	}
	if x.near.most > 0 {
		x.near.most += len(b.hits.chunks) * x.index.tune.price
	}
	return x.near.most < b.hits.n
}

// tryTerm considers the works of a term that is in every hit.
func (x *run) tryTerm(k *known, t uint32) {
	i, ok := slices.BinarySearch(k.terms, t)
	if !ok {
		return
	}
	n := &x.near
	if most := int(k.works[i]) - x.bounds[0].hits.n; most < n.most {
		n.set, n.slice, n.most, n.works = i, -1, most, int(k.works[i])
		n.masks, n.values = n.masks[:0], n.values[:0]
		n.term, n.all = posting{}, t == noTerm
		if !n.all {
			n.term = x.bounds[0].post.find(t)
		}
	}
}

// tryCube considers the cells that the plan names, in each slice that it names.
func (x *run) tryCube(c *cube) {
	x.masks = x.masks[:0]
	for _, k := range c.kinds {
		x.masks = append(x.masks, x.mask(k))
	}
	low, high, ends := 0, c.steps-1, 0
	st := x.bounds[0].steps
	for _, r := range x.plan.ranges {
		if st == nil || r.Number != st.column {
			continue
		}
		// whole buckets inside the range; at each end where the range goes on into
		// another one, that has works that are not in
		from, to := c.from(st, r.From), c.to(st, r.To)
		if from > low {
			low = from
			ends++
		}
		if to < high {
			high = to
			ends++
		}
	}
	for i, t := range c.slices {
		if t != noTerm && !x.plan.needs(t) {
			continue
		}
		works := c.works(cells{i, x.masks, low, high})
		beyond := 0 // works found in the buckets where the range ends, about half of these
		if ends > 0 {
			beyond = (c.works(cells{i, x.masks, low - 1, low - 1}) + c.works(cells{i, x.masks, high + 1, high + 1})) / 2
		}
		hits := x.bounds[0].hits.n
		inside := min(works, max(0, hits-beyond))
		if most := works - inside + beyond; most < x.near.most {
			x.takeCube(c, i, low, high, works, most)
		}
	}
}

func (x *run) takeCube(c *cube, slice, low, high, works, most int) {
	n := &x.near
	n.set, n.slice, n.works, n.most, n.low, n.high = -1, slice, works, most, low, high
	n.masks = append(n.masks[:0], x.masks...)
	n.values = n.values[:0]
	post := &x.bounds[0].post
	for i, k := range c.kinds {
		if n.masks[i] != k.allValues() {
			for t := k.from; t < k.to; t++ {
				n.values = append(n.values, post.find(t))
			}
		}
	}
	n.term, n.all = posting{}, c.slices[slice] == noTerm
	if !n.all {
		n.term = post.find(c.slices[slice])
	}
}

// from is the first bucket that has no number below v.
func (c *cube) from(st *steps, v uint32) int {
	if v == 0 {
		return 0
	}
	for b := 1; b < c.steps; b++ {
		if st.cuts[b*cubeStep-1] >= v {
			return b
		}
	}
	return c.steps
}

// to is the last bucket that has no number above v.
func (c *cube) to(st *steps, v uint32) int {
	if v == math.MaxUint32 {
		return c.steps - 1
	}
	for b := c.steps - 1; b > 0; b-- {
		if st.cuts[b*cubeStep-1] <= v+1 {
			return b - 1
		}
	}
	return -1
}

// needs tells whether every hit has the term.
func (p *plan) needs(t uint32) bool {
	if slices.Contains(p.all, t) {
		return true
	}
	return slices.ContainsFunc(p.groups, func(g group) bool { return g.to == g.from+1 && p.choose[g.from] == t })
}

// mask is which values of a kind hits may have.
func (x *run) mask(k packed) uint32 {
	m := k.allValues()
	bit := func(t uint32) uint32 { return 1 << (t - k.from + 1) }
	for _, t := range x.plan.all {
		if t >= k.from && t < k.to {
			m &= bit(t)
		}
	}
	for _, t := range x.plan.none {
		if t >= k.from && t < k.to {
			m &^= bit(t)
		}
	}
	for _, g := range x.plan.groups {
		s := x.view.num.dict.spans[tierChoice][g.kind]
		if s.from != k.from {
			continue
		}
		some := uint32(0)
		for _, t := range x.plan.choose[g.from:g.to] {
			if t >= k.from && t < k.to {
				some |= bit(t)
			}
		}
		m &= some
	}
	return m
}

// inChunk writes the set in chunk c into m.
func (n *near) inChunk(b *bound, c int, m, room *bitmap) {
	set := n.term
	if n.all {
		set = b.all
	}
	clear(m[:])
	or(m, set.chunk(c))
	if n.set >= 0 {
		return
	}
	values := n.values
	for i, k := range b.known.cube.kinds {
		if mask := n.masks[i]; mask != k.allValues() {
			n.keepValues(m, room, c, mask, values[:k.to-k.from])
			values = values[k.to-k.from:]
		}
	}
	if b.steps == nil {
		return
	}
	if n.low > 0 && n.low < b.known.cube.steps {
		and(m, b.steps.set(c, n.low*cubeStep-1))
	}
	if at := (n.high+1)*cubeStep - 1; n.high < b.known.cube.steps-1 && at < len(b.steps.cuts) {
		andNot(m, b.steps.set(c, at))
	}
	if n.low > n.high {
		clear(m[:])
	}
}

// keepValues leaves the works whose value of a kind is in the mask; bit 0 is none.
func (n *near) keepValues(m, room *bitmap, c int, mask uint32, values []posting) {
	if mask&1 == 1 { // then it is shorter to take the others away
		for i := range values {
			if mask>>(i+1)&1 == 0 {
				drop(m, &values[i], c)
			}
		}
		return
	}
	clear(room[:])
	for i := range values {
		if mask>>(i+1)&1 == 1 {
			add(room, &values[i], c)
		}
	}
	and(m, room)
}

// add adds a posting's works of chunk c.
func add(m *bitmap, p *posting, c int) {
	if !p.isList() {
		or(m, p.chunk(c))
		return
	}
	for _, r := range p.within(c) {
		m[uint16(r)>>6] |= 1 << (r & 63)
	}
}

// drop takes them away.
func drop(m *bitmap, p *posting, c int) {
	if !p.isList() {
		without(m, p.chunk(c))
		return
	}
	for _, r := range p.within(c) {
		m[uint16(r)>>6] &^= 1 << (r & 63)
	}
}

// differ counts in chunk c what is in the near set and was not found, and the
// other way round.
func (x *run) differ(w *worker, c int) {
	b := &x.bounds[0]
	w.groups = slices.Grow(w.groups[:0], 2)[:2]
	m, other := &w.groups[0], &w.groups[1]
	x.near.inChunk(b, c, m, other)
	found := b.hits.chunks[c]
	clear(other[:])
	or(other, found)
	room, some := w.ranksRoom(), chunk{chunkWorks, other[:]}
	if x.near.slice >= 0 {
		andNot(other, m)
		w.plus.add(b.segment, room[:some.ranks(c, room)])
	}
	without(m, found)
	some.words = m[:]
	w.minus.add(b.segment, room[:some.ranks(c, room)])
}
