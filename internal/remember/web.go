package remember

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/history"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
)

// Pages are those of what is half remembered.
type Pages struct {
	DB *db.DB
}

// Routes adds the pages to m.
func (p *Pages) Routes(m *web.Mux) {
	m.Handle("GET /find", web.Anyone, p.find)
}

// fieldIt names the work that it is, in what a form sends.
const fieldIt = "it"

// shown is how many stories a page has.
const shown = 20

// page is what is remembered, and what was found by it.
type page struct {
	clues Clues
	no    []int64
	it    int64
	found []Result
	bad   web.Faults
	// reads is set for who has a history: only they are asked when they read it, and only
	// for them prior says something.
	reads bool
	prior Prior
}

// asked reports whether anything is remembered at all.
func (p *page) asked() bool { return len(p.clues) > 0 || p.prior.Ago != "" }

// The name of the field that says when it was read. It is in no request to the archive:
// what somebody has read, and when, is nobody's business but theirs.
const fieldRead = "read"

// read adds to the page what somebody's history says, if they have one.
func (p *Pages) read(ctx context.Context, pg *page, q url.Values) (err error) {
	v := viewer.From(ctx)
	if v.Guest() {
		return nil
	}
	if pg.reads, err = history.Any(ctx, p.DB, v.ID); err != nil || !pg.reads {
		return err
	}
	pg.prior = Prior{Reader: v.ID, Now: p.DB.Now()}
	if w := Ago(q.Get(fieldRead)); slices.Contains(Agos, w) {
		pg.prior.Ago, pg.prior.Maybe = w, q.Get(fieldRead+sureSuffix) == maybe
	}
	return nil
}

// pageOf reads what a form or an address says. What it can't understand has no effect.
func pageOf(q url.Values) page {
	p := page{no: Nots(q)}
	p.clues, p.bad = ReadClues(q)
	if n, err := strconv.ParseInt(q.Get(fieldIt), 10, 64); err == nil && n > 0 {
		p.it = n
	}
	return p
}

func (p *Pages) find(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	pg := pageOf(r.URL.Query())
	if err := p.read(ctx, &pg, r.URL.Query()); err != nil {
		return err
	}
	m := web.Meta{Title: say.T(ctx, "Half remembered"), Here: "find", NoIndex: true, Styles: []string{"remember.css"}}
	if len(pg.bad) > 0 {
		return web.Render(w, r, http.StatusUnprocessableEntity, m, findPage(pg))
	}
	if pg.asked() {
		var err error
		if pg.found, err = Look(ctx, p.DB, viewer.From(ctx), Ask{Clues: pg.clues.List(), No: pg.no, It: pg.it, Limit: shown, Prior: pg.prior}); err != nil {
			return err
		}
	}
	return web.Render(w, r, http.StatusOK, m, findPage(pg))
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

// name says when something was read.
func (w Ago) name(ctx context.Context) string {
	switch w {
	case ThisWeek:
		return say.T(ctx, "this week")
	case ThisMonth:
		return say.T(ctx, "this month")
	case FewMonths:
		return say.T(ctx, "a few months ago")
	case AboutAYear:
		return say.T(ctx, "about a year ago")
	case FewYears:
		return say.T(ctx, "two to three years ago")
	}
	return say.T(ctx, "longer ago")
}

// FieldName names a clue's field for people.
func FieldName(ctx context.Context, f Field) string {
	for _, x := range faces(ctx) {
		if x.Field == f {
			return x.label
		}
	}
	return string(f)
}

// name names the clue that a work was found by, in a word.
func (r Reason) name(ctx context.Context) string {
	switch r.Field {
	case Who:
		return say.T(ctx, "who")
	case Where:
		return say.T(ctx, "where")
	case When:
		return say.T(ctx, "when")
	case Tags:
		return say.T(ctx, "tags")
	case Line:
		return say.T(ctx, "line")
	case Read:
		return say.T(ctx, "you")
	}
	return say.T(ctx, "what")
}

// words says what of the clue is there: "drunk, bus station".
func (r Reason) words(ctx context.Context) string {
	if r.Field == Read {
		return say.T(ctx, "read it in {month}", "month", history.MonthOf(ctx, r.At.In(web.Zone(ctx))))
	}
	if r.Of > 0 {
		return say.T(ctx, "{n} of {all} words", "n", say.Number(ctx, r.Fit), "all", say.Number(ctx, r.Of))
	}
	return strings.Join(r.Words, ", ")
}
