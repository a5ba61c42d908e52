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
		m, err := readText(fileInput{path: "x.txt", bytes: []byte("Title: X\nAuthor: Y\n\nA/N: " + note + "\n\nThe goat had never asked to be in the story, and said so, loudly, to anyone who came near the fence with a notebook in their hand that summer.\n")})
		if err != nil || !slices.Equal(m.Dedicated, want.dedicated) || !slices.Equal(m.Requests, want.requests) {
			t.Errorf("%s: dedicated %q, requests %q, %v", note, m.Dedicated, m.Requests, err)
		}
	}
}

// Whom a story is for stands in the notes and is read there, in all the ways
// that people say it; each of these was once the first line of a story.
func TestDedicationsWithoutLabel(t *testing.T) {
	runCatalogue(t, []catalogueCase{
		{"this one's", story("The Tank\nby Wren\n\nThis one's for Ana."), []string{"dedicated=Ana", "before=This one's for Ana."}, nil},
		{"a gift", story("The Tank\nby Wren\n\nA gift for Ana."), []string{"dedicated=Ana"}, nil},
		{"birthday", story("The Tank\nby Wren\n\nHappy birthday, Ana!"), []string{"before=Happy birthday, Ana!"}, nil},
		{"written for", story("The Tank\nby Wren\n\nWritten for Ana's birthday."), []string{"dedicated=Ana's birthday"}, nil},
		{"an exchange", story("The Tank\nby Wren\n\nWritten as a Secret Santa gift for Ana."), []string{"dedicated=Ana"}, nil},
		{"a present", story("The Tank\nby Wren\n\nThis is a present for my sister Ana."), []string{"dedicated=my sister Ana"}, nil},
		{"all of you", story("The Tank\nby Wren\n\nThis is for all of you who requested a happy ending."), []string{"dedicated=all of you who requested a happy ending"}, nil},
		{"small", story("The Tank\nby Wren\n\nfor ana"), []string{"dedicated=for ana", "before=for ana"}, nil},
		{"drawn", story("The Tank\nby Wren\n\n* For Ana *"), []string{"dedicated=For Ana"}, nil},
		{"asked", story("The Tank\nby Wren\n\nAna asked for a clock, so here it is."), []string{"request=…Ana asked for a clock…", "before=…clock…"}, nil},
		{"at the request", story("A/N: Written at the request of Ana."), []string{"request=at the request of Ana"}, nil},
		{"a journal's mark", story("A/N: Written for [info]tern_exchange."), []string{"dedicated=tern_exchange", "before=Written for [info]tern_exchange."}, nil},
		{"a prompt", story("The Tank\nby Wren\n\nWritten for the prompt \"clock\" at tern_fest"), []string{"before=…tern_fest"}, []string{"body=…tern_fest…"}},
		{"guard: this is for the best", story("The Tank\nby Wren\n\nThis is for the best, she told herself, and counted the lamps again until there were none left to count on the quay."), nil, []string{"dedicated=…", "before=…"}},
		{"guard: written on the wall", story("The Tank\nby Wren\n\nWritten for nobody, the letter lay in the drawer under the string until the winter that the drawer was burnt, and then it was found by the dog, who could not read it either."), nil, []string{"before=…", "dedicated=…"}},
		{"guard: for ever", story("The Tank\nby Wren\n\nfor ever and ever the lamp went round"), nil, []string{"dedicated=…"}},
	})
}

// People saw a "Notice" chapter that held the disclaimer when a page had its title
// in a heading, the labels below it, and its chapters under smaller headings.
func TestLabelsUnderTheTitleAreNoChapter(t *testing.T) {
	story := "<p>" + strings.Repeat("The boats came in with the tide and nobody on the wall said a word about it. ", 5) + "</p>"
	page := "<html><body><h1>The Wall</h1><p>Author: Pen<br>Fandom: Harbours<br>Rating: G</p><p>Summary: Boats come in, and one does not, and nobody says a word about it until the morning.</p>" +
		"<p>Disclaimer: Harbour Grace owns the boats.</p><p>A/N: For a friend of the wall and all the people who stood on it with me that year.</p><h2>Evening</h2>" + story + "<h2>Morning</h2>" + story + "</body></html>"
	m, err := readOne(t.Context(), "wall.html", []byte(page), DefaultLimits())
	if err != nil || len(m.Chapters) != 2 || m.Chapters[0].Title != "Evening" || m.Title != "The Wall" || !strings.Contains(m.NotesBefore, "Harbour Grace") {
		t.Errorf("%q, %d chapters: %+v, notes %q, %v", m.Title, len(m.Chapters), m.Chapters, m.NotesBefore, err)
	}
}

// People saw "Home Search" as the first line of a saved page's story, and "Back
// to index" as its last scene.
func TestNavigationOfSavedPages(t *testing.T) {
	text := "<p>" + prose + "</p><p>" + prose2 + "</p>"
	page := `<html><head><title>The Wall</title></head><body><div id=nav><a href=/>Home</a> <a href=/s>Search</a></div><h1>The Wall</h1><h3>by Pen</h3>` + text + `<hr><p><a href="i.html">Back to index</a> | <a href="mailto:p@example.org">Feedback</a></p></body></html>`
	m, err := readOne(t.Context(), "wall.html", []byte(page), DefaultLimits())
	if err != nil || m.SceneBreaks != 0 || !slices.Equal(m.Authors, []string{"Pen"}) || len(m.Chapters) != 1 || strings.Contains(m.Chapters[0].Body, "index") || strings.Contains(m.Chapters[0].Body, "Search") {
		t.Errorf("%q by %q, %d breaks: %+v, %v", m.Title, m.Authors, m.SceneBreaks, m.Chapters, err)
	}
	m, err = readOne(t.Context(), "wall.html", []byte("<html><body>"+text+`<p><a href="https://example.org/x">the letter from home</a>, she wrote, was enough.</p></body></html>`), DefaultLimits())
	if err != nil || !strings.Contains(m.Chapters[0].Body, "was enough") {
		t.Errorf("a link in the story is gone: %+v, %v", m.Chapters, err)
	}
}
