package query

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// kindOfToken says what a token is.
type kindOfToken uint8

const (
	end kindOfToken = iota
	opening
	closing
	and
	or
	not
	name  // of a field, with its colon
	other // a name before a colon that no field has
	value
)

// token is a piece of the line.
type token struct {
	kind   kindOfToken
	at     Span
	field  field
	op     string // of a value: a comparison, "" is none
	text   string // of a value, without quotes; of other, the name
	open   bool   // a value whose quote is not closed
	quoted bool
	wild   Wild // of a value that is quoted: the star stands outside
}

// scanner cuts a line into tokens. It never goes back, and so takes linear time.
type scanner struct {
	line string
	at   int
}

func blank(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }

func quote(r rune) bool { return r == '"' || r == '“' || r == '”' || r == '„' }

func digit(c byte) bool { return '0' <= c && c <= '9' }

func (s *scanner) peek() (rune, int) {
	if s.at >= len(s.line) {
		return 0, 0
	}
	return utf8.DecodeRuneInString(s.line[s.at:])
}

func (s *scanner) spaces() {
	for {
		r, n := s.peek()
		if n == 0 || !blank(r) {
			return
		}
		s.at += n
	}
}

// idle passes over spaces, and over signs that stand by themselves and ask nothing, as
// in "Angst - Freeform".
func (s *scanner) idle() {
	for {
		s.spaces()
		r, n := s.peek()
		if n == 0 || !strings.ContainsRune("-–—&|+", r) {
			return
		}
		if rest := s.line[s.at+n:]; r != '+' && s.inWord(rest) || r == '-' && rest != "" && !s.blankBefore(rest) {
			return
		}
		s.at += n
	}
}

// blankBefore reports whether rest begins with a space.
func (s *scanner) blankBefore(rest string) bool {
	r, _ := utf8.DecodeRuneInString(rest)
	return blank(r)
}

// next gives the next token, where f is the field of the brackets it stands in.
func (s *scanner) next(f field) token {
	s.idle()
	from := s.at
	r, n := s.peek()
	as := func(k kindOfToken, length int) token {
		s.at += length
		return token{kind: k, at: Span{from, s.at}}
	}
	rest := s.line[s.at:]
	switch {
	case n == 0:
		return as(end, 0)
	case r == '(':
		return as(opening, 1)
	case r == ')':
		return as(closing, 1)
	case r == '-':
		return as(not, 1)
	case strings.HasPrefix(rest, "&&"):
		return as(and, 2)
	case strings.HasPrefix(rest, "||"):
		return as(or, 2)
	}
	if t, ok := s.named(); ok {
		return t
	} else if t.kind == other && (slices.Contains(foreign, strings.ToLower(t.text)) || nearly(t.text) != "") {
		s.value(field{})
		return t
	}
	for _, k := range []struct {
		word string
		kind kindOfToken
	}{{"AND", and}, {"OR", or}, {"NOT", not}} {
		if after, ok := strings.CutPrefix(rest, k.word); ok && !s.inWord(after) {
			return as(k.kind, len(k.word))
		}
	}
	return s.value(f)
}

// inWord reports whether a word goes on with rest.
func (s *scanner) inWord(rest string) bool {
	r, n := utf8.DecodeRuneInString(rest)
	return n > 0 && !ends(rest, r)
}

// ends reports whether a bare word ends before rest, which begins with r.
func ends(rest string, r rune) bool {
	return blank(r) || r == '(' || r == ')' || quote(r) || strings.HasPrefix(rest, "||") || strings.HasPrefix(rest, "&&")
}

// named reads the name of a field and its colon, or the name alone before a sign of
// comparison. Of a name that no field has, it reads nothing and only tells.
func (s *scanner) named() (token, bool) {
	i := s.at
	for i < len(s.line) && (s.line[i] == '_' || s.line[i] == '.' || 'a' <= s.line[i]|0x20 && s.line[i]|0x20 <= 'z') {
		i++
	}
	if i == s.at || i == len(s.line) {
		return token{}, false
	}
	word, from := s.line[s.at:i], s.at
	f, known := fieldOf(word)
	if s.line[i] == ':' {
		if !known {
			r, n := utf8.DecodeRuneInString(s.line[i+1:])
			if n == 0 || blank(r) || r == '/' { // "Star Trek: Voyager", an address
				return token{}, false
			}
			return token{kind: other, text: word, at: Span{from, i + 1}}, false
		}
		s.at = i + 1
		return token{kind: name, field: f, at: Span{from, s.at}}, true
	}
	for i < len(s.line) && s.line[i] == ' ' {
		i++
	}
	if known && f.kind != Name && i < len(s.line) && strings.IndexByte("<>=", s.line[i]) >= 0 {
		s.at = i
		return token{kind: name, field: f, at: Span{from, s.at}}, true
	}
	return token{}, false
}

