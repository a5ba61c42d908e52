package app_test

import (
	"context"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db/dbtest"
)

// lineAndChips is a list with something in its line that the panel has not, and with
// filters of the panel.
const lineAndChips = "/works?exclude=Fog&words_from=5&q=%28kudos%3E%3D0+OR+tag%3AFog%29&sort=kudos"

var ownFilter = regexp.MustCompile(`/account/filters/\d+`)
var sharedFilter = regexp.MustCompile(`/filters/[a-z0-9]{16,}`)

// savedAndShared has Ann save a filter under a name and share it, and gives the
// addresses of its page and of the link.
func savedAndShared(t *testing.T, a *archivetest.Archive) []string {
	t.Helper()
	const name = "Long ones without any fog"
	if p := a.Post(archivetest.Ann, "/account/filters", url.Values{"name": {name}, "address": {lineAndChips}, "replace": {"on"}}); p.Status != http.StatusSeeOther {
		t.Fatalf("a filter is not saved: %d", p.Status)
	}
	own := ownFilter.FindString(a.Get(archivetest.Ann, "/account/filters").Body)
	a.Post(archivetest.Ann, own, url.Values{"name": {name}, "start": {""}, "share": {"on"}, "named": {"on"}, "feed": {"all"}})
	shared := sharedFilter.FindString(a.Get(archivetest.Ann, own).Body)
	if own == "" || shared == "" {
		t.Fatalf("a filter at %q is shared at %q", own, shared)
	}
	return []string{own, shared}
}

// The line over a list offers fields and tags to who types, and asks without any script too.
func TestTheLineOverAListInABrowser(t *testing.T) {
	if testing.Short() && os.Getenv(dbtest.Judges) != "1" {
		t.Skip("a browser takes a while; run without -short")
	}
	t.Parallel()
	a := archivetest.Open(t, dbtest.SQLite(t))
	s := &site{library: openLibrary(t, a)}
	if err := a.AddDemo(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.serve(t)
	t.Run("fields and tags are offered", func(t *testing.T) { t.Parallel(); lineOffers(t, s) })
	t.Run("by a pointer, in the sheet", func(t *testing.T) { t.Parallel(); lineInTheSheet(t, s) })
	t.Run("without JavaScript", func(t *testing.T) { t.Parallel(); lineWithoutScript(t, s) })
	t.Run("saved filters on each screen", func(t *testing.T) { t.Parallel(); savedInSight(t, s) })
}

const (
	theLine   = `document.querySelector(".found input.line")`
	theOffers = `document.getElementById("line-offers")`
	// inQuestion is the offer that the field says is the one in question, which must be to be seen.
	inQuestion = `(document.getElementById(` + theLine + `.getAttribute("aria-activedescendant"))?.checkVisibility() && document.querySelectorAll("#line-offers [aria-selected=true]").length === 1 && document.querySelector("#line-offers [aria-selected=true]").id === ` + theLine + `.getAttribute("aria-activedescendant") ? document.querySelector("#line-offers [aria-selected=true] .name").textContent : "")`
	// showing is whether offers are to be seen, and said to be.
	showing = theLine + `.getAttribute("aria-expanded") === "true" && ` + theOffers + `.checkVisibility() && ` + theOffers + `.children.length > 0`
	closed  = theLine + `.getAttribute("aria-expanded") === "false" && !` + theOffers + `.checkVisibility() && !` + theLine + `.hasAttribute("aria-activedescendant")`
)

func (b *tab) types(keys string) {
	b.t.Helper()
	b.do(chromedp.SendKeys(chromedp.CSS(".found input.line"), keys))
}

// press presses a key as a keyboard does: what follows from it is left out if the page
// takes the key for itself.
func press(key string) chromedp.Action[chromedp.Void] {
	code := map[string]int64{"Enter": 13, "Escape": 27, "Backspace": 8, "ArrowUp": 38, "ArrowDown": 40}[key]
	down := input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyDown, Key: key, Code: key, WindowsVirtualKeyCode: code}
	up := down
	up.Type = input.DispatchKeyEventTypeKeyUp
	if key == "Enter" {
		down.Text = "\r"
	}
	return chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, input.DispatchKeyEvent, down)
		if err == nil {
			_, err = chromedp.Call(ctx, input.DispatchKeyEvent, up)
		}
		return err
	})
}

// expect fails the test unless an expression holds.
func (b *tab) expect(what, expression string) {
	b.t.Helper()
	if !b.is(expression) {
		b.t.Errorf("%s: not so that %s; the line says %q and offers %q", what, expression, b.text(theLine+".value"), b.text(theOffers+".innerText"))
	}
}

