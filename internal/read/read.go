// Package read shows works to be read: the work's page, the reader for one
// chapter and for the entire work, the list of chapters, and the page that asks
// before adult works.
package read

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/history"
	"github.com/ficstead/ficstead/internal/picture"
	"github.com/ficstead/ficstead/internal/related"
	"github.com/ficstead/ficstead/internal/round"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/stats"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
	"github.com/ficstead/ficstead/internal/workskin"
)

// Pages are the pages on which works are read.
type Pages struct {
	DB    *db.DB
	Cache *web.Cache
	// Secure is set when the archive's own address is https.
	Secure bool
	// Counter counts readings; nil counts none.
	Counter *stats.Counter
	// History notes for who is signed in what they read; nil notes nothing.
	History *history.Recorder
}

// Routes adds the pages to m.
func (p *Pages) Routes(m *web.Mux) {
	m.Handle("GET /works/{id}", web.Anyone, p.counted(p.show))
	m.Handle("GET /works/{id}/chapters/{chapter}", web.Anyone, p.counted(p.chapter))
	m.Handle("GET /works/{id}/navigate", web.Anyone, p.navigate)
	m.Handle("GET /chapters/{chapter}", web.Anyone, p.find)
	m.Handle("POST /adult", web.Anyone, p.welcome)
}

// show answers with the work's page, or with the entire work when it is asked for.
func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	return p.guest(w, r, func(w http.ResponseWriter, r *http.Request, s sight) error {
		if s.gated {
			return p.ask(w, r, s)
		}
		var err error
		if s.related, err = related.Of(r.Context(), p.DB, viewer.From(r.Context()), s.ID); err != nil {
			return err
		}
		if s.round, err = round.OfferTo(r.Context(), p.DB, viewer.From(r.Context()), s.Work); err != nil {
			return err
		}
		if s.entirely(r) {
			return p.entire(w, r, s)
		}
		if len(s.Chapters) != 1 {
			return web.Render(w, r, http.StatusOK, s.meta(r, s.Title), workPage(s))
		}
		text, err := work.PackedText(r.Context(), p.DB, s.Chapters[0].ID)
		if err != nil {
			return err
		}
		m := s.meta(r, s.Title)
		m.Scripts = []string{"reader.js"}
		s.shows(w, r, s.Chapters[0].ID)
		return web.Render(w, r, http.StatusOK, s.dressed(m), oneShot(s, web.Text(text)))
	})
}

// chapter answers with one chapter in the reader.
func (p *Pages) chapter(w http.ResponseWriter, r *http.Request) error {
	id, err := web.ID[work.ChapterID](r, "chapter")
	if err != nil {
		return err
	}
	err = p.guest(w, r, func(w http.ResponseWriter, r *http.Request, s sight) error {
		at := s.at(id)
		if at < 0 {
			return p.moved(w, r, s.ID, id)
		}
		if s.gated {
			return p.ask(w, r, s)
		}
		text, err := work.PackedText(r.Context(), p.DB, id)
		if err != nil {
			return err
		}
		m := s.meta(r, s.chapterTitle(at)+" · "+s.Title)
		m.Reader, m.Scripts, m.Canonical = true, []string{"reader.js"}, s.ID.ChapterPath(id)
		s.shows(w, r, id)
		return web.Render(w, r, http.StatusOK, s.dressed(m), chapterPage(s, at, web.Text(text)))
	})
	return p.ofGone(w, r, id, err)
}

// entire answers with all chapters on one page; each text is loaded as its turn comes.
func (p *Pages) entire(w http.ResponseWriter, r *http.Request, s sight) error {
	m := s.meta(r, say.T(r.Context(), "{title}, entire work", "title", s.Title))
	m.Reader, m.Body, m.Scripts = true, strings.TrimSpace("entire "+m.Body), []string{"reader.js"}
	s.shows(w, r, 0)
	return web.Render(w, r, http.StatusOK, s.dressed(m), entirePage(s, func(c work.ChapterID) templ.Component {
		return web.LazyText(func(ctx context.Context) (web.Packed, error) { return work.PackedText(ctx, p.DB, c) })
	}))
}

// navigate answers with the list of chapters; with selected_id it leads to that chapter.
func (p *Pages) navigate(w http.ResponseWriter, r *http.Request) error {
	return p.guest(w, r, func(w http.ResponseWriter, r *http.Request, s sight) error {
		if n, err := strconv.ParseInt(r.URL.Query().Get("selected_id"), 10, 64); err == nil && s.at(work.ChapterID(n)) >= 0 {
			http.Redirect(w, r, string(s.link(s.ID.ChapterPath(work.ChapterID(n)))), http.StatusSeeOther)
			return nil
		}
		m := s.meta(r, say.T(r.Context(), "Chapters of {title}", "title", s.Title))
		m.Canonical = s.ID.Path() + "/navigate"
		return web.Render(w, r, http.StatusOK, m, navigatePage(s))
	})
}

// find leads from a chapter's own address to its place in the work.
func (p *Pages) find(w http.ResponseWriter, r *http.Request) error {
	c, err := web.ID[work.ChapterID](r, "chapter")
	if err != nil {
		return err
	}
	id, err := work.Of(r.Context(), p.DB, c)
	if fault.KindOf(err) == fault.NotFound {
		return p.moved(w, r, 0, c)
	}
	if err != nil {
		return err
	}
	v := viewer.From(r.Context())
	x, err := work.Get(r.Context(), p.DB, v, id)
	if err != nil {
		return err // which work it is in is told only to those who may see it
	}
	if see(r, x, v).at(c) < 0 { // a draft in a work that is posted: as if there were none
		return noSuchChapter(0)
	}
	to := id.ChapterPath(c)
	if r.URL.RawQuery != "" {
		to += "?" + r.URL.Query().Encode()
	}
	http.Redirect(w, r, to, http.StatusFound)
	return nil
}

// guest gets the work in the address and answers by page; what guests get alike
// is kept in the cache.
func (p *Pages) guest(w http.ResponseWriter, r *http.Request, page func(http.ResponseWriter, *http.Request, sight) error) error {
	id, err := web.ID[work.ID](r, "id")
	if err != nil {
		return err
	}
	return p.Cache.Guest(w, r, int64(id), func(w http.ResponseWriter, r *http.Request) error {
		v := viewer.From(r.Context())
		x, err := work.Get(r.Context(), p.DB, v, id)
		if err != nil {
			return err
		}
		skin, err := workskin.Of(r.Context(), p.DB, id)
		if err != nil {
			return err
		}
		s := see(r, x, v)
		s.dress(r, skin)
		if s.cover, err = picture.CoverOf(r.Context(), p.DB, id); err != nil {
			return err
		}
		if err := p.heed(r, v, &s); err != nil {
			return err
		}
		if s.muted {
			return p.askMuted(w, r, s)
		}
		return page(w, r, s)
	})
}
