package browse

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/ficstead/ficstead/internal/query"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/work"
)

// chip is one thing that the filter asks, and the list without it.
type chip struct {
	kind, state, text string
	without           Filter
}

// tagChips is how many tags of a filter have a chip: each is a link with all of the
// others in it. The panel has a choice for every one.
const tagChips = 40

// unchipped is how many tags of the filter have no chip.
func (p listPage) unchipped() int {
	return max(0, len(p.Include)-tagChips) + max(0, len(p.Exclude)-tagChips)
}

// chips are what the filter asks beyond where the list stands.
func (p listPage) chips(ctx context.Context) []chip {
	var out []chip
	f, kinds := p.page(1), p.kinds()
	f.Everything = p.start != nil // without its last chip it is everything
	add := func(kind, state, text string, without Filter) { out = append(out, chip{kind, state, text, without}) }
	if p.search != nil && f.Login != "" {
		g := f
		g.Login = ""
		add("freeform", "", worksBy(ctx, cmp.Or(f.Pseud, f.Login)), g.normal())
	}
	for i, n := range f.Include[:min(tagChips, len(f.Include))] {
		g := f
		g.Include = without(f.Include, i)
		add(kinds.of(n), "in", n, g)
	}
	for i, n := range f.Exclude[:min(tagChips, len(f.Exclude))] {
		g := f
		g.Exclude = without(f.Exclude, i)
		add(kinds.of(n), "out", n, g)
	}
	for _, c := range []struct {
		text  string
		clear func(*Filter)
	}{
		{p.ratingText(ctx), func(g *Filter) { g.Ratings = nil }},
		{p.languageText(ctx), func(g *Filter) { g.Language = "" }},
		{pick(f.Complete, say.T(ctx, "Complete"), say.T(ctx, "In progress")), func(g *Filter) { g.Complete = Either }},
		{pick(f.Crossover, say.T(ctx, "Crossovers"), say.T(ctx, "No crossovers")), func(g *Filter) { g.Crossover = Either }},
		{pick(f.OneFandom, say.T(ctx, "One fandom only"), say.T(ctx, "Several fandoms")), func(g *Filter) { g.OneFandom = Either }},
		{pick(f.OneRelationship, say.T(ctx, "One relationship only"), say.T(ctx, "Several relationships, or none")), func(g *Filter) { g.OneRelationship = Either }},
		{p.mainText(ctx), func(g *Filter) { g.Main = false }},
		{p.lengthText(ctx), func(g *Filter) { g.WordsFrom, g.WordsTo = 0, 0 }},
		{p.dateText(ctx), func(g *Filter) { g.DateFrom, g.DateTo = time.Time{}, time.Time{} }},
		{p.queryText(ctx), func(g *Filter) { g.Query = "" }},
	} {
		if c.text != "" {
			g := f
			c.clear(&g)
			add("freeform", "", c.text, g)
		}
	}
	asked, _ := query.Parse(f.Line)
	for _, n := range asked.Parts() {
		g := f
		g.Line = lineOf(asked.Parts(), func(k *query.Node) bool { return k != n })
		add("freeform", "", n.String(), g)
	}
	return out
}

// without is names but for one.
func without(names []string, i int) []string { return slices.Delete(slices.Clone(names), i, i+1) }

// kinds are the types of tags, by the keys of their names.
type kinds map[string]string

// kinds gives the types of the tags that the facets tell.
func (p listPage) kinds() kinds {
	out := kinds{}
	for typ, counts := range p.Facets.Tags {
		for _, c := range counts {
			out[tag.Key(c.Tag.Name)] = string(typ)
		}
	}
	return out
}

// of is the type of a tag that the filter names.
func (k kinds) of(name string) string { return cmp.Or(k[tag.Key(name)], string(tag.Freeform)) }

// pick is what a choice says, "" when it is open.
func pick(c Choice, yes, no string) string {
	switch c {
	case Yes:
		return yes
	case No:
		return no
	}
	return ""
}

func (p listPage) ratingText(ctx context.Context) string {
	var names []string
	for _, r := range p.Ratings {
		names = append(names, work.RatingShort(ctx, r))
	}
	return strings.Join(names, ", ")
}

func (p listPage) mainText(ctx context.Context) string {
	if !p.Main {
		return ""
	}
	return say.T(ctx, "Main relationships only")
}

func (p listPage) languageText(ctx context.Context) string {
	if p.Language == "" || p.atLanguage() && p.search == nil {
		return ""
	}
	return say.T(ctx, "in {language}", "language", work.LanguageName(p.Language))
}

func (p listPage) lengthText(ctx context.Context) string {
	switch from, to := say.Words(ctx, p.WordsFrom), say.Words(ctx, p.WordsTo); {
	case p.WordsFrom > 0 && p.WordsTo > 0:
		return say.T(ctx, "{from} to {to}", "from", say.Number(ctx, p.WordsFrom), "to", to)
	case p.WordsFrom > 0:
		return say.T(ctx, "at least {length}", "length", from)
	case p.WordsTo > 0:
		return say.T(ctx, "at most {length}", "length", to)
	}
	return ""
}

func (p listPage) dateText(ctx context.Context) string {
	switch from, to := say.Date(ctx, p.DateFrom), say.Date(ctx, p.DateTo); {
	case !p.DateFrom.IsZero() && !p.DateTo.IsZero():
		return say.T(ctx, "updated {from} to {to}", "from", from, "to", to)
	case !p.DateFrom.IsZero():
		return say.T(ctx, "updated since {from}", "from", from)
	case !p.DateTo.IsZero():
		return say.T(ctx, "updated until {to}", "to", to)
	}
	return ""
}

// queryText says which words a list asks for. Those of a search stand in its own field.
func (p listPage) queryText(ctx context.Context) string {
	if p.Query == "" || p.search != nil {
		return ""
	}
	return say.T(ctx, "with “{words}”", "words", p.Query)
}
