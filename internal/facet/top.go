package facet

import (
	"cmp"
	"slices"
	"sort"
)

// counting how many works have which terms goes by tiers: hot terms have counters;
// the others can be among the commonest only if what counts so far at the last
// place is no more than the most that any of them has. Only then are they looked at.

// offer puts a count into a list of the commonest, at most each of them.
func offer(list []Count, each int, c Count) []Count {
	if len(list) == each {
		if last := list[each-1]; c.N < last.N || c.N == last.N && c.ID > last.ID {
			return list
		}
		list = list[:each-1]
	}
	i := sort.Search(len(list), func(i int) bool {
		return list[i].N < c.N || list[i].N == c.N && list[i].ID > c.ID
	})
	return slices.Insert(list, i, c)
}

// last is the number at the last place, 0 if there is room.
func last(list []Count, each int) int {
	if len(list) < each {
		return 0
	}
	return list[each-1].N
}

// hotTop finds the commonest hot terms of kind k. n says how many works there are
// with a term, and extra is how many more a term can have than in the base.
func (x *run) hotTop(list []Count, k, extra int, n *[1 << 16]uint32) []Count {
	d, each := x.view.num.dict, x.plan.q.Each
	s := d.spans[tierHot][k]
	least := 0
	for t := s.from; t < s.to; t++ {
		if int(d.counts[t])+extra < least {
			break
		}
		if c := int(n[t]); c > 0 && c >= least {
			list = offer(list, each, Count{d.keys.of(k, t), c})
			least = last(list, each)
		}
	}
	return list
}

// choices lists the terms of a Choice kind.
func (x *run) choices(list []Count, k int, n *[1 << 16]uint32) []Count {
	d := x.view.num.dict
	for t := d.spans[tierChoice][k].from; t < d.spans[tierChoice][k].to; t++ {
		if n[t] > 0 {
			list = append(list, Count{d.keys.of(k, t), int(n[t])})
		}
	}
	return list
}

// sortCounts puts the most first.
func sortCounts(list []Count) {
	slices.SortFunc(list, func(a, b Count) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.ID, b.ID)) })
}

// wanted are the terms of a kind, neither hot nor Choice, that are still to be
// counted: the commonest warm ones have counters, others are collected.
type wanted struct {
	kind     int
	from, to uint32 // warm
	cold     span   // empty if no cold one can do
	least    int
}

// want says what of kind k can still be among the commonest, or false.
func (x *run) want(list []Count, k int) (wanted, bool) {
	d, each := x.view.num.dict, x.plan.q.Each
	later := 0 // how many more works a term can have in young segments
	most := 0
	for i := range x.bounds {
		if b := &x.bounds[i]; b.hits.n > 0 {
			most += int(b.highest[k])
			if i > 0 {
				later += int(b.highest[k])
			}
		}
	}
	least := max(1, last(list, each))
	if most < least {
		return wanted{}, false
	}
	w := wanted{kind: k, least: least}
	s := d.spans[tierWarm][k]
	w.from = s.from
	w.to = s.from + uint32(sort.Search(int(s.to-s.from), func(i int) bool { return int(d.counts[s.from+uint32(i)])+later < least }))
	if warmMin-1+later >= least {
		w.cold = d.spans[tierCold][k]
	}
	return w, true
}

// restTop counts the terms that are wanted.
func (x *run) restTop(r *Result) error {
	d := x.view.num.dict
	hot := d.end(tierHot)
	size := int(d.end(tierWarm) - hot)
	x.warm = slices.Grow(x.warm[:0], size)[:size]
	for _, w := range x.wanted {
		clear(x.warm[w.from-hot : w.to-hot])
	}
	x.rest = x.rest[:0]
	for i := range x.bounds {
		b := &x.bounds[i]
		for c := range b.hits.blocks() {
			if err := x.ctx.Err(); err != nil {
				return err
			}
			x.countRest(b, b.hits.block(c, x.room()), hot)
		}
	}
	for _, w := range x.wanted {
		list := r.Counts[w.kind]
		for t := w.from; t < w.to; t++ {
			if n := int(x.warm[t-hot]); n >= w.least {
				list = offer(list, x.plan.q.Each, Count{d.keys.of(w.kind, t), n})
			}
		}
		r.Counts[w.kind] = list
	}
	x.offerRuns(r, x.rest)
	return nil
}

// countRest counts the wanted terms of some works.
func (x *run) countRest(b *bound, ranks []uint32, hot uint32) {
	young := b.perms == nil
	all := x.view.num.dict.all
	for _, rank := range ranks {
		_, rest := b.recs[rank].overflow(b.over[rank>>chunkBits])
		for _, t := range rest {
			if young && t >= all {
				if x.isWanted(int(x.view.num.later[t-all].Kind)) {
					x.rest = append(x.rest, t)
				}
				continue
			}
			for i := range x.wanted {
				w := &x.wanted[i]
				if t-w.from < w.to-w.from {
					x.warm[t-hot]++
					break
				}
				if t-w.cold.from < w.cold.to-w.cold.from {
					x.rest = append(x.rest, t)
					break
				}
			}
		}
	}
}

func (x *run) isWanted(kind int) bool {
	return slices.ContainsFunc(x.wanted, func(w wanted) bool { return w.kind == kind })
}

// offerRuns counts numbers of terms by sorting them.
func (x *run) offerRuns(r *Result, terms []uint32) {
	x.sorted = slices.Grow(x.sorted[:0], len(terms))[:len(terms)]
	sortNumbers(terms, x.sorted)
	num := &x.view.num
	var in span
	kind := 0
	for i := 0; i < len(terms); {
		t, from := terms[i], i
		for ; i < len(terms) && terms[i] == t; i++ {
		}
		if t >= in.to {
			in, kind = num.spanOf(t)
		}
		list, each := r.Counts[kind], x.plan.q.Each
		if num.schema.Kinds[kind].Show == Choice {
			each = len(list) + 1
		}
		if each > 0 && i-from >= last(list, each) {
			r.Counts[kind] = offer(list, each, Count{num.term(t).ID, i - from})
		}
	}
}

// spanOf gives the kind of a term and the numbers around it that have the same.
func (n *numbering) spanOf(term uint32) (span, int) {
	if term >= n.dict.all {
		return span{term, term + 1}, int(n.later[term-n.dict.all].Kind)
	}
	for tier := range n.dict.spans {
		if term >= n.dict.end(tier) {
			continue
		}
		for k, s := range n.dict.spans[tier] {
			if term < s.to {
				return s, k
			}
		}
	}
	panic("facet: a number that no term has")
}
