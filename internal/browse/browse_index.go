package browse

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/ficstead/ficstead/internal/catalogue"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/facet"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
)

// shelves are the fandoms of which one viewer may see a work.
type shelves struct {
	*ordered
	n     []int32 // by place in all: works that the viewer's list of it has
	total int     // fandoms with works
	media []shelfOfMedia
}

// shelfOfMedia is a medium with what belongs to it.
type shelfOfMedia struct {
	id             tag.ID // 0: fandoms that are under none
	works, fandoms int
}

// audiencesKept is how many viewers' numbers are kept: guests', members', and of some who
// have muted somebody.
const audiencesKept = 30

// shelves gives the fandoms that v may see works of, with their numbers as their lists
// have them.
func (c *Catalogue) shelves(ctx context.Context, v viewer.Viewer) (*shelves, error) {
	stamp, err := db.Stamp(ctx, c.q)
	if err != nil {
		return nil, err
	}
	var graph int64
	if err := c.q.QueryRowContext(ctx, `SELECT changes FROM tag_graph`).Scan(&graph); err != nil {
		return nil, fmt.Errorf("browse: fandoms: %w", err)
	}
	return recall(ctx, &c.kept, stamp, fmt.Sprintf("fandoms %d%s", graph, audience(v)), func(ctx context.Context) (*shelves, error) {
		at, q, err := c.everything(ctx, v)
		if err != nil {
			return nil, err
		}
		fandoms, err := at.CountAll(ctx, q, catalogue.Fandom, nil)
		if err != nil {
			return nil, fmt.Errorf("browse: fandoms: %w", err)
		}
		ids := make([]tag.ID, len(fandoms))
		for i, n := range fandoms {
			ids[i] = tag.ID(n.ID)
		}
		now, err := c.fandoms.with(ctx, c.q, ids)
		if err != nil {
			return nil, err
		}
		s := &shelves{ordered: now, n: make([]int32, len(now.all))}
		for _, n := range fandoms {
			if place, ok := now.at[tag.ID(n.ID)]; ok {
				s.n[place] = int32(n.N)
				s.total++
			}
		}
		media, err := at.CountAll(ctx, q, catalogue.Media, nil)
		if err != nil {
			return nil, fmt.Errorf("browse: media: %w", err)
		}
		s.sortMedia(media)
		return s, nil
	})
}

// everything asks for all works that lists show to v.
func (c *Catalogue) everything(ctx context.Context, v viewer.Viewer) (*facet.Index, *facet.Query, error) {
	at, err := c.index.Now(ctx)
	if err != nil {
		return nil, nil, err
	}
	q, err := c.query(ctx, at, &asks{viewer: v}, Among{})
	return at, q, err
}

// sortMedia counts the fandoms of each medium, the one with the most works first, and last
// those under none.
func (s *shelves) sortMedia(works []facet.Count) {
	fandoms, under := map[tag.ID]int{}, 0
	for i, f := range s.all {
		if s.n[i] == 0 {
			continue
		}
		if len(f.media) == 0 {
			under++
		}
		for _, m := range f.media {
			fandoms[m]++
		}
	}
	for _, w := range works {
		if n := fandoms[tag.ID(w.ID)]; n > 0 {
			s.media = append(s.media, shelfOfMedia{tag.ID(w.ID), w.N, n})
		}
	}
	slices.SortFunc(s.media, func(a, b shelfOfMedia) int { return cmp.Or(cmp.Compare(b.works, a.works), cmp.Compare(a.id, b.id)) })
	if under > 0 && len(s.media) > 0 {
		s.media = append(s.media, shelfOfMedia{0, 0, under})
	}
}

// sought says which fandoms of an index are to be shown.
type sought struct {
	letter string // "" for all
	medium tag.ID // 0 for all
	loose  bool   // only those under no medium
	words  []string
	also   map[tag.ID]bool // found by another name
}

// has reports whether a fandom is wanted, whatever its letter.
func (w *sought) has(f *fandom) bool {
	switch {
	case w.loose && len(f.media) > 0, w.medium != 0 && !slices.Contains(f.media, w.medium):
		return false
	case len(w.words) == 0 || w.also[f.id]:
		return true
	}
	for _, word := range w.words {
		if !strings.Contains(f.folded, word) {
			return false
		}
	}
	return true
}

// numbered is a fandom of an index: its place there, and how many works it has.
type numbered struct {
	place int
	n     int32
}

