package typeahead

import (
	"slices"
	"strings"
)

// Find gives the names that go with what is typed, the best first: those that are what
// is typed; those of the groups; canonical ones; those that begin so; those that are used
// more; shorter ones. Where there are fewer than five, names with one letter in a word set
// right follow. It adds to hits, which may be nil, and costs the same however long Typed is.
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
	if len(hits)-start >= min(limit, enough) {
		return hits
	}
	l.needs, l.best.all = needs(typed, true), l.best.all[:0]
	if !slices.ContainsFunc(l.needs, func(n need) bool { return n.loose }) {
		return hits
	}
	l.run()
	exact := len(hits)
	for _, h := range s.hits(l.best.all, nil, &l) {
		if len(hits)-start < limit && !slices.ContainsFunc(hits[start:exact], func(o Hit) bool { return o.ID == h.ID }) {
			h.Guessed = true
			hits = append(hits, h)
		}
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
	for i := range l.needs {
		if len(l.needs[i].spans) == 0 {
			return
		}
	}
	l.exact()
	l.near()
	first := &l.needs[0]
	l.walk(&l.base.ofFirst, first.spans, 0)
	few := first
	for i := range l.needs {
		if l.needs[i].many < few.many {
			few = &l.needs[i]
		}
	}
	l.walk(&l.base.ofWord, few.spans, classBegins)
}

// exact tries the names that may be just what is typed.
func (l *look) exact() {
	var few []uint32
	for i := range l.needs {
		n := &l.needs[i]
		one := l.base.words.is(n.text, span{0, uint32(l.base.words.len())})
		list := l.base.ofWord.span(one)
		if i == 0 {
			list = l.base.ofFirst.span(one)
		}
		if i == 0 || len(list) < len(few) {
			few = list
		}
	}
	for _, rank := range few {
		if len(l.base.inName.at(rank)) == len(l.needs) {
			l.try(rank, classNear)
		}
	}
}

// near tries the names of the groups that are asked for.
func (l *look) near() {
	for _, g := range l.groups {
		if at, ok := slices.BinarySearch(l.base.groups, g); ok {
			for _, rank := range l.base.ofGroup.at(uint32(at)) {
				l.try(rank, 0)
			}
		}
	}
}

// few is how many names are tried without regard to their rank.
const few = 16384

// walk tries the names that have one of some words. Where these are many, all names are
// tried in the order of rank instead, until no better one can come: class is the best that
// one can have, but for what exact and near found.
func (l *look) walk(of *lists, spans []span, class uint8) {
	total := 0
	for _, s := range spans {
		total += len(of.span(s))
	}
	class |= classExact | classNear
	one := len(spans) == 1 && spans[0].to-spans[0].from == 1
	if total <= few && !one {
		for _, s := range spans {
			for _, rank := range of.span(s) {
				l.try(rank, classNear)
			}
		}
		return
	}
	if one {
		for _, rank := range of.at(spans[0].from) {
			if !l.open(rank, class) {
				return
			}
			l.try(rank, classNear)
		}
		return
	}
	for rank := range uint32(len(l.base.ids)) {
		if !l.open(rank, class) {
			return
		}
		l.try(rank, classNear)
	}
}

// open reports whether a name of a rank, or one after it, can still be among the best.
func (l *look) open(rank uint32, class uint8) bool {
	if rank >= l.base.canonical {
		class |= classCanonical
	}
	return l.best.wants(class, magnitude(l.base.counts[rank]))
}

// try adds the name of a rank if it has all that is needed.
func (l *look) try(rank uint32, class uint8) {
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
				h.As, h.ID, h.Text, h.Canonical, h.Count = h.Text, n.ID, n.Text, n.Canonical, n.Count
			}
		}
		hits = append(hits, h)
	}
	return hits
}
