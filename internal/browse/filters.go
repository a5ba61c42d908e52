package browse

import (
	"context"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/work"
)

// option is one answer to a question of the filters.
type option struct {
	value, text string
	n           int
}

// formPath is where the filters are sent. A list of a language goes to all
// works, since its language is a field that may be changed.
func (p listPage) formPath() string {
	if p.search != nil {
		return searchPath
	}
	at := p.Filter.place()
	at.Language, at.Series = "", 0
	return at.Address()
}

// cleared is the list without filters, in the same order.
func (p listPage) cleared() Filter {
	if p.search != nil {
		return p.search.bare()
	}
	f := p.Filter.place().by(p.Sort, p.Reverse)
	f.Everything = p.start != nil
	return f
}

// beside are the fields that the panel sends besides its questions: where the list stands
// and its order, and in a search the words.
func (p listPage) beside() []option {
	if p.search != nil {
		return searchFields(p.search.bare().in(p.Filter))
	}
	q := url.Values{}
	if p.Series != 0 {
		q.Set(fieldSeries, number(int(p.Series), 0))
	}
	if p.Sort != Updated {
		q.Set(fieldSort, string(p.Sort))
	}
	if p.Reverse {
		q.Set(fieldOrder, order(p.Descending()))
	}
	return optionsOf(q)
}

// in is f in the place of g, with what only g's line asks.
func (f Filter) in(g Filter) Filter {
	f.Login, f.Pseud, f.Series, f.Line = g.Login, g.Pseud, g.Series, g.Line
	return f
}

// moreAsked reports whether one of the questions is answered that are folded together.
func (p listPage) moreAsked() bool {
	words, language := p.search == nil && p.Query != "", p.Language != "" && (p.search != nil || !p.atLanguage())
	return words || language || !p.DateFrom.IsZero() || !p.DateTo.IsZero()
}

// rated reports whether works of rating r are in the list.
func (p listPage) rated(r work.Rating) bool {
	return len(p.Ratings) == 0 || slices.Contains(p.Ratings, r)
}

// says is what the filter asks of a tag: in, not, or nothing.
func (p listPage) says(t tag.Tag) string { return p.said[tag.Key(t.Name)] }

// asked is what f asks of tags, by the keys of their names: in or not.
func (f Filter) asked() map[string]string {
	said := make(map[string]string, len(f.Include)+len(f.Exclude))
	for _, n := range f.Exclude {
		said[tag.Key(n)] = "not"
	}
	for _, n := range f.Include {
		said[tag.Key(n)] = "in"
	}
	return said
}

// asksFor reports whether the filter names one of these tags.
func (p listPage) asksFor(counts []TagCount) bool {
	return slices.ContainsFunc(counts, func(c TagCount) bool { return p.says(c.Tag) != "" })
}

// beyond are the names among those asked that no choice of the panel shows:
// synonyms, unknown tags. The form keeps them.
func (p listPage) beyond(names []string) []string {
	shown := map[string]bool{}
	for typ, counts := range p.Facets.Tags {
		if typ == tag.Media || typ == tag.Fandom && p.tag != nil && p.tag.Type == tag.Fandom {
			continue
		}
		for _, c := range counts {
			shown[tag.Key(c.Tag.Name)] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(names), func(n string) bool { return shown[tag.Key(n)] })
}

func choiceField(name string) string { return strings.Replace(fieldChoice, "-", name, 1) }

// languages are those of the list, with the one that is asked for.
func (p listPage) languages() []LanguageCount {
	out := slices.Clone(p.Facets.Languages)
	if p.Language != "" && !slices.ContainsFunc(out, func(l LanguageCount) bool { return l.Language == p.Language }) {
		out = append(out, LanguageCount{p.Language, 0})
	}
	return out
}

// is reports whether the list is of that usual length.
func (p listPage) is(l length) bool { return l == length{p.WordsFrom, p.WordsTo} }

func (p listPage) usualLength() bool { return slices.ContainsFunc(lengths(), p.is) }

// ownWords writes a bound that somebody typed; a usual length is chosen beside.
func (p listPage) ownWords(ctx context.Context, n int) string {
	if p.usualLength() {
		return ""
	}
	return grouped(ctx, n)
}

// text is a usual length in the reader's digits.
func (l length) text(ctx context.Context) string {
	switch {
	case l.from == 0:
		return say.T(ctx, "under {n}", "n", say.Number(ctx, l.to+1))
	case l.to == 0:
		return say.T(ctx, "{n} and more", "n", say.Number(ctx, l.from))
	}
	return say.T(ctx, "{from} to {to}", "from", say.Number(ctx, l.from), "to", say.Number(ctx, l.to+1))
}

// countFields are the fields, as an address has them, that tell the count where the
// list stands.
func (p listPage) countFields() string {
	q := url.Values{}
	if p.search != nil {
		q.Set(fieldFound, string(Yes))
	}
	for field, value := range p.placeFields() {
		if field != fieldLanguage { // which is a field of the form
			q.Set(field, value)
		}
	}
	return q.Encode()
}

// kept are the fields that a form has to send to stay in the list, by name and text.
func (f Filter) kept() []option {
	q := f.values()
	if f.atLanguage() {
		q.Set(fieldLanguage, f.Language)
	}
	return optionsOf(q)
}

// optionsOf are fields, by name and text.
func optionsOf(q url.Values) []option {
	var out []option
	for _, field := range slices.Sorted(maps.Keys(q)) {
		for _, value := range q[field] {
			out = append(out, option{value: field, text: value})
		}
	}
	return out
}

// grouped writes a bound of words, "" for none.
func grouped(ctx context.Context, n int) string {
	if n == 0 {
		return ""
	}
	return say.Number(ctx, n)
}

// kindIcon is the icon of a type of tag.
func kindIcon(t tag.Type) string {
	switch t {
	case tag.Fandom, tag.Character, tag.Relationship, tag.Warning:
		return string(t)
	case tag.Media:
		return "shelf"
	}
	return "list"
}

func chipLabel(ctx context.Context, c chip) string {
	if c.state == "out" {
		return say.T(ctx, "Remove filter: not {what}", "what", c.text)
	}
	return say.T(ctx, "Remove filter: {what}", "what", c.text)
}
