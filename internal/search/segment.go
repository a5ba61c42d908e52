package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/ficstead/ficstead/internal/letter"
)

// A unit is the smallest thing that can be found: a word, or one character of a
// script that writes words without spaces between them.
type unit struct {
	text       string // folded
	start, end int    // where it is in the text, in bytes
	run        bool   // of a script without spaces
	open       bool   // of a query: the word may go on
}

// maxWord is how many bytes of a folded word are looked at; no word is longer.
const maxWord = 96

// plain is text as it can be cut into units: valid, composed, without NUL.
func plain(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if strings.IndexByte(text, 0) >= 0 {
		text = strings.ReplaceAll(text, "\x00", " ")
	}
	return norm.NFC.String(text)
}

// units cuts a plain text. Whatever is neither letter, number nor mark divides
// words and is dropped: quotes, dashes, hyphens and apostrophes of all shapes.
func units(text string) []unit {
	us := make([]unit, 0, len(text)/6)
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		end, run := i+size, false
		switch {
		case letter.Spaceless(r):
			end, run = i+cluster(text[i:]), true
		case inWord(r):
			end = i + word(text[i:])
		default:
			i = end
			continue
		}
		if folded := fold(text[i:end]); folded != "" {
			us = append(us, unit{text: folded, start: i, end: end, run: run})
		}
		i = end
	}
	return us
}

// word is the length of the word that s begins with.
func word(s string) int {
	for i, r := range s {
		if !inWord(r) && !unicode.Is(unicode.Cf, r) || letter.Spaceless(r) || r == zeroWidthSpace {
			return i
		}
	}
	return len(s)
}

// cluster is the length of the character that s begins with, with its marks.
func cluster(s string) int {
	for i, r := range s {
		if i > 0 && !unicode.IsMark(r) && r != halfVoiced && r != halfSemiVoiced {
			return i
		}
	}
	return len(s)
}

const (
	zeroWidthSpace = 0x200B
	halfVoiced     = 0xFF9E
	halfSemiVoiced = 0xFF9F
)

func inWord(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r)
}

// fold gives the one form of a word that all its spellings share: as it is typed, with
// plain forms of wide, narrow and joined letters.
func fold(word string) string {
	if folded, ok := foldASCII(word); ok {
		return folded
	}
	b := make([]byte, 0, len(word))
	for _, r := range norm.NFKD.String(word) {
		if inWord(r) {
			b = letter.AppendTyped(b, r)
		}
	}
	return clip(norm.NFC.String(string(b)))
}

func foldASCII(word string) (string, bool) {
	for i := range len(word) {
		if word[i] >= utf8.RuneSelf {
			return "", false
		}
	}
	return clip(strings.ToLower(word)), true
}

// clip cuts a word that is too long, between two characters.
func clip(word string) string {
	if len(word) <= maxWord {
		return word
	}
	n := maxWord
	for n > 0 && !utf8.RuneStart(word[n]) {
		n--
	}
	return word[:n]
}
