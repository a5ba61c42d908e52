package facet

import (
	"context"
	"slices"
)

// Where is a condition on works that is joined in any way: what All, Choose and None of
// a Query can't say. It is worked out for each query, a chunk after the other, in time
// that grows with its size and the number of works.
type Where struct {
	Is    Condition
	Of    []*Where // of AllOf, AnyOf and NoneOf
	Term  Term     // of HasTerm
	Range Range    // of InRange
	Set   *Set     // of InSet
}

// Condition says what a Where asks.
type Condition uint8

// The conditions.
const (
	HasTerm Condition = iota
	InRange
	InSet
	AllOf  // each of Of; with none of them, every work
	AnyOf  // one of Of; with none of them, no work
	NoneOf // not one of Of
)

// Limits of a Where.
const (
	MaxWhere      = 5000 // conditions in all
	MaxWhereDepth = 128
)

// check refuses what cannot be answered; left is how many conditions there may be.
func (w *Where) check(s *Schema, depth int, left *int) bool {
	if *left--; w == nil || *left < 0 || depth > MaxWhereDepth || w.Is > NoneOf {
		return false
	}
	if w.Is == InRange && (w.Range.Number < 0 || w.Range.Number >= len(s.Numbers)) || w.Is == InSet && w.Set == nil {
		return false
	}
	return !slices.ContainsFunc(w.Of, func(o *Where) bool { return !o.check(s, depth+1, left) })
}

// condition is a Where in one segment.
type condition struct {
	is    Condition
	of    []condition
	set   posting // of HasTerm and InSet
	col   []uint32
	bound Range
}

func (w *Where) in(s *segment, num *numbering, stood map[Term]*Set) condition {
	c := condition{is: w.Is, bound: w.Range}
	switch w.Is {
	case HasTerm:
		if set := stood[w.Term]; set != nil {
			c.set = set.in(s)
		} else if n, ok := num.find(w.Term); ok {
			c.set = s.post.find(n)
		}
	case InSet:
		c.set = w.Set.in(s)
	case InRange:
		c.col = s.cols[w.Range.Number]
	}
	for _, o := range w.Of {
		c.of = append(c.of, o.in(s, num, stood))
	}
	return c
}

// where gives the works of a segment that fit the query's Where.
func (x *run) where(s *segment) (posting, error) {
	c, n := x.plan.q.Where.in(s, &x.view.num, x.plan.stood), chunksOf(s.works)
	out := posting{parts: make([]part, n)}
	var found bitmap
	for i := range n {
		if err := x.ctx.Err(); err != nil {
			return posting{}, err
		}
		c.find(x.ctx, s, i, &found)
		out.add(i, &found)
	}
	return out.small(s.works), nil
}

// find writes the works of a chunk that fit.
func (c *condition) find(ctx context.Context, s *segment, chunk int, to *bitmap) {
	clear(to[:])
	if c.is == AllOf || c.is == NoneOf {
		setRange(to[:], 0, min(chunkWorks, s.works-chunk<<chunkBits))
	}
	switch c.is {
	case HasTerm, InSet, InRange:
		c.add(s, chunk, to)
	default:
		var of bitmap
		for i := range c.of {
			if ctx.Err() != nil {
				return // what is there is thrown away
			}
			switch o := &c.of[i]; {
			case c.is == AnyOf && len(o.of) == 0 && o.is <= InSet:
				o.add(s, chunk, to)
			default:
				o.find(ctx, s, chunk, &of)
				join(c.is, to, &of)
			}
		}
	}
}

func join(is Condition, to, of *bitmap) {
	switch is {
	case AllOf:
		and(to, of)
	case NoneOf:
		andNot(to, of)
	case AnyOf:
		for i, w := range of {
			to[i] |= w
		}
	}
}

// add adds the works of a chunk that fit a condition which joins no others.
func (c *condition) add(s *segment, chunk int, to *bitmap) {
	switch {
	case c.is == InRange:
		first := chunk << chunkBits
		for i := range min(chunkWorks, s.works-first) {
			if v := value(c.col, uint32(first+i)); v >= c.bound.From && v <= c.bound.To {
				to[i>>6] |= 1 << (i & 63)
			}
		}
	case c.set.isList():
		for _, r := range c.set.within(chunk) {
			to[uint16(r)>>6] |= 1 << (r & 63)
		}
	default:
		or(to, c.set.chunk(chunk))
	}
}

// add sets the works of a chunk; the chunks come in order.
func (p *posting) add(chunk int, found *bitmap) {
	n := count(found)
	p.parts[chunk] = part{uint32(len(p.words)), uint32(n)}
	p.n += n
	if n < bitsFrom {
		extract(found, n)
	}
	p.words = append(p.words, found[:wordsFor(uint32(n))]...)
}

// small is p as a list if it has few works.
func (p *posting) small(works int) posting {
	if p.n >= few(works) {
		return *p
	}
	list := make([]uint32, 0, p.n)
	for c := range p.parts {
		from := len(list)
		k := p.chunk(c)
		list = slices.Grow(list, k.n)[:from+k.n]
		k.ranks(c, list[from:])
	}
	return posting{n: p.n, list: list}
}
