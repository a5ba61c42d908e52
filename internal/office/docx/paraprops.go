package docx

import (
	"strconv"
	"strings"
)

// paraFact is a property of a paragraph that can be said or not.
type paraFact uint16

const (
	saysOutline paraFact = 1 << iota
	saysAlign
	saysLeft
	saysRight
	saysList
	saysLevel
	saysBreak
	saysBidi
	saysBorder
)

// paraProps are the properties of a paragraph, of a style or of both together.
type paraProps struct {
	known paraFact

	style       string
	outline     int // 0 to 8 for headings, 9 for text
	align       string
	left, right int // indentation in twentieths of a point
	list        string
	level       int
	newPage     bool
	bidi        bool
	border      border
}

// border are the lines above and below a paragraph.
type border struct {
	top, bottom, sides bool
	key                string // neighbours with the same key share their lines
}

// paraMark is what is said of one paragraph's mark, not of a style.
type paraMark struct {
	run     runProps
	change  runExtra
	gone    bool // deleted or hidden: the next paragraph goes on in this one
	section bool // a section of the document ends here
	at      int64
}

// with gives the properties with those of over laid on them.
func (p paraProps) with(over *paraProps) paraProps {
	if over.known&saysOutline != 0 {
		p.outline = over.outline
	}
	if over.known&saysAlign != 0 {
		p.align = over.align
	}
	if over.known&saysLeft != 0 {
		p.left = over.left
	}
	if over.known&saysRight != 0 {
		p.right = over.right
	}
	if over.known&saysList != 0 {
		p.list = over.list
	}
	if over.known&saysLevel != 0 {
		p.level = over.level
	}
	if over.known&saysBreak != 0 {
		p.newPage = over.newPage
	}
	if over.known&saysBidi != 0 {
		p.bidi = over.bidi
	}
	if over.known&saysBorder != 0 {
		p.border = over.border
	}
	p.known |= over.known
	return p
}

// readParaProps reads a w:pPr, whose start tag was read, and what it says of the
// paragraph's mark.
func readParaProps(s *scanner, mark *paraMark) paraProps {
	var p paraProps
	for d := s.depth(); s.within(d); {
		if s.kind != startTag {
			continue
		}
		switch s.name {
		case "w:pPrChange":
			s.skip()
		case "w:rPr":
			mark.run = readRunProps(s, &mark.change)
			mark.gone = mark.gone || mark.run.on&hidden != 0 || mark.change.deleted || mark.change.moved
		case "w:framePr":
			if v := s.attr("w:dropCap"); v != "" && v != "none" {
				mark.gone = true
			}
		case "w:sectPr":
			mark.section, mark.at = true, s.at
			s.skip()
		default:
			p.read(s)
		}
	}
	return p
}

// read takes one property.
func (p *paraProps) read(s *scanner) {
	switch s.name {
	case "w:pStyle":
		p.style = s.attr("w:val")
	case "w:outlineLvl":
		if n, ok := s.number("w:val"); ok {
			p.outline, p.known = n, p.known|saysOutline
		}
	case "w:jc":
		p.align, p.known = s.attr("w:val"), p.known|saysAlign
	case "w:ind":
		p.readIndent(s)
	case "w:numId":
		p.list, p.known = s.attr("w:val"), p.known|saysList
	case "w:ilvl":
		if n, ok := s.number("w:val"); ok {
			p.level, p.known = min(max(n, 0), levels-1), p.known|saysLevel
		}
	case "w:pageBreakBefore":
		p.newPage, p.known = s.onOff(), p.known|saysBreak
	case "w:bidi":
		p.bidi, p.known = s.onOff(), p.known|saysBidi
	case "w:pBdr":
		p.border, p.known = readBorder(s), p.known|saysBorder
	}
}

func (p *paraProps) readIndent(s *scanner) {
	for _, side := range []struct {
		names [2]string
		to    *int
		fact  paraFact
	}{
		{[2]string{"w:left", "w:start"}, &p.left, saysLeft},
		{[2]string{"w:right", "w:end"}, &p.right, saysRight},
	} {
		for _, name := range side.names {
			if n, ok := twips(s.attr(name)); ok {
				*side.to, p.known = n, p.known|side.fact
			}
		}
	}
}

// twips reads a length: a number of twentieths of a point, or one with its unit.
func twips(v string) (int, bool) {
	if n, err := strconv.Atoi(v); err == nil {
		return n, true
	}
	if len(v) < 3 {
		return 0, false
	}
	n, err := strconv.ParseFloat(v[:len(v)-2], 64)
	if err != nil || n < -1e6 || n > 1e6 {
		return 0, false
	}
	each, ok := map[string]float64{"pt": 20, "in": 1440, "cm": 567, "mm": 56.7, "pc": 240, "pi": 240}[v[len(v)-2:]]
	return int(n * each), ok
}

// readBorder reads a w:pBdr, whose start tag was read.
func readBorder(s *scanner) border {
	var b border
	var key strings.Builder
	for d := s.depth(); s.within(d); {
		if s.kind != startTag {
			continue
		}
		v := s.attr("w:val")
		if v == "" || v == "nil" || v == "none" {
			continue
		}
		switch s.name {
		case "w:top":
			b.top = true
		case "w:bottom":
			b.bottom = true
		case "w:left", "w:right", "w:start", "w:end":
			b.sides = true
		default:
			continue
		}
		key.WriteString(s.name + v + s.attr("w:sz") + s.attr("w:color"))
	}
	b.key = key.String()
	return b
}
