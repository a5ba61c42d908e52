package facet

import (
	"context"
	"slices"
)

// cube are counts of works by cells: each a value of some Choice kinds that are
// Single and small, and a step of the column Bounded; of all works, and of those
// with a term of many works. It counts the commonest terms of each kind only.
type cube struct {
	kinds   []packed // the dimensions
	steps   int      // buckets of the column
	slices  []uint32 // terms; noTerm for all works
	tracked []span   // the numbers that are counted, by their places in a cell
	size    int      // numbers in a cell, after them the works
	cells   []uint32
}

const (
	cubeCells   = 32 // of Choice kinds together, at most
	cubeKind    = 8  // values of such a kind, at most
	cubeShare   = 12 // a slice has at least one in so many works
	cubeSlices  = 12 // and there are at most so many
	cubeStep    = 2  // a bucket is so many steps
	noneTracked = 1<<16 - 1

	trackedShare = 4000 // one term of each kind is tracked for so many works: the cube is to be small beside these
)

// newCube decides what is in the cube.
func newCube(s *segment, num *numbering, tracked int) *cube {
	c, d := &cube{}, num.dict
	c.tracked = []span{{0, d.end(tierChoice)}}
	for _, sp := range d.spans[tierHot] {
		c.tracked = append(c.tracked, span{sp.from, min(sp.to, sp.from+uint32(tracked))})
	}
	c.lay(s, d)
	for i, t := range s.post.big {
		dimension := slices.ContainsFunc(c.kinds, func(k packed) bool { return t >= k.from && t < k.to })
		tag := t >= d.end(tierChoice) && t < d.end(tierCold)
		if !dimension && !tag && int(s.post.bigN[i]) >= s.works/cubeShare && len(c.slices) < cubeSlices-1 {
			c.slices = append(c.slices, t)
		}
	}
	c.slices = append(c.slices, noTerm)
	return c
}

// lay makes the shape of a cell.
func (c *cube) lay(s *segment, d *dict) {
	product := 1
	for _, k := range d.pack.kinds {
		if n := int(k.to-k.from) + 1; k.single && n <= cubeKind && product*n <= cubeCells {
			c.kinds, product = append(c.kinds, k), product*n
		}
	}
	c.steps = 1
	if s.steps != nil {
		c.steps = len(s.steps.cuts)/cubeStep + 1
	}
	c.size = 1 // the works
	for _, t := range c.tracked {
		c.size += int(t.to - t.from)
	}
}

// perSlice is how many cells a slice has.
func (c *cube) perSlice() int {
	n := c.steps
	for _, k := range c.kinds {
		n *= int(k.to-k.from) + 1
	}
	return n
}

// cell of a work, within a slice.
func (c *cube) cell(flags uint32, step int) int {
	at := 0
	for _, k := range c.kinds {
		at = at*(int(k.to-k.from)+1) + int(flags>>k.shift&(1<<k.width-1))
	}
	return at*c.steps + step
}

// of gives a cell's counts.
func (c *cube) of(slice, cell int) []uint32 {
	at := (slice*c.perSlice() + cell) * c.size
	return c.cells[at : at+c.size]
}

// places says for each hot or Choice term where in a cell its count is.
func (c *cube) places() []uint16 {
	p := make([]uint16, 1<<16)
	for i := range p {
		p[i] = noneTracked
	}
	at := 0
	for _, s := range c.tracked {
		for t := s.from; t < s.to; t++ {
			p[t] = uint16(at)
			at++
		}
	}
	return p
}

// makeCube counts.
func makeCube(ctx context.Context, s *segment, num *numbering, tracked, hands int) (*cube, error) {
	c := newCube(s, num, tracked)
	c.cells = make([]uint32, len(c.slices)*c.perSlice()*c.size)
	places := c.places()
	err := parallel(ctx, hands, len(c.slices), func(i int) error {
		set := s.all
		if c.slices[i] != noTerm {
			set = s.post.find(c.slices[i])
		}
		room := make([]uint32, chunkWorks)
		var terms []uint32
		for n := range set.parts {
			if err := ctx.Err(); err != nil {
				return err
			}
			for _, rank := range room[:set.chunk(n).ranks(n, room)] {
				rec := &s.recs[rank]
				cell := c.of(i, c.cell(rec.flags, s.bucket(rank)))
				terms = rec.terms(num.dict, s.over[n], terms[:0])
				for _, t := range terms {
					if t < hotEnd && places[t] != noneTracked {
						cell[places[t]]++
					}
				}
				cell[c.size-1]++
			}
		}
		return nil
	})
	return c, err
}

// bucket of a work in the cube.
func (s *segment) bucket(rank uint32) int {
	if s.steps == nil {
		return 0
	}
	return (s.steps.below(s.cols[s.steps.column][rank]) + 1) / cubeStep
}

// sum adds up cells: those whose values of each kind are in its mask, with a step
// from low to high.
func (c *cube) sum(slice int, masks []uint32, low, high int, to []uint32) {
	clear(to)
	c.each(slice, masks, low, high, func(cell []uint32) {
		for i, n := range cell {
			to[i] += n
		}
	})
}

// works is how many works these cells have.
func (c *cube) works(slice int, masks []uint32, low, high int) int {
	n := 0
	c.each(slice, masks, low, high, func(cell []uint32) { n += int(cell[c.size-1]) })
	return n
}

func (c *cube) each(slice int, masks []uint32, low, high int, f func(cell []uint32)) {
	low, high = max(low, 0), min(high, c.steps-1)
	for at := range c.perSlice() / c.steps {
		in, left := true, at
		for i, k := range slices.Backward(c.kinds) {
			n := int(k.to-k.from) + 1
			in = in && masks[i]>>(left%n)&1 == 1
			left /= n
		}
		for step := low; in && step <= high; step++ {
			f(c.of(slice, at*c.steps+step))
		}
	}
}

// all values of a dimension.
func (k packed) allValues() uint32 { return 1<<(k.to-k.from+1) - 1 }
