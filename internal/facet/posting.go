package facet

import (
	"math/bits"
	"slices"
	"unsafe"
)

// Works are looked at in chunks of 65,536 ranks: a chunk's set is at most 8 KB and
// stays in the nearest cache while one condition after the other is laid on it.
// This is Roaring's idea; its library is not used since it makes a new set for each
// step, and here nothing is to be allocated, cut up and given to two cores.
const (
	chunkBits  = 16
	chunkWorks = 1 << chunkBits
	chunkWords = chunkWorks / 64
	bitsFrom   = 2048 // members, from which a chunk is a bitmap and not a list
)

// chunk is the set of works of one chunk: a bitmap of chunkWords if n is at least
// bitsFrom, else a list of the lower halves of ranks in the same memory.
type chunk struct {
	n     int
	words []uint64
}

func (c chunk) isBits() bool { return c.n >= bitsFrom }

func (c chunk) bits() *[chunkWords]uint64 { return (*[chunkWords]uint64)(c.words) }

func (c chunk) list() []uint16 { return lows(c.words)[:c.n] }

// lows sees words as lower halves of ranks.
func lows(words []uint64) []uint16 {
	if len(words) == 0 {
		return nil
	}
	return unsafe.Slice((*uint16)(unsafe.Pointer(&words[0])), 4*len(words))
}

// has tells whether low is in the set.
func (c chunk) has(low uint16) bool {
	if c.n == 0 {
		return false
	}
	if c.isBits() {
		return c.words[low>>6]>>(low&63)&1 == 1
	}
	_, ok := slices.BinarySearch(c.list(), low)
	return ok
}

// posting is the set of the works of a term: a sorted list of ranks when there are
// few, else its chunks.
type posting struct {
	n     int
	list  []uint32
	parts []part
	words []uint64
}

// part is where a chunk lies in a posting's words.
type part struct{ at, n uint32 }

// chunks of a segment with so many works.
func chunksOf(works int) int { return (works + chunkWorks - 1) >> chunkBits }

// few is how many works a posting has at most that is a plain list: below, the
// table of its parts would be longer than what it saves.
func few(works int) int { return max(64, 8*chunksOf(works)) }

func (p *posting) isList() bool { return p.parts == nil }

func (p *posting) chunk(c int) chunk {
	e := p.parts[c]
	return chunk{int(e.n), p.words[e.at : e.at+wordsFor(e.n)]}
}

// wordsFor is the memory of a chunk with n works.
func wordsFor(n uint32) uint32 {
	if n >= bitsFrom {
		return chunkWords
	}
	return (n + 3) / 4
}

// within gives the ranks of a list that lie in a chunk.
func (p *posting) within(c int) []uint32 {
	from, _ := slices.BinarySearch(p.list, uint32(c)<<chunkBits)
	rest := p.list[from:]
	if uint64(c+1)<<chunkBits > 1<<32-1 {
		return rest
	}
	to, _ := slices.BinarySearch(rest, uint32(c+1)<<chunkBits)
	return rest[:to]
}

// has tells whether the rank is in.
func (p *posting) has(rank uint32) bool {
	if p.isList() {
		_, ok := slices.BinarySearch(p.list, rank)
		return ok
	}
	return p.chunk(int(rank >> chunkBits)).has(uint16(rank))
}

// makePosting packs sorted ranks of a segment with so many works.
func makePosting(ranks []uint32, works int) posting {
	if len(ranks) < few(works) {
		return posting{n: len(ranks), list: ranks}
	}
	p := posting{n: len(ranks), parts: make([]part, chunksOf(works))}
	for _, r := range ranks {
		p.parts[r>>chunkBits].n++
	}
	size := uint32(0)
	for i := range p.parts {
		p.parts[i].at = size
		size += wordsFor(p.parts[i].n)
	}
	p.words = make([]uint64, size)
	at := 0
	for c, e := range p.parts {
		write := p.words[e.at : e.at+wordsFor(e.n)]
		putChunk(write, ranks[at:at+int(e.n)])
		at += int(e.n)
		_ = c
	}
	return p
}

// putChunk writes the ranks of one chunk.
func putChunk(words []uint64, ranks []uint32) {
	if len(ranks) >= bitsFrom {
		for _, r := range ranks {
			words[uint16(r)>>6] |= 1 << (r & 63)
		}
		return
	}
	l := lows(words)
	for i, r := range ranks {
		l[i] = uint16(r)
	}
}

// everything is the posting of all works of a segment; full chunks share one bitmap.
func everything(works int) posting {
	p := posting{n: works, parts: make([]part, chunksOf(works)), words: make([]uint64, 2*chunkWords)}
	for i := range chunkWords {
		p.words[i] = ^uint64(0)
	}
	for c := range p.parts {
		n := min(chunkWorks, works-c<<chunkBits)
		p.parts[c] = part{0, uint32(n)}
		if n < chunkWorks {
			p.parts[c].at = chunkWords
			if n >= bitsFrom {
				setRange(p.words[chunkWords:], 0, n)
				continue
			}
			for i := range n {
				lows(p.words[chunkWords:])[i] = uint16(i)
			}
		}
	}
	return p
}

// setRange sets the bits [from, to).
func setRange(words []uint64, from, to int) {
	for i := from; i < to; {
		if i&63 == 0 && to-i >= 64 {
			words[i>>6] = ^uint64(0)
			i += 64
			continue
		}
		words[i>>6] |= 1 << (i & 63)
		i++
	}
}

// ranksOf writes the ranks of a chunk into to, which has room for all, and says
// how many.
func (c chunk) ranks(number int, to []uint32) int {
	high := uint32(number) << chunkBits
	if !c.isBits() {
		for i, l := range c.list() {
			to[i] = high | uint32(l)
		}
		return c.n
	}
	n := 0
	for i, w := range c.bits() {
		base := high | uint32(i)<<6
		for ; w != 0; w &= w - 1 {
			to[n] = base | uint32(bits.TrailingZeros64(w))
			n++
		}
	}
	return n
}
