package ask

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/remember"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// Pages are those of what people ask the archive.
type Pages struct {
	DB      *db.DB
	BaseURL string // the archive's own address, "" when it knows none
}

// Routes adds the pages to m.
func (p *Pages) Routes(m *web.Mux) {
	m.Handle("GET /requests", web.Anyone, p.list)
	m.Handle("GET /requests/new", web.Members, p.new)
	m.Handle("POST /requests", web.Members, p.post)
	m.Handle("GET /requests/{id}", web.Anyone, p.show)
	m.Handle("POST /requests/{id}/suggestions", web.Members, p.suggest)
	m.Handle("POST /requests/{id}/withdraw", web.Members, p.withdraw)
	m.Handle("POST /requests/{id}/answer", web.Members, p.answer)
	m.Handle("POST /requests/{id}/delete", web.Members, p.delete)
	m.Handle("POST /requests/{id}/hide", web.Staff, p.hide)
}

const (
	home = "/requests"
	// maxForm is the most that a form may send, in bytes.
	maxForm = 128 << 10
)

// The names of fields in forms.
const (
	fieldSubject = "subject"
	fieldFandom  = "fandom"
	fieldNote    = "note"
	fieldName    = "name" // a title or an address
	fieldWork    = "work"
	fieldPlace   = "place" // here or elsewhere
	elsewhere    = "elsewhere"
	fieldSaid    = "said"
	// What answers name.
	fieldIt           = "it" // a work
	fieldNo           = "no"
	fieldItSuggested  = "it_suggested" // a suggestion
	fieldNoSuggested  = "no_suggested"
	fieldReopen       = "reopen"
	fieldHide         = "hide" // "yes", or else it is brought back
	yes               = "yes"
	fieldSuggestion   = "suggestion"
	suggestionsAnchor = "#suggestions"
)

func number(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

func render(w http.ResponseWriter, r *http.Request, status int, title string, body templ.Component) error {
	if !viewer.From(r.Context()).Guest() {
		w.Header().Set("Cache-Control", "no-store")
	}
	return web.Render(w, r, status, web.Meta{Title: title, NoIndex: true, Here: "find", Styles: []string{"remember.css", "ask.css"}}, body)
}

// directory is the page of all requests.
type directory struct {
	Filter
	all   []Request
	total int
}

// untouched reports whether there is no request at all, so that fewer words would find
// none either.
func (d directory) untouched() bool {
	return d.total == 0 && d.Text == "" && d.Fandom == "" && d.State == ""
}

func (d directory) link(page int) string {
	q := url.Values{}
	for k, v := range map[string]string{"q": d.Text, "fandom": d.Fandom, "state": string(d.State)} {
		if v != "" {
			q.Set(k, v)
		}
	}
	if page > 1 {
		q.Set("page", strconv.Itoa(page))
	}
	if len(q) == 0 {
		return home
	}
	return home + "?" + q.Encode()
}

func (d directory) pager() web.Pager {
	return web.Pager{Page: d.Page, Last: min(maxPage, (d.total+perPage-1)/perPage), Link: d.link}
}

// maxQuery is how many bytes of a query are read.
const maxQuery = 1000

func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	ctx, q := r.Context(), r.URL.Query()
	d := directory{Filter: Filter{Text: clip(q.Get("q")), Fandom: clip(q.Get("fandom")), Page: max(1, min(maxPage, int(number(q.Get("page")))))}}
	switch s := State(q.Get("state")); s {
	case Open, Solved, Mine:
		d.State = s
	}
	var err error
	if d.all, d.total, err = List(ctx, p.DB, viewer.From(ctx), d.Filter); err != nil {
		return err
	}
	return render(w, r, http.StatusOK, say.T(ctx, "Asked of the archive"), listPage(d))
}

// clip is what is read of a query.
func clip(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s[:min(len(s), maxQuery)], ""), "\x00", "")
}

// writing is the page on which a request is written.
type writing struct {
	Draft
	like []Request // asked before
	bad  web.Faults
}

func draftOf(q url.Values) (Draft, web.Faults) {
	d := Draft{Subject: q.Get(fieldSubject), Fandom: q.Get(fieldFandom), Note: q.Get(fieldNote), Nots: remember.Nots(q)}
	var bad web.Faults
	d.Clues, bad = remember.ReadClues(q)
	return d, bad
}

func (p *Pages) new(w http.ResponseWriter, r *http.Request) error {
	x := writing{}
	x.Draft, x.bad = draftOf(r.URL.Query())
	return p.write(w, r, http.StatusOK, x)
}

func (p *Pages) write(w http.ResponseWriter, r *http.Request, status int, x writing) (err error) {
	ctx := r.Context()
	if x.like, err = like(ctx, p.DB, viewer.From(ctx), x.Draft); err != nil {
		return err
	}
	return render(w, r, status, say.T(ctx, "Ask the archive"), newPage(x))
}

func (p *Pages) post(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Form(w, r, maxForm)
	if err != nil {
		return err
	}
	x := writing{}
	x.Draft, x.bad = draftOf(f)
	if len(x.bad) > 0 {
		return p.write(w, r, http.StatusUnprocessableEntity, x)
	}
	ctx := r.Context()
	var id ID
	err = p.DB.Tx(ctx, func(tx *db.Tx) (err error) {
		id, err = Post(ctx, tx, viewer.From(ctx), x.Draft)
		return err
	})
	if fault.KindOf(err) == fault.Invalid {
		x.bad.Add(fault.FieldOf(err), err)
		return p.write(w, r, http.StatusUnprocessableEntity, x)
	}
	if err != nil {
		return err
	}
	return web.See(w, r, id.Path())
}

// opened is the page of a request.
type opened struct {
	*Request
	found       []remember.Result // by the archive itself
	suggestions []Suggestion
	typed       Idea
	choices     []work.Work // of the title that was typed
	bad         web.Faults
}

// offered is how many works the archive offers by itself.
const offered = 6

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	return p.showWith(w, r, http.StatusOK, opened{})
}

func (p *Pages) showWith(w http.ResponseWriter, r *http.Request, status int, o opened) error {
	ctx, v := r.Context(), viewer.From(r.Context())
	id, err := web.ID[ID](r, "id")
	if err != nil {
		return err
	}
	if o.Request, err = Get(ctx, p.DB, v, id); err != nil {
		return err
	}
	if o.suggestions, err = Suggestions(ctx, p.DB, v, id); err != nil {
		return err
	}
	if o.Open() && !v.Guest() {
		if err := p.offer(ctx, v, &o); err != nil {
			return err
		}
	}
	return render(w, r, status, o.Subject, showPage(v, o))
}

// offer has the archive look by itself, for members: guests can at /find.
func (p *Pages) offer(ctx context.Context, v viewer.Viewer, o *opened) error {
	no, err := nots(ctx, p.DB, o.ID)
	if err != nil {
		return err
	}
	for _, s := range o.suggestions {
		no = append(no, int64(s.work))
	}
	o.found, err = remember.Look(ctx, p.DB, v, remember.Ask{Clues: o.Clues.List(), No: no, Limit: offered})
	return err
}
