package remember

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// Pages are those of what is half remembered.
type Pages struct {
	DB *db.DB
}

// Routes adds the pages to m.
func (p *Pages) Routes(m *web.Mux) {
	m.Handle("GET /find", web.Anyone, p.find)
}

// The names of what a form sends besides its clues.
const (
	fieldNo    = "no"    // works that it is not
	fieldIt    = "it"    // the work that it is
	sureSuffix = "_sure" // "maybe" counts half
	maybe      = "maybe"
)

const (
	shown = 20
	maxNo = 100
)

// page is what is remembered, and what was found by it.
type page struct {
	clues map[Field]Clue
	no    []int64
	it    int64
	found []result
	bad   web.Faults
}

// result is a work that was found, with its scene.
type result struct {
	work.Work
	Found
}

// place is the address of the scene: the very paragraph.
func (r result) place() string {
	if r.Chapter == 0 {
		return r.ID.Path()
	}
	return r.ID.ChapterPath(work.ChapterID(r.Chapter)) + "#" + r.Anchor
}

// asked reports whether anything is remembered at all.
func (p *page) asked() bool { return len(p.clues) > 0 }

func (p *page) find() []Clue {
	var out []Clue
	for _, f := range Fields {
		if c, ok := p.clues[f]; ok {
			out = append(out, c)
		}
	}
	return out
}

// pageOf reads what a form or an address says. What it can't understand has no effect.
func pageOf(q url.Values) page {
	p := page{clues: map[Field]Clue{}}
	for _, f := range Fields {
		text := strings.TrimSpace(strings.ToValidUTF8(q.Get(string(f)), "\uFFFD"))
		if text == "" {
			continue
		}
		p.clues[f] = Clue{Field: f, Text: text, Maybe: q.Get(string(f)+sureSuffix) == maybe}
		if utf8.RuneCountInString(text) > MaxClue {
			p.bad.Add(string(f), fault.New(fault.Invalid, "A clue can have %d characters. Please keep what you are surest of.", MaxClue))
		}
	}
	for _, s := range q[fieldNo] {
		if n, err := strconv.ParseInt(s, 10, 64); err == nil && n > 0 && len(p.no) < maxNo && !slices.Contains(p.no, n) {
			p.no = append(p.no, n)
		}
	}
	if n, err := strconv.ParseInt(q.Get(fieldIt), 10, 64); err == nil && n > 0 {
		p.it = n
	}
	return p
}

func (p *Pages) find(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	pg := pageOf(r.URL.Query())
	m := web.Meta{Title: say.T(ctx, "Half remembered"), Here: "search", NoIndex: true, Styles: []string{"remember.css"}}
	if len(pg.bad) > 0 {
		return web.Render(w, r, http.StatusUnprocessableEntity, m, findPage(pg))
	}
	if pg.asked() {
		if err := p.look(ctx, &pg); err != nil {
			return err
		}
	}
	return web.Render(w, r, http.StatusOK, m, findPage(pg))
}

// look finds works and joins them to their scenes, in order.
func (p *Pages) look(ctx context.Context, pg *page) error {
	v := viewer.From(ctx)
	found, err := Find(ctx, p.DB, Ask{Clues: pg.find(), Within: work.Listed(v), No: pg.no, It: pg.it, Limit: shown})
	if err != nil {
		return err
	}
	ids := make([]work.ID, len(found))
	for i, f := range found {
		ids[i] = work.ID(f.Work)
	}
	works, err := work.Load(ctx, p.DB, v, ids)
	if err != nil {
		return err
	}
	for _, f := range found {
		if i := slices.IndexFunc(works, func(w work.Work) bool { return w.ID == work.ID(f.Work) }); i >= 0 {
			pg.found = append(pg.found, result{works[i], f})
		}
	}
	return nil
}

// label, hint and example of a clue's field.
type face struct {
	Field
	label, example string
	long           bool
}

func faces(ctx context.Context) []face {
	return []face{
		{What, say.T(ctx, "Something that happens"), say.T(ctx, "she was drunk, he carried her out"), true},
		{Where, say.T(ctx, "Where it happens"), say.T(ctx, "a bus station"), false},
		{Who, say.T(ctx, "Who is in it"), say.T(ctx, "names, a couple, a fandom"), false},
		{Line, say.T(ctx, "Words as they stand in it"), say.T(ctx, "half a sentence, mistakes are fine"), false},
		{When, say.T(ctx, "When it happens"), say.T(ctx, "winter, at night, during the war"), false},
		{Tags, say.T(ctx, "Tags it may have"), say.T(ctx, "Slow Burn, Coffee Shop"), false},
		{Not, say.T(ctx, "What it is not"), say.T(ctx, "not the one with the dog"), false},
	}
}

// chip says what a work was found by: "what: drunk, bus station".
func (r Reason) chip(ctx context.Context) string {
	if r.Of > 0 {
		return say.T(ctx, "line: {n} of {all} words", "n", say.Number(ctx, r.Fit), "all", say.Number(ctx, r.Of))
	}
	words := strings.Join(r.Words, ", ")
	switch r.Field {
	case Who:
		return say.T(ctx, "who: {words}", "words", words)
	case Where:
		return say.T(ctx, "where: {words}", "words", words)
	case When:
		return say.T(ctx, "when: {words}", "words", words)
	case Tags:
		return say.T(ctx, "tags: {words}", "words", words)
	case Line:
		return say.T(ctx, "line: {words}", "words", words)
	}
	return say.T(ctx, "what: {words}", "words", words)
}
