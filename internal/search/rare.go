package search

import (
	"cmp"
	"context"
	"fmt"
	"slices"
)

// commonWindows is in how many windows a word stands at most whose works are looked through
// one by one. Words that are all in more must stand in one window, or in one entry: strewn
// over a work they tell nothing of it, and to find out costs the more the larger the archive.
const commonWindows = 10_000

// counted is an atom, and in how many windows it stands, up to one more than makes it very
// common.
type counted struct {
	atom
	windows int
}

// byRarity gives the atoms of the query, those in the fewest windows first.
func (s *search) byRarity(ctx context.Context) ([]counted, error) {
	if err := s.engine.prepare(ctx, s.q, allOf(s.all...)); err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	out := make([]counted, len(s.all))
	for i, a := range s.all {
		n, err := s.engine.count(ctx, s.q, a, s.common)
		if err != nil {
			return nil, fmt.Errorf("search: %w", err)
		}
		out[i] = counted{a, n}
	}
	slices.SortStableFunc(out, func(a, b counted) int { return cmp.Compare(a.windows, b.windows) })
	return out, nil
}

// candidates gives the works in which every word stands, anywhere, in the order of their
// numbers. The rarest leads; of those that are in every text only its works are looked at.
// ok is false when every word is very common.
func (s *search) candidates(ctx context.Context) (works []int64, ok bool, err error) {
	order, err := s.byRarity(ctx)
	if err != nil {
		return nil, false, err
	}
	if err := s.tell(ctx, order); err != nil || order[0].windows > s.common {
		return nil, false, err
	}
	rarest := order[0].atom
	if works, err = s.worksWith(ctx, rarest); err != nil {
		return nil, false, err
	}
	var all []int64
	if len(s.telling) == 0 { // where every word is in most texts, most have all of them
		if all, err = s.engine.works(ctx, s.q, allOf(s.all...)); err != nil {
			return nil, false, fmt.Errorf("search: %w", err)
		}
		works = lacking(works, all)
	}
	for _, c := range order[1:] {
		if len(works) == 0 {
			break
		}
		if works, err = s.keepThose(ctx, works, rarest, c.atom); err != nil {
			return nil, false, err
		}
	}
	return either(all, works), true, nil
}

// tell notes by which words texts can be ranked: not by those that are very common, nor by
// those in most texts, which count for nothing in any measure.
func (s *search) tell(ctx context.Context, order []counted) error {
	const small = 1000 // windows, of which a word may well be in most
	n, err := WindowCount(ctx, s.q)
	s.telling = nil
	for _, c := range order {
		if c.windows <= s.common && (n <= small || 2*c.windows <= n) {
			s.telling = append(s.telling, c.atom)
		}
	}
	return err
}

// worksWith gives the works that have a, in text or entry.
func (s *search) worksWith(ctx context.Context, a atom) ([]int64, error) {
	inText, err := s.engine.works(ctx, s.q, allOf(a))
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	inEntry, err := s.engine.entryWorks(ctx, s.q, allOf(a))
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	return either(inText, inEntry), nil
}

// fewWorks are so few that each is asked whether it has a word.
const fewWorks = 100

// keepThose gives those of works that have a. Most of those that have a common word have it
// beside the rarest one, which is quickly known.
func (s *search) keepThose(ctx context.Context, works []int64, rarest, a atom) ([]int64, error) {
	var has []int64
	if len(works) > fewWorks {
		beside, err := s.engine.works(ctx, s.q, allOf(rarest, a))
		if err != nil {
			return nil, fmt.Errorf("search: %w", err)
		}
		has, works = both(works, beside), lacking(works, beside)
	}
	others, err := s.have(ctx, works, a)
	return either(has, others), err
}

// lacking gives those of works that have none of the words not wanted.
func (s *search) lacking(ctx context.Context, works []int64) ([]int64, error) {
	for _, a := range s.none {
		has, err := s.have(ctx, works, a)
		if err != nil {
			return nil, err
		}
		works = lacking(works, has)
	}
	return works, nil
}

// have gives those of works that have a, in text or entry.
func (s *search) have(ctx context.Context, works []int64, a atom) ([]int64, error) {
	if len(works) == 0 {
		return nil, nil
	}
	inText, err := s.engine.amongWorks(ctx, s.q, a, works)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	rest := lacking(works, inText)
	if len(rest) == 0 {
		return inText, nil
	}
	inEntry, err := s.engine.amongEntries(ctx, s.q, a, rest)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	return either(inText, inEntry), nil
}

// either gives what is in one of two lists, both that of both and lacking that of the first
// only. All lists are in order, and have nothing twice.
func either(a, b []int64) []int64 {
	if len(a) == 0 {
		return b
	}
	if len(b) == 0 {
		return a
	}
	out := append(slices.Clone(a), b...)
	slices.Sort(out)
	return slices.Compact(out)
}

func both(a, b []int64) []int64 { return those(a, b, true) }

func lacking(a, b []int64) []int64 { return those(a, b, false) }

func those(a, b []int64, in bool) []int64 {
	out := make([]int64, 0, len(a))
	for _, x := range a {
		for len(b) > 0 && b[0] < x {
			b = b[1:]
		}
		if (len(b) > 0 && b[0] == x) == in {
			out = append(out, x)
		}
	}
	return out
}
