package typeahead

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/ficstead/ficstead/internal/letter"
)

// Fold is a name as it is compared: small letters without accents, of one width, and
// hiragana for katakana.
func Fold(name string) string {
	if folded, ok := foldASCII(name); ok {
		return folded
	}
	b := make([]byte, 0, len(name))
	for _, r := range norm.NFKD.String(strings.ToValidUTF8(name, "")) {
		switch {
		case unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Cc, r):
		case r >= 'ァ' && r <= 'ヶ':
			b = utf8.AppendRune(b, r-'ァ'+'ぁ')
		default:
			b = letter.AppendTyped(b, r)
		}
	}
	return norm.NFC.String(string(b))
}

func foldASCII(name string) (string, bool) {
	for i := range len(name) {
		if c := name[i]; c >= utf8.RuneSelf || c < ' ' {
			return "", false
		}
	}
	return strings.ToLower(name), true
}

// divides reports whether r stands between words. People write _ within one.
func divides(r rune) bool { return unicode.IsSpace(r) || r != '_' && unicode.IsPunct(r) }

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
		case letter.Spaceless(r):
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
