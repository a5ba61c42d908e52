package app_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/ficstead/ficstead/internal/archivetest"
)

// themes writes down which theme a page has when its body begins, before anything
// can be painted, and when it is read to its end.
const themes = `new MutationObserver((_, o) => { if (document.body) { window.themeAtBody = document.documentElement.dataset.theme ?? ""; o.disconnect(); } }).observe(document, {childList: true, subtree: true});
addEventListener("DOMContentLoaded", () => { window.themeAtEnd = document.documentElement.dataset.theme ?? ""; });`

func themeBeforeFirstPaint(t *testing.T, s *site) {
	b := s.tab(t)
	if _, err := chromedp.Call(b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: themes}); err != nil {
		t.Fatal(err)
	}
	b.size(1280)
	b.open("/")
	if got := b.text("themeAtEnd"); got != "" {
		t.Errorf("who chose nothing has the theme %q", got)
	}
	b.do(chromedp.SetValue(chromedp.CSS("footer select[data-set=theme]"), "sepia"), chromedp.Evaluate[chromedp.Void](`document.querySelector("footer select[data-set=theme]").dispatchEvent(new Event("change"))`))
	if got := b.text("document.documentElement.dataset.theme"); got != "sepia" {
		t.Errorf("chosen: %q", got)
	}
	ground := b.text("getComputedStyle(document.documentElement).backgroundColor")
	open := s.stories["open"]
	for _, address := range []string{"/", "/works", open.ID.ChapterPath(open.Chapters[0])} {
		for range 2 {
			b.open(address)
			if body, end := b.text("themeAtBody"), b.text("themeAtEnd"); body != "sepia" || end != "sepia" {
				t.Errorf("%s: the theme is %q when the body begins and %q at the end", address, body, end)
			}
			if got := b.text("getComputedStyle(document.documentElement).backgroundColor"); got != ground {
				t.Errorf("%s: the ground is %s, not %s", address, got, ground)
			}
		}
	}
	b.quiet()
}

// firstText is the first paragraph of the story.
const firstText = `document.querySelector(".userstuff.module p")`

func guestReadingSettings(t *testing.T, s *site) {
	b := s.tab(t)
	b.size(360)
	open := s.stories["open"]
	b.open(open.ID.ChapterPath(open.Chapters[0]))
	size := func() float64 { return value[float64](b, "parseFloat(getComputedStyle("+firstText+").fontSize)") }
	before := size()
	b.do(chromedp.Click(chromedp.CSS("header.chrome button[popovertarget=aa]"), chromedp.NodeVisible))
	b.until(`document.querySelector("#aa").matches(":popover-open")`)
	b.do(chromedp.Click(chromedp.CSS("#aa [data-step='1']"), chromedp.NodeVisible), chromedp.Click(chromedp.CSS("#aa [data-step='1']"), chromedp.NodeVisible),
		chromedp.Click(chromedp.CSS("#aa label.ground-dark"), chromedp.NodeVisible))
	b.until(`document.documentElement.dataset.theme === "dark"`)
	larger := size()
	if larger <= before {
		t.Errorf("larger: %v px, before %v", larger, before)
	}
	b.open(open.ID.ChapterPath(open.Chapters[1]))
	if got := size(); got != larger {
		t.Errorf("in the next chapter: %v px, not %v", got, larger)
	}
	if got := b.text("document.documentElement.dataset.theme"); got != "dark" {
		t.Errorf("in the next chapter: theme %q", got)
	}
	b.do(chromedp.Click(chromedp.CSS("header.chrome button[popovertarget=aa]"), chromedp.NodeVisible))
	b.until(`document.querySelector("#aa").matches(":popover-open")`)
	b.do(chromedp.Click(chromedp.CSS("#aa [data-reset]"), chromedp.NodeVisible))
	b.until(`!document.documentElement.dataset.theme`)
	if got := size(); got != before {
		t.Errorf("reset: %v px, not %v", got, before)
	}
	b.quiet()
}

