package facet

import "math/bits"

// A page far down an order is found without bringing what comes before it in order: the
// hits are parted by their numbers into shares, of which only those are sorted that the
// page begins and ends in. The number of each hit is read once, by all processors; ties,
// which lie elsewhere in memory, only of these shares.

// Shares are as wide as numbers are large: below fineShares each number is one of its
// own, from there on each power of two has half as many.
const (
	fineBits   = 11
	fineShares = 1 << fineBits
	allShares  = fineShares + (32-fineBits)*fineShares/2
)

// share is monotonous in n.
func share(n uint32) int {
	wide := bits.Len32(n) - fineBits
	if wide <= 0 {
		return int(n)
	}
	return fineShares + (wide-1)*(fineShares/2) + int(n>>wide) - fineShares/2
}

// far adds the base's hits from place from to place to of the order.
func (x *run) far(o sorting, from, to int) {
	s, b := x.sequence(o), &x.bounds[0]
	if from >= to {
		return
	}
	x.deep = o
	x.me.clearParts()
	if err := x.spread(parting, b.hits.blocks(), b.hits.n > x.index.tune.help/10); err != nil {
		return // nobody waits any more
	}
	first, last, before := x.me.sharesOf(from, to, o.turn != 0)
	for _, p := range x.me.parted {
		if at := share(uint32(p >> 32)); at >= first && at <= last {
			s.keys = append(s.keys, (p&^0xffff_ffff|uint64(o.ids.tie[uint32(p)]))^o.turn)
		}
	}
	s.own = s.keys
	s.keys = between(s.keys, from-before, to-before)
}

// part adds hits, their numbers first, then their shares: so the processor waits for many
// numbers at a time.
func (w *worker) part(o *sorting, ranks []uint32) {
	at := len(w.parted)
	for _, r := range ranks {
		w.parted = append(w.parted, uint64(o.number(r))<<32|uint64(r))
	}
	for _, p := range w.parted[at:] {
		w.shares[share(uint32(p>>32))]++
	}
}

func (w *worker) clearParts() {
	if w.shares == nil {
		w.shares = make([]uint32, allShares)
	}
	clear(w.shares)
	w.parted = w.parted[:0]
}

func (w *worker) addParts(o *worker) {
	w.parted = append(w.parted, o.parted...)
	for i, n := range o.shares {
		w.shares[i] += n
	}
}

// sharesOf gives the shares in which the places from to to are, both ends in, of numbers
// that fall or rise, and how many hits come before them.
func (w *worker) sharesOf(from, to int, fall bool) (first, last, before int) {
	at, seen := func(i int) int { return i }, 0
	if fall {
		at = func(i int) int { return allShares - 1 - i }
	}
	first = -1
	for i := range allShares {
		n := int(w.shares[at(i)])
		if first < 0 && seen+n > from {
			first, before = at(i), seen
		}
		if seen += n; seen >= to {
			last = at(i)
			break
		}
	}
	return min(first, last), max(first, last), before
}
