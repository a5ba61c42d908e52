package publish

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/draft"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// eye is as whom a preview looks.
type eye string

// The eyes of a preview.
const (
	asGuest   eye = "guest"
	asMember  eye = "member"
	asBlocked eye = "blocked" // somebody whom an author has blocked
	asMuter   eye = "muter"   // somebody who has muted the authors
)

// preview is one chapter as readers would see it, drawn as the reader draws it. Only
// who may edit the work gets it.
type preview struct {
	*work.Work // as it would be once posted
	Now        *work.Work
	Chapter    work.Chapter
	At         int // place of the chapter, from 0
	Names      map[work.ChapterID]string
	As         eye
	Theme      string // one of web.Themes; "" shows all of them side by side
	Text       string // ready for a page
	Cut        bool   // only the beginning of it
	Notes      work.ChapterText
}

// viewer is who looks.
func (p preview) viewer() viewer.Viewer {
	if p.As == asGuest {
		return viewer.Viewer{}
	}
	return viewer.Viewer{ID: -1, Role: viewer.Member}
}

// sight is how much of the work they see.
func (p preview) sight() work.Sight { return p.Work.Sight(p.viewer()) }

// byline is whom they are told.
func (p preview) byline() []account.Pseud { return p.Work.Byline(p.viewer()) }

// link is the same preview with something else chosen.
func (p preview) link(as eye, theme string, c work.ChapterID) string {
	return fmt.Sprintf("%s/preview?as=%s&theme=%s", p.ID.ChapterPath(c), as, theme)
}

// panes are the grounds that are shown side by side.
func (p preview) panes(ctx context.Context) []web.Option {
	if p.Theme == "" {
		return web.Themes(ctx)
	}
	return slices.DeleteFunc(web.Themes(ctx), func(o web.Option) bool { return o.Value != p.Theme })
}

// preview shows the first chapter that readers do not see, or the first of all.
func (p *Pages) preview(w http.ResponseWriter, r *http.Request) error {
	x, err := p.work(r, p.DB)
	if err != nil {
		return err
	}
	if _, err := asWritten(r.Context(), p.DB, x); err != nil {
		return err
	}
	if len(x.Chapters) == 0 {
		return lead(w, r, x.ID.Path()+"/chapters/manage")
	}
	first := x.Chapters[0]
	for _, c := range x.Chapters {
		if !c.Posted || !x.Posted {
			first = c
			break
		}
	}
	return p.draw(w, r, x, first)
}

func (p *Pages) previewChapter(w http.ResponseWriter, r *http.Request) error {
	x, c, err := p.chapter(r, p.DB)
	if err != nil {
		return err
	}
	return p.draw(w, r, x, c)
}

// beginning is how many blocks of a chapter each of several panes shows.
const beginning = 12

func (p *Pages) draw(w http.ResponseWriter, r *http.Request, x *work.Work, c work.Chapter) error {
	ctx := r.Context()
	text, err := p.written(ctx, p.DB, c.ID)
	if err != nil {
		return err
	}
	v := preview{Work: shown(ctx, x), Now: x, Chapter: c, Names: chapterNames(ctx, x), As: eye(r.URL.Query().Get("as")), Theme: r.URL.Query().Get("theme"), Notes: p.notes(text)}
	v.At = slices.IndexFunc(x.Chapters, func(y work.Chapter) bool { return y.ID == c.ID })
	if !slices.Contains([]eye{asGuest, asBlocked, asMuter}, v.As) {
		v.As = asMember
	}
	if !slices.ContainsFunc(web.Themes(ctx), func(o web.Option) bool { return o.Value == v.Theme }) {
		v.Theme = ""
	}
	v.Text = prose.Show(text.Body)
	if v.Theme == "" {
		v.Text, v.Cut = begin(v.Text, beginning)
	}
	w.Header().Set("Cache-Control", "no-store")
	// The page itself stands on the device's own ground, so that each pane can have its own.
	who := viewer.From(ctx)
	who.Reading.Theme = ""
	m := web.Meta{Title: say.T(ctx, "Preview of {chapter}", "chapter", v.Names[c.ID]), NoIndex: true, Main: "works-preview", Styles: []string{"publish.css", "ornaments.css", work.MenuSheet}}
	return web.Render(w, r.WithContext(viewer.With(ctx, who)), http.StatusOK, m, previewPage(v))
}

// shown is a work as it would be once it is posted.
func shown(ctx context.Context, x *work.Work) *work.Work {
	y := *x
	y.Posted, y.Title = true, work.TitleOr(ctx, x.Title)
	if y.Rating == "" {
		y.Rating = work.NotRated
	}
	return &y
}

// notes are what stands around the text, ready for a page.
func (p *Pages) notes(c draft.Copy) work.ChapterText {
	t := c.ChapterText
	t.Body = ""
	t.Summary = prose.Show(p.Cleaner.Clean(t.Summary, prose.Summary))
	t.NotesBefore, t.NotesAfter = prose.Show(p.Cleaner.Clean(t.NotesBefore, prose.Note)), prose.Show(p.Cleaner.Clean(t.NotesAfter, prose.Note))
	return t
}

// begin is the first blocks of a text, without ids, which may stand on a page once
// only. It tells whether anything is left out.
func begin(text string, blocks int) (string, bool) {
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	all, err := html.ParseFragment(strings.NewReader(text), body)
	if err != nil {
		return "", true
	}
	var b strings.Builder
	n := 0
	for _, x := range all {
		if x.Type == html.ElementNode {
			n++
		}
		if n > blocks {
			return b.String(), true
		}
		plainly(x)
		if html.Render(&b, x) != nil {
			return "", true
		}
	}
	return b.String(), false
}

// plainly takes ids off a node and all in it, and the links to them.
func plainly(n *html.Node) {
	n.Attr = slices.DeleteFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "id" || a.Key == "href" && strings.HasPrefix(a.Val, "#") })
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		plainly(c)
	}
}

// nameOf is what stands over the chapter: as it is being written.
func nameOf(p preview) string {
	if p.Notes.Title != "" {
		return p.Notes.Title
	}
	return p.Names[p.Chapter.ID]
}

// withoutIDs is a note that may stand on the page several times.
func withoutIDs(note string) string {
	out, _ := begin(note, len(note))
	return out
}
