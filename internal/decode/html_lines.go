package decode

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// htmlLine is one line of a paragraph: what stands between two <br>. Its markup
// is whole in itself, so lines can be parted from each other.
type htmlLine struct {
	text    strings.Builder
	markup  strings.Builder
	written int // how many of the wrappers are open in markup
	indent  int
	picture bool
	ids     []string // wanted ids that stand in this line
}

// wrapper is an inline element round what follows; name is "" for one that
// leaves no trace.
type wrapper struct{ open, name string }

// lineWriter collects the lines of the paragraph at hand.
type lineWriter struct {
	lines    []*htmlLine
	wrappers []wrapper
	space    bool // white space is due before the next word
	pre      int  // depth of elements in which line ends count
}

// current is the line being written.
func (w *lineWriter) current() *htmlLine {
	if len(w.lines) == 0 {
		w.lines = append(w.lines, &htmlLine{})
	}
	return w.lines[len(w.lines)-1]
}

// write adds text as it stands in the source.
func (w *lineWriter) write(s string) {
	for s != "" {
		if w.pre > 0 {
			s = w.writeKept(s)
			continue
		}
		i := 0
		for i < len(s) && isHTMLSpace(s[i]) {
			i++
		}
		if i > 0 {
			w.space = true
			s = s[i:]
			continue
		}
		for i < len(s) && !isHTMLSpace(s[i]) {
			i++
		}
		w.word(s[:i])
		s = s[i:]
	}
}

// writeKept adds the first line of preformatted text and returns the rest.
func (w *lineWriter) writeKept(s string) string {
	text, rest, more := strings.Cut(s, "\n")
	text = strings.TrimSuffix(text, "\r")
	if text != "" {
		l := w.current()
		if l.text.Len() == 0 && !l.picture {
			blank := len(text) - len(strings.TrimLeft(text, " \t"))
			l.indent += blank + 7*strings.Count(text[:blank], "\t")
			text = text[blank:]
		}
		if text != "" {
			w.open(l)
			l.text.WriteString(text)
			l.markup.WriteString(escape(text))
		}
	}
	if more {
		w.lineEnd()
	}
	return rest
}

// word adds a run without white space. No-break spaces at the start of a line
// are how people type an indent.
func (w *lineWriter) word(s string) {
	l := w.current()
	if l.text.Len() == 0 && !l.picture {
		w.space = false
		for s != "" {
			r, n := utf8.DecodeRuneInString(s)
			if r != '\u00a0' && r != '\u3000' && !(r >= '\u2000' && r <= '\u200a') {
				break
			}
			l.indent++
			s = s[n:]
		}
		if s == "" {
			return
		}
	}
	w.gap(l)
	w.open(l)
	l.text.WriteString(s)
	l.markup.WriteString(escape(s))
}

// gap writes the white space that is due, inside what is open already and
// before what opens next.
func (w *lineWriter) gap(l *htmlLine) {
	if w.space && (l.text.Len() > 0 || l.picture) {
		l.text.WriteByte(' ')
		l.markup.WriteByte(' ')
	}
	w.space = false
}

// open writes the start tags that are due.
func (w *lineWriter) open(l *htmlLine) {
	for ; l.written < len(w.wrappers); l.written++ {
		l.markup.WriteString(w.wrappers[l.written].open)
	}
}

// insert adds markup that is whole in itself, such as a picture.
func (w *lineWriter) insert(markup, text string) {
	l := w.current()
	w.gap(l)
	w.open(l)
	l.markup.WriteString(markup)
	l.text.WriteString(text)
	l.picture = true
}

// push opens a wrapper, at the next word.
func (w *lineWriter) push(x wrapper) {
	w.wrappers = append(w.wrappers, x)
}

// pop closes the last wrapper. White space that is due moves behind it.
func (w *lineWriter) popWrapper() {
	last := len(w.wrappers) - 1
	if len(w.lines) > 0 {
		if l := w.current(); l.written > last {
			l.close(w.wrappers[last:])
			l.written = last
		}
	}
	w.wrappers = w.wrappers[:last]
}

// close writes the end tags of wrappers, last first.
func (l *htmlLine) close(open []wrapper) {
	for i := len(open) - 1; i >= 0; i-- {
		if open[i].name != "" {
			l.markup.WriteString("</" + open[i].name + ">")
		}
	}
}

// lineEnd ends the current line.
func (w *lineWriter) lineEnd() {
	l := w.current()
	l.close(w.wrappers[:l.written])
	l.written = 0
	w.space = false
	w.lines = append(w.lines, &htmlLine{})
}

// take ends the paragraph and gives its lines.
func (w *lineWriter) take() []*htmlLine {
	if len(w.lines) == 0 {
		w.space = false
		return nil
	}
	l := w.current()
	l.close(w.wrappers[:l.written])
	l.written = 0
	lines := w.lines
	w.lines, w.space = nil, false
	return lines
}

// empty tells a line without words or pictures.
func (l *htmlLine) empty() bool {
	return !l.picture && strings.TrimFunc(l.text.String(), func(r rune) bool {
		return unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' || r == '\u00ad'
	}) == ""
}

func isHTMLSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f'
}

// attrOf gives an attribute's value; namespaces (xlink, epub, xml) are named
// in key where the parser keeps them as part of the name.
func attrOf(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key || a.Namespace != "" && a.Namespace+":"+a.Key == key {
			return a.Val
		}
	}
	return ""
}

func hasAttr(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}
