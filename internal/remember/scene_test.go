package remember

import (
	"strings"
	"testing"
)

// What is shown of a scene says where the text goes on.
func TestAPassageSaysWhereItIsCut(t *testing.T) {
	long := strings.Repeat("word ", 400)
	for _, c := range []struct {
		text, word         string
		begins, ends, just bool
	}{
		{"A lamp.\n", "lamp", false, false, true},
		{"A lamp. " + long + "\n", "lamp", false, true, false},
		{long + "a lamp.\n", "lamp", true, false, false},
		{long + "a lamp. " + long + "\n", "lamp", true, true, false},
	} {
		at := strings.Index(c.text, c.word)
		e := event{start: at, end: at + len(c.word)}
		s := scene{text: c.text}
		s.clip([]event{e}, e)
		var all strings.Builder
		for _, x := range s.spans() {
			all.WriteString(x.Text)
		}
		got := all.String()
		if strings.HasPrefix(got, "…") != c.begins || strings.HasSuffix(got, "…") != c.ends || !strings.Contains(got, c.word) || c.just && strings.TrimSpace(got) != "A lamp." {
			t.Errorf("%.20q… is shown as %q", c.text, got)
		}
	}
}
