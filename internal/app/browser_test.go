package app_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db/dbtest"
)

// need skips a test that lacks a tool, or fails it where judges must be there.
func need(t *testing.T, file string) {
	t.Helper()
	if _, err := os.Stat(file); err != nil {
		if os.Getenv(dbtest.Judges) == "1" {
			t.Fatalf("%v (.ci/install installs it)", err)
		}
		t.Skipf("%v; .ci/install installs it", err)
	}
}

const chromium = "/usr/bin/chromium"

var axeFile = filepath.Join("..", "..", ".ci", "npm", "node_modules", "axe-core", "axe.min.js")

// site is an archive with a library, served to a browser.
type site struct {
	*library
	url     string
	browser context.Context
	axe     string
	stories map[string]archivetest.Story
}

// The pages as browsers show them. All look at one archive, which none changes
// but for settings of its own people.
func TestInABrowser(t *testing.T) {
	if testing.Short() && os.Getenv(dbtest.Judges) != "1" {
		t.Skip("a browser takes a minute; run without -short")
	}
	t.Parallel()
	a := archivetest.Open(t, dbtest.SQLite(t))
	s := &site{library: openLibrary(t, a), stories: map[string]archivetest.Story{}}
	if err := a.AddDemo(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, x := range s.library.stories {
		s.stories[x.Key] = x
	}
	s.serve(t)
	for name, f := range map[string]func(*testing.T, *site){
		"pages for guests":                 judgeGuestPages,
		"pages for members":                judgeMemberPages,
		"theme before the first paint":     themeBeforeFirstPaint,
		"reading settings of a guest":      guestReadingSettings,
		"reading settings of a member":     memberReadingSettings,
		"without JavaScript: finding":      findWithoutScript,
		"without JavaScript: reading":      readWithoutScript,
		"without JavaScript: signing in":   signInWithoutScript,
		"keyboard":                         keyboard,
		"filters that count":               liveFilters,
		"a list that follows":              listsFollow,
		"a search that follows":            searchesFollow,
		"a place behind the gate":          ledThroughTheGate,
		"a shared address in a narrow tab": narrow,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f(t, s)
		})
	}
}

// serve serves the archive to a browser that it starts.
func (s *site) serve(t *testing.T) {
	t.Helper()
	need(t, chromium)
	need(t, axeFile)
	axe, err := os.ReadFile(axeFile)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(s.Handler)
	t.Cleanup(server.Close)
	s.url, s.axe = server.URL, string(axe)
	s.start(t)
}

// start starts a browser.
func (s *site) start(t *testing.T) {
	t.Helper()
	need(t, chromium)
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chromium), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true))
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	browser, end := chromedp.NewContext(allocator)
	t.Cleanup(end)
	if err := chromedp.Do(browser); err != nil {
		t.Fatalf("start the browser: %v", err)
	}
	s.browser = browser
}

// tab is a browser of its own: with its own cookies and memory.
type tab struct {
	context.Context
	t *testing.T
	s *site

	mu       sync.Mutex
	strays   []string // requests to other hosts
	mistakes []string // exceptions of scripts, and what the policy refused
}

func (s *site) tab(t *testing.T) *tab {
	t.Helper()
	b := &tab{t: t, s: s}
	ctx, end := chromedp.NewContext(s.browser, chromedp.WithNewBrowserContext(), chromedp.WithListener(b.listen))
	t.Cleanup(end)
	if err := chromedp.Do(ctx); err != nil { // the tab lives as long as the context of its first step
		t.Fatal(err)
	}
	b.Context = ctx
	b.scheme("light")
	return b
}

// patience is how long a step in a browser may take before the test says which
// one hangs. No test is about it.
const patience = 30 * time.Second

func (b *tab) listen(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		if u := e.Request.URL; !strings.HasPrefix(u, b.s.url+"/") && !strings.HasPrefix(u, "data:") && u != "about:blank" {
			b.strays = append(b.strays, u)
		}
	case *runtime.EventExceptionThrown:
		b.mistakes = append(b.mistakes, e.ExceptionDetails.Text)
	case *log.EventEntryAdded:
		if e.Entry.Level == "error" && !strings.Contains(e.Entry.Text, "status of 4") {
			b.mistakes = append(b.mistakes, e.Entry.Text)
		}
	}
}

