package decode

import (
	"runtime"
	"strings"
	"testing"
)

// A file of a few megabytes of nothing but marks of emphasis, or of lists in
// lists, took gigabytes of memory, and anybody could bring it.
func TestMarksWithoutEnd(t *testing.T) {
	var lists strings.Builder
	for i := range 2000 {
		lists.WriteString(strings.Repeat("  ", i) + "- a\n")
	}
	for _, c := range []struct{ name, file, text string }{
		{"a text", "a.txt", strings.Repeat("_a *b ", 400_000)},
		{"Markdown", "a.md", strings.Repeat("**a *b ", 400_000)},
		{"Markdown without words", "a.md", "a" + strings.Repeat("*_", 1_000_000)},
		{"Markdown with brackets too", "a.md", strings.Repeat(`**a\ [b `, 400_000)},
		{"lists in lists", "a.md", lists.String()},
	} {
		t.Run(c.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			m, err := readOne(t.Context(), c.file, []byte(c.text), Limits{})
			runtime.ReadMemStats(&after)
			if err != nil {
				t.Fatal(err)
			}
			if spent := after.TotalAlloc - before.TotalAlloc; spent > uint64(150*len(c.text)) {
				t.Errorf("%d MB of memory for %d MB", spent>>20, len(c.text)>>20)
			}
			body := plainOf(m.Chapters[0].Body)
			if strings.Count(body, "a") != strings.Count(c.text, "a") || strings.Count(body, "b") != strings.Count(c.text, "b") || strings.Contains(body, "&#") {
				t.Errorf("%.100q of %d bytes", body, len(body))
			}
		})
	}
}
