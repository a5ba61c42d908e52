package app_test

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// during makes what the page sends to an address that ends so wait for a promise first.
func (d *desk) during(end, promise string) {
	d.t.Helper()
	d.do(chromedp.Evaluate[chromedp.Void](`(() => {
		const send = window.fetch;
		window.fetch = async (to, how) => {
			if (String(to).endsWith("` + end + `")) { window.began = true; await (` + promise + `); }
			return send(to, how);
		};
	})();0`))
}

// What is typed while a text that was overtaken goes to the server stays.
func typedWhileJoining(_ *testing.T, d *desk) {
	d.at(0)
	d.enter()
	d.types("Second paragraph.")
	d.saved()
	other := d.again()
	other.during("/aside", `new Promise(go => { window.answer = go; })`)
	d.at(0)
	d.types(" From one.")
	d.saved()
	other.at(1)
	other.types(" From two.")
	other.until(`window.began`)
	other.types(" Typed meanwhile.")
	other.do(chromedp.Evaluate[chromedp.Void](`answer();0`))
	other.saved()
	other.has("From one.", "From two. Typed meanwhile.")
	other.types(" And after.")
	other.do(chromedp.Click(chromedp.Search(`//div[contains(@class, "write-said")]//button[.="Undo"]`)))
	other.until(`!document.getElementById("write-prose").textContent.includes("From one.")`)
	if !other.shows("From two. Typed meanwhile. And after.") {
		d.t.Error("taking back what came in takes along what was typed")
	}
}

// A text that could not be kept in the history can't be chosen away.
func asideUnreachable(t *testing.T, d *desk) {
	other := d.again()
	other.during("/aside", `window.reachable || Promise.reject(new TypeError("no network"))`)
	d.at(0)
	d.types(" Said by one.")
	d.saved()
	other.at(0)
	other.types(" Said by two.")
	other.until(`document.querySelector("dialog .pick-both")`)
	if other.is(`document.querySelector("dialog .pick-both input:checked")`) {
		t.Error("one of the texts is chosen beforehand")
	}
	keep := chromedp.Click(chromedp.CSS("dialog .write-merge button.primary"))
	other.do(chromedp.Click(chromedp.CSS("dialog .pick-both input[value=theirs]")), keep)
	other.until(`document.querySelector("dialog .fault").textContent.includes("could not be kept in the history")`)
	if n := d.versions("aside"); n != 0 {
		t.Errorf("%d versions are kept without the network", n)
	}
	other.do(chromedp.Evaluate[chromedp.Void](`window.reachable = true;0`), keep)
	other.until(`!document.querySelector("dialog")`)
	if n := d.versions("aside"); n != 1 || other.shows("Said by two.") {
		t.Errorf("%d versions are kept of what was not chosen", n)
	}
}

// versions counts the chapter's versions of a kind.
func (d *desk) versions(kind string) (n int) {
	d.t.Helper()
	if err := d.s.DB.QueryRowContext(d.t.Context(), `SELECT COUNT(*) FROM chapter_versions WHERE chapter_id = $1 AND kind = $2`, int64(d.chapter), kind).Scan(&n); err != nil {
		d.t.Fatal(err)
	}
	return n
}
