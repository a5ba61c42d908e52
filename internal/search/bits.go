package search

import (
	"encoding/binary"
	"math/bits"
)

// The postings of a word in a block are bits, the lowest of a byte first: how far apart its
// windows are, and in each how many places it has and where. A number is written with as
// many bits as it takes, and before them, in ones and a zero, how many that is beyond those
// that it is expected to take. Ones fill the last byte.

// farBits is how many bits tell how many a step to the next window is expected to take.
const farBits = 5

// placeBits is how many bits the place of a word takes that stands in a window once, and
// shortPlaces how many of the first places take one less.
const (
	placeBits   = 10
	shortPlaces = 1<<placeBits - windowUnits
)

// Where a word has so many places in a window, a number with sizeBits says first how many
// bits they take: each twice as many as it says beyond those expected.
const (
	sized    = 8
	sizeBits = 3
)

// farness is how many bits the steps between windows are expected to take, so that all
// take as few as can be.
func farness(windows []int64, base int64) uint {
	var of [64]int // how many steps have so many bits
	most := 0
	for before := base - 1; len(windows) > 0; windows = windows[1:] {
		n := bits.Len64(uint64(windows[0] - before - 1))
		of[n]++
		most, before = max(most, n), windows[0]
	}
	best, least := 0, 0
	for k := range min(most+1, 1<<farBits) {
		sum := 0
		for n := range most + 1 {
			sum += of[n] * (k + 1 + 2*max(0, n-k))
		}
		if k == 0 || sum < least {
			best, least = k, sum
		}
	}
	return uint(best)
}

// nearness is how many bits the steps between n places in a window are expected to take.
func nearness(n int) uint { return uint(max(0, bits.Len(uint(windowUnits/n))-1)) }

// bitWriter writes the postings of one word.
type bitWriter struct {
	data []byte
	bits uint64 // that are not a byte yet
	n    uint   // how many
}

func (w *bitWriter) begin(far uint) {
	*w = bitWriter{data: w.data[:0]}
	w.put(uint64(far), farBits)
}

// put writes the n lowest bits of v, at most 56 of them, and none of the others are set.
func (w *bitWriter) put(v uint64, n uint) {
	w.bits |= v << w.n
	for w.n += n; w.n >= 8; w.n -= 8 {
		w.data = append(w.data, byte(w.bits))
		w.bits >>= 8
	}
}

// number writes v, of which k bits are expected.
func (w *bitWriter) number(v uint64, k uint) {
	v += 1 << k
	n := uint(bits.Len64(v)) - 1
	w.put(1<<(n-k)-1, n-k+1)
	w.put(v-1<<n, n)
}

// posting writes that the word stands at places of the window that many after the next one.
func (w *bitWriter) posting(after int64, far uint, places []uint16) {
	w.number(uint64(after), far)
	w.number(uint64(len(places)-1), 0)
	if len(places) == 1 {
		if at := uint64(places[0]); at < shortPlaces {
			w.put(at, placeBits-1)
		} else { // the last bit of two that begin alike
			at += shortPlaces
			w.put(at>>1, placeBits-1)
			w.put(at&1, 1)
		}
		return
	}
	k, next := nearness(len(places)), uint16(0)
	if len(places) >= sized {
		more, next := 0, uint16(0)
		for _, at := range places {
			more += bits.Len(uint(at-next)+1<<k) - 1 - int(k)
			next = at + 1
		}
		w.number(uint64(more), sizeBits)
	}
	for _, at := range places {
		w.number(uint64(at-next), k)
		next = at + 1
	}
}

// size is how many bytes end will give.
func (w *bitWriter) size() int { return len(w.data) + int(w.n+7)/8 }

// mark is where the writer is, for back.
func (w *bitWriter) mark() bitWriter { return *w }

// back takes away what was written since mark.
func (w *bitWriter) back(mark bitWriter) {
	*w = bitWriter{data: w.data[:len(mark.data)], bits: mark.bits, n: mark.n}
}

func (w *bitWriter) end() []byte {
	if w.n > 0 {
		w.put(1<<(8-w.n)-1, 8-w.n)
	}
	return w.data
}

