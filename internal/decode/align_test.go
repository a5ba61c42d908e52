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

// A letter's date and signature stand at the right; the date begins no scene.
func TestLettersByTheirPlace(t *testing.T) {
	const story = "<p>The letter lay on the table, and nobody in the house would be the first to open it, so it lay there until the winter.</p>"
	for _, c := range []struct{ name, page, want string }{
		{"a name at the right closes it", `<p align="right">3 May, Harbour Grace</p><p>Dear Ana,</p><p>All is well.</p><p>Until it isn’t,</p><p align="right">Mae</p>`,
			`<div class="letter"><p align="right">3 May, Harbour Grace</p><p>Dear Ana,</p><p>All is well.</p><p>Until it isn’t,</p><p align="right">Mae</p></div>`},
		{"two letters", `<p>Dear Ana,</p><p>Come.</p><p align="right">Mae</p><p align="right">5 May</p><p>Dear Mae,</p><p>No.</p><p align="right">Ana</p>`,
			`<div class="letter"><p>Dear Ana,</p><p>Come.</p><p align="right">Mae</p></div><div class="letter"><p align="right">5 May</p><p>Dear Mae,</p><p>No.</p><p align="right">Ana</p></div>`},
		{"a date at the right of no letter", `<p align="right">3 May</p><p>All was well.</p>`, `<p align="right">3 May</p><p>All was well.</p>`},
		{"a date that begins a scene", `<p>3 May</p><p>All was well.</p>`, `<hr><p class="slug">3 May</p><p>All was well.</p>`},
	} {
		m, err := readOne(t.Context(), "a.html", []byte("<html><body>"+story+c.page+story+"</body></html>"), Limits{})
		if err != nil {
			t.Fatal(err)
		}
		if got := m.Chapters[0].Body; got != story+c.want+story {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, story+c.want+story)
		}
	}
}
