package app_test

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// In a long chapter the browser leaves alone what is far from the cursor while somebody
// types, and shows it as soon as somebody looks there.
func longChapter(_ *testing.T, d *desk) {
	d.more("HTML")
	d.until(`document.querySelector(".write-source")`)
	d.do(chromedp.Evaluate[chromedp.Void](`(() => { const s = document.querySelector(".write-source");
		s.value = Array.from({length: 400}, (_, i) => "<p>Paragraph " + i + " of a long chapter.</p>").join("\n");
		s.dispatchEvent(new Event("input")); })();0`))
	d.more("HTML")
	d.until(`document.querySelectorAll("#write-prose > p").length === 400`)
	d.at(200)
	const typing, far = `document.getElementById("write-editor").hasAttribute("data-typing")`, `document.querySelector("#write-prose > p:last-child")`
	d.types(" And here.")
	d.until(typing)
	if d.is(far + `.innerText !== ""`) {
		d.t.Error("what is far away is laid out while one types")
	}
	d.do(chromedp.Evaluate[chromedp.Void](far + `.scrollIntoView(); 0`))
	d.until(`!` + typing + ` && ` + far + `.innerText.includes("399")`)
	d.at(200)
	d.types(" And there.")
	d.until(typing)
	d.until(`!` + typing) // a pause
	d.saved()
	d.has("<p>Paragraph 200 of a long chapter. And here. And there.</p>\n<p>Paragraph 201")
}
