package work

import (
	"strings"
	"unicode"
)

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// padNumbers writes each run of digits with at least five, so that "Part 10"
// sorts after "Part 9".
func padNumbers(s string) string {
	var b strings.Builder
	for s != "" {
		i := strings.IndexFunc(s, func(r rune) bool { return r >= '0' && r <= '9' })
		if i < 0 {
			break
		}
		b.WriteString(s[:i])
		s = s[i:]
		n := len(s) - len(strings.TrimLeft(s, "0123456789"))
		b.WriteString(strings.Repeat("0", max(0, 5-n)))
		b.WriteString(s[:n])
		s = s[n:]
	}
	return b.String() + s
}
