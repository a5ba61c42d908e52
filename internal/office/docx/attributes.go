package docx

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"
)

// eachAttr calls do with the name and value of each attribute, as written,
// until do says false.
func (s *scanner) eachAttr(do func(name, value []byte) bool) {
	for b := s.attrs; ; {
		i := bytes.IndexByte(b, '=')
		if i < 0 {
			return
		}
		name := bytes.TrimSpace(b[:i])
		b = bytes.TrimLeft(b[i+1:], " \t\r\n")
		if len(b) == 0 || b[0] != '"' && b[0] != '\'' {
			return
		}
		end := bytes.IndexByte(b[1:], b[0])
		if end < 0 {
			return
		}
		if !do(name, b[1:1+end]) {
			return
		}
		b = b[end+2:]
	}
}

// find gives the attribute of a name such as "w:val", or "val" for one without a
// prefix, and whether the element has it.
func (s *scanner) find(name string) (value []byte, ok bool) {
	space, local, prefixed := strings.Cut(name, ":")
	if !prefixed {
		space, local = "", name
	}
	s.eachAttr(func(raw, v []byte) bool {
		if !bytes.HasSuffix(raw, []byte(local)) {
			return true
		}
		prefix := raw[:len(raw)-len(local)]
		switch {
		case len(prefix) == 0:
			ok = space == ""
		case prefix[len(prefix)-1] == ':':
			ok = space == "xml" && string(prefix) == "xml:" || space != "" && s.spaces.of(prefix[:len(prefix)-1]) == space
		}
		if ok {
			value = v
		}
		return !ok
	})
	return value, ok
}

// attr gives an attribute's value, "" when there is none.
func (s *scanner) attr(name string) string {
	v, ok := s.find(name)
	if !ok || len(v) == 0 {
		return ""
	}
	return unescape(v)
}

// number gives an attribute as a whole number.
func (s *scanner) number(name string) (int, bool) {
	n, err := strconv.Atoi(strings.TrimSpace(s.attr(name)))
	return n, err == nil
}

// onOff reads the state of a property such as w:b, which is on when it is named
// without a value.
func (s *scanner) onOff() bool {
	v, ok := s.find("w:val")
	if !ok {
		return true
	}
	switch string(v) {
	case "0", "false", "off", "none":
		return false
	}
	return true
}

// inner reads the text of the element whose start tag was read, and goes to its
// end. Text of elements within it counts as well.
func (s *scanner) inner() string {
	var out strings.Builder
	for d := s.depth(); s.within(d); {
		if s.kind == charData {
			out.WriteString(unescape(s.text))
		}
	}
	return out.String()
}

// unescape gives text with its references resolved. Bytes that are no UTF-8
// become U+FFFD, references to entities that only the file knows are nothing.
func unescape(b []byte) string {
	if bytes.IndexByte(b, '&') >= 0 {
		b = dereference(b)
	}
	if !utf8.Valid(b) {
		return strings.ToValidUTF8(string(b), "\uFFFD")
	}
	return string(b)
}

func dereference(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for {
		i := bytes.IndexByte(b, '&')
		if i < 0 {
			return append(out, b...)
		}
		out = append(out, b[:i]...)
		b = b[i:]
		end := bytes.IndexByte(b[:min(len(b), 64)], ';')
		if end < 0 {
			out = append(out, '&')
			b = b[1:]
			continue
		}
		out = appendReference(out, string(b[1:end]))
		b = b[end+1:]
	}
}

// appendReference adds what "&ref;" stands for.
func appendReference(out []byte, ref string) []byte {
	switch ref {
	case "amp":
		return append(out, '&')
	case "lt":
		return append(out, '<')
	case "gt":
		return append(out, '>')
	case "quot":
		return append(out, '"')
	case "apos":
		return append(out, '\'')
	}
	digits, ok := strings.CutPrefix(ref, "#")
	if !ok {
		return out
	}
	base := 10
	if hex, ok := strings.CutPrefix(digits, "x"); ok {
		digits, base = hex, 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || n == 0 || n > utf8.MaxRune {
		return out
	}
	return utf8.AppendRune(out, rune(n))
}
