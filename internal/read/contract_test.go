package read

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"

	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// pages are every page of this package over the fixtures, by name.
func pages(t *testing.T) map[string]*html.Node {
	t.Helper()
	text, err := web.Pack(chapterText)
	if err != nil {
		t.Fatal(err)
	}
	at := func(address string, w *work.Work) sight {
		return see(httptest.NewRequest(http.MethodGet, address, nil), w, viewer.Viewer{})
	}
	long, short, adult := at("/works/101", ledger()), at("/works/202", shortWork()), at("/works/303", adultWork())
	once := at("/works/303?view_adult=true", adultWork())
	out := map[string]*html.Node{}
	add := func(name string, m web.Meta, c templ.Component) {
		w := httptest.NewRecorder()
		r := httptest.NewRequest(http.MethodGet, "/works/101", nil)
		if err := web.Render(w, r, http.StatusOK, m, c); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		n, err := html.Parse(bytes.NewReader(w.Body.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		out[name] = n
	}
	r := httptest.NewRequest(http.MethodGet, "/works/101", nil)
	reader := long.meta(r, "x")
	reader.Reader = true
	add("work", long.meta(r, "x"), workPage(long))
	add("short", short.meta(r, "x"), oneShot(short, web.Text(text)))
	add("chapter", reader, chapterPage(long, 5, web.Text(text)))
	add("first", reader, chapterPage(long, 0, web.Text(text)))
	add("short chapter", reader, chapterPage(short, 0, web.Text(text)))
	add("entire", reader, entirePage(long, func(work.ChapterID) templ.Component { return web.Text(text) }))
	add("navigate", long.meta(r, "x"), navigatePage(long))
	add("navigate once", once.meta(r, "x"), navigatePage(once))
	add("navigate short", short.meta(r, "x"), navigatePage(short))
	add("gate", adult.meta(r, "x"), gatePage(adult, "/works/303?view_adult=true", "/works/303"))
	add("once", once.meta(r, "x"), workPage(once))
	return out
}

// What readers' tools look for on each page: a selector, how many there are
// (-1 for at least one), and the text of the first.
var contract = []struct {
	page, selector string
	count          int
	text           string
}{
	// the list of chapters
	{"navigate", `a[href$="/works/101"]`, 1, "The Keeper of the Late Light"},
	{"navigate", `a[rel=author][href*="/users/quillandkettle/pseuds/quillandkettle"]`, 1, "quillandkettle"},
	{"navigate", `ol.chapter.index.group > li > a[href$="/works/101/chapters/901"]`, 1, "Breakfast, With Accusations"},
	{"navigate", `ol.chapter.index.group > li > a[href*="/chapters/"] + span.datetime`, 6, "(2026-08-03)"},
	{"navigate once", `a[href$="/works/303"]`, 1, "Letters Not Sent from Saltby"},
	{"navigate once", `a[href$="/works/303/chapters/905"]`, 1, "The Hour and Not the Light"},
	{"navigate short", `a[href$="/works/202/chapters/950"]`, 1, "An Inventory of Small Kindnesses"},
	// the work's page
	{"work", `#main.works-show`, 1, ""},
	{"work", `body.logged-out`, 1, ""},
	{"work", `h2.title.heading`, 1, "The Keeper of the Late Light"},
	{"work", `h3.byline`, 1, "by quillandkettle , Brindle (brindle)"},
	{"work", `blockquote.userstuff`, -1, "For thirty winters Ines Aldous has written down the minute at which she lit the harbour light. Every Friday it is six minutes late. The council wants to know why. The boats would rather that nobody asked."},
	{"work", `dl.work.meta.group`, 1, ""},
	{"work", `dd[class="rating tags"]`, 1, "Teen And Up Audiences"},
	{"work", `dd[class="warning tags"] a.tag`, 1, "No Archive Warnings Apply"},
	{"work", `dd[class="category tags"] a.tag`, 1, "Gen"},
	{"work", `dd[class="fandom tags"] ul.commas > li > a.tag`, 1, "Harbour Lights (Radio)"},
	{"work", `dd[class="relationship tags"] a.tag`, 2, "Ines Aldous & Tobias Wren"},
	{"work", `dd[class="character tags"] a.tag`, 3, "Ines Aldous"},
	{"work", `dd[class="freeform tags"] a.tag`, 5, "Case fic"},
	{"work", `dd.language[lang=en]`, 1, "English"},
	{"work", `dd.series span.series span.position`, 1, "Part 2 of Small Hours on the Quay"},
	{"work", `dd.series a[href*="/series/7"]`, 1, "Small Hours on the Quay"},
	{"work", `dd.series a.previous[href="/works/100"] ~ a.next[href="/works/102"]`, 1, "→"},
	{"work", `dl.stats dt.published + dd.published`, 1, "2026-08-03"},
	{"work", `dl.stats dt.status`, 1, "Updated:"},
	{"work", `dl.stats dt.status + dd.status`, 1, "2026-11-18"},
	{"work", `dl.stats dt.words + dd.words`, 1, "10,058"},
	{"work", `dl.stats dt.chapters + dd.chapters`, 1, "6/8"},
	{"work", `li.download ul.expandable.secondary > li > a[href^="/downloads/101/"]`, 4, "EPUB"},
	{"work", `div.preface.group div.notes.module ul.associations li`, 3, "Dedication: my mother"},
	{"work", `div.preface.group div[class="notes module"] blockquote.userstuff`, 1, ""},
	{"work", `div#work_endnotes blockquote`, 1, "The verses get better because my mother wrote the later ones."},
	{"work", `dd.credits li`, 3, "World: Harbour Radio"},
	{"work", `dd.source a[href="https://example.org/stories/17"]`, 1, "at example.org"},
	{"work", `ol.chapter.index.group li a`, 6, "Prologue"},
	// a work of one chapter
	{"short", `#chapters div.userstuff`, -1, ""},
	{"short", `dl.stats dt.status`, 0, ""},
	{"short", `dl.stats dd.chapters`, 1, "1/1"},
	{"short chapter", `div[class="userstuff module"]`, 1, ""},
	{"short chapter", `div#chapter-1 h3.title`, 1, "An Inventory of Small Kindnesses"},
	// a chapter in the reader
	{"chapter", `body.reader`, 1, ""},
	{"chapter", `#main.chapters-show #workskin #chapters div.chapter#chapter-6`, 1, ""},
	{"chapter", `div.chapter.preface.group h3.title`, 1, "Chapter 4 : The Hour and Not the Light"},
	{"chapter", `div[class="userstuff module"][lang=en][dir=ltr]`, 1, ""},
	{"chapter", `div#summary blockquote`, 1, "Tobias is sent to stand in the cold and watch."},
	{"chapter", `div#notes blockquote`, 1, ""},
	{"chapter", `div[class="end notes module"] blockquote`, 2, "The recipe for the soup is real."},
	{"chapter", `div#chapter_6_endnotes`, 1, ""},
	{"chapter", `div.preface.group div.notes.module`, 0, ""}, // the work's own notes are before its first chapter
	{"first", `div.preface.group div.notes.module blockquote.userstuff`, 1, ""},
	{"chapter", `li.download ul li a[href^="/downloads/101/"]`, 4, "EPUB"},
	{"chapter", `ul.work.navigation.actions li.chapter.entire a[href="/works/101?view_full_work=true"]`, 1, "Entire work"},
	{"chapter", `#chapter_index select[name=selected_id] option`, 6, "1. Prologue"},
	{"chapter", `#chapter_index option[selected]`, 1, "6. The Hour and Not the Light"},
	{"chapter", `a[rel=prev][href="/works/101/chapters/904"]`, 1, "Previous chapter, 5 : From the Logbook"},
	{"first", `li.chapter.next a[rel=next][href="/works/101/chapters/901"]`, 1, "Next: Breakfast, With Accusations 9 min"},
	{"first", `a[rel=prev]`, 0, ""},
	// the entire work
	{"entire", `div#chapters > div.chapter`, 6, ""},
	{"entire", `div#chapter-1 h3.title > a[href="/works/101/chapters/900"]`, 1, "Prologue"},
	{"entire", `div#chapter-2 h3.title`, 1, "Chapter 1 : Breakfast, With Accusations"},
	{"entire", `div#chapter-6 div[class="userstuff module"] p`, -1, "By the time Tobias found the right gate, the fog had come up off the river and taken the far end of the quay away."},
	{"entire", `div#chapter-6 div#summary blockquote`, 1, "Tobias is sent to stand in the cold and watch."},
	{"entire", `div#chapter-6 div#notes blockquote`, 1, ""},
	{"entire", `div#chapter-6 div[class="end notes module"] blockquote`, 1, "The recipe for the soup is real."},
	{"entire", `div.preface.group div.notes.module blockquote.userstuff`, 1, ""},
	{"entire", `div.preface.group ul.associations`, 1, ""},
	{"entire", `div#work_endnotes blockquote`, 1, ""},
	{"entire", `dl.work.meta.group dl.stats dd.words`, 1, "10,058"},
	// the page before adult works
	{"gate", `p.caution.notice`, 1, "Nobody has said whom this work is for. This work could have adult content. If you proceed you have agreed that you are willing to see such content."},
	{"gate", `a[href="/works/303?view_adult=true"]`, 1, "Proceed"},
	{"gate", `form[method=post][action="/adult"] input[name=next][value="/works/303"]`, 1, ""},
	{"gate", `dd[class="freeform tags"] a.tag`, 5, "Case fic"},
	{"gate", `.userstuff.module`, 0, ""},
	{"once", `.btn.primary[href="/works/303/chapters/900?view_adult=true"]`, 1, "Read 41 min"},
	{"once", `a[href="/works/303?view_full_work=true&view_adult=true"]`, 2, "Entire work"},
}

func TestReadersToolsFindWhatTheyLookFor(t *testing.T) {
	all := pages(t)
	for _, c := range contract {
		page := all[c.page]
		if page == nil {
			t.Fatalf("no page %q", c.page)
		}
		found := cascadia.QueryAll(page, selector(t, c.selector))
		if c.count >= 0 && len(found) != c.count || c.count < 0 && len(found) == 0 {
			t.Errorf("%s: %d × %s, want %d", c.page, len(found), c.selector, c.count)
			continue
		}
		if got := textOf(found); c.text != "" && got != c.text {
			t.Errorf("%s: %s says %q, want %q", c.page, c.selector, got, c.text)
		}
	}
}

// What the strict policy would refuse, or what breaks a page for some, is on none.
func TestPagesKeepThePolicy(t *testing.T) {
	for name, page := range pages(t) {
		if n := len(cascadia.QueryAll(page, selector(t, "[style], style, script:not([src])"))); n != 0 {
			t.Errorf("%s: %d inline styles or scripts", name, n)
		}
		for _, n := range cascadia.QueryAll(page, selector(t, "*")) {
			for _, a := range n.Attr {
				if strings.HasPrefix(a.Key, "on") {
					t.Errorf("%s: %s has %s", name, n.Data, a.Key)
				}
			}
		}
		if n := len(cascadia.QueryAll(page, selector(t, `h1, [aria-level="1"]`))); n != 1 {
			t.Errorf("%s: %d headings of the first level", name, n)
		}
		for _, n := range cascadia.QueryAll(page, selector(t, "main")) {
			if attr(n, "id") != "main" {
				t.Errorf("%s: main without its id", name)
			}
		}
		unique(t, name, page)
	}
}

// unique looks for an id that stands twice; only those that readers' tools want
// in every chapter may. (The fixture gives each chapter the same text, so on the
// entire work's page the ids in it are left out too.)
func unique(t *testing.T, name string, page *html.Node) {
	seen := map[string]bool{}
	for _, n := range cascadia.QueryAll(page, selector(t, "[id]")) {
		id := attr(n, "id")
		if name == "entire" && (id == "summary" || id == "notes" || strings.HasPrefix(id, "fn") || strings.HasPrefix(id, "p")) {
			continue
		}
		if seen[id] {
			t.Errorf("%s: two of #%s", name, id)
		}
		seen[id] = true
	}
}

func TestVeryLongWorksStayLight(t *testing.T) {
	w := ledger()
	for i := len(w.Chapters); i < 2500; i++ {
		c := w.Chapters[1]
		c.ID = work.ChapterID(10_000 + i)
		w.Chapters = append(w.Chapters, c)
	}
	s := see(httptest.NewRequest(http.MethodGet, "/works/101", nil), w, viewer.Viewer{})
	for _, i := range []int{0, 31, 1200, 2499} {
		from, to := s.near(i)
		if to-from != mostListed || i < from || i >= to || from < 0 || to > 2500 {
			t.Errorf("around %d: %d to %d", i, from, to)
		}
		var b bytes.Buffer
		if err := chapterPage(s, i, templ.NopComponent).Render(t.Context(), &b); err != nil {
			t.Fatal(err)
		}
		page, err := html.Parse(&b)
		if err != nil {
			t.Fatal(err)
		}
		if n := len(cascadia.QueryAll(page, selector(t, "#contents li a, #chapter_index option"))); n > 2*mostListed+2 {
			t.Errorf("around %d: %d chapters named", i, n)
		}
		if cascadia.Query(page, selector(t, `#contents a[href="/works/101/navigate"]`)) == nil {
			t.Error("no way to all chapters")
		}
	}
	var b bytes.Buffer
	if err := navigatePage(s).Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(b.String(), `class="datetime"`); n != 2500 {
		t.Errorf("the page of all chapters has %d", n)
	}
}

func TestWhoWroteAnAnonymousWorkIsNotTold(t *testing.T) {
	w := ledger()
	w.Anonymous = true
	w.Chapters[2].Creators = w.Creators[1:]
	w.NotesBefore, w.Credits, w.Gifts = "", nil, nil // words of the author's own may name anybody
	s := see(httptest.NewRequest(http.MethodGet, "/works/101", nil), w, viewer.Viewer{})
	for _, c := range []templ.Component{
		workPage(s), chapterPage(s, 2, templ.NopComponent), navigatePage(s), gatePage(s, "/", "/"),
		entirePage(s, func(work.ChapterID) templ.Component { return templ.NopComponent }),
	} {
		var b bytes.Buffer
		if err := c.Render(t.Context(), &b); err != nil {
			t.Fatal(err)
		}
		if got := strings.ToLower(b.String()); strings.Contains(got, "quill") || strings.Contains(got, "brindle") {
			t.Error("a page tells who wrote an anonymous work")
		}
		if !strings.Contains(b.String(), "Anonymous") {
			t.Error("a page doesn't say Anonymous")
		}
	}
}

func TestOutsideLinks(t *testing.T) {
	for in, want := range map[string]templ.SafeURL{
		"https://example.org/a?b=c": "https://example.org/a?b=c", "http://example.org": "http://example.org",
		"javascript:alert(1)": "", "data:text/html,x": "", "//example.org": "", "example.org": "", "%zz": "",
	} {
		if got := outside(in); got != want {
			t.Errorf("outside(%q) = %q, want %q", in, got, want)
		}
	}
}

func selector(t *testing.T, s string) cascadia.Matcher {
	t.Helper()
	g, err := cascadia.ParseGroup(s)
	if err != nil {
		t.Fatalf("%s: %v", s, err)
	}
	return g
}

// textOf is the text of the first, with single spaces.
func textOf(nodes []*html.Node) string {
	if len(nodes) == 0 {
		return ""
	}
	var words []string
	for n := range nodes[0].Descendants() {
		if n.Type == html.TextNode {
			words = append(words, strings.Fields(n.Data)...)
		}
	}
	return strings.Join(words, " ")
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func TestShortly(t *testing.T) {
	long := strings.Repeat("word ", 60)
	for in, want := range map[string]string{
		"": "", " A  short\none. ": "A short one.", long: strings.Repeat("word ", 30) + "word…",
		strings.Repeat("雾", 200): strings.Repeat("雾", 159) + "…",
	} {
		if got := shortly(in); got != want {
			t.Errorf("%q", got)
		}
	}
}
