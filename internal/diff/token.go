package diff

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// element is one element of a text: two paragraphs are two, however alike.
type element struct {
	tag    string // "<p class=…>" as it is written
	name   string
	parent *element
	depth  int
}

// token is a word, a mark, a run of spaces, an element without content (a picture, a
// line), or "" for an element in which there is nothing.
type token struct {
	text  string // escaped, as it is written
	in    *element
	solid bool // an element
}

// void reports whether an element never has content.
func void(name string) bool {
	switch name {
	case "area", "br", "col", "embed", "hr", "img", "input", "link", "source", "track", "wbr":
		return true
	}
	return false
}

// structural reports whether an element has only certain elements in it: whatever
// else stands there is moved by browsers.
func structural(name string) bool {
	switch name {
	case "colgroup", "dl", "ol", "table", "tbody", "tfoot", "thead", "tr", "ul":
		return true
	}
	return false
}

// marked reports whether an element without content can stand in a mark.
func marked(raw string) bool {
	return strings.HasPrefix(raw, "<img") || strings.HasPrefix(raw, "<br") || strings.HasPrefix(raw, "<hr")
}

// maxNesting is how deep elements may stand in each other; deeper ones are left out,
// not what they hold.
const maxNesting = 100

// tokens are those of a piece of clean HTML. What is not balanced is made so.
func tokens(source string) []token {
	t := tokenizer{z: html.NewTokenizer(strings.NewReader(source))}
	for {
		switch t.z.Next() {
		case html.ErrorToken:
			for t.open != nil {
				t.close()
			}
			return t.out
		case html.TextToken:
			t.words(string(t.z.Raw()))
		case html.SelfClosingTagToken, html.StartTagToken:
			raw := string(t.z.Raw())
			name, _ := t.z.TagName()
			t.start(raw, string(name))
		case html.EndTagToken:
			name, _ := t.z.TagName()
			t.end(string(name))
		}
	}
}

// tokenizer makes tokens of HTML.
type tokenizer struct {
	z       *html.Tokenizer
	open    *element
	content bool // the element that is open has something in it
	out     []token
}

func (t *tokenizer) add(text string, solid bool) {
	t.out = append(t.out, token{text, t.open, solid})
	t.content = true
}

func (t *tokenizer) start(raw, name string) {
	if void(name) {
		t.add(raw, true)
		return
	}
	depth := 1
	if t.open != nil {
		depth = t.open.depth + 1
	}
	if depth > maxNesting {
		return
	}
	t.open, t.content = &element{raw, name, t.open, depth}, false
}

func (t *tokenizer) end(name string) {
	at := t.open
	for at != nil && at.name != name {
		at = at.parent
	}
	if at == nil {
		return
	}
	for t.open != at {
		t.close()
	}
	t.close()
}

func (t *tokenizer) close() {
	if !t.content {
		t.add("", false)
	}
	t.open, t.content = t.open.parent, true
}

// words cuts a piece of text, which is escaped as HTML: words, runs of spaces, and
// single marks. In scripts without spaces between words each character is one.
func (t *tokenizer) words(s string) {
	if t.open != nil && structural(t.open.name) && strings.TrimSpace(s) == "" {
		return // no place for marks
	}
	for len(s) > 0 {
		n := wordLength(s)
		t.add(s[:n], false)
		s = s[n:]
	}
}

// Words cuts plain text for Lines: words and marks, each with the spaces behind it.
// Joined they are the text again. In scripts without spaces between words each
// character is one.
func Words(s string) []string {
	var out []string
	for len(s) > 0 {
		n := wordLength(s)
		if r, _ := utf8.DecodeRuneInString(s[n:]); n < len(s) && unicode.IsSpace(r) {
			n += wordLength(s[n:])
		}
		out = append(out, s[:n])
		s = s[n:]
	}
	return out
}

// wordLength is how long the token is with which s begins, in bytes.
func wordLength(s string) int {
	if s[0] == '&' {
		if n := strings.IndexByte(s[:min(len(s), 10)], ';'); n > 0 {
			return n + 1
		}
		return 1
	}
	first, n := utf8.DecodeRuneInString(s)
	kind := kindOf(first)
	if kind == markSign || kind == single {
		return n + extenders(s[n:])
	}
	for n < len(s) && s[n] != '&' {
		r, size := utf8.DecodeRuneInString(s[n:])
		if kindOf(r) != kind && !extends(r) {
			break
		}
		n += size
	}
	return n
}

// kind sorts characters.
type kind int

const (
	space kind = iota
	letter
	markSign
	single // a character that is a word
)

func kindOf(r rune) kind {
	switch {
	case unicode.IsSpace(r):
		return space
	case r >= 0x0e00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Khmer, unicode.Myanmar, unicode.Lao):
		return single
	case unicode.IsLetter(r), unicode.IsNumber(r), r == '\'', r == '’':
		return letter
	}
	return markSign
}

// extends reports whether r belongs to the character before it.
func extends(r rune) bool { return unicode.IsMark(r) || unicode.Is(unicode.Cf, r) && r != '\u200b' }

// extenders is how many bytes of s belong to the character before it.
func extenders(s string) int {
	n := 0
	for n < len(s) {
		r, size := utf8.DecodeRuneInString(s[n:])
		if !extends(r) {
			break
		}
		n += size
	}
	return n
}
