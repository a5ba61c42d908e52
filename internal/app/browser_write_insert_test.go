package app_test

import (
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/draft"
	"github.com/ficstead/ficstead/internal/prose"
)

// more chooses from the menu behind the dots.
func (d *desk) more(choice string) {
	d.t.Helper()
	d.do(chromedp.Click(chromedp.CSS("[data-name=more]")), chromedp.Click(chromedp.Search(`//div[@role="menu"]//button[contains(., "`+choice+`")]`)))
}

// fill fills in a dialog, field by field, and sends it.
func (d *desk) fill(fields ...string) {
	d.t.Helper()
	for i := 0; i < len(fields); i += 2 {
		d.until(`document.querySelector("dialog.write-box [name=` + fields[i] + `]")`)
		d.do(chromedp.SetValue(chromedp.CSS("dialog.write-box [name="+fields[i]+"]"), fields[i+1]))
	}
	d.do(chromedp.Click(chromedp.CSS("dialog.write-box button.primary")))
}

// closed waits for the dialog to go.
func (d *desk) closed() { d.t.Helper(); d.until(`!document.querySelector("dialog.write-box")`) }

// paste dispatches what a browser does when somebody pastes.
func (d *desk) paste(html string) {
	d.t.Helper()
	d.do(chromedp.Evaluate[chromedp.Void](`(() => {
		const clipboardData = new DataTransfer();
		clipboardData.setData("text/html", ` + strconv.Quote(html) + `);
		clipboardData.setData("text/plain", "as plain text");
		document.getElementById("write-prose").dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
	})();0`))
}

func pastedFromPrograms(t *testing.T, d *desk) {
	for _, name := range []string{"google-docs", "word"} {
		source, want := file(t, "../prose/testdata/paste/"+name+".html"), strings.TrimSpace(file(t, "../prose/testdata/paste/"+name+".want.html"))
		d.at(0)
		d.do(chromedp.Evaluate[chromedp.Void](`getSelection().selectAllChildren(document.getElementById("write-prose"));0`))
		time.Sleep(50 * time.Millisecond) // the editor learns of a selection by an event
		d.paste(source)
		d.until(stateText + `.includes("Not saved yet")`)
		d.saved()
		if got := (prose.Cleaner{}).Clean(d.kept(), prose.Body); got != want {
			t.Errorf("%s\n got %s\n\nwant %s", name, got, want)
		}
	}
}

func picturePutIn(t *testing.T, d *desk) {
	lamp := filepath.Join(t.TempDir(), "lamp.png")
	f, err := os.Create(lamp)
	if err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(f, image.NewGray(image.Rect(0, 0, 60, 40))); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	d.at(0)
	d.do(chromedp.Click(chromedp.CSS("[data-name=image]")), chromedp.SetUploadFiles(chromedp.CSS("dialog.write-box input[type=file]"), []string{lamp}))
	d.fill()
	if !d.is(`document.querySelector("dialog.write-box [name=alt]:invalid")`) {
		t.Error("a picture needs no description")
	}
	d.fill("alt", "   ")
	d.told("describe the picture")
	d.fill("alt", "A lamp\non the quay")
	d.closed()
	d.until(`document.querySelector("#write-prose img[src^='/pictures/']")?.naturalWidth === 60`)
	d.saved()
	d.has(`src="/pictures/`, `alt="A lamp on the quay" width="60" height="40"`)
}

func linksAndLanguages(_ *testing.T, d *desk) {
	d.at(0)
	d.enter()
	d.types("See ")
	d.press("k", chromedp.ModifierCtrl)
	d.fill("href", "javascript:alert(1)", "words", "the map")
	d.told("Only web addresses")
	d.fill("href", "maps.example/quay")
	d.closed()
	d.saved()
	d.has(`<p>See <a href="https://maps.example/quay" rel="nofollow">the map</a></p>`)
	d.at(-1)
	d.enter()
	d.types("نعم")
	d.more("Language and direction")
	d.fill("lang", "not a code!")
	d.told("looks like")
	d.do(chromedp.Evaluate[chromedp.Void](`document.querySelector("dialog [name=dir]").value = "rtl";0`))
	d.fill("lang", "ar")
	d.closed()
	d.saved()
	d.has(`<p lang="ar" dir="rtl">`)
	d.at(-1)
	d.enter()
	d.more("Ruby")
	d.fill("base", "漢字", "over", "kanji")
	d.closed()
	d.saved()
	d.has(`<ruby>漢字<rt>kanji</rt></ruby>`)
}

