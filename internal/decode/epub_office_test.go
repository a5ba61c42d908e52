package decode

import (
	"strings"
	"testing"
)

// Of a book made by LibreOffice with notes at both ends of each chapter, all
// chapters were one; a story in one file had the chapter "Section 1", the title
// "Unknown Title" and, beside its author, "Unknown Author".
func TestBooksOfLibreOffice(t *testing.T) {
	const meta = `<dc:title>Unknown Title</dc:title><dc:creator>Unknown Author</dc:creator><meta content="LibreOffice/7.4.7.2$Linux_X86_64 LibreOffice_project/40$Build-2 (libepubgen/0.1.1)" name="generator"/>`
	text := strings.Repeat("<p>"+kept+"</p>", 60)
	story := strings.Repeat("<p>"+kept+"</p>", 10)
	chapter := func(head, name string) zipFile {
		return zipFile{name, xhtml("", "<p>"+head+"</p><p>A/N: sorry for the wait!</p>"+story+"<p>A/N: please review.</p>")}
	}
	front := zipFile{"s1.xhtml", xhtml("", "<p>Low Water</p><p>by Wren Alder</p><p>Rating: T</p><p>Summary: Mara comes home.</p>")}
	for _, c := range []struct {
		name, nav, chapters string
		files               []zipFile
	}{
		{"chapters with notes", `<li><a href="s1.xhtml">Section 1</a></li><li><a href="s2.xhtml">Chapter 1: Ebb</a></li><li><a href="s3.xhtml">Chapter 2: Slack</a></li>`, "Ebb|Slack",
			[]zipFile{front, chapter("Chapter 1: Ebb", "s2.xhtml"), chapter("Chapter 2: Slack", "s3.xhtml")}},
		{"one file", `<li><a href="s1.xhtml">Section 1</a></li>`, "",
			[]zipFile{{"s1.xhtml", xhtml("", "<p>Low Water</p><p>by Wren Alder</p>"+text)}}},
		{"one file with marks", `<li><a href="s1.xhtml">Section 1</a></li>`, "Ebb|Slack",
			[]zipFile{{"s1.xhtml", xhtml("", "<p>Low Water</p><p>by Wren Alder</p><p>Chapter 1: Ebb</p>"+text+"<p>Chapter 2: Slack</p>"+text)}}},
	} {
		nav := zipFile{"nav.xhtml", xhtml("", `<body><nav epub:type="toc"><ol>`+c.nav+`</ol></nav></body>`)}
		m, err := readOne(t.Context(), "a.epub", testBook(t, meta, "", append(c.files, nav)...), Limits{})
		if err != nil {
			t.Fatal(err)
		}
		if got := titlesOf(m); m.Title != "Low Water" || strings.Join(m.Authors, "|") != "Wren Alder" || got != c.chapters {
			t.Errorf("%s: %q by %q, chapters %q", c.name, m.Title, m.Authors, got)
		}
	}
}
