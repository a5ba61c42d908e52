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
	size    int      // numbers in a cell, the last its works
	cells   []uint32
	floors  []uint32 // of each cell and kind
}

const (
	cubeCells  = 32 // of Choice kinds together, at most
	cubeKind   = 8  // values of such a kind, at most
	cubeShare  = 12 // a slice has at least one in so many works
	cubeSlices = 12 // and there are at most so many
	cubeStep   = 2  // a bucket is so many steps
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

// makeCube counts: all hot terms of each cell, of which it keeps the tracked ones
// and the most that another one of each kind has.
func makeCube(ctx context.Context, s *segment, num *numbering, tracked, hands int) (*cube, error) {
	c := newCube(s, num, tracked)
	cells := c.perSlice()
	c.cells = make([]uint32, len(c.slices)*cells*c.size)
	c.floors = make([]uint32, len(c.slices)*cells*c.kindCount())
	err := parallel(ctx, hands, len(c.slices), func(i int) error {
		i = len(c.slices) - 1 - i // the largest first: nobody waits for it at the end
		works, ends := c.sort(s, c.slices[i])
		t, from := new(tally), uint32(0)
		for cell, to := range ends {
			if err := ctx.Err(); err != nil {
				return err
			}
			t.reset(&num.dict.pack)
			t.add(s, works[from:to])
			t.finish(&num.dict.pack)
			c.fill(num.dict, i, cell, t.terms[:], to-from)
			from = to
		}
		return nil
	})
	return c, err
}

// sort gives the works of a slice by their cells, and where each cell ends.
func (c *cube) sort(s *segment, term uint32) (works, ends []uint32) {
	set := s.all
	if term != noTerm {
		set = s.post.find(term)
	}
	keys, room := make([]uint64, 0, set.n), make([]uint32, chunkWorks)
	ends = make([]uint32, c.perSlice())
	for n := range set.parts {
		for _, rank := range room[:set.chunk(n).ranks(n, room)] {
			cell := c.cell(s.recs[rank].flags, s.bucket(rank))
			ends[cell]++
			keys = append(keys, uint64(cell)<<32|uint64(rank))
		}
	}
	sortHigh(keys)
	works = make([]uint32, len(keys))
	for i, k := range keys {
		works[i] = uint32(k)
	}
	for i := 1; i < len(ends); i++ {
		ends[i] += ends[i-1]
	}
	return works, ends
}

// fill sets a cell.
func (c *cube) fill(d *dict, slice, cell int, counts []uint32, works uint32) {
	to, at := c.of(slice, cell), 0
	for _, s := range c.tracked {
		at += copy(to[at:], counts[s.from:s.to])
	}
	to[at] = works
	floors := c.floorsOf(slice, cell)
	for k := range floors {
		for t := c.tracked[1+k].to; t < d.spans[tierHot][k].to; t++ {
			floors[k] = max(floors[k], counts[t])
		}
	}
}

// kindCount is how many kinds there are.
func (c *cube) kindCount() int { return len(c.tracked) - 1 }

// floorsOf gives for a cell the most that a hot term of each kind has that is not
// tracked.
func (c *cube) floorsOf(slice, cell int) []uint32 {
	at := (slice*c.perSlice() + cell) * c.kindCount()
	return c.floors[at : at+c.kindCount()]
}

// bucket of a work in the cube.
func (s *segment) bucket(rank uint32) int {
	if s.steps == nil {
		return 0
	}
	return (s.steps.below(s.cols[s.steps.column][rank]) + 1) / cubeStep
}

// cells is a choice of cells of a slice: those whose values of each kind are in its
// mask, with a step from low to high.
type cells struct {
	slice     int
	masks     []uint32
	low, high int
}

// sum adds up cells, and what no term that isn't tracked can exceed.
func (c *cube) sum(of cells, to, floors []uint32) {
	clear(to)
	clear(floors)
	c.each(of, func(cell int) {
		for i, n := range c.of(of.slice, cell) {
			to[i] += n
		}
		for k, n := range c.floorsOf(of.slice, cell) {
			floors[k] += n
		}
	})
}

// works is how many works these cells have.
func (c *cube) works(of cells) int {
	n := 0
	c.each(of, func(cell int) { n += int(c.of(of.slice, cell)[c.size-1]) })
	return n
}

func (c *cube) each(of cells, f func(cell int)) {
	low, high := max(of.low, 0), min(of.high, c.steps-1)
	for at := range c.perSlice() / c.steps {
		in, left := true, at
		for i, k := range slices.Backward(c.kinds) {
			n := int(k.to-k.from) + 1
			in = in && of.masks[i]>>(left%n)&1 == 1
			left /= n
		}
		for step := low; in && step <= high; step++ {
			f(at*c.steps + step)
		}
	}
}

// allValues of a dimension.
func (k packed) allValues() uint32 { return 1<<(k.to-k.from+1) - 1 }
