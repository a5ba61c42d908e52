package decode

import (
	"strings"
	"testing"
)

func TestSiteFacts(t *testing.T) {
	read := func(markup string) Manuscript {
		t.Helper()
		doc, err := parseMarkup(markup)
		if err != nil {
			t.Fatal(err)
		}
		var w toldWork
		factSheet(factsBelow(findElement(doc, "body"))).into(&w)
		return w.declared
	}
	for name, markup := range map[string]string{
		"runs":       `<div><b>Series:</b> Small Engines [3]<br><b>Category:</b> Salt &amp;amp; Tin, Weather<br/><b>Rating:</b> M<br><b>Status:</b> Completed<br><b>Genre:</b> General</div>`,
		"table":      `<table><tr><td><b>Series:</b></td><td>Small Engines [3]</td></tr><tr><th>category</th><td>Salt &amp;amp; Tin, Weather</td></tr><tr><td>Rating:</td><td>M</td></tr><tr><th>status</th><td>Completed</td></tr><tr><td colspan=2><b>Genre:</b> General</td></tr></table>`,
		"paragraphs": `<p>Series: Small Engines [3]</p><p><b>Category</b>: Salt &amp;amp; Tin, Weather</p><p>Rating: M</p><p>Status: Completed</p><p>Genre: General</p>`,
	} {
		m := read("<body>" + markup + "</body>")
		if m.Series != "Small Engines" || m.SeriesPart != 3 || m.Rating != Mature || m.Status != StatusComplete {
			t.Errorf("%s: %q %d, %s, %s", name, m.Series, m.SeriesPart, m.Rating, m.Status)
		}
		want := []Tag{{TagFandom, "Salt & Tin"}, {TagFandom, "Weather"}, {TagFreeform, "General"}}
		if len(m.Tags) != len(want) {
			t.Errorf("%s: tags %v", name, m.Tags)
			continue
		}
		for i := range want {
			if m.Tags[i] != want[i] {
				t.Errorf("%s: tag %v, want %v", name, m.Tags[i], want[i])
			}
		}
	}
	if m := read(`<body><p><b>Category:</b> Fantasy</p><p><b>Publisher:</b> www.wattpad.com</p></body>`); len(m.Tags) != 1 || m.Tags[0].Type != TagFreeform {
		t.Errorf("a shelf of Wattpad became %v", m.Tags)
	}
}

func TestCanonicalSource(t *testing.T) {
	for in, want := range map[string]string{
		"//www.fictionpress.com/s/3111/1/Salt":                          "https://www.fictionpress.com/s/3111",
		"http://m.fanfiction.net/s/12/3/":                               "https://www.fanfiction.net/s/12",
		"https://archiveofourown.org/collections/x/works/9/chapters/10": "https://archiveofourown.org/works/9",
		"http://www.livejournal.com/users/quill_feather/815.html?a=b":   "https://quill-feather.livejournal.com/815.html",
		"http://community.livejournal.com/harbour_fic/99.html":          "https://harbour-fic.livejournal.com/99.html",
		"https://www.wattpad.com/story/98765-the-crane":                 "https://www.wattpad.com/story/98765",
		"https://stories.example/crane?id=2":                            "https://stories.example/crane?id=2",
		"javascript:alert(1)":                                           "",
		"ftp://x/y":                                                     "",
	} {
		if got := canonicalSource(in); got != want {
			t.Errorf("%s became %s, want %s", in, got, want)
		}
	}
}

// FuzzSiteFacts holds the readers of labels to their law: names that become
// tags stood in the page.
func FuzzSiteFacts(f *testing.F) {
	f.Add(`<div><b>Category:</b> Salt &amp;amp; Tin, Weather<br><b>Characters:</b> A, B<br></div>`)
	f.Add(`<table><tr><td><b>Author:</b></td><td><a href="x">A</a>, B</td></tr><tr><th>fandoms</th><td>X</td></tr></table>`)
	f.Add(`<p>Series: X [3]</p><p>Original source: <a href="http://a/b">c</a></p>`)
	f.Fuzz(func(t *testing.T, markup string) {
		doc, err := parseMarkup(markup)
		if err != nil || findElement(doc, "body") == nil {
			return
		}
		body := findElement(doc, "body")
		text := plainFact(spacedText(body))
		var w toldWork
		factSheet(factsBelow(body)).into(&w)
		for _, tag := range w.declared.Tags {
			if (tag.Type == TagFandom || tag.Type == TagCharacter) && len(missingWords(tag.Name, []string{text, strings.Join(strings.Fields(textOf(body)), "")})) > 0 {
				t.Fatalf("%q is not in %q", tag.Name, text)
			}
		}
	})
}
