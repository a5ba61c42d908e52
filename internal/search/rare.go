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

// standing is where the words of a query stand.
type standing struct {
	// common is set where every word is very common: nothing else is known then.
	common bool
	// works have every word, anywhere, and none of those not wanted; in order.
	works []int64
	lead  lead
	// together are the windows of the lead that have all words.
	together []int64
	// telling are the words by which texts can be ranked.
	telling []atom
}

// lead is the rarest word, with the windows that have it.
type lead struct {
	atom
	spots
}

// counted is an atom, and in how many windows it stands; about, where it is very common.
type counted struct {
	atom
	windows int
}

// stand finds out where the words stand. The rarest leads; of those that are in every text
// only its works are looked at.
func (s *search) stand(ctx context.Context) (*standing, error) {
	order, err := s.byRarity(ctx)
	if err != nil {
		return nil, err
	}
	if order[0].windows > s.common {
		return &standing{common: true}, nil
	}
	st := &standing{lead: lead{atom: order[0].atom}}
	if st.telling, err = s.telling(ctx, order); err != nil {
		return nil, err
	}
	only := allOf(st.lead.atom)
	if st.lead.spots, err = s.engine.spots(ctx, s.q, only); err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	inEntry, err := s.engine.entryWorks(ctx, s.q, only)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	st.works, st.together = either(st.lead.all(), inEntry), st.lead.windows
	for _, c := range order[1:] {
		if len(st.works) == 0 {
			break
		}
		if err := s.keepThose(ctx, st, c.atom); err != nil {
			return nil, err
		}
	}
	st.works, err = s.lacking(ctx, st.works)
	return st, err
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

// telling gives the words by which texts can be ranked: not those that are very common, nor
// those in most texts, which count for nothing in any measure.
func (s *search) telling(ctx context.Context, order []counted) (out []atom, err error) {
	const small = 1000 // windows, of which a word may well be in most
	n, err := WindowCount(ctx, s.q)
	for _, c := range order {
		if c.windows <= s.common && (n <= small || 2*c.windows <= n) {
			out = append(out, c.atom)
		}
	}
	return out, err
}

// fewWorks are so few that each is asked whether it has a word.
const fewWorks = 100

// keepThose leaves the works that have a. Most of those that have a common word have it
// beside the rarest one, which is quickly known.
func (s *search) keepThose(ctx context.Context, st *standing, a atom) error {
	among := st.lead.windows
	if len(st.works) <= fewWorks {
		among = st.together
	}
	windows, err := s.engine.beside(ctx, s.q, &st.lead, a, among)
	if err != nil {
		return fmt.Errorf("search: %w", err)
	}
	st.together = both(st.together, windows)
	beside := st.lead.of(windows)
	others, err := s.have(ctx, lacking(st.works, beside), a)
	st.works = either(both(st.works, beside), others)
	return err
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
	return distinct(slices.Concat(a, b))
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
