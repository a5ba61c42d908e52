package decode

import "testing"

// Where lines stand, and which way they run, is part of a letter's or a poem's form.
func TestAlignmentAndDirectionStay(t *testing.T) {
	const page = `<p>The letter lay on the table, and nobody in the house would be the first to open it, so it lay there.</p>
<p style="text-align:right">Harbour Grace, in May</p><p align="center">For you alone</p><p dir="rtl">שלום לך</p>
<div style="text-align:right"><p>Yours, as ever, and much more than this page can say to you</p></div>
<table><tr><td style="text-align:right">1</td><td>2</td></tr></table>`
	m, err := readOne(t.Context(), "a.html", []byte("<html><body>"+page+"</body></html>"), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	want := `<p>The letter lay on the table, and nobody in the house would be the first to open it, so it lay there.</p>` +
		`<p align="right">Harbour Grace, in May</p><p align="center">For you alone</p><p dir="rtl"><span dir="rtl">שלום לך</span></p>` +
		`<p align="right">Yours, as ever, and much more than this page can say to you</p>` +
		`<table><tbody><tr><td align="right">1</td><td>2</td></tr></tbody></table>`
	if got := m.Chapters[0].Body; got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}
