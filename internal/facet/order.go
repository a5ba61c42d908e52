package facet

import (
	"slices"
)

// In one segment a work's place in an order is a key of 64 bits that sorts upwards:
// its number (or place in the order by text), then its tie; both turned round where
// the order falls.

// sorting is an order, in a segment.
type sorting struct {
	*segment
	order Order
	turn  uint64 // xor
	perm  []uint32
}

func (s *segment) sorting(q *Query, newest int) sorting {
	o := sorting{segment: s, order: q.Order}
	if (q.Order >= 0) != q.Reverse {
		o.turn = ^uint64(0)
	}
	if i := -1 - int(q.Order); i >= 0 {
		o.perm = s.texts[i].ranks
	} else if s.perms != nil {
		o.perm = s.perms[q.Order]
	}
	return o
}

func (o *sorting) number(rank uint32) uint32 {
	if o.order < 0 {
		return o.texts[-1-o.order].place[rank]
	}
	return value(o.cols[o.order], rank)
}

func (o *sorting) key(rank uint32) uint64 {
	return (uint64(o.number(rank))<<32 | uint64(o.ids.tie[rank])) ^ o.turn
}

func (o *sorting) id(key uint64) int64 { return o.ids.of(uint32(key ^ o.turn)) }

// block gives the ranks of the hits in chunk c, or all of them if they are a list.
func (h *hits) block(c int, room []uint32) []uint32 {
	if h.flat {
		return h.list
	}
	return room[:h.chunks[c].ranks(c, room)]
}

func (h *hits) blocks() int {
	if h.flat {
		return 1
	}
	return len(h.chunks)
}

func (h *hits) has(rank uint32) bool {
	if h.flat {
		_, ok := slices.BinarySearch(h.list, rank)
		return ok
	}
	return h.chunks[rank>>chunkBits].has(uint16(rank))
}

// Where pages come from. Costs in nanoseconds, measured at 17 million works.
const (
	walkNs      = 3         // a step along an order, with all hits as one bitmap
	walkNsFew   = 25        // with hits as they are
	gatherNs    = 4         // a hit, its key read
	selectNs    = 6         // a hit, its number read and parted
	denseNs     = 6         // making the bitmap, for 64 works
	selectAtMax = 1_000_000 // keys in memory
)

// page writes the asked part of all hits into r.
func (x *run) page(r *Result) {
	q := x.plan.q
	r.IDs = r.IDs[:0]
	x.used = 0
	if q.Limit == 0 || q.Offset >= r.Total {
		return
	}
	to := min(q.Offset+q.Limit, r.Total)
	r.IDs = slices.Grow(r.IDs, to-q.Offset)
	limit := to // how many of each segment can be on the page
	if to > x.index.tune.shallow {
		limit = 0
	}
	others := 0
	for i := 1; i < len(x.bounds); i++ {
		if b := &x.bounds[i]; b.hits.n > 0 {
			s := x.sequence(b.sorting(q, x.newest))
			s.take(&b.hits, limit, x.room())
			slices.Sort(s.keys)
			others += b.hits.n
		}
	}
	x.merge(r, x.base(to, limit, others), to)
}

// sequence is the next one of the page, empty.
func (x *run) sequence(o sorting) *sequence {
	if x.used == len(x.seqs) {
		x.seqs = append(x.seqs, sequence{})
	}
	s := &x.seqs[x.used]
	x.used++
	s.sorting, s.keys, s.next = o, s.own[:0], 0
	return s
}

// base gives the part of the base's hits that can be on the page, and how many come
// before it. If others are between them, that many more may be on the page.
func (x *run) base(to, limit, others int) int {
	b := &x.bounds[0]
	n := b.hits.n
	if n == 0 {
		return 0
	}
	o := b.sorting(x.plan.q, x.newest)
	if o.order == Order(x.newest) {
		from := x.from(n, limit, others)
		x.sequence(o).byRank(&b.hits, from, min(to, n), x.room())
		return from
	}
	if from, ok := x.along(b, o, to, limit, others); ok {
		return from
	}
	from := x.from(n, limit, others)
	if limit == 0 {
		x.far(o, from, min(to, n))
		return from
	}
	s := x.sequence(o)
	s.take(&b.hits, limit, x.room())
	s.keys = between(s.keys, from, min(to, n))
	return from
}

