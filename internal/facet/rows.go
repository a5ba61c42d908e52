package facet

import (
	"cmp"
	"fmt"
	"slices"
	"unsafe"
)

// rows are works as they came, packed: 17 million as structs of Go would be ten
// times as much. Terms are given as numbers of whatever numbering the maker uses.
type rows struct {
	numbers, texts int
	words          []uint32
	at             []uint64 // where each begins
}

// A row is: the id (2 words), how many terms, the numbers, the terms, and each text
// as its length and its bytes in whole words.
const rowHead = 3

// row is one work as a view into where it lies.
type row struct {
	id      int64
	numbers []uint32
	terms   []uint32
	texts   []uint32 // of rows only
	room    []uint32 // memory for terms, where they don't lie as they are
	values  []uint32 // and for numbers
}

// source is where a segment is made from.
type source interface {
	// read gives the work i; what it points to is good until the next read into the same row.
	read(i uint32, into *row)
	// text is its key for the order by text.
	text(i uint32, order int) []byte
}

func (r *rows) read(i uint32, into *row) {
	got := r.row(i)
	into.id, into.numbers, into.terms, into.texts = got.id, got.numbers, got.terms, got.texts
}

func (r *rows) text(i uint32, order int) []byte {
	row := r.row(i)
	return row.text(order)
}

func (r *rows) add(w *Work, terms []uint32) {
	r.at = append(r.at, uint64(len(r.words)))
	r.words = appendRow(r.words, w, terms)
}

func appendRow(to []uint32, w *Work, terms []uint32) []uint32 {
	to = append(to, uint32(w.ID), uint32(uint64(w.ID)>>32), uint32(len(terms)))
	to = append(to, w.Numbers...)
	to = append(to, terms...)
	for _, t := range w.Texts {
		to = appendText(to, t)
	}
	return to
}

// appendText appends a text's length and its bytes in whole words.
func appendText[T string | []byte](to []uint32, t T) []uint32 {
	to = append(to, uint32(len(t)))
	from := len(to)
	to = slices.Grow(to, (len(t)+3)/4)[:from+(len(t)+3)/4]
	if len(t) > 0 {
		to[len(to)-1] = 0
		copy(wordBytes(to[from:]), t)
	}
	return to
}

// textIn is the text that appendText put at the beginning of w.
func textIn(w []uint32) []byte { return wordBytes(w[1 : 1+(w[0]+3)/4])[:w[0]] }

func (r *rows) id(i uint32) int64 {
	w := r.words[r.at[i]:]
	return int64(uint64(w[0]) | uint64(w[1])<<32)
}

func (r *rows) row(i uint32) row {
	w := r.words[r.at[i]:]
	n := int(w[2])
	numbers, terms := w[rowHead:rowHead+r.numbers], w[rowHead+r.numbers:rowHead+r.numbers+n]
	return row{id: r.id(i), numbers: numbers, terms: terms, texts: w[rowHead+r.numbers+n:]}
}

// text gives the key of the order i.
func (r *row) text(i int) []byte {
	w := r.texts
	for range i {
		w = w[1+(w[0]+3)/4:]
	}
	return textIn(w)
}

// wordBytes sees words as bytes.
func wordBytes(w []uint32) []byte {
	if len(w) == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(&w[0])), 4*len(w))
}

// ranked orders rows as the catalogue does: the newest first, of equals the one
// with the larger key.
func (r *rows) ranked(newest int) []uint32 {
	n := len(r.at)
	ids, byID, sorted := make([]int64, n), make([]uint32, n), true
	for i := range n {
		byID[i], ids[i] = uint32(i), r.id(uint32(i))
		sorted = sorted && (i == 0 || ids[i-1] < ids[i])
	}
	if !sorted {
		slices.SortFunc(byID, func(a, b uint32) int { return cmp.Compare(ids[a], ids[b]) })
	}
	keys := make([]uint64, n)
	for i, b := range byID {
		keys[n-1-i] = uint64(^r.words[r.at[b]+uint64(rowHead+newest)])<<32 | uint64(b)
	}
	sortHigh(keys)
	for i, k := range keys {
		byID[i] = uint32(k)
	}
	return byID
}

// twice tells of a key that two rows have.
func (r *rows) twice() error {
	ids := make([]int64, len(r.at))
	for i := range ids {
		ids[i] = r.id(uint32(i))
	}
	if !slices.IsSorted(ids) {
		slices.Sort(ids)
	}
	for i := 1; i < len(ids); i++ {
		if ids[i] == ids[i-1] {
			return fmt.Errorf("%w: work %d came twice", ErrWork, ids[i])
		}
	}
	return nil
}
