package docx

// look is a set of what a run of text can be.
type look uint16

const (
	bold look = 1 << iota
	italic
	boldComplex // bold of Arabic, Hebrew and other complex scripts
	italicComplex
	strike
	doubleStrike
	smallCaps
	hidden
	underline
	super
	sub
	rightToLeft
	complexScript
	code

	// toggles are those that a character style turns round when the paragraph's
	// style has them already.
	toggles = bold | italic | boldComplex | italicComplex | strike | doubleStrike | smallCaps | hidden
)

// runProps are the properties of a run, of a style or of both together. What is
// not in known, or is an empty text, is not said.
type runProps struct {
	known, on look
	lang      string // of Latin and most other scripts
	langEast  string // of Chinese, Japanese, Korean
	langBidi  string // of Arabic, Hebrew
	font      string
}

func (p *runProps) set(l look, on bool) {
	p.known |= l
	p.on &^= l
	if on {
		p.on |= l
	}
}

// with gives the properties with those of over laid on them.
func (p runProps) with(over *runProps) runProps {
	p.on = p.on&^over.known | over.on
	p.known |= over.known
	p.lang = either(over.lang, p.lang)
	p.langEast = either(over.langEast, p.langEast)
	p.langBidi = either(over.langBidi, p.langBidi)
	p.font = either(over.font, p.font)
	return p
}

func either(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// effective gives what a run looks like: the document's defaults, the styles of
// its paragraph and of its characters, and its own properties.
func effective(defaults, para, char, own *runProps) runProps {
	out := defaults.with(para)
	out = out.with(char)
	turned := (para.on ^ char.on) & toggles
	said := (para.known | char.known) & toggles
	out.on = out.on&^said | turned | defaults.on&toggles
	return out.with(own)
}

// runExtra is what a w:rPr says besides properties: the style of characters, and
// of a paragraph's mark how it was changed.
type runExtra struct {
	style             string
	inserted, deleted bool
	moved             bool // away from here
}

// readRunProps reads a w:rPr, whose start tag was read.
func readRunProps(s *scanner, extra *runExtra) runProps {
	var p runProps
	for d := s.depth(); s.within(d); {
		if s.kind != startTag {
			continue
		}
		switch s.name {
		case "w:rStyle":
			extra.style = s.attr("w:val")
		case "w:rPrChange":
			s.skip()
		case "w:ins":
			extra.inserted = true
		case "w:del":
			extra.deleted = true
		case "w:moveFrom":
			extra.moved = true
		default:
			p.read(s)
		}
	}
	return p
}

// read takes one property.
func (p *runProps) read(s *scanner) {
	if l, ok := switches[s.name]; ok {
		p.set(l, s.onOff())
		return
	}
	switch s.name {
	case "w:u":
		p.set(underline, s.attr("w:val") != "none")
	case "w:vertAlign":
		v := s.attr("w:val")
		p.set(super, v == "superscript")
		p.set(sub, v == "subscript")
	case "w:lang":
		p.lang = languageTag(s.attr("w:val"))
		p.langEast = languageTag(s.attr("w:eastAsia"))
		p.langBidi = languageTag(s.attr("w:bidi"))
	case "w:rFonts":
		p.font = either(s.attr("w:ascii"), s.attr("w:hAnsi"))
	}
}

// switches are the properties that are either on or off.
var switches = map[string]look{
	"w:b": bold, "w:bCs": boldComplex, "w:i": italic, "w:iCs": italicComplex,
	"w:strike": strike, "w:dstrike": doubleStrike, "w:smallCaps": smallCaps, "w:vanish": hidden,
	"w:rtl": rightToLeft, "w:cs": complexScript,
}
