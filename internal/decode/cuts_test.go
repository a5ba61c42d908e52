package decode

import (
	"strings"
	"testing"
)

// Of two headings with nothing between them the second was lost.
func TestHeadingsInARowAreOneTitle(t *testing.T) {
	p := "<p>" + strings.Repeat("The lamp was out again and nobody on the quay knew why it was. ", 5) + "</p>"
	m, err := readOne(t.Context(), "a.html", []byte("<html><body><h1>Ebb</h1>"+p+"<h1>Flood</h1><h1>Slack</h1>"+p+"</body></html>"), Limits{})
	if err != nil || len(m.Chapters) != 2 || m.Chapters[0].Title != "Ebb" || m.Chapters[1].Title != "Flood: Slack" {
		t.Errorf("%v, %+v", err, m.Chapters)
	}
}
