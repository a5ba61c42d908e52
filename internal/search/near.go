package search

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/ficstead/ficstead/internal/db"
)

const (
	// nearUnits is how many words may stand between two pieces that are near.
	nearUnits = 30
	// nearWindows is how many windows are asked for, and nearRead how many are read.
	nearWindows = 2000
	nearRead    = 200
)

// together finds texts in which the pieces that are joined by near stand near each
// other, and whose works have all other words of the query anywhere; the closest
// first.
func (s *search) together(ctx context.Context) (*Found, error) {
	var x expr
	for _, n := range s.near {
		x = append(x, []atom{s.all[n[0]]}, []atom{s.all[n[1]]})
	}
	ids, err := s.engine.windows(ctx, s.q, x, nearWindows)
	if err != nil {
		return nil, fmt.Errorf("search: near: %w", err)
	}
	if s.sought == nil {
		if s.sought, err = Seek(ctx, s.q, s.text); err != nil {
			return nil, err
		}
	}
	places, err := Locate(ctx, s.q, ids, db.And(s.sought.Is(s.q), s.within))
	if err != nil {
		return nil, err
	}
	type close struct {
		Hit
		apart int
	}
	best := map[int64]close{}
	for _, l := range places[:min(len(places), nearRead)] {
		ps, err := Between(ctx, s.q, l.Chapter, l.First, l.Last)
		if err != nil {
			return nil, err
		}
		h, apart := s.closest(ps)
		if old, ok := best[l.Work]; apart <= nearUnits && (!ok || apart < old.apart) {
			h.Work, h.Chapter, h.Where = l.Work, l.Chapter, "text"
			best[l.Work] = close{h, apart}
		}
	}
	all := make([]close, 0, len(best))
	for _, x := range best {
		all = append(all, x)
	}
	slices.SortFunc(all, func(a, b close) int { return cmp.Or(cmp.Compare(a.apart, b.apart), cmp.Compare(b.Work, a.Work)) })
	f := &Found{Total: len(all)}
	for _, x := range all[min(s.offset, len(all)):min(s.offset+s.limit, len(all))] {
		f.Hits = append(f.Hits, x.Hit)
	}
	return f, nil
}

// closest finds where the pieces of the first pair stand closest in paragraphs, and
// how many words are between them; further pairs must be near somewhere among them.
func (s *search) closest(ps []Passage) (Hit, int) {
	text, ends := joined(ps)
	us := units(text)
	ms := marks(us, s.all)
	var at [2]mark
	apart := nearUnits + 1
	for k, n := range s.near {
		a, b, between := pair(ms, n)
		if between > nearUnits {
			return Hit{}, between
		}
		if k == 0 {
			at, apart = [2]mark{a, b}, between
		}
	}
	if apart > nearUnits {
		return Hit{}, apart
	}
	from := max(0, at[0].from-leadUnits)
	to := min(len(us), max(at[1].to+leadUnits, from+snippetUnits))
	return Hit{
		Anchor:  ps[ends.of(us[at[0].from].start)].Anchor,
		Snippet: spans(text, us, at[:], from, to),
	}, apart
}

// pair finds the closest two marks of both atoms of n, and how many words are
// between them.
func pair(ms []mark, n [2]int) (a, b mark, between int) {
	between = int(^uint(0) >> 1)
	last := [2]int{-1, -1}
	for i, m := range ms {
		side := slices.Index(n[:], m.atom)
		if side < 0 {
			continue
		}
		last[side] = i
		if other := last[1-side]; other >= 0 && m.from-ms[other].to < between {
			a, b, between = ms[other], m, m.from-ms[other].to
		}
	}
	return a, b, between
}
