package decode

import (
	"cmp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// comparePaths orders paths as people number files: folder by folder, case
// folded, runs of digits by their value, so that 2 comes before 10 and 10
// before 10a. Paths that differ only in case or leading zeros fall back to
// their bytes, so that the order is total.
func comparePaths(a, b string) int {
	x, y := strings.Split(a, "/"), strings.Split(b, "/")
	for i := 0; i < len(x) && i < len(y); i++ {
		if c := compareNatural(x[i], y[i]); c != 0 {
			return c
		}
	}
	return cmp.Or(cmp.Compare(len(x), len(y)), strings.Compare(a, b))
}

// compareNatural compares two names.
func compareNatural(a, b string) int {
	a, b = sortStem(a), sortStem(b)
	for a != "" && b != "" {
		if asciiDigit(a[0]) && asciiDigit(b[0]) {
			var n, m string
			n, a = cutDigits(a)
			m, b = cutDigits(b)
			if c := cmp.Or(cmp.Compare(len(n), len(m)), strings.Compare(n, m)); c != 0 {
				return c
			}
			continue
		}
		r, i := utf8.DecodeRuneInString(a)
		s, j := utf8.DecodeRuneInString(b)
		if c := cmp.Compare(unicode.ToLower(r), unicode.ToLower(s)); c != 0 {
			return c
		}
		a, b = a[i:], b[j:]
	}
	return cmp.Compare(len(a), len(b))
}

// sortStem is a name with its extension set apart by a character that sorts before
// all others, so that "10.txt" comes before "10a.txt".
func sortStem(name string) string {
	dot := strings.LastIndexByte(name, '.')
	if dot <= 0 || len(name)-dot > 8 {
		return name
	}
	return name[:dot] + "\x00" + name[dot:]
}

// cutDigits splits a leading run of digits, without its leading zeros, from s.
func cutDigits(s string) (digits, rest string) {
	i := 0
	for i < len(s) && asciiDigit(s[i]) {
		i++
	}
	return strings.TrimLeft(s[:i], "0"), s[i:]
}

func asciiDigit(c byte) bool { return '0' <= c && c <= '9' }