func tablesAndFolds(_ *testing.T, d *desk) {
	d.at(0)
	d.enter()
	d.more("Table")
	d.until(`document.querySelector("#write-prose td")`)
	d.do(chromedp.Evaluate[chromedp.Void](`(() => { const c = document.querySelector("#write-prose td > *") ?? document.querySelector("#write-prose td"); document.getElementById("write-prose").focus(); getSelection().collapse(c, 0); })();0`))
	d.types("Tide")
	d.types("\t")
	d.types("low")
	d.saved()
	d.has(`<td>Tide</td>`, `<td>low</td>`)
	d.at(0)
	d.enter()
	d.types("/fold")
	d.until(`document.querySelector("#write-slash:popover-open [aria-selected=true]")`)
	d.enter()
	d.types("What he hid")
	d.enter()
	d.types("A key.")
	d.saved()
	d.has(`<details><summary>What he hid</summary><p>A key.</p></details>`)
}

func sourceAndFocus(t *testing.T, d *desk) {
	d.at(0)
	d.more("HTML")
	d.until(`document.querySelector(".write-source")`)
	d.do(chromedp.Evaluate[chromedp.Void](`(() => { const s = document.querySelector(".write-source"); s.value += '\n<p class="slug">Harbour, <em>night</em></p>'; s.dispatchEvent(new Event("input")); })();0`))
	d.saved()
	d.has(`<p class="slug">Harbour, <em>night</em></p>`)
	d.more("HTML")
	d.until(`!document.querySelector(".write-source") && [...document.querySelectorAll("#write-prose em")].some(e => e.textContent === "night")`)
	d.press(".", chromedp.ModifierCtrl)
	d.until(`document.documentElement.hasAttribute("data-focus") && !document.querySelector(".site-head").checkVisibility()`)
	d.press(".", chromedp.ModifierCtrl)
	d.until(`document.querySelector(".site-head").checkVisibility()`)
	d.at(0)
	d.types(" Now.")
	d.press("s", chromedp.ModifierCtrl)
	d.saved()
	d.has(" Now.")
	d.press("S", chromedp.ModifierCtrl, chromedp.ModifierShift)
	d.fill("name", "before the big cut")
	d.closed()
	d.until(stateText + `.includes("before the big cut")`)
	if n := d.versions("named"); n != 1 {
		t.Errorf("%d versions have a name", n)
	}
}

// A scene break is a plain line across the text, and looks as readers see it in this work.
func sceneBreaks(t *testing.T, d *desk) {
	d.s.Tx(func(tx *db.Tx) error {
		return tx.Exec(t.Context(), `UPDATE works SET ornament = 'moon' WHERE id = (SELECT work_id FROM chapters WHERE id = $1)`, int64(d.chapter))
	})
	d.write(d.address)
	d.at(0)
	d.do(chromedp.Click(chromedp.CSS("[data-name=scene]")))
	d.types("After it.")
	d.saved()
	d.has("<hr>\n<p>After it.</p>")
	sign := `getComputedStyle(document.querySelector("%s hr"), "::before").content`
	here := d.text(fmt.Sprintf(sign, "#write-prose"))
	d.s.Tx(func(tx *db.Tx) error { return draft.Settle(t.Context(), tx, prose.Cleaner{}, d.chapter) })
	d.open(strings.TrimSuffix(d.address, "/edit"))
	if there := d.text(fmt.Sprintf(sign, ".userstuff.module")); here != there || here == "none" {
		t.Errorf("writing shows %s, reading %s", here, there)
	}
}
