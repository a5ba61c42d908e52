package prose

import (
	"strings"

	"golang.org/x/net/html"
)

const whitespace = " \t\n"

// scrub removes what no text may hold: bytes that are not UTF-8, and characters
// that XML forbids. Line ends become "\n".
func scrub(s string) string {
	s = strings.ToValidUTF8(s, "")
	clean := strings.IndexFunc(s, func(r rune) bool { return scrubRune(r) != r || r == '\r' }) < 0
	if clean {
		return s
	}
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.Map(scrubRune, s)
}

func scrubRune(r rune) rune {
	switch {
	case r == '\t' || r == '\n':
		return r
	case r == '\r':
		return '\n'
	case r == '\f' || r == '\v':
		return ' '
	case r < 0x20, r == 0x7f, r&0xfffe == 0xfffe, r >= 0xfdd0 && r <= 0xfdef:
		return -1
	}
	return r
}

// blank tells whether a text is only white space that HTML would not show.
func blank(s string) bool { return strings.Trim(s, whitespace) == "" }

// text takes a run of text wherever it stands.
func (b *builder) text(s string) {
	f := b.top()
	if b.pasted != nil && f.kind != preform {
		s = strings.NewReplacer("\n", " ", "\t", " ").Replace(s)
	}
	switch f.kind {
	case preform:
		if f.node.FirstChild == nil {
			s = strings.TrimLeft(s, "\n")
		}
		b.write(s)
	case list, deflist, table, rows, row, columns:
		if !blank(s) {
			b.makeRoom()
			b.text(s)
		}
	case auto:
		if b.isUntouched() {
			if !blank(s) {
				b.paragraph()
				b.phrase(s)
			}
			return
		}
		b.lines(s)
	case leaf:
		if f.made && !b.isUntouched() {
			b.lines(s)
			return
		}
		if f.made && blank(s) && b.breaks > 0 {
			return
		}
		if f.made {
			b.paragraph()
		}
		b.phrase(s)
	default:
		b.phrase(s)
	}
}

// isUntouched tells whether the text is inside an element whose line breaks
// make no paragraphs.
func (b *builder) isUntouched() bool {
	for _, m := range b.marks {
		if untouched[m.name] {
			return true
		}
	}
	return false
}

// phrase adds text as it stands, without white space at the edges of blocks.
func (b *builder) phrase(s string) {
	f := b.top()
	if last := f.node.LastChild; last == nil || isBlock(last) {
		s = strings.TrimLeft(s, whitespace)
	}
	switch {
	case s == "":
	case blank(s): // alone, it needs no markup
		b.spot().AppendChild(textNode(s))
	default:
		b.write(s)
	}
}

// lines adds text in which line breaks have a meaning.
func (b *builder) lines(s string) {
	for s != "" {
		words := strings.TrimLeft(s, whitespace)
		b.pause(s[:len(s)-len(words)])
		if words == "" {
			return
		}
		line := words
		if i := strings.IndexByte(words, '\n'); i >= 0 {
			line = words[:i]
		}
		s = words[len(line):]
		text := strings.TrimRight(line, whitespace)
		b.paragraph()
		b.write(text)
		b.space = line[len(text):]
	}
}

// pause notes white space between words.
func (b *builder) pause(ws string) {
	n := strings.Count(ws, "\n")
	if n == 0 {
		if b.breaks == 0 {
			b.space += ws
		}
		return
	}
	if b.afterBr {
		n--
		b.afterBr = false
	}
	b.breaks += n
	b.space = ""
}

// paragraph makes sure that a paragraph is open for the words that come, after
// the line breaks that came before: one is a <br>, two begin a new paragraph,
// three or more leave an empty one between.
func (b *builder) paragraph() {
	f := b.top()
	breaks := b.breaks
	if f.kind == auto {
		b.push(element{name: "p"}, leaf, true)
		return
	}
	if !f.made {
		return
	}
	switch {
	case breaks == 0:
		b.flushSpace()
	case breaks == 1:
		b.spot().AppendChild(&html.Node{Type: html.ElementNode, Data: "br"})
	default:
		b.pop()
		if breaks > 2 {
			b.push(element{name: "p"}, leaf, true).AppendChild(textNode("\u00a0"))
			b.pop()
		}
		b.push(element{name: "p"}, leaf, true)
	}
	b.breaks, b.afterBr, b.space = 0, false, ""
}

// flushSpace writes white space that stands between words, outside of inline
// elements that have not begun.
func (b *builder) flushSpace() {
	if b.space != "" && b.breaks == 0 && b.top().kind == leaf {
		b.spot().AppendChild(textNode(b.space))
	}
	b.space = ""
}

// lineBreak follows a <br>.
func (b *builder) lineBreak() {
	f := b.top()
	switch f.kind {
	case preform:
		b.text("\n")
	case list, deflist, table, rows, row, columns:
	case auto:
		b.breaks++
		b.afterBr = true
	default:
		if f.made && !b.isUntouched() {
			b.breaks++
			b.afterBr, b.space = true, ""
			return
		}
		if f.made {
			b.paragraph()
		}
		b.spot().AppendChild(&html.Node{Type: html.ElementNode, Data: "br"})
	}
}

// trimEnd drops white space at the end of a block.
func trimEnd(n *html.Node) {
	for c := n.LastChild; c != nil && c.Type == html.TextNode; c = n.LastChild {
		c.Data = strings.TrimRight(c.Data, whitespace)
		if c.Data != "" {
			return
		}
		n.RemoveChild(c)
	}
}
