package facet

import (
	"cmp"
	"fmt"
	"slices"
	"sort"
)

// The numbers of terms. A term's number says how it is counted: first come the
// Choice terms, then the commonest of the others (hot; they fit 16 bits and have a
// counter each in one small table), then those of a middling number of works
// (warm), the rare (cold), and last those that are not counted (unseen). Within a
// tier a kind's terms stand together; hot and warm ones the commonest first, so
// that looking for the commonest may stop early; all others by key, so that they
// are found without an index.
const (
	tierChoice = iota
	tierHot
	tierWarm
	tierCold
	tierUnseen
	tiers
)

const (
	dummies = slots           // counters for the empty places of a record
	hotEnd  = 1<<16 - dummies // numbers below are hot or choices
	warmMin = 32              // works, from which a term is warm
)

// span is a range of numbers, the end out.
type span struct{ from, to uint32 }

// dict is the numbering of the terms of one base.
type dict struct {
	spans  [tiers][]span // by tier and kind
	keys   keys          // by number
	byKey  []uint32      // hot and warm numbers, by kind and key
	at     []uint32      // by kind: its part of byKey; one more than kinds
	counts []uint32      // by number, for choice, hot and warm: works
	rarest []uint32      // by kind: works of its commonest warm or cold term
	pack   packing
	all    uint32 // how many
}

// keys are the keys of terms or works, as 32 bits above the least where that does.
type keys struct {
	least []int64 // by kind
	low   []uint32
	wide  []int64 // instead of low
}

func (k *keys) of(kind int, number uint32) int64 {
	if k.wide != nil {
		return k.wide[number]
	}
	return k.least[kind] + int64(k.low[number])
}

// end of a tier's numbers.
func (d *dict) end(tier int) uint32 {
	if l := d.spans[tier]; len(l) > 0 {
		return l[len(l)-1].to
	}
	return 0
}

// kind of a number.
func (d *dict) kind(number uint32) int {
	for tier := range d.spans {
		if number >= d.end(tier) {
			continue
		}
		for k, s := range d.spans[tier] {
			if number < s.to {
				return k
			}
		}
	}
	panic("facet: a number that no term has")
}

// term of a number.
func (d *dict) term(number uint32) Term {
	k := d.kind(number)
	return Term{uint8(k), d.keys.of(k, number)}
}

// find gives the number of t.
func (d *dict) find(t Term) (uint32, bool) {
	k := int(t.Kind)
	if k >= len(d.spans[0]) {
		return 0, false
	}
	for _, tier := range [...]int{tierChoice, tierCold, tierUnseen} {
		s := d.spans[tier][k]
		i := s.from + uint32(sort.Search(int(s.to-s.from), func(i int) bool { return d.keys.of(k, s.from+uint32(i)) >= t.ID }))
		if i < s.to && d.keys.of(k, i) == t.ID {
			return i, true
		}
	}
	part := d.byKey[d.at[k]:d.at[k+1]]
	i := sort.Search(len(part), func(i int) bool { return d.keys.of(k, part[i]) >= t.ID })
	if i < len(part) && d.keys.of(k, part[i]) == t.ID {
		return part[i], true
	}
	return 0, false
}

// raw are terms as they came in, with the number of works of each.
type raw struct {
	kinds []uint8
	keys  []int64
	works []uint32
}

// number makes the dict of the terms that have works, and says for each its
// number. At most hottest are hot or Choice.
func (r *raw) number(s *Schema, hottest int) (*dict, []uint32, error) {
	d := &dict{}
	to := make([]uint32, len(r.keys))
	tops, ofKind := r.split(s)
	hot, warm, cold := r.tier(tops, max(0, hottest-len(ofKind[Choice])))
	at := uint32(0)
	give := func(tier int, list []uint32) {
		d.spans[tier] = make([]span, len(s.Kinds))
		i := 0
		for k := range s.Kinds {
			from := at
			for ; i < len(list) && int(r.kinds[list[i]]) == k; i++ {
				to[list[i]] = at
				at++
			}
			d.spans[tier][k] = span{from, at}
		}
	}
	r.sortByKey(ofKind[Choice])
	give(tierChoice, ofKind[Choice])
	for k, sp := range d.spans[tierChoice] {
		if sp.to-sp.from > maxChoices {
			return nil, nil, fmt.Errorf("%w: more than %d terms of kind %s", ErrWork, maxChoices, s.Kinds[k].Name)
		}
	}
	r.partByKind(hot)
	give(tierHot, hot)
	r.partByKind(warm)
	give(tierWarm, warm)
	r.sortByKey(cold)
	give(tierCold, cold)
	r.sortByKey(ofKind[Unseen])
	give(tierUnseen, ofKind[Unseen])
	d.all = at
	d.pack = pack(s, d.spans[tierChoice])
	r.fill(d, to, len(s.Kinds))
	d.index(len(s.Kinds))
	return d, to, nil
}

