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

// most gives the language with the most letters, as it is written most; "" when
// that of most letters is not known.
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
	if sums[languageKey(best)] < l.letters[""] {
		return ""
	}
	return best
}

// script is the kind of writing by which Word chooses one of a run's languages.
type script uint8

const (
	noScript script = iota
	western
	eastern
	complexForms // Arabic, Hebrew, Thai, those of India
)

// scriptOf gives the kind of most letters of a text, its first letter of that
// kind, and how many letters the text has.
func scriptOf(text string) (kind script, first rune, letters int) {
	for i := 0; i < len(text); i++ {
		if text[i] >= 0x80 {
			return scriptOfAny(text)
		}
		if c := text[i] | 0x20; c >= 'a' && c <= 'z' {
			kind, first = western, 'a'
			letters++
		}
	}
	return kind, first, letters
}

func scriptOfAny(text string) (best script, first rune, letters int) {
	var n [4]int
	var firsts [4]rune
	for _, r := range text {
		kind := scriptOfRune(r)
		if n[kind]++; n[kind] == 1 {
			firsts[kind] = r
		}
	}
	for kind := western; kind <= complexForms; kind++ {
		letters += n[kind]
		if n[kind] > 0 && (best == noScript || n[kind] > n[best]) {
			best = kind
		}
	}
	if best == noScript {
		return noScript, 0, 0
	}
	return best, firsts[best], letters
}

func scriptOfRune(r rune) script {
	switch {
	case !unicode.IsLetter(r):
		return noScript
	case r >= 0x590 && r < 0x10A0 || r >= 0x1780 && r < 0x1800 || r >= 0xFB1D && r < 0xFE00 || r >= 0xFE70 && r < 0xFF00:
		return complexForms
	case r >= 0x2E80 && r < 0xA4D0 || r >= 0xAC00 && r < 0xFB00 || r >= 0xFF00 || r >= 0x1100 && r < 0x1200:
		return eastern
	}
	return western
}

// fitting are languages that are written with some letters. Documents often name
// the language of the program instead of the text's: the rest is not believed.
var fitting = []struct {
	letters   *unicode.RangeTable
	languages string
}{
	{unicode.Hebrew, " he iw yi ji lad arc "},
	{unicode.Arabic, " ar fa ur ps ug sd ks ckb ku az uz kk ms pa arz ary apc "},
	{unicode.Thai, " th "},
	{unicode.Devanagari, " hi mr ne sa kok mai bho ks sd "},
	{unicode.Hangul, " ko "},
	{unicode.Hiragana, " ja "},
	{unicode.Katakana, " ja ain "},
	{unicode.Greek, " el grc "},
	{unicode.Cyrillic, " ru uk be bg sr mk bs kk ky mn tg tt uz az ba cv os ce ab sah udm mhr myv mdf komi rue cu bua tyv xal av lez kbd ady inh krc kum nog "},
}

// fits says whether a language is written with a letter.
func fits(tag string, letter rune) bool {
	if letter < 0x250 {
		return true
	}
	for _, f := range fitting {
		if unicode.Is(f.letters, letter) {
			return strings.Contains(f.languages, " "+languageKey(tag)+" ")
		}
	}
	return true
}

// language gives the run's language for text of a kind of writing with a
// letter; "" when it is not known.
func (p *runProps) language(kind script, letter rune) string {
	tag := p.lang
	switch kind {
	case eastern:
		tag = p.langEast
	case complexForms:
		tag = p.langBidi
	}
	if tag != "" && !fits(tag, letter) {
		return ""
	}
	return tag
}
