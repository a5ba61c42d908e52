package docx

import (
	"strconv"
	"strings"
)

// style is a named style of paragraphs or of characters, with what it takes from
// the styles that it is based on.
type style struct {
	id, name string
	basedOn  string
	chars    bool // of characters, not of paragraphs
	para     paraProps
	run      runProps
	role     role
	settled  bool // what it is based on is laid under it
}

// role is what the paragraphs of a style are, beyond their looks.
type role uint8

const (
	text role = iota
	title
	quote
	listContinued
)

// styles are the styles of a document.
type styles struct {
	byID     map[string]*style
	order    []*style
	defaults runProps
	paraBase paraProps
	normal   *style // of paragraphs that name none
}

// maxBased bounds how many styles a style can build on.
const maxBased = 1000

// readStyles reads the part of styles; without it the built-in names still count.
func readStyles(p *pack, name string) (*styles, error) {
	st := &styles{byID: map[string]*style{}, normal: &style{settled: true}}
	err := p.scan(name, func(s *scanner) {
		for s.next() {
			if s.kind != startTag {
				continue
			}
			switch s.name {
			case "w:rPrDefault":
				st.readDefaults(s)
			case "w:pPrDefault":
				st.readParaDefaults(s)
			case "w:style":
				st.readStyle(s)
			}
		}
	})
	for _, one := range st.order {
		st.settle(one)
	}
	return st, err
}

func (st *styles) readDefaults(s *scanner) {
	for d := s.depth(); s.within(d); {
		if s.kind == startTag && s.name == "w:rPr" {
			st.defaults = readRunProps(s, &runExtra{})
		}
	}
}

func (st *styles) readParaDefaults(s *scanner) {
	for d := s.depth(); s.within(d); {
		if s.kind == startTag && s.name == "w:pPr" {
			st.paraBase = readParaProps(s, &paraMark{})
		}
	}
}

// readStyle reads a w:style, whose start tag was read.
func (st *styles) readStyle(s *scanner) {
	kind := s.attr("w:type")
	one := &style{id: s.attr("w:styleId"), chars: kind == "character"}
	def, _ := s.find("w:default")
	isDefault := string(def) == "1" || string(def) == "true" || string(def) == "on"
	for d := s.depth(); s.within(d); {
		if s.kind != startTag {
			continue
		}
		switch s.name {
		case "w:name":
			one.name = s.attr("w:val")
		case "w:basedOn":
			one.basedOn = s.attr("w:val")
		case "w:pPr":
			one.para = readParaProps(s, &paraMark{})
		case "w:rPr":
			one.run = readRunProps(s, &runExtra{})
		case "w:tblPr", "w:tblStylePr", "w:trPr", "w:tcPr":
			s.skip()
		}
	}
	if kind == "table" || kind == "numbering" && one.para.known&saysList == 0 {
		return
	}
	one.byName()
	st.byID[one.id] = one
	st.order = append(st.order, one)
	if isDefault && kind == "paragraph" {
		st.normal = one
	}
}

// byName gives a style what its name says, where its properties do not.
func (one *style) byName() {
	name := plainName(either(one.name, one.id))
	if one.chars {
		switch name {
		case "htmlcode", "htmltypewriter", "htmlkeyboard", "htmlsample", "sourcetext", "verbatimchar":
			one.run.set(code, true)
		}
		return
	}
	if n := headingLevel(name); n > 0 && one.para.known&saysOutline == 0 {
		one.para.outline, one.para.known = n-1, one.para.known|saysOutline
	}
	one.role = roles[name]
}

// plainName makes a style's name comparable: small letters without spaces.
func plainName(name string) string {
	name, _, _ = strings.Cut(strings.ToLower(name), ",") // Word lists aliases behind commas
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' || r == '_' || r == '\u00a0' {
			return -1
		}
		return r
	}, name)
}

// headingLevel gives the level of a built-in heading by its plain name, in any
// language that the table has, else 0.
func headingLevel(name string) int {
	if name == "" {
		return 0
	}
	n, err := strconv.Atoi(name[len(name)-1:])
	if err != nil || n == 0 || !headingNames[name[:len(name)-1]] {
		return 0
	}
	return n
}

// settle lays a style on those that it is based on. Styles that are based on
// each other in a ring keep what they say themselves.
func (st *styles) settle(one *style) {
	var chain []*style
	for one != nil && !one.settled && len(chain) < maxBased {
		one.settled = true
		chain = append(chain, one)
		one = st.byID[one.basedOn]
	}
	for i := len(chain) - 1; i >= 0; i-- {
		if base := st.byID[chain[i].basedOn]; base != nil && base != chain[i] {
			chain[i].inherit(base)
		}
	}
}

func (one *style) inherit(base *style) {
	if one.chars != base.chars {
		return
	}
	one.para = base.para.with(&one.para)
	one.run = base.run.with(&one.run)
	if one.role == text && !isHeading(one.para.outline, one.para.known) && plainName(one.name) != "subtitle" {
		one.role = base.role
	}
}

func isHeading(outline int, known paraFact) bool {
	return known&saysOutline != 0 && outline >= 0 && outline < 9
}

// paragraph gives the style of paragraphs with an id, or what its name alone says.
func (st *styles) paragraph(id string) *style {
	if id == "" {
		return st.normal
	}
	if one, ok := st.byID[id]; ok && !one.chars {
		return one
	}
	one := &style{id: id, settled: true}
	one.byName()
	one.inherit(st.normal)
	st.byID[id] = one
	return one
}

// characters gives the style of characters with an id; the two most used mean
// the same also where the file does not describe them.
func (st *styles) characters(id string) *runProps {
	if id == "" {
		return &runProps{}
	}
	one, ok := st.byID[id]
	if !ok {
		one = &style{id: id, chars: true, settled: true}
		switch plainName(id) {
		case "emphasis":
			one.run.set(italic, true)
		case "strong":
			one.run.set(bold, true)
		}
		one.byName()
		st.byID[id] = one
	}
	return &one.run
}