// What a member chooses goes with the account: another browser has it too.
func memberReadingSettings(t *testing.T, s *site) {
	b := s.tab(t)
	b.size(1280)
	b.signIn(archivetest.Reader)
	open := s.stories["open"]
	chapter := open.ID.ChapterPath(open.Chapters[0])
	b.open(chapter)
	b.do(chromedp.Click(chromedp.CSS("header.chrome button[popovertarget=aa]"), chromedp.NodeVisible))
	b.until(`document.querySelector("#aa").matches(":popover-open")`)
	b.do(chromedp.Click(chromedp.CSS("#aa label.ground-sepia"), chromedp.NodeVisible))
	b.until(`document.documentElement.dataset.theme === "sepia"`)
	b.until(`performance.getEntriesByType("resource").some(e => e.name.endsWith("/account/reading"))`)
	b.open(chapter)
	if got := b.text("document.documentElement.dataset.theme"); got != "sepia" {
		t.Errorf("after a reload: theme %q", got)
	}
	other := s.tab(t)
	other.signIn(archivetest.Reader)
	other.open("/about")
	if got := other.text("document.documentElement.dataset.theme"); got != "sepia" {
		t.Errorf("in another browser: theme %q", got)
	}
	b.quiet()
	other.quiet()
}

func findWithoutScript(t *testing.T, s *site) {
	b := s.withoutScripts(t)
	b.open("/")
	if b.is("'js' in document.documentElement.dataset") {
		t.Fatal("scripts run")
	}
	near := archivetest.Near("open", "text")
	b.do(chromedp.SendKeys(chromedp.CSS("main input[name=q]"), near))
	b.enter()
	if !strings.HasPrefix(b.path(), "/search?q="+near) || !strings.Contains(b.text("document.querySelector('main').innerText"), archivetest.Word("open", "text")) {
		t.Errorf("search leads to %s", b.path())
	}
	b.click("main ol li a[href*='/chapters/']")
	if !b.is("location.hash.length > 1 && document.getElementById(location.hash.slice(1)).innerText.includes('" + near + "')") {
		t.Errorf("what was found leads to %s%s, which is not its paragraph", b.path(), b.text("location.hash"))
	}
	b.open("/tags/Harbour%20Lights/works")
	b.do(chromedp.Click(chromedp.CSS("#work-filters input[name=complete][value=yes]"), chromedp.NodeVisible), chromedp.SendKeys(chromedp.CSS("#tag-line"), "Fog, -Nothing At All"))
	b.click("#work-filters .go button")
	if got := b.path(); !strings.HasPrefix(got, "/tags/Harbour%20Lights/works?") || !strings.Contains(got, "complete=yes") || !strings.Contains(got, "include=Fog") || strings.Contains(got, "choice") {
		t.Errorf("filters lead to %s", got)
	}
	works := "document.querySelectorAll('li.work.blurb').length"
	if n := value[int](b, works); n == 0 {
		t.Error("the filtered list is empty")
	}
	b.click("ul.active a.tag") // takes one away
	if b.path() == "" || value[int](b, works) == 0 {
		t.Errorf("without one filter: %s", b.path())
	}
	b.do(chromedp.SetValue(chromedp.CSS("#sort"), "title"))
	b.click(".sorts .btn")
	if !strings.Contains(b.path(), "sort=title") {
		t.Errorf("sorted: %s", b.path())
	}
	b.quiet()
}

