package decode

import (
	"slices"
	"strings"
	"testing"
)

// People saw "Dedicated to a special request" over a story that somebody had asked for.
func TestARequestIsNoDedication(t *testing.T) {
	for note, want := range map[string]struct{ dedicated, requests []string }{
		`Written for a special request: "the Labyrinth, but kinder."`: {nil, []string{`a special request: "the Labyrinth, but kinder"`}},
		"Written for the prompt about goats.":                         {nil, []string{"the prompt about goats"}},
		"Dedicated to my sister.":                                     {[]string{"my sister"}, nil},
		"Dedicated to Prompto and Requin.":                            {[]string{"Prompto and Requin"}, nil},
	} {
		m, err := ReadText("x.txt", strings.NewReader("Title: X\nAuthor: Y\n\nA/N: "+note+"\n\nThe goat had never asked to be in the story, and said so, loudly, to anyone who came near the fence with a notebook in their hand that summer.\n"))
		if err != nil || !slices.Equal(m.Dedicated, want.dedicated) || !slices.Equal(m.Requests, want.requests) {
			t.Errorf("%s: dedicated %q, requests %q, %v", note, m.Dedicated, m.Requests, err)
		}
	}
}

// People saw a "Notice" chapter that held the disclaimer when a page had its title
// in a heading, the labels below it, and its chapters under smaller headings.
func TestLabelsUnderTheTitleAreNoChapter(t *testing.T) {
	story := "<p>" + strings.Repeat("The boats came in with the tide and nobody on the wall said a word about it. ", 5) + "</p>"
	page := "<html><body><h1>The Wall</h1><p>Author: Pen<br>Fandom: Harbours<br>Rating: G</p><p>Summary: Boats come in, and one does not, and nobody says a word about it until the morning.</p>" +
		"<p>Disclaimer: Harbour Grace owns the boats.</p><p>A/N: For a friend of the wall and all the people who stood on it with me that year.</p><h2>Evening</h2>" + story + "<h2>Morning</h2>" + story + "</body></html>"
	m, err := ReadBytes(t.Context(), "wall.html", []byte(page), DefaultLimits())
	if err != nil || len(m.Chapters) != 2 || m.Chapters[0].Title != "Evening" || m.Title != "The Wall" || !strings.Contains(m.NotesBefore, "Harbour Grace") {
		t.Errorf("%q, %d chapters: %+v, notes %q, %v", m.Title, len(m.Chapters), m.Chapters, m.NotesBefore, err)
	}
}