// bitReader reads the postings of one word.
type bitReader struct {
	data    []byte // with eight bytes more than are read
	at, end int    // bits
	damaged bool
}

// readBits reads the first n bytes of data, and tells what begin was told.
func readBits(data []byte, n int) (r bitReader, far int) {
	r = bitReader{data: data, end: 8 * n}
	if n+8 > len(data) {
		r.data = append(make([]byte, 0, n+8), data[:n]...)[:n+8]
	}
	return r, int(r.take(farBits))
}

// next are the next 57 bits, and some more.
func (r *bitReader) next() uint64 {
	if r.at > r.end {
		r.damaged, r.at = true, r.end
	}
	return binary.LittleEndian.Uint64(r.data[r.at>>3:]) >> (r.at & 7)
}

// more tells whether there is more than what fills the last byte.
func (r *bitReader) more() bool {
	return r.end-r.at >= 8 || r.at < r.end && bits.TrailingZeros64(^r.next()) < r.end-r.at
}

// take gives the next n bits.
func (r *bitReader) take(n int) uint64 {
	v := r.next() & (1<<n - 1)
	r.at += n
	return v
}

// number gives the next number, of which k bits were expected.
func (r *bitReader) number(k int) uint64 {
	x := r.next()
	more := bits.TrailingZeros64(^x)
	n := k + more
	if more+1+n <= 57 {
		r.at += more + 1 + n
		return x>>(more+1)&(1<<n-1) + 1<<n - 1<<k
	}
	if n > 56 {
		r.damaged, r.at = true, r.end
		return 0
	}
	r.at += more + 1
	return r.take(n) + 1<<n - 1<<k
}

// posting gives how many windows after the next one the word stands, and at how many
// places there.
func (r *bitReader) posting(far int) (after int64, n int) {
	x := r.next()
	more := bits.TrailingZeros64(^x)
	if at := 2*more + far + 1; at <= 40 { // both in what was read at once, as nearly always
		width := far + more
		after = int64(x>>(more+1)&(1<<width-1) + 1<<width - 1<<far)
		x >>= at
		if more = bits.TrailingZeros64(^x); more <= 8 {
			r.at += at + 2*more + 1
			return after, int(x>>(more+1)&(1<<more-1) + 1<<more)
		}
	}
	return int64(r.number(far)), int(r.number(0)) + 1
}

// place gives that of a word that stands in a window once.
func (r *bitReader) place() uint64 {
	x := r.next()
	at := x & (1<<(placeBits-1) - 1)
	if at < shortPlaces {
		r.at += placeBits - 1
		return at
	}
	r.at += placeBits
	return (at<<1 | x>>(placeBits-1)&1) - shortPlaces
}

// places adds n places to those there are.
func (r *bitReader) places(to []uint16, n int) []uint16 {
	if n == 1 {
		return append(to, uint16(r.place()))
	}
	k := int(nearness(n))
	if n >= sized {
		r.number(sizeBits)
	}
	place, at := uint64(0), r.at
	for ; n > 0; n-- {
		if at > r.end {
			break
		}
		x := binary.LittleEndian.Uint64(r.data[at>>3:]) >> (at & 7)
		more := bits.TrailingZeros64(^x)
		width := (k + more) & 63
		place += x>>(more+1)&(1<<width-1) + 1<<width - 1<<k
		if place >= windowUnits || more > placeBits {
			break
		}
		to = append(to, uint16(place))
		at += more + 1 + width
		place++
	}
	if n > 0 {
		r.damaged = true
	}
	r.at = at
	return to
}

// skip goes over n places.
func (r *bitReader) skip(n int) {
	if n == 1 {
		r.place()
		return
	}
	k := int(nearness(n))
	if n >= sized {
		r.at += 2*int(r.number(sizeBits)) + n*(k+1)
		return
	}
	for n > 0 {
		x := r.next()
		at := 0
		for ; n > 0; n-- {
			more := bits.TrailingZeros64(^x)
			if at > 0 && at+more >= 57 {
				break // its beginning may not be in x
			}
			step := k + 1 + 2*more
			at += step
			x >>= step & 63
			if at >= 57 {
				n--
				break
			}
		}
		r.at += at
	}
}