func lineOffers(t *testing.T, s *site) {
	b := s.tab(t)
	b.size(1280)
	b.open("/works")
	b.expect("the field", theLine+`.getAttribute("role") === "combobox" && `+theLine+`.getAttribute("aria-autocomplete") === "list" && document.getElementById(`+theLine+`.getAttribute("aria-controls")).getAttribute("role") === "listbox"`)
	b.expect("at first", closed)

	b.types("compl")
	b.until(showing)
	b.expect("part of a field", `[...`+theOffers+`.children].some(o => o.getAttribute("role") === "option" && o.textContent === "complete:")`)
	b.expect("nothing is chosen yet", `!`+theLine+`.hasAttribute("aria-activedescendant")`)
	b.do(press("ArrowDown"))
	b.expect("the first", inQuestion+` === `+theOffers+`.firstElementChild.querySelector(".name").textContent`)
	b.do(press("ArrowUp"))
	b.expect("up from the first is the field itself", `!`+theLine+`.hasAttribute("aria-activedescendant")`)
	b.do(press("ArrowUp"))
	b.expect("the last, the way round", inQuestion+` === `+theOffers+`.lastElementChild.querySelector(".name").textContent`)
	b.do(press("Escape"))
	b.expect("closed by Escape, which loses nothing", closed+` && `+theLine+`.value === "compl" && document.activeElement === `+theLine)
	b.do(press("Backspace"))
	b.until(showing)
	b.do(press("ArrowDown"))
	b.do(press("Enter"))
	b.expect("Enter takes it, and goes nowhere", theLine+`.value === "complete:" && location.search === ""`)
	b.types("yes ")
	b.expect("typed on", theLine+`.value === "complete:yes "`)

	b.types("fo")
	b.until(showing + ` && [...` + theOffers + `.children].some(o => o.querySelector(".name").textContent === "Fog")`)
	b.expect("it is said how many there are", `document.querySelector(".found .line-field [role=status]").textContent.includes(`+theOffers+`.children.length)`)
	for range value[int](b, `[...`+theOffers+`.children].findIndex(o => o.querySelector(".name").textContent === "Fog")`) + 1 {
		b.do(press("ArrowDown"))
	}
	b.expect("a tag", inQuestion+` === "Fog"`)
	b.do(press("Enter"))
	b.expect("the tag stands in the line", closed+` && /^complete:yes tag:Fog $/.test(`+theLine+`.value)`)

	b.follow(press("Enter"))
	if !b.is(`(() => { const q = new URLSearchParams(location.search); return q.get("include") === "Fog" && q.get("complete") === "yes" && [...q].length === 2 })()`) {
		t.Errorf("the line leads to %s", b.path())
	}
	b.lists("/works?include=Fog&complete=yes")
	b.quiet()
}

// lists fails the test unless the page shows the works of an address, and any at all.
func (b *tab) lists(address string) {
	b.t.Helper()
	var want []string
	for _, n := range b.s.Get(archivetest.Guest, address).All("li.blurb h4.heading a:first-child") {
		want = append(want, archivetest.TextOf(n))
	}
	got := value[[]string](b, `[...document.querySelectorAll("li.blurb h4.heading a:first-child")].map(e => e.textContent)`)
	if len(want) == 0 || !slices.Equal(got, want) {
		b.t.Errorf("%s lists %q, not %q", b.path(), got, want)
	}
}

// lineInTheSheet: on a phone the line is in the sheet of filters, where a finger takes an offer.
func lineInTheSheet(t *testing.T, s *site) {
	b := s.tab(t)
	b.size(360)
	b.open("/works")
	b.do(chromedp.Click(chromedp.CSS("button[popovertarget=work-filters]"), chromedp.NodeVisible), chromedp.SendKeys(chromedp.CSS("#line-sheet"), "-fo"))
	b.until(`[...document.querySelectorAll("#line-sheet-offers li")].some(o => o.checkVisibility() && o.querySelector(".name").textContent === "Fog")`)
	if wide := value[int](b, `document.getElementById("line-sheet-offers").getBoundingClientRect().right`); wide > 360 {
		t.Errorf("the offers reach to %d px", wide)
	}
	value[bool](b, `[...document.querySelectorAll("#line-sheet-offers li")].find(o => o.querySelector(".name").textContent === "Fog").id = "the-fog", true`)
	b.do(chromedp.Click(chromedp.CSS("#the-fog"), chromedp.NodeVisible))
	b.until(`document.getElementById("line-sheet").value.trim() === '-"Fog"' && !document.getElementById("line-sheet-offers").checkVisibility()`)
	b.click("#work-filters .go button")
	if !b.is(`new URLSearchParams(location.search).get("exclude") === "Fog"`) {
		t.Errorf("the sheet leads to %s", b.path())
	}
	b.lists("/works?exclude=Fog")
	b.quiet()
}

// lineWithoutScript: the line is a form like any other. A mistake leaves what was typed.
func lineWithoutScript(t *testing.T, s *site) {
	b := s.withoutScripts(t)
	b.open("/works")
	b.types("complete:yes tag:Fog")
	b.click(".found .line-form button")
	b.lists("/works?include=Fog&complete=yes")
	b.open("/works")
	b.types("(fog words:many")
	b.click(".found .line-form button")
	if !b.is(theLine + `.value === "(fog words:many" && ` + theLine + `.getAttribute("aria-invalid") === "true" && document.getElementById(` + theLine + `.getAttribute("aria-describedby")).querySelector("mark")`) {
		t.Errorf("a mistake leads to %s with %q", b.path(), b.text(theLine+".value"))
	}
	b.quiet()
}

// On a phone the menu of saved filters opened beyond the left edge, so that nobody could
// see the field for a name.
func savedInSight(t *testing.T, s *site) {
	b := s.tab(t)
	b.signIn(archivetest.Ben)
	for _, width := range []int64{320, 360, 479, 500, 700, 1023, 1280} {
		b.size(width)
		b.open("/works?complete=yes")
		b.do(chromedp.Click(chromedp.CSS("details.saved summary"), chromedp.NodeVisible))
		b.until(`document.querySelector("details.saved").open`)
		if got := b.text(`(({left, right}) => left < 0 || right > innerWidth ? left + " to " + right : "")(document.querySelector("details.saved .panel").getBoundingClientRect())`); got != "" {
			t.Errorf("at %d px the menu of saved filters is at %s", width, got)
		}
	}
	b.quiet()
}
