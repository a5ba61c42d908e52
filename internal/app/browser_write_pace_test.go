package app_test

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// The server asks a tab to wait: the page says so in words, keeps what is typed on the
// device, leaves the server alone for as long as it was asked to, and saves all of it
// afterwards.
func askedToWait(t *testing.T, d *desk) {
	d.do(chromedp.Evaluate[chromedp.Void](`(() => {
		const send = window.fetch;
		window.refusals = [];
		window.early = 0;
		window.fetch = async (to, how) => {
			if (!String(to).endsWith("/autosave")) return send(to, how);
			window.tab = JSON.parse(how.body).tab;
			if (performance.now() < window.refusals.at(-1)) window.early++;
			const r = await send(to, how);
			if (r.status === 429) window.refusals.push(performance.now() + 1000 * r.headers.get("Retry-After") - 50);
			return r;
		};
		window.spend = () => {
			const form = document.getElementById("write");
			return send(form.dataset.autosave, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ seen: Number(form.dataset.seen), tab: window.tab, n: 0 }) });
		};
	})();0`))
	d.at(0)
	d.types(" Before.")
	d.saved()
	// Every turn that this tab has is taken.
	d.do(chromedp.Evaluate[chromedp.Void](`(async () => {
		for (let i = 0; i < 30; i++) await spend();
		window.spending = setInterval(spend, 100);
	})();0`))
	d.until(`window.spending`)
	d.types(" While waiting.")
	d.until(stateText + `.includes("waiting to save to the server")`)
	d.types(" And more.")
	d.do(chromedp.Evaluate[chromedp.Void](`dispatchEvent(new Event("blur"));dispatchEvent(new Event("online"));0`))
	if !d.is(`window.refusals.length > 0 && ` + stateText + `.includes("Saved on this device")`) {
		t.Errorf("the page says %q", d.text(stateText))
	}
	d.do(chromedp.Evaluate[chromedp.Void](`clearInterval(window.spending);0`))
	d.saved()
	d.has("Before.", "While waiting.", "And more.")
	if !d.is(`window.early === 0`) {
		t.Error("the page sends again before it was told to")
	}
}
