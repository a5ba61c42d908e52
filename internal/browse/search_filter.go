package browse

import (
	"net/url"
	"slices"
	"strings"

	"github.com/ficstead/ficstead/internal/query"
	"github.com/ficstead/ficstead/internal/search"
)

// A search is a list that is found by words: its panel, chips and orders are those of lists
// (listPage.search), and its address has the fields of lists. Only q is what is looked for
// here, and the line of a filter is in another field.
const (
	searchPath = "/search"
	// fieldSearchLine is the line of a filter in the address of a search.
	fieldSearchLine = "line"
	// searchUpdated is how a search is asked for the order that is the habit of lists.
	searchUpdated = "updated"
	// fieldFound tells the count that it is asked about a search.
	fieldFound = "found"
)

// narrowing reads what a search asks of works besides their words: all that a list can
// be asked, and by line what stands among the words. Words of its own line are words to look
// for.
func narrowing(q url.Values, asked, line string) (Filter, []error) {
	in := url.Values{}
	for field, said := range q {
		switch field {
		case fieldQuery, fieldLine, fieldSort, fieldOrder:
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
	if by, _ := query.Parse(strings.Join(in[fieldLine], " ")); by.Sort.By == "" {
		f.searchSort(q.Get(fieldSort), q.Get(fieldOrder))
	}
	f.Everything = false
	if f.Sort == Best {
		f.PageNumber = min(f.PageNumber, bestPages)
	}
	return f.normal(), wrong
}

// bestPages is how many pages there are at most of what fits best: only so many works are
// put in that order.
const bestPages = search.Most / PerPage

// searchSort reads the order of a search; any that isn't known is the best first.
func (f *Filter) searchSort(by, way string) {
	f.Sort, f.Reverse = Best, false
	switch s := Sort(by); {
	case by == searchUpdated:
		f.Sort = Updated
	case s != Updated && slices.Contains(Sorts(), s):
		f.Sort = s
	default:
		return
	}
	if way == "asc" || way == "desc" {
		f.Reverse = (way == "desc") != f.Descending()
	}
}

// searchAt is the address of a search, of which f has the words too.
func searchAt(f Filter) string {
	q := searchValues(f)
	if len(q) == 0 {
		return searchPath
	}
	return searchPath + "?" + q.Encode()
}

// searchFields are the fields of a form that asks for the search f.
func searchFields(f Filter) []option { return optionsOf(searchValues(f)) }

func searchValues(f Filter) url.Values {
	bare := f.by(Updated, false)
	bare.Query, bare.Line = "", ""
	q := bare.values()
	for field, value := range bare.placeFields() {
		q.Set(field, value)
	}
	f = f.normal()
	said := map[string]string{fieldLine: f.Query, fieldSearchLine: f.Line, fieldPage: number(f.PageNumber, 1)}
	if f.Sort != Best {
		said[fieldSort] = listPage{search: &searchPage{}}.sortValue(f.Sort)
		if f.Reverse {
			said[fieldOrder] = order(f.Descending())
		}
	}
	for field, value := range said {
		if value != "" {
			q.Set(field, value)
		}
	}
	return q
}

// beside are the fields that the field of the search sends besides its words.
func (p searchPage) beside() []option {
	f := p.filter.page(1)
	f.Query = ""
	return searchFields(f)
}

// bare is the search without filters, in the same order.
func (p searchPage) bare() Filter { return Filter{Query: p.asked}.by(p.filter.Sort, p.filter.Reverse) }

// narrowed reports whether the search asks more than words.
func (p searchPage) narrowed() bool { return searchAt(p.filter.page(1)) != searchAt(p.bare()) }

// asList is the list of what is found, which stands for itself.
func (p searchPage) asList() Filter {
	f := p.filter.page(1)
	if f.Sort == Best {
		f = f.by(Updated, false)
	}
	return f
}

// last is the last page that can be shown.
func (p searchPage) last() int {
	last := max(1, (p.total+PerPage-1)/PerPage)
	if p.filter.Sort == Best {
		return min(last, bestPages)
	}
	return last
}

// page is the search as a list is drawn.
func (p searchPage) page() listPage {
	l := p.list
	if l == nil {
		l = &List{Total: p.total}
	}
	out := listPage{Filter: p.filter, List: l, said: p.filter.asked(), search: &p}
	for _, r := range p.results {
		out.works = append(out.works, r.Work)
	}
	out.typed, out.misread, out.wrong = misreadings(p.wrong)
	switch {
	case len(p.misread) > 0:
		out.typed, out.misread, out.wrong = p.typed, p.misread, p.wrong
	case len(out.misread) == 0:
		out.typed = p.filter.Line
	}
	return out
}

// passages is the search for the places where the words of a list stand.
func (f Filter) passages() string { return searchAt(f.by(Best, false)) }
