package search

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"

	"github.com/ficstead/ficstead/internal/db"
)

// This file finds out in which place each work is found, and which fits best.

// place is where a work was found. The key is a passage's or an entry's; both 0
// when the words are spread over the work.
type place struct {
	work, passage int64
	tier          int
	entry         bool
	score         float64
	quoted        *Quoted // a place that reads like the line, already found
}

// places puts works in order, the best place of each first. It looks into one
// kind of place after the other and stops when it has enough for the page.
func (s *search) places(ctx context.Context, works []int64) ([]place, error) {
	if len(works) == 0 {
		return nil, nil
	}
	best := map[int64]place{}
	for tier, look := range s.tiers() {
		found, err := s.look(ctx, look)
		if err != nil {
			return nil, fmt.Errorf("search: %w", err)
		}
		for _, p := range found {
			p.tier, p.entry = tier, look.entry
			if old, ok := best[p.work]; !ok || p.better(old) < 0 {
				best[p.work] = p
			}
		}
		if len(best) >= s.offset+s.limit {
			break
		}
	}
	order := slices.SortedFunc(maps.Values(best), place.better)
	for _, w := range works {
		if _, ok := best[w]; !ok {
			order = append(order, place{work: w})
		}
	}
	return order[:min(len(order), Most)], nil
}

// misremembered gives places that read like the query, if it is long enough for a line, with
// one word of four wrong at most; where it stands as it was typed, as places tell, there is
// nothing to guess.
func (s *search) misremembered(ctx context.Context, places []place) ([]place, error) {
	const asTyped = 2 // tiers
	if len(s.phrase) < minLine || len(s.none) > 0 || len(places) > 0 && (s.quoted || places[0].tier <= asTyped && places[0].passage != 0) {
		return nil, nil
	}
	within := s.within
	if s.keep != nil {
		within = db.And() // keep says it
	}
	r := recall(s.q, s.engine, s.text, within, s.keep)
	if err := r.nearly(ctx); err != nil { // as it was typed it stands nowhere
		return nil, err
	}
	var out []place
	for _, x := range r.found(maxLimit) {
		if 4*x.Fit >= 3*x.Of {
			out = append(out, place{work: x.Work, quoted: &x})
		}
	}
	return out, nil
}

// before puts some places before others, without those of the same works.
func before(some, others []place) []place {
	seen := make(map[int64]bool, len(some))
	for _, p := range some {
		seen[p.work] = true
	}
	out := slices.Clone(some)
	for _, p := range others {
		if !seen[p.work] {
			out = append(out, p)
		}
	}
	return out[:min(len(out), Most)]
}

func (p place) better(than place) int {
	return cmp.Or(cmp.Compare(p.tier, than.tier), cmp.Compare(p.score, than.score), cmp.Compare(than.work, p.work), cmp.Compare(p.passage, than.passage))
}

// look is one kind of place to look into.
type look struct {
	expr
	entry, title bool
	all          bool // the words in any order
}

// line is from how many units on words in a row are more likely a line that somebody
// remembers than the name of something.
const line = 4

// tiers are the kinds of place, best first.
func (s *search) tiers() []look {
	phrase, all := allOf(s.phrase), allOf(s.all...)
	looks := []look{{expr: phrase, entry: true, title: true}, {expr: phrase, entry: true}, {expr: phrase}}
	if len(s.phrase) >= line {
		looks[1], looks[2] = looks[2], looks[1]
	}
	if len(s.all) > 1 || !s.all[0].same(s.phrase) {
		looks = append(looks, look{expr: all, entry: true, all: true}, look{expr: all, all: true})
	}
	return looks
}

// look gives the places of one kind, of works without the words not wanted.
func (s *search) look(ctx context.Context, l look) ([]place, error) {
	switch {
	case l.entry:
		c := s.engine.entries(l.expr, l.title, s.within, ranked)
		return db.All(ctx, s.q, func(r *sql.Rows, p *place) error { return r.Scan(&p.passage, &p.work, &p.score) }, db.Numbered(c.SQL), c.Args...)
	case s.at.common && l.all:
		return s.newest, nil
	case s.at.common:
		return s.engine.newest(ctx, s.q, l.expr, s.within, Most)
	}
	windows := s.at.together
	if !l.all && !s.phrase.same(s.at.lead.atom) {
		var err error
		if windows, err = s.engine.beside(ctx, s.q, &s.at.lead, s.phrase, windows); err != nil {
			return nil, err
		}
	}
	places := s.seen(windows)
	if by := s.rankedBy(l); len(by) > 0 && len(places) > 1 {
		return places, s.engine.rank(ctx, s.q, by, places)
	}
	return places, nil
}

// seen gives those of windows whose works fit, the newest first.
func (s *search) seen(windows []int64) []place {
	var out []place
	all := s.at.lead.spots
	for i, k := len(windows)-1, len(all.windows)-1; i >= 0 && len(out) < ranked; i-- {
		for all.windows[k] != windows[i] {
			k--
		}
		if work := all.works[k]; s.fit[work] {
			out = append(out, place{passage: windows[i], work: work})
		}
	}
	return out
}

// rankedBy is what tells which of the places of a look are better: none of the words that
// are in every text. Where a line stands, it stands.
func (s *search) rankedBy(l look) expr {
	telling := s.at.telling
	if !l.all && len(s.phrase) >= line {
		return nil
	}
	if len(telling) == len(s.all) || len(telling) > 0 && !l.all {
		return l.expr
	}
	return allOf(telling...)
}

// arguments are first, the rest and last, as a statement takes them.
func arguments(first any, rest []any, last ...any) []any {
	return slices.Concat([]any{first}, rest, last)
}
