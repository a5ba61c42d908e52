package decode

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// plausibility says how well a text reads: characters beyond ASCII that stand
// where stories have such characters count for it, others against it. Of the
// same bytes read in two encodings, the right reading has more.
func plausibility(text string) int {
	score := 0
	prev := ' '
	for at, r := range text {
		if r >= 0x80 {
			next, size := utf8.DecodeRuneInString(text[at+utf8.RuneLen(r):])
			if size == 0 {
				next = ' '
			}
			score += placed(prev, r, next)
		}
		prev = r
	}
	return score
}

// placed says how well one character stands between its neighbours.
func placed(prev, r, next rune) int {
	switch {
	case r == utf8.RuneError, r >= 0x80 && r <= 0x9F, unicode.Is(unicode.Co, r):
		return -4
	case r == 'ª' || r == 'º':
		return 0
	case unicode.Is(unicode.Lm, r) || r == 'ƒ' || r >= 0xFF61 && r <= 0xFF9F:
		return -2
	case unicode.IsLetter(r):
		return letterPlaced(prev, r, next)
	case unicode.IsMark(r):
		return 0
	}
	return signPlaced(prev, r, next)
}

func letterPlaced(prev, r, next rune) int {
	a := alphabetOf(r)
	switch {
	case a == alphabetNone:
		if strings.ContainsRune(commonSimple+commonTraditional+commonKorean, r) || isKana(r) {
			return 2
		}
		return 0
	case unicode.IsLetter(prev) && alphabetOf(prev) != a, unicode.IsLetter(next) && alphabetOf(next) != a:
		return -3
	case unicode.IsUpper(r) && unicode.IsLower(prev):
		return -2
	case unicode.IsLetter(prev) || unicode.IsLetter(next):
		return 1
	}
	return 0
}

// signPlaced says the same of quotation marks and other signs.
func signPlaced(prev, r, next rune) int {
	within := unicode.IsLetter(prev) && unicode.IsLetter(next)
	apart := unicode.IsSpace(prev) && unicode.IsSpace(next)
	switch {
	case r == '’' && within, r == '¡' && !unicode.IsLetter(prev) && unicode.IsLetter(next), r == '¿' && !unicode.IsLetter(prev) && unicode.IsLetter(next):
		return 2
	case strings.ContainsRune("“”„‘’‚«»‹›", r):
		switch {
		case within:
			return -2
		case apart:
			return 0
		}
		return 1
	case r == '–' || r == '—':
		if within || apart {
			return 1
		}
		return 0
	case r == '…':
		if unicode.IsSpace(prev) {
			return 0
		}
		return 1
	case r == 0xAD || r == '·' && within:
		return 0
	case within:
		return -2
	case r == '€' || r == '£' || r == '°' || unicode.IsSpace(r) || r == '™' || r == '©' || r == '®':
		return 0
	case r >= 0x3000 && r <= 0x303F, r >= 0xFF00 && r <= 0xFF5E:
		return 1
	case unicode.IsLetter(prev) || unicode.IsLetter(next):
		return -1
	}
	return 0
}

type alphabet int

// The alphabets that no word mixes; alphabetNone is for scripts of other kinds.
const (
	alphabetNone alphabet = iota
	alphabetLatin
	alphabetGreek
	alphabetCyrillic
	alphabetHebrew
	alphabetArabic
)

func alphabetOf(r rune) alphabet {
	switch {
	case r < 0x250 || r >= 0x1E00 && r <= 0x1EFF || r >= 0xFB00 && r <= 0xFB06:
		return alphabetLatin
	case r >= 0x370 && r <= 0x3FF || r >= 0x1F00 && r <= 0x1FFF:
		return alphabetGreek
	case r >= 0x400 && r <= 0x52F:
		return alphabetCyrillic
	case r >= 0x590 && r <= 0x5FF:
		return alphabetHebrew
	case r >= 0x600 && r <= 0x6FF:
		return alphabetArabic
	}
	return alphabetNone
}