// liveFilters: with scripts the panel says what the list would be, offers tags to pick, and
// an order changes at once.
func liveFilters(t *testing.T, s *site) {
	b := s.tab(t)
	b.do(chromedp.EmulateViewport(1280, 900))
	b.open("/tags/Harbour%20Lights/works")
	shows := func(what, expression string) {
		t.Helper()
		for range 100 {
			if b.is(expression) {
				return
			}
			time.Sleep(50 * time.Millisecond)
		}
		t.Errorf("%s: never %s; the button says %q", what, expression, b.text("document.querySelector('#work-filters .go button').innerText"))
	}
	button := "document.querySelector('#work-filters .go button').textContent"
	before := b.text(button)
	b.do(chromedp.Click(chromedp.CSS("#work-filters input[name=complete][value=yes]"), chromedp.NodeVisible))
	shows("complete ones", button+" !== "+strconv.Quote(before))
	b.do(chromedp.SendKeys(chromedp.CSS("#tag-line"), "fo"))
	shows("tags that begin so", "document.querySelector('.asked:not([hidden]) li button')")
	b.do(chromedp.Click(chromedp.CSS(".asked li button"), chromedp.NodeVisible))
	shows("one is taken", "document.querySelector('.asked-for input[name=include]')")
	shows("counted", "performance.getEntriesByType('resource').some(r => r.name.includes('/works/count?') && r.name.includes('include=Fog')) && !document.querySelector('#work-filters[aria-busy]')")
	shows("the list follows", "location.search === '?complete=yes&include=Fog' && document.querySelectorAll('.active .tag').length === 2 && !document.querySelector('.found[aria-busy]')")
	if got, want := b.text(`document.querySelector(".list-bar .heading").textContent.trim().split(" ")[0]`), strings.Fields(b.text(button))[1]; got != want {
		t.Errorf("the list is of %s works, the button says %s", got, want)
	}
	want := b.text(button)
	b.click("#work-filters .go button")
	if got := b.text(button); got != want {
		t.Errorf("promised %q, and there is %q", want, got)
	}
	b.follow(chromedp.Evaluate[chromedp.Void](`const s = document.querySelector("#sort"); s.value = "title"; s.dispatchEvent(new Event("change", {bubbles: true}))`))
	shows("sorted", "location.search.includes('sort=title')")
	b.quiet()
}

// A search has the panel of lists: what is found follows each choice, with its passages, the
// words stay in their field, and Back takes the last choice back.
func searchesFollow(t *testing.T, s *site) {
	const heading, there = `document.querySelector(".list-bar .heading").textContent.trim()`, `!document.querySelector("[aria-busy]")`
	b := s.tab(t)
	b.size(1280)
	b.open("/search?q=fog")
	all := b.text(heading)
	b.do(chromedp.Click(chromedp.CSS("#work-filters [name=complete][value=yes]"), chromedp.NodeVisible))
	b.until(`location.search === "?complete=yes&q=fog" && ` + there + ` && ` + heading + ` !== ` + strconv.Quote(all))
	if !b.is(`document.activeElement.matches("#work-filters [name=complete][value=yes]") && document.querySelector("#q").value === "fog" && document.querySelector(".search-form [name=complete]").value === "yes" && document.querySelectorAll(".results > li").length > 0 && document.querySelectorAll(".results > li").length === document.querySelectorAll(".results .passage").length`) {
		t.Errorf("after a choice the focus is on %s, at %s", b.text("document.activeElement.outerHTML"), b.path())
	}
	if got, want := strings.Fields(b.text(heading))[0], strings.Fields(b.text(`document.querySelector("#work-filters .go button").textContent`))[1]; got != want {
		t.Errorf("%s works are found, the button says %s", got, want)
	}
	b.follow(chromedp.Evaluate[chromedp.Void](`const s = document.querySelector("#sort"); s.value = "title"; s.dispatchEvent(new Event("change", {bubbles: true}));0`))
	if got := b.path(); got != "/search?complete=yes&q=fog&sort=title" && got != "/search?q=fog&complete=yes&sort=title" {
		t.Errorf("sorted at %s", got)
	}
	b.do(chromedp.Evaluate[chromedp.Void](`document.querySelector("#q").value = "";0`), chromedp.SendKeys(chromedp.CSS("#q"), "river"))
	b.enter()
	if got := b.text(`new URLSearchParams(location.search).get("q") + " " + new URLSearchParams(location.search).get("complete") + " " + new URLSearchParams(location.search).get("sort")`); got != "river yes title" {
		t.Errorf("other words are looked for at %s", b.path())
	}
	b.open("/search?q=fog")
	b.do(chromedp.Click(chromedp.CSS("#work-filters [name=complete][value=no]"), chromedp.NodeVisible))
	b.until(`location.search === "?complete=no&q=fog" && ` + there)
	b.follow(chromedp.Evaluate[chromedp.Void](`history.back();0`))
	if got := b.text(heading); got != all || b.path() != "/search?q=fog" {
		t.Errorf("Back leads to %q at %s, want %q", got, b.path(), all)
	}

	b.size(360)
	b.open("/search?q=fog")
	b.do(chromedp.Click(chromedp.CSS("[popovertarget=work-filters]"), chromedp.NodeVisible), chromedp.Click(chromedp.CSS("#work-filters [name=complete][value=yes]"), chromedp.NodeVisible))
	b.until(`location.search === "?complete=yes&q=fog" && ` + there)
	b.do(chromedp.Evaluate[chromedp.Void](`window.same = true;0`), chromedp.Click(chromedp.CSS("#work-filters .go button"), chromedp.NodeVisible))
	b.until(`!document.querySelector("#work-filters").matches(":popover-open") && window.same && document.activeElement.matches(".found [popovertarget=work-filters]")`)
	if wide := value[int](b, "document.documentElement.scrollWidth"); wide > 360 {
		t.Errorf("%d px wide, by %s", wide, b.text(widest))
	}
	b.quiet()
}

