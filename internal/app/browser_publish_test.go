package app_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/work"
)

// The pages on which a work is put in order and posted, on a phone and wide, with
// scripts and without.
func TestPublishingInABrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("a browser takes a minute; run without -short")
	}
	t.Parallel()
	a := archivetest.Open(t, dbtest.SQLite(t))
	s := &site{library: openLibrary(t, a), stories: map[string]archivetest.Story{}}
	for _, x := range s.library.stories {
		s.stories[x.Key] = x
	}
	s.serve(t)
	for name, f := range map[string]func(*testing.T, *site, work.ID){
		"pages": judgePublishing, "reorder and schedule without JavaScript": publishWithoutScript, "drag": dragChapters, "tags": typeTags,
	} {
		t.Run(name, func(t *testing.T) { f(t, s, begun(t, a)) }) // a work of its own: they run in any order
	}
}

// begun is a work of Ann's that is only begun, with four chapters.
func begun(t *testing.T, a *archivetest.Archive) work.ID {
	t.Helper()
	pseud := a.Pseud(archivetest.Ann, "Ann")
	var id work.ID
	a.Tx(func(tx *db.Tx) error {
		var c work.ChapterID
		var err error
		if id, c, err = work.Begin(a.Context(), tx, pseud.ID, "en"); err != nil {
			return err
		}
		for i, word := range []string{"Low water", "Slack", "Flood", "High water, and what the harbour master made of it"} {
			if i > 0 {
				if c, err = work.AddChapter(a.Context(), tx, id); err != nil {
					return err
				}
			}
			body := "<p>" + strings.Repeat("The tide came in by the old wall, as it does. ", 40) + "</p><hr><p>And out again.</p>"
			if err = work.SetChapter(a.Context(), tx, a.Cleaner(), c, work.ChapterText{Kind: work.PlainChapter, Title: word, Body: body}); err != nil {
				return err
			}
		}
		return nil
	})
	return id
}

func judgePublishing(t *testing.T, s *site, id work.ID) {
	b := s.tab(t)
	b.signIn(archivetest.Ann)
	serial := s.stories["serial"]
	for _, p := range []struct{ name, address, prepare string }{
		{"publish", id.Path() + "/publish", ""}, {"publish a chapter", serial.ID.Path() + "/publish", ""},
		{"a plan with mistakes", id.Path() + "/publish/plan?date=x", ""}, {"a plan", plan(s, id), ""},
		{"chapters", id.Path() + "/chapters/manage", ""},
		{"one chapter", serial.ID.ChapterPath(serial.Chapters[0]) + "/arrange", `for (const d of document.querySelectorAll("details.way-out")) d.open = true`},
		{"preview", serial.ID.Path() + "/preview", ""}, {"preview for a guest", s.stories["locked"].ID.Path() + "/preview?as=guest", ""},
		{"preview of one ground", serial.ID.ChapterPath(serial.Chapters[0]) + "/preview?theme=sepia", ""},
		{"details", serial.ID.Path() + "/edit", ""},
	} {
		b.judge(p.name, p.address, p.prepare)
	}
	b.quiet()
}

// plan is the address of a plan for every chapter of a work.
func plan(s *site, id work.ID) string {
	x, err := work.Get(s.Context(), s.DB, s.Viewer(archivetest.Ann), id)
	if err != nil {
		return err.Error()
	}
	address := id.Path() + "/publish/plan?date=2027-03-21&time=18:00&every=1&unit=weeks"
	for _, c := range x.Chapters {
		address += fmt.Sprintf("&chapters=%d", c.ID)
	}
	return address
}

// names are the chapters as the page of chapters lists them.
const names = `[...document.querySelectorAll(".shelf .name")].map(e => e.textContent.replace(/^.*: /, "").split(",")[0]).join("|")`

