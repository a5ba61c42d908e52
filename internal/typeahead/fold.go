package typeahead

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold is a name as it is compared: small letters without accents, of one width, and
// hiragana for katakana.
func Fold(name string) string {
	if folded, ok := foldASCII(name); ok {
		return folded
	}
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(strings.ToValidUTF8(name, ""))) {
		switch {
		case accent(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Cc, r):
		case r >= 'ァ' && r <= 'ヶ':
			b.WriteRune(r - 'ァ' + 'ぁ')
		default:
			if plain := plainOf(r); plain != "" {
				b.WriteString(plain)
			} else {
				b.WriteRune(unicode.ToLower(r))
			}
		}
	}
	return norm.NFC.String(b.String())
}

func foldASCII(name string) (string, bool) {
	for i := range len(name) {
		if c := name[i]; c >= utf8.RuneSelf || c < ' ' {
			return "", false
		}
	}
	return strings.ToLower(name), true
}

// accent reports whether r is a mark that people leave out when they type. The marks of
// kana and of Indic scripts make other letters and stay.
func accent(r rune) bool {
	return r >= 0x300 && r <= 0x36F || r >= 0x591 && r <= 0x5C7 || r >= 0x64B && r <= 0x65F || r == 0x670
}

// plainOf is how letters are typed that are no letter with an accent to Unicode.
func plainOf(r rune) string {
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
	case 'ς':
		return "σ"
	}
	return ""
}

// divides reports whether r stands between words. People write _ within one.
func divides(r rune) bool { return unicode.IsSpace(r) || r != '_' && unicode.IsPunct(r) }

// spaceless reports whether r belongs to a script that puts no spaces between words: each
// of its characters is one.
func spaceless(r rune) bool {
	return r >= 0xE00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// word is one word of a name. Joined is set when it follows the one before without
// anything between.
type word struct {
	text   string
	joined bool
}

// split gives the words of a folded name. A name of nothing but punctuation is one word.
func split(folded string, words []word) []word {
	start, began, joined := len(words), -1, false
	end := func(i int) {
		if began >= 0 {
			words = append(words, word{folded[began:i], joined})
			began, joined = -1, true
		}
	}
	for i, r := range folded {
		switch {
		case divides(r):
			end(i)
			joined = false
		case spaceless(r):
			end(i)
			words = append(words, word{folded[i : i+utf8.RuneLen(r)], joined})
			joined = true
		case began < 0:
			began = i
		}
	}
	end(len(folded))
	if rest := strings.TrimSpace(folded); len(words) == start && rest != "" {
		words = append(words, word{rest, false})
	}
	return words
}
