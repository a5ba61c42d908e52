package read

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/a-h/templ"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/picture"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/related"
	"github.com/ficstead/ficstead/internal/round"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
	"github.com/ficstead/ficstead/internal/workskin"
)

// sight is a work as one request sees it.
type sight struct {
	*work.Work
	// headings stand over the chapters: "Chapter 3".
	headings []string
	// before is how many words stand before each chapter.
	before []int
	// gated is set when the viewer must be asked first.
	gated bool
	// once is set when the address itself says that adult works are welcome, for
	// this work only: its links say so too.
	once bool
	// muted is set when all who wrote it are muted, and the viewer must be told so
	// first; anyway when the address says that it is to be read all the same.
	muted, anyway bool
	// full is set when the viewer likes works entire at their own address.
	full bool
	// shy is set when an author asks search engines to leave the work out.
	shy bool
	// skin is the style that the author gave the work, its ID 0 for none. off is set
	// when this page is shown without, style when the address says whether it is.
	skin  workskin.Skin
	off   bool
	style string
	cover picture.Cover
	// related is what the work comes from and what it inspired; only its own page has it.
	related related.Lists
	// round is whether the viewer may write the next chapter; only its own page has it.
	round round.Offer
}

func see(r *http.Request, w *work.Work, v viewer.Viewer) sight {
	if w.Title == "" { // a draft, which its creators look at
		named := *w
		named.Title = w.TitleIn(r.Context())
		w = &named
	}
	s := sight{Work: w, headings: work.Headings(r.Context(), w.Chapters), before: make([]int, len(w.Chapters))}
	words := 0
	for i, c := range w.Chapters {
		s.before[i] = words
		words += c.Words
	}
	if w.Rating.Adult() && !v.Adult && !w.Mine(v) {
		s.once = r.URL.Query().Get("view_adult") == "true"
		s.gated = !s.once
	}
	return s
}

// dress adds the work's skin, and whether the viewer wants to see it.
func (s *sight) dress(r *http.Request, skin workskin.Skin) {
	s.skin = skin
	if skin.ID == 0 {
		return
	}
	s.off = workskin.Off(r.Context(), "")
	if asked := workskin.Off(r.Context(), r.URL.Query().Get("style")); asked != s.off {
		s.off, s.style = asked, styleWord(asked)
	}
}

func styleWord(off bool) string {
	if off {
		return "off"
	}
	return "on"
}

// link is an address within the work, which keeps what this request was let through
// by, and whether it is to be shown without its author's style.
func (s sight) link(path string) templ.SafeURL { return s.linkWith(path, s.style) }

func (s sight) linkWith(path, style string) templ.SafeURL {
	path, place, found := strings.Cut(path, "#")
	add := func(query string) {
		if strings.Contains(path, "?") {
			path += "&" + query
		} else {
			path += "?" + query
		}
	}
	if s.once {
		add("view_adult=true")
	}
	if s.anyway {
		add("muted=show")
	}
	if style != "" {
		add("style=" + style)
	}
	if found {
		path += "#" + place
	}
	return templ.SafeURL(path)
}

// toStyle leads to the page at path with the author's style, or without.
func (s sight) toStyle(path string) templ.SafeURL { return s.linkWith(path, styleWord(!s.off)) }

// dressed adds the work's skin to what a page with its text needs.
func (s sight) dressed(m web.Meta) web.Meta {
	if s.skin.ID != 0 && !s.off {
		m.Styles, m.Skin = append(m.Styles, "workskin.css"), s.skin.Sheet()
	}
	return m
}

func (s sight) toChapter(i int) templ.SafeURL { return s.link(s.ID.ChapterPath(s.Chapters[i].ID)) }

func (s sight) toPage() templ.SafeURL { return s.link(s.pagePath()) }

func (s sight) toEntire() templ.SafeURL { return s.link(s.ID.Path() + "?view_full_work=true") }

func (s sight) at(id work.ChapterID) int {
	return slices.IndexFunc(s.Chapters, func(c work.Chapter) bool { return c.ID == id })
}

// untitled reports whether the chapter at i is the whole work and has no name
// but the work's.
func (s sight) untitled(i int) bool { return len(s.Chapters) == 1 && s.Chapters[i].Title == "" }

func (s sight) chapterTitle(i int) string {
	if t := s.Chapters[i].Title; t != "" {
		return t
	}
	if s.untitled(i) {
		return s.Title
	}
	return s.headings[i]
}

// share is the part of the whole work, in hundredths, that n words are.
func (s sight) share(n int) float64 {
	all := 0
	if last := len(s.Chapters) - 1; last >= 0 {
		all = s.before[last] + s.Chapters[last].Words
	}
	if all == 0 {
		return 0
	}
	return float64(n) * 100 / float64(all)
}

func (s sight) dir() string { return web.Direction(s.Language) }

func (s sight) meta(r *http.Request, title string) web.Meta {
	return web.Meta{
		Body: s.Ornament.Class(), Styles: s.styles(),
		Title: s.titled(r.Context(), title), Description: shortly(prose.PlainText(s.Summary)), Main: "works-show", Here: "browse", Canonical: s.ID.Path(),
		NoIndex: len(r.URL.Query()) > 0 || s.Rating.Adult() || !s.Posted || s.Restricted || s.shy,
	}
}

// ornament is the stylesheet of signs between scenes, for works that chose one.
func (s sight) ornament() []string {
	if s.Ornament.Class() == "" {
		return nil
	}
	return []string{"ornaments.css"}
}

// styles are the sheets that the page needs besides the usual.
func (s sight) styles() []string {
	all := s.ornament()
	if s.cover.Name != "" {
		all = append(all, "picture.css")
	}
	return all
}

// shortly is the beginning of a text, as much of it as search engines show.
func shortly(text string) string {
	const most = 160
	words := strings.Join(strings.Fields(text), " ")
	if utf8.RuneCountInString(words) <= most {
		return words
	}
	cut := string([]rune(words)[:most-1])
	if i := strings.LastIndexByte(cut, ' '); i > most/2 {
		cut = cut[:i]
	}
	return cut + "…"
}

// mostListed is how many chapters lists beside the text name; the page of
// chapters names them all.
const mostListed = 60

// near gives the chapters to list around the one at i, or around the beginning
// when i is -1: indexes from (included) to (excluded).
func (s sight) near(i int) (from, to int) {
	n := len(s.Chapters)
	if n <= mostListed {
		return 0, n
	}
	from = max(0, min(i-mostListed/2, n-mostListed))
	return from, from + mostListed
}

// long reports whether a note takes more than about three lines.
func long(html string) bool {
	return utf8.RuneCountInString(html) > 320 || strings.Count(html, "<p") > 3
}

// hostOf is the name of the place that an address leads to.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return address
	}
	return strings.TrimPrefix(u.Hostname(), "www.")
}

// outside is an address on the web that is safe to link to, "" for any other.
func outside(address string) templ.SafeURL {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" {
		return ""
	}
	return templ.SafeURL(u.String())
}

// wordsAMinute is the pace of a reader, as in say.ReadingTime.
const wordsAMinute = 250

// chapterByline is who wrote a chapter, where that differs from the work, as far
// as the viewer may know.
func (s sight) chapterByline(ctx context.Context, i int) []account.Pseud {
	if !s.Names(viewer.From(ctx)) {
		return nil
	}
	return s.Chapters[i].Creators
}
