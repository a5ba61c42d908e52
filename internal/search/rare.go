package search

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"

	"github.com/ficstead/ficstead/internal/db"
)

// In how many windows, or entries, a word is at most that is rare, and one that is not so
// common that its works can't be listed.
const (
	rareWindows = 3000
	someWindows = 30_000
)

// few are the windows and entries that have an atom which is rare.
type few struct{ windows, entries []int64 }

// candidates gives the works within which every word stands somewhere, by way of the
// rarest: of those that are in every text only the works are looked at that have all rare
// ones. ok is false when every word is in very many.
func (s *search) candidates(ctx context.Context) (works []int64, ok bool, err error) {
	rare, often, err := s.byRarity(ctx)
	if err != nil || len(rare) == 0 {
		return nil, false, err
	}
	l, err := s.listOf(ctx, rare[0])
	if err != nil {
		return nil, false, err
	}
	for _, f := range rare[1:] {
		l.keep(f.windows, f.entries)
	}
	for _, a := range often {
		if len(l.works) == 0 {
			break
		}
		if err := s.keepOften(ctx, l, a); err != nil {
			return nil, false, err
		}
	}
	return l.list(), true, nil
}

// byRarity gives what rare words are in, the rarest first, and the other words. When none is
// rare the least common one stands for them.
func (s *search) byRarity(ctx context.Context) (rare []few, often []atom, err error) {
	for _, a := range s.all {
		windows, entries, whole, err := s.engine.few(ctx, s.q, a, s.rare)
		if err != nil {
			return nil, nil, fmt.Errorf("search: %w", err)
		}
		if whole {
			rare = append(rare, few{windows, entries})
		} else {
			often = append(often, a)
		}
	}
	slices.SortFunc(rare, func(a, b few) int {
		return cmp.Compare(len(a.windows)+len(a.entries), len(b.windows)+len(b.entries))
	})
	if len(rare) > 0 || len(often) < 2 {
		return rare, often, nil
	}
	counts := map[*unit]int{}
	for _, a := range often {
		if counts[&a[0]], err = s.engine.count(ctx, s.q, a, s.some); err != nil {
			return nil, nil, fmt.Errorf("search: %w", err)
		}
	}
	slices.SortStableFunc(often, func(a, b atom) int { return cmp.Compare(counts[&a[0]], counts[&b[0]]) })
	if counts[&often[0][0]] > s.some {
		return nil, often, nil
	}
	windows, entries, whole, err := s.engine.few(ctx, s.q, often[0], s.some)
	if err != nil || !whole {
		return nil, often, err
	}
	return []few{{windows, entries}}, often[1:], nil
}

// shortlist is works that are still in question, with their windows.
type shortlist struct {
	works   map[int64]bool
	windows map[int64]int64 // the work of each
}

// listOf gives the works within that have a rare word.
func (s *search) listOf(ctx context.Context, f few) (*shortlist, error) {
	in, of := s.engine.oneOf("p.id", f.windows), s.engine.oneOf("w.id", f.entries)
	c := db.And(db.Or(db.Where("w.id IN (SELECT p.work_id FROM search_passages p WHERE "+in.SQL+")", in.Args...), of), s.within)
	ids, err := s.list(ctx, db.Where(`SELECT w.id FROM works w WHERE `+c.SQL, c.Args...))
	if err != nil {
		return nil, err
	}
	l := &shortlist{works: make(map[int64]bool, len(ids)), windows: map[int64]int64{}}
	for _, id := range ids {
		l.works[id] = true
	}
	type pair struct{ window, work int64 }
	is := s.engine.oneOf("p.work_id", ids)
	all, err := db.All(ctx, s.q, func(r *sql.Rows, p *pair) error { return r.Scan(&p.window, &p.work) },
		db.Numbered(`SELECT p.id, p.work_id FROM search_passages p WHERE `+is.SQL), is.Args...)
	if err != nil {
		return nil, fmt.Errorf("search: windows of works: %w", err)
	}
	for _, p := range all {
		l.windows[p.window] = p.work
	}
	return l, nil
}

// keep leaves the works that have one of windows, or whose entry is one of entries.
func (l *shortlist) keep(windows, entries []int64) {
	has := map[int64]bool{}
	for _, w := range windows {
		if work, ok := l.windows[w]; ok && l.works[work] {
			has[work] = true
		}
	}
	for _, work := range entries {
		if l.works[work] {
			has[work] = true
		}
	}
	l.works = has
}

func (s *search) keepOften(ctx context.Context, l *shortlist, a atom) error {
	var windows []int64
	for w, work := range l.windows {
		if l.works[work] {
			windows = append(windows, w)
		}
	}
	slices.Sort(windows)
	windows, err := s.engine.among(ctx, s.q, a, windows)
	if err != nil {
		return fmt.Errorf("search: %w", err)
	}
	entries, err := s.engine.amongEntries(ctx, s.q, a, l.list())
	if err != nil {
		return fmt.Errorf("search: %w", err)
	}
	l.keep(windows, entries)
	return nil
}

func (l *shortlist) list() []int64 {
	ids := make([]int64, 0, len(l.works))
	for id := range l.works {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}
