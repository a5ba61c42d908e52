package facet

import "slices"

// listsAtOnce is how many entries of lists are in memory at a time (128 MB, and twice
// that for where they come from).
const listsAtOnce = 32 << 20

// invertLists makes the lists of the terms that are not common, some terms at a time.
func (m *maker) invertLists() error {
	p := &m.seg.post
	out := beginSection[uint32](m.out, "lists", 0)
	l := newLister(m)
	for _, s := range l.shares() {
		lists, err := l.lists(s)
		if err != nil {
			out.end()
			return err
		}
		out.add(lists)
	}
	p.lists = out.end()
	return m.out.failed()
}

// lister makes lists of ranks. To put each rank at once where it belongs would be a
// wait for memory each time: so they are first parted by terms, into drawers that are
// small enough for the processor's own memory.
type lister struct {
	*maker
	runs    []span            // the chunks of each hand, in order
	drawers [][drawers]drawer // of each of them
	common  []uint64          // a bit for each term that has no list
}

// drawer is entries of some terms: a term and a rank, by rank.
type drawer []uint64

const drawers = 64

func newLister(m *maker) *lister {
	l := &lister{maker: m, drawers: make([][drawers]drawer, m.hands)}
	chunks := m.seg.post.chunks
	for h := range m.hands {
		l.runs = append(l.runs, span{uint32(h * chunks / m.hands), uint32((h + 1) * chunks / m.hands)})
	}
	l.common, _ = m.common()
	return l
}

// shares parts the terms so that the lists of each share can be in memory. No share has
// terms of two tiers: where the rare ones are, the common ones need not be read.
func (l *lister) shares() []span {
	d, start := l.num.dict, l.seg.post.start
	var out []span
	from := uint32(0)
	for _, end := range []uint32{d.end(tierHot), d.end(tierCold), d.all} {
		for from < end {
			to, _ := slices.BinarySearch(start[:end+1], start[from]+listsAtOnce)
			if to > int(end) || start[to] > start[from]+listsAtOnce {
				to--
			}
			next := max(uint32(to), from+1)
			out = append(out, span{from, next})
			from = next
		}
	}
	return out
}

// lists makes the lists of some terms, one after the other.
func (l *lister) lists(of span) ([]uint32, error) {
	start := l.seg.post.start[of.from : of.to+1]
	out := make([]uint32, start[len(start)-1]-start[0])
	shift := 0
	for (of.to-of.from-1)>>shift >= drawers {
		shift++
	}
	err := parallel(l.ctx, l.hands, len(l.runs), func(h int) error { return l.part(h, of, shift) })
	if err != nil {
		return nil, err
	}
	return out, parallel(l.ctx, l.hands, drawers, func(i int) error {
		from := uint32(i) << shift
		if from >= uint32(len(start)-1) {
			return nil
		}
		at := slices.Clone(start[from:min(from+1<<shift, uint32(len(start)-1))])
		for h := range l.drawers {
			for _, e := range l.drawers[h][i] {
				n := &at[uint32(e>>32)-from]
				out[*n-start[0]] = uint32(e)
				*n++
			}
		}
		return nil
	})
}

// part puts the entries of a run of chunks into drawers, the terms counted from the first of the share.
func (l *lister) part(run int, of span, shift int) error {
	to := &l.drawers[run]
	for i := range to {
		to[i] = to[i][:0]
	}
	for c := l.runs[run].from; c < l.runs[run].to; c++ {
		if err := l.ctx.Err(); err != nil {
			return err
		}
		l.seg.eachOf(l.num.dict, int(c), of, func(rank uint32, terms []uint32) {
			for _, t := range terms {
				if t >= of.from && t < of.to && l.common[t/64]>>(t%64)&1 == 0 {
					d := &to[(t-of.from)>>shift]
					*d = append(*d, uint64(t-of.from)<<32|uint64(rank))
				}
			}
		})
	}
	return nil
}

// eachOf is each, and may leave out terms that are in other tiers.
func (s *segment) eachOf(d *dict, c int, of span, f func(rank uint32, terms []uint32)) {
	if of.from < d.end(tierHot) {
		s.each(d, c, f)
		return
	}
	seen := of.from < d.end(tierCold)
	for rank := c << chunkBits; rank < min((c+1)<<chunkBits, s.works); rank++ {
		if seen {
			_, rest := s.recs[rank].overflow(s.over[c])
			f(uint32(rank), rest)
		} else {
			f(uint32(rank), s.hidden(uint32(rank)))
		}
	}
}
