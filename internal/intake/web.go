package intake

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/suggest"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
)

// Pages are the pages of imports.
type Pages struct {
	Desk *Desk
	// Suggest finds the tags that a work's text speaks for.
	Suggest *suggest.Finder
}

// maxRequest is how many bytes one request with files may have.
const maxRequest = maxWaiting + 1<<20

// Routes adds the pages to m. An import is there for whom it belongs to, and for
// keepers; others get the answer for one that isn't.
func (p *Pages) Routes(m *web.Mux) {
	m.Handle("GET /import", web.Members, p.start)
	m.HandleFiles("POST /import", web.Members, maxRequest, p.bring)
	m.Handle("GET /import/{id}", web.Members, p.show)
	m.Handle("GET /import/{id}/state", web.Members, p.state)
	m.HandleFiles("POST /import/{id}/files", web.Members, maxRequest, p.bring)
	m.Handle("GET /import/{id}/works/{n}", web.Members, p.showWork)
	m.Handle("POST /import/{id}/works/{n}", web.Members, p.changeWork)
	m.Handle("GET /import/{id}/works/{n}/preview", web.Members, p.preview)
	m.Handle("GET /import/{id}/works/{n}/cut", web.Members, p.showCut)
	m.Handle("GET /import/{id}/works/{n}/pictures/{name}", web.Members, p.showPicture)
	m.Handle("POST /import/{id}/accept", web.Members, p.accept)
	m.Handle("POST /import/{id}/rating", web.Members, p.rate)
	m.Handle("POST /import/{id}/doubles", web.Members, p.skipDoubles)
	m.Handle("POST /import/{id}/works/{n}/again", web.Members, p.again)
	m.Handle("POST /import/{id}/stop", web.Members, p.stop)
	m.Handle("POST /import/{id}/go", web.Members, p.resume)
	m.Handle("GET /import/{id}/discard", web.Members, p.askDiscard)
	m.Handle("POST /import/{id}/discard", web.Members, p.discard)
}

// of is the import in the address, if the viewer may see it.
func (p *Pages) of(r *http.Request) (*Import, error) {
	id, err := web.ID[ID](r, "id")
	if err != nil {
		return nil, notYours()
	}
	return p.Desk.get(r.Context(), p.Desk.DB, viewer.From(r.Context()), id)
}

func (p *Pages) start(w http.ResponseWriter, r *http.Request) error {
	return p.renderStart(w, r, http.StatusOK, nil)
}

func (p *Pages) renderStart(w http.ResponseWriter, r *http.Request, status int, wrong *fault.Error) error {
	all, err := p.Desk.list(r.Context(), viewer.From(r.Context()).ID)
	if err != nil {
		return err
	}
	return render(w, r, status, say.T(r.Context(), "Bring your stories in"), startPage(all, wrong))
}

// bring takes files: into the import in the address, or into a new one. A script
// that sends them one by one is answered in JSON.
func (p *Pages) bring(w http.ResponseWriter, r *http.Request) error {
	into := ID(0)
	if r.PathValue("id") != "" {
		i, err := p.of(r)
		if err != nil {
			return err
		}
		into = i.ID
	}
	got := p.Desk.receive(w, r, into)
	if got.Err != nil && fault.KindOf(got.Err) != fault.Internal {
		// The rest of what is being sent is let pass: a browser shows no answer
		// before it has sent everything.
		_, _ = io.Copy(io.Discard, r.Body)
	}
	if strings.Contains(r.Header.Get("Accept"), "application/json") {
		return answer(w, got)
	}
	switch {
	case got.Err == nil:
		return web.See(w, r, fmt.Sprintf("%s?came=%d&same=%d", got.Import.Path(), got.Files, got.Same))
	case fault.KindOf(got.Err) == fault.Internal:
		return got.Err
	case got.Import == 0:
		return p.renderStart(w, r, web.Status(fault.KindOf(got.Err)), fault.As(got.Err))
	}
	i, err := p.Desk.get(r.Context(), p.Desk.DB, viewer.From(r.Context()), got.Import)
	if err != nil {
		return err
	}
	told := ""
	if got.Files+got.Same > 0 {
		told = got.said(r.Context())
	}
	return p.renderList(w, r, web.Status(fault.KindOf(got.Err)), i, told, fault.As(got.Err))
}

