package browse

import (
	"context"
	"strings"

	"github.com/ficstead/ficstead/internal/query"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// listPage is a page of works with everything around it.
type listPage struct {
	Filter
	*List
	place
	works []work.Work
	wrong []error           // of other fields than the line
	typed string            // what stands in the line
	said  map[string]string // what the filter asks of tags: see asked
	saved
	misread []*query.Mistake // in it; if there are any, the list goes without the line

	search *searchPage // what the list is found by, nil for a list that stands for itself
}

// to is the address of the list with another filter.
func (p listPage) to(f Filter) string {
	if p.search != nil {
		return searchAt(f)
	}
	return f.Address()
}

// kept are the fields that a form has to send to ask for f, by name and text.
func (p listPage) kept(f Filter) []option {
	if p.search != nil {
		return searchFields(f)
	}
	return f.kept()
}

// orders are those in which the list can be.
func (p listPage) orders() []Sort {
	if p.search != nil {
		return append([]Sort{Best}, Sorts()...)
	}
	return Sorts()
}

// sortValue is what an address and a form say for an order, "" for the habit.
func (p listPage) sortValue(s Sort) string {
	switch {
	case p.search == nil:
		return string(s)
	case s == Best:
		return ""
	case s == Updated:
		return searchUpdated
	}
	return string(s)
}

// last is the last page that can be shown.
func (p listPage) last() int {
	if p.search != nil {
		return p.search.last()
	}
	return p.Pages()
}

// unknownNamed is how many unknown tags of a filter are told by name.
const unknownNamed = 10

// heading names the list.
func (p listPage) heading(ctx context.Context) string {
	switch {
	case p.tag != nil:
		return p.tag.Name
	case p.pseud != nil:
		return worksBy(ctx, p.pseud.Name)
	case p.who != nil:
		return worksBy(ctx, p.who.Name)
	case p.atLanguage():
		return say.T(ctx, "Works in {language}", "language", work.LanguageName(p.Language))
	case p.Series != 0:
		return say.T(ctx, "Works of a series")
	}
	return say.T(ctx, "All works")
}

func worksBy(ctx context.Context, name string) string {
	return say.T(ctx, "Works by {name}", "name", name)
}

func (p listPage) title(ctx context.Context) string {
	t := p.heading(ctx)
	if p.tag != nil {
		t = say.T(ctx, "{tag}: works", "tag", t)
	}
	if p.PageNumber > 1 {
		t = say.T(ctx, "{title}, page {n}", "title", t, "n", say.Number(ctx, p.PageNumber))
	}
	return t
}

// span says which of how many works are shown, as readers' tools know it.
func (p listPage) span(ctx context.Context) string {
	all := say.N(ctx, p.Total, "{n} Work", "{n} Works")
	if p.Pages() == 1 || len(p.works) == 0 {
		return all
	}
	first := (p.PageNumber-1)*PerPage + 1
	return say.T(ctx, "{first} - {last} of {all}", "first", say.Number(ctx, first), "last", say.Number(ctx, min(p.Total, first+PerPage-1)), "all", all)
}

func (p listPage) pager() web.Pager {
	return web.Pager{Page: min(p.PageNumber, p.last()), Last: p.last(), Link: func(n int) string { return p.to(p.page(n)) }}
}

// named splits the name of a fandom from whose it is: "Oz", " - L. Frank Baum".
func named(name string) (string, string) {
	for _, dash := range []string{" – ", " - ", " — "} {
		if i := strings.LastIndex(name, dash); i > 0 {
			return name[:i], name[i:]
		}
	}
	return name, ""
}

// sortName says an order.
func sortName(ctx context.Context, s Sort) string {
	switch s {
	case Best:
		return say.T(ctx, "Best match")
	case Posted:
		return say.T(ctx, "Posted")
	case Title:
		return say.T(ctx, "Title")
	case Creator:
		return say.T(ctx, "Author")
	case Words:
		return say.T(ctx, "Length")
	case Kudos:
		return say.T(ctx, "Kudos")
	case Hits:
		return say.T(ctx, "Hits")
	case Comments:
		return say.T(ctx, "Comments")
	case Bookmarks:
		return say.T(ctx, "Bookmarks")
	}
	return say.T(ctx, "Updated")
}

// turned says the other direction of an order.
func turned(ctx context.Context, f Filter) string {
	down := !f.Descending()
	switch {
	case f.Sort == Title || f.Sort == Creator:
		if down {
			return say.T(ctx, "From Z to A")
		}
		return say.T(ctx, "From A to Z")
	case f.Sort == Words:
		if down {
			return say.T(ctx, "Longest first")
		}
		return say.T(ctx, "Shortest first")
	case f.Sort.Counted():
		if down {
			return say.T(ctx, "Most first")
		}
		return say.T(ctx, "Fewest first")
	case down:
		return say.T(ctx, "Newest first")
	}
	return say.T(ctx, "Oldest first")
}

// by is f in another order, from its first page.
func (f Filter) by(s Sort, reverse bool) Filter {
	f.Sort, f.Reverse, f.PageNumber = s, reverse, 1
	return f
}
