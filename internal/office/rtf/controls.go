package rtf

import "maps"

// control is what a control word does.
type control func(*reader, argument)

// controls are the control words that change how text looks or where it stands.
// Words that are not here change nothing that a story needs.
var controls = join(characterWords, signWords, layoutWords, tableWords, listWords, headWords, styleWords, infoWords, drawingWords)

func join(tables ...map[string]control) map[string]control {
	all := map[string]control{}
	for _, t := range tables {
		maps.Copy(all, t)
	}
	return all
}

// toggle switches a property of text on or off.
func toggle(f flags) control {
	return func(r *reader, a argument) { r.st.set(f, a.on()) }
}

// characterWords change how text looks.
var characterWords = map[string]control{
	"plain": func(r *reader, _ argument) { r.resetLook() },
	"b":     toggle(bold), "i": toggle(italic), "ab": toggle(complexBold), "ai": toggle(complexItalic),
	"ul": toggle(underline), "uld": toggle(underline), "uldash": toggle(underline), "uldashd": toggle(underline),
	"uldashdd": toggle(underline), "uldb": toggle(underline), "ulhwave": toggle(underline), "ulldash": toggle(underline),
	"ulth": toggle(underline), "ulthd": toggle(underline), "ulthdash": toggle(underline), "ulthdashd": toggle(underline),
	"ulthdashdd": toggle(underline), "ulthldash": toggle(underline), "ululdbwave": toggle(underline),
	"ulw": toggle(underline), "ulwave": toggle(underline),
	"ulnone": func(r *reader, _ argument) { r.st.set(underline, false) },
	"strike": toggle(strike), "striked": toggle(strike),
	"scaps": toggle(smallCaps), "v": toggle(hidden),
	"super":      func(r *reader, a argument) { r.raise(a.on(), false) },
	"sub":        func(r *reader, a argument) { r.raise(false, a.on()) },
	"nosupersub": func(r *reader, _ argument) { r.raise(false, false) },
	"up":         func(r *reader, a argument) { r.raise(a.or(6) >= minRaise, false) },
	"dn":         func(r *reader, a argument) { r.raise(false, a.or(6) >= minRaise) },
	"revised":    toggle(inserted), "mvt": toggle(inserted), "deleted": toggle(deleted), "mvf": toggle(deleted),
	"rtlch": func(r *reader, _ argument) { r.st.set(rightToLeft, true) },
	"ltrch": func(r *reader, _ argument) { r.st.set(rightToLeft, false) },
	"f":     func(r *reader, a argument) { r.font(a.n) },
	"af":    func(r *reader, a argument) { r.selectComplexFont(r.st, a.n) },
	"lang":  func(r *reader, a argument) { r.st.lang = uint16(a.n) },
	"langfe": func(r *reader, a argument) {
		r.st.eastLang = uint16(a.n)
	},
	"alang": func(r *reader, a argument) { r.st.complexLang = uint16(a.n) },
	"cs":    func(r *reader, a argument) { r.characterStyle(a.n) },
	"uc":    func(r *reader, a argument) { r.st.uc = min(max(a.or(1), 0), 16) },
}

// minRaise is from how many half points on text off its line is meant as
// superscript or subscript; less is a printer's adjustment.
const minRaise = 4

func (r *reader) raise(up, down bool) {
	r.st.set(super, up)
	r.st.set(sub, down)
}

// resetLook is \plain.
func (r *reader) resetLook() {
	link := r.st.link
	r.st.look = look{lang: r.language, eastLang: r.eastern, link: link}
	r.selectFont(r.st, r.defaultFont)
	r.st.complexPage = nil
}

func (r *reader) font(n int) {
	if r.st.dest == toFonts {
		r.beginFont(n)
		return
	}
	r.selectFont(r.st, n)
}

func character(c rune) control { return func(r *reader, _ argument) { r.rune(c) } }

// signWords are control words that stand for a character, or end something.
var signWords = map[string]control{
	"par":        func(r *reader, _ argument) { r.endParagraph() },
	"line":       func(r *reader, _ argument) { r.lineBreak() },
	"lbr":        func(r *reader, _ argument) { r.lineBreak() },
	"tab":        func(r *reader, _ argument) { r.tab() },
	"pmartabql":  func(r *reader, _ argument) { r.tab() },
	"pmartabqc":  func(r *reader, _ argument) { r.tab() },
	"pmartabqr":  func(r *reader, _ argument) { r.tab() },
	"pindtabql":  func(r *reader, _ argument) { r.tab() },
	"pindtabqc":  func(r *reader, _ argument) { r.tab() },
	"pindtabqr":  func(r *reader, _ argument) { r.tab() },
	"page":       func(r *reader, _ argument) { r.pageBreak() },
	"sect":       func(r *reader, _ argument) { r.endSection() },
	"chftn":      func(r *reader, _ argument) { r.flow.counted = true },
	"emdash":     character('—'),
	"endash":     character('–'),
	"lquote":     character('‘'),
	"rquote":     character('’'),
	"ldblquote":  character('“'),
	"rdblquote":  character('”'),
	"bullet":     character('•'),
	"emspace":    character('\u2003'),
	"enspace":    character('\u2002'),
	"qmspace":    character('\u2005'),
	"zwj":        character('\u200D'),
	"zwnj":       character('\u200C'),
	"zwbo":       character('\u200B'),
	"zwnbo":      character('\u2060'),
	"ltrmark":    character('\u200E'),
	"rtlmark":    character('\u200F'),
	"softhyphen": character('\u00AD'),
}

