package docx

import (
	"bytes"
	"errors"
	"io"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// errDamaged stops a scanner where the XML is not well formed or breaks off.
var errDamaged = errors.New("docx: damaged XML")

const (
	bufferSize = 64 << 10
	maxTag     = 16 << 20 // the longest tag; old drawings carry pictures in attributes
	maxOpen    = 1 << 20  // the deepest nesting of elements
)

type tokenKind uint8

const (
	startTag tokenKind = iota
	endTag
	charData
)

// scanner reads the tokens of one XML part, several times faster than
// encoding/xml and in memory that depends on the longest tag only. It resolves
// namespaces, so that name is the same whatever prefixes the file uses. It knows
// no entities but XML's own five and opens nothing.
//
// What kind, name and the other fields say is valid until the next call of next.
type scanner struct {
	kind tokenKind
	name string // of a tag: "w:p" by the prefixes of namespaces
	text []byte // of charData, still with its references
	at   int64  // offset of the token in the part

	src      io.Reader
	buf      []byte
	pos, end int
	base     int64 // offset of buf[0]
	err      error

	attrs     []byte // of a start tag, as written
	selfClose bool   // the tag that was read ends at once
	opens     []open
	names     []byte // the raw names of the open elements, one after the other
	spaces    spaces
	record    *[]byte // what is read is kept here as well
}

// open is an element that is open.
type open struct {
	name  int // where its raw name begins
	bound int // how many prefixes were bound before it
}

// newScanner reads the XML of src, in UTF-8 or UTF-16.
func newScanner(src io.Reader) *scanner {
	s := &scanner{src: src, buf: make([]byte, bufferSize), spaces: newSpaces()}
	s.fill()
	head := s.buf[s.pos:s.end]
	switch {
	case bytes.HasPrefix(head, []byte("\xEF\xBB\xBF")):
		s.pos = 3
	case len(head) >= 2 && (head[0] == 0 || head[1] == 0 || head[0] >= 0xFE && head[1] >= 0xFE):
		order := unicode.LittleEndian
		if head[0] == 0 || head[0] == 0xFE {
			order = unicode.BigEndian
		}
		raw := io.MultiReader(bytes.NewReader(bytes.Clone(head)), src)
		s.src = transform.NewReader(raw, unicode.UTF16(order, unicode.UseBOM).NewDecoder())
		s.pos, s.end, s.err = 0, 0, nil
	}
	return s
}

// depth is how many elements are open; after a start tag it counts that one.
func (s *scanner) depth() int { return len(s.opens) }

// within goes to the next token inside of the element that made the depth d.
func (s *scanner) within(d int) bool { return s.next() && s.depth() >= d }

// skip goes to the end of the element whose start tag was read.
func (s *scanner) skip() {
	for d := s.depth(); s.within(d); {
	}
}

// damage is the error that ended the reading, nil at the end of a whole part.
func (s *scanner) damage() error {
	if errors.Is(s.err, io.EOF) {
		return nil
	}
	return s.err
}

// next reads a token. It is false at the end and when the part is damaged.
func (s *scanner) next() bool {
	if s.selfClose {
		s.selfClose = false
		s.kind = endTag
		s.pop()
		return true
	}
	for {
		if s.pos == s.end && !s.fill() {
			if len(s.opens) > 0 && errors.Is(s.err, io.EOF) {
				s.err = errDamaged
			}
			return false
		}
		s.at = s.base + int64(s.pos)
		if s.buf[s.pos] != '<' {
			s.readText()
			return true
		}
		if s.pos+1 == s.end && !s.fill() {
			return s.fail()
		}
		switch s.buf[s.pos+1] {
		case '/':
			return s.readEnd()
		case '?':
			if _, ok := s.through("?>"); !ok {
				return s.fail()
			}
		case '!':
			if cdata, ok := s.readDeclaration(); !ok || cdata {
				return ok
			}
		default:
			return s.readStart()
		}
	}
}

func (s *scanner) fail() bool {
	if s.err == nil || errors.Is(s.err, io.EOF) {
		s.err = errDamaged
	}
	s.pos = s.end
	return false
}

// fill reads more behind what is unread, and says whether there is more.
func (s *scanner) fill() bool {
	if s.err != nil {
		return false
	}
	if s.pos > 0 {
		copy(s.buf, s.buf[s.pos:s.end])
		s.base += int64(s.pos)
		s.end -= s.pos
		s.pos = 0
	}
	if s.end == len(s.buf) {
		if len(s.buf) >= maxTag {
			s.err = errDamaged
			return false
		}
		s.buf = append(s.buf, make([]byte, len(s.buf))...)
	}
	for range 100 {
		n, err := s.src.Read(s.buf[s.end:])
		s.end += n
		s.err = err
		if n > 0 || err != nil {
			return n > 0
		}
	}
	s.err = io.ErrNoProgress
	return false
}

// take moves on by n bytes, which it gives.
func (s *scanner) take(n int) []byte {
	b := s.buf[s.pos : s.pos+n]
	s.pos += n
	if s.record != nil {
		*s.record = append(*s.record, b...)
	}
	return b
}

// readText reads text up to the next tag, or a part of it that cuts no
// character and no reference in two.
func (s *scanner) readText() {
	s.kind = charData
	for seen := 0; ; {
		if i := bytes.IndexByte(s.buf[s.pos+seen:s.end], '<'); i >= 0 {
			s.text = s.take(seen + i)
			return
		}
		seen = s.end - s.pos
		if seen >= bufferSize/2 || !s.fill() {
			break
		}
	}
	n := s.end - s.pos
	if s.err == nil {
		n = wholeText(s.buf[s.pos:s.end])
	}
	s.text = s.take(n)
}

// wholeText gives how much of b is sure to end between two characters.
func wholeText(b []byte) int {
	n := len(b)
	for i := 0; i < 4 && n > 1 && b[n-1] >= 0x80; i++ {
		n--
	}
	if i := bytes.LastIndexByte(b[max(0, n-16):n], '&'); i >= 0 && n > 16 {
		n = n - 16 + i
	}
	return n
}

// readEnd reads an end tag, which must be that of the innermost element.
func (s *scanner) readEnd() bool {
	b, ok := s.through(">")
	if !ok {
		return s.fail()
	}
	if len(s.opens) == 0 { // the end of what was captured
		s.err = io.EOF
		s.pos = s.end
		return false
	}
	raw := bytes.TrimRight(b[2:len(b)-1], " \t\r\n")
	if !bytes.Equal(raw, s.names[s.opens[len(s.opens)-1].name:]) {
		return s.fail()
	}
	s.kind, s.name = endTag, s.spaces.resolve(raw)
	s.pop()
	return true
}

func (s *scanner) pop() {
	last := s.opens[len(s.opens)-1]
	s.opens = s.opens[:len(s.opens)-1]
	s.names = s.names[:last.name]
	s.spaces.unbind(last.bound)
}

// readStart reads a start tag, or one of an empty element.
func (s *scanner) readStart() bool {
	n, ok := s.tagEnd()
	if !ok || len(s.opens) >= maxOpen {
		return s.fail()
	}
	b := s.take(n)
	b = b[1 : n-1]
	if len(b) > 0 && b[len(b)-1] == '/' {
		s.selfClose = true
		b = b[:len(b)-1]
	}
	name := len(b)
	for i, c := range b {
		if c <= ' ' {
			name = i
			break
		}
	}
	if name == 0 {
		s.selfClose = false
		return s.fail()
	}
	s.opens = append(s.opens, open{name: len(s.names), bound: s.spaces.bound()})
	s.names = append(s.names, b[:name]...)
	s.attrs = b[name:]
	if bytes.Contains(s.attrs, []byte("xmlns")) {
		s.bindSpaces()
	}
	s.kind, s.name = startTag, s.spaces.resolve(b[:name])
	return true
}

// tagEnd gives the length of the tag at pos: ">" within quotes does not end it.
func (s *scanner) tagEnd() (int, bool) {
	var quote byte
	for i := 1; ; i++ {
		if s.pos+i >= s.end && !s.fill() {
			return 0, false
		}
		switch c := s.buf[s.pos+i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return i + 1, true
		case c == '<':
			return 0, false
		}
	}
}

// through takes all up to and including mark.
func (s *scanner) through(mark string) ([]byte, bool) {
	for seen := 0; ; {
		if i := bytes.Index(s.buf[s.pos+seen:s.end], []byte(mark)); i >= 0 {
			return s.take(seen + i + len(mark)), true
		}
		seen = max(0, s.end-s.pos-len(mark))
		if !s.fill() {
			return nil, false
		}
	}
}

// readDeclaration reads what begins with "<!": a comment, a document type,
// which is passed over with all that it declares, or a CDATA section, whose text
// is the next token.
func (s *scanner) readDeclaration() (cdata, ok bool) {
	for s.end-s.pos < 9 && s.fill() {
	}
	switch head := s.buf[s.pos:s.end]; {
	case bytes.HasPrefix(head, []byte("<!--")):
		s.take(4)
		_, ok = s.through("-->")
		return false, ok
	case bytes.HasPrefix(head, []byte("<![CDATA[")):
		b, ok := s.through("]]>")
		if !ok {
			return false, s.fail()
		}
		s.kind, s.text = charData, bytes.ReplaceAll(b[9:len(b)-3], []byte("&"), []byte("&amp;"))
		return true, true
	}
	var quote byte
	for brackets := 0; ; {
		if s.pos == s.end && !s.fill() {
			return false, s.fail()
		}
		switch c := s.take(1)[0]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '[':
			brackets++
		case c == ']':
			brackets--
		case c == '>' && brackets <= 0:
			return false, true
		}
	}
}