// Who was led to a scene of an adult work stood at the chapter's beginning once they had
// answered the question before it.
func ledThroughTheGate(t *testing.T, s *site) {
	adult := s.stories["adult"]
	chapter := adult.ID.ChapterPath(adult.Chapters[0])
	for _, answer := range []string{".gate a.primary", ".gate form button"} {
		b := s.tab(t)
		b.size(360)
		b.open(chapter + "?view_adult=true")
		place := b.text(`"#" + [...document.querySelectorAll(".userstuff [id]")].at(-1).id`)
		b.do(chromedp.Navigate("about:blank"))
		b.open(chapter + place)
		b.click(answer)
		if got := b.text("location.pathname + location.hash"); got != chapter+place || !b.is(`document.querySelector(location.hash)`) {
			t.Errorf("%s leads to %s, want %s", answer, got, chapter+place)
		}
		b.quiet()
	}
}

// Who takes something in the panel had the list of before beside it until they pressed
// the button: each choice shows its list at once, and Back the one before.
func listsFollow(t *testing.T, s *site) {
	const heading = `document.querySelector(".list-bar .heading").textContent.trim()`
	b := s.tab(t)
	b.signIn(archivetest.Reader)
	b.size(1280)
	b.open("/works?sort=title")
	all := b.text(heading)
	b.do(chromedp.Click(chromedp.CSS("#include_freeform_tags summary"), chromedp.NodeVisible), chromedp.Click(chromedp.CSS("#include_freeform_tags li:nth-child(2) .not"), chromedp.NodeVisible))
	b.until(`location.search.includes("exclude=") && !document.querySelector("[aria-busy]") && ` + heading + ` !== ` + strconv.Quote(all))
	one := b.text(heading)
	if !b.is(`location.search.includes("sort=title") && document.activeElement.matches("#include_freeform_tags [value=not]") && document.querySelector(".line-form [name=exclude]") && document.querySelector("#sort").value === "title"`) {
		t.Errorf("after a choice the focus is on %s, at %s", b.text("document.activeElement.outerHTML"), b.path())
	}
	b.do(chromedp.KeyEvent(kb.Tab), chromedp.Click(chromedp.CSS("#work-filters [name=complete][value=yes]"), chromedp.NodeVisible))
	b.until(`location.search.includes("complete=yes") && !document.querySelector("[aria-busy]") && ` + heading + ` !== ` + strconv.Quote(one))
	b.do(chromedp.Click(chromedp.CSS(".found .saved summary"), chromedp.NodeVisible), chromedp.KeyEvent(kb.Escape))
	if !b.is(`!document.querySelector(".found .saved").open && document.activeElement.matches(".found .saved summary")`) {
		t.Error("a menu of a list that followed does not close at Esc")
	}
	b.follow(chromedp.Evaluate[chromedp.Void](`history.back();0`))
	if got := b.text(heading); got != one || b.is(`location.search.includes("complete")`) {
		t.Errorf("Back leads to %q at %s, want %q", got, b.path(), one)
	}
	b.open("/account/filters")
	if got := b.text(`[...document.querySelectorAll("main a[href*='sort=title']")].map(a => a.getAttribute("href")).join(" ")`); strings.Count(got, "exclude=") != 2 {
		t.Errorf("what was used last: %q, want what Back led to and what it led away from", got)
	}

	b.size(360)
	b.open("/works")
	b.do(chromedp.Click(chromedp.CSS("[popovertarget=work-filters]"), chromedp.NodeVisible), chromedp.Click(chromedp.CSS("#work-filters [name=complete][value=yes]"), chromedp.NodeVisible))
	b.until(`location.search === "?complete=yes" && !document.querySelector("[aria-busy]")`)
	b.do(chromedp.Evaluate[chromedp.Void](`window.same = true;0`), chromedp.Click(chromedp.CSS("#work-filters .go button"), chromedp.NodeVisible))
	b.until(`!document.querySelector("#work-filters").matches(":popover-open") && window.same && document.activeElement.matches(".found [popovertarget=work-filters]")`)
	b.quiet()
}