func publishWithoutScript(t *testing.T, s *site, id work.ID) {
	b := s.withoutScripts(t)
	b.size(360)
	b.signIn(archivetest.Ann)
	b.open(id.Path() + "/chapters/manage")
	b.click(`.shelf li:nth-child(2) button[value$=":up"]`)
	if got := b.text(names); got != "Slack|Low water|Flood|High water" {
		t.Errorf("after one step up: %s", got)
	}
	b.do(chromedp.SetValue(chromedp.CSS(`.shelf li:nth-child(4) input[type=number]`), "1"))
	b.click(`[data-order] .row button.primary`)
	if got := b.text(names); got != "High water|Slack|Low water|Flood" {
		t.Errorf("moved to number 1: %s", got)
	}

	b.open(id.Path() + "/publish")
	b.do(chromedp.Evaluate[chromedp.Void](`for (const c of document.querySelectorAll("[name=chapters]")) c.checked = true`))
	b.do(chromedp.SetValue(chromedp.CSS("#f-date"), "2026-11-27"), chromedp.SetValue(chromedp.CSS("#f-time"), "18:00"), chromedp.SetValue(chromedp.CSS("#f-every"), "2"))
	b.click(`button[formaction$="/publish/plan"]:not(.vh)`)
	if n := value[int](b, `document.querySelectorAll(".calendar li").length`); n != 4 {
		t.Errorf("the plan has %d chapters", n)
	}
	b.click(".publish form button.primary")
	if text := b.text(`document.querySelector(".planned").textContent`); !strings.Contains(text, "Friday 27 November 2026, 18:00 UTC") || !strings.Contains(text, "Friday 11 December 2026, 18:00 UTC") {
		t.Errorf("planned is %s", text)
	}
	b.click(".planned button")
	if n := value[int](b, `document.querySelectorAll(".planned li").length`); n != 3 {
		t.Errorf("once one is cancelled, %d are planned", n)
	}
	b.quiet()
}

func dragChapters(t *testing.T, s *site, id work.ID) {
	b := s.tab(t)
	b.size(360)
	b.signIn(archivetest.Ann)
	b.open(id.Path() + "/chapters/manage")
	was := strings.Split(b.text(names), "|")
	b.do(chromedp.Evaluate[chromedp.Void](`(() => {
		const rows = [...document.querySelectorAll(".shelf li")], grip = rows[0].querySelector(".grip"), to = rows[1].getBoundingClientRect();
		const send = (type, y) => grip.dispatchEvent(new PointerEvent(type, {bubbles: true, pointerId: 1, clientX: 20, clientY: y}));
		grip.setPointerCapture = () => {};
		send("pointerdown", rows[0].getBoundingClientRect().top + 5);
		send("pointermove", to.bottom - 2);
		send("pointerup", to.bottom - 2);
	})()`))
	if text := b.text(`document.querySelector("[role=status].moved").textContent`); !strings.Contains(text, "number 2") {
		t.Errorf("the page says %q", text)
	}
	b.click(`[data-order] .row button.primary`)
	if got := b.text(names); got != strings.Join([]string{was[1], was[0], was[2], was[3]}, "|") {
		t.Errorf("%v became %s", was, got)
	}
	b.quiet()
}

// Tags are typed, chosen and pasted as chips; what is sent is the list.
func typeTags(t *testing.T, s *site, id work.ID) {
	b := s.tab(t)
	b.size(360)
	b.signIn(archivetest.Ann)
	b.open(id.Path() + "/edit")
	b.do(chromedp.SendKeys(chromedp.CSS("#f-fandoms"), "harb"))
	b.until(`document.querySelector(".guesses:not([hidden]) [role=option]")`)
	first := b.text(`document.querySelector(".guesses:not([hidden]) [role=option] span").textContent`)
	b.do(chromedp.Evaluate[chromedp.Void](`(() => {
		const f = document.getElementById("f-fandoms");
		for (const key of ["ArrowDown", "Enter"]) f.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}));
		const r = document.getElementById("f-relationships"), data = new DataTransfer();
		data.setData("text/plain", "Ines/Tobias, Clerk & Sea");
		r.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
		const rows = document.querySelectorAll(".weights label select");
		rows[1].value = "background";
	})()`))
	if n := value[int](b, `document.querySelectorAll(".weights label").length`); n != 2 {
		t.Errorf("%d rows of weights", n)
	}
	b.do(chromedp.SetValue(chromedp.CSS("#f-title"), "Typed by hand"), chromedp.Click(chromedp.CSS("[name=rating]")), chromedp.Click(chromedp.CSS("[name=warnings]")))
	b.click(".edit-work form button.big")
	x, err := work.Get(s.Context(), s.DB, s.Viewer(archivetest.Ann), id)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, g := range x.Tags {
		got = append(got, g.Name+string(x.Weights[g.ID]))
	}
	if all := strings.Join(got, "|"); !strings.Contains(all, first+"|Ines/Tobias|Clerk & Seabackground") {
		t.Errorf("saved are %s, chosen was %s", all, first)
	}
	b.quiet()
}
