package browse

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/search"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// What a search finds is counted by the catalogue, as lists are: its words give a set of
// works (found), and the filter, the numbers and all orders but the best first are asked of
// the catalogue among them. Package search tells in which place each work of a page is
// found, and which fits best.

// hits gives the page's hits, and notes what is found in all.
func (p *Pages) hits(ctx context.Context, v viewer.Viewer, page *searchPage) ([]search.Hit, error) {
	q := search.Query{Text: page.asked, Within: work.Listed(v), Limit: PerPage, Offset: (page.filter.PageNumber - 1) * PerPage}
	if search.AsksOf(page.asked).Words {
		m, err := p.works.sets.matching(ctx, p.DB, page.asked)
		if err != nil {
			return nil, err
		}
		q.Sought = m.sought
	}
	if page.narrowed() || page.filter.Sort != Best {
		return p.hitsWithin(ctx, v, page, q)
	}
	found, err := search.Find(ctx, p.DB, q)
	if err != nil {
		return nil, err
	}
	page.total = found.Total
	l, err := p.works.findWords(ctx, v, page.filter, found)
	switch {
	case fault.KindOf(err) == fault.Unavailable: // words are found without the catalogue
		return found.Hits, nil
	case err != nil:
		return nil, err
	}
	page.list, page.total = l, l.Total
	return found.Hits, nil
}

// hitsWithin is hits of a search that has a filter or another order. The rule of
// work.Listed is in it twice: what the catalogue has heard of a second ago may not be shown
// any more.
func (p *Pages) hitsWithin(ctx context.Context, v viewer.Viewer, page *searchPage, q search.Query) ([]search.Hit, error) {
	l, err := p.works.findWords(ctx, v, page.filter, nil)
	if err != nil {
		return nil, err
	}
	page.list, page.total = l, l.Total
	if l.Total == 0 {
		return nil, nil
	}
	fit := make([]int64, len(l.IDs))
	for i, id := range l.IDs {
		fit[i] = int64(id)
	}
	if page.filter.Sort == Best {
		if fit, err = p.works.fitWords(ctx, v, page.filter); err != nil {
			return nil, err
		}
	} else {
		q.Offset = 0
	}
	q.Within = db.And(search.OneOf(p.DB, fit), q.Within)
	kept := make(map[int64]bool, len(fit))
	for _, id := range fit {
		kept[id] = true
	}
	q.Keep = func(_ context.Context, works []int64) ([]int64, error) {
		return slices.DeleteFunc(works, func(id int64) bool { return !kept[id] }), nil
	}
	found, err := search.Find(ctx, p.DB, q)
	if err != nil {
		return nil, err
	}
	if page.filter.Sort != Best {
		slices.SortFunc(found.Hits, func(a, b search.Hit) int {
			return cmp.Compare(slices.Index(fit, a.Work), slices.Index(fit, b.Work))
		})
	}
	return found.Hits, nil
}

// findWords is Find among the works in which the words of f are found; known is what a
// search has just found for them without any filter, if there was one.
func (c *Catalogue) findWords(ctx context.Context, v viewer.Viewer, f Filter, known *search.Found) (*List, error) {
	among, err := c.found(ctx, v, f.Query, known)
	if err != nil {
		return nil, err
	}
	f.Query = ""
	return c.FindAmong(ctx, v, f, among)
}

// fitWords gives all the works that findWords finds, the newest first, at most maxEvery.
func (c *Catalogue) fitWords(ctx context.Context, v viewer.Viewer, f Filter) ([]int64, error) {
	among, err := c.found(ctx, v, f.Query, nil)
	if err != nil {
		return nil, err
	}
	f.Query = ""
	a, _, err := c.ask(ctx, v, f.by(Updated, false))
	if err != nil || a == nil {
		return nil, err
	}
	at, err := c.index.Now(ctx)
	if err != nil {
		return nil, err
	}
	q, err := c.query(ctx, at, a, among)
	if err != nil {
		return nil, err
	}
	return every(ctx, at, *q)
}

// found gives the works in which words are found, for v: the newest MaxMatching that have
// them all, and those in which a line stands nearly as typed; of words that must stand near
// each other just those in which they do.
func (c *Catalogue) found(ctx context.Context, v viewer.Viewer, words string, known *search.Found) (Among, error) {
	asks := search.AsksOf(words)
	if !asks.Words {
		return Among{Within: []int64{}}, nil
	}
	m, err := c.sets.matching(ctx, c.q, words)
	if err != nil {
		return Among{}, err
	}
	q := search.Query{Text: words, Within: work.Listed(v), Sought: m.sought}
	if asks.Near {
		all, err := c.sets.loose(ctx, c.q, v, words, func(ctx context.Context) ([]int64, error) { return nearby(ctx, c.q, q) })
		return Among{Within: all}, err
	}
	among := Among{Within: notNil(m.works)}
	if !m.whole {
		among.newestWith = words
	}
	if !asks.Line {
		return among, nil
	}
	nearly, err := c.sets.loose(ctx, c.q, v, words, func(ctx context.Context) ([]int64, error) {
		if known != nil {
			return known.Nearly, nil
		}
		q.Limit = 1
		f, err := search.Find(ctx, c.q, q)
		if err != nil {
			return nil, fmt.Errorf("browse: a line nearly as typed: %w", err)
		}
		return f.Nearly, nil
	})
	among.Within = union(m.works, nearly)
	return among, err
}

// union gives the works of two sets, each once.
func union(a, b []int64) []int64 {
	out := slices.Concat([]int64{}, a, b)
	slices.Sort(out)
	return slices.Compact(out)
}

// notNil makes a set of no works of what would be all works.
func notNil(works []int64) []int64 {
	if works == nil {
		return []int64{}
	}
	return works
}

// loose keeps what was found of words for all who are shown the same.
func (s *sets) loose(ctx context.Context, q db.Q, v viewer.Viewer, words string, find func(context.Context) ([]int64, error)) ([]int64, error) {
	stamp, err := db.Stamp(ctx, q)
	if err != nil {
		return nil, err
	}
	return recall(ctx, &s.nearly, stamp, audience(v)+words, find)
}

// nearby are the works in which words stand near each other, of which package search finds
// a few hundred at most.
func nearby(ctx context.Context, db db.Q, q search.Query) ([]int64, error) {
	q.Limit = 100
	out := []int64{}
	for {
		q.Offset = len(out)
		found, err := search.Find(ctx, db, q)
		if err != nil {
			return nil, fmt.Errorf("browse: words near each other: %w", err)
		}
		for _, h := range found.Hits {
			out = append(out, h.Work)
		}
		if len(found.Hits) == 0 || len(out) >= found.Total {
			return out, nil
		}
	}
}
