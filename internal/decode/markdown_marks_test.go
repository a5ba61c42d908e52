package decode

import (
	"strings"
	"testing"
)

// TestMarkdownSceneBreaks: "~~~" on a line of its own made the rest of a story
// code, "#" and "*" came out as nothing.
func TestMarkdownSceneBreaks(t *testing.T) {
	for _, mark := range []string{"***", "* * *", "---", "~~~", "~*~", "#", "# # #", "*", "+ + +", "><><", "*.*", "<3", "_,.-^-.,_", "oOo", "[hr]"} {
		m, err := readOne(t.Context(), "a.md", []byte("# Tide\n\n"+prose+"\n\n"+mark+"\n\n"+prose2+"\n"), DefaultLimits())
		if err != nil || m.SceneBreaks != 1 || len(m.Chapters) != 1 || !strings.Contains(m.Chapters[0].Body, "<p>"+prose2[:20]) {
			t.Errorf("%s: %d breaks, %+v, %v", mark, m.SceneBreaks, m.Chapters, err)
		}
	}
	code := "Tide\n\n```\n\n~~~\n\n```\n\nTitle\n=====\n\n" + prose
	if got := tamed(code); strings.Count(got, "```") != 2 || !strings.Contains(got, "Title\n=====\n") {
		t.Errorf("%q", got)
	}
}
