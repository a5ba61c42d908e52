package browse

import (
	"cmp"
	"context"
	"slices"

	"github.com/ficstead/ficstead/internal/catalogue"
	"github.com/ficstead/ficstead/internal/facet"
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

// tagged are the kinds whose terms are tags that the filters offer.
func tagged() []uint8 {
	return []uint8{catalogue.Fandom, catalogue.Relation, catalogue.Character, catalogue.Freeform, catalogue.Warning, catalogue.Category}
}

// facets gives names to what was counted.
func (c *Catalogue) facets(ctx context.Context, a *asks, r *facet.Result) (Facets, error) {
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
	f.Tags = a.offer(rows, r.Total)
	return f, err
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
