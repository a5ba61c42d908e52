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

// blockSize is how many bytes a block has at most: four of the pieces into which PostgreSQL
// cuts what is stored out of its row, which fill a page.
const blockSize = 4 * 1996

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
	counted bool // only how many places there are is known, not which
}

// count is at how many places of the i-th window the word stands.
func (p *postings) count(i int) int {
	if i == 0 {
		return p.ends[0]
	}
	return p.ends[i] - p.ends[i-1]
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
	if p.counted {
		return p.summed(order)
	}
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

// summed is p in an order of its windows, with the numbers of places of those that are there
// twice together: they are places of other words.
func (p *postings) summed(order []int) *postings {
	out := &postings{counted: true}
	sum := 0
	for _, i := range order {
		sum += p.count(i)
		if n := len(out.windows); n > 0 && out.windows[n-1] == p.windows[i] {
			out.ends[n-1] = sum
			continue
		}
		out.windows, out.ends = append(out.windows, p.windows[i]), append(out.ends, sum)
	}
	return out
}

// A blockWriter writes postings of words, which must come in order, into blocks.
type blockWriter struct {
	base  int64 // no window comes before
	emit  func(block) error
	block block
	last  string // word in the block
	body  bitWriter
}

func (b *blockWriter) add(word string, p *postings) error {
	far := farness(p.windows, b.base)
	for i := 0; i < len(p.windows); {
		room := blockSize - len(b.block.data) - len(word) - 4*binary.MaxVarintLen16
		from := i
		b.body.begin(far)
		for before := b.base - 1; i < len(p.windows); i++ {
			mark := b.body.mark()
			b.body.posting(p.windows[i]-before-1, far, p.at(i))
			if b.body.size() > room && (i > from || len(b.block.data) > 0) {
				b.body.back(mark)
				break
			}
			before = p.windows[i]
		}
		if i > from {
			b.put(word, p.windows[from], b.body.end())
		}
		if i < len(p.windows) {
			if err := b.flush(); err != nil {
				return err
			}
		}
	}
	return nil
}

// put writes a word as what it has in common with the one before, and the rest. Both are
// in one byte where they are short; the rest is never empty.
func (b *blockWriter) put(word string, window int64, body []byte) {
	if len(b.block.data) == 0 {
		b.block.word, b.block.window, b.last = word, window, ""
		b.block.data = binary.AppendUvarint(b.block.data, uint64(b.base))
	}
	n := 0
	for n < min(len(word), len(b.last)) && word[n] == b.last[n] {
		n++
	}
	d, rest := b.block.data, len(word)-n
	if n < 16 && 0 < rest && rest < 16 {
		d = append(d, byte(n<<4|rest))
	} else {
		d = binary.AppendUvarint(append(d, 0), uint64(n))
		d = binary.AppendUvarint(d, uint64(rest))
	}
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
	lengths := r.data[0]
	r.data = r.data[1:]
	same, rest := uint64(lengths>>4), uint64(lengths&15)
	if rest == 0 {
		same, rest = r.number(), r.number()
	}
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
	b, far := readBits(r.body[:min(len(r.body)+8, cap(r.body))], len(r.body))
	window, ends := r.base-1, 0
	if n := len(p.ends); n > 0 {
		ends = p.ends[n-1]
	}
	for b.more() {
		after, n := b.posting(far)
		window += after + 1
		if b.damaged || n > windowUnits {
			r.err = errDamaged
			return
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
		if !keep {
			b.skip(n)
			continue
		}
		if p.counted {
			b.skip(n)
		} else {
			p.places = b.places(p.places, n)
		}
		ends += n
		p.windows, p.ends = append(p.windows, window), append(p.ends, ends)
	}
	if b.damaged {
		r.err = errDamaged
	}
}