// find gives the fandoms that are wanted, in order, and how many stand under each letter.
func (s *shelves) find(w sought) (out []numbered, letters []letterCount) {
	for i := range s.all {
		f := &s.all[i]
		if s.n[i] == 0 || !w.has(f) {
			continue
		}
		if last := len(letters) - 1; last < 0 || letters[last].Letter != f.letter.name {
			letters = append(letters, letterCount{f.letter.name, 0})
		}
		letters[len(letters)-1].N++
		if w.letter == "" || w.letter == f.letter.name {
			out = append(out, numbered{i, s.n[i]})
		}
	}
	return out, letters
}

// letterCount is a letter with how many fandoms stand under it.
type letterCount struct {
	Letter string
	N      int
}

// byWorks puts those with the most works first.
func byWorks(all []numbered) {
	slices.SortStableFunc(all, func(a, b numbered) int { return cmp.Compare(b.n, a.n) })
}

// fandomsNamed reads the names of some fandoms of an index.
func (c *Catalogue) fandomsNamed(ctx context.Context, s *shelves, some []numbered) ([]shelved, error) {
	ids := make([]tag.ID, len(some))
	for i, f := range some {
		ids[i] = s.all[f.place].id
	}
	tags, err := tag.Load(ctx, c.q, ids)
	if err != nil {
		return nil, err
	}
	byID := make(map[tag.ID]tag.Tag, len(tags))
	for _, t := range tags {
		byID[t.ID] = t
	}
	out := make([]shelved, 0, len(some))
	for _, f := range some {
		if t, ok := byID[s.all[f.place].id]; ok {
			out = append(out, shelved{TagCount{Tag: t, N: int(f.n)}, s.all[f.place].letter.name})
		}
	}
	return out, nil
}

// shelved is a fandom as an index shows it.
type shelved struct {
	TagCount
	letter string
}

// largest gives the n fandoms with the most works.
func (c *Catalogue) largest(ctx context.Context, s *shelves, n int) ([]shelved, error) {
	var top []numbered
	for i, works := range s.n {
		if works == 0 || len(top) == n && works <= top[n-1].n {
			continue
		}
		at, _ := slices.BinarySearchFunc(top, works, func(a numbered, works int32) int {
			if a.n >= works {
				return -1
			}
			return 1
		})
		if top = slices.Insert(top, at, numbered{i, works}); len(top) > n {
			top = top[:n]
		}
	}
	return c.fandomsNamed(ctx, s, top)
}

// Fandoms gives every fandom of which v may see a work, with the number of its works, in
// the order of names.
func (c *Catalogue) Fandoms(ctx context.Context, v viewer.Viewer) ([]TagCount, error) {
	s, err := c.shelves(ctx, v)
	if err != nil {
		return nil, err
	}
	all, _ := s.find(sought{})
	names, err := c.fandomsNamed(ctx, s, all)
	out := make([]TagCount, len(names))
	for i, f := range names {
		out[i] = f.TagCount
	}
	return out, err
}

// figures are numbers about the whole archive, as one viewer may know them.
type figures struct {
	works, writers, fandoms, words int
}

// figures counts works, their words, their writers and fandoms. An anonymous work's
// writer is not counted for it, whoever asks.
func (c *Catalogue) figures(ctx context.Context, v viewer.Viewer) (figures, error) {
	s, err := c.shelves(ctx, v)
	if err != nil {
		return figures{}, err
	}
	stamp, err := db.Stamp(ctx, c.q)
	if err != nil {
		return figures{}, err
	}
	return recall(ctx, &c.kept, stamp, "figures"+audience(v), func(ctx context.Context) (figures, error) {
		n := figures{fandoms: s.total}
		at, q, err := c.everything(ctx, v)
		if err != nil {
			return n, err
		}
		words, err := at.Sum(ctx, q, catalogue.Words)
		if err != nil {
			return n, fmt.Errorf("browse: count words: %w", err)
		}
		writers, err := at.CountAll(ctx, q, catalogue.Account, nil)
		if err != nil {
			return n, fmt.Errorf("browse: count writers: %w", err)
		}
		var r facet.Result
		if err := at.Search(ctx, q, &r); err != nil {
			return n, fmt.Errorf("browse: count works: %w", err)
		}
		n.works, n.writers, n.words = r.Total, len(writers), int(words)
		return n, nil
	})
}
