// Package write is where stories are written: the editor, its saving, what was
// written before, and both texts when two people wrote at once.
package write

import (
	"net/http"
	"time"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/draft"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// Pages are the editor and the pages of versions.
type Pages struct {
	DB *db.DB
	// Cleaner cleans what authors write.
	Cleaner prose.Cleaner
	// People signs in who was signed out while they wrote; nil where nobody can be.
	People *account.Pages

	pace pace
}

// Routes adds the pages to m. What a script sends is answered in JSON, also when
// nobody is signed in any more; so is a form, whose text must not be lost.
func (p *Pages) Routes(m *web.Mux) {
	const chapter = "/works/{id}/chapters/{chapter}"
	m.Handle("GET "+chapter+"/edit", web.Members, p.edit)
	m.Handle("POST "+chapter+"/edit", web.Anyone, p.save)
	m.Handle("POST "+chapter+"/autosave", web.Anyone, scripted(p.paced(p.autosave)))
	m.Handle("POST "+chapter+"/aside", web.Anyone, scripted(p.paced(p.aside)))
	m.Handle("POST "+chapter+"/sign-in", web.Anyone, inJSON(p.signInHere))
	m.Handle("POST "+chapter+"/versions", web.Anyone, p.name)
	m.Handle("GET "+chapter+"/history", web.Members, p.history)
	m.Handle("GET "+chapter+"/history/{version}", web.Members, p.version)
	m.Handle("GET "+chapter+"/history/{version}/diff", web.Members, p.compare)
	m.Handle("POST "+chapter+"/history/{version}/restore", web.Members, p.paced(p.restore))
	m.Handle("POST "+chapter+"/history/{version}/remove", web.Members, p.paced(p.remove))
	m.Handle("GET /works/new", web.Members, p.askBegin)
	m.Handle("POST /works", web.Members, p.begin)
	m.Handle("POST /works/{id}/chapters/new", web.Members, p.addChapter)
}

// paced makes h wait its turn where somebody sends too much at once.
func (p *Pages) paced(h web.Handler) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if err := p.pace.writes(viewer.From(r.Context()).ID, time.Now()); err != nil {
			return err
		}
		return h(w, r)
	}
}

// place is the chapter in the address, in which the viewer may write. Titles and words
// are those that are written now.
type place struct {
	*work.Work
	Chapter work.Chapter
	// Written are the chapters that have a working copy.
	Written map[work.ChapterID]draft.Heading
	// Others are the words of the work's other chapters.
	Others int
}

// Path is the address of the chapter.
func (x place) Path() string { return x.ChapterPath(x.Chapter.ID) }

// ChapterPath is the address of a chapter of the work.
func (x place) ChapterPath(id work.ChapterID) string { return x.ID.ChapterPath(id) }

// place finds the chapter in the address for who may edit it. Everyone else gets
// one answer, whatever there is.
func (p *Pages) place(r *http.Request) (place, error) {
	id, err := web.ID[work.ID](r, "id")
	if err != nil {
		return place{}, notYours()
	}
	chapter, err := web.ID[work.ChapterID](r, "chapter")
	if err != nil {
		return place{}, notYours()
	}
	x, err := p.work(r, id)
	if err != nil {
		return place{}, err
	}
	if !x.MayEditChapter(viewer.From(r.Context()), chapter) {
		return place{}, notYours()
	}
	written, err := draft.Outline(r.Context(), p.DB, id)
	if err != nil {
		return place{}, err
	}
	out, found := place{Work: x, Written: written}, false
	for i := range x.Chapters {
		c := &x.Chapters[i]
		if o, ok := written[c.ID]; ok && x.MayEditChapter(viewer.From(r.Context()), c.ID) {
			c.Title, c.Words = o.Title, o.Words
		}
		if c.ID == chapter {
			out.Chapter, found = *c, true
		} else {
			out.Others += c.Words
		}
	}
	if !found {
		return place{}, notYours()
	}
	return out, nil
}

// work is a work that the viewer may see.
func (p *Pages) work(r *http.Request, id work.ID) (*work.Work, error) {
	v := viewer.From(r.Context())
	x, err := work.Get(r.Context(), p.DB, v, id)
	switch fault.KindOf(err) {
	case fault.NotFound, fault.Denied, fault.SignIn:
		return nil, notYours()
	}
	return x, err
}

func notYours() error {
	return fault.New(fault.NotFound, "You have no such chapter to write in. It may be somebody else’s, or the address is mistyped.")
}