func readWithoutScript(t *testing.T, s *site) {
	b := s.withoutScripts(t)
	open, adult := s.stories["open"], s.stories["adult"]
	b.open(open.ID.Path())
	b.click("a.btn.primary.big")
	if b.path() != open.ID.ChapterPath(open.Chapters[0]) || !b.is(firstText+".innerText.includes('fog')") {
		t.Errorf("Read leads to %s", b.path())
	}
	b.click(".after a[rel=next]")
	if b.path() != open.ID.ChapterPath(open.Chapters[1]) {
		t.Errorf("Next leads to %s", b.path())
	}
	b.click("nav.chrome.end a[rel=prev]")
	if b.path() != open.ID.ChapterPath(open.Chapters[0]) {
		t.Errorf("Previous leads to %s", b.path())
	}
	b.do(chromedp.Click(chromedp.CSS("button[popovertarget=contents]"), chromedp.NodeVisible))
	b.click("#contents ol li:last-child a")
	if b.path() != open.ID.ChapterPath(open.Chapters[1]) {
		t.Errorf("the contents lead to %s", b.path())
	}
	b.open(adult.ID.ChapterPath(adult.Chapters[0]))
	if b.is(firstText) {
		t.Error("an adult text stands there before it was asked for")
	}
	b.click(".gate form button") // and don't ask again
	if b.path() != adult.ID.ChapterPath(adult.Chapters[0]) || !b.is(firstText) {
		t.Errorf("Proceed leads to %s", b.path())
	}
	b.open(adult.ID.Path())
	if b.is("document.querySelector('.gate')") {
		t.Error("asked again")
	}
	b.quiet()
}

