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
