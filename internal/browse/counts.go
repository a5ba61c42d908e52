package browse

import (
	"cmp"
	"context"
	"database/sql"
	"slices"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// TopTags is how many tags of each type the filters offer with their numbers.
const TopTags = 10

// Facets are numbers of works by what they have, among those that a filter
// finds. Each number is how many works the list has when one chooses it.
type Facets struct {
	// Tags are the commonest of each type, and those that the filter names.
	Tags map[tag.Type][]TagCount
	// The others are counted as if their own choice were open.
	Ratings    map[work.Rating]int
	Languages  []LanguageCount
	Complete   map[bool]int
	Crossovers map[bool]int
}

// TagCount is how many works have a tag.
type TagCount struct {
	Tag tag.Tag
	N   int
}

// LanguageCount is how many works are in a language.
type LanguageCount struct {
	Language string // BCP 47
	N        int
}

// counts are the numbers about what a filter finds.
type counts struct {
	total   int
	facets  Facets
	unknown []string
}

func (c *Catalogue) count(ctx context.Context, v viewer.Viewer, f Filter) (*counts, error) {
	a, unknown, err := c.ask(ctx, v, f)
	if err != nil {
		return nil, err
	}
	out := &counts{unknown: unknown}
	if a == nil {
		return out, nil
	}
	n, err := c.numbers(ctx, a)
	if err != nil {
		return nil, err
	}
	out.total = n.total
	out.sum(n.groups, f)
	out.facets.Tags = a.offer(n.top, n.total)
	return out, nil
}

// group is how many works are alike in what facets other than tags tell.
type group struct {
	rating              work.Rating
	language            string
	complete, crossover bool
	n                   int
}

// groups counts the works of a by rating, language and so on, leaving those choices open.
func (c *Catalogue) groups(ctx context.Context, a *asks) ([]group, error) {
	const columns = "w.rating, w.language, w.complete, w.crossover"
	q := a.set(false, true, true).query(columns+", COUNT(*)", db.Where("GROUP BY "+columns))
	return db.All(ctx, c.q, func(r *sql.Rows, g *group) error {
		return r.Scan(&g.rating, &g.language, &g.complete, &g.crossover, &g.n)
	}, db.Numbered(q.SQL), q.Args...)
}

// sum sums groups up: each facet under all choices but its own.
func (c *counts) sum(groups []group, f Filter) {
	fc := &c.facets
	fc.Ratings, fc.Complete, fc.Crossovers = map[work.Rating]int{}, map[bool]int{}, map[bool]int{}
	languages := map[string]int{}
	for _, g := range groups {
		rating := len(f.Ratings) == 0 || slices.Contains(f.Ratings, g.rating)
		language := f.Language == "" || f.Language == g.language
		complete, crossover := f.Complete.allows(g.complete), f.Crossover.allows(g.crossover)
		if language && complete && crossover {
			fc.Ratings[g.rating] += g.n
		}
		if rating && complete && crossover {
			languages[g.language] += g.n
		}
		if rating && language && crossover {
			fc.Complete[g.complete] += g.n
		}
		if rating && language && complete {
			fc.Crossovers[g.crossover] += g.n
		}
	}
	for l, n := range languages {
		fc.Languages = append(fc.Languages, LanguageCount{l, n})
	}
	slices.SortFunc(fc.Languages, func(a, b LanguageCount) int {
		return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Language, b.Language))
	})
}

// allows reports whether the works of g fit the choices of f.
func (f Filter) allows(g group) bool {
	return (len(f.Ratings) == 0 || slices.Contains(f.Ratings, g.rating)) && (f.Language == "" || f.Language == g.language) &&
		f.Complete.allows(g.complete) && f.Crossover.allows(g.crossover)
}

// topTags counts the tags of the works that a finds.
func (c *Catalogue) topTags(ctx context.Context, a *asks) ([]TagCount, error) {
	if a.uncut().Address() == (Filter{}).Address() {
		return c.commonest(ctx, a.viewer)
	}
	s := a.set(true, false, true)
	q := s.query(s.id+" AS id", db.Cond{})
	all, err := db.All(ctx, c.q, scanTally, db.Numbered(`SELECT f.tag_id, COUNT(*) FROM (`+q.SQL+`) r CROSS JOIN work_filters f WHERE f.work_id = r.id GROUP BY f.tag_id`), q.Args...)
	if err != nil {
		return nil, err
	}
	return c.top(ctx, all)
}

