package browse

import (
	"context"
	"database/sql"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/query"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/search"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// searchPage is what a search finds.
type searchPage struct {
	typed   string // in the field
	asked   string // the words of it
	moved   bool   // some of what was typed became filters
	filter  Filter // what is asked besides and in which order, and the words again
	list    *List  // what is found, with its numbers; nil while there is no catalogue
	total   int
	results []result
	tags    []TagCount
	people  []account.Pseud
	misread []*query.Mistake // fields among what was typed that can't be understood
	wrong   []error          // what of the filter can't be understood

	remaking bool // not all texts can be found yet
}

// result is a work that was found, with its passage.
type result struct {
	work.Work
	search.Hit
	chapter int // in which the passage is, counted as readers see them; 0 for none
}

// place is the address of what was found: the very paragraph, if it is in the text.
func (r result) place() string {
	if r.Chapter == 0 {
		return r.ID.Path()
	}
	return r.ID.ChapterPath(work.ChapterID(r.Chapter)) + "#" + r.Anchor
}

// where says in which part of the work the words are.
func (r result) where(ctx context.Context) string {
	switch r.Where {
	case "summary":
		return say.T(ctx, "In the summary")
	case "notes":
		return say.T(ctx, "In the notes or the chapter titles")
	case "tags":
		return say.T(ctx, "In the tags")
	case "names":
		return say.T(ctx, "In the names")
	case "title":
		return say.T(ctx, "In the title")
	}
	if r.ChapterCount > 1 && r.chapter > 0 {
		return say.T(ctx, "Chapter {n}, at this place", "n", say.Number(ctx, r.chapter))
	}
	return say.T(ctx, "In the text, at this place")
}

// search finds works by their words, and tags and authors by their names.
func (p *Pages) search(w http.ResponseWriter, r *http.Request) error {
	fields, err := p.fields(r)
	if err != nil {
		return err
	}
	page, err := p.searchOf(r.Context(), fields)
	if err != nil {
		return err
	}
	if to := page.elsewhere(r.URL); to != "" {
		http.Redirect(w, r, to, http.StatusFound)
		return nil
	}
	m := web.Meta{Title: say.T(r.Context(), "Search"), Here: "search", NoIndex: true, Styles: []string{"listing.css"}}
	if page.asked != "" {
		m.Title, m.Scripts = say.T(r.Context(), "Search: {words}", "words", page.asked), []string{"site.js", "filters.js"}
		if err := p.find(r.Context(), &page); err != nil {
			return err
		}
	}
	status := http.StatusOK
	if len(page.misread)+len(page.wrong) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return web.Render(w, r, status, m, searchView(page))
}

// elsewhere is where a search leads that was asked for in other words than its address has,
// "" for nowhere. What could not be understood is told where it was asked.
func (p searchPage) elsewhere(u *url.URL) string {
	if len(p.misread)+len(p.wrong) > 0 {
		return ""
	}
	if p.asked == "" && p.typed != "" && u.Path == searchPath { // only fields: what a list is for
		return p.asList().Address()
	}
	to := searchAt(p.filter)
	want, err := url.Parse(to)
	if err != nil || u.Path == searchPath && !p.moved && fieldsBeside(u) == fieldsBeside(want) {
		return ""
	}
	return to
}

// fieldsBeside are the fields of an address but for the words that are looked for.
func fieldsBeside(u *url.URL) string {
	q := u.Query()
	q.Del(fieldLine)
	return q.Encode()
}

// searchOf reads what is looked for, from our field or AO3's. Fields among the words, as in
// words:1000-5000, are what is asked besides.
func (p *Pages) searchOf(ctx context.Context, q url.Values) (searchPage, error) {
	var page searchPage
	for _, field := range []string{"q", "work_search[query]", fieldQuery} {
		if page.typed == "" {
			page.typed = clean(q.Get(field))
		}
	}
	if utf8.RuneCountInString(page.typed) > maxQuery {
		return page, fault.In("q", "A search can have %d characters. Please take a shorter piece of what you remember.", maxQuery)
	}
	words, line, misread := query.Among(page.typed)
	f, wrong := narrowing(q, words, line)
	f, err := p.works.Proper(ctx, viewer.From(ctx), f)
	if err != nil {
		return page, err
	}
	page.misread, page.wrong, page.filter, page.asked = misread, wrong, f, f.Query
	if len(misread) == 0 && page.asked != "" {
		page.moved = line != "" || page.asked != words
		page.typed = page.asked
	}
	return page, nil
}

func (p *Pages) find(ctx context.Context, page *searchPage) (err error) {
	v := viewer.From(ctx)
	if page.remaking, err = search.Remaking(ctx, p.DB); err != nil {
		return err
	}
	hits, err := p.hits(ctx, v, page)
	if err != nil {
		return err
	}
	if page.results, err = p.results(ctx, v, hits); err != nil {
		return err
	}
	if page.filter.PageNumber > 1 || page.narrowed() {
		return nil
	}
	if page.tags, err = p.tagsCalled(ctx, v, page.asked); err != nil {
		return err
	}
	page.people, err = p.peopleCalled(ctx, v, page.asked)
	return err
}

// results joins hits to their works, in the order of the hits.
func (p *Pages) results(ctx context.Context, v viewer.Viewer, hits []search.Hit) ([]result, error) {
	ids := make([]work.ID, len(hits))
	var chapters []any
	for i, h := range hits {
		ids[i] = work.ID(h.Work)
		if h.Chapter != 0 {
			chapters = append(chapters, h.Chapter)
		}
	}
	works, err := work.Load(ctx, p.DB, v, ids)
	if err != nil {
		return nil, err
	}
	numbers, err := p.chapterNumbers(ctx, chapters)
	if err != nil {
		return nil, err
	}
	var out []result
	for _, h := range hits {
		if i := slices.IndexFunc(works, func(w work.Work) bool { return w.ID == work.ID(h.Work) }); i >= 0 {
			out = append(out, result{works[i], h, numbers[h.Chapter]})
		}
	}
	return out, nil
}

// chapterNumbers tells which chapter of its work each is, as readers count them.
func (p *Pages) chapterNumbers(ctx context.Context, chapters []any) (map[int64]int, error) {
	type row struct {
		id int64
		n  int
	}
	out := map[int64]int{}
	if len(chapters) == 0 {
		return out, nil
	}
	rows, err := db.All(ctx, p.DB, func(r *sql.Rows, x *row) error { return r.Scan(&x.id, &x.n) },
		db.Numbered(`SELECT c.id, (SELECT COUNT(*) FROM chapters b WHERE b.work_id = c.work_id AND b.posted AND (b.position < c.position OR b.position = c.position AND b.id <= c.id))
			FROM chapters c WHERE c.id IN (`+db.List(len(chapters))+`)`), chapters...)
	if err != nil {
		return nil, fmt.Errorf("browse: chapters found: %w", err)
	}
	for _, x := range rows {
		out[x.id] = x.n
	}
	return out, nil
}

// maxCalled is how many tags and how many authors a search names.
const maxCalled = 8

// afterAll sorts behind every name that begins as the one before it.
const afterAll = "\U0010FFFF"

// tagsCalled gives tags whose names begin as what is looked for, with the number
// of works that v may see; a tag without any is left out.
func (p *Pages) tagsCalled(ctx context.Context, v viewer.Viewer, asked string) ([]TagCount, error) {
	key := tag.Key(asked)
	if key == "" {
		return nil, nil
	}
	on := filtered(v)
	all, err := db.All(ctx, p.DB, func(r *sql.Rows, t *TagCount) error {
		return r.Scan(&t.Tag.ID, &t.Tag.Type, &t.Tag.Name, &t.Tag.Canonical, &t.N)
	}, db.Numbered(`WITH called (id) AS (SELECT DISTINCT COALESCE(merger_id, id) FROM (SELECT id, merger_id FROM tags WHERE name_key >= ? AND name_key < ? ORDER BY name_key LIMIT 200) s)
		SELECT t.id, t.type, t.name, t.canonical, n.n FROM (
			SELECT f.tag_id, COUNT(*) AS n FROM work_filters f WHERE f.tag_id IN (SELECT id FROM called) AND `+on.SQL+` GROUP BY f.tag_id
		) n JOIN tags t ON t.id = n.tag_id ORDER BY CASE WHEN t.name_key = ? THEN 0 ELSE 1 END, n.n DESC, t.id LIMIT ?`),
		slices.Concat([]any{key, key + afterAll}, on.Args, []any{key, int64(maxCalled)})...)
	if err != nil {
		return nil, fmt.Errorf("browse: tags called %q: %w", asked, err)
	}
	return all, nil
}

// peopleCalled gives the authors whose names begin as what is looked for and of
// whom v may see a work under that name.
func (p *Pages) peopleCalled(ctx context.Context, v viewer.Viewer, asked string) ([]account.Pseud, error) {
	key := account.Key(asked)
	if key == "" {
		return nil, nil
	}
	seen, who := db.And(work.Listed(v), work.NamedTo(v)), work.UnmutedPerson(v, "p.account_id")
	all, err := db.All(ctx, p.DB, func(r *sql.Rows, x *account.Pseud) error { return r.Scan(&x.ID, &x.Account, &x.Name, &x.Login) },
		db.Numbered(`SELECT p.id, p.account_id, p.name, a.name FROM pseuds p JOIN accounts a ON a.id = p.account_id
		WHERE p.name_key >= ? AND p.name_key < ? AND `+who.SQL+` AND EXISTS (
			SELECT 1 FROM work_creators wc JOIN works w ON w.id = wc.work_id WHERE wc.pseud_id = p.id AND wc.approved AND `+seen.SQL+`)
		ORDER BY p.name_key, p.id LIMIT ?`), slices.Concat([]any{key, key + afterAll}, who.Args, seen.Args, []any{int64(maxCalled)})...)
	if err != nil {
		return nil, fmt.Errorf("browse: authors called %q: %w", asked, err)
	}
	return all, nil
}
