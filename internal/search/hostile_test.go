package search_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/search"
)

// hostile are queries that somebody may type who wants to keep the archive busy.
func hostile(n int) map[string]string {
	return map[string]string{
		"common words":     strings.Repeat("the and of a ", n/13),
		"different words":  strings.Repeat("fog of the hill and the river under a lamp by ", n/46),
		"quotes":           strings.Repeat(`"the lamp" `, n/11),
		"empty quotes":     strings.Repeat(`"" `, n/3),
		"unbalanced":       strings.Repeat(`"`, n-1) + "the",
		"minus":            strings.Repeat(`-"of the" `, n/10) + "the",
		"near":             strings.TrimSuffix(strings.Repeat(`"the" near "of" near `, n/21), " near "),
		"wildcards":        strings.Repeat("the* *of .* %_? ", n/16),
		"brackets":         strings.Repeat("((the) OR ", n/10),
		"one word":         strings.Repeat("the", n/3),
		"NUL":              strings.Repeat("the\x00of\x00", n/7),
		"broken":           strings.Repeat("the\xff", n/4),
		"marks":            "e" + strings.Repeat("\u0301", n/2),
		"without spaces":   strings.Repeat("雨", n/3),
		"spaces":           strings.Repeat(" \t\u3000", n/5) + "the",
		"database's words": strings.Repeat(`the' & !of:* | {title}:NEAR(a b, 9) `, n/36),
	}
}

// However long a query is and whatever it is made of, it costs no more than a line of
// common words does, but for a little.
func TestWhateverIsTypedCostsLittle(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(d)
		for _, title := range strings.Fields("One Two Three Four Five Six Seven Eight Nine Ten") {
			s.add(t, story{title: title, chapters: []string{strings.Repeat("The fog of the hill and a lamp by the river, under the 雨雨雨雨.\n\n", 400)}})
		}
		took := func(text string) time.Duration {
			t.Helper()
			start := time.Now()
			if _, err := search.Find(t.Context(), d, search.Query{Text: text, Limit: 20}); err != nil {
				t.Fatalf("%.60q: %v", text, err)
			}
			return time.Since(start)
		}
		least := func(text string) time.Duration { // of three, which is what it takes when nobody else is at work
			return slices.Min([]time.Duration{took(text), took(text), took(text)})
		}
		usual := least("the fog of the hill and a lamp by the river")
		for name, text := range hostile(1_000_000) {
			if x := least(text); x > 20*usual+200*time.Millisecond {
				t.Errorf("%s: %v, a line of common words %v", name, x, usual)
			}
		}
	})
}
