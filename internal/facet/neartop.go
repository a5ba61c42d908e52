package facet

import "slices"

// nearTops counts by the near set. It says false when the commonest terms are not
// certain that way.
func (x *run) nearTops(r *Result) (bool, error) {
	pack := &x.view.num.dict.pack
	if err := x.countYoung(); err != nil {
		return false, err
	}
	x.me.needMinus().reset(pack)
	b, n := &x.bounds[0], &x.near
	if n.set < 0 || n.works != b.hits.n {
		if err := x.spread(differing, len(b.hits.chunks), n.most > x.index.tune.help/25); err != nil {
			return false, err
		}
	}
	x.me.plus.finish(pack)
	x.me.minus.finish(pack)
	if n.slice >= 0 {
		return x.cubeTops(r)
	}
	return x.knownTops(r)
}

// knownTops counts by a set of known.
func (x *run) knownTops(r *Result) (bool, error) {
	k, num := x.bounds[0].known, &x.view.num
	plus, minus := &x.me.plus.terms, &x.me.minus.terms
	for t, n := range k.choice[x.near.set*k.choices : (x.near.set+1)*k.choices] {
		plus[t] += n - minus[t]
	}
	for i, kind := range num.schema.Kinds {
		if kind.Show == Choice {
			r.Counts[i] = x.choices(r.Counts[i], i, plus)
		}
	}
	if x.plan.each == 0 {
		return true, x.others(r)
	}
	for i, kind := range k.tops {
		list, floor := k.list(x.near.set, i)
		ok := true
		if r.Counts[kind], ok = x.nearTop(r.Counts[kind], kind, list, floor); !ok {
			x.clearCounts(r)
			return false, nil
		}
	}
	return true, x.others(r)
}

// nearTop finds the commonest terms of a kind. Another hot term can be among them
// only with what it has in plus.
func (x *run) nearTop(to []Count, kind int, list []termWorks, floor int) ([]Count, bool) {
	d, each := x.view.num.dict, x.plan.each
	plus, minus := &x.me.plus.terms, &x.me.minus.terms
	s := d.spans[tierHot][kind]
	most := 0
	for _, n := range plus[s.from:s.to] {
		most = max(most, int(n))
	}
	least, seen := 0, 0
	for _, e := range list {
		if int(e.works)+most < least {
			break
		}
		seen++
		if n := int(e.works) + int(plus[e.term]) - int(minus[e.term]); n > 0 && n >= least {
			to = offer(to, each, Count{d.keys.of(kind, e.term), n})
			least = last(to, each)
		}
	}
	if seen < len(list) {
		floor = int(list[seen].works) // what comes after it has no more
	} else if floor == 0 && most == 0 {
		return to, true
	}
	if floor+most < least {
		return to, true
	}
	return x.beyond(to, kind, list, floor)
}

// beyond looks at hot terms that are not in the list but in plus.
func (x *run) beyond(to []Count, kind int, list []termWorks, floor int) ([]Count, bool) {
	d, each := x.view.num.dict, x.plan.each
	plus := &x.me.plus.terms
	x.listed = slices.Grow(x.listed[:0], hotEnd)[:hotEnd]
	for _, e := range list {
		x.listed[e.term] = true
	}
	ok, least := true, last(to, each)
	complete := floor == 0 // then the list is all that the set has
	for t := d.spans[tierHot][kind].from; t < d.spans[tierHot][kind].to; t++ {
		n := int(plus[t])
		if x.listed[t] || floor+n < least || floor+n == 0 {
			continue
		}
		if !complete {
			ok = false
			break
		}
		to = offer(to, each, Count{d.keys.of(kind, t), n})
		least = last(to, each)
	}
	for _, e := range list {
		x.listed[e.term] = false
	}
	return to, ok
}

// cubeTops counts by cells of the cube.
func (x *run) cubeTops(r *Result) (bool, error) {
	c, num := x.bounds[0].known.cube, &x.view.num
	x.sums = slices.Grow(x.sums[:0], c.size)[:c.size]
	x.floors = slices.Grow(x.floors[:0], c.kindCount())[:c.kindCount()]
	c.sum(x.near.cells, x.sums, x.floors)
	plus, minus := &x.me.plus.terms, &x.me.minus.terms
	at := 0
	for _, s := range c.tracked {
		for t := s.from; t < s.to; t++ {
			plus[t] += x.sums[at] - minus[t]
			at++
		}
	}
	for k, kind := range num.schema.Kinds {
		switch {
		case kind.Show == Choice:
			r.Counts[k] = x.choices(r.Counts[k], k, plus)
		case kind.Show == Top && x.plan.each > 0:
			r.Counts[k] = x.hotTop(r.Counts[k], c.tracked[1+k], k, x.young(), plus)
			if !x.covers(k, last(r.Counts[k], x.plan.each)) {
				x.clearCounts(r)
				return false, nil
			}
		}
	}
	return true, x.others(r)
}

// covers tells whether no hot term that the cube doesn't track comes up to least.
func (x *run) covers(kind, least int) bool {
	all, tracked := x.view.num.dict.spans[tierHot][kind], x.bounds[0].known.cube.tracked[1+kind]
	most := 0
	for _, n := range x.me.plus.terms[tracked.to:all.to] {
		most = max(most, int(n))
	}
	return int(x.floors[kind])+most < least || int(x.floors[kind])+most == 0
}
