package decode

import (
	"strings"
	"testing"
)

// The whole story stood in the notes after it, and an e-mail address was all of
// its first chapter, when a mail had been copied into a word processor, a
// paragraph a line.
func TestMailInParagraphs(t *testing.T) {
	text := strings.Repeat("<p>"+kept+"</p><p>“You came back,” Ida said from the door.</p>", 6)
	for _, c := range []struct{ name, head, authors string }{
		{"a mail's head", "<p>From: wren@example.org</p><p>To: lighthouse-list@example.com</p><p>Date: 3 May 2004</p><p>Subject: FIC: The Bell Buoy (1/3) PG-13</p><p> </p><p>Title: The Bell Buoy</p><p>Author: Wren</p><p>Rating: PG-13</p>", "Wren"},
		{"half of it", "<p>Date: 3 May 2004</p><p>Subject: FIC: The Bell Buoy</p><p>Title: The Bell Buoy</p><p>Author: Wren</p><p>Rating: PG-13</p>", "Wren"},
		{"only that", "<p>From: Wren &lt;wren@example.org&gt;</p><p>Subject: FIC: The Bell Buoy</p>", "Wren"},
		{"words above the labels", "<p>printed from the lighthouse list</p><p>Mara rows out to the bell buoy</p><p>Title: The Bell Buoy</p><p>Author: Wren</p><p>Rating: PG-13</p>", "Wren"},
	} {
		m, err := readOne(t.Context(), "a.html", []byte("<html><body>"+c.head+text+"<p>TBC</p></body></html>"), Limits{})
		if err != nil {
			t.Fatal(err)
		}
		body := plainOf(m.Chapters[0].Body)
		if m.Title != "The Bell Buoy" && c.name != "words above the labels" || strings.Join(m.Authors, "|") != c.authors || strings.Count(body, kept) != 6 || m.NotesAfter != "" {
			t.Errorf("%s: %q by %q; text %.100q, notes after %.100q", c.name, m.Title, m.Authors, body, m.NotesAfter)
		}
		if shown := body + m.NotesBefore; strings.Contains(shown, "@") || strings.Contains(shown, "Subject:") {
			t.Errorf("%s shows %.200q", c.name, shown)
		}
	}
}
