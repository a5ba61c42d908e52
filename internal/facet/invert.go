package facet

import "slices"

// collect makes the postings of a young segment: few works, few of all terms.
func (m *maker) collect() {
	s := m.seg
	var pairs []uint64
	var w row
	var terms []uint32
	for rank, i := range m.order {
		m.src.read(i, &w)
		terms = m.renumber(w.terms, terms[:0])
		for _, t := range terms {
			pairs = append(pairs, uint64(t)<<32|uint64(rank))
		}
	}
	sortHigh(pairs)
	p := postings{chunks: chunksOf(s.works), ids: []uint32{}}
	s.highest = make([]uint32, len(m.num.schema.Kinds))
	hot := m.num.dict.end(tierHot)
	for i := 0; i < len(pairs); {
		term, from := uint32(pairs[i]>>32), len(p.lists)
		p.start = append(p.start, uint32(from))
		for ; i < len(pairs) && uint32(pairs[i]>>32) == term; i++ {
			p.lists = append(p.lists, uint32(pairs[i]))
		}
		p.ids = append(p.ids, term)
		n := len(p.lists) - from
		if term >= hot {
			k := m.num.kind(term)
			s.highest[k] = max(s.highest[k], uint32(n))
		}
		if n >= few(s.works) {
			p.addBig(term, makePosting(p.lists[from:], s.works))
			p.lists = p.lists[:from]
		}
	}
	p.start = append(p.start, uint32(len(p.lists)))
	s.post = p
}

func (p *postings) addBig(term uint32, set posting) {
	p.big = append(p.big, term)
	p.bigN = append(p.bigN, uint32(set.n))
	p.bigAt = append(p.bigAt, uint64(len(p.words)))
	p.parts = append(p.parts, set.parts...)
	p.words = append(p.words, set.words...)
}

// each calls f with the number of every term of every work of the chunk, Unseen
// ones too.
func (s *segment) each(d *dict, c int, f func(rank uint32, terms []uint32)) {
	var terms []uint32
	for rank := c << chunkBits; rank < min((c+1)<<chunkBits, s.works); rank++ {
		terms = s.recs[rank].terms(d, s.over[c], terms[:0])
		f(uint32(rank), append(terms, s.hidden(uint32(rank))...))
	}
}

// listsAtOnce is how many entries of lists are in memory at a time by each hand (128 MB).
const listsAtOnce = 32 << 20

// invert makes the postings of a base of its records. works says how many works
// each term has.
func (m *maker) invert(works []uint32) error {
	p := &m.seg.post
	p.chunks = chunksOf(m.seg.works)
	p.start = make([]uint32, len(works)+1)
	least := uint32(few(m.seg.works))
	for t, n := range works {
		p.start[t+1] = p.start[t]
		if n >= least {
			p.big, p.bigN = append(p.big, uint32(t)), append(p.bigN, n)
		} else {
			p.start[t+1] += n
		}
	}
	if err := m.invertBig(); err != nil {
		return err
	}
	if err := m.invertLists(); err != nil {
		return err
	}
	p.start = put(m.out, "starts", 0, p.start)
	p.big = put(m.out, "big", 0, p.big)
	p.bigN = put(m.out, "big works", 0, p.bigN)
	p.bigAt = put(m.out, "big at", 0, p.bigAt)
	p.parts = put(m.out, "parts", 0, p.parts)
	p.words = put(m.out, "words", 0, p.words)
	return m.out.failed()
}

// invertBig makes the chunks of common terms: their sizes first, then each chunk
// by itself, since each has its own place.
func (m *maker) invertBig() error {
	s, d, p := m.seg, m.num.dict, &m.seg.post
	p.parts = make([]part, len(p.big)*p.chunks)
	warm, cold := d.end(tierWarm), d.end(tierCold)
	place := make([]int32, warm+d.all-cold) // of terms that can be big
	for i := range place {
		place[i] = -1
	}
	for i, t := range p.big {
		if t >= cold {
			t = t - cold + warm
		}
		place[t] = int32(i)
	}
	big := func(t uint32) int32 {
		switch {
		case t < warm:
			return place[t]
		case t < cold:
			return -1
		}
		return place[t-cold+warm]
	}
	err := parallel(m.ctx, m.hands, p.chunks, func(c int) error {
		s.each(d, c, func(_ uint32, terms []uint32) {
			for _, t := range terms {
				if i := big(t); i >= 0 {
					p.parts[int(i)*p.chunks+c].n++
				}
			}
		})
		return nil
	})
	if err != nil {
		return err
	}
	size := uint64(0)
	for i := range p.big {
		p.bigAt = append(p.bigAt, size)
		for c := range p.chunks {
			e := &p.parts[i*p.chunks+c]
			e.at = uint32(size - p.bigAt[i])
			size += uint64(wordsFor(e.n))
		}
	}
	p.words = make([]uint64, size)
	return parallel(m.ctx, m.hands, p.chunks, func(c int) error {
		next := make([]uint16, len(p.big))
		s.each(d, c, func(rank uint32, terms []uint32) {
			for _, t := range terms {
				i := big(t)
				if i < 0 {
					continue
				}
				e := p.parts[int(i)*p.chunks+c]
				words := p.words[p.bigAt[i]+uint64(e.at):][:wordsFor(e.n)]
				if e.n >= bitsFrom {
					words[uint16(rank)>>6] |= 1 << (rank & 63)
				} else {
					lows(words)[next[i]] = uint16(rank)
					next[i]++
				}
			}
		})
		return nil
	})
}

// invertLists makes the lists of the other terms, some terms at a time.
func (m *maker) invertLists() error {
	p := &m.seg.post
	out := beginSection[uint32](m.out, "lists", 0)
	for shares := p.shares(); len(shares) > 0; {
		n := min(len(shares), m.hands)
		lists := make([][]uint32, n)
		err := parallel(m.ctx, m.hands, n, func(i int) error {
			lists[i] = m.lists(shares[i])
			return m.ctx.Err()
		})
		if err != nil {
			out.end()
			return err
		}
		for _, l := range lists {
			out.add(l)
		}
		shares = shares[n:]
	}
	p.lists = out.end()
	return m.out.failed()
}

// shares parts the terms so that the lists of each share can be in memory.
func (p *postings) shares() []span {
	var out []span
	for from := 0; from < len(p.start)-1; {
		to, _ := slices.BinarySearch(p.start, p.start[from]+listsAtOnce)
		to = min(max(to, from+1), len(p.start)-1)
		if p.start[to]-p.start[from] > listsAtOnce && to > from+1 {
			to--
		}
		out = append(out, span{uint32(from), uint32(to)})
		from = to
	}
	return out
}

// lists makes the lists of some terms, one after the other.
func (m *maker) lists(of span) []uint32 {
	p, base := &m.seg.post, m.seg.post.start[of.from]
	at := slices.Clone(p.start[of.from : of.to+1])
	out := make([]uint32, at[len(at)-1]-base)
	for c := range p.chunks {
		if m.ctx.Err() != nil {
			return nil
		}
		m.seg.each(m.num.dict, c, func(rank uint32, terms []uint32) {
			for _, t := range terms {
				if t >= of.from && t < of.to && p.start[t] != p.start[t+1] {
					n := &at[t-of.from]
					out[*n-base] = rank
					*n++
				}
			}
		})
	}
	return out
}