// from is the first place among n hits of the base that can be on the page when
// others are between them. On the first pages all places are looked at.
func (x *run) from(n, limit, others int) int {
	if limit > 0 {
		return 0
	}
	return min(max(0, x.plan.q.Offset-others), n)
}

// along goes along an order, if that is likely cheaper than reading the key of each
// hit, and gives up when it turns out not to be: hits may all be at the far end.
func (x *run) along(b *bound, o sorting, to, limit, others int) (int, bool) {
	if b.perms == nil {
		return 0, false // and not the base of anything large
	}
	each, sure := gatherNs, false
	if limit == 0 {
		each = selectNs
		sure = b.hits.n > selectAtMax
	}
	gather := float64(b.hits.n) * float64(each)
	steps := float64(to) * float64(b.works) / float64(b.hits.n)
	if !sure && gather <= min(steps*walkNsFew, steps*walkNs+float64(b.works)/64*denseNs) {
		return 0, false
	}
	n, used := b.hits.n, x.used
	var moved *marks
	if o.order >= 0 && b.dirty != nil && b.dirty[o.order].n > 0 {
		moved = &b.dirty[o.order]
		s := x.sequence(o)
		all := s.takeMarked(&b.hits, moved, limit, x.room())
		slices.Sort(s.keys)
		n, others = n-all, others+all
	}
	most := b.works
	if !sure {
		most = min(most, 1000+int(gather/walkNs))
	}
	from := x.from(n, limit, others)
	if !x.walk(x.sequence(o), b, moved, from, min(to, n), most) {
		x.used = used
		return 0, false
	}
	return from, true
}

// walk takes the hits from place from to place to along the order, but for those
// that have moved in it. It gives up after most steps.
func (x *run) walk(s *sequence, b *bound, moved *marks, from, to, most int) bool {
	perm, n := s.perm, len(s.perm)
	back := s.back()
	defer func() { s.own = s.keys }()
	if b.hits.n == n && moved == nil {
		for i := from; i < to; i++ {
			s.keys = append(s.keys, s.key(perm[place(i, n, back)]))
		}
		return true
	}
	// when so many slow steps were made as one bitmap costs, it is made
	dense, denseAt := []uint64(nil), n/64*denseNs/(walkNsFew-walkNs)
	at := 0
	for i := 0; at < to; i++ {
		if i >= most {
			return false
		}
		if i == denseAt {
			dense = x.spreadOut(b)
		}
		r := perm[place(i, n, back)]
		in := false
		if dense != nil {
			in = dense[r>>6]>>(r&63)&1 == 1
		} else {
			in = b.hits.has(r)
		}
		if !in || moved != nil && moved.has(r) {
			continue
		}
		if at >= from {
			s.keys = append(s.keys, s.key(r))
		}
		at++
	}
	return true
}

// back tells whether the order runs against perm, which has the largest number but
// the least text first.
func (o *sorting) back() bool { return (o.order >= 0) == (o.turn == 0) }

func place(i, n int, back bool) int {
	if back {
		return n - 1 - i
	}
	return i
}

// spreadOut makes one bitmap of all hits.
func (x *run) spreadOut(b *bound) []uint64 {
	n := chunksOf(b.works) * chunkWords
	x.dense = slices.Grow(x.dense[:0], n)[:n]
	clear(x.dense)
	if b.hits.flat {
		for _, r := range b.hits.list {
			x.dense[r>>6] |= 1 << (r & 63)
		}
		return x.dense
	}
	for c, set := range b.hits.chunks {
		if set.n > 0 {
			or((*bitmap)(x.dense[c*chunkWords:]), set)
		}
	}
	return x.dense
}

// merge writes the page: base is how many of the base's hits come before what
// there is of them.
func (x *run) merge(r *Result, at, to int) {
	for ; at < to; at++ {
		var first *sequence
		for i := range x.seqs[:x.used] {
			if s := &x.seqs[i]; s.next < len(s.keys) && (first == nil || s.compare(first) < 0) {
				first = s
			}
		}
		if first == nil {
			return
		}
		if at >= x.plan.q.Offset {
			r.IDs = append(r.IDs, first.id(first.keys[first.next]))
		}
		first.next++
	}
}
