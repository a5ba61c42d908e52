package remember

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/search"
)

// terms makes of folded words of a clue what is looked for: each with the forms
// that it has in texts. Words that every text has are left out, unless there are
// no others.
func terms(words []string, language string) []search.Term {
	var out []search.Term
	var seen []string
	for _, w := range words {
		stem := stemOf(w, language)
		if common(w) || slices.Contains(seen, stem) || len(out) == maxTerms {
			continue
		}
		seen = append(seen, stem)
		out = append(out, formsOf(w, language))
	}
	return out
}

// maxTerms is how many words of a clue are looked for.
const maxTerms = 24

// formsOf gives the forms of a word, itself first.
func formsOf(word, language string) search.Term {
	n := utf8.RuneCountInString(word)
	switch {
	case !ascii(word), n < 3:
		if n > 6 { // a language with endings of its own: they are left open
			return search.Term{{Text: word}, {Text: cutRunes(word, n-2), Open: true}}
		}
		return search.Term{{Text: word}}
	case !english(language):
		if n > 5 {
			return search.Term{{Text: word}, {Text: word[:n-2], Open: true}}
		}
		return search.Term{{Text: word}}
	}
	var t search.Term
	for _, f := range inflected(word) {
		t = append(t, search.Form{Text: f})
	}
	return t
}

func english(language string) bool {
	return language == "" || language == "en" || strings.HasPrefix(language, "en-")
}

func ascii(s string) bool { return utf8.RuneCountInString(s) == len(s) }

func cutRunes(s string, n int) string { return string([]rune(s)[:n]) }

// inflected gives the forms of an English word, itself first: those of its stem,
// in British and American spelling, and those of a strong verb or noun.
func inflected(word string) []string {
	out := []string{word}
	add := func(fs ...string) {
		for _, f := range fs {
			if len(f) > 2 && !slices.Contains(out, f) {
				out = append(out, f)
			}
		}
	}
	for _, row := range strong {
		if fs := strings.Fields(row); slices.Contains(fs, word) {
			add(fs...)
			add(regular(fs[0])...)
		}
	}
	for _, base := range basesOf(word) {
		add(regular(base)...)
	}
	for _, f := range slices.Clone(out) {
		add(otherSpelling(f))
	}
	return out
}

// basesOf gives the words that word may be a form of. Some are no words at all,
// and cost nothing: no text has them.
func basesOf(w string) []string {
	out := []string{w}
	for _, e := range []struct{ end, put string }{
		{"iest", "y"}, {"ier", "y"}, {"ily", "y"}, {"ies", "y"}, {"ied", "y"}, {"ying", "ie"}, {"ves", "f"}, {"ves", "fe"}, {"es", ""}, {"s", ""},
		{"ed", ""}, {"ed", "e"}, {"ing", ""}, {"ing", "e"}, {"ly", ""}, {"ness", ""}, {"er", ""}, {"er", "e"},
	} {
		base, ok := strings.CutSuffix(w, e.end)
		if !ok || len(base)+len(e.put) < 3 || e.end == "s" && strings.HasSuffix(w, "ss") {
			continue
		}
		out = append(out, base+e.put)
		// A letter is nothing that lets: words in -er double by nature.
		if n := len(base); e.put == "" && e.end != "er" && n > 3 && base[n-1] == base[n-2] && !vowel(base[n-1]) {
			out = append(out, base[:n-1]) // stopped, stop
		}
	}
	return out
}

// regular gives the forms that a base has by rule.
func regular(b string) []string {
	n := len(b)
	if n < 2 {
		return nil
	}
	last, before := b[n-1], b[n-2]
	switch {
	case last == 'y' && !vowel(before):
		return []string{b, b[:n-1] + "ies", b[:n-1] + "ied", b + "ing", b[:n-1] + "ily", b[:n-1] + "iness"}
	case last == 'e':
		return []string{b, b + "s", b + "d", b[:n-1] + "ing", b + "ly"}
	case last == 's' || last == 'x' || last == 'z' || strings.HasSuffix(b, "ch") || strings.HasSuffix(b, "sh"):
		return []string{b, b + "es", b + "ed", b + "ing"}
	case last == 'f':
		return []string{b, b + "s", b[:n-1] + "ves", b + "ed", b + "ing"}
	}
	out := []string{b, b + "s", b + "ed", b + "ing", b + "ly", b + "ness"}
	if !vowel(last) && vowel(before) && n > 2 && !vowel(b[n-3]) && last != 'w' && last != 'y' {
		out = append(out, b+string(last)+"ed", b+string(last)+"ing")
	}
	return out
}

func vowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }

// otherSpelling is the British spelling of an American word or the other way
// about, "" when they are alike.
func otherSpelling(w string) string {
	for _, p := range spellings {
		if base, ok := strings.CutSuffix(w, p[0]); ok && len(base) > 1 {
			return base + p[1]
		}
		if base, ok := strings.CutSuffix(w, p[1]); ok && len(base) > 1 {
			return base + p[0]
		}
	}
	return ""
}

// spellings are endings, British and American. "our" stands last, for "hour" and
// "four" have it too; what comes of those is in no text.
var spellings = [][2]string{
	{"ise", "ize"}, {"ised", "ized"}, {"ising", "izing"}, {"isation", "ization"}, {"yse", "yze"}, {"ysed", "yzed"},
	{"ence", "ense"}, {"ogue", "og"}, {"entre", "enter"}, {"elled", "eled"}, {"elling", "eling"}, {"eller", "eler"},
	{"grey", "gray"}, {"greys", "grays"}, {"ourite", "orite"}, {"oured", "ored"}, {"ouring", "oring"}, {"ourful", "orful"}, {"ours", "ors"}, {"our", "or"},
}

// stemOf is one name for all the forms of a word, so that they are counted once.
func stemOf(word, language string) string {
	if !english(language) || !ascii(word) {
		return word
	}
	for _, row := range strong {
		if fs := strings.Fields(row); slices.Contains(fs, word) {
			return fs[0]
		}
	}
	bases := basesOf(word)
	return slices.MinFunc(bases, func(a, b string) int { return len(a) - len(b) })
}

// common reports whether a word is in so many texts that it tells nothing.
func common(w string) bool { _, found := slices.BinarySearch(commonWords, w); return found }
