package query

import (
	"strings"
	"unicode/utf8"
)

// Typing is what somebody is in the middle of.
type Typing struct {
	Field Field  // of the value that is typed; Any for a word
	Text  string // what is there of it before the cursor
	// Replace is what a suggestion takes the place of: the value with its quotes, to
	// its end.
	Replace Span
	// Word says that no field stands before it, so that it may become one.
	Word bool
}

// At tells what is typed in line where the cursor stands before the byte at cursor. It
// reports false where nothing is begun: between words, on a bracket. A cursor beyond
// the line, or in a character, stands at the end of it.
func At(line string, cursor int) (Typing, bool) {
	if !utf8.ValidString(line) || utf8.RuneCountInString(line) > MaxLength || cursor < 0 {
		return Typing{}, false
	}
	cursor = min(cursor, len(line))
	for cursor < len(line) && !utf8.RuneStart(line[cursor]) {
		cursor++
	}
	s := scanner{line: line}
	var groups []field // the fields of the brackets around
	around := func() field {
		if len(groups) == 0 {
			return field{}
		}
		return groups[len(groups)-1]
	}
	for {
		t := s.next(around())
		switch {
		case t.kind == end || t.at.From >= cursor:
			return Typing{}, false
		case t.kind == opening:
			groups = append(groups, around())
			continue
		case t.kind == closing && len(groups) > 0:
			groups = groups[:len(groups)-1]
			continue
		case t.kind == other && cursor <= s.at:
			return Typing{Text: line[t.at.From:cursor], Replace: Span{t.at.From, s.at}, Word: true}, true
		case t.kind == name:
			from := s.at
			s.spaces()
			if r, _ := s.peek(); r == '(' {
				s.at++
				groups = append(groups, t.field)
				continue
			}
			v := s.value(t.field)
			if cursor < from {
				return Typing{}, false
			}
			if cursor <= v.at.To {
				return typed(line, v, cursor), true
			}
		case t.kind == value && cursor <= t.at.To:
			return typed(line, t, cursor), true
		}
	}
}

// typed is the part of a value before the cursor.
func typed(line string, v token, cursor int) Typing {
	from := min(v.at.From, cursor)
	text := strings.TrimLeft(line[from:cursor], "<>=")
	if r, n := utf8.DecodeRuneInString(text); n > 0 && quote(r) {
		text = text[n:]
	}
	return Typing{
		Field: v.field.name, Text: strings.TrimLeftFunc(text, blank),
		Replace: Span{from, max(v.at.To, cursor)},
		Word:    v.field.name == Any && !v.quoted,
	}
}
