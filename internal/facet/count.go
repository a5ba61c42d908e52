package facet

// tally counts the terms of works. The flags of a record are counted as they are,
// each half in its table, and only at the end taken apart.
type tally struct {
	terms  [1 << 16]uint32 // Choice and hot terms, by number; the last ones are dummies
	halves [2][1 << 16]uint32
}

// reset makes it empty; the tables of flags are used as far as the packing goes.
func (t *tally) reset(p *packing) {
	clear(t.terms[:])
	for half := range t.halves {
		clear(t.halves[half][:p.values(half)])
	}
}

// values is how many values a half of the flags can have.
func (p *packing) values(half int) int {
	n := 1
	for _, k := range p.kinds {
		if int(k.shift)/16 == half {
			n <<= k.width
		}
	}
	return n
}

// blockWorks is how many works are counted together: first all their records are
// touched, so that the processor waits for many at a time and not one after the
// other. At 17 million it halves the time.
const blockWorks = 64

// add counts works of one segment.
func (t *tally) add(s *segment, ranks []uint32) {
	for len(ranks) > 0 {
		n := min(blockWorks, len(ranks))
		t.block(s, ranks[:n])
		ranks = ranks[n:]
	}
}

func (t *tally) block(s *segment, ranks []uint32) {
	var more [blockWorks]uint32
	n := 0
	for _, r := range ranks {
		rec := &s.recs[r]
		t.halves[0][rec.flags&0xffff]++
		t.halves[1][rec.flags>>16]++
		more[n&(blockWorks-1)] = r
		n += int(rec.over >> 30 & 1)
	}
	c := &t.terms
	for _, r := range ranks {
		h := &s.recs[r].hot
		c[h[0]]++
		c[h[1]]++
		c[h[2]]++
		c[h[3]]++
		c[h[4]]++
		c[h[5]]++
		c[h[6]]++
		c[h[7]]++
		c[h[8]]++
		c[h[9]]++
		c[h[10]]++
		c[h[11]]++
	}
	for _, r := range more[:n] {
		over := s.over[r>>chunkBits][s.recs[r].over&overAt:]
		for _, w := range over[1 : 1+(over[0]&0xffff+1)/2] {
			c[uint16(w)]++
			c[w>>16]++
		}
	}
}

// finish takes the flags apart.
func (t *tally) finish(p *packing) {
	for half := range t.halves {
		for v, n := range t.halves[half][:p.values(half)] {
			if n == 0 {
				continue
			}
			for _, k := range p.kinds {
				if int(k.shift)/16 == half {
					k.add(uint32(v)<<(16*half), n, t.terms[:])
				}
			}
		}
	}
	clear(t.terms[hotEnd:])
}

func (t *tally) merge(o *tally, p *packing) {
	for i, n := range o.terms {
		t.terms[i] += n
	}
	for half := range t.halves {
		to := t.halves[half][:p.values(half)]
		for i, n := range o.halves[half][:len(to)] {
			to[i] += n
		}
	}
}
