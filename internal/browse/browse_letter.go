package browse

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// heading is a letter that names are put under in an index.
type heading struct {
	name string
	// place orders letters: A to Z, then one script after the other, each as its own
	// alphabet goes, and last what begins with no letter.
	place int64
}

// noLetter is what all names stand under that begin with no letter.
const noLetter = "#"

// headingOf gives the letter that a name stands under, by its sort key: without accents, as
// a capital. Kana stand under the head of their row, Hangul under its first consonant, and
// Chinese characters, of which each would have a shelf of its own, together.
func headingOf(key string) heading {
	first, _ := utf8.DecodeRuneInString(norm.NFD.String(key[:min(len(key), utf8.UTFMax)]))
	if !unicode.IsLetter(first) {
		return heading{noLetter, 1 << 62}
	}
	at := slices.IndexFunc(scripts(), func(s *unicode.RangeTable) bool { return unicode.Is(s, first) })
	if at < 0 {
		at = len(scripts())
	}
	r := first
	switch {
	case unicode.Is(unicode.Latin, r):
		r = plainLatin(unicode.ToUpper(r))
	case unicode.Is(unicode.Hiragana, r), unicode.Is(unicode.Katakana, r):
		r = rowOfKana(r)
	case unicode.Is(unicode.Hangul, r):
		r = consonant(r)
	case unicode.Is(unicode.Han, r):
		r = '漢'
	default:
		r = unicode.ToUpper(r)
	}
	if at > 0 && scripts()[min(at, len(scripts())-1)] == unicode.Katakana {
		at-- // with Hiragana
	}
	return heading{string(r), int64(at)<<32 | int64(r)}
}

// scripts are in the order in which an index has them.
func scripts() []*unicode.RangeTable {
	return []*unicode.RangeTable{
		unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Armenian, unicode.Georgian, unicode.Hebrew, unicode.Arabic,
		unicode.Devanagari, unicode.Bengali, unicode.Tamil, unicode.Thai, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Han,
	}
}

// plainLatin gives the capital of A to Z that a letter is filed under which has no accent
// that could be taken off; others stay.
func plainLatin(r rune) rune {
	switch r {
	case 'Æ':
		return 'A'
	case 'Đ', 'Ð':
		return 'D'
	case 'ı':
		return 'I'
	case 'Ł':
		return 'L'
	case 'Ŋ':
		return 'N'
	case 'Ø', 'Œ':
		return 'O'
	case 'ß', 'ẞ':
		return 'S'
	case 'Þ':
		return 'T'
	}
	return r
}

// rowOfKana gives the head of the row of fifty sounds that a kana stands in.
func rowOfKana(r rune) rune {
	const toHiragana = 'ア' - 'あ'
	if r >= 'ァ' && r <= 'ヶ' {
		r -= toHiragana
	}
	for _, row := range []struct{ last, head rune }{
		{'お', 'あ'}, {'ご', 'か'}, {'ぞ', 'さ'}, {'ど', 'た'}, {'の', 'な'}, {'ぽ', 'は'}, {'も', 'ま'}, {'よ', 'や'}, {'ろ', 'ら'}, {'ん', 'わ'},
	} {
		if r <= row.last {
			return row.head
		}
	}
	return 'わ'
}

// consonant gives the consonant that a Korean name is filed under by its first one: tense
// ones stand with the plain.
func consonant(r rune) rune {
	const first = 0x1100
	plain := []rune("ㄱㄱㄴㄷㄷㄹㅁㅂㅂㅅㅅㅇㅈㅈㅊㅋㅌㅍㅎ")
	if i := int(r) - first; i >= 0 && i < len(plain) {
		return plain[i]
	}
	return r
}
