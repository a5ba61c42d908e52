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
	if cap(list) < each {
		list = slices.Grow(list, each-len(list))
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

// hotTop finds the commonest of the hot terms s, of kind k. n says how many works
// there are with a term, and extra is how many more a term can have than in the base.
func (x *run) hotTop(list []Count, s span, k, extra int, n *[1 << 16]uint32) []Count {
	d, each := x.view.num.dict, x.plan.each
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
	d, each := x.view.num.dict, x.plan.each
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

// field is a range of numbers that are wanted, warm ones of a kind or cold ones.
// Fields stand in the order of numbers, like the terms of a work.
type field struct {
	span
	warm bool
}

// restTop counts the terms that are wanted.
func (x *run) restTop(r *Result) error {
	x.layFields()
	d := x.view.num.dict
	hot := d.end(tierHot)
	x.me.clearRest(x, hot)
	for i := 1; i < len(x.bounds); i++ {
		b := &x.bounds[i]
		for c := range b.hits.blocks() {
			x.countRest(x.me, b, b.hits.block(c, x.room()))
		}
	}
	b := &x.bounds[0]
	if err := x.spread(resting, b.hits.blocks(), b.hits.n > x.index.tune.help/40); err != nil {
		return err
	}
	for _, w := range x.wanted {
		list := r.Counts[w.kind]
		for t := w.from; t < w.to; t++ {
			if n := int(x.me.warm[t-hot]); n >= w.least {
				list = offer(list, x.plan.each, Count{d.keys.of(w.kind, t), n})
			}
		}
		r.Counts[w.kind] = list
	}
	x.offerRuns(r, x.me.rest)
	return nil
}

func (x *run) layFields() {
	x.fields = x.fields[:0]
	for _, w := range x.wanted {
		if w.from < w.to {
			x.fields = append(x.fields, field{span{w.from, w.to}, true})
		}
		if w.cold.from < w.cold.to {
			x.fields = append(x.fields, field{w.cold, false})
		}
	}
	slices.SortFunc(x.fields, func(a, b field) int { return cmp.Compare(a.from, b.from) })
}

// clearRest makes room for what is wanted.
func (w *worker) clearRest(x *run, hot uint32) {
	size := int(x.view.num.dict.end(tierWarm) - hot)
	w.warm = slices.Grow(w.warm[:0], size)[:size]
	for _, f := range x.fields {
		if f.warm {
			clear(w.warm[f.from-hot : f.to-hot])
		}
	}
	w.rest = w.rest[:0]
}

// countRest counts the wanted terms of some works, in blocks like tally.
func (x *run) countRest(w *worker, b *bound, ranks []uint32) {
	var over [blockWorks][]uint32
	hot := x.view.num.dict.end(tierHot)
	for len(ranks) > 0 {
		n := 0
		for _, rank := range ranks[:min(blockWorks, len(ranks))] {
			if at := b.recs[rank].over; at&overSome != 0 {
				over[n&(blockWorks-1)] = b.over[rank>>chunkBits][at&overAt:]
				n++
			}
		}
		sizes := [blockWorks]uint32{}
		for i := range n {
			sizes[i] = over[i][0]
		}
		for i := range n {
			from := 1 + (sizes[i]&0xffff+1)/2
			x.countTerms(w, over[i][from:from+sizes[i]>>16], hot)
		}
		ranks = ranks[min(blockWorks, len(ranks)):]
	}
}

// countTerms counts those of one work, which are in order.
func (x *run) countTerms(w *worker, terms []uint32, hot uint32) {
	j := 0
	for i, t := range terms {
		for j < len(x.fields) && t >= x.fields[j].to {
			j++
		}
		switch {
		case j == len(x.fields):
			x.countLater(w, terms[i:])
			return
		case t < x.fields[j].from:
		case x.fields[j].warm:
			w.warm[t-hot]++
		default:
			w.rest = append(w.rest, t)
		}
	}
}

// countLater takes the terms that came after the base was made.
func (x *run) countLater(w *worker, terms []uint32) {
	all := x.view.num.dict.all
	if len(terms) == 0 || terms[len(terms)-1] < all {
		return
	}
	for _, t := range terms {
		if t >= all && x.isWanted(int(x.view.num.later[t-all].Kind)) {
			w.rest = append(w.rest, t)
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
		list, each := r.Counts[kind], x.plan.each
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