// value reads a word or what stands in quotes, after a comparison.
func (s *scanner) value(f field) token {
	s.spaces()
	t := token{kind: value, field: f, at: Span{From: s.at}}
	for len(t.op) < 2 && s.at < len(s.line) && strings.IndexByte("<>=", s.line[s.at]) >= 0 {
		t.op += s.line[s.at : s.at+1]
		s.at++
	}
	if t.op != "" {
		s.spaces()
	}
	if after, ok := strings.CutPrefix(s.line[s.at:], "*/"); ok {
		if r, n := utf8.DecodeRuneInString(after); n > 0 && quote(r) {
			s.at += 2
			t.wild = Left
		}
	}
	if r, n := s.peek(); n > 0 && quote(r) {
		s.quoted(&t, n)
	} else {
		t.text = s.word(f)
	}
	t.at.To = s.at
	return t
}

// quoted reads what stands in quotes, of which the first is n bytes long.
func (s *scanner) quoted(t *token, n int) {
	s.at += n
	t.quoted, t.open = true, true
	var text strings.Builder
	for t.open {
		r, n := s.peek()
		if n == 0 {
			break
		}
		s.at += n
		switch {
		case r == '\\' && s.at < len(s.line) && (s.line[s.at] == '"' || s.line[s.at] == '\\'):
			text.WriteByte(s.line[s.at])
			s.at++
		case quote(r):
			t.open = false
		case blank(r):
			text.WriteByte(' ')
		default:
			text.WriteRune(r)
		}
	}
	t.text = strings.Join(strings.Fields(text.String()), " ")
	if rest := s.line[s.at:]; !t.open && t.wild == Closed && strings.HasPrefix(rest, "/*") && !s.inWord(rest[2:]) {
		s.at += 2
		t.wild = Right
	}
}

// word reads a bare word. Numbers may hold spaces that don't break lines.
func (s *scanner) word(f field) string {
	from := s.at
	for {
		r, n := s.peek()
		if n == 0 {
			break
		}
		group := f.kind == Number && (r == '\u00a0' || r == '\u202f') && s.at+n < len(s.line) && digit(s.line[s.at+n])
		if !group && ends(s.line[s.at:], r) {
			break
		}
		s.at += n
	}
	return s.line[from:s.at]
}

// follow adds to t what belongs to its number though a space stands between: the
// second bound after a dash that stands by itself, and a unit of time.
func (s *scanner) follow(t *token) {
	if t.quoted || t.text == "" || !digit(t.text[len(t.text)-1]) {
		return
	}
	was := s.at
	s.spaces()
	if r, n := s.peek(); s.at > was && (r == '-' || r == '–') {
		s.at += n
		gap := s.at
		s.spaces()
		if s.at > gap && s.at < len(s.line) && digit(s.line[s.at]) {
			t.text += "-" + s.word(t.field)
			was, t.at.To = s.at, s.at
		}
	}
	s.at = was
	s.unit(t)
}

// unit adds to a number of t the unit of time that is the next word.
func (s *scanner) unit(t *token) {
	if t.field.kind != Date || !digit(t.text[len(t.text)-1]) {
		return
	}
	was := s.at
	s.spaces()
	if word := s.word(field{}); s.at > was {
		if _, ok := unitOf(word); ok {
			t.text += word
			t.at.To = s.at
			s.ago(t)
			return
		}
	}
	s.at = was
}

// ago passes over the word "ago".
func (s *scanner) ago(t *token) {
	was := s.at
	s.spaces()
	if strings.EqualFold(s.word(field{}), "ago") {
		t.at.To = s.at
		return
	}
	s.at = was
}