// Path is the address of the import's page.
func (id ID) Path() string { return fmt.Sprintf("/import/%d", int64(id)) }

func (p *Pages) stop(w http.ResponseWriter, r *http.Request) error {
	return p.change(w, r, func(tx *db.Tx, i *Import) error { return stop(r.Context(), tx, i.ID) })
}

func (p *Pages) resume(w http.ResponseWriter, r *http.Request) error {
	return p.change(w, r, func(tx *db.Tx, i *Import) error { return p.Desk.unstop(r.Context(), tx, i.ID) })
}

func (p *Pages) skipDoubles(w http.ResponseWriter, r *http.Request) error {
	return p.change(w, r, func(tx *db.Tx, i *Import) error { return skipDoubles(r.Context(), tx, i.ID) })
}

// again takes back that a work is skipped.
func (p *Pages) again(w http.ResponseWriter, r *http.Request) error {
	n, err := web.ID[FoundID](r, "n")
	if err != nil {
		return notYours()
	}
	return p.change(w, r, func(tx *db.Tx, i *Import) error { return again(r.Context(), tx, i.ID, n) })
}

// change changes an import and leads back to its page.
func (p *Pages) change(w http.ResponseWriter, r *http.Request, f func(*db.Tx, *Import) error) error {
	i, err := p.of(r)
	if err != nil {
		return err
	}
	if err := p.Desk.DB.Tx(r.Context(), func(tx *db.Tx) error { return f(tx, i) }); err != nil {
		return err
	}
	return web.See(w, r, i.ID.Path())
}

func (p *Pages) askDiscard(w http.ResponseWriter, r *http.Request) error {
	i, err := p.of(r)
	if err != nil {
		return err
	}
	n, err := p.Desk.count(r.Context(), p.Desk.DB, i.ID)
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, say.T(r.Context(), "Discard this import?"), discardPage(i, n))
}

func (p *Pages) discard(w http.ResponseWriter, r *http.Request) error {
	i, err := p.of(r)
	if err != nil {
		return err
	}
	if err := p.Desk.discard(r.Context(), i.ID); err != nil {
		return err
	}
	return web.See(w, r, "/import")
}

// render sends one of these pages; no browser or proxy keeps them.
func render(w http.ResponseWriter, r *http.Request, status int, title string, content templ.Component) error {
	w.Header().Set("Cache-Control", "no-store")
	return web.Render(w, r, status, web.Meta{Title: title, NoIndex: true, Main: "intake", Here: "me", Scripts: []string{"intake.js"}, Styles: []string{"intake.css", suggest.Sheet}}, content)
}

// maxForm is how many bytes a form without files may have: two long notes, three
// times over for the percent signs that forms are sent with.
const maxForm = 8 << 20

// form reads a form without files.
func form(w http.ResponseWriter, r *http.Request) (url.Values, error) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	err := r.ParseForm()
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return nil, fault.Wrap(fault.TooLarge, err, "That is more than this form takes. Please shorten it and send it again.")
	}
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, err, "What was sent is no form that can be read. Please send it again from the page.")
	}
	return r.PostForm, nil
}

// number is a number in the address, 0 when there is none.
func number(r *http.Request, name string) int {
	n, err := strconv.Atoi(r.URL.Query().Get(name))
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// pseuds are the names under which works of an import can be posted: its owner's.
func (p *Pages) pseuds(r *http.Request, i *Import) ([]account.Pseud, error) {
	return account.PseudsOf(r.Context(), p.Desk.DB, i.Account)
}
