package facet

import (
	"context"
	"slices"
)

// Counting works one by one takes 20 ns each, so counts of large sets are kept
// ready, and a set that is nearly such a one is counted by the difference:
//
//	counts(hits) = counts(ready) - counts(ready without hits) + counts(hits without ready)
//
// Two kinds of sets are ready: those of single terms, with their thousand commonest
// terms of each kind; and the cells of a cube.

// known are the counts that are ready.
type known struct {
	choices int         // how many Choice terms there are
	tops    []int       // the Top kinds
	terms   []uint32    // sorted; noTerm for all works comes last
	works   []uint32    // of each
	choice  []uint32    // of each, the counts of all Choice terms
	ends    []uint32    // of each and each of tops, where its commonest end in common
	floors  []uint32    // of each and each of tops, the most that another hot term has
	common  []termWorks // the most first
	cube    *cube
}

// termWorks is how many works have a term.
type termWorks struct{ term, works uint32 }

const noTerm = 1<<32 - 1

// makeKnown counts for every term with at least so many works.
func makeKnown(ctx context.Context, s *segment, num *numbering, tune tuning, hands int) (*known, error) {
	d := num.dict
	k := newKnown(d, num.schema)
	least := max(s.works/tune.ready, tune.worth)
	for _, t := range s.post.big {
		if f := s.post.find(t); f.n >= least {
			k.terms = append(k.terms, t)
		}
	}
	k.terms = append(k.terms, noTerm)
	made := make([]knownSet, len(k.terms))
	err := parallel(ctx, hands, len(k.terms), func(i int) error {
		made[i] = k.count(ctx, s, d, k.terms[i], tune.listed)
		return ctx.Err()
	})
	for _, m := range made {
		k.works = append(k.works, m.works)
		k.choice = append(k.choice, m.choice...)
		for i, l := range m.common {
			k.common = append(k.common, l...)
			k.ends = append(k.ends, uint32(len(k.common)))
			k.floors = append(k.floors, m.floors[i])
		}
	}
	return k, err
}

// knownSet is what is ready of one set, while it is made.
type knownSet struct {
	works  uint32
	choice []uint32
	common [][]termWorks
	floors []uint32
}

func (k *known) count(ctx context.Context, s *segment, d *dict, term uint32, listed int) knownSet {
	set := s.all
	if term != noTerm {
		set = s.post.find(term)
	}
	t, room := new(tally), make([]uint32, chunkWorks)
	for c := range set.parts {
		if ctx.Err() != nil {
			return knownSet{}
		}
		t.add(s, room[:set.chunk(c).ranks(c, room)])
	}
	t.finish(&d.pack)
	m := knownSet{works: uint32(set.n), choice: slices.Clone(t.terms[:k.choices])}
	for _, kind := range k.tops {
		l := commonest(t.terms[:], d.spans[tierHot][kind])
		floor := uint32(0)
		if len(l) > listed {
			floor, l = l[listed].works, slices.Clone(l[:listed])
		}
		m.common, m.floors = append(m.common, l), append(m.floors, floor)
	}
	return m
}

// commonest lists the terms of a span that have been counted, the most first and equals
// by their numbers.
func commonest(counts []uint32, of span) []termWorks {
	var keys []uint64
	for term := of.from; term < of.to; term++ {
		if n := counts[term]; n > 0 {
			keys = append(keys, uint64(^n)<<32|uint64(term))
		}
	}
	sortHigh(keys)
	l := make([]termWorks, len(keys))
	for i, k := range keys {
		l[i] = termWorks{uint32(k), ^uint32(k >> 32)}
	}
	return l
}

// list gives the commonest terms of set i, of the j-th of tops, and the most that
// any other hot term has.
func (k *known) list(i, j int) ([]termWorks, int) {
	at, from := i*len(k.tops)+j, uint32(0)
	if at > 0 {
		from = k.ends[at-1]
	}
	return k.common[from:k.ends[at]], int(k.floors[at])
}

func newKnown(d *dict, s *Schema) *known {
	k := &known{choices: int(d.end(tierChoice))}
	for i, kind := range s.Kinds {
		if kind.Show == Top {
			k.tops = append(k.tops, i)
		}
	}
	return k
}

// put writes what get reads.
func (k *known) put(st *store) {
	put(st, "known terms", 0, k.terms)
	put(st, "known works", 0, k.works)
	put(st, "known choices", 0, k.choice)
	put(st, "known ends", 0, k.ends)
	put(st, "known floors", 0, k.floors)
	put(st, "known", 0, k.common)
	put(st, "cube slices", 0, k.cube.slices)
	tracked := make([]uint32, 0, 2*len(k.cube.tracked))
	for _, s := range k.cube.tracked {
		tracked = append(tracked, s.from, s.to)
	}
	put(st, "cube tracked", 0, tracked)
	k.cube.cells = put(st, "cube", 0, k.cube.cells)
	k.cube.floors = put(st, "cube floors", 0, k.cube.floors)
}

func getKnown(f *file, g *segment, d *dict, s *Schema) *known {
	k := newKnown(d, s)
	k.terms = get[uint32](f, "known terms", 0)
	sets := len(k.terms)
	k.works = sized[uint32](f, "known works", 0, sets)
	k.choice = sized[uint32](f, "known choices", 0, sets*k.choices)
	k.ends = sized[uint32](f, "known ends", 0, sets*len(k.tops))
	k.floors = sized[uint32](f, "known floors", 0, sets*len(k.tops))
	k.common = get[termWorks](f, "known", 0)
	c := &cube{slices: get[uint32](f, "cube slices", 0)}
	tracked := get[uint32](f, "cube tracked", 0)
	for i := 0; i+1 < len(tracked); i += 2 {
		c.tracked = append(c.tracked, span{tracked[i], tracked[i+1]})
	}
	c.lay(g, d)
	c.cells = sized[uint32](f, "cube", 0, len(c.slices)*c.perSlice()*c.size)
	c.floors = sized[uint32](f, "cube floors", 0, len(c.slices)*c.perSlice()*c.kindCount())
	k.cube = c
	return k
}
