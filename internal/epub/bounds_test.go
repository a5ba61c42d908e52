package epub

import (
	"strings"
	"testing"
)

// TestHugeParts holds that a book grows in proportion to what is put in, however
// the hugeness is spread.
func TestHugeParts(t *testing.T) {
	long := strings.Repeat("é", 300_000)
	for name, c := range map[string]Chapter{
		"attributes": {ID: long, Title: long, Body: "<p id=" + long + " class=" + long + " title=" + long + "><a href=http://" + long + ">x<br>y"},
		"phrases":    {Body: strings.Repeat("<span title='"+long[:400]+"'>", 300) + strings.Repeat("<p>x</p>", 100_000)},
		"blocks":     {Body: strings.Repeat("<div class='"+long[:400]+"'>", 300) + strings.Repeat("<p>x</p>", 100_000)},
	} {
		book := edition{
			book:     Book{ID: "urn:x:1", Title: long, Source: "http://" + long + "/"},
			chapters: []Chapter{c},
		}.write(t)
		size := 0
		for _, f := range unpack(t, book) {
			size += int(f.UncompressedSize64)
		}
		// Sixteen phrases around each paragraph of one letter are the worst.
		if put := len(c.ID) + len(c.Title) + len(c.Body) + 2*len(long); size > 20*put {
			t.Errorf("%s: %d bytes in the book for %d", name, size, put)
		} else {
			t.Logf("%s: %d bytes in the book for %d", name, size, put)
		}
	}
}

// FuzzWrite holds that a book is well-formed whatever people type, and that no
// link or id in it is broken.
func FuzzWrite(f *testing.F) {
	for _, b := range trickyBodies {
		if len(b) < 2000 {
			f.Add("T", b)
			f.Add(b, "<p>x</p>")
		}
	}
	f.Fuzz(func(t *testing.T, title, body string) {
		e := edition{
			book: Book{ID: "urn:x:1", Title: title, Lang: title, Source: title, Summary: body, Fandoms: []string{title},
				Rows: []Row{{title, []Value{{title, body}}}}, Modified: changed},
			chapters: []Chapter{{ID: title, Title: title, Body: body, NotesAfter: body}, {ID: body, Title: title, Body: title}},
		}
		checkBook(t, e.write(t))
	})
}
