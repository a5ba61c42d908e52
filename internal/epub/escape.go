package epub

import (
	"strings"
	"unicode/utf8"
)

// appendText appends s as XML text: the characters that mark-up uses are
// escaped, those that XML forbids are left out, bytes that are not UTF-8 become
// U+FFFD, and every line ends in "\n".
func appendText[T string | []byte](dst []byte, s T) []byte {
	return appendEscaped(dst, s, false)
}

// appendAttr appends s as the value of an attribute in double quotes.
func appendAttr[T string | []byte](dst []byte, s T) []byte {
	return appendEscaped(dst, s, true)
}

func appendEscaped[T string | []byte](dst []byte, s T, attr bool) []byte {
	start := 0 // of the run that can be copied as it is
	for i := 0; i < len(s); {
		c, size, replacement := s[i], 1, ""
		switch {
		case c == '&':
			replacement = "&amp;"
		case c == '<':
			replacement = "&lt;"
		case c == '>':
			replacement = "&gt;"
		case c == '"' && attr:
			replacement = "&quot;"
		case (c == '\t' || c == '\n' || c == '\r') && attr:
			replacement = " "
		case c == '\r':
			if i+1 == len(s) || s[i+1] != '\n' {
				replacement = "\n"
			}
		case c == '\t' || c == '\n' || (c >= ' ' && c < 0x7f):
			i++
			continue
		case c >= utf8.RuneSelf:
			var r rune
			r, size = decodeRune(s[i:])
			if r == utf8.RuneError && size == 1 {
				replacement = "\uFFFD"
			} else if isXML(r) {
				i += size
				continue
			}
		}
		dst = append(dst, s[start:i]...)
		dst = append(dst, replacement...)
		i += size
		start = i
	}
	return append(dst, s[start:]...)
}

func decodeRune[T string | []byte](s T) (rune, int) {
	return utf8.DecodeRuneInString(string(s[:min(len(s), utf8.UTFMax)]))
}

// isXML tells whether a rune above ASCII may stand in a document. The controls of
// U+0080 to U+009F may by the letter, but are only ever damage.
func isXML(r rune) bool {
	return r >= 0xA0 && r != 0xFFFE && r != 0xFFFF
}

// line makes s one line: runs of white space become a space, and what XML
// forbids is gone, so that a text that would show nothing is "".
func line(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r':
			return ' '
		case r < ' ' || r == 0x7F || (r > 0x7F && !isXML(r)):
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// languageTag gives tag if it has the form of a BCP 47 tag, else "".
func languageTag(tag string) string {
	for i, part := range strings.Split(tag, "-") {
		if len(part) == 0 || len(part) > 8 || (i == 0 && len(part) > 3) || (i == 0 && len(part) < 2) {
			return ""
		}
		for _, c := range []byte(part) {
			letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
			if !letter && (i == 0 || c < '0' || c > '9') {
				return ""
			}
		}
	}
	return tag
}

// direction gives dir if it is one that markup knows, else "".
func direction(dir string) string {
	if dir == "rtl" || dir == "ltr" {
		return dir
	}
	return ""
}

// fragmentID makes any id one that every kind of XML takes: ASCII letters,
// digits, "-", "_" and ".", not beginning with a digit. Equal ids stay equal.
func fragmentID(id string) string {
	const hex = "0123456789abcdef"
	var b []byte
	for i := 0; i < len(id) && len(b) < 200; i++ {
		c := id[i]
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_'
		digit := c >= '0' && c <= '9' || c == '-' || c == '.'
		switch {
		case letter || digit && len(b) > 0:
			b = append(b, c)
		case digit:
			b = append(b, '_', c)
		default:
			b = append(b, '_', hex[c>>4], hex[c&15])
		}
	}
	return string(b)
}
