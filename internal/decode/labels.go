package decode

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// label is a label found at the start of a line.
type label struct {
	labelInfo
	name  string // as written
	value int    // where the value begins in the line, in bytes
}

// foldLabel gives the form under which labels are looked up: lower case, no
// apostrophes, dots, hyphens or marks of emphasis, "(s)" and "(in)" off.
func foldLabel(s string) string {
	s = strings.ToLower(s)
	for _, plural := range []string{"(s)", "(in)", "(a)", "(es)", "(n)"} {
		s = strings.TrimSuffix(strings.TrimSpace(s), plural)
	}
	var b strings.Builder
	gap := false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			gap = b.Len() > 0
		case r == '/' || r == '&' || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			if gap {
				b.WriteByte(' ')
			}
			gap = false
			b.WriteRune(r)
		}
	}
	return b.String()
}

// labelAt reads a label at the start of a line: up to six marks, the name, a
// separator.
func labelAt(s string) (label, bool) {
	start := labelStart(s)
	if start < 0 {
		return label{}, false
	}
	rest := s[start:]
	window := rest
	if len(window) > 64 {
		window = window[:64]
	}
	for i, r := range window {
		sure := r == ':' || r == '=' || r == '：'
		if !sure && r != '-' && r != '–' && r != '—' && r != ';' {
			continue
		}
		info, ok := labelIndex[foldLabel(rest[:i])]
		if !ok || i == 0 {
			if sure {
				return label{}, false
			}
			continue
		}
		if !sure && !dashLabel(rest, i, r, info) {
			continue
		}
		if strings.HasPrefix(rest[i:], "://") {
			return label{}, false
		}
		value := start + i + utf8.RuneLen(r)
		value += len(s[value:]) - len(strings.TrimLeft(s[value:], " \t*_~=:)]}"))
		name := strings.Trim(rest[:i], " *_~")
		return label{info, name, value}, true
	}
	return label{}, false
}

// labelStart gives where the name of a label may begin in s, -1 when the line
// begins like no label. It is asked about every line, so it is quick.
func labelStart(s string) int {
	n := 0
	for i, r := range s {
		if unicode.IsLetter(r) {
			return i
		}
		if n++; n > 6 || unicode.IsDigit(r) || r == '"' || r == '“' || r == '„' || r == '«' {
			return -1
		}
	}
	return -1
}

// dashLabel says whether a dash or semicolon can part this label from its
// value: never for words that prose is full of, and only next to a blank.
func dashLabel(rest string, i int, r rune, info labelInfo) bool {
	if info.weak {
		return false
	}
	after := rest[i+utf8.RuneLen(r):]
	name := strings.Trim(rest[:i], " *_~")
	first, _ := utf8.DecodeRuneInString(name)
	if r == ';' {
		return info.field == fieldNote && strings.ToUpper(name) == name
	}
	if strings.ToUpper(name) == name && info.field == fieldNote {
		return true // "AN- hello"
	}
	if name == "An" || !unicode.IsUpper(first) && !unicode.In(first, unicode.Han) {
		return false
	}
	return strings.HasPrefix(after, " ") || after == ""
}

// bareLabel reads a line that is nothing but a label, such as "Author's Note".
func bareLabel(s string) (labelInfo, bool) {
	if len(s) > 60 {
		return labelInfo{}, false
	}
	t := strings.Trim(s, " *_~-=[](){}:;.!<>")
	info, ok := labelIndex[foldLabel(t)]
	if !ok {
		return labelInfo{}, false
	}
	switch info.field {
	case fieldNote:
		first, _ := utf8.DecodeRuneInString(t)
		return info, unicode.IsUpper(first) && t != "An" || t == "a/n"
	case fieldSummary, fieldDisclaimer, fieldReplies, fieldGlossary, fieldDedication, fieldPreview:
		first, _ := utf8.DecodeRuneInString(t)
		return info, !info.weak && unicode.IsUpper(first)
	}
	return labelInfo{}, false
}

// emptyValue says whether a value says nothing.
func emptyValue(s string) bool {
	t := strings.ToLower(strings.Trim(s, " .,;:!?…*_~-–—()[]"))
	switch t {
	case "", "none", "n/a", "na", "nope", "none so far", "nothing", "uh", "um", "er", "keine", "keiner", "нет", "aucun", "aucune", "ninguno", "ninguna", "nessuno", "nenhum", "-":
		return true
	}
	return false
}
