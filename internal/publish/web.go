// Package publish is where what is written is shown to readers: chapters put in
// order, looked at as a reader would, checked, and posted now or at a time.
package publish

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"github.com/ficstead/ficstead/internal/blob"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/draft"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// Pages are those on which works are put in order and posted.
type Pages struct {
	DB   *db.DB
	Blob *blob.Store
	// Cleaner cleans what authors write.
	Cleaner prose.Cleaner
	// BaseURL is the archive's own address, for the e-book of a preview.
	BaseURL string
}

// Routes adds the pages to m.
func (p *Pages) Routes(m *web.Mux) {
	m.Handle("GET /works/{id}/publish", web.Members, p.show)
	m.Handle("POST /works/{id}/publish", web.Members, p.publish)
	m.Handle("GET /works/{id}/publish/plan", web.Members, p.look)
	m.Handle("POST /works/{id}/publish/plan", web.Members, p.plan)
	m.Handle("POST /works/{id}/publish/cancel", web.Members, p.cancel)
	m.Handle("GET /works/{id}/preview", web.Members, p.preview)
	m.Handle("GET /works/{id}/preview.epub", web.Members, p.book)
	m.Handle("GET /works/{id}/chapters/manage", web.Members, p.manage)
	m.Handle("POST /works/{id}/chapters/manage", web.Members, p.order)
	const chapter = "/works/{id}/chapters/{chapter}"
	m.Handle("GET "+chapter+"/preview", web.Members, p.previewChapter)
	m.Handle("GET "+chapter+"/arrange", web.Members, p.arrange)
	m.Handle("GET "+chapter+"/copy", web.Members, p.copy)
	m.Handle("POST "+chapter+"/split", web.Members, p.split)
	m.Handle("POST "+chapter+"/merge", web.Members, p.merge)
	m.Handle("POST "+chapter+"/move", web.Members, p.move)
	m.Handle("POST "+chapter+"/date", web.Members, p.date)
	m.Handle("POST "+chapter+"/remove", web.Members, p.remove)
}

// work is the work in the address, for who may edit it. Everyone else gets one
// answer, whatever there is.
func (p *Pages) work(r *http.Request, q db.Q) (*work.Work, error) {
	id, err := web.ID[work.ID](r, "id")
	if err != nil {
		return nil, err
	}
	return editable(r.Context(), q, id)
}

func editable(ctx context.Context, q db.Q, id work.ID) (*work.Work, error) {
	v := viewer.From(ctx)
	x, err := work.Get(ctx, q, v, id)
	switch fault.KindOf(err) {
	case fault.NotFound, fault.Denied, fault.SignIn:
		return nil, notYours()
	}
	if err != nil {
		return nil, err
	}
	if !x.MayEdit(v) {
		return nil, notYours()
	}
	return x, nil
}

// asWritten gives the chapters of x the kind, title and words that their writers see, and
// tells which of them somebody is writing in.
func asWritten(ctx context.Context, q db.Q, x *work.Work) (map[work.ChapterID]bool, error) {
	all, err := draft.Outline(ctx, q, x.ID)
	if err != nil {
		return nil, err
	}
	out := make(map[work.ChapterID]bool, len(all))
	for i := range x.Chapters {
		c := &x.Chapters[i]
		if h, ok := all[c.ID]; ok {
			c.Kind, c.Title, c.Words, out[c.ID] = h.Kind, h.Title, h.Words, true
		}
	}
	return out, nil
}

// chapter is the chapter in the address, in a work that the viewer may edit, as it is
// being written.
func (p *Pages) chapter(r *http.Request, q db.Q) (*work.Work, work.Chapter, error) {
	x, err := p.work(r, q)
	if err != nil {
		return nil, work.Chapter{}, err
	}
	id, err := web.ID[work.ChapterID](r, "chapter")
	if err != nil {
		return nil, work.Chapter{}, err
	}
	if _, err := asWritten(r.Context(), q, x); err != nil {
		return nil, work.Chapter{}, err
	}
	for _, c := range x.Chapters {
		if c.ID == id {
			return x, c, nil
		}
	}
	return nil, work.Chapter{}, notYours()
}

func notYours() error {
	return fault.New(fault.NotFound, "You have no such work to publish. It may be somebody else's, or the address is mistyped.")
}

// maxForm is the most that a form here may send, in bytes: the keys of all chapters
// of the longest work.
const maxForm = 1 << 20

// readForm reads a form that was sent.
func readForm(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "What was sent is no form that can be read. Please send it again from the page.")
	}
	return nil
}

// render answers with a page that no cache keeps.
func render(w http.ResponseWriter, r *http.Request, status int, title string, body templ.Component) error {
	w.Header().Set("Cache-Control", "no-store")
	return web.Render(w, r, status, web.Meta{Title: title, NoIndex: true, Main: "works-publish", Styles: []string{"publish.css", work.MenuSheet}, Scripts: []string{"order.js"}}, body)
}

// lead leads to a page once something is done.
func lead(w http.ResponseWriter, r *http.Request, to string) error {
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}
