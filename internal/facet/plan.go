package facet

import (
	"fmt"
	"math"
	"slices"
)

// plan is a query in the numbers of a view.
type plan struct {
	q        *Query
	all      []uint32
	none     []uint32
	choose   []uint32 // of the groups, one after the other
	groups   []group
	sets     []*Set   // Without, those that are not nil, and what of None stands for sets
	within   []*Set   // Within, and what of All stands for sets
	nothing  bool     // even with all choices left open
	opened   []uint32 // all terms of the groups' kinds, to be counted with the choice left open
	pack     *packing
	from, to uint32 // of Newest
	ranges   []Range
	stood    map[Term]*Set
	each     int // Each, and room for what stands for sets
}

// group is a choice within a kind.
type group struct {
	kind     int
	from, to int // of plan.choose
	// open and openTo are of plan.opened: first, if the kind is packed, its terms as
	// flags have them, then the others.
	open, openTo int
	packed       int8 // of packing.kinds, or -1
}

// check refuses what cannot be answered.
func (q *Query) check(s *Schema) error {
	refuse := func(format string, args ...any) error {
		return fmt.Errorf("%w: %s", ErrQuery, fmt.Sprintf(format, args...))
	}
	switch {
	case q.Offset < 0 || q.Limit < 0 || q.Limit > MaxLimit || q.Offset > math.MaxInt-MaxLimit:
		return refuse("offset %d and limit %d; the limit is at most %d", q.Offset, q.Limit, MaxLimit)
	case q.Each < 0 || q.Each > MaxEach:
		return refuse("%d counts of each kind; at most %d", q.Each, MaxEach)
	case len(q.All)+len(q.Choose)+len(q.None) > MaxTerms || len(q.Ranges) > MaxTerms || len(q.Without) > MaxTerms:
		return refuse("more than %d terms", MaxTerms)
	case q.Order >= Order(len(s.Numbers)) || -1-int(q.Order) >= len(s.Texts):
		return refuse("order %d is not of the schema", q.Order)
	}
	if left := MaxWhere; q.Where != nil && !q.Where.check(s, 1, &left) {
		return refuse("a condition that is too large, or of what is not in the schema")
	}
	for _, r := range q.Ranges {
		if r.Number < 0 || r.Number >= len(s.Numbers) {
			return refuse("a range of number %d", r.Number)
		}
	}
	for _, t := range q.Choose {
		if int(t.Kind) >= len(s.Kinds) || s.Kinds[t.Kind].Show != Choice {
			return refuse("a choice among terms of kind %d", t.Kind)
		}
	}
	return nil
}

// make lays q out for v. What isn't known of All finds nothing, of None leaves
// nothing out.
func (p *plan) make(q *Query, v *view, stood map[Term]*Set) {
	*p = plan{
		q: q, all: p.all[:0], none: p.none[:0], choose: p.choose[:0], groups: p.groups[:0], sets: p.sets[:0], within: p.within[:0],
		ranges: p.ranges[:0], opened: p.opened[:0], to: math.MaxUint32, pack: &v.num.dict.pack, stood: stood,
	}
	for _, t := range q.All {
		if s := stood[t]; s != nil {
			p.within = append(p.within, s)
			continue
		}
		n, ok := v.num.find(t)
		p.nothing = p.nothing || !ok
		p.all = append(p.all, n)
	}
	for _, t := range q.None {
		if s := stood[t]; s != nil {
			p.sets = append(p.sets, s)
		} else if n, ok := v.num.find(t); ok {
			p.none = append(p.none, n)
		}
	}
	p.all, p.none = unique(p.all), unique(p.none)
	for _, t := range q.Choose {
		if slices.ContainsFunc(p.groups, func(g group) bool { return g.kind == int(t.Kind) }) {
			continue
		}
		g := group{kind: int(t.Kind), from: len(p.choose)}
		for _, u := range q.Choose {
			if u.Kind != t.Kind {
				continue
			}
			if n, ok := v.num.find(u); ok && !slices.Contains(p.choose[g.from:], n) {
				p.choose = append(p.choose, n)
			}
		}
		g.to = len(p.choose)
		p.open(&g, &v.num)
		p.groups = append(p.groups, g)
	}
	if q.Within != nil {
		p.within = append(p.within, q.Within)
	}
	for _, s := range q.Without {
		if s != nil && len(s.ids) > 0 {
			p.sets = append(p.sets, s)
		}
	}
	p.bound(q, v.num.schema)
	p.each = q.Each
	if q.Facets && q.Each > 0 {
		p.each += mostStood(stood, v.num.schema)
	}
}

// bound sorts ranges: those of Newest are ranges of ranks.
func (p *plan) bound(q *Query, s *Schema) {
	for _, r := range q.Ranges {
		switch {
		case r.From > r.To:
			p.nothing = true
		case r.Number == s.Newest:
			p.from, p.to = max(p.from, r.From), min(p.to, r.To)
		case r.From > 0 || r.To < math.MaxUint32:
			p.ranges = append(p.ranges, r)
		}
	}
	p.nothing = p.nothing || p.from > p.to
}

func unique(a []uint32) []uint32 {
	slices.Sort(a)
	return slices.Compact(a)
}

// open lists the terms of the group's kind.
func (p *plan) open(g *group, num *numbering) {
	g.open, g.packed = len(p.opened), -1
	span := num.dict.spans[tierChoice][g.kind]
	for t := span.from; t < span.to; t++ {
		p.opened = append(p.opened, t)
		g.packed = p.pack.of[t]
	}
	for _, t := range num.laterChoices {
		if int(num.later[t-num.dict.all].Kind) == g.kind {
			p.opened = append(p.opened, t)
		}
	}
	g.openTo = len(p.opened)
}
