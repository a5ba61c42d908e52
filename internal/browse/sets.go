package browse

import (
	"context"
	"fmt"
	"slices"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/facet"
	"github.com/ficstead/ficstead/internal/search"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// Among bounds where a filter looks: how features that come later join lists. The
// zero Among is the whole archive.
type Among struct {
	// Within, if not nil, are the keys of the only works to look among: somebody's
	// bookmarks, a collection.
	Within []int64
	// Without are works to leave out for this viewer.
	Without []*facet.Set
	// newestWith are words of which Within has only the newest works that have them.
	newestWith string
}

// MaxMatching is how many works a search within a list looks among: the newest that
// have the words.
const MaxMatching = 100_000

// sets keeps sets of works that the database gathers, for as long as no work changes.
type sets struct {
	mutes, words, fields, nearly memory
	most                         int // MaxMatching
}

// newSets makes room for the sets of some hundred people, and for fewer of what a
// search found, which may be a megabyte each.
func newSets() *sets {
	return &sets{mutes: memory{most: 500}, words: memory{most: 20}, fields: memory{most: 20}, nearly: memory{most: 200}, most: MaxMatching}
}

// muted gives the works that v has muted, nil for none. It follows the list of mutes
// by its number, and who made what by the stamp.
func (s *sets) muted(ctx context.Context, q db.Q, v viewer.Viewer) (*facet.Set, error) {
	if !v.Mutes {
		return nil, nil
	}
	stamp, err := db.Stamp(ctx, q)
	if err != nil {
		return nil, err
	}
	return recall(ctx, &s.mutes, stamp, fmt.Sprintf("%d %d", v.ID, v.MuteChanges), func(ctx context.Context) (*facet.Set, error) {
		is := work.MutedWorks(v)
		ids, err := db.All(ctx, q, db.One[int64], db.Numbered(is.SQL), is.Args...)
		if err != nil {
			return nil, fmt.Errorf("browse: muted works of %d: %w", v.ID, err)
		}
		return facet.NewSet(ids), nil
	})
}

// matching is where the words of a query stand.
type matching struct {
	works  []int64 // the newest that have them, in the order of their numbers
	whole  bool    // false where there are more than are looked among
	sought *search.Sought
}

// matching looks for the words of a query, which need not be looked for again while no work
// changes.
func (s *sets) matching(ctx context.Context, q db.Q, query string) (matching, error) {
	stamp, err := db.Stamp(ctx, q)
	if err != nil {
		return matching{}, err
	}
	return recall(ctx, &s.words, stamp, query, func(ctx context.Context) (m matching, err error) {
		if m.sought, err = search.Seek(ctx, q, query); err != nil {
			return m, err
		}
		if m.works = m.sought.Works; m.works != nil && len(m.works) <= s.most {
			m.whole = true
			return m, nil
		}
		if m.works, err = s.newest(ctx, q, m.sought.Is(q)); err != nil {
			return m, fmt.Errorf("browse: works with words: %w", err)
		}
		m.whole = len(m.works) < s.most
		slices.Sort(m.works)
		return m, nil
	})
}

// fitting gives the newest works that fit a condition of package search on works w, of
// which key is the name, in no order; whole is false where there are more than are looked
// among.
func (s *sets) fitting(ctx context.Context, q db.Q, key string, is db.Cond) (found *facet.Set, whole bool, err error) {
	stamp, err := db.Stamp(ctx, q)
	if err != nil {
		return nil, false, err
	}
	found, err = recall(ctx, &s.fields, stamp, key, func(ctx context.Context) (*facet.Set, error) {
		ids, err := s.newest(ctx, q, is)
		if err != nil {
			return nil, fmt.Errorf("browse: works of a line: %w", err)
		}
		return facet.NewSet(ids), nil
	})
	if err != nil {
		return nil, false, err
	}
	return found, found.Len() < s.most, nil
}

// newest gives the newest works that lists may show to somebody and that fit a condition, as
// many as are looked among.
func (s *sets) newest(ctx context.Context, q db.Q, is db.Cond) ([]int64, error) {
	return db.All(ctx, q, db.One[int64], db.Numbered(`SELECT w.id FROM works w WHERE w.audience < 2 AND `+is.SQL+` ORDER BY w.revised_at DESC, w.id DESC LIMIT ?`),
		append(slices.Clone(is.Args), int64(s.most))...)
}

// common are the keys that are in all of the sets.
func common(sets [][]int64) []int64 {
	out := sets[0]
	for _, s := range sets[1:] {
		has := make(map[int64]bool, len(s))
		for _, id := range s {
			has[id] = true
		}
		out = slices.DeleteFunc(slices.Clone(out), func(id int64) bool { return !has[id] })
	}
	return out
}
