package work

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/ficstead/ficstead/internal/db"
)

// Likeness is what is remembered of a story's words, so that nearly the same text
// is known again: of the whole text, and of its opening, by which a story is known
// that has grown since. Chapters that are not posted have no part in it: nobody
// shall find out what is in them. It is a value; the zero one is like nothing.
//
// It is one-permutation MinHash. Every phrase of five words is a number; a part of
// the number says into which of 256 bins it falls, and each bin keeps its
// smallest. Of two texts that share a share s of their phrases, a bin holds the
// same in both with a chance of s, so that counting equal bins tells s: the
// standard error is √(s(1−s)/256), 0.025 at 0.8.
//
// To be found, a work has eight prints of each part, each made of the smallest in
// two of sixteen wider bins. Texts share a print with a chance of s², so that a
// text is found with a chance of 1−(1−s²)⁸:
//
//	0.3: 0.53    0.5: 0.90    0.7: 0.995    0.85: 0.99997
//
// which also is right for a text where one word in ten was changed (s = 0.42:
// 0.79). Texts that share a disclaimer of thirty words in an opening of two thousand
// (s = 0.007) meet in 1 of 2,500 pairs, and others hardly ever.
type Likeness struct {
	whole, opening signature
	prints         []int64 // sorted, each once
}

const (
	// likenessVersion says what made the stored likenesses and source keys.
	likenessVersion = 1
	// fewestWords is how many words a text has at least that has a likeness; the
	// same thirty words may well be a poem that many quote.
	fewestWords = 50

	binBits  = 8
	bins     = 1 << binBits
	wide     = 16 // bins in one wider bin
	printsOf = bins / wide / 2
)

// minima holds the smallest number in each bin.
type minima [bins]uint64

const noMinimum = math.MaxUint64

func noMinima() (m minima) {
	for i := range m {
		m[i] = noMinimum
	}
	return m
}

func (m *minima) add(h uint64) {
	bin, n := h>>(64-binBits), h&(1<<(64-binBits)-1)
	m[bin] = min(m[bin], n)
}

// signature is 16 bits of each bin's smallest number; 0 is an empty bin.
type signature [bins]uint16

func (m *minima) signature() (s signature) {
	for i, n := range m {
		if n != noMinimum {
			s[i] = max(1, uint16(n))
		}
	}
	return s
}

// prints are the numbers under which a text can be looked up.
func (m *minima) prints() []int64 {
	var wides [bins / wide]uint64
	for i := range wides {
		wides[i] = slices.Min(m[i*wide : (i+1)*wide])
	}
	filled := wides
	for i, n := range wides { // an empty one borrows from the next that is not
		for step := 1; n == noMinimum && step < len(wides); step++ {
			if n = wides[(i+step)%len(wides)]; n != noMinimum {
				filled[i] = mix(n + uint64(step))
			}
		}
	}
	out := make([]int64, printsOf)
	for i := range out {
		out[i] = int64(mix(filled[2*i] ^ mix(filled[2*i+1]+uint64(i))))
	}
	return out
}

// LikenessOf is the likeness of a draft that is prepared, stored or not.
func LikenessOf(d *Draft) Likeness {
	g := newGist()
	for i := range d.Chapters {
		if !d.Chapters[i].Draft {
			g.read(d.Chapters[i].Body)
		}
	}
	return g.likeness()
}

func (g *gist) likeness() Likeness {
	if g.words < fewestWords {
		return Likeness{}
	}
	l := Likeness{whole: g.mins.signature(), prints: g.mins.prints()}
	l.opening = l.whole
	if g.opening != nil {
		l.opening = g.opening.signature()
		l.prints = append(l.prints, g.opening.prints()...)
	}
	slices.Sort(l.prints)
	l.prints = slices.Compact(l.prints)
	return l
}

// None reports whether there are too few words to know a text by.
func (l Likeness) None() bool { return l.prints == nil }

// Prints are the numbers of which likenesses of texts that are alike most likely
// share one. They are for those who keep likenesses of stories that are not works yet.
func (l Likeness) Prints() []int64 { return slices.Clone(l.prints) }

