package docx

import (
	"strings"

	"github.com/ficstead/ficstead/internal/office"
)

// flow reads a stream of paragraphs and tables: the text of the document, a
// note, a text box.
type flow struct {
	r    *reader
	part *part // to whose relations references lead
	sc   *scanner
	w    *office.Writer

	note  bool // within a footnote or endnote
	boxes int  // text boxes round this one

	p          paraState
	run        runState
	merging    bool   // the mark of the paragraph before is gone
	afterBreak bool   // a page break was written last
	rule       string // the border that is due below the paragraph before
	list       string // the list of the paragraph before, "" for none
	level      int    // its depth there
	base       int    // which level of Word's is the first of that list
	concealed  bool   // the text before was hidden, too

	fields     []field
	suppressed int      // fields whose text is not shown now
	links      []string // addresses of the open w:hyperlink elements
	choices    []bool   // of the open mc:AlternateContent: one was taken
	tables     []tableState
	gloss      *strings.Builder // takes the text of a gloss above the line, while it is read
	glossed    string           // the gloss of the word that is read
}

// checkEvery is after how many tokens the reader looks whether it should stop.
const checkEvery = 4096

// readAll reads to the end of the element that is open, or of the part.
func (f *flow) readAll() {
	f.p.props = f.r.styles.paraBase
	for d, n := f.sc.depth(), 0; f.sc.next() && f.sc.depth() >= d; n++ {
		switch f.sc.kind {
		case startTag:
			f.start()
		case endTag:
			f.end()
		}
		if n%checkEvery == 0 && f.stop() {
			return
		}
	}
	f.closePara()
	for len(f.tables) > 0 {
		f.endTable()
	}
	for _, one := range f.fields {
		f.r.unclosed = f.r.unclosed || one.silent
	}
}

func (f *flow) stop() bool {
	f.r.fail(f.r.ctx.Err())
	f.r.fail(f.w.Full())
	return f.r.err != nil
}

// start takes a start tag. What it does not know it looks into.
func (f *flow) start() {
	switch f.sc.name {
	case "w:r":
		f.run = runState{}
	case "w:rPr":
		f.runProps()
	case "w:t":
		f.readText()
	case "w:p":
		f.beginPara()
	case "w:pPr":
		f.paraProps()
	case "w:sectPr":
		f.sc.skip()
	default:
		if !f.startChange() && !f.startTable() && !f.startInline() {
			f.startChar()
		}
	}
}

func (f *flow) startTable() bool {
	switch f.sc.name {
	case "w:tbl":
		f.table()
	case "w:tr":
		f.row()
	case "w:trPr":
		f.rowProps()
	case "w:tc":
		f.cell()
	case "w:tcPr":
		f.cellProps()
	case "w:tblPr", "w:tblGrid", "w:tblPrEx":
		f.sc.skip()
	default:
		return false
	}
	return true
}

// startInline takes what holds runs or stands among them.
func (f *flow) startInline() bool {
	switch f.sc.name {
	case "w:hyperlink":
		f.links = append(f.links, f.linkTarget())
	case "w:fldSimple":
		f.beginSimpleField()
	case "w:fldChar":
		f.fieldChar()
	case "w:instrText":
		f.instruction()
	case "w:sdtPr":
		f.controlProps()
	case "mc:AlternateContent", "mc:Choice", "mc:Fallback":
		f.alternative()
	case "w:drawing", "w:pict", "w:object":
		f.drawing()
	case "m:oMath":
		f.formula()
	case "w:rt":
		f.gloss = &strings.Builder{}
	case "w:rubyPr", "w:sdtEndPr", "w:smartTagPr", "w:customXmlPr", "m:oMathParaPr":
		f.sc.skip()
	case "w:altChunk", "w:subDoc":
		f.r.tally.Add(office.Objects, "")
	default:
		return false
	}
	return true
}

// startChar takes what stands for a character within a run.
func (f *flow) startChar() {
	switch f.sc.name {
	case "w:tab", "w:ptab":
		f.p.tab = f.p.tab || f.shown()
	case "w:br":
		f.lineBreak(f.sc.attr("w:type"))
	case "w:cr":
		f.lineBreak("")
	case "w:noBreakHyphen":
		f.text("\u2011")
	case "w:softHyphen":
		f.text("\u00ad")
	case "w:sym":
		f.symbol(f.sc.attr("w:font"), f.sc.attr("w:char"))
	case "w:footnoteReference":
		f.noteReference("footnote")
	case "w:endnoteReference":
		f.noteReference("endnote")
	}
}

func (f *flow) end() {
	switch f.sc.name {
	case "w:r":
		f.endRun()
	case "w:p":
		f.endPara()
	case "w:tc":
		f.endCell()
	case "w:tbl":
		f.endTable()
	case "w:hyperlink":
		if n := len(f.links); n > 0 {
			f.links = f.links[:n-1]
		}
	case "w:fldSimple":
		f.endField()
	case "mc:AlternateContent":
		if n := len(f.choices); n > 0 {
			f.choices = f.choices[:n-1]
		}
	case "w:rt":
		f.endGloss()
	case "w:ruby":
		f.writeGloss()
	}
}

// alternative takes the first of several forms of the same thing that this
// package can read, and passes over the others.
func (f *flow) alternative() {
	last := len(f.choices) - 1
	switch {
	case f.sc.name == "mc:AlternateContent":
		f.choices = append(f.choices, false)
	case last < 0:
	case f.choices[last], f.sc.name == "mc:Choice" && !f.sc.understands(f.sc.attr("Requires")):
		f.sc.skip()
	default:
		f.choices[last] = true
	}
}

// controlProps reads what a content control is: a table of contents and the
// prompt of one that was never filled in are no part of the text.
func (f *flow) controlProps() {
	leaveOut := false
	for d := f.sc.depth(); f.sc.within(d); {
		if f.sc.kind != startTag {
			continue
		}
		switch f.sc.name {
		case "w:docPartGallery":
			leaveOut = leaveOut || f.sc.attr("w:val") == "Table of Contents"
		case "w:showingPlcHdr":
			leaveOut = leaveOut || f.sc.onOff()
		}
	}
	if leaveOut {
		f.toEndOf("w:sdt")
	}
}

// formula gives a formula's letters and signs in one line.
func (f *flow) formula() {
	text := strings.TrimSpace(f.sc.inner())
	f.r.tally.Add(office.Objects, text)
	f.text(text)
}
