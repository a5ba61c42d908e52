package diff_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/diff"
)

func TestWords(t *testing.T) {
	for text, want := range map[string][]string{
		"":                      nil,
		"The lamp, lit.":        {"The ", "lamp", ", ", "lit", "."},
		"  two  spaces":         {"  ", "two  ", "spaces"},
		"one & two &amp; three": {"one ", "& ", "two ", "&amp; ", "three"},
		"灯火 は":                  {"灯", "火 ", "は"},
		"a\xffb":                {"a", "\xff", "b"},
	} {
		got := diff.Words(text)
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
		if strings.Join(got, "") != text {
			t.Errorf("%q is not whole again: %q", text, got)
		}
	}
}
