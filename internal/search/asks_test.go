package search_test

import (
	"testing"

	"github.com/ficstead/ficstead/internal/search"
)

func TestAsksOf(t *testing.T) {
	for _, c := range []struct {
		text              string
		words, near, line bool
	}{
		{"lamp", true, false, false},
		{`"a lamp" near "the stair"`, true, true, false},
		{`"a lamp" near "the stair" and so on and on and on`, true, true, false},
		{"near the lamp", true, false, false},
		{"she folded the umbrella and waited", true, false, true},
		{"she folded the umbrella and", true, false, false},
		{"she folded the umbrella and waited -long", true, false, false},
		{"最後の電車を待って", true, false, true},
		{"-lamp", false, false, false},
		{"", false, false, false},
	} {
		if got, want := search.AsksOf(c.text), (search.Asks{Words: c.words, Near: c.near, Line: c.line}); got != want {
			t.Errorf("%q: %+v, want %+v", c.text, got, want)
		}
	}
}
