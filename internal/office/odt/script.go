package odt

import (
	"strings"
	"unicode/utf8"
)

// script is one of the three groups of writing for which OpenDocument styles
// text apart.
type script uint8

const (
	western script = iota
	asian
	complex
	scripts
)

// scriptOf gives a character's group; false for those that go with what is
// before them.
func scriptOf(c rune) (script, bool) {
	switch {
	case c < 0x80:
		return western, c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
	case c < 0xC0, c == 0xD7, c == 0xF7:
		return western, false
	case c < 0x590:
		return western, true
	case c < 0x10A0, c >= 0x1780 && c < 0x18B0, c >= 0xFB1D && c < 0xFE00, c >= 0xFE70 && c < 0xFEFF:
		return complex, true
	case c >= 0x1100 && c < 0x1200, c >= 0x2E80 && c < 0xA4D0, c >= 0xAC00 && c < 0xD7B0,
		c >= 0xF900 && c < 0xFB00, c >= 0xFE30 && c < 0xFE50, c >= 0xFF00 && c < 0xFFF0, c >= 0x20000 && c < 0x40000:
		return asian, true
	case c >= 0x2000 && c < 0x2E80, c >= 0xD800 && c < 0xFB00, c >= 0xFE00, c >= 0x1F000:
		return western, false
	}
	return western, true
}

// run cuts off the beginning of s that is of one group, and says which.
// Characters of no group go with those before them.
func run(s string, before script) (head, rest string, of script) {
	of = before
	known := false
	for i := 0; i < len(s); {
		c, n := rune(s[i]), 1
		if c >= utf8.RuneSelf {
			c, n = utf8.DecodeRuneInString(s[i:])
		}
		if g, ok := scriptOf(c); ok {
			if known && g != of {
				return s[:i], s[i:], of
			}
			of, known = g, true
		}
		i += n
	}
	return s, "", of
}

// sameLanguage says whether two tags name one language to a reader. Countries
// make no difference but to Chinese, where they stand for the script.
func sameLanguage(a, b string) bool {
	if strings.EqualFold(a, b) {
		return true
	}
	x, restX, _ := strings.Cut(a, "-")
	y, restY, _ := strings.Cut(b, "-")
	if !strings.EqualFold(x, y) {
		return false
	}
	return !strings.EqualFold(x, "zh") || restX == "" || restY == ""
}

// language gives the language of most of the text.
func (r *reader) language() string {
	most, n := r.props.Language, 0
	for lang, letters := range r.letters {
		if letters > n || letters == n && lang < most {
			most, n = lang, letters
		}
	}
	return most
}

// heard counts letters of a language.
func (r *reader) heard(lang string, letters int) {
	if lang != "" && lang != noLang {
		r.letters[lang] += letters
	}
}
