package main

import (
	"slices"

	"github.com/ficstead/ficstead/internal/facet"
)

// question is a query with the name of its class.
type question struct {
	Class string
	facet.Query
	// Blocked asks as somebody who doesn't want to read the run's blocked authors.
	Blocked bool
}

// pageSize is how many works a page shows, and each how many tags of each kind
// stand beside it.
const pageSize, each = 20, 10

// asker makes up questions: those that readers ask, in their shares.
type asker struct {
	c      *chance
	pen    *pen
	census census
	top    [counted][]int64 // the commonest tags of each kind
	// blocked are authors whom a reader doesn't want to read.
	blocked []int64
}

func newAsker(w *world, c census, seed uint64) *asker {
	a := &asker{c: newChance(), pen: newPen(w), census: c}
	a.c.begin(seed, 0)
	for kind := range a.top {
		a.top[kind] = c.commonest(w, uint8(kind), 50)
	}
	a.blocked = blockedAuthors(w)
	return a
}

// blockedAuthors are thirty authors, the more likely the more they wrote.
func blockedAuthors(w *world) []int64 {
	p := newPen(w)
	var out []int64
	for n := 0; len(out) < 30 && n < w.works; n++ {
		for _, t := range p.one(int(mixed(uint64(n)) % uint64(w.works))).Terms {
			if t.Kind == author && !slices.Contains(out, t.ID) {
				out = append(out, t.ID)
			}
		}
	}
	return out[:min(30, len(out))]
}

// class is one sort of question, and what share of all are of it. It makes
// nothing of a work that lacks what the question is about.
type class struct {
	name  string
	share int
	ask   func(*asker, *facet.Query, *facet.Work) bool
}

// everyday is what readers ask, in hundredths.
var everyday = []class{
	{"1 fandom", 20, (*asker).aFandom},
	{"1b one of the ten largest fandoms", 5, (*asker).largeFandom},
	{"2 fandom and relationship", 17, (*asker).fandomAndPair},
	{"3 fandom, two tags out, filters", 18, (*asker).filtered},
	{"4 everything, newest first", 8, (*asker).everything},
	{"5 freeform", 12, (*asker).aFreeform},
	{"6 rating, complete and words of all", 5, (*asker).global},
	{"7 character and freeform", 5, (*asker).characterAndFreeform},
	{"8 page 5,000", 5, (*asker).deep},
	{"9 two common freeforms, one out", 5, (*asker).huge},
}

// mix makes n everyday questions, half of them in another order than by date.
func (a *asker) mix(n int) []question {
	var out []question
	for len(out) < n {
		if q, ok := a.draw(everyday); ok {
			out = append(out, q)
		}
	}
	return out
}

// draw makes a question of one of the classes, about a work drawn from all.
func (a *asker) draw(classes []class) (question, bool) {
	n := a.c.IntN(a.pen.works)
	about := a.pen.draw(n, n+1)
	q := question{Query: facet.Query{Limit: pageSize, Each: each}}
	if a.c.IntN(2) == 0 {
		q.Order = order(a.c.IntN(orders))
	}
	all := 0
	for _, k := range classes {
		all += k.share
	}
	at := a.c.IntN(all)
	for _, k := range classes {
		if at -= k.share; at < 0 {
			q.Class = k.name
			return q, k.ask(a, &q.Query, &about[0])
		}
	}
	return q, false
}

// of returns one of the work's tags of a kind, among so many commonest, that at
// least three works have.
func (a *asker) of(w *facet.Work, kind uint8, among int) (facet.Term, bool) {
	var have []facet.Term
	for _, t := range w.Terms {
		if t.Kind == kind && a.census[t.ID] >= 3 {
			have = append(have, t)
		}
	}
	if len(have) == 0 {
		return facet.Term{}, false
	}
	slices.SortFunc(have, func(x, y facet.Term) int { return int(a.census[y.ID]) - int(a.census[x.ID]) })
	return have[a.c.IntN(min(len(have), among))], true
}

// common returns the n-th commonest tag of a kind.
func (a *asker) common(kind uint8, n int) facet.Term {
	return facet.Term{Kind: kind, ID: a.top[kind][min(n, len(a.top[kind])-1)]}
}

// aRating is one of the four that say something.
func (a *asker) aRating() facet.Term { return facet.Term{Kind: rating, ID: int64(1 + a.c.IntN(4))} }

var isComplete = facet.Term{Kind: status, ID: complete}

func (a *asker) aFandom(q *facet.Query, w *facet.Work) bool {
	t, ok := a.of(w, fandom, 1)
	q.All = append(q.All, t)
	return ok
}

func (a *asker) largeFandom(q *facet.Query, _ *facet.Work) bool {
	q.All = append(q.All, a.common(fandom, a.c.IntN(10)))
	return true
}

func (a *asker) fandomAndPair(q *facet.Query, w *facet.Work) bool {
	t, ok := a.of(w, relationship, 9)
	return a.aFandom(q, w) && a.and(q, t) && ok
}

func (a *asker) and(q *facet.Query, t facet.Term) bool {
	q.All = append(q.All, t)
	return true
}

func (a *asker) filtered(q *facet.Query, w *facet.Work) bool {
	ok := a.aFandom(q, w)
	q.None = append(q.None, a.common(freeform, a.c.IntN(40)), a.common(freeform, a.c.IntN(40)))
	if a.c.IntN(2) == 0 {
		a.and(q, a.aRating())
	}
	if a.c.IntN(2) == 0 {
		a.and(q, isComplete)
	}
	if a.c.IntN(2) == 0 {
		a.and(q, facet.Term{Kind: language, ID: english})
	}
	if a.c.IntN(2) == 0 {
		q.Ranges = append(q.Ranges, facet.Range{Number: words, From: 1_000, To: 50_000})
	}
	if a.c.IntN(3) == 0 {
		q.Ranges = append(q.Ranges, facet.Range{Number: updated, From: 8_000_000, To: 9_000_000})
	}
	return ok
}

func (a *asker) everything(q *facet.Query, _ *facet.Work) bool {
	q.Order = updated
	return true
}

func (a *asker) aFreeform(q *facet.Query, w *facet.Work) bool {
	t, ok := a.of(w, freeform, 3)
	return a.and(q, t) && ok
}

func (a *asker) global(q *facet.Query, _ *facet.Work) bool {
	q.All = append(q.All, a.aRating(), isComplete)
	if a.c.IntN(2) == 0 {
		a.and(q, facet.Term{Kind: category, ID: int64(1 + a.c.IntN(4))})
	}
	if a.c.IntN(2) == 0 {
		q.Ranges = append(q.Ranges, facet.Range{Number: words, From: 10_000, To: 1<<32 - 1})
	}
	return true
}

func (a *asker) characterAndFreeform(q *facet.Query, w *facet.Work) bool {
	t, ok := a.of(w, character, 5)
	return a.and(q, t) && a.aFreeform(q, w) && ok
}

func (a *asker) deep(q *facet.Query, w *facet.Work) bool {
	q.Offset = 4_999 * pageSize
	if a.c.IntN(3) == 0 {
		return a.and(q, isComplete)
	}
	return a.and(q, a.common(fandom, a.c.IntN(8)))
}

func (a *asker) huge(q *facet.Query, _ *facet.Work) bool {
	q.All = append(q.All, a.common(freeform, a.c.IntN(20)), a.common(freeform, a.c.IntN(20)))
	q.None = append(q.None, a.common(freeform, 20+a.c.IntN(20)))
	return true
}
