package facet

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
	common, place := m.common()
	big := func(t uint32) int32 {
		if common[t/64]>>(t%64)&1 == 0 {
			return -1
		}
		return place[t]
	}
	err := parallel(m.ctx, m.hands, p.chunks, func(c int) error {
		works := make([]uint32, len(p.big)) // here, since the parts of a chunk lie far from each other
		s.each(d, c, func(_ uint32, terms []uint32) {
			for _, t := range terms {
				if i := big(t); i >= 0 {
					works[i]++
				}
			}
		})
		for i, n := range works {
			p.parts[i*p.chunks+c].n = n
		}
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
		to := make([]filling, len(p.big))
		for i := range to {
			e := p.parts[i*p.chunks+c]
			to[i] = filling{p.bigAt[i] + uint64(e.at), e.n >= bitsFrom, 0}
		}
		all := lows(p.words)
		s.each(d, c, func(rank uint32, terms []uint32) {
			for _, t := range terms {
				i := big(t)
				if i < 0 {
					continue
				}
				if e := &to[i]; e.bits {
					p.words[e.at+uint64(uint16(rank)>>6)] |= 1 << (rank & 63)
				} else {
					all[4*e.at+uint64(e.n)] = uint16(rank)
					e.n++
				}
			}
		})
		return nil
	})
}

// common says of each term whether it is big, and for those that are which of them it
// is: the bits stay in the processor's memory, where the places of all terms do not.
func (m *maker) common() (bits []uint64, place []int32) {
	bits, place = make([]uint64, m.num.dict.all/64+1), make([]int32, m.num.dict.all)
	for i, t := range m.seg.post.big {
		bits[t/64] |= 1 << (t % 64)
		place[t] = int32(i)
	}
	return bits, place
}

// filling is a chunk of a posting that is being written: where it begins, whether it is
// a bitmap, and how many are in its list.
type filling struct {
	at   uint64
	bits bool
	n    uint16
}