// quiet fails the test for what was asked of other hosts, and for what went wrong in scripts.
func (b *tab) quiet() {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, u := range b.strays {
		b.t.Errorf("a page asks another host: %s", u)
	}
	for _, m := range b.mistakes {
		b.t.Errorf("a script or the policy: %s", m)
	}
}

// do runs steps; an error ends the test.
func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, stop := context.WithTimeout(b, patience)
	defer stop()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

func (b *tab) open(address string) { b.t.Helper(); b.do(chromedp.Navigate(b.s.url + address)) }

// value runs an expression in the page.
func value[T any](b *tab, expression string) T {
	b.t.Helper()
	v, err := chromedp.Run(b, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%s: %v", expression[:min(len(expression), 100)], err)
	}
	return v
}

func (b *tab) text(expression string) string { b.t.Helper(); return value[string](b, expression) }

func (b *tab) is(expression string) bool { b.t.Helper(); return value[bool](b, "!!("+expression+")") }

// path is where the tab is, without the host.
func (b *tab) path() string { b.t.Helper(); return b.text("location.pathname + location.search") }

// click presses what leads to another page, and waits for that.
func (b *tab) click(selector string) {
	b.t.Helper()
	ctx, stop := context.WithTimeout(b, patience)
	defer stop()
	if err := chromedp.Do(ctx, chromedp.WaitVisible(chromedp.CSS(selector))); err != nil {
		b.t.Fatalf("%s on %s is not to be seen: %v", selector, b.path(), err)
	}
	value[bool](b, fmt.Sprintf(`document.querySelector(%q).scrollIntoView({block: "center"}), true`, selector)) // as a person does who looks for it
	b.follow(chromedp.Click(chromedp.CSS(selector), chromedp.NodeVisible))
}

// follow does a step that leads to another page, and waits for that: for a page to be
// loaded, once the one that is there is; else it may take that for the next.
func (b *tab) follow(step chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, stop := context.WithTimeout(b, patience)
	defer stop()
	for ctx.Err() == nil && !value[bool](b, `(performance.getEntriesByType("navigation")[0]?.loadEventEnd ?? 1) > 0`) {
		time.Sleep(5 * time.Millisecond)
	}
	if _, err := chromedp.Run(ctx, chromedp.WaitEvent(page.LoadEventFired, nil, step)); err != nil {
		b.t.Fatalf("a step on %s leads nowhere: %v", b.path(), err)
	}
}

// until waits for an expression to hold, which changes nothing: a page that goes while
// it is asked is followed by the next.
func (b *tab) until(expression string) {
	b.t.Helper()
	ctx, stop := context.WithTimeout(b, patience)
	defer stop()
	for {
		_, err := chromedp.Run(ctx, chromedp.Poll[chromedp.Void]("("+expression+") ? true : null"))
		switch {
		case err == nil:
			return
		case ctx.Err() == nil && left(err):
			time.Sleep(5 * time.Millisecond)
		default:
			b.t.Fatalf("waiting for %s on %s: %v", expression, b.path(), err)
		}
	}
}

// left reports that the page which was asked something was left meanwhile.
func left(err error) bool {
	return slices.ContainsFunc([]string{"navigated or closed", "context was destroyed", "Cannot find context"}, func(s string) bool { return strings.Contains(err.Error(), s) })
}

func (b *tab) size(width int64) {
	b.t.Helper()
	b.do(chromedp.EmulateViewport(width, 800))
}

// scheme makes the tab's device light or dark, and still.
func (b *tab) scheme(s string) {
	b.t.Helper()
	_, err := chromedp.Call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: s}, {Name: "prefers-reduced-motion", Value: "reduce"}}})
	if err != nil {
		b.t.Fatal(err)
	}
}

// withoutScripts is a tab that runs no script of any page.
func (s *site) withoutScripts(t *testing.T) *tab {
	t.Helper()
	b := s.tab(t)
	b.size(1280)
	if _, err := chromedp.Call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	return b
}