// split gives the terms that have works by how they are shown.
func (r *raw) split(s *Schema) (tops []uint32, of [2][]uint32) {
	for i, n := range r.works {
		if n == 0 {
			continue
		}
		switch show := s.Kinds[r.kinds[i]].Show; show {
		case Top:
			tops = append(tops, uint32(i))
		default:
			of[show] = append(of[show], uint32(i))
		}
	}
	return tops, of
}

// tier parts the counted terms; hot and warm come back the commonest first.
func (r *raw) tier(tops []uint32, room int) (hot, warm, cold []uint32) {
	least := uint32(warmMin)
	if len(tops) <= room {
		least = 1
	}
	var keys []uint64
	for _, t := range tops {
		if n := r.works[t]; n >= least {
			keys = append(keys, uint64(^n)<<32|uint64(t))
		} else {
			cold = append(cold, t)
		}
	}
	sortHigh(keys)
	common := make([]uint32, len(keys))
	for i, k := range keys {
		common[i] = uint32(k)
	}
	cut := min(room, len(common))
	return common[:cut:cut], common[cut:], cold
}

// partByKind puts the terms of a kind together, in the order they have.
func (r *raw) partByKind(list []uint32) {
	var at [1 << 8]int
	for _, t := range list {
		at[r.kinds[t]]++
	}
	sum := 0
	for k, n := range at {
		at[k] = sum
		sum += n
	}
	for _, t := range slices.Clone(list) {
		k := r.kinds[t]
		list[at[k]] = t
		at[k]++
	}
}

// sortByKey sorts terms by kind and key.
func (r *raw) sortByKey(list []uint32) {
	r.partByKind(list)
	for len(list) > 0 {
		n := 1
		for n < len(list) && r.kinds[list[n]] == r.kinds[list[0]] {
			n++
		}
		sortByKeys(list[:n], func(t uint32) int64 { return r.keys[t] })
		list = list[n:]
	}
}

// sortByKeys sorts numbers by the keys they have. There are millions of them, and
// keys as databases give them lie near enough to each other for 32 bits.
func sortByKeys(list []uint32, key func(uint32) int64) {
	if len(list) < 2 {
		return
	}
	least, most := key(list[0]), key(list[0])
	for _, t := range list {
		least, most = min(least, key(t)), max(most, key(t))
	}
	if uint64(most)-uint64(least) > 1<<32-1 {
		slices.SortFunc(list, func(a, b uint32) int { return cmp.Compare(key(a), key(b)) })
		return
	}
	keyed := make([]uint64, len(list))
	for i, t := range list {
		keyed[i] = (uint64(key(t))-uint64(least))<<32 | uint64(t)
	}
	sortHigh(keyed)
	for i, k := range keyed {
		list[i] = uint32(k)
	}
}

// fill sets keys and counts.
func (r *raw) fill(d *dict, to []uint32, kinds int) {
	least, most := make([]int64, kinds), make([]int64, kinds)
	known := make([]bool, kinds)
	for i, n := range r.works {
		if k := r.kinds[i]; n > 0 {
			if !known[k] {
				least[k], most[k], known[k] = r.keys[i], r.keys[i], true
			}
			least[k], most[k] = min(least[k], r.keys[i]), max(most[k], r.keys[i])
		}
	}
	d.keys.least = least
	wide := false
	for k := range least {
		wide = wide || uint64(most[k])-uint64(least[k]) > 1<<32-1
	}
	if wide {
		d.keys.wide = make([]int64, d.all)
	} else {
		d.keys.low = make([]uint32, d.all)
	}
	d.counts = make([]uint32, d.end(tierWarm))
	d.rarest = make([]uint32, kinds)
	for i, n := range r.works {
		if n == 0 {
			continue
		}
		t := to[i]
		if wide {
			d.keys.wide[t] = r.keys[i]
		} else {
			d.keys.low[t] = uint32(r.keys[i] - least[r.kinds[i]])
		}
		if t < uint32(len(d.counts)) {
			d.counts[t] = n
		}
		if t >= d.end(tierHot) && t < d.end(tierCold) {
			d.rarest[r.kinds[i]] = max(d.rarest[r.kinds[i]], n)
		}
	}
}

// index makes byKey.
func (d *dict) index(kinds int) {
	d.at = make([]uint32, kinds+1)
	for k := range kinds {
		from := len(d.byKey)
		for _, tier := range [...]int{tierHot, tierWarm} {
			for t := d.spans[tier][k].from; t < d.spans[tier][k].to; t++ {
				d.byKey = append(d.byKey, t)
			}
		}
		sortByKeys(d.byKey[from:], func(t uint32) int64 { return d.keys.of(k, t) })
		d.at[k+1] = uint32(len(d.byKey))
	}
}
