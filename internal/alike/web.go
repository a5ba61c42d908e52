package alike

import (
	"fmt"
	"hash/maphash"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/job"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// Pages are those on which staff look at works that are alike.
type Pages struct {
	DB   *db.DB
	Jobs *job.Queue
}

// Routes adds the pages to m.
func (p *Pages) Routes(m *web.Mux) {
	m.Handle("GET /keep/alike", web.Staff, p.list)
	m.Handle("POST /keep/alike", web.Staff, p.run)
	m.Handle("GET /keep/alike/{a}/{b}", web.Staff, p.show)
	m.Handle("POST /keep/alike/{a}/{b}", web.Staff, p.decide)
}

const (
	home = "/keep/alike"
	// maxForm is the most that a form may send, in bytes.
	maxForm = 64 << 10
	// maxPage is the last page of a list that is looked up.
	maxPage = 10_000
)

// listing is the page of all pairs.
type listing struct {
	All      []pair
	Total    int
	Open     bool // those of which nobody has said anything
	Kind     Kind // "" is all
	Page     int
	Progress progress
	Said     string
}

func (l listing) link(open bool, kind Kind, page int) string {
	q := url.Values{}
	if !open {
		q.Set("show", "decided")
	}
	if kind != "" {
		q.Set("kind", string(kind))
	}
	if page > 1 {
		q.Set("page", strconv.Itoa(page))
	}
	if len(q) == 0 {
		return home
	}
	return home + "?" + q.Encode()
}

func (l listing) pager() web.Pager {
	return web.Pager{Page: l.Page, Last: max(1, (l.Total+perPage-1)/perPage), Link: func(n int) string { return l.link(l.Open, l.Kind, n) }}
}

func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	ctx, q := r.Context(), r.URL.Query()
	l := listing{Open: q.Get("show") != "decided", Page: 1}
	if k := Kind(q.Get("kind")); slices.Contains(kinds(), k) {
		l.Kind = k
	}
	if n, err := strconv.Atoi(q.Get("page")); err == nil {
		l.Page = min(max(1, n), maxPage)
	}
	if q.Get("done") == "said" {
		l.Said = say.T(ctx, "Noted. These two are not asked for again unless they become more alike.")
	}
	var err error
	if l.Progress, err = progressOf(ctx, p.DB); err != nil {
		return err
	}
	if l.All, l.Total, err = list(ctx, p.DB, l.Open, l.Kind, l.Page); err != nil {
		return err
	}
	return render(w, r, http.StatusOK, say.T(ctx, "The same story twice"), listPage(l))
}

// run stops the look through all works, or has it go on.
func (p *Pages) run(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Form(w, r, maxForm)
	if err != nil {
		return err
	}
	ctx, do := r.Context(), f.Get(fieldDo)
	if do != "stop" && do != "look" {
		return fault.New(fault.Invalid, "The archive can look through all works, or stop. Please go back and choose one.")
	}
	if err := p.DB.Tx(ctx, func(tx *db.Tx) error { return setStopped(ctx, tx, p.Jobs, do == "stop") }); err != nil {
		return err
	}
	return web.See(w, r, home)
}

// look is the page of one pair.
type look struct {
	pair
	comparison
	Typed  answer
	Faults web.Faults
}

func (l look) path() string { return pairPath(l.pair) }

func pairPath(p pair) string { return fmt.Sprintf("%s/%d/%d", home, p.A.ID, p.B.ID) }

// pair is the pair in the address.
func (p *Pages) pair(r *http.Request) (*pair, error) {
	a, err := web.ID[work.ID](r, "a")
	if err != nil {
		return nil, err
	}
	b, err := web.ID[work.ID](r, "b")
	if err != nil {
		return nil, err
	}
	return get(r.Context(), p.DB, a, b)
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	x, err := p.pair(r)
	if err != nil {
		return err
	}
	return p.showPair(w, r, http.StatusOK, look{pair: *x})
}

func (p *Pages) showPair(w http.ResponseWriter, r *http.Request, status int, l look) error {
	ctx, seed := r.Context(), maphash.MakeSeed()
	a, err := textOf(ctx, p.DB, l.A.ID, seed)
	if err != nil {
		return err
	}
	b, err := textOf(ctx, p.DB, l.B.ID, seed)
	if err != nil {
		return err
	}
	l.comparison = compareTexts(a, b)
	return render(w, r, status, say.T(ctx, "Two works that are alike"), pairPage(l))
}

func (p *Pages) decide(w http.ResponseWriter, r *http.Request) error {
	x, err := p.pair(r)
	if err != nil {
		return err
	}
	f, err := web.Form(w, r, maxForm)
	if err != nil {
		return err
	}
	said := answer{Do: f.Get(fieldDo), Words: f.Get(fieldWords)}
	if n, err := strconv.ParseInt(f.Get(fieldWork), 10, 64); err == nil {
		said.Work = work.ID(n)
	}
	if err := said.check(x); err != nil {
		return p.showPair(w, r, http.StatusUnprocessableEntity, look{pair: *x, Typed: said, Faults: web.Faults{fault.As(err)}})
	}
	ctx := r.Context()
	by := viewer.From(ctx).ID
	if err := p.DB.Tx(ctx, func(tx *db.Tx) error { return decide(ctx, tx, x, said, by) }); err != nil {
		return err
	}
	if said.Do == doReopen {
		return web.See(w, r, pairPath(*x))
	}
	return web.See(w, r, home+"?done=said")
}

// render answers with a page that no cache keeps.
func render(w http.ResponseWriter, r *http.Request, status int, title string, body templ.Component) error {
	w.Header().Set("Cache-Control", "no-store")
	return web.Render(w, r, status, web.Meta{Title: title, NoIndex: true, Here: "me", Styles: []string{"keep.css", "alike.css"}}, body)
}