// tally is how many works have a tag, by its key.
type tally struct {
	id tag.ID
	n  int
}

func scanTally(r *sql.Rows, t *tally) error { return r.Scan(&t.id, &t.n) }

// wantedTags is how many tags of a type are looked for: one more than offered, since
// the one whose page it is does not count.
const wantedTags = TopTags + 1

// free are the types of tags that people make.
func free() []tag.Type {
	return []tag.Type{tag.Fandom, tag.Relationship, tag.Character, tag.Freeform}
}

// commonest counts the tags of all works.
func (c *Catalogue) commonest(ctx context.Context, v viewer.Viewer) ([]TagCount, error) {
	var all []tally
	on := filtered(v)
	for _, t := range append(free(), tag.Warning, tag.Category) {
		some, err := db.All(ctx, c.q, scanTally, db.Numbered(`SELECT f.tag_id, COUNT(*) AS n FROM work_filters f WHERE f.type = ? AND `+on.SQL+`
			GROUP BY f.tag_id ORDER BY n DESC, f.tag_id LIMIT ?`), slices.Concat([]any{string(t)}, on.Args, []any{int64(wantedTags)})...)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return c.named(ctx, all)
}

// top gives of each type the tags with the most works, and of the fixed types all.
// It asks for the types of only as many tags as it has to.
func (c *Catalogue) top(ctx context.Context, all []tally) ([]TagCount, error) {
	fixed, err := db.All(ctx, c.q, db.One[tag.ID], `SELECT id FROM tags WHERE type IN ($1, $2)`, string(tag.Warning), string(tag.Category))
	if err != nil {
		return nil, err
	}
	slices.SortFunc(all, func(a, b tally) int { return cmp.Or(cmp.Compare(b.n, a.n), cmp.Compare(a.id, b.id)) })
	var first, rest []tally
	for _, t := range all {
		if slices.Contains(fixed, t.id) {
			first = append(first, t)
		} else {
			rest = append(rest, t)
		}
	}
	out, err := c.named(ctx, first)
	have := map[tag.Type]int{}
	for size := 4 * wantedTags; len(rest) > 0 && err == nil && !full(have); size *= 2 {
		var some []TagCount
		some, err = c.named(ctx, rest[:min(size, len(rest))])
		rest = rest[min(size, len(rest)):]
		for _, t := range some {
			if have[t.Tag.Type]++; have[t.Tag.Type] <= wantedTags {
				out = append(out, t)
			}
		}
	}
	return out, err
}

// full reports whether there are enough tags of every type that people make.
func full(have map[tag.Type]int) bool {
	return !slices.ContainsFunc(free(), func(t tag.Type) bool { return have[t] < wantedTags })
}

// named gives tags with their names, in the same order.
func (c *Catalogue) named(ctx context.Context, all []tally) ([]TagCount, error) {
	ids := make([]tag.ID, len(all))
	n := make(map[tag.ID]int, len(all))
	for i, t := range all {
		ids[i], n[t.id] = t.id, t.n
	}
	tags, err := tag.Load(ctx, c.q, ids)
	out := make([]TagCount, len(tags))
	for i, t := range tags {
		out[i] = TagCount{t, n[t.ID]}
	}
	return out, err
}

// offer is what the filters show of the commonest tags: without the one whose
// page this is, and with every one that the filter names.
func (a *asks) offer(rows []TagCount, total int) map[tag.Type][]TagCount {
	out := map[tag.Type][]TagCount{}
	named := map[tag.ID]bool{}
	if a.Tag != "" {
		named[a.include[0].ID] = true
	}
	for _, r := range rows {
		if !named[r.Tag.ID] && len(out[r.Tag.Type]) < TopTags {
			named[r.Tag.ID] = true
			out[r.Tag.Type] = append(out[r.Tag.Type], r)
		}
	}
	for _, t := range a.include {
		if !named[t.ID] {
			out[t.Type] = append(out[t.Type], TagCount{t, total})
		}
	}
	for _, t := range a.exclude {
		if !named[t.ID] {
			out[t.Type] = append(out[t.Type], TagCount{t, 0})
		}
	}
	return out
}