func signInWithoutScript(t *testing.T, s *site) {
	b := s.withoutScripts(t)
	locked := s.stories["locked"].ID.Path()
	b.open(locked)
	if !strings.HasPrefix(b.path(), "/users/login?") {
		b.click("main a[href^='/users/login']")
	}
	b.do(chromedp.SendKeys(chromedp.CSS("main input[name=name]"), "Ben"), chromedp.SendKeys(chromedp.CSS("main input[name=password]"), "not the password"))
	b.click("main form button.primary")
	if !b.is("document.querySelector('[role=alert]')") || b.text("document.querySelector('main input[name=name]').value") != "Ben" {
		t.Error("a wrong password: no message, or what was typed is gone")
	}
	b.do(chromedp.SendKeys(chromedp.CSS("main input[name=password]"), archivetest.Ben.Password()))
	b.click("main form button.primary")
	if b.path() != locked || !b.is("document.querySelector('h2.title')") {
		t.Errorf("signing in leads to %s", b.path())
	}
	b.do(chromedp.Click(chromedp.CSS(".site-head details.menu summary"), chromedp.NodeVisible))
	b.click(".site-head a[href='/users/logout']")
	b.click("main form[action='/users/logout'] button")
	b.open(locked)
	if b.is("document.querySelector('h2.title')") {
		t.Error("still signed in")
	}
	b.quiet()
}

func keyboard(t *testing.T, s *site) {
	b := s.tab(t)
	b.size(1280)
	focused := func() string {
		return b.text("document.activeElement.tagName + '.' + document.activeElement.className + '#' + document.activeElement.id")
	}
	press := func(key string) { b.do(chromedp.KeyEvent(key)) }
	inView := `(r => r.width > 0 && r.height > 0 && r.top >= 0 && r.left >= 0 && r.bottom <= innerHeight && r.right <= innerWidth)(document.activeElement.getBoundingClientRect())`
	open := s.stories["open"]
	for _, address := range []string{"/", "/works", open.ID.Path(), open.ID.ChapterPath(open.Chapters[0])} {
		b.open(address)
		press(kb.Tab)
		if !b.is("document.activeElement.classList.contains('skip')") || !b.is(inView) {
			t.Errorf("%s: the first Tab goes to %s, in view: %v", address, focused(), b.is(inView))
			continue
		}
		press(kb.Enter)
		b.until("location.hash.length > 1")
		press(kb.Tab)
		if !b.is("document.activeElement.closest('main')") {
			t.Errorf("%s: after the skip link Tab goes to %s", address, focused())
		}
		for range 12 {
			if !b.is(`document.activeElement === document.body || (c => c.outlineStyle !== "none" && parseFloat(c.outlineWidth) > 0 || c.boxShadow !== "none")(getComputedStyle(document.activeElement))`) {
				t.Errorf("%s: one can't see that %s is focused", address, focused())
			}
			press(kb.Tab)
		}
	}
	b.open("/works")
	b.strike("/")
	if !b.is("document.activeElement.name === 'q'") {
		t.Errorf("/ goes to %s", focused())
	}
	press("fog")
	if got := b.text("document.activeElement.value"); got != "fog" {
		t.Errorf("typed after /: %q", got)
	}
	if b.enter(); b.path() != "/search?q=fog" {
		t.Errorf("Enter leads to %s", b.path())
	}
	b.open(open.ID.ChapterPath(open.Chapters[0]))
	if b.follow(chromedp.KeyEvent(kb.ArrowRight)); b.path() != open.ID.ChapterPath(open.Chapters[1]) {
		t.Errorf("→ leads to %s", b.path())
	}
	b.strike("t")
	b.until(`document.querySelector("#contents").matches(":popover-open")`)
	press(kb.Escape)
	b.until(`!document.querySelector("#contents").matches(":popover-open")`)
	b.quiet()
}

// strike presses a key that has a letter, as a keyboard does: what a page does at
// once may keep the letter from being written.
func (b *tab) strike(letter string) {
	b.t.Helper()
	for _, p := range []input.DispatchKeyEventParams{{Type: input.DispatchKeyEventTypeKeyDown, Key: letter, Text: letter}, {Type: input.DispatchKeyEventTypeKeyUp, Key: letter}} {
		if _, err := chromedp.Call(b, input.DispatchKeyEvent, p); err != nil {
			b.t.Fatal(err)
		}
	}
}

// enter presses Enter where the focus is, which leads to another page.
func (b *tab) enter() { b.t.Helper(); b.follow(chromedp.KeyEvent(kb.Enter)) }
