package docx

import (
	"bytes"
	"strings"
)

// namespaces are those that are understood, with the prefix by which the rest of
// the package knows them: one for the transitional and the strict form.
var namespaces = map[string]string{
	"http://schemas.openxmlformats.org/wordprocessingml/2006/main":            "w",
	"http://purl.oclc.org/ooxml/wordprocessingml/main":                        "w",
	"http://schemas.openxmlformats.org/officeDocument/2006/relationships":     "r",
	"http://purl.oclc.org/ooxml/officeDocument/relationships":                 "r",
	"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing":  "wp",
	"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing":              "wp",
	"http://schemas.openxmlformats.org/drawingml/2006/main":                   "a",
	"http://purl.oclc.org/ooxml/drawingml/main":                               "a",
	"http://schemas.openxmlformats.org/drawingml/2006/picture":                "pic",
	"http://purl.oclc.org/ooxml/drawingml/picture":                            "pic",
	"http://schemas.openxmlformats.org/drawingml/2006/chart":                  "c",
	"http://purl.oclc.org/ooxml/drawingml/chart":                              "c",
	"http://schemas.openxmlformats.org/drawingml/2006/diagram":                "dgm",
	"http://purl.oclc.org/ooxml/drawingml/diagram":                            "dgm",
	"http://schemas.openxmlformats.org/officeDocument/2006/math":              "m",
	"http://purl.oclc.org/ooxml/officeDocument/math":                          "m",
	"http://schemas.openxmlformats.org/markup-compatibility/2006":             "mc",
	"urn:schemas-microsoft-com:vml":                                           "v",
	"urn:schemas-microsoft-com:office:office":                                 "o",
	"http://schemas.microsoft.com/office/word/2010/wordml":                    "w14",
	"http://schemas.microsoft.com/office/word/2012/wordml":                    "w15",
	"http://schemas.microsoft.com/office/word/2010/wordprocessingShape":       "wps",
	"http://schemas.microsoft.com/office/word/2010/wordprocessingGroup":       "wpg",
	"http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas":      "wpc",
	"http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing":     "wp14",
	"http://schemas.microsoft.com/office/drawing/2010/main":                   "a14",
	"http://schemas.openxmlformats.org/package/2006/relationships":            "rel",
	"http://schemas.openxmlformats.org/package/2006/metadata/core-properties": "cp",
	"http://purl.oclc.org/ooxml/package/metadata/core-properties":             "cp",
	"http://purl.org/dc/elements/1.1/":                                        "dc",
	"http://purl.org/dc/terms/":                                               "dcterms",
}

// maxResolved bounds the names that spaces remembers; Word has some 400.
const maxResolved = 1024

// spaces are the prefixes that are bound where the scanner stands.
type spaces struct {
	prefixes map[string]string // what a prefix stands for: a prefix of namespaces, or "?"
	undo     []binding
	resolved map[string]string // raw names that were resolved under these prefixes
}

type binding struct {
	prefix, before string
	had            bool
}

func newSpaces() spaces {
	return spaces{prefixes: map[string]string{}, resolved: map[string]string{}}
}

// clone gives the prefixes that are bound now, for a scanner of its own.
func (s *spaces) clone() spaces {
	c := newSpaces()
	for k, v := range s.prefixes {
		c.prefixes[k] = v
	}
	return c
}

func (s *spaces) bound() int { return len(s.undo) }

// bind makes a prefix, "" for names without one, stand for a namespace.
func (s *spaces) bind(prefix, uri string) {
	to, ok := namespaces[strings.TrimSpace(uri)]
	if !ok {
		to = "?"
	}
	before, had := s.prefixes[prefix]
	s.undo = append(s.undo, binding{prefix, before, had})
	if before != to || !had {
		s.prefixes[prefix] = to
		s.forget()
	}
}

// unbind takes back all but the first n bindings.
func (s *spaces) unbind(n int) {
	for len(s.undo) > n {
		b := s.undo[len(s.undo)-1]
		s.undo = s.undo[:len(s.undo)-1]
		if s.prefixes[b.prefix] == b.before && b.had {
			continue
		}
		s.forget()
		if b.had {
			s.prefixes[b.prefix] = b.before
		} else {
			delete(s.prefixes, b.prefix)
		}
	}
}

func (s *spaces) forget() {
	if len(s.resolved) > 0 {
		s.resolved = map[string]string{}
	}
}

// of gives what a prefix stands for.
func (s *spaces) of(prefix []byte) string { return s.prefixes[string(prefix)] }

// resolve gives an element's name with the prefix of namespaces.
func (s *spaces) resolve(raw []byte) string {
	if name, ok := s.resolved[string(raw)]; ok {
		return name
	}
	prefix, local := []byte(nil), raw
	if i := bytes.IndexByte(raw, ':'); i >= 0 {
		prefix, local = raw[:i], raw[i+1:]
	}
	name := s.of(prefix) + ":" + string(local)
	if len(s.resolved) < maxResolved {
		s.resolved[string(raw)] = name
	}
	return name
}

// bindSpaces binds the prefixes that the tag declares.
func (s *scanner) bindSpaces() {
	s.eachAttr(func(name, value []byte) bool {
		if prefix, ok := bytes.CutPrefix(name, []byte("xmlns:")); ok {
			s.spaces.bind(string(prefix), unescape(value))
		} else if string(name) == "xmlns" {
			s.spaces.bind("", unescape(value))
		}
		return true
	})
}

// understands says whether all prefixes of an mc:Choice stand for namespaces
// that this package reads.
func (s *scanner) understands(requires string) bool {
	for _, prefix := range strings.Fields(requires) {
		if to := s.spaces.of([]byte(prefix)); to == "" || to == "?" {
			return false
		}
	}
	return true
}

// capture takes the content of the element whose start tag was read, for a
// scanner of its own that can read it later.
func (s *scanner) capture() *scanner {
	inner := &scanner{spaces: s.spaces.clone(), base: s.base + int64(s.pos), src: bytes.NewReader(nil)}
	s.record = &inner.buf
	s.skip()
	s.record = nil
	inner.end = len(inner.buf)
	return inner
}