// signIn signs somebody in by the form.
func (b *tab) signIn(p archivetest.Person) {
	b.t.Helper()
	b.open("/users/login")
	b.do(chromedp.SendKeys(chromedp.CSS("main input[name=name]"), string(p)), chromedp.SendKeys(chromedp.CSS("main input[name=password]"), p.Password()))
	b.click("main form button.primary")
	if !b.is("document.body.classList.contains('logged-in')") {
		b.t.Fatalf("%s is not signed in, at %s", p, b.path())
	}
}

// violations are what axe finds wrong with the page as it is shown now.
func (b *tab) violations(rules string) []string {
	b.t.Helper()
	var out []string
	err := json.Unmarshal([]byte(b.text(`axe.run(document, {resultTypes: ["violations"], `+rules+`}).then(r => JSON.stringify(r.violations.map(v =>
		v.id + ": " + v.nodes.slice(0, 3).map(n => n.target.join(" ") + " (" + [...n.any, ...n.all, ...n.none].map(c => c.message).join("; ").slice(0, 200) + ")").join(" and "))))`)), &out)
	if err != nil {
		b.t.Error(errors.Join(errors.New("axe's answer"), err))
	}
	return out
}

// judge looks at a page wide and narrow, light and dark.
func (b *tab) judge(name, address, prepare string) {
	b.t.Helper()
	b.open(address)
	b.do(chromedp.Evaluate[chromedp.Void](b.s.axe + ";0"))
	if prepare != "" {
		b.do(chromedp.Evaluate[chromedp.Void](prepare + ";0"))
	}
	for _, width := range []int64{1280, 360} {
		b.size(width)
		for _, scheme := range []string{"light", "dark"} {
			b.scheme(scheme)
			rules := `runOnly: ["color-contrast", "link-in-text-block"]` // all that a scheme can change
			if scheme == "light" {
				rules = `runOnly: {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}`
			}
			for _, v := range b.violations(rules) {
				b.t.Errorf("%s at %d px, %s: %s", name, width, scheme, v)
			}
		}
	}
	b.size(320)
	if wide := value[int](b, "document.documentElement.scrollWidth"); wide > 320 {
		b.t.Errorf("%s scrolls sideways at 320 px: %d px wide, by %s", name, wide, b.text(widest))
	}
}

// widest names the innermost element that reaches beyond the right edge.
const widest = `[...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > innerWidth + 1).map(e => e.tagName + "." + e.className).slice(-3).join(", ")`

