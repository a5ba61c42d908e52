package facet

import "math/bits"

type bitmap = [chunkWords]uint64

// bit tells whether i is in b, or what nil means.
func bit(b *bitmap, i uint16, otherwise bool) bool {
	if b == nil {
		return otherwise
	}
	return b[i>>6]>>(i&63)&1 == 1
}

func and(to, by *bitmap) {
	for i, w := range by {
		to[i] &= w
	}
}

func andNot(to, by *bitmap) {
	for i, w := range by {
		to[i] &^= w
	}
}

func count(b *bitmap) int {
	n := 0
	for _, w := range b {
		n += bits.OnesCount64(w)
	}
	return n
}

func countBoth(a, b *bitmap) int {
	n := 0
	for i, w := range a {
		n += bits.OnesCount64(w & b[i])
	}
	return n
}

// or adds a chunk.
func or(to *bitmap, c chunk) {
	if c.isBits() {
		for i, w := range c.bits() {
			to[i] |= w
		}
		return
	}
	for _, l := range c.list() {
		to[l>>6] |= 1 << (l & 63)
	}
}

// without takes a chunk away.
func without(from *bitmap, c chunk) {
	if c.isBits() {
		andNot(from, c.bits())
		return
	}
	for _, l := range c.list() {
		from[l>>6] &^= 1 << (l & 63)
	}
}

// countIn counts the members of c that are in b.
func countIn(b *bitmap, c chunk) int {
	if c.isBits() {
		return countBoth(b, c.bits())
	}
	n := uint64(0)
	for _, l := range c.list() {
		n += b[l>>6] >> (l & 63) & 1
	}
	return int(n)
}

// extract writes a bitmap of few members as a list over the same memory.
func extract(b *bitmap, n int) {
	var list [bitsFrom]uint16
	at := 0
	for i, w := range b {
		for ; w != 0; w &= w - 1 {
			list[at&(bitsFrom-1)] = uint16(i<<6 | bits.TrailingZeros64(w))
			at++
		}
	}
	copy(lows(b[:]), list[:n])
}

// keepIn keeps of a list what is in c, or what isn't; without a branch on what
// cannot be foreseen.
func keepIn(list []uint16, c chunk, in bool) []uint16 {
	if c.n == 0 {
		if in {
			return list[:0]
		}
		return list
	}
	if !c.isBits() {
		return keepInList(list, c.list(), in)
	}
	b, flip, n := c.bits(), uint64(1), 0
	if in {
		flip = 0
	}
	for _, l := range list {
		list[n] = l
		n += int(b[l>>6]>>(l&63)&1 ^ flip)
	}
	return list[:n]
}

func keepInList[T uint16 | uint32](list, other []T, in bool) []T {
	n, j := 0, 0
	for _, l := range list {
		j += skip(other[j:], l)
		if (j < len(other) && other[j] == l) == in {
			list[n] = l
			n++
		}
	}
	return list[:n]
}

// skip says how many of a sorted list are below v: first in leaps, since the lists
// may be of very different lengths.
func skip[T uint16 | uint32](list []T, v T) int {
	leap := 1
	for leap < len(list) && list[leap] < v {
		leap *= 2
	}
	from, to := leap/2, min(leap+1, len(list))
	for from < to {
		mid := (from + to) / 2
		if list[mid] < v {
			from = mid + 1
		} else {
			to = mid
		}
	}
	return from
}
