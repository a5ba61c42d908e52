package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
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
		case unspaced(r):
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
		if !inWord(r) && !unicode.Is(unicode.Cf, r) || unspaced(r) || r == zeroWidthSpace {
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
	zeroWidthSpace  = 0x200B
	longVowel       = 0x30FC // of both kana, and so of neither script
	halfLongVowel   = 0xFF70
	halfVoiced      = 0xFF9E
	halfSemiVoiced  = 0xFF9F
	voiced          = 0x3099
	semiVoiced      = 0x309A
	arabicTatweel   = 0x0640
	greekFinalSigma = 'ς'
)

func inWord(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r)
}

// unspaced reports whether r is of a script in which spaces don't tell words
// apart. Korean has spaces, but what a reader looks for is often only the
// beginning of what stands between them.
func unspaced(r rune) bool {
	const first = 0x0E00 // nothing of these scripts comes before Thai
	if r < first {
		return false
	}
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul,
		unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) || r == longVowel || r == halfLongVowel
}

// fold gives the one form of a word that all its spellings share: small letters
// without accents, and plain forms of wide, narrow and joined ones.
func fold(word string) string {
	if folded, ok := foldASCII(word); ok {
		return folded
	}
	var b strings.Builder
	for _, r := range norm.NFKD.String(word) {
		r = unicode.ToLower(r)
		switch {
		case accent(r) || r == arabicTatweel:
		case r == greekFinalSigma:
			b.WriteRune('σ')
		case inWord(r):
			b.WriteString(plainLetter(r))
		}
	}
	return clip(norm.NFC.String(b.String()))
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

// accent reports whether r is a mark that readers leave out when they type:
// accents of Latin, Greek and Cyrillic, the vowel points of Hebrew and Arabic.
// In other scripts marks are vowels, and in kana they are other sounds.
func accent(r rune) bool {
	return unicode.IsMark(r) && r != voiced && r != semiVoiced &&
		unicode.In(r, unicode.Inherited, unicode.Cyrillic, unicode.Hebrew, unicode.Arabic, unicode.Syriac)
}

// plainLetter writes letters that have no accent to take off, but that readers
// write without the stroke or apart.
func plainLetter(r rune) string {
	switch r {
	case 'ß':
		return "ss"
	case 'æ':
		return "ae"
	case 'œ':
		return "oe"
	case 'ø':
		return "o"
	case 'ł':
		return "l"
	case 'đ', 'ð':
		return "d"
	case 'þ':
		return "th"
	case 'ı':
		return "i"
	}
	return string(r)
}
