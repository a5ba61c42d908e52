package browse

import (
	"cmp"
	"context"
	"maps"
	"net/url"
	"slices"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/search"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// fieldSearchLine is the line of a filter in the address of a search, where q is what
// is looked for.
const fieldSearchLine = "line"

// narrowing reads what a search asks of works besides their words: all that a list can
// be asked, and by line what stands among the words. Words of its own line are words to look
// for.
func narrowing(q url.Values, asked, line string) (Filter, []error) {
	in := url.Values{}
	for field, said := range q {
		switch field {
		case fieldQuery, fieldLine, fieldSort, fieldOrder, fieldPage:
		case fieldSearchLine:
			in[fieldLine] = said
		default:
			in[field] = said
		}
	}
	in.Set(fieldQuery, asked)
	if line != "" {
		in.Add(fieldLine, line)
	}
	f, wrong := anywhere(in)
	if f.Tag != "" {
		f.Include, f.Tag = append(f.Include, f.Tag), ""
	}
	return f.normal(), wrong
}

// address is the address of a page of the search.
func (p searchPage) address(n int) string {
	f := p.filter.by(Updated, false)
	f.Query, f.Line = "", ""
	u, err := url.Parse(f.at("/search"))
	if err != nil {
		return searchAddress(p.asked, n)
	}
	q := u.Query()
	for field, value := range map[string]string{fieldLine: p.asked, fieldSearchLine: p.filter.Line, fieldPage: number(n, 1)} {
		if value != "" {
			q.Set(field, value)
		}
	}
	if len(q) == 0 {
		return "/search"
	}
	return "/search?" + q.Encode()
}

// without is the search with another filter.
func (p searchPage) without(f Filter) string {
	p.filter = f
	return p.address(1)
}

// narrowed reports whether the search asks more than words.
func (p searchPage) narrowed() bool {
	bare := Filter{Query: p.asked}
	return p.filter.at("/search") != bare.at("/search")
}

// chips are what the search asks besides its words.
func (p searchPage) chips(ctx context.Context) []chip {
	var out []chip
	if f := p.filter; f.Login != "" {
		f.Login = ""
		out = append(out, chip{"freeform", "", say.T(ctx, "Works by {name}", "name", cmp.Or(p.filter.Pseud, p.filter.Login)), f.normal()})
	}
	for _, c := range p.list().chips(ctx) {
		if c.without.Query != "" {
			out = append(out, c)
		}
	}
	if f := p.filter; f.atLanguage() {
		f.Language = ""
		out = append(out, chip{"freeform", "", work.LanguageName(p.filter.Language), f})
	}
	return out
}

// list is the list with the filters of the search, in which they can be changed.
func (p searchPage) list() listPage {
	if len(p.misread) > 0 {
		return listPage{Filter: p.filter, List: &List{}, typed: p.typed, misread: p.misread, inSearch: true}
	}
	return listPage{Filter: p.filter, List: &List{Unknown: p.unknown, Told: p.told}, typed: p.filter.Line, inSearch: true}
}

// passages is the search for the places where the words of a list stand.
func (f Filter) passages() string {
	return searchPage{asked: f.Query, filter: f}.address(1)
}

// within bounds what is looked for to the works that fit the filter of p, as v may see
// them. The rule of work.Listed is in it twice: what the catalogue has heard of a second
// ago may not be shown any more.
func (p *Pages) within(ctx context.Context, v viewer.Viewer, page *searchPage, q *search.Query) error {
	if !page.narrowed() {
		return nil
	}
	a, unknown, err := p.works.ask(ctx, v, page.filter)
	page.unknown = unknown
	if err != nil {
		return err
	}
	if a == nil { // a tag that must be there is on no work
		q.Within = search.OneOf(p.DB, nil)
		q.Keep = func(context.Context, []int64) ([]int64, error) { return nil, nil }
		return nil
	}
	page.told = a.told
	fit, err := p.works.fit(ctx, a, Among{})
	if err != nil {
		return err
	}
	q.Within = db.And(search.OneOf(p.DB, fit), q.Within)
	a.Query = "" // of a line that is remembered not quite right the words are others
	q.Keep = func(ctx context.Context, works []int64) ([]int64, error) {
		return p.works.fit(ctx, a, Among{Within: works})
	}
	return nil
}

// fit gives the works that are what a asks, at most maxEvery.
func (c *Catalogue) fit(ctx context.Context, a *asks, among Among) ([]int64, error) {
	at, err := c.index.Now(ctx)
	if err != nil {
		return nil, err
	}
	q, err := c.query(ctx, at, a, among)
	if err != nil {
		return nil, err
	}
	return every(ctx, at, *q)
}

// kept are the fields that the form of the search sends besides its words.
func (p searchPage) kept() []option {
	u, err := url.Parse(p.without(p.filter))
	if err != nil {
		return nil
	}
	var out []option
	q := u.Query()
	for _, field := range slices.Sorted(maps.Keys(q)) {
		if field != fieldLine {
			for _, value := range q[field] {
				out = append(out, option{value: field, text: value})
			}
		}
	}
	return out
}
