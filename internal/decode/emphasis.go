package decode

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"
)

// inline reads the marks of one paragraph of plain text: *x*, _x_, /x/, tags
// that people typed (<i>, [b], <br>) and character references. Marks become
// tags only where they pair safely; all other text is escaped. It gives the
// HTML and the words without marks.
func inline(raw string) (markup, plain string) {
	if !strings.ContainsAny(raw, "*_/<>&[\n") {
		return raw, raw
	}
	pieces := pairUp(raw, findMarks(raw))
	var h, p strings.Builder
	h.Grow(len(raw) + 16)
	p.Grow(len(raw))
	at := 0
	for _, m := range pieces {
		writeText(&h, &p, raw[at:m.at])
		h.WriteString(m.tag)
		if m.tag == "<br>" {
			p.WriteByte('\n')
		}
		at = m.at + m.size
	}
	writeText(&h, &p, raw[at:])
	return h.String(), p.String()
}

func writeText(h, p *strings.Builder, s string) {
	if strings.IndexByte(s, '&') >= 0 && strings.IndexByte(s, ';') >= 0 {
		s = html.UnescapeString(s)
	}
	p.WriteString(s)
	s = escape(s)
	if strings.IndexByte(s, '\n') >= 0 {
		s = strings.ReplaceAll(s, "\n", "<br>")
	}
	h.WriteString(s)
}

// escape makes text safe between tags; quotation marks stay readable.
func escape(s string) string {
	if !strings.ContainsAny(s, "&<>") {
		return s
	}
	return textEscaper.Replace(s)
}

var textEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// mark is a place where a mark of emphasis stands; tag is set once it has
// found its partner.
type mark struct {
	at, size    int
	key         string // what it must pair with: "*", "**", "/", "<i>"
	opens, ends bool
	tag         string
}

// typedTags are the tags that people type into plain text, with what we make
// of them.
var typedTags = map[string]string{
	"i": "em", "em": "em", "b": "strong", "strong": "strong", "u": "u",
	"s": "s", "strike": "s", "del": "del", "sup": "sup", "sub": "sub", "small": "small",
}

// markTags are the tags for typed marks.
var markTags = map[string][2]string{
	"*": {"<em>", "</em>"}, "_": {"<em>", "</em>"}, "/": {"<em>", "</em>"}, "//": {"<em>", "</em>"},
	"**": {"<strong>", "</strong>"}, "__": {"<strong>", "</strong>"},
	"***": {"<strong><em>", "</em></strong>"},
}

// markReach is how many bytes apart two partners may stand. A slash is far
// more often a slash than emphasis.
func markReach(key string) int {
	if key[0] == '/' {
		return 300
	}
	return 4000
}

// maxMarks is how many marks of one paragraph are read; of more, whatever they
// are, the rest stands as it was typed. Each costs as much memory as a line.
const maxMarks = 100_000

func findMarks(s string) []mark {
	var marks []mark
	for i := 0; i < len(s) && len(marks) < maxMarks; {
		switch c := s[i]; c {
		case '*', '_', '/':
			n := 1
			for i+n < len(s) && s[i+n] == c {
				n++
			}
			if m := (mark{at: i, size: n, key: s[i : i+n]}); markTags[m.key][0] != "" {
				m.opens, m.ends = markSides(s, i, n)
				if m.opens || m.ends {
					marks = append(marks, m)
				}
			}
			i += n
		case '<', '[':
			m := typedTag(s, i)
			if m.size == 0 {
				i++
				continue
			}
			marks = append(marks, m)
			i += m.size
		default:
			i++
		}
	}
	return marks
}

// markSides says whether the mark at s[i:i+n] may open or end emphasis.
func markSides(s string, i, n int) (opens, ends bool) {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	after, _ := utf8.DecodeRuneInString(s[i+n:])
	atStart, atEnd := i == 0, i+n == len(s)
	free := func(r rune, edge bool) bool {
		return edge || unicode.IsSpace(r) || !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}
	opens = !atEnd && !unicode.IsSpace(after) && free(before, atStart)
	ends = !atStart && !unicode.IsSpace(before) && free(after, atEnd)
	if s[i] == '/' {
		opens = opens && (atStart || unicode.IsSpace(before) || strings.ContainsRune(`"“'‘(*_`, before)) &&
			(unicode.IsLetter(after) || strings.ContainsRune(`"“'‘*_`, after))
		ends = ends && (unicode.IsLetter(before) || strings.ContainsRune(`.,!?…'"’”*_`, before)) &&
			(atEnd || unicode.IsSpace(after) || strings.ContainsRune(`.,!?;:'"’”)…—-*_`, after))
	}
	return opens, ends
}

// typedTag reads a tag such as <i>, </EM>, [b] or <br /> at s[i]; its size is
// 0 when there is none.
func typedTag(s string, i int) mark {
	shut := byte('>')
	if s[i] == '[' {
		shut = ']'
	}
	end := strings.IndexByte(s[i:min(i+12, len(s))], shut)
	if end < 2 {
		return mark{}
	}
	name := strings.ToLower(s[i+1 : i+end])
	m := mark{at: i, size: end + 1}
	if strings.Trim(name, " /") == "br" && shut == '>' {
		m.tag = "<br>"
		return m
	}
	closing := name[0] == '/'
	tag, known := typedTags[strings.TrimPrefix(name, "/")]
	if !known {
		return mark{}
	}
	m.key, m.opens, m.ends = "<"+tag+">", !closing, closing
	return m
}

// pairUp joins partners; pairs nest, never cross. It gives the marks that
// became tags, in order.
func pairUp(s string, marks []mark) []mark {
	var open []int // indexes of marks that wait for their partner, innermost last
	for i := range marks {
		m := &marks[i]
		if m.tag != "" {
			continue
		}
		if m.ends && closeMark(s, marks, &open, i) {
			continue
		}
		if m.opens {
			if len(open) >= 16 { // nobody nests deeper; keeps this linear
				open = append(open[:0], open[1:]...)
			}
			open = append(open, i)
		}
	}
	done := marks[:0]
	for _, m := range marks {
		if m.tag != "" {
			done = append(done, m)
		}
	}
	return done
}

func closeMark(s string, marks []mark, open *[]int, i int) bool {
	m := &marks[i]
	for k := len(*open) - 1; k >= 0; k-- {
		o := &marks[(*open)[k]]
		if o.key != m.key {
			continue
		}
		inside := s[o.at+o.size : m.at]
		if strings.TrimSpace(inside) == "" || len(inside) > markReach(m.key) {
			return false
		}
		if tags, ok := markTags[m.key]; ok {
			o.tag, m.tag = tags[0], tags[1]
		} else {
			o.tag, m.tag = m.key, "</"+m.key[1:]
		}
		*open = (*open)[:k]
		return true
	}
	return false
}
