package facet

import (
	"math/bits"
	"slices"
)

// dense finds in one chunk.
func (b *bound) dense(w *worker, c int) {
	first, last := uint32(c)<<chunkBits, uint32(min((c+1)<<chunkBits, b.works))
	if last <= b.from || first >= b.to {
		return
	}
	start, others := b.start(c)
	if start.n == 0 {
		return
	}
	h := &b.hits
	if !b.narrowed(c, others, first, last) {
		h.chunks[c] = start
		return
	}
	if start.isBits() {
		h.chunks[c] = b.denseBits(w, c, start, max(b.from, first)-first, min(b.to, last)-first)
		return
	}
	list := lows(h.slot(c)[:])[:start.n]
	copy(list, start.list())
	list = b.denseList(w, c, list, max(b.from, first)-first, min(b.to, last)-first)
	h.chunks[c] = chunk{len(list), h.slot(c)[:]}
}

// start is the smallest set of the chunk that must be there, or all works.
func (b *bound) start(c int) (start chunk, other int) {
	if len(b.pos) == 0 {
		return b.all.chunk(c), -1
	}
	least := 0
	for i := range b.pos {
		if b.pos[i].parts[c].n < b.pos[least].parts[c].n {
			least = i
		}
	}
	return b.pos[least].chunk(c), least
}

// narrowed tells whether there is any further condition in the chunk.
func (b *bound) narrowed(c, start int, first, last uint32) bool {
	if len(b.pos) > 1 || len(b.p.ranges) > 0 || len(b.p.groups) > 0 || b.from > first || b.to < last {
		return true
	}
	for i := range b.neg {
		if b.neg[i].isList() || b.neg[i].parts[c].n > 0 {
			return true
		}
	}
	return b.dead.inChunk(c) != nil
}

func (b *bound) denseList(w *worker, c int, list []uint16, from, to uint32) []uint16 {
	for i := range b.pos {
		list = keepIn(list, b.pos[i].chunk(c), true)
	}
	for i := range b.neg {
		if b.neg[i].isList() {
			list = dropRanks(list, b.neg[i].within(c))
		} else {
			list = keepIn(list, b.neg[i].chunk(c), false)
		}
	}
	n := 0
	for _, l := range list {
		if uint32(l) >= from && uint32(l) < to && !b.dead.has(uint32(c)<<chunkBits|uint32(l)) {
			list[n] = l
			n++
		}
	}
	list = list[:n]
	for _, r := range b.p.ranges {
		list = b.rangeList(list, c, r)
	}
	if len(b.p.groups) == 0 || len(list) == 0 {
		return list
	}
	w.ranks = w.ranks[:0]
	for _, l := range list {
		w.ranks = append(w.ranks, uint32(c)<<chunkBits|uint32(l))
	}
	chosen := b.chooseList(w, w.ranks)
	for i, r := range chosen {
		list[i] = uint16(r)
	}
	return list[:len(chosen)]
}

func dropRanks(list []uint16, ranks []uint32) []uint16 {
	n, j := 0, 0
	for _, l := range list {
		for j < len(ranks) && uint16(ranks[j]) < l {
			j++
		}
		if j == len(ranks) || uint16(ranks[j]) != l {
			list[n] = l
			n++
		}
	}
	return list[:n]
}

func (b *bound) denseBits(w *worker, c int, start chunk, from, to uint32) chunk {
	m := b.hits.slot(c)
	*m = *start.bits()
	for i := range b.pos {
		and(m, b.pos[i].chunk(c).bits())
	}
	for i := range b.neg {
		drop(m, &b.neg[i], c)
	}
	for i, l := range b.dead.inChunk(c) {
		if l != nil {
			for j, dead := range l {
				m[i*leafWords+j] &^= dead
			}
		}
	}
	clip(m, from, to)
	for _, r := range b.p.ranges {
		b.rangeBits(m, c, r)
	}
	if len(b.p.groups) > 0 {
		b.chooseBits(w, c, m)
	}
	n := count(m)
	if n < bitsFrom {
		extract(m, n)
	}
	return chunk{n, m[:]}
}

// clip leaves [from, to).
func clip(m *bitmap, from, to uint32) {
	for i := range m {
		first := uint32(i) << 6
		if first < from {
			m[i] &= ^uint64(0) << min(from-first, 64)
		}
		if first+64 > to {
			m[i] &= 1<<(max(to, first)-first) - 1
		}
	}
}

// rangeList leaves of works of chunk c those whose number is in the range.
func (b *bound) rangeList(list []uint16, c int, r Range) []uint16 {
	col := b.cols[r.Number]
	if b.steps != nil && b.steps.column == r.Number {
		return b.steps.keepList(list, c, col, r.From, r.To)
	}
	n, first := 0, uint32(c)<<chunkBits
	for _, l := range list {
		if value(col, first|uint32(l))-r.From <= r.To-r.From {
			list[n] = l
			n++
		}
	}
	return list[:n]
}

func (b *bound) rangeBits(m *bitmap, c int, r Range) {
	if b.steps != nil && b.steps.column == r.Number {
		b.steps.keep(m, c, b.cols[r.Number], r.From, r.To)
		return
	}
	for i, w := range m {
		if w != 0 {
			m[i] = keepRange(w, b.cols[r.Number], c<<chunkBits|i<<6, r.From, r.To)
		}
	}
}

// keepRange leaves of 64 works those whose number is in the range.
func keepRange(w uint64, col []uint32, first int, from, to uint32) uint64 {
	if bits.OnesCount64(w) > 24 && first+64 <= len(col) {
		part, in := (*[64]uint32)(col[first:]), uint64(0)
		for i := range part {
			bit := uint64(0)
			if value(part[:], uint32(i))-from <= to-from {
				bit = 1
			}
			in |= bit << i
		}
		return w & in
	}
	for left := w; left != 0; left &= left - 1 {
		i := bits.TrailingZeros64(left)
		if value(col, uint32(first+i))-from > to-from {
			w &^= 1 << i
		}
	}
	return w
}

// chooseBits is chooseList for a bitmap.
func (b *bound) chooseBits(w *worker, c int, m *bitmap) {
	groups := b.p.groups
	w.groups = slices.Grow(w.groups[:0], len(groups)+1)[:len(groups)+1]
	for g, grp := range groups {
		u := &w.groups[g]
		clear(u[:])
		for i := grp.from; i < grp.to; i++ {
			add(u, &b.choose[i], c)
		}
	}
	open := &w.groups[len(groups)]
	for g := range groups {
		if !b.p.q.Facets {
			break
		}
		*open = *m
		for h := range groups {
			if h != g {
				and(open, &w.groups[h])
			}
		}
		b.openBits(w, c, g, open)
	}
	for g := range groups {
		and(m, &w.groups[g])
	}
}

// openBits counts, of the works in open, the terms of the kind of a group.
func (b *bound) openBits(w *worker, c, g int, open *bitmap) {
	for i := b.p.groups[g].open; i < b.p.groups[g].openTo; i++ {
		p := &b.opened[i]
		if p.isList() {
			for _, r := range p.within(c) {
				w.open[i] += uint32(open[uint16(r)>>6] >> (r & 63) & 1)
			}
		} else {
			w.open[i] += uint32(countIn(open, p.chunk(c)))
		}
	}
}