func judgeGuestPages(t *testing.T, s *site) {
	b := s.tab(t)
	open := s.stories["open"]
	asked := s.Post(archivetest.Reader, "/requests", url.Values{"subject": {"The one in the fog"}, "what": {"fog on the river"}}).Header.Get("Location")
	for _, p := range []struct{ name, address, prepare string }{
		{"home", "/", ""}, {"about", "/about", ""}, {"browse", "/browse", ""}, {"fandoms", "/fandoms", ""}, {"fandoms found", "/fandoms?q=h&sort=name", ""}, {"no fandom", "/fandoms?q=xylophones", ""}, {"all works", "/works", ""},
		{"a filtered list", "/works?include=Fog&complete=yes&words_from=5", ""}, {"an empty list", "/works?words_from=900000", ""}, {"a list with a mistake", "/works?words_from=many", ""},
		{"filters as a sheet", "/tags/Harbour%20Lights/works", `document.getElementById("work-filters").showPopover()`},
		{"tag", "/tags/Fog", ""}, {"author", "/users/Ann", ""}, {"author's series", "/users/Ann/series", ""}, {"series", "/series/1", ""},
		{"a list with a mistaken line", "/works?q=words%3Amany+%28fog", ""}, {"a list with a line and chips", lineAndChips, ""}, {"how to ask in one line", "/help/search", ""},
		{"a line as a sheet", lineAndChips, `document.getElementById("work-filters").showPopover()`}, {"a filter that somebody shared", savedAndShared(t, s.Archive)[1], ""},
		{"search", "/search", ""}, {"found", "/search?q=fog+river", ""}, {"nothing found", "/search?q=xylophones", ""},
		{"found and filtered", "/search?q=fog+river&exclude=Fog&complete=yes&sort=title", ""}, {"nothing of what was found", "/search?q=fog&words_from=900000", ""},
		{"a search with a mistake", "/search?q=fog+words:many&line=%28", ""}, {"filters of a search as a sheet", "/search?q=fog&complete=yes", `document.getElementById("work-filters").showPopover()`},
		{"half remembered", "/find", ""}, {"scenes found", "/find?what=fog+on+the+river&who=Ann&line=fog+over+the+river", ""}, {"no scene found", "/find?what=xylophones", ""},
		{"what is asked", "/requests", ""}, {"a request", asked, ""}, {"nothing asked", "/requests?q=xylophones", ""},
		{"work", open.ID.Path(), ""}, {"work of one chapter", s.stories["short"].ID.Path(), ""}, {"before an adult work", s.stories["adult"].ID.Path(), ""},
		{"chapter", open.ID.ChapterPath(open.Chapters[0]), ""}, {"entire work", open.ID.Path() + "?view_full_work=true", ""}, {"chapters", open.ID.Path() + "/navigate", ""},
		{"reading settings", open.ID.ChapterPath(open.Chapters[0]), `document.getElementById("aa").showPopover()`},
		{"contents", open.ID.ChapterPath(open.Chapters[0]), `document.getElementById("contents").showPopover()`},
		{"keys", "/about", `document.getElementById("keys").showPopover()`},
		{"sign in", "/users/login?next=%2Fworks", ""}, {"not there", "/works/987654", ""}, {"for members", s.stories["locked"].ID.Path(), ""}, {"unrevealed", s.stories["mystery"].ID.Path(), ""},
	} {
		b.judge(p.name, p.address, p.prepare)
	}
	demo := s.Get(archivetest.Guest, "/works?sort=title")
	for _, n := range demo.All("li.blurb h4.heading a:first-child") { // stories in other forms and scripts
		to := archivetest.Attr(n, "href")
		if lang := archivetest.Attr(n, "lang"); lang != "" && lang != "en" || strings.Contains(archivetest.TextOf(n), "Chat") {
			b.judge("demo "+to, to+"?view_adult=true&view_full_work=true", "")
		}
	}
	b.quiet()
}

func judgeMemberPages(t *testing.T, s *site) {
	b := s.tab(t)
	b.signIn(archivetest.Ann)
	saved := savedAndShared(t, s.Archive)[0]
	for _, p := range []struct{ name, address string }{
		{"account", "/account"}, {"sessions", "/account/sessions"}, {"password", "/account/password"}, {"preferences", "/account/preferences"}, {"sign out", "/users/logout"},
		{"own page", "/users/Ann"}, {"draft", s.stories["draft"].ID.Path()}, {"hidden", s.stories["hidden"].ID.Path()}, {"edit", s.stories["serial"].ID.Path() + "/edit"}, {"home of a member", "/"},
		{"asking", "/requests/new?what=fog+on+the+river"}, {"a request to answer", "/requests/1"},
		{"saved filters", "/account/filters"}, {"a saved filter", saved}, {"saved filters over a list", lineAndChips},
	} {
		b.judge(p.name, p.address, "")
	}
	for _, address := range keepRead(t, s.Archive, s.library.stories) {
		b.judge("history", address, "")
	}
	b.quiet()
}

// A page that somebody was sent, with nothing else open, on a very small screen.
func narrow(t *testing.T, s *site) {
	b := s.tab(t)
	b.size(320)
	for _, address := range []string{"/tags/" + url.PathEscape(archivetest.Near("open", "pairing")+" "+archivetest.Word("open", "pairing")) + "*s*Nobody/works", "/works?include=" + strings.Repeat("Unbreakable", 12)} {
		b.open(address)
		if wide := value[int](b, "document.documentElement.scrollWidth"); wide > 320 {
			t.Errorf("%s is %d px wide, by %s", address, wide, b.text(widest))
		}
	}
}
