package query

import (
	"strings"
	"testing"
)

func TestAmong(t *testing.T) {
	for _, c := range []struct{ text, words, line, wrong string }{
		{"late lamp", "late lamp", "", ""},
		{"lamp words:1000-5000 stairs", "lamp stairs", "words:1000-5000", ""},
		{"words:many lamp", "lamp", "", "many"},
		{"lamp -words:many", "lamp", "", "many"},
		{"lamp kudos:>100 -complete:yes", "lamp", "kudos:>100 -complete:yes", ""},
		{"lamp words>1000", "lamp", "words>1000", ""},
		{`fandom:"Land of Oz" lamp`, "lamp", `fandom:"Land of Oz"`, ""},
		{`fandom:(Oz OR "Land of Oz") lamp`, "lamp", `fandom:(Oz OR "Land of Oz")`, ""},
		{`"words:many" lamp`, `"words:many" lamp`, "", ""},
		{`-"he said words:many lamp" lamp`, `-"he said words:many lamp" lamp`, "", ""},
		{`-fandom:"Land of Oz" lamp`, "lamp", `-fandom:"Land of Oz"`, ""},
		{`“words:many lamp” said`, `“words:many lamp” said`, "", ""},
		{"she said: wait for me", "she said: wait for me", "", ""},
		{"she said:wait", "she said:wait", "", ""},
		{"words: he had none", "words: he had none", "", ""},
		{"it was 10:30 at https://example.org", "it was 10:30 at https://example.org", "", ""},
		{`an open " quote`, `an open " quote`, "", ""},
		{"(brackets OR", "(brackets OR", "", ""},
		{"wrods:1000 lamp", "lamp", "", "wrods"},
		{"lamp sort:kudos", "lamp", "sort:kudos", ""},
		{"lamp sort:fame", "lamp", "", "fame"},
		{"fandom:(Oz lamp", "", "", "("},
		{"雨 -angst", "雨 -angst", "", ""},
		{" \t ", "", "", ""},
		{"", "", "", ""},
	} {
		words, line, wrong := Among(c.text)
		var marked []string
		for _, m := range wrong {
			marked = append(marked, c.text[m.At.From:m.At.To])
		}
		if words != c.words || line != c.line || !strings.Contains(strings.Join(marked, ","), c.wrong) || (c.wrong == "") != (len(wrong) == 0) {
			t.Errorf("%q: words %q, line %q, wrong %q", c.text, words, line, marked)
		}
	}
}

// Whatever is typed, places are within it, and what is taken for fields can be parsed.
func FuzzAmong(f *testing.F) {
	for _, s := range []string{`a words:many "b`, "fandom:((x", "-words:\xff", "“”:“", "words:\u3000x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		_, line, wrong := Among(text)
		for _, m := range wrong {
			if m.At.From < 0 || m.At.From > m.At.To || m.At.To > len(text) {
				t.Errorf("%q: %v", text, m.At)
			}
		}
		if _, told := Parse(line); len(told) > 0 && len(line) < MaxLength/4 && strings.Count(line, " ") < MaxClues/2 && strings.Count(line, "(") == 0 {
			t.Errorf("%q: %q has mistakes: %v", text, line, told[0])
		}
	})
}
