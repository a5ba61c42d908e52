package decode

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// sentencesOf cuts a note into sentences. A full stop behind a single capital
// ends one only before a word that begins sentences.
func sentencesOf(text string) []string {
	var out []string
	from := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\n':
			if runsOn(text[from:i], text[i+1:]) {
				continue
			}
		case ';', '!', '?':
		case '.':
			if !fullStop(text, i) {
				continue
			}
		default:
			continue
		}
		out = append(out, text[from:i+1])
		from = i + 1
	}
	return append(out, text[from:])
}

// runsOn says whether a sentence goes on behind a line end: the line stops at a
// word that no sentence ends on, or the next begins small.
func runsOn(line, next string) bool {
	first, _ := utf8.DecodeRuneInString(next)
	last := bareWord(lastWord(line))
	return unicode.IsLower(first) || nameParticles[last] || leadOn[last]
}

var leadOn = map[string]bool{"to": true, "by": true, "for": true, "from": true, "with": true, "belong": true, "belongs": true, "owns": true, "own": true, "is": true, "are": true, "or": true, "but": true}

func fullStop(text string, i int) bool {
	if i+1 < len(text) && !isBlank(text[i+1]) && !strings.ContainsRune(`"')`, rune(text[i+1])) {
		r, _ := utf8.DecodeRuneInString(text[i+1:])
		return r == '”' || r == '’'
	}
	before := lastWord(strings.TrimSpace(text[max(0, i-20):i]))
	r, n := utf8.DecodeLastRuneInString(before)
	initial := unicode.IsUpper(r) && (n == len(before) || before[len(before)-n-1] == '.')
	if !initial && !titleWord[strings.ToLower(before)] {
		return true
	}
	next := strings.Fields(text[i+1 : min(len(text), i+40)])
	return initial && len(next) > 0 && sentenceStarter[bareWord(next[0])] && capitalised(next[0]) && bareWord(next[0]) != "and"
}

func isBlank(c byte) bool { return c == ' ' || c == '\n' || c == '\t' }

var clauseStart = regexp.MustCompile(`(?i)[,;]?\s+(?:and|but|while|whereas)\s+|,\s+(?:they|it|these|who)\s+|,\s+`)

// clausesOf cuts a sentence where a new claim of ownership begins: "X owns the
// characters and Y owns the song".
func clausesOf(s string) []string {
	s = strings.TrimSpace(s)
	if othersDo.MatchString(s) {
		return []string{s}
	}
	var out []string
	from := 0
	seps := clauseStart.FindAllStringIndex(s, 40)
	for i, m := range seps {
		if m[0] <= from || i+1 < len(seps) && roleOf(s[m[1]:seps[i+1][0]], "") != "" && !claims(s[m[1]:seps[i+1][0]]) {
			continue // "the characters and the world, and …"
		}
		sep := strings.ToLower(s[m[0]:m[1]])
		right := s[m[1]:]
		if strings.HasPrefix(right, "which ") || strings.HasPrefix(right, "that ") {
			continue
		}
		if strings.Contains(sep, "they") || strings.Contains(sep, "it ") || strings.Contains(sep, "these") || strings.Contains(sep, "who") {
			right = strings.TrimLeft(s[m[0]:], ", ")
		}
		if claims(right) && (claims(s[from:m[0]]) || disowns(s[from:m[0]])) {
			out = append(out, s[from:m[0]])
			from = len(s) - len(right)
		}
	}
	return append(out, s[from:])
}

var claimWords = regexp.MustCompile(`(?i)^(?:.{0,60}?)\b(?:owns?|belongs?(?: to)?|is mine|are mine|property of|by|else is|rest is|songs? (?:is|was)|lyrics are|(?:is|are|they['’]re|it['’]s) \p{Lu}[^,;.]{0,40}?['’]s|gehört|gehören|pertenecen?|appartien\p{L}+|apparten\p{L}+|son de|принадлеж\p{L}+)(?:[^\p{L}]|$)`)

func claims(s string) bool { return claimWords.MatchString(s) }

func disowns(s string) bool {
	low := strings.ToLower(s)
	return strings.Contains(low, "not own") || strings.Contains(low, "n't own") || strings.Contains(low, "n’t own") || strings.Contains(low, "not mine") || strings.Contains(low, "nt own") || strings.Contains(low, "own neither") || strings.Contains(low, "own no") || strings.Contains(low, "no me pertenece") || strings.Contains(low, "nicht mir") || strings.Contains(low, "nichts")
}
