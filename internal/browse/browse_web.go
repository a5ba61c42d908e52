package browse

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
)

// fandomsPerPage is how many fandoms a page of their index has.
const fandomsPerPage = 200

// indexAt says which fandoms a page of their index shows: what its address says.
type indexAt struct {
	Letter string // "" for all
	Media  string // by name, "" for all
	Loose  bool   // those under no medium
	Query  string // what their names have
	Works  bool   // the most works first
	Page   int    // from 1
}

// The names of fields in the addresses of the index of fandoms.
const (
	fieldLetter = "letter"
	fieldMedia  = "media"
	fieldLoose  = "unsorted"
	fieldFind   = "q"
	byMostWorks = "works"
	byName      = "name"
)

// maxFind is how many characters of what somebody looks for count.
const maxFind = 200

// readIndex reads an address. What it can't mean is left out.
func readIndex(q url.Values) indexAt {
	find := []rune(clean(q.Get(fieldFind)))
	x := indexAt{Letter: strings.ToUpper(short(clean(q.Get(fieldLetter)))), Media: clean(q.Get(fieldMedia)), Query: string(find[:min(len(find), maxFind)])}
	x.Loose = x.Media == "" && q.Get(fieldLoose) == string(Yes)
	x.Works = q.Get(fieldSort) == byMostWorks || x.Query != "" && q.Get(fieldSort) != byName
	x.Page, _ = strconv.Atoi(q.Get(fieldPage))
	x.Page = min(max(x.Page, 1), 1_000_000)
	return x
}

// address is that of x.
func (x indexAt) address() string {
	q := url.Values{}
	for field, value := range map[string]string{fieldLetter: x.Letter, fieldMedia: x.Media, fieldFind: x.Query} {
		if value != "" {
			q.Set(field, value)
		}
	}
	if x.Loose {
		q.Set(fieldLoose, string(Yes))
	}
	switch {
	case x.Works && x.Query == "":
		q.Set(fieldSort, byMostWorks)
	case !x.Works && x.Query != "":
		q.Set(fieldSort, byName)
	}
	if x.Page > 1 {
		q.Set(fieldPage, strconv.Itoa(x.Page))
	}
	if len(q) == 0 {
		return "/fandoms"
	}
	return "/fandoms?" + q.Encode()
}

// under is x under another letter, from its first page.
func (x indexAt) under(letter string) indexAt {
	x.Letter, x.Page = letter, 1
	return x
}

// sorted is x in the other order, from its first page.
func (x indexAt) sorted(works bool) indexAt {
	x.Works, x.Page = works, 1
	return x
}

func (x indexAt) page(n int) indexAt {
	x.Page = n
	return x
}

// fandomPage is a page of the index of fandoms.
type fandomPage struct {
	indexAt
	total   int // fandoms that are wanted
	all     int // fandoms there are
	shown   []shelved
	letters []letterCount
}

func (p fandomPage) pager() web.Pager {
	last := max(1, (p.total+fandomsPerPage-1)/fandomsPerPage)
	return web.Pager{Page: min(p.Page, last), Last: last, Link: func(n int) string { return p.page(n).address() }}
}

// heading names what the page shows.
func (p fandomPage) heading(ctx context.Context) string {
	switch {
	case p.Media != "":
		return p.Media
	case p.Loose:
		return say.T(ctx, "Fandoms under no medium")
	}
	return say.T(ctx, "Fandoms")
}

// count says how many fandoms there are, and what their numbers mean.
func (p fandomPage) count(ctx context.Context) string {
	return say.N(ctx, p.total, "{n} fandom, with the number of its works.", "{n} fandoms, with the number of their works.")
}

// shelves are the fandoms of the page by their letters, or all together when they stand in
// another order.
func (p fandomPage) shelves() []letterShelf {
	var out []letterShelf
	for _, f := range p.shown {
		letter := f.letter
		if p.Works {
			letter = ""
		}
		if last := len(out) - 1; last < 0 || out[last].letter != letter {
			out = append(out, letterShelf{letter: letter})
		}
		last := &out[len(out)-1]
		last.fandoms = append(last.fandoms, f)
	}
	return out
}

