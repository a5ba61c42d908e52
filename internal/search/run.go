package search

import (
	"cmp"
	"encoding/binary"
	"errors"
	"slices"
)

// A run is the words of some windows in order, each with the windows in which it stands
// and its places there. It is cut into blocks, and never changed: runs are made, merged
// into larger ones and deleted.

// blockSize is how many bytes a block has at most: four pieces as PostgreSQL cuts what is
// stored out of its row, which fill a page.
const blockSize = 7900

// block is a part of a run. Word and window are those of its first posting; those of a
// word with very many windows go on in the blocks that follow.
type block struct {
	word   string
	window int64
	data   []byte
}

// postings are the windows that have a word, in order, with its places in each.
type postings struct {
	windows []int64
	ends    []int // of its places, for each window
	places  []uint16
}

// at gives the places of a word in the i-th window.
func (p *postings) at(i int) []uint16 {
	if i == 0 {
		return p.places[:p.ends[0]]
	}
	return p.places[p.ends[i-1]:p.ends[i]]
}

func (p *postings) add(window int64, places []uint16) {
	p.windows, p.places = append(p.windows, window), append(p.places, places...)
	p.ends = append(p.ends, len(p.places))
}

func (p *postings) reset() {
	p.windows, p.ends, p.places = p.windows[:0], p.ends[:0], p.places[:0]
}

// sorted is p in the order of windows, with those that are there twice as one.
func (p *postings) sorted() *postings {
	ordered := true
	for i := 1; i < len(p.windows) && ordered; i++ {
		ordered = p.windows[i-1] < p.windows[i]
	}
	if ordered {
		return p
	}
	order := make([]int, len(p.windows))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(p.windows[a], p.windows[b]) })
	out := &postings{}
	for _, i := range order {
		if n := len(out.windows); n > 0 && out.windows[n-1] == p.windows[i] {
			from := 0
			if n > 1 {
				from = out.ends[n-2]
			}
			out.places = append(out.places, p.at(i)...)
			slices.Sort(out.places[from:])
			out.ends[n-1] = len(out.places)
			continue
		}
		out.add(p.windows[i], p.at(i))
	}
	return out
}

// A blockWriter writes postings of words, which must come in order, into blocks.
type blockWriter struct {
	base  int64 // no window comes before
	emit  func(block) error
	block block
	last  string // word in the block
}

func (b *blockWriter) add(word string, p *postings) error {
	var body []byte
	for i := 0; i < len(p.windows); {
		room := blockSize - len(b.block.data) - len(word) - 3*binary.MaxVarintLen16
		body = body[:0]
		from, before := i, b.base
		for ; i < len(p.windows); i++ {
			n := len(body)
			body = appendPosting(body, p.windows[i]-before, p.at(i))
			if len(body) > room && (i > from || len(b.block.data) > 0) {
				body = body[:n]
				break
			}
			before = p.windows[i]
		}
		if len(body) > 0 {
			b.put(word, p.windows[from], body)
		}
		if i < len(p.windows) {
			if err := b.flush(); err != nil {
				return err
			}
		}
	}
	return nil
}

// put writes a word as what it has in common with the one before, and the rest.
func (b *blockWriter) put(word string, window int64, body []byte) {
	if len(b.block.data) == 0 {
		b.block.word, b.block.window, b.last = word, window, ""
		b.block.data = binary.AppendUvarint(b.block.data, uint64(b.base))
	}
	n := 0
	for n < min(len(word), len(b.last)) && word[n] == b.last[n] {
		n++
	}
	d := binary.AppendUvarint(b.block.data, uint64(n))
	d = binary.AppendUvarint(d, uint64(len(word)-n))
	d = append(d, word[n:]...)
	d = binary.AppendUvarint(d, uint64(len(body)))
	b.block.data, b.last = append(d, body...), word
}

func (b *blockWriter) flush() error {
	if len(b.block.data) == 0 {
		return nil
	}
	full := b.block
	b.block = block{}
	return b.emit(full)
}

// appendPosting writes how far a window is from the one before, and the places in it. Most
// words stand in a window once: a bit tells so.
func appendPosting(d []byte, far int64, places []uint16) []byte {
	if len(places) == 1 {
		return binary.AppendUvarint(binary.AppendUvarint(d, uint64(far)<<1|1), uint64(places[0]))
	}
	d = binary.AppendUvarint(d, uint64(far)<<1)
	d = binary.AppendUvarint(d, uint64(len(places)))
	before := uint16(0)
	for _, at := range places {
		d, before = binary.AppendUvarint(d, uint64(at-before)), at
	}
	return d
}

var errDamaged = errors.New("the index of words is damaged; ficstead reindex makes it anew")

// blockReader reads a block, word by word.
type blockReader struct {
	data []byte
	base int64
	word []byte
	body []byte // of the word
	err  error
}

func readBlock(data []byte) *blockReader {
	r := &blockReader{data: data}
	r.base = int64(r.number())
	return r
}

func (r *blockReader) number() uint64 {
	if len(r.data) > 0 && r.data[0] < 1<<7 { // most are of one byte
		v := r.data[0]
		r.data = r.data[1:]
		return uint64(v)
	}
	return r.longNumber()
}

func (r *blockReader) longNumber() uint64 {
	v, n := binary.Uvarint(r.data)
	if n <= 0 {
		r.err, r.data = errDamaged, nil
		return 0
	}
	r.data = r.data[n:]
	return v
}

// next goes on to the next word; false after the last, and where the block is damaged.
func (r *blockReader) next() bool {
	if r.err != nil || len(r.data) == 0 {
		return false
	}
	same, rest := r.number(), r.number()
	if r.err != nil || same > uint64(len(r.word)) || rest > uint64(len(r.data)) {
		r.err = errDamaged
		return false
	}
	r.word = append(r.word[:same], r.data[:rest]...)
	r.data = r.data[rest:]
	size := r.number()
	if r.err != nil || size > uint64(len(r.data)) {
		r.err = errDamaged
		return false
	}
	r.body, r.data = r.data[:size], r.data[size:]
	return true
}

// postings adds those of the word to p: all, or those of the windows that are in among,
// which are in order.
func (r *blockReader) postings(p *postings, among []int64) {
	all := among == nil
	b := blockReader{data: r.body}
	window := r.base
	for b.err == nil && len(b.data) > 0 {
		far := b.number()
		window += int64(far >> 1)
		n := uint64(1)
		if far&1 == 0 {
			n = b.number()
		}
		if b.err != nil || n > uint64(len(b.data)) {
			break
		}
		keep := all
		if !all {
			for len(among) > 0 && among[0] < window {
				among = among[1:]
			}
			if len(among) == 0 {
				return
			}
			keep = among[0] == window
		}
		if keep {
			p.windows = append(p.windows, window)
		}
		if !keep {
			b.skip(n)
			continue
		}
		at := uint64(0)
		for range n {
			at += b.number()
			p.places = append(p.places, uint16(at))
		}
		p.ends = append(p.ends, len(p.places))
	}
	if b.err != nil {
		r.err = b.err
	}
}

// skip goes over n numbers, each of which ends with a byte under 128.
func (r *blockReader) skip(n uint64) {
	for i, c := range r.data {
		if c < 1<<7 {
			if n--; n == 0 {
				r.data = r.data[i+1:]
				return
			}
		}
	}
	if n > 0 {
		r.err, r.data = errDamaged, nil
	}
}
