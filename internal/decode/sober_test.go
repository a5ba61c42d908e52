package decode

import (
	"strconv"
	"strings"
	"testing"
)

// One paragraph that was formatted as a heading by mistake made the whole work
// fail, and a story all in the style of headings became 29 chapters without a
// word.
func TestHeadingsThatAreNone(t *testing.T) {
	text := strings.Repeat("<p>"+kept+"</p>", 4)
	long := strings.Repeat(kept+" ", 5)
	const tale = "<h1>Tale</h1>"
	for _, c := range []struct {
		name, page, titles string
		paragraphs         int // of the first chapter
	}{
		{"one long heading", "<h2>Ebb</h2>" + text + "<h2>" + long + "</h2>" + text + "<h2>Slack</h2>" + text, "Ebb|Slack", 9},
		{"all headings", strings.Repeat("<h1>"+kept+"</h1>", 20), "", 20},
		{"all headings below a title", tale + strings.Repeat("<h2>"+kept+"</h2>", 20), "", 20},
		{"chapters", tale + strings.Repeat("<h2>Ebb and Flood</h2>"+text, 3), "Ebb and Flood|Ebb and Flood|Ebb and Flood", 4},
		{"contents above chapters", tale + strings.Repeat("<h3>The Ebb</h3>", 9) + strings.Repeat("<h2>Ebb and Flood</h2>"+text, 3), "Ebb and Flood|Ebb and Flood|Ebb and Flood", 4},
	} {
		m, err := readOne(t.Context(), "a.html", []byte("<html><body>"+c.page+"</body></html>"), Limits{})
		if err != nil {
			t.Fatal(err)
		}
		if got := titlesOf(m); got != c.titles || strings.Count(m.Chapters[0].Body, "<p") != c.paragraphs {
			t.Errorf("%s: titles %q, first chapter %q", c.name, got, m.Chapters[0].Body)
		}
		checkKept(t, plainOf(c.page), m)
	}
	book := testBook(t, "<dc:title>Tin</dc:title>", "", zipFile{"a.xhtml", xhtml("One", "<h1>One</h1>"+text)}, zipFile{"b.xhtml", xhtml("Two", "<h1>"+long+"</h1>"+text)}, zipFile{"c.xhtml", xhtml("Three", "<h1>Three</h1>"+text)})
	m, err := readOne(t.Context(), "a.epub", book, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range m.Chapters {
		if len(c.Title) > headingRunes {
			t.Errorf("a title of %d characters", len(c.Title))
		}
	}
	checkKept(t, kept, m)
}

// A book with a hundred thousand subjects held the reading of everybody's files
// up for half a minute. Its time must grow with its size, not with the square.
func TestManySubjects(t *testing.T) {
	var meta strings.Builder
	meta.WriteString("<dc:title>Tin</dc:title>")
	for i := range 60_000 {
		meta.WriteString("<dc:subject>tag" + strings.Repeat("x", i%7) + string(rune('a'+i%26)) + strconv.Itoa(i) + "</dc:subject><dc:creator id='c" + strconv.Itoa(i) + "'>W" + strconv.Itoa(i) + "</dc:creator><meta refines='#c" + strconv.Itoa(i) + "' property='role'>aut</meta>")
	}
	m, err := readOne(t.Context(), "a.epub", testBook(t, meta.String(), "", zipFile{"a.xhtml", xhtml("One", "<p>"+kept+"</p>")}), Limits{})
	if err != nil || len(m.Tags) != 60_000 || len(m.Authors) != 60_000 {
		t.Errorf("%d tags, %d authors, %v", len(m.Tags), len(m.Authors), err)
	}
}