// letterShelf is a letter of a page with its fandoms.
type letterShelf struct {
	letter  string // "" when they are in another order
	fandoms []shelved
}

// fandoms is the index of fandoms.
func (p *Pages) fandoms(w http.ResponseWriter, r *http.Request) error {
	ctx, v := r.Context(), viewer.From(r.Context())
	at := readIndex(r.URL.Query())
	s, err := p.works.shelves(ctx, v)
	if err != nil {
		return err
	}
	want, err := p.sought(ctx, s, at)
	if err != nil {
		return err
	}
	all, letters := s.find(want)
	if at.Works {
		byWorks(all)
	}
	page := fandomPage{indexAt: at, total: len(all), all: s.total, letters: letters}
	page.Page = page.pager().Page
	from := (page.Page - 1) * fandomsPerPage
	if page.shown, err = p.works.fandomsNamed(ctx, s, all[from:min(from+fandomsPerPage, len(all))]); err != nil {
		return err
	}
	m := web.Meta{Title: page.heading(ctx), Here: "browse", Canonical: at.address(), NoIndex: at.Query != "", Styles: []string{"browse.css"}}
	return web.Render(w, r, http.StatusOK, m, fandoms(page))
}

// sought is what an address asks of the index s.
func (p *Pages) sought(ctx context.Context, s *shelves, at indexAt) (sought, error) {
	w := sought{letter: at.Letter, loose: at.Loose, words: strings.Fields(folded(at.Query))}
	if at.Media != "" {
		t, err := tag.ByName(ctx, p.DB, at.Media)
		if fault.KindOf(err) == fault.NotFound || err == nil && t.Type != tag.Media {
			return w, fault.New(fault.NotFound, "There is no such medium here. Look for it among all of them on the page “Browse”.")
		}
		if err != nil {
			return w, err
		}
		w.medium = t.ID
	}
	if len(w.words) > 0 {
		others, err := p.Names.Complete(ctx, tag.Fandom, at.Query, fandomsByOtherNames)
		if err != nil {
			return w, err
		}
		w.also = map[tag.ID]bool{}
		for _, t := range others {
			w.also[t.ID] = true
		}
	}
	return w, nil
}

// fandomsByOtherNames is how many fandoms are found that are called otherwise, or by a
// name with a slip in it.
const fandomsByOtherNames = 20

// medium is a medium of the overview.
type medium struct {
	shelfOfMedia
	name string
}

// browsePage is the overview of what one can look through.
type browsePage struct {
	works, fandoms int
	media          []medium
	letters        []letterCount
	largest        []shelved
	languages      []LanguageCount
}

// browse is the overview of the archive: media, letters, fandoms, languages.
func (p *Pages) browse(w http.ResponseWriter, r *http.Request) error {
	ctx, v := r.Context(), viewer.From(r.Context())
	s, err := p.works.shelves(ctx, v)
	if err != nil {
		return err
	}
	l, err := p.works.Find(ctx, v, Filter{})
	if err != nil {
		return err
	}
	page := browsePage{works: l.Total, fandoms: s.total, languages: l.Facets.Languages}
	if page.media, err = p.works.mediaNamed(ctx, s); err != nil {
		return err
	}
	const most = 24
	if page.largest, err = p.works.largest(ctx, s, most); err != nil {
		return err
	}
	_, page.letters = s.find(sought{})
	m := web.Meta{Title: say.T(ctx, "Browse"), Here: "browse", Canonical: "/browse", Styles: []string{"browse.css"}}
	return web.Render(w, r, http.StatusOK, m, browse(page))
}

// mediaNamed reads the names of media.
func (c *Catalogue) mediaNamed(ctx context.Context, s *shelves) ([]medium, error) {
	var ids []tag.ID
	for _, m := range s.media {
		if m.id != 0 {
			ids = append(ids, m.id)
		}
	}
	tags, err := tag.Load(ctx, c.q, ids)
	if err != nil {
		return nil, err
	}
	names := map[tag.ID]string{0: ""}
	for _, t := range tags {
		names[t.ID] = t.Name
	}
	var out []medium
	for _, m := range s.media {
		if name, ok := names[m.id]; ok {
			out = append(out, medium{m, name})
		}
	}
	return out, nil
}
