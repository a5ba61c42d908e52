package main

import "github.com/ficstead/ficstead/internal/facet"

// further is what is asked besides: by guests, by people who block others, in
// other orders, and with filters that the everyday questions leave out.
var further = []class{
	{"guest, everything", 1, (*asker).guestOfAll},
	{"author", 1, (*asker).anAuthor},
	{"main relationship", 1, (*asker).mainPair},
	{"one relationship only, no crossover", 1, (*asker).otp},
	{"posted within a year", 1, (*asker).year},
	{"fandom, choose of ratings", 1, (*asker).chooseRatings},
	{"everything, choose of three kinds", 1, (*asker).chooseMany},
	{"fandom, one of three tags", 1, (*asker).oneOfThree},
	{"everything, a line with or, not and words", 1, (*asker).aLine},
}

// besides makes n questions of each of the further classes, and of the everyday
// ones as a guest asks them, as somebody with thirty blocked authors, told by
// their works or by their names, and in the order the other way round.
func (a *asker) besides(n int) []question {
	var out []question
	for _, k := range further {
		for have := 0; have < n; {
			if q, ok := a.draw([]class{k}); ok {
				out = append(out, q)
				have++
			}
		}
	}
	for _, as := range []struct {
		name  string
		alter func(*question)
	}{
		{"everyday, as a guest", func(q *question) { q.None = append(q.None, facet.Term{Kind: audience, ID: membersOnly}) }},
		{"everyday, 30 authors' works left out", func(q *question) { q.Blocked = true }},
		{"everyday, 30 authors left out", a.withoutAuthors},
		{"everyday, the other way round", func(q *question) { q.Order, q.Reverse = order(a.c.IntN(orders)), true }},
	} {
		for _, q := range a.mix(n) {
			q.Class = as.name
			as.alter(&q)
			out = append(out, q)
		}
	}
	return out
}

func (a *asker) withoutAuthors(q *question) {
	for _, id := range a.blocked {
		q.None = append(q.None, facet.Term{Kind: author, ID: id})
	}
}

func (a *asker) guestOfAll(q *facet.Query, _ *facet.Work) bool {
	q.None = append(q.None, facet.Term{Kind: audience, ID: membersOnly})
	return true
}

func (a *asker) anAuthor(q *facet.Query, w *facet.Work) bool {
	for _, t := range w.Terms {
		if t.Kind == author {
			return a.and(q, t)
		}
	}
	return false
}

func (a *asker) mainPair(q *facet.Query, w *facet.Work) bool {
	for _, t := range w.Terms {
		if t.Kind == mainPairing {
			return a.and(q, t)
		}
	}
	return false
}

func (a *asker) otp(q *facet.Query, w *facet.Work) bool {
	q.None = append(q.None, facet.Term{Kind: trait, ID: crossover})
	return a.fandomAndPair(q, w) && a.and(q, facet.Term{Kind: trait, ID: onePair})
}

func (a *asker) year(q *facet.Query, w *facet.Work) bool {
	const year = 365 * 24 * 60
	from := uint32(a.c.IntN(17) * year)
	q.Ranges = append(q.Ranges, facet.Range{Number: posted, From: from, To: from + year})
	return a.c.IntN(2) == 0 || a.aFandom(q, w)
}

func (a *asker) chooseRatings(q *facet.Query, w *facet.Work) bool {
	q.Choose = append(q.Choose, facet.Term{Kind: rating, ID: 1}, facet.Term{Kind: rating, ID: 2})
	return a.aFandom(q, w)
}

func (a *asker) chooseMany(q *facet.Query, _ *facet.Work) bool {
	for range 2 {
		q.Choose = append(q.Choose, a.aRating(), facet.Term{Kind: category, ID: int64(1 + a.c.IntN(4))})
	}
	q.Choose = append(q.Choose, facet.Term{Kind: warning, ID: 1})
	return true
}

func (a *asker) aTag(among int) *facet.Where {
	return &facet.Where{Is: facet.HasTerm, Term: a.common(freeform, a.c.IntN(among))}
}

func (a *asker) oneOfThree(q *facet.Query, w *facet.Work) bool {
	q.Where = &facet.Where{Is: facet.AnyOf, Of: []*facet.Where{a.aTag(400), a.aTag(400), a.aTag(400)}}
	return a.aFandom(q, w)
}

// aLine is: one of two tags, or a long work; but not two others together.
func (a *asker) aLine(q *facet.Query, _ *facet.Work) bool {
	long := &facet.Where{Is: facet.InRange, Range: facet.Range{Number: words, From: 100_000, To: 1<<32 - 1}}
	both := &facet.Where{Is: facet.AllOf, Of: []*facet.Where{a.aTag(40), a.aTag(40)}}
	q.Where = &facet.Where{Is: facet.AllOf, Of: []*facet.Where{
		{Is: facet.AnyOf, Of: []*facet.Where{a.aTag(40), a.aTag(400), long}},
		{Is: facet.NoneOf, Of: []*facet.Where{both}},
	}}
	return true
}
