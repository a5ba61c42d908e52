package decode

import (
	"strings"
	"testing"
)

// Of a story that LibreOffice had saved as text, a paragraph a line, with notes
// at both ends of its chapters, all chapters were one, its title was the file's
// name, and its rating and summary stood in the story.
func TestAParagraphALine(t *testing.T) {
	text := strings.Repeat(prose+"\n“You came back,” Ida said.\n", 4)
	chapter := func(head string) string {
		return head + "\nA/N: sorry for the wait!\n" + text + "***\n" + text + "A/N: end note. Please review.\n"
	}
	const head = "The Tide Books\nby Wren Alder\nRating: T\nSummary: Mara comes home.\n"
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"notes at both ends", head + chapter("Chapter 1: Ebb") + chapter("Chapter 2: Slack"),
			[]string{"title=The Tide Books", "authors=Wren Alder", "rating=Teen And Up Audiences", "summary=Mara comes home.", "chapters=2", "breaks=2"}},
		{"no notes", head + "Chapter 1: Ebb\n" + text + "Chapter 2: Slack\n" + text,
			[]string{"title=The Tide Books", "authors=Wren Alder", "rating=Teen And Up Audiences", "chapters=2", "breaks=0"}},
		{"verse in it", head + strings.Repeat(prose+"\n", 12) + "carry me over the bar again,\nnobody waits where the lamps are low,\nsalt and iron is all I know,\niron and rain,\n" + strings.Repeat(prose2+"\n", 12),
			[]string{"title=The Tide Books", "verse=1", "chapters=1"}},
		{"lines that a margin broke", "The Tide Books\nby Wren Alder\n\n" + strings.Repeat("The boats came in on the evening tide with their lamps lit and\nthe women on the wall counted them twice over before anybody\nwould agree to go home to bed.\n\n", 6),
			[]string{"title=The Tide Books", "chapters=1", "breaks=0"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			facts := strings.Join(factsOf(readCase(t, c.text)), "\n") + "\n"
			for _, want := range c.want {
				if !strings.Contains(facts, want+"\n") {
					t.Errorf("no %q in\n%.1500s", want, facts)
				}
			}
		})
	}
}
