package rtf

import "bytes"

// scanner cuts a file into tokens. It knows the syntax only: where a control
// word ends, how long binary data is, where a group ends.
type scanner struct {
	b   []byte
	pos int
}

// argument is the number behind a control word.
type argument struct {
	n     int
	given bool
}

// on says whether a property is switched on: \b and \b1, not \b0.
func (a argument) on() bool { return !a.given || a.n != 0 }

// or gives the number, or what holds when there is none.
func (a argument) or(n int) int {
	if a.given {
		return a.n
	}
	return n
}

const (
	maxWord   = 32 // letters of a control word; more are read and make no known word
	maxNumber = 1 << 30
)

// word reads a control word and its number; pos stands on its first letter. The
// one space that ends it is part of it.
func (s *scanner) word() ([]byte, argument) {
	from := s.pos
	for s.pos < len(s.b) && isLetter(s.b[s.pos]) {
		s.pos++
	}
	name := s.b[from:s.pos]
	if len(name) > maxWord {
		name = nil
	}
	a := s.number()
	if s.pos < len(s.b) && s.b[s.pos] == ' ' {
		s.pos++
	}
	return name, a
}

func (s *scanner) number() argument {
	at, sign := s.pos, 1
	if at < len(s.b) && s.b[at] == '-' {
		at, sign = at+1, -1
	}
	n, from := 0, at
	for ; at < len(s.b) && s.b[at] >= '0' && s.b[at] <= '9'; at++ {
		n = min(n*10+int(s.b[at]-'0'), maxNumber)
	}
	if at == from {
		return argument{}
	}
	s.pos = at
	return argument{sign * n, true}
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// hex reads the two digits of \'xx.
func (s *scanner) hex() (byte, bool) {
	if s.pos+2 > len(s.b) {
		s.pos = len(s.b)
		return 0, false
	}
	hi, lo := hexDigit(s.b[s.pos]), hexDigit(s.b[s.pos+1])
	if hi < 0 || lo < 0 {
		return 0, false
	}
	s.pos += 2
	return byte(hi<<4 | lo), true
}

func hexDigit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// binary steps over the n bytes of data behind \bin and says where they are.
func (s *scanner) binary(n int) (from, to int) {
	from = s.pos
	s.pos = min(len(s.b), s.pos+max(n, 0))
	return from, s.pos
}

// span gives the plain text up to the next byte that means something else.
func (s *scanner) span() []byte {
	from := s.pos
	for s.pos < len(s.b) {
		switch s.b[s.pos] {
		case '{', '}', '\\', '\r', '\n', '\t', 0:
			return s.b[from:s.pos]
		}
		s.pos++
	}
	return s.b[from:]
}

// data steps over a picture's digits, with their line ends.
func (s *scanner) data() {
	if i := bytes.IndexAny(s.b[s.pos:], `{}\`); i >= 0 {
		s.pos += i
		return
	}
	s.pos = len(s.b)
}

// skipGroup goes to the brace that closes the group in which pos stands.
func (s *scanner) skipGroup() {
	depth := 0
	for s.pos < len(s.b) {
		switch s.b[s.pos] {
		case '{':
			depth++
		case '}':
			if depth == 0 {
				return
			}
			depth--
		case '\\':
			s.skipControl()
			continue
		}
		s.pos++
	}
}

// skipControl steps over one control within a skipped group; only \bin needs
// its number, since its data may hold braces.
func (s *scanner) skipControl() {
	s.pos++
	switch {
	case s.pos >= len(s.b):
	case !isLetter(s.b[s.pos]):
		s.pos++
	case s.b[s.pos] == 'b':
		if name, a := s.word(); string(name) == "bin" {
			s.binary(a.n)
		}
	}
}
