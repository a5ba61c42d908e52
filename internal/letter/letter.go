// Package letter knows how people type letters: small, and without the accents,
// points and strokes for which they would have to look. Whatever compares words goes
// by it, names that are offered to who types as well as texts that are searched, so
// that a word which finds something in one place finds it in the others.
//
// Only what all of them need is here. Names take one kana for the other besides, since
// both come from the same keys (package typeahead); texts keep them apart.
package letter

import (
	"unicode"
	"unicode/utf8"
)

const (
	voiced     = 0x3099 // the marks of kana, which are other sounds
	semiVoiced = 0x309A
	tatweel    = 0x0640 // makes an Arabic word longer to the eye

	longVowel     = 0x30FC // of both kana, and so of neither script
	halfLongVowel = 0xFF70
)

// AppendTyped adds to b what people type for r: a small letter, two of them, or nothing.
// r must come from text of which accents stand apart (norm.NFKD).
func AppendTyped(b []byte, r rune) []byte {
	if r < utf8.RuneSelf {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return append(b, byte(r))
	}
	switch r = unicode.ToLower(r); r {
	case 'ß':
		return append(b, "ss"...)
	case 'æ':
		return append(b, "ae"...)
	case 'œ':
		return append(b, "oe"...)
	case 'ø':
		return append(b, 'o')
	case 'ł':
		return append(b, 'l')
	case 'đ', 'ð':
		return append(b, 'd')
	case 'þ':
		return append(b, "th"...)
	case 'ı':
		return append(b, 'i')
	case 'ς':
		return append(b, "σ"...)
	}
	if leftOut(r) {
		return b
	}
	return utf8.AppendRune(b, r)
}

// leftOut reports whether r is a mark that people leave out: accents of Latin, Greek
// and Cyrillic, the vowel points of Hebrew, Arabic and Syriac. In other scripts marks
// are vowels.
func leftOut(r rune) bool {
	return r == tatweel || unicode.IsMark(r) && r != voiced && r != semiVoiced &&
		unicode.In(r, unicode.Inherited, unicode.Cyrillic, unicode.Hebrew, unicode.Arabic, unicode.Syriac)
}

// Spaceless reports whether r is of a script in which spaces don't tell words apart,
// so that each of its characters is found by itself. Korean has spaces, but what people
// look for is often only the beginning of what stands between them.
func Spaceless(r rune) bool {
	const first = 0x0E00 // nothing of these scripts comes before Thai
	return r >= first && (unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul,
		unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) || r == longVowel || r == halfLongVowel)
}