// layoutWords change what the paragraph is.
var layoutWords = map[string]control{
	"pard":         func(r *reader, _ argument) { r.st.layout = layout{} },
	"s":            func(r *reader, a argument) { r.paragraphStyle(a.n) },
	"ql":           func(r *reader, _ argument) { r.st.layout.align = alignLeft },
	"qj":           func(r *reader, _ argument) { r.st.layout.align = alignLeft },
	"qd":           func(r *reader, _ argument) { r.st.layout.align = alignLeft },
	"qc":           func(r *reader, _ argument) { r.st.layout.align = alignCenter },
	"qr":           func(r *reader, _ argument) { r.st.layout.align = alignRight },
	"li":           func(r *reader, a argument) { r.st.layout.left = int32(a.n) },
	"ri":           func(r *reader, a argument) { r.st.layout.right = int32(a.n) },
	"lin":          func(r *reader, a argument) { r.st.layout.left = int32(a.n) },
	"rin":          func(r *reader, a argument) { r.st.layout.right = int32(a.n) },
	"outlinelevel": func(r *reader, a argument) { r.outlineLevel(a.n) },
	"ls":           func(r *reader, a argument) { r.listNumber(a.n) },
	"ilvl":         func(r *reader, a argument) { r.st.layout.level = int8(min(max(a.n, 0), maxLevel)) },
	"pagebb":       func(r *reader, a argument) { r.st.layout.pageBefore = a.on() },
	"rtlpar":       func(r *reader, _ argument) { r.st.layout.rtl = true },
	"ltrpar":       func(r *reader, _ argument) { r.st.layout.rtl = false },
	"intbl":        func(r *reader, _ argument) { r.st.layout.inTable = true },
	"itap":         func(r *reader, a argument) { r.st.layout.nest = int8(min(max(a.or(1), 0), maxTables)) },

	"sectd":   func(r *reader, _ argument) { r.section.begins = onNewPage },
	"sbknone": func(r *reader, _ argument) { r.section.begins = onSamePage },
	"sbkcol":  func(r *reader, _ argument) { r.section.begins = onSamePage },
	"sbkpage": func(r *reader, _ argument) { r.section.begins = onNewPage },
	"sbkeven": func(r *reader, _ argument) { r.section.begins = onNewPage },
	"sbkodd":  func(r *reader, _ argument) { r.section.begins = onNewPage },

	"brdrt": func(r *reader, _ argument) { r.st.edge = borderTop },
	"brdrb": func(r *reader, _ argument) { r.st.edge = borderBottom },
	"brdrl": func(r *reader, _ argument) { r.st.edge = borderSide },
	"brdrr": func(r *reader, _ argument) { r.st.edge = borderSide },
	"box":   func(r *reader, _ argument) { r.st.edge = borderTop | borderBottom | borderSide },
	"brdrs": drawn, "brdrth": drawn, "brdrsh": drawn, "brdrdb": drawn, "brdrdot": drawn, "brdrdash": drawn,
	"brdrhair": drawn, "brdrdashsm": drawn, "brdrdashd": drawn, "brdrdashdd": drawn, "brdrtriple": drawn,
	"brdrtnthsg": drawn, "brdrthtnsg": drawn, "brdrtnthtnsg": drawn, "brdrtnthmg": drawn, "brdrthtnmg": drawn,
	"brdrtnthtnmg": drawn, "brdrtnthlg": drawn, "brdrthtnlg": drawn, "brdrtnthtnlg": drawn, "brdrwavy": drawn,
	"brdrwavydb": drawn, "brdrdashdotstr": drawn, "brdremboss": drawn, "brdrengrave": drawn, "brdrinset": drawn,
	"brdroutset": drawn,
	"brdrnone":   undrawn, "brdrnil": undrawn,
	"chbrdr": elsewhere, "brdrbtw": elsewhere, "brdrbar": elsewhere,
	"pgbrdrt": elsewhere, "pgbrdrb": elsewhere, "pgbrdrl": elsewhere, "pgbrdrr": elsewhere,
	"trbrdrt": elsewhere, "trbrdrb": elsewhere, "trbrdrl": elsewhere, "trbrdrr": elsewhere, "trbrdrh": elsewhere, "trbrdrv": elsewhere,
	"clbrdrt": elsewhere, "clbrdrb": elsewhere, "clbrdrl": elsewhere, "clbrdrr": elsewhere, "cldglu": elsewhere, "cldgll": elsewhere,
}

// The style of a line belongs to the border that was named last.
func drawn(r *reader, _ argument)     { r.st.layout.borders |= r.st.edge }
func undrawn(r *reader, _ argument)   { r.st.layout.borders &^= r.st.edge }
func elsewhere(r *reader, _ argument) { r.st.edge = 0 }

// outlineLevel marks headings; level 9 is text.
func (r *reader) outlineLevel(n int) {
	r.st.layout.outline = 0
	if n >= 0 && n < 9 {
		r.st.layout.outline = int8(n + 1)
	}
}

// headWords are of the file's head.
var headWords = map[string]control{
	"mac":       func(r *reader, _ argument) { r.setAnsi(10000) },
	"pc":        func(r *reader, _ argument) { r.setAnsi(437) },
	"pca":       func(r *reader, _ argument) { r.setAnsi(850) },
	"ansicpg":   func(r *reader, a argument) { r.setAnsi(a.n) },
	"deff":      func(r *reader, a argument) { r.defaultFont = a.n },
	"deflang":   func(r *reader, a argument) { r.language = uint16(a.n); r.st.lang = r.language },
	"deflangfe": func(r *reader, a argument) { r.eastern = uint16(a.n); r.st.eastLang = r.eastern },
	"fcharset": func(r *reader, a argument) {
		if r.fontEntry != nil {
			r.fontEntry.charset = a.n
		}
	},
	"cpg": func(r *reader, a argument) {
		if r.fontEntry != nil {
			r.fontEntry.cpg = a.n
		}
	},
}
