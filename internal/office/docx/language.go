package docx

import (
	"strings"
	"unicode"
)

// languages tell which language most of the text is in.
type languages struct {
	main    string // taken for the document's own while reading
	letters map[string]int
}

// languageTag checks a BCP 47 tag; "" for one that says nothing.
func languageTag(v string) string {
	v = strings.ReplaceAll(strings.TrimSpace(v), "_", "-")
	if len(v) < 2 || len(v) > 35 || strings.EqualFold(v, "none") || strings.HasPrefix(strings.ToLower(v), "x-") {
		return ""
	}
	for _, r := range v {
		if r != '-' && (r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r)) {
			return ""
		}
	}
	return v
}

// languageKey gives what makes a difference between two languages: Word's
// en-US and en-GB are one, the two ways to write Chinese are not.
func languageKey(tag string) string {
	lower := strings.ToLower(tag)
	primary, rest, _ := strings.Cut(lower, "-")
	if primary == "zh" && (strings.Contains(rest, "hant") || strings.Contains(rest, "tw") || strings.Contains(rest, "hk") || strings.Contains(rest, "mo")) {
		return "zh-hant"
	}
	return primary
}

// most gives the language with the most letters, and how it is written most.
func (l *languages) most() string {
	sums := map[string]int{}
	for tag, n := range l.letters {
		sums[languageKey(tag)] += n
	}
	best := ""
	for tag, n := range l.letters {
		if tag == "" {
			continue
		}
		key, bestKey := languageKey(tag), languageKey(best)
		switch {
		case best == "", sums[key] > sums[bestKey],
			key == bestKey && (n > l.letters[best] || n == l.letters[best] && tag < best),
			key != bestKey && sums[key] == sums[bestKey] && tag < best:
			best = tag
		}
	}
	return best
}

// script is the kind of writing by which Word chooses one of a run's languages.
type script uint8

const (
	noScript script = iota
	western
	eastern
	bidirectional
)

// scriptOf gives the kind of most letters of a text, and how many letters it has.
func scriptOf(text string) (script, int) {
	var n [4]int
	for i := 0; i < len(text); i++ {
		c := text[i] | 0x20
		if text[i] >= 0x80 {
			return scriptOfAny(text)
		}
		if c >= 'a' && c <= 'z' {
			n[western]++
		}
	}
	if n[western] == 0 {
		return noScript, 0
	}
	return western, n[western]
}

func scriptOfAny(text string) (script, int) {
	var n [4]int
	for _, r := range text {
		switch {
		case !unicode.IsLetter(r):
		case r < 0x590:
			n[western]++
		case r < 0x900 || r >= 0xFB1D && r < 0xFE00 || r >= 0xFE70 && r < 0xFF00:
			n[bidirectional]++
		case r >= 0x2E80 && r < 0xA4D0 || r >= 0xAC00 && r < 0xFB00 || r >= 0xFF00 || r >= 0x1100 && r < 0x1200:
			n[eastern]++
		default:
			n[western]++
		}
	}
	best := noScript
	for s := western; s <= bidirectional; s++ {
		if n[s] > n[best] {
			best = s
		}
	}
	return best, n[western] + n[eastern] + n[bidirectional]
}

// language gives the run's language for a kind of writing.
func (p *runProps) language(s script) string {
	switch s {
	case eastern:
		return p.langEast
	case bidirectional:
		return p.langBidi
	}
	return p.lang
}
