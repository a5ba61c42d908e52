package main

import (
	"slices"

	"github.com/ficstead/ficstead/internal/facet"
)

// changes makes up what happens in an archive while people use it. The j-th
// change is always the same and needs no memory of those before, so that whoever
// checks can make them again.
type changes struct {
	pen *pen
	c   *chance
}

func newChanges(w *world) *changes { return &changes{newPen(w), newChance()} }

// bumps is how many counters go up for each change of a work.
const bumps = 10

// Of ten changes four are new works, five are edits, and one is a work deleted.
const newInTen, editsInTen = 4, 5

// postedBy is how many works were posted by the first j changes.
func postedBy(j int) int { return j/10*newInTen + min(j%10, newInTen) }

// at is the j-th change of a work. What it holds is good until the next.
func (s *changes) at(j int) facet.Change {
	s.c.begin(^s.pen.seed, uint64(j))
	works := s.pen.works + postedBy(j)
	if j%10 < newInTen {
		return s.put(works, j, false)
	}
	n := s.c.IntN(works)
	if j%10 < newInTen+editsInTen {
		return s.put(n, j, true)
	}
	return facet.Change{ID: key(n)}
}

// put posts the n-th work, or edits it: a chapter comes to it, and sometimes it
// gets other tags.
func (s *changes) put(n, j int, edit bool) facet.Change {
	w := s.pen.draw(n, n+1)[0]
	if edit {
		if s.c.one(0.3) {
			s.retag(&w)
		}
		w.Numbers[words] += uint32(500 + s.c.IntN(5_000))
		w.Numbers[updated] = now + uint32(j/60)
	}
	return facet.Change{ID: w.ID, Work: &w}
}

// retag takes a freeform from a work and gives it common ones.
func (s *changes) retag(w *facet.Work) {
	terms := slices.Clone(w.Terms)
	if i := slices.IndexFunc(terms, func(t facet.Term) bool { return t.Kind == freeform }); i >= 0 {
		terms = slices.Delete(terms, i, i+1)
	}
	for range 3 {
		t := facet.Term{Kind: freeform, ID: s.pen.first[freeform] + int64(s.pen.common.draw(s.c))}
		if !slices.Contains(terms, t) {
			terms = append(terms, t)
		}
	}
	w.Terms = terms
}

// counters are the numbers that went up after the j-th change. Works that are
// gone may be among them.
func (s *changes) counters(j int) []facet.Number {
	s.c.begin(^s.pen.seed+1, uint64(j))
	out := make([]facet.Number, bumps)
	for i := range out {
		out[i] = facet.Number{
			ID:     key(s.c.IntN(s.pen.works + postedBy(j))),
			Number: kudos + s.c.IntN(numbers-kudos),
			Value:  1 + uint32(s.c.logNormal(3.4, 1.45)),
		}
	}
	return out
}

// overlay is what changes made of a world's works.
type overlay struct {
	world *world
	works map[int64]*facet.Work     // those that were put; nil when they are gone
	bumps map[int64][numbers]uint32 // new values of counters, 0 where they are as they were
}

// changedBy makes changes 0 to n-1 again.
func changedBy(w *world, n int) *overlay {
	o := &overlay{w, map[int64]*facet.Work{}, map[int64][numbers]uint32{}}
	s := newChanges(w)
	for j := range n {
		c := s.at(j)
		o.works[c.ID] = own(c.Work)
		delete(o.bumps, c.ID)
		for _, v := range s.counters(j) {
			b := o.bumps[v.ID]
			b[v.Number] = v.Value
			o.bumps[v.ID] = b
		}
	}
	return o
}

// now is what became of a work that was w at first, or nil. It may write into w.
func (o *overlay) now(w *facet.Work) *facet.Work {
	if x, put := o.works[w.ID]; put {
		w = x
	}
	if w == nil {
		return nil
	}
	if b, ok := o.bumps[w.ID]; ok {
		for i, v := range b {
			if v > 0 {
				w.Numbers[i] = v
			}
		}
	}
	return w
}

// posted gives the works that were posted after the world's.
func (o *overlay) posted(see func(*facet.Work)) {
	for id, w := range o.works {
		if number(id) >= o.world.works && w != nil {
			see(o.now(w))
		}
	}
}

// own copies a work whose parts are somebody else's.
func own(w *facet.Work) *facet.Work {
	if w == nil {
		return nil
	}
	return &facet.Work{ID: w.ID, Terms: slices.Clone(w.Terms), Numbers: slices.Clone(w.Numbers), Texts: slices.Clone(w.Texts)}
}

// most is at least how many works have each tag after the changes, if c is how
// many had it before.
func (o *overlay) most(c census) census {
	c = slices.Clone(c)
	for _, w := range o.works {
		if w != nil {
			c.add([]facet.Work{*w})
		}
	}
	return c
}
