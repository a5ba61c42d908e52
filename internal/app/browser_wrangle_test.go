package app_test

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
)

// The queue is worked through by keys alone: each key does what the page says, the
// next tag has the focus, and what was done is said aloud.
func TestWranglingByKeys(t *testing.T) {
	if testing.Short() && os.Getenv(dbtest.Judges) != "1" {
		t.Skip("a browser takes seconds; run without -short")
	}
	t.Parallel()
	a := archivetest.Open(t, dbtest.SQLite(t))
	ids := keepUnsorted(t, a)
	s := &site{library: &library{Archive: a}}
	s.serve(t)
	b := s.tab(t)
	b.as(archivetest.Keeper)
	b.size(1280)
	b.open("/wrangle")
	press := func(keys string) { b.t.Helper(); b.do(chromedp.KeyEvent(keys)) }
	front := func(name, said string) {
		t.Helper()
		b.until(fmt.Sprintf(`document.querySelector("[role=status]").textContent === %q && document.querySelector(".waiting:not([hidden]) h2")?.textContent === %q`, said, name))
		if got := b.text(`document.activeElement.textContent`); got != name {
			t.Fatalf("the focus is on %q, not on the heading of %q", got[:min(len(got), 80)], name)
		}
		if got := b.text(`[...document.querySelectorAll("[data-coming] [aria-current] .name")].map(x => x.textContent).join()`); got != name && b.is(`document.querySelector("[data-coming] li")`) {
			t.Fatalf("of what comes next %q is marked as the one in front, not %q", got, name)
		}
	}
	became := func(name, want string) {
		t.Helper()
		all, err := db.All(t.Context(), a.DB, db.One[string], `SELECT CASE WHEN t.canonical THEN 'canonical' WHEN t.unwrangleable THEN 'left' WHEN m.id IS NOT NULL THEN 'synonym of ' || m.name ELSE 'waits' END
			|| COALESCE((SELECT ' under ' || p.name FROM tag_parents x JOIN tags p ON p.id = x.parent_id WHERE x.tag_id = t.id), '') || CASE WHEN EXISTS (SELECT 1 FROM tag_skips k WHERE k.tag_id = t.id) THEN ', passed by' ELSE '' END
			FROM tags t LEFT JOIN tags m ON m.id = t.merger_id WHERE t.id = $1`, int64(ids[name]))
		if err != nil || len(all) != 1 || all[0] != want {
			t.Errorf("%s: %q, want %q (%v)", name, all, want, err)
		}
	}
	if n := value[int](b, `document.querySelectorAll("[data-coming] li").length`); n < 5 {
		t.Errorf("%d tags are named in advance", n)
	}
	press(kb.Enter)
	front("marian oakes and tobias fenn", oaks+" made a synonym of Marian Oakes")
	became(oaks, "synonym of Marian Oakes")

	second := b.text(`document.querySelector(".waiting:not([hidden]) [data-key='2'] .of").textContent`)
	press("2")
	front("soup as a plot device", "marian oakes and tobias fenn made a synonym of "+second)
	became("marian oakes and tobias fenn", "synonym of "+second)

	press("n")
	front("Enemies-to-lovers!", "soup as a plot device made canonical")
	became("soup as a plot device", "canonical")

	press("s")
	front("Ada Quill", "Enemies-to-lovers! is passed by until tomorrow")
	became("Enemies-to-lovers!", "waits, passed by")

	press("p") // what is typed in the field is no key of the queue
	b.until(`document.activeElement.name === "others"`)
	b.do(chromedp.Evaluate[chromedp.Void](`document.activeElement.select();0`))
	for _, letter := range nine {
		press(string(letter))
	}
	press(kb.Escape)
	if b.is(`document.activeElement.name === "others"`) {
		press(kb.Escape) // the first one closed what was offered
	}
	front("Ada Quill", "Enemies-to-lovers! is passed by until tomorrow")
	press("n")
	front("I wrote this on a train", "Ada Quill made canonical")
	became("Ada Quill", "canonical under "+nine)

	press("l")
	front("Tobias Fen", "I wrote this on a train left as it is, unwrangleable")
	became("I wrote this on a train", "left")
	press("u")
	front("I wrote this on a train", "I wrote this on a train is as it was before")
	became("I wrote this on a train", "waits")
	press("n")
	press("u") // before the answer is there: what was done last is taken back, not what was done before
	front("I wrote this on a train", "I wrote this on a train is as it was before")
	became("I wrote this on a train", "waits")
	became("Ada Quill", "canonical under "+nine)
	press("l")
	front("Tobias Fen", "I wrote this on a train left as it is, unwrangleable")

	b.slowly(t, press)
	b.quiet()
}

