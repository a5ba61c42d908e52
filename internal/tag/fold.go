package tag

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Key is how a name is compared: neither case, nor the width of letters, nor
// runs of spaces, nor characters that nobody sees tell two names apart.
func Key(name string) string {
	lower := strings.ToLower(fold(spaced(name)))
	return fold(strings.ReplaceAll(lower, "ς", "σ")) // the one letter with two small forms
}

// fold makes one spelling of a name's characters: composed, and with the wide
// and compatibility forms of letters as their plain ones. Some of those forms
// contain spaces.
func fold(name string) string { return spaced(norm.NFKC.String(name)) }

// spaced is name without what nobody sees and with single spaces.
func spaced(name string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unseen(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, ""))
	return strings.Join(strings.Fields(name), " ")
}

// unseen reports whether r shows nothing and changes nothing around it. The
// joiners stay: they shape words in Persian and in Indic scripts, and emoji.
func unseen(r rune) bool {
	if joins(r) {
		return false
	}
	return unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Co, r) || unicode.Is(unicode.Cs, r)
}

func joins(r rune) bool {
	const zeroWidthNonJoiner, zeroWidthJoiner, firstTagLetter, lastTagLetter = 0x200C, 0x200D, 0xE0020, 0xE007F
	return r == zeroWidthNonJoiner || r == zeroWidthJoiner || (r >= firstTagLetter && r <= lastTagLetter)
}

// shows reports whether a reader can see r by itself.
func shows(r rune) bool {
	switch r {
	case 0x115F, 0x1160, 0x3164, 0xFFA0, 0x2800: // fillers of Hangul and Braille: letters that are blank
		return false
	}
	return unicode.IsGraphic(r) && !unicode.IsSpace(r) && !unicode.Is(unicode.Mn, r)
}
