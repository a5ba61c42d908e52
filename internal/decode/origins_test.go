package decode

import (
	"maps"
	"strings"
	"testing"
)

// TestOrigins says for each field where it was found, in every kind of file.
func TestOrigins(t *testing.T) {
	body := prose + "\n\n" + prose2 + "\n\n"
	paras := "<p>" + prose + "</p><p>" + prose2 + "</p>"
	for _, c := range []struct {
		name, file, in string
		want           string // field=origin, parted by blanks, in the fields' order
	}{
		{"nothing but a story", "a.txt", body, "title=file_name chapters=text"},
		{"a name", "the_tide.txt", body, "title=file_name chapters=text"},
		{"labels", "a.txt", "Title: The Tide\nAuthor: Mara\nFandom: Harbour\nRating: PG-13\nSummary: Boats.\nStatus: complete\nSeries: Coast, part 2\nWritten for: Ana\nBeta: Ida\nA/N: Thanks.\nDate: 2004-05-06\nSource: http://example.org/tide\n\n" + body,
			"title=label authors=label summary=label tags=label rating=label status=label published=label series=label source_url=label notes_before=label credits=label dedications=label chapters=text"},
		{"looks", "a.txt", "THE TIDE\nby Mara\n\nRated PG-13\n\n" + body + "THE END\n", "title=text authors=text rating=text status=text chapters=text"},
		{"a bare label", "a.txt", "Title: The Tide\n\nAuthor's Note\n\nI wrote this in spring.\n\n***\n\n" + body, "title=label notes_before=label chapters=text"},
		{"a mail", "a.txt", "From: mara@example.org (Mara)\nSubject: FIC: The Tide (1/1) [PG-13]\nDate: Mon, 3 May 2004 10:00:00 +0000\nNewsgroups: alt.harbour\n\n" + body,
			"title=label authors=label rating=label published=label chapters=text"},
		{"a page", "a.html", `<html lang="en"><head><title>The Tide</title><meta name="author" content="Mara"><meta name="keywords" content="x"></head><body>` + paras + `</body></html>`,
			"title=properties authors=properties language=properties chapters=text"},
		{"a page with labels and headings", "a.html", `<html><head><title>The Tide</title></head><body><p>Rating: R</p><p>Summary: Boats.</p><h2>Chapter 1: Out</h2>` + strings.Repeat(paras, 3) + `<h2>Chapter 2: Home</h2>` + strings.Repeat(paras, 3) + `</body></html>`,
			"title=properties summary=label rating=label chapters=properties"},
		{"a page whose text states its title", "a.html", `<html><head><title>Old archive</title></head><body><p>Title: The Tide</p><p>Author: Mara</p>` + paras + `</body></html>`,
			"title=label authors=label chapters=text"},
		{"front matter", "a.md", "---\ntitle: The Tide\nauthor: Mara\ntags: [sea, boats]\nrating: PG\nstatus: complete\ndate: 2004-05-06\nnotes: Hello.\n---\n\n" + body + "Author's note: bye, and thanks.\n",
			"title=properties authors=properties tags=properties rating=properties status=properties published=properties notes_before=properties notes_after=label chapters=text"},
		{"a book", "a.epub", string(testBook(t, "<dc:title>The Tide</dc:title><dc:creator>Mara</dc:creator><dc:language>en</dc:language><dc:subject>sea</dc:subject><dc:description>Boats.</dc:description><dc:date>2004-05-06</dc:date>", "",
			zipFile{"a.xhtml", xhtml("One", "<h1>One</h1>"+paras)}, zipFile{"b.xhtml", xhtml("Two", "<h1>Two</h1>"+paras)})),
			"title=properties authors=properties summary=properties tags=properties language=properties published=properties chapters=properties"},
	} {
		t.Run(c.name, func(t *testing.T) {
			all, err := ReadBytes(t.Context(), c.file, []byte(c.in), Limits{})
			if err != nil || len(all) != 1 {
				t.Fatalf("%d works, %v", len(all), err)
			}
			m := all[0]
			var got []string
			left := maps.Clone(m.Origins)
			for _, f := range originFields {
				if o := m.Origins[f]; o != "" {
					got = append(got, f+"="+string(o))
				}
				delete(left, f)
			}
			if s := strings.Join(got, " "); s != c.want {
				t.Errorf("got  %s\nwant %s", s, c.want)
			}
			if len(left) > 0 {
				t.Errorf("no such fields: %v", left)
			}
			for i, has := range m.filled() {
				if f := originFields[i]; has != (m.Origins[f] != "") && !(f == "title" && m.Title == "Untitled") {
					t.Errorf("%s has a value: %v; its origin is %q", f, has, m.Origins[f])
				}
			}
		})
	}
}