// On a phone what is decided with stays in sight, whatever there is to choose from, and
// the keyboard meets it after what comes before it on the page.
func TestDecidingOnAPhone(t *testing.T) {
	if testing.Short() && os.Getenv(dbtest.Judges) != "1" {
		t.Skip("a browser takes seconds; run without -short")
	}
	t.Parallel()
	a := archivetest.Open(t, dbtest.SQLite(t))
	keepUnsorted(t, a)
	s := &site{library: &library{Archive: a}}
	s.serve(t)
	b := s.tab(t)
	b.as(archivetest.Keeper)
	for _, width := range []int64{320, 360, 700} {
		b.size(width)
		b.open("/wrangle")
		if got := b.text(`[...document.querySelectorAll(".waiting:not([hidden]) .decide button")].filter(x => {
			const {left, top, right, bottom} = x.getBoundingClientRect();
			return document.elementFromPoint((left + right) / 2, top + 2)?.closest("button") !== x || document.elementFromPoint((left + right) / 2, bottom - 2)?.closest("button") !== x || right > innerWidth || bottom - top < 44 && innerWidth < 700;
		}).map(x => x.textContent).join()`); got != "" || !b.is(`document.querySelectorAll(".waiting:not([hidden]) .guess").length > 0`) {
			t.Errorf("at %d px one can't reach at once: %s", width, got)
		}
		b.do(chromedp.Evaluate[chromedp.Void](`document.querySelector(".waiting:not([hidden]) .guess").focus();0`))
		for range 12 {
			if got := b.text(`(x => { const {left, top, bottom} = x.getBoundingClientRect(); return x.contains(document.elementFromPoint(left + 4, (top + bottom) / 2)) ? "" : x.outerHTML; })(document.activeElement)`); got != "" {
				t.Fatalf("at %d px something stands over what has the focus: %.200s", width, got)
			}
			if b.is(`document.activeElement.matches(".decide button:last-child")`) {
				break
			}
			b.do(chromedp.KeyEvent(kb.Tab))
		}
		if !b.is(`document.activeElement.matches(".decide button:last-child")`) {
			t.Errorf("at %d px the keys lead to %s", width, b.text(`document.activeElement.outerHTML`))
		}
	}
	b.quiet()
}

// slowly goes on while answers are on their way: who types already in the field of the
// next tag stays there, with the words; and an end of the queue is said.
func (b *tab) slowly(t *testing.T, press func(string)) {
	t.Helper()
	b.do(chromedp.Evaluate[chromedp.Void](`window.held = []; window.ask = window.fetch; window.fetch = (...a) => new Promise(go => held.push(go)).then(() => ask(...a));0`))
	press("u") // I wrote this on a train is back when the answer comes
	b.until(`held.length === 1`)
	b.do(chromedp.Evaluate[chromedp.Void](`held.pop()();0`))
	b.until(`document.querySelector(".waiting:not([hidden]) h2").textContent === "I wrote this on a train"`)
	press("n")
	b.until(`held.length === 1`)
	press("p")
	press("sun")
	b.do(chromedp.Evaluate[chromedp.Void](`held.pop()();0`))
	b.until(`document.querySelector("[role=status]").textContent === "I wrote this on a train made canonical"`)
	if got := b.text(`document.activeElement.name + " " + document.activeElement.value`); !strings.HasPrefix(got, "others") || !strings.Contains(got, "sun") {
		t.Errorf("what is typed while an answer comes goes to %q", got)
	}
	b.do(chromedp.Evaluate[chromedp.Void](`window.fetch = window.ask;0`))
	press(kb.Escape)
	press("l")
	b.until(`document.querySelector("[role=status]").textContent === "Tobias Fen left as it is, unwrangleable" && !document.querySelector(".waiting") && document.querySelector("[data-queue] .empty")`)
	if !b.is(`document.querySelector("[data-queue]").contains(document.activeElement)`) {
		t.Errorf("at the end of the queue the focus is on %s", b.text(`document.activeElement.tagName`))
	}
}

// Who named what a tag belongs to had to know how it is written here, to the letter: the
// fields offer names, by keys too, and Enter takes the one that is marked without sending
// the form.
func TestWranglersAreOfferedNames(t *testing.T) {
	if testing.Short() && os.Getenv(dbtest.Judges) != "1" {
		t.Skip("a browser takes seconds; run without -short")
	}
	t.Parallel()
	a := archivetest.Open(t, dbtest.SQLite(t))
	ids := keepUnsorted(t, a)
	s := &site{library: &library{Archive: a}}
	s.serve(t)
	b := s.tab(t)
	b.as(archivetest.Keeper)
	b.size(1280)
	for _, address := range []string{"/wrangle", fmt.Sprintf("/wrangle/tags/%d", ids[oaks])} {
		b.open(address)
		b.do(chromedp.Evaluate[chromedp.Void](`document.querySelector("[name=others]").value = "";0`), chromedp.SendKeys(chromedp.CSS("[name=others]"), "tobias fenn, nin"))
		b.until(`[...document.querySelectorAll("#name-offers:not([hidden]) .tag.fandom")].some(x => x.textContent === ` + strconv.Quote(nine) + `)`)
		for range 10 {
			b.do(chromedp.KeyEvent(kb.ArrowDown))
			if b.text(`document.querySelector("#name-offers [aria-selected=true] .tag").textContent`) == nine {
				break
			}
		}
		b.pressEnter()
		if got := b.text(`document.activeElement.name + " " + document.activeElement.value`); got != "others tobias fenn, "+nine || b.is(`document.querySelector("#name-offers")`) || b.is(`document.querySelector(".last-act, [role=alert]")`) {
			t.Errorf("%s: after Enter in the list the field has %q", address, got)
		}
		b.do(chromedp.Evaluate[chromedp.Void](b.s.axe + ";0"))
		for _, v := range b.violations(`runOnly: {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}`) {
			t.Errorf("%s: %s", address, v)
		}
	}
	b.quiet()
}

// pressEnter presses Enter as a keyboard does: one event with what it types, so that a page
// which handles the key keeps the browser from sending a form by it.
func (b *tab) pressEnter() {
	b.t.Helper()
	for _, kind := range []input.DispatchKeyEventType{"keyDown", "keyUp"} {
		p := input.DispatchKeyEventParams{Type: kind, Key: "Enter", WindowsVirtualKeyCode: 13, NativeVirtualKeyCode: 13}
		if kind == "keyDown" {
			p.Text = "\r"
		}
		if _, err := chromedp.Call(b, input.DispatchKeyEvent, p); err != nil {
			b.t.Fatal(err)
		}
	}
}
