package facet

import (
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc64"
	"math/bits"
	"slices"
)

const (
	maxKinds   = 32
	maxNumbers = 16
	maxTexts   = 4
	maxChoices = 250 // terms of a Choice kind
)

// Limits of a Work.
const (
	MaxWorkTerms = 10_000 // beyond it a record's counts don't fit, and no list of tags is so long
	MaxText      = 4096   // bytes of a text by which works are ordered
)

// ErrSchema says that a schema promises what cannot be kept.
var ErrSchema = errors.New("facet: the schema is not sound")

func (s *Schema) check() error {
	switch {
	case len(s.Kinds) > maxKinds || len(s.Numbers) > maxNumbers || len(s.Texts) > maxTexts:
		return fmt.Errorf("%w: at most %d kinds, %d numbers and %d texts", ErrSchema, maxKinds, maxNumbers, maxTexts)
	case len(s.Numbers) == 0 || s.Newest < 0 || s.Newest >= len(s.Numbers):
		return fmt.Errorf("%w: Newest must be one of Numbers", ErrSchema)
	case s.Bounded != "" && s.bounded() < 0:
		return fmt.Errorf("%w: Bounded must be one of Numbers", ErrSchema)
	}
	return nil
}

// bounded is the column named by Bounded, or -1.
func (s *Schema) bounded() int {
	if s.Bounded == "" {
		return -1
	}
	return slices.Index(s.Numbers, s.Bounded)
}

// mark tells two schemas apart.
func (s *Schema) mark() uint64 {
	raw, _ := json.Marshal(s) // of names and numbers only
	return crc64.Checksum(raw, crc64.MakeTable(crc64.ECMA))
}

// fits checks a work against the schema.
func (s *Schema) fits(w *Work) error {
	if len(w.Numbers) != len(s.Numbers) || len(w.Texts) != len(s.Texts) {
		return fmt.Errorf("%w: work %d has %d numbers and %d texts", ErrWork, w.ID, len(w.Numbers), len(w.Texts))
	}
	if len(w.Terms) > MaxWorkTerms {
		return fmt.Errorf("%w: work %d has more than %d terms", ErrWork, w.ID, MaxWorkTerms)
	}
	for _, t := range w.Texts {
		if len(t) > MaxText {
			return fmt.Errorf("%w: work %d has a text of more than %d bytes", ErrWork, w.ID, MaxText)
		}
	}
	var first [maxKinds]Term
	var seen uint32
	for _, t := range w.Terms {
		if int(t.Kind) >= len(s.Kinds) {
			return fmt.Errorf("%w: work %d has a term of kind %d", ErrWork, w.ID, t.Kind)
		}
		if !s.Kinds[t.Kind].Single {
			continue
		}
		if seen>>t.Kind&1 == 1 && first[t.Kind] != t {
			return fmt.Errorf("%w: work %d has two terms of kind %s", ErrWork, w.ID, s.Kinds[t.Kind].Name)
		}
		seen |= 1 << t.Kind
		first[t.Kind] = t
	}
	return nil
}

// packing is how the Choice terms of a work lie in the 32 flags of its record: a
// kind that is Single as a number (0: none), another as bits. No kind lies across
// the middle, so that the two halves can be counted each in a table of 64k. Kinds
// for which there is no room are kept in the record's list, like tags.
type packing struct {
	kinds []packed
	of    []int8 // by the number of a Choice term: its packed kind, or -1
}

type packed struct {
	shift, width uint8
	single       bool
	from, to     uint32 // numbers of its terms
}

// pack lays the kinds out whose terms are numbered by span.
func pack(s *Schema, span []span) packing {
	var p packing
	free := [2]uint8{16, 16}
	for k, kind := range s.Kinds {
		if kind.Show != Choice {
			continue
		}
		n := span[k].to - span[k].from
		width := n
		if kind.Single {
			width = uint32(bits.Len32(n))
		}
		at := int8(-1)
		for half := range free {
			if at < 0 && n > 0 && width <= uint32(free[half]) {
				at = int8(len(p.kinds))
				shift := uint8(16*half+16) - free[half]
				p.kinds = append(p.kinds, packed{shift, uint8(width), kind.Single, span[k].from, span[k].to})
				free[half] -= uint8(width)
			}
		}
		for range n {
			p.of = append(p.of, at)
		}
	}
	return p
}

// flag gives the bits that stand for the Choice term, or false if it is not packed.
func (p *packing) flag(term uint32) (uint32, bool) {
	if term >= uint32(len(p.of)) || p.of[term] < 0 {
		return 0, false
	}
	k := p.kinds[p.of[term]]
	if k.single {
		return (term - k.from + 1) << k.shift, true
	}
	return 1 << (uint32(k.shift) + term - k.from), true
}

// each calls f with every Choice term that flags stand for.
func (k packed) add(flags, n uint32, counts []uint32) {
	v := flags >> k.shift & (1<<k.width - 1)
	if k.single {
		if v > 0 {
			counts[k.from+v-1] += n
		}
		return
	}
	for ; v != 0; v &= v - 1 {
		counts[k.from+uint32(bits.TrailingZeros32(v))] += n
	}
}

// terms appends the Choice terms that flags stand for.
func (p *packing) terms(flags uint32, to []uint32) []uint32 {
	for _, k := range p.kinds {
		v := flags >> k.shift & (1<<k.width - 1)
		if k.single {
			if v > 0 {
				to = append(to, k.from+v-1)
			}
			continue
		}
		for ; v != 0; v &= v - 1 {
			to = append(to, k.from+uint32(bits.TrailingZeros32(v)))
		}
	}
	return to
}
