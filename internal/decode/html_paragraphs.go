package decode

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// flush makes blocks of the lines written so far. owner is the element that
// they fill, nil when they only stand between others.
func (b *blockBuilder) flush(owner *html.Node) {
	lines := b.take()
	var group []*htmlLine
	for _, l := range lines {
		if l.empty() {
			b.paragraph(group, owner)
			if group = nil; len(lines) > 1 {
				b.blank++
			}
			b.due = append(b.due, l.ids...)
			continue
		}
		group = append(group, l)
	}
	if b.paragraph(group, owner); len(lines) > 1 && lines[len(lines)-1].empty() && b.blank > 0 {
		b.blank-- // a last <br> ends its line and makes no empty one
	}
}

// paragraph makes blocks of lines without an empty one between them.
func (b *blockBuilder) paragraph(lines []*htmlLine, owner *html.Node) {
	if len(lines) == 0 {
		return
	}
	if b.head != nil {
		level := 1
		if len(b.head.Data) == 2 && b.head.Data[0] == 'h' {
			level = int(b.head.Data[1] - '0')
		}
		b.emitLines(Heading, lines, owner, level, "\n", "<br>")
		return
	}
	switch {
	case b.verse > 0 && !b.isBackedByProse(lines):
		b.emitLines(Verse, lines, owner, 0, "\n", "<br>")
	case len(lines) == 1:
		b.emitLines(Para, lines, owner, 0, "", "")
	case b.flat && b.pre == 1 || isWrapped(lines):
		if b.flat && !isWrapped(lines) && isLong(lines) {
			b.eachLine(lines, owner)
			return
		}
		b.emitLines(Para, lines, owner, 0, " ", " ")
	case isLong(lines):
		b.eachLine(lines, owner)
	case isShort(lines):
		b.emitLines(Verse, lines, owner, 0, "\n", "<br>")
	default:
		b.emitLines(Para, lines, owner, 0, "\n", "<br>")
	}
}

func (b *blockBuilder) eachLine(lines []*htmlLine, owner *html.Node) {
	for _, l := range lines {
		b.emitLines(Para, []*htmlLine{l}, owner, 0, "", "")
	}
}

// isBackedByProse tells a long paragraph in a poem's element.
func (b *blockBuilder) isBackedByProse(lines []*htmlLine) bool {
	return len(lines) == 1 && b.pre == 0 && lines[0].text.Len() > 200
}

// emitLines adds one block of several lines.
func (b *blockBuilder) emitLines(kind BlockKind, lines []*htmlLine, owner *html.Node, level int, textGap, htmlGap string) {
	var text, markup strings.Builder
	for i, l := range lines {
		if i > 0 {
			text.WriteString(textGap)
			markup.WriteString(htmlGap)
		}
		if kind == Verse && l.indent > 0 && i > 0 {
			pad := strings.Repeat("\u00a0", min(l.indent, 40))
			text.WriteString(pad)
			markup.WriteString(pad)
		}
		text.WriteString(strings.TrimSpace(l.text.String()))
		markup.WriteString(strings.TrimSpace(l.markup.String()))
		b.due = append(b.due, l.ids...)
	}
	block := Block{
		Kind: kind, Text: text.String(), HTML: markup.String(), Level: level,
		Indent: lines[0].indent, Centred: b.centred > 0, Right: b.right > 0, Dir: b.dir,
	}
	if owner != nil {
		block.Class, block.ID = attrOf(owner, "class"), attrOf(owner, "id")
	}
	if block.Text == "" && kind == Para {
		block.Kind = Raw
		block.HTML = "<p>" + block.HTML + "</p>"
	}
	b.emit(block)
}

func runes(l *htmlLine) int { return utf8.RuneCountInString(l.text.String()) }

// isLong tells lines that are paragraphs: a story in which a single <br>
// parts them.
func isLong(lines []*htmlLine) bool {
	long, quotes := 0, 0
	for _, l := range lines {
		if runes(l) > 110 {
			long++
		}
		if strings.HasPrefix(l.text.String(), "\"") || strings.HasPrefix(l.text.String(), "“") {
			quotes++
		}
	}
	return long > 0 && (long*3 >= len(lines) || quotes > 0) || quotes == len(lines)
}

// isShort tells lines that are verse.
func isShort(lines []*htmlLine) bool {
	total := 0
	for _, l := range lines {
		n := runes(l)
		if n > 80 {
			return false
		}
		total += n
	}
	return len(lines) >= 3 && total <= 55*len(lines)
}

// isWrapped tells lines that a mail program broke at its margin: nearly as
// long as each other, most of them in mid-sentence.
func isWrapped(lines []*htmlLine) bool {
	if len(lines) < 4 {
		return false
	}
	full, ended := 0, 0
	for _, l := range lines[:len(lines)-1] {
		if n := runes(l); n >= 55 && n <= 82 {
			full++
		}
		if endsSentence(strings.TrimSpace(l.text.String())) {
			ended++
		}
	}
	n := len(lines) - 1
	return full*10 >= n*7 && ended*2 < n
}
