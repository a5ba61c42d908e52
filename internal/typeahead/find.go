package typeahead

import (
	"iter"
	"slices"
	"strings"
)

// Find gives the names that go with what is typed, the best first: those that are what
// is typed; those of the groups; canonical ones; those that begin so; those that are used
// more; shorter ones. Where there is none, names are found with one letter of a word set
// right. It adds to hits, which may be nil, and costs the same however long Typed is.
func (x *Index) Find(q Query, hits []Hit) []Hit {
	x.mu.RLock()
	defer x.mu.RUnlock()
	s := x.shards[q.Kind]
	if s == nil {
		return hits
	}
	limit, start := min(max(q.Limit, 1), MaxHits), len(hits)
	typed := shorten(q.Typed)
	l := look{shard: s, groups: q.Groups, needs: needs(typed, false), best: best{limit: limit, all: make([]found, 0, limit+1)}}
	if len(l.needs) == 0 {
		return hits
	}
	l.run()
	hits = s.hits(l.best.all, hits, &l)
	if len(hits) > start {
		return hits
	}
	l.needs = needs(typed, true)
	if !slices.ContainsFunc(l.needs, func(n need) bool { return n.loose }) {
		return hits
	}
	l.run()
	hits = s.hits(l.best.all, hits, &l)
	for i := range hits[start:] {
		hits[start+i].Guessed = true
	}
	return hits
}

// maxTyped is how many bytes of what was typed are looked at.
const maxTyped = 600

func shorten(typed string) string {
	if len(typed) <= maxTyped {
		return typed
	}
	return strings.ToValidUTF8(typed[:maxTyped], "") + " "
}

// look is one search.
type look struct {
	*shard
	needs  []need
	groups []int64
	best   best
}

func (l *look) run() {
	for i := range l.needs {
		l.needs[i].find(l.base)
	}
	for _, f := range l.fresh {
		l.tryFresh(f)
	}
	rarest := &l.needs[0]
	for i := range l.needs {
		if n := &l.needs[i]; n.many < rarest.many {
			rarest = n
		}
	}
	if rarest.many > l.few {
		l.broad(rarest)
		return
	}
	for _, s := range rarest.spans {
		for _, rank := range l.base.ofWord.span(s) {
			l.try(rank)
		}
	}
}

// few is how many names are looked at one by one, wherever they are in memory.
const few = 2048

// broad looks among the names that have common words. Which names have all words is told by
// bits, and these are gone through by rank, until no better name can come.
func (l *look) broad(rarest *need) {
	sets := l.sets.Get().(*[3]ranks)
	defer l.sets.Put(sets)
	for i := range sets {
		sets[i] = slices.Grow(sets[i][:0], len(l.gone))[:len(l.gone)]
	}
	all, more, first := sets[0], sets[1], sets[2]
	all.fill(&l.base.ofWord, rarest.spans)
	for i := range l.needs {
		if n := &l.needs[i]; n != rarest {
			more.fill(&l.base.ofWord, n.spans)
			all.and(more)
		}
	}
	first.fill(&l.base.ofFirst, l.needs[0].spans)
	first.and(all)
	for _, rank := range l.base.same(l.needs) {
		l.try(rank)
	}
	for _, g := range l.groups {
		if at, ok := slices.BinarySearch(l.base.groups, g); ok {
			list := l.base.ofGroup.at(uint32(at))
			l.walk(first.among(list), classExact)
			l.walk(all.among(list), classExact|classBegins)
		}
	}
	l.walk(first.each(), classExact|classNear)
	l.walk(all.each(), classExact|classNear|classBegins)
}

// walk tries names in the order of rank until none can come that would be kept: class is
// the best that one can have, but for those that were tried before.
func (l *look) walk(ranks iter.Seq[uint32], class uint8) {
	for rank := range ranks {
		at := class
		if rank >= l.base.canonical {
			at |= classCanonical
		}
		if !l.best.wants(at, magnitude(l.base.counts[rank])) {
			return
		}
		l.try(rank)
	}
}

// try adds the name of a rank if it has all that is needed.
func (l *look) try(rank uint32) {
	if !l.alive(rank) {
		return
	}
	words := l.base.inName.at(rank)
	if len(words) < len(l.needs) {
		return
	}
	begins := true
	for i := range l.needs {
		if !l.needs[i].has(words[i]) {
			begins = false
			break
		}
	}
	if !begins && !inAnyOrder(l.needs, len(words), func(n *need, at int) bool { return n.has(words[at]) }) {
		return
	}
	var class uint8
	if !slices.ContainsFunc(l.base.inGroup.at(rank), func(g uint32) bool { return slices.Contains(l.groups, l.base.groups[g]) }) {
		class |= classNear
	}
	if rank >= l.base.canonical {
		class |= classCanonical
	}
	if !begins {
		class |= classBegins
	}
	exact := begins && len(words) == len(l.needs)
	for i := 0; exact && i < len(words); i++ {
		exact = l.base.words.at(words[i]) == l.needs[i].text
	}
	if !exact {
		class |= classExact
	}
	m := magnitude(l.base.counts[rank])
	if !l.best.wants(class, m) {
		return
	}
	l.best.add(found{class, place{m, l.base.texts.at(rank), l.base.ids[rank]}, l.base.counts[rank], l.base.meaning(rank)})
}

// tryFresh adds a name that is not in the base yet if it has all that is needed.
func (l *look) tryFresh(f *fresh) {
	if len(f.words) < len(l.needs) || !inAnyOrder(l.needs, len(f.words), func(n *need, at int) bool { return n.is(f.words[at].text) }) {
		return
	}
	var class uint8
	exact := len(f.words) == len(l.needs)
	for i := range l.needs {
		if !l.needs[i].is(f.words[i].text) {
			class |= classBegins
		}
		exact = exact && l.needs[i].text == f.words[i].text
	}
	if !exact {
		class |= classExact
	}
	if !f.name.Canonical {
		class |= classCanonical
	}
	if !slices.ContainsFunc(f.name.Groups, func(g int64) bool { return slices.Contains(l.groups, g) }) {
		class |= classNear
	}
	of := f.name.Of
	if of == 0 || f.name.Canonical {
		of = f.name.ID
	}
	l.best.add(found{class, placeOf(&f.name), clamp(f.name.Count), of})
}

// inAnyOrder reports whether a name of some words has every word that is needed. Those that
// are typed without anything between must follow each other.
func inAnyOrder(needs []need, words int, has func(*need, int) bool) bool {
	for i := 0; i < len(needs); {
		run := i + 1
		for run < len(needs) && needs[run].joined {
			run++
		}
		if !inARow(needs[i:run], words, has) {
			return false
		}
		i = run
	}
	return true
}

func inARow(run []need, words int, has func(*need, int) bool) bool {
	for at := 0; at+len(run) <= words; at++ {
		i := 0
		for i < len(run) && has(&run[i], at+i) {
			i++
		}
		if i == len(run) {
			return true
		}
	}
	return false
}

// hits adds what was found. A name that stands for another leads to that one.
func (s *shard) hits(all []found, hits []Hit, l *look) []Hit {
	for _, f := range all {
		h := Hit{ID: f.place.id, Text: f.place.text, Canonical: f.class&classCanonical == 0, Count: int(f.count), Near: len(l.groups) > 0 && f.class&classNear == 0}
		if f.of != h.ID {
			if n, ok := s.get(f.of); ok {
				h.As, h.AsID, h.ID, h.Text, h.Canonical, h.Count = h.Text, h.ID, n.ID, n.Text, n.Canonical, n.Count
			}
		}
		hits = append(hits, h)
	}
	return hits
}
