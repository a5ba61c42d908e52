package facet

// slots is how many tags lie in the record itself: with them it is half a cache
// line, and at 17 million works of 17 tags five in six works need no more.
const slots = 12

// record is what counting needs of one work, in one place: half a cache line, and
// no second look for most works.
type record struct {
	flags uint32
	over  uint32 // what didn't fit: overSome, overHot, and the place in the chunk's overflow
	hot   [slots]uint16
}

const (
	overSome = 1 << 31 // there is overflow
	overHot  = 1 << 30 // and hot tags are in it
	overAt   = overHot - 1
)

// The overflow of a work: how many hot tags (low half) and others (high half)
// there are, the hot ones two in a word, then the others.

// encode makes the record of a work whose terms have these numbers (Unseen left
// out), each once and in order, and appends its overflow to over.
func encode(d *dict, terms []uint32, over []uint32) (record, []uint32) {
	r := record{}
	for i := range r.hot {
		r.hot[i] = uint16(hotEnd + i)
	}
	var hot [64]uint32
	mine, rest := hot[:0], terms[len(terms):]
	for i, t := range terms {
		if t >= d.end(tierHot) {
			rest = terms[i:]
			break
		}
		if f, ok := d.pack.flag(t); ok {
			r.flags |= f
		} else {
			mine = append(mine, t)
		}
	}
	n := min(len(mine), slots)
	for i, t := range mine[:n] {
		r.hot[i] = uint16(t)
	}
	mine = mine[n:]
	if len(mine)+len(rest) == 0 {
		return r, over
	}
	r.over = overSome | uint32(len(over))
	if len(mine) > 0 {
		r.over |= overHot
	}
	over = append(over, uint32(len(mine))|uint32(len(rest))<<16)
	for i := 0; i < len(mine); i += 2 {
		w := mine[i]
		if i+1 < len(mine) {
			w |= mine[i+1] << 16
		} else {
			w |= hotEnd << 16
		}
		over = append(over, w)
	}
	return r, append(over, rest...)
}

// overflow gives the words of hot tags, two in each, and the other terms.
func (r *record) overflow(over []uint32) (hot, rest []uint32) {
	if r.over&overSome == 0 {
		return nil, nil
	}
	o := over[r.over&overAt:]
	n, m := (o[0]&0xffff+1)/2, o[0]>>16
	return o[1 : 1+n], o[1+n : 1+n+m]
}

// terms appends all terms of the work.
func (r *record) terms(d *dict, over []uint32, to []uint32) []uint32 {
	to = d.pack.terms(r.flags, to)
	for _, t := range r.hot {
		if t < hotEnd {
			to = append(to, uint32(t))
		}
	}
	hot, rest := r.overflow(over)
	for _, w := range hot {
		to = append(to, w&0xffff)
		if t := w >> 16; t < hotEnd {
			to = append(to, t)
		}
	}
	return append(to, rest...)
}