// To estimates how alike two stories are, 0 to 1, and by which part: as Alike tells
// of works.
func (l Likeness) To(other Likeness) (float64, TextPart) {
	if l.None() || other.None() {
		return 0, NoText
	}
	return estimate(l.whole.alike(&other.whole), l.opening.alike(&other.opening))
}

// MarshalBinary writes a likeness as it can be stored, without its prints.
func (l Likeness) MarshalBinary() ([]byte, error) {
	if l.None() {
		return nil, nil
	}
	return append(l.whole.bytes(), l.opening.bytes()...), nil
}

// UnmarshalBinary reads what MarshalBinary wrote. The likeness can be compared; it
// has no prints to be found by.
func (l *Likeness) UnmarshalBinary(b []byte) error {
	*l = Likeness{}
	if len(b) == 0 {
		return nil
	}
	if len(b) != 4*bins {
		return fmt.Errorf("a likeness of %d bytes", len(b))
	}
	l.prints = []int64{}
	return errors.Join(l.whole.setBytes(b[:2*bins]), l.opening.setBytes(b[2*bins:]))
}

// FoundBy is a likeness that was stored, with the prints that were kept beside it.
func (l Likeness) FoundBy(prints []int64) Likeness {
	if !l.None() {
		l.prints = slices.Clone(prints)
	}
	return l
}

// alike estimates the share of phrases that two texts have in common, from 0 to 1.
func (s *signature) alike(t *signature) float64 {
	same, either := 0, 0
	for i := range s {
		if s[i]|t[i] != 0 {
			either++
			if s[i] == t[i] {
				same++
			}
		}
	}
	if either == 0 {
		return 0
	}
	return float64(same) / float64(either)
}

// bytes is a signature as it is stored, little end first.
func (s *signature) bytes() []byte {
	b := make([]byte, 0, 2*bins)
	for _, n := range s {
		b = binary.LittleEndian.AppendUint16(b, n)
	}
	return b
}

func (s *signature) setBytes(b []byte) error {
	if len(b) != 2*bins {
		return fmt.Errorf("a signature of %d bytes", len(b))
	}
	for i := range s {
		s[i] = binary.LittleEndian.Uint16(b[2*i:])
	}
	return nil
}

// likeness stores what the chapters that readers see look like.
func (w *writer) likeness() error {
	if w.replaces {
		if err := dropLikeness(w.ctx, w.tx, w.id); err != nil {
			return err
		}
	}
	return addLikeness(w.ctx, w.tx, w.id, LikenessOf(w.d))
}

func dropLikeness(ctx context.Context, tx *db.Tx, id ID) error {
	for _, query := range []string{`DELETE FROM likeness_prints WHERE work_id = $1`, `DELETE FROM likenesses WHERE work_id = $1`} {
		if err := tx.Exec(ctx, query, int64(id)); err != nil {
			return fmt.Errorf("drop likeness of work %d: %w", id, err)
		}
	}
	return nil
}

// addLikeness stores l for a work that has none and that the transaction has locked.
func addLikeness(ctx context.Context, tx *db.Tx, id ID, l Likeness) error {
	if l.None() {
		return nil
	}
	var opening any
	if l.opening != l.whole {
		opening = l.opening.bytes()
	}
	if err := tx.Exec(ctx, `INSERT INTO likenesses (work_id, whole, opening) VALUES ($1, $2, $3)`, int64(id), l.whole.bytes(), opening); err != nil {
		return fmt.Errorf("likeness of work %d: %w", id, err)
	}
	args := []any{int64(id)}
	var rows strings.Builder
	for i, p := range l.prints {
		if i > 0 {
			rows.WriteString(", ")
		}
		fmt.Fprintf(&rows, "($1, $%d)", i+2)
		args = append(args, p)
	}
	if err := tx.Exec(ctx, `INSERT INTO likeness_prints (work_id, print) VALUES `+rows.String(), args...); err != nil {
		return fmt.Errorf("prints of work %d: %w", id, err)
	}
	return nil
}
