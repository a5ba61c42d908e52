package browse

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/ficstead/ficstead/internal/catalogue"
	"github.com/ficstead/ficstead/internal/facet"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/tag"
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
	Ratings       map[work.Rating]int
	Languages     []LanguageCount
	Complete      map[bool]int
	Crossovers    map[bool]int
	OneFandom     map[bool]int
	Relationships map[bool]int // whether there is just one
}

// TagCount is how many works have a tag. Of one that the filter leaves Out it is how many
// come back when that is taken away, or uncounted.
type TagCount struct {
	Tag tag.Tag
	N   int
	Out bool
}

// uncounted is the number of a tag for which nothing was counted.
const uncounted = -1

// maxBack is for how many of the tags that a filter leaves out it is counted how many works
// come back: each is a question of its own.
const maxBack = 5

// text is the number as it stands beside the tag.
func (t TagCount) text(ctx context.Context) string {
	switch {
	case t.N == uncounted:
		return ""
	case t.Out:
		return say.T(ctx, "+{n}", "n", say.Number(ctx, t.N))
	}
	return say.Number(ctx, t.N)
}

// LanguageCount is how many works are in a language.
type LanguageCount struct {
	Language string // BCP 47
	N        int
}

// tagged are the kinds whose terms are tags that the filters offer.
func tagged() []uint8 {
	return []uint8{catalogue.Fandom, catalogue.Relation, catalogue.Character, catalogue.Freeform, catalogue.Warning, catalogue.Category}
}

// facets gives names to what was counted.
func (c *Catalogue) facets(ctx context.Context, at *facet.Index, a *asks, q *facet.Query, r *facet.Result) (Facets, error) {
	f := Facets{
		Ratings:  map[work.Rating]int{},
		Complete: said(r.Counts[catalogue.Complete]), Crossovers: said(r.Counts[catalogue.Crossover]),
		OneFandom: said(r.Counts[catalogue.OneFandom]), Relationships: said(r.Counts[catalogue.OneRelation]),
	}
	for _, n := range r.Counts[catalogue.Rating] {
		if is, ok := catalogue.RatingOf(n.ID); ok && n.N > 0 {
			f.Ratings[is] = n.N
		}
	}
	for _, n := range r.Counts[catalogue.Language] {
		if code := c.index.LanguageOf(n.ID); code != "" && n.N > 0 {
			f.Languages = append(f.Languages, LanguageCount{code, n.N})
		}
	}
	slices.SortFunc(f.Languages, func(a, b LanguageCount) int {
		return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Language, b.Language))
	})
	rows, err := c.named(ctx, r)
	if err != nil {
		return f, err
	}
	back, err := c.back(ctx, at, a, q)
	f.Tags = a.offer(rows, r.Total, back)
	return f, err
}

// back tells of the first tags that a leaves out how many works come back when one of them is
// left out no more, in the order of a.exclude; q is the question of a.
func (c *Catalogue) back(ctx context.Context, at *facet.Index, a *asks, q *facet.Query) ([]int, error) {
	var out []int
	for _, t := range a.exclude[:min(maxBack, len(a.exclude))] {
		term, with := catalogue.OfTag(t), *q
		with.Facets, with.Offset, with.Limit = false, 0, 0
		with.None = slices.DeleteFunc(slices.Clone(q.None), func(x facet.Term) bool { return x == term })
		with.All = append(slices.Clone(q.All), term)
		var r facet.Result
		if err := at.Search(ctx, &with, &r); err != nil {
			return nil, fmt.Errorf("browse: works that come back: %w", err)
		}
		out = append(out, r.Total)
	}
	return out, nil
}

func said(counts []facet.Count) map[bool]int {
	out := map[bool]int{}
	for _, n := range counts {
		if n.N > 0 {
			out[n.ID == catalogue.Yes] = n.N
		}
	}
	return out
}

// named gives the tags that were counted, the commonest of each type first.
func (c *Catalogue) named(ctx context.Context, r *facet.Result) ([]TagCount, error) {
	var ids []tag.ID
	n := map[tag.ID]int{}
	for _, k := range tagged() {
		for _, x := range r.Counts[k] {
			if x.N > 0 {
				ids, n[tag.ID(x.ID)] = append(ids, tag.ID(x.ID)), x.N
			}
		}
	}
	tags, err := tag.Load(ctx, c.q, ids)
	out := make([]TagCount, len(tags))
	for i, t := range tags {
		out[i] = TagCount{Tag: t, N: n[t.ID]}
	}
	return out, err
}

// offer is what the filters show of the commonest tags: without the one whose
// page this is, and with every one that the filter names.
func (a *asks) offer(rows []TagCount, total int, back []int) map[tag.Type][]TagCount {
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
			out[t.Type] = append(out[t.Type], TagCount{Tag: t, N: total})
		}
	}
	for i, t := range a.exclude {
		n := uncounted
		if i < len(back) {
			n = back[i]
		}
		if !named[t.ID] {
			out[t.Type] = append(out[t.Type], TagCount{Tag: t, N: n, Out: true})
		}
	}
	return out
}
