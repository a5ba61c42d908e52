package odt

import "strings"

// sheet holds the styles of a document.
type sheet struct {
	styles  map[styleKey]*style
	lists   map[string]*listStyle
	outline *listStyle
	faces   map[string]fontFace
	layouts map[string]string // the direction of text on pages of a layout

	style     *style // being read
	listStyle *listStyle
	layout    string

	main     [scripts]string // the languages of ordinary text
	pageDir  string
	ordinary *effective
	fonts    map[string]symbolFont
}

type styleKey struct{ family, name string }

type fontFace struct {
	family string
	symbol bool
}

// style is what the file says of one style. The default style of a family has
// no name.
type style struct {
	family, name, parent string
	role                 role
	roles                bool // role is this style's own
	look                 look
	box                  box
	master               *string // the kind of page that it begins
	list                 *string // the list style; empty for "none, also not that of headings"

	marked, done bool
	full         effective
}

// effective is what holds for text of a style, with all that it inherits.
type effective struct {
	look   look
	box    box
	role   role
	margin float64 // the smaller side margin that the style named for its role has
	master string
	noList bool
}

func newSheet() sheet {
	return sheet{
		styles: map[styleKey]*style{}, lists: map[string]*listStyle{}, faces: map[string]fontFace{},
		layouts: map[string]string{}, fonts: map[string]symbolFont{}, ordinary: &effective{},
	}
}

// find gives what holds for a style. One that is not there has its family's defaults.
func (s *sheet) find(family, name string) *effective {
	st := s.styles[styleKey{family, name}]
	if st == nil {
		st = s.styles[styleKey{family, ""}]
	}
	if st == nil {
		return &effective{}
	}
	var chain []*style // those not yet known; a circle of parents ends where it closes
	for at := st; at != nil && !at.marked; at = s.parent(at) {
		at.marked = true
		chain = append(chain, at)
	}
	for i := len(chain) - 1; i >= 0; i-- {
		at, base := chain[i], effective{}
		if up := s.parent(at); up != nil && up.done {
			base = up.full
		}
		at.full = base.with(at)
		at.done = true
	}
	return &st.full
}

func (s *sheet) parent(st *style) *style {
	if st.name == "" {
		return nil
	}
	if up := s.styles[styleKey{st.family, st.parent}]; up != nil {
		return up
	}
	return s.styles[styleKey{st.family, ""}]
}

// with gives what holds for a style whose parent has e.
func (e effective) with(st *style) effective {
	e.look = e.look.with(st.look)
	e.box = e.box.with(st.box)
	if st.roles {
		e.role = st.role
		e.margin = e.box.sides()
	}
	if st.master != nil {
		e.master = *st.master
	}
	if st.list != nil {
		e.noList = *st.list == ""
	}
	return e
}

// settle is called when all styles are known.
func (s *sheet) settle() {
	name := "Standard"
	if s.styles[styleKey{"paragraph", name}] == nil {
		name = ""
	}
	s.ordinary = s.find("paragraph", name)
	s.main = s.ordinary.look.lang
}

func (r *reader) startStyle(e *event) {
	st := &style{family: e.attr("style:family"), name: e.attr("style:name"), parent: e.attr("style:parent-style-name")}
	r.sheet.style = st
	if st.name == "" {
		return // a style nobody can refer to; its properties still need a place
	}
	names := []string{e.attr("style:display-name"), decodeName(st.name)}
	st.role, st.roles = roleOf(names)
	if level, ok := e.lookup("style:default-outline-level"); ok && st.family == "paragraph" {
		st.role, st.roles = role{heading: number(level, 0)}, true
	}
	if st.family == "text" && (names[1] == "Source Text" || names[1] == "Teletype") {
		st.look.put(code, true)
	}
	if v, ok := e.lookup("style:master-page-name"); ok {
		st.master = &v
	}
	if v, ok := e.lookup("style:list-style-name"); ok {
		st.list = &v
	}
	r.sheet.styles[styleKey{st.family, st.name}] = st
}

func (r *reader) startDefaultStyle(e *event) {
	st := &style{family: e.attr("style:family")}
	r.sheet.style = st
	r.sheet.styles[styleKey{st.family, ""}] = st
}

func (r *reader) endStyle() { r.sheet.style = nil }

func (r *reader) textProperties(e *event) {
	if st := r.sheet.style; st != nil {
		st.look = st.look.with(lookOf(e))
	}
}

func (r *reader) boxProperties(e *event) {
	if st := r.sheet.style; st != nil {
		st.box = st.box.with(boxOf(e))
	}
}

// properties are those of OpenOffice.org 1, of text and of paragraphs in one.
func (r *reader) properties(e *event) {
	r.textProperties(e)
	r.boxProperties(e)
}

func (r *reader) fontFace(e *event) {
	family := e.attr("svg:font-family")
	if family == "" {
		family = e.attr("fo:font-family")
	}
	r.sheet.faces[e.attr("style:name")] = fontFace{family, e.attr("style:font-charset") == "x-symbol"}
}

func (r *reader) pageLayout(e *event) { r.sheet.layout = e.attr("style:name") }

func (r *reader) pageProperties(e *event) {
	r.sheet.layouts[r.sheet.layout] = direction(e.attr("style:writing-mode"))
}

func (r *reader) masterPage(e *event) {
	if e.attr("style:name") == "Standard" || r.sheet.pageDir == "" {
		name := e.attr("style:page-layout-name") + e.attr("style:page-master-name")
		r.sheet.pageDir = r.sheet.layouts[name]
	}
}

// decodeName undoes the way in which a style's name is written in XML:
// "Text_20_body" is "Text body".
func decodeName(name string) string {
	if !strings.Contains(name, "_20_") {
		return name
	}
	return strings.ReplaceAll(name, "_20_", " ")
}
