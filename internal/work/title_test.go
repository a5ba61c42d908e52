package work

import (
	"testing"

	"github.com/ficstead/ficstead/internal/prose"
)

// A title with a character that turns the direction of what follows could pose as
// another, in lists and in the names of downloads.
func TestTitlesAreOneHonestLine(t *testing.T) {
	d := Draft{Title: "Nice\u202eeman\x1b\nagain", Chapters: []DraftChapter{{Title: "\u2066Ebb\x07", Body: "<p>x</p>"}}}
	d.Prepare(prose.Cleaner{})
	if d.Title != "Niceeman  again" || d.Chapters[0].Title != "Ebb" {
		t.Errorf("%q, %q", d.Title, d.Chapters[0].Title)
	}
}
