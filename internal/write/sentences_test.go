package write

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/say"
)

var (
	saysOne   = regexp.MustCompile(`\bt\("((?:[^"\\]|\\.)*)"`)
	saysCount = regexp.MustCompile(`\bcount\([^"\n]*, "([^"]*)", "([^"]*)"\)`)
	saysElse  = regexp.MustCompile(`(?m)\b(?:t\([^"\n)]|count\([^"\n]*, [^"\n]*\)).*$`)
)

// The page brings what the script says, no more and no less.
func TestSentencesAreThoseOfTheScript(t *testing.T) {
	files, err := filepath.Glob("editor/src/*.js")
	if err != nil || len(files) < 20 {
		t.Fatal(files, err)
	}
	words, forms := map[string]bool{}, map[string]bool{}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if filepath.Base(f) == "say.js" {
			continue // where t and count are made
		}
		for _, m := range saysOne.FindAllStringSubmatch(string(b), -1) {
			words[m[1]] = true
		}
		for _, m := range saysCount.FindAllStringSubmatch(string(b), -1) {
			forms[m[2]] = true
		}
		for _, line := range saysElse.FindAllString(string(b), -1) {
			if !saysCount.MatchString(line) {
				t.Errorf("%s says what is not written there: %s", f, line)
			}
		}
	}
	s := scriptIn(t.Context())
	for name, pair := range map[string][2][]string{
		"sentences": {slices.Sorted(maps.Keys(s.words)), slices.Sorted(maps.Keys(words))},
		"numbers":   {slices.Sorted(maps.Keys(s.forms)), slices.Sorted(maps.Keys(forms))},
	} {
		for _, x := range pair[0] {
			if !slices.Contains(pair[1], x) {
				t.Errorf("%s: nobody says %q", name, x)
			}
		}
		for _, x := range pair[1] {
			if !slices.Contains(pair[0], x) {
				t.Errorf("%s: the page lacks %q", name, x)
			}
		}
	}
	if len(words) < 100 || len(forms) < 5 {
		t.Errorf("%d sentences and %d numbers are found in the script", len(words), len(forms))
	}
}

// English is the script's own; with a number there is a form for one and for others.
func TestSentencesInEnglish(t *testing.T) {
	if got := sentences(t.Context()); got != "" || say.Language(t.Context()) != "en" {
		t.Errorf("%.80s", got)
	}
	for english, forms := range scriptIn(t.Context()).forms {
		if forms["other"] != english || forms["one"] == "" || !strings.Contains(forms["one"], "{n}") {
			t.Errorf("%q has the forms %q", english, forms)
		}
	}
}
