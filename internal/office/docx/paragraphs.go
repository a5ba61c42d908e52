package docx

import (
	"strings"

	"github.com/ficstead/ficstead/internal/office"
)

// paraState is the paragraph that is being read.
type paraState struct {
	in      bool // its end tag was not read yet
	begun   bool // its beginning was written
	goesOn  bool // what is written next is not its beginning: a page break came between
	silent  bool // it has fields or text that are not shown
	line    bool // something was written on this line
	space   bool // that ended in a space
	tab     bool // a tab waits for what follows it
	changed bool // it has tracked insertions or deletions

	style   *style
	own     paraProps // what it says itself
	props   paraProps // with its style
	mark    paraMark
	heading int    // 1 to 9, 0 for text
	lang    string // of the whole paragraph, "" for the document's
	said    string // the language of the run before
	boxes   []*scanner
	lines   int // lines drawn across the page
}

// beginPara begins a paragraph, or goes on with the one before when the mark
// between them is gone.
func (f *flow) beginPara() {
	if f.p.in {
		f.endPara()
	}
	f.openCell()
	if f.merging {
		f.p.in, f.p.mark = true, paraMark{}
		if f.p.begun {
			return
		}
	} else {
		f.p = paraState{in: true}
	}
	f.setProps(paraProps{})
	f.p.silent = f.suppressed > 0
}

func (f *flow) paraProps() {
	var mark paraMark
	own := readParaProps(f.sc, &mark)
	if !f.p.in {
		return
	}
	f.p.mark = mark
	if !f.p.begun {
		f.setProps(own)
	}
}

// setProps settles what the paragraph is from what it says itself.
func (f *flow) setProps(own paraProps) {
	p := &f.p
	p.style, p.own = f.r.styles.paragraph(own.style), own
	p.props = f.r.styles.paraBase.with(&p.style.para).with(&own)
	p.heading = 0
	switch {
	case f.note:
	case p.style.role == title && own.known&saysOutline == 0:
		p.heading = 1
	case isHeading(p.props.outline, p.props.known):
		p.heading = p.props.outline + 1
	}
}

// begin writes the paragraph's beginning, once. lang is the language of what
// comes first in it.
func (f *flow) begin(lang string) {
	if !f.p.in {
		f.beginPara()
		f.p.in = false
	}
	if f.p.begun {
		return
	}
	f.passRule()
	if f.p.props.newPage && !f.p.goesOn {
		f.breakPage()
	}
	p := office.Para{Heading: f.headingOf(lang != ""), Align: f.align()}
	p.Title = p.Heading == 1 && f.p.style.role == title
	if f.p.props.bidi {
		p.Dir = "rtl"
	}
	prefix := ""
	if f.p.goesOn {
		f.list = ""
	} else {
		prefix = f.enlist(&p)
	}
	if p.List == "" && p.Heading == 0 && f.quoted() {
		p.Quote = 1
	}
	if mark := f.p.mark.run.lang; lang != "" && mark != "" && languageKey(mark) == languageKey(lang) && f.foreign(lang) {
		p.Lang, f.p.lang = lang, lang
	}
	f.w.Para(p)
	f.p.begun, f.afterBreak = true, false
	if lang == "" {
		prefix = strings.TrimRight(prefix, " ")
	}
	if prefix != "" {
		f.w.Text(office.Style{}, prefix)
		f.p.line, f.p.space = true, true
	}
}

// headingOf gives the level of the heading to write. A heading without text or
// number is an empty line.
func (f *flow) headingOf(full bool) int {
	if !full && !f.numbered() {
		return 0
	}
	return min(f.p.heading, 6)
}

func (f *flow) align() office.Align {
	switch f.p.props.align {
	case "center":
		return office.Center
	case "right", "end":
		if !f.p.props.bidi { // there the end of a line is on the left
			return office.End
		}
	}
	return office.Start
}

// wideIndent is the indentation on both sides that makes a quotation, beyond
// that of normal text, in twentieths of a point: a quarter of an inch.
const wideIndent = 360

func (f *flow) quoted() bool {
	if f.p.style.role == quote {
		return true
	}
	normal := f.r.styles.paraBase.with(&f.r.styles.normal.para)
	return f.align() != office.Center &&
		f.p.props.left-normal.left >= wideIndent && f.p.props.right-normal.right >= wideIndent
}

// endPara ends a paragraph at its end tag.
func (f *flow) endPara() {
	if !f.p.in {
		return
	}
	f.noticeMark()
	if f.p.mark.gone && !f.p.mark.section {
		f.p.in, f.merging = false, true
		return
	}
	f.finishPara()
}

// closePara ends what is still open before something else than a paragraph.
func (f *flow) closePara() {
	if f.p.in || f.merging {
		f.p.in = true
		f.finishPara()
	}
	f.w.EndPara()
	f.dropRule()
}

// finishPara writes the paragraph's end and what stands behind it.
func (f *flow) finishPara() {
	f.merging = false
	p := &f.p
	newPage := p.mark.section && f.newPage(p.mark.at)
	b := p.props.border
	lined := b.top || b.bottom
	switch {
	case p.begun:
	case p.lines > 0, p.silent, p.goesOn, newPage, len(p.boxes) > 0:
	case lined:
		f.passRule()
		f.rule = b.key
	default:
		f.begin("")
	}
	if p.begun {
		f.w.EndPara()
		if own := p.own.border; p.heading == 0 && own.bottom && !own.top && !own.sides {
			f.rule = own.key
		}
	}
	if p.lines > 0 {
		f.passRule()
		f.drawRule()
	}
	p.in, p.begun = false, false
	f.writeBoxes()
	if newPage {
		f.passRule()
		f.breakPage()
	}
}

// newPage says whether the section after the one that ends at a place begins a page.
func (f *flow) newPage(at int64) bool {
	return !f.note && f.boxes == 0 && f.r.outlineOf(f.part).pages[at]
}

// passRule draws the line below the paragraph before, unless the next one has
// the same, which makes one group of both.
func (f *flow) passRule() {
	if f.rule != "" && f.rule != f.p.props.border.key {
		f.dropRule()
	}
}

func (f *flow) dropRule() {
	if f.rule != "" {
		f.rule = ""
		f.drawRule()
	}
}

func (f *flow) drawRule() {
	f.w.Rule()
	f.list, f.afterBreak = "", false
}

// breakPage begins a page, where there is something before it and no page was
// begun just now.
func (f *flow) breakPage() {
	if f.note || f.boxes > 0 || len(f.tables) > 0 || f.afterBreak || f.w.Empty() {
		return
	}
	f.w.PageBreak()
	f.list, f.afterBreak = "", true
}

// lineBreak ends a line, or the page within a paragraph.
func (f *flow) lineBreak(kind string) {
	if !f.shown() {
		return
	}
	if kind != "page" {
		f.begin("")
		f.w.Break()
		f.p.line, f.p.space, f.p.tab = false, false, false
		return
	}
	if f.note || f.boxes > 0 || len(f.tables) > 0 {
		return
	}
	if f.p.begun {
		f.w.EndPara()
	} else {
		f.passRule()
	}
	f.p.begun, f.p.goesOn = false, true
	f.p.line, f.p.space, f.p.tab = false, false, false
	f.writeBoxes()
	f.breakPage()
}
