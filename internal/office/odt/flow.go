package odt

import "github.com/ficstead/ficstead/internal/office"

// flow is text that is written by one Writer: the page, or a note.
type flow struct {
	w      *office.Writer
	paras  []*para // open paragraphs; more than one only in odd documents
	lists  []*listLevel
	tables []tableState
	joined *para // ended, but the paragraph that follows goes on in it
	fresh  bool  // nothing stands on this page yet
	broken bool  // a page ends here
}

func (r *reader) page() *flow { return r.flows[0] }

// flow gives the innermost flow.
func (r *reader) flow() *flow { return r.flows[len(r.flows)-1] }

// para gives the innermost open paragraph, nil when none is open.
func (f *flow) para() *para {
	if len(f.paras) == 0 {
		return nil
	}
	return f.paras[len(f.paras)-1]
}

// breakPage begins a new page if a page break was asked for. The first page
// and an empty one need none; a note and a table have none.
func (r *reader) breakPage(asked bool) {
	f := r.flow()
	if len(r.flows) > 1 || len(f.tables) > 0 || len(r.src.replays) > 0 {
		return
	}
	if (asked || f.broken) && !f.fresh {
		f.w.PageBreak()
		f.fresh = true
	}
	f.broken = false
}

// para is a paragraph that is being read. It is written when its first
// content comes, so that one without any can become a line or nothing.
type para struct {
	kind  office.Para
	label string // the number before a heading
	taste traits // traits that its style gives it only to look like what it is
	looks []look // of the paragraph and the spans that are open
	links []string

	open    bool // begun in the Writer
	filled  bool
	item    *listLevel // the list of which it begins an item
	gap     bool       // a space here would show nowhere
	line    bool       // its style draws a line above or below it
	after   bool       // a page ends after it
	margins bool       // it is quoted only because of its margins
	hidden  bool
	boxes   [][]event // text boxes anchored here, read after it
}

func (p *para) look() look { return p.looks[len(p.looks)-1] }

func (p *para) link() string {
	if len(p.links) == 0 {
		return ""
	}
	return p.links[len(p.links)-1]
}

func (r *reader) startPara(e *event) { r.beginPara(e, 0) }

func (r *reader) startHeading(e *event) {
	level := e.attr("text:outline-level")
	if level == "" {
		level = e.attr("text:level") // OpenOffice.org 1
	}
	r.beginPara(e, max(1, number(level, 1)))
}

// beginPara opens a paragraph; level is what the element itself says, 0 for
// text, which may yet be a heading by its style.
func (r *reader) beginPara(e *event, level int) {
	if !r.inBody {
		return
	}
	f, st := r.flow(), r.sheet.find("paragraph", e.attr("text:style-name"))
	if before := f.joined; before != nil {
		if f.joined = nil; r.deleting() {
			f.paras = append(f.paras, &para{kind: before.kind, taste: before.taste, looks: []look{st.look}, gap: before.gap, open: true, filled: true})
			return
		}
	}
	page := st.box.before == "page" || st.box.before == "even-page" || st.box.before == "odd-page" || st.master != ""
	r.breakPage(page)
	p := &para{looks: []look{st.look}, gap: true, line: st.box.line(), after: st.box.after == "page"}
	p.kind = r.kindOf(st)
	p.margins = p.kind.Quote > 0 && !st.role.quote
	if level == 0 {
		level = st.role.heading
	}
	if level == 0 && st.role.title {
		level, p.kind.Title = 1, true
	}
	switch {
	case level > 0:
		p.kind.Heading, p.kind.Quote = min(level, 6), 0
		p.taste = st.look.val & ofHeadings
		p.label = r.headingLabel(e, st, level)
	case len(f.lists) > 0:
		r.putInList(p)
	}
	if n := len(f.tables); n > 0 && f.tables[n-1].header {
		p.taste = st.look.val & ofHeadings
	}
	f.paras = append(f.paras, p)
}

// kindOf gives what a paragraph is by its style.
func (r *reader) kindOf(st *effective) office.Para {
	dir := direction(st.box.dir)
	if st.box.dir == "" || st.box.dir == "page" {
		dir = r.sheet.pageDir
	}
	k := office.Para{Align: st.box.alignment(dir), Dir: dir, Lang: r.foreign(st.look.lang[western], r.sheet.main[western])}
	const beyond = 9 // millimetres; LibreOffice and Word indent quotations by 10 to 15
	switch {
	case st.role.quote:
		k.Quote = 1
		if st.margin > 1 {
			k.Quote = max(1, int(st.box.sides()/st.margin+0.1))
		}
	case !r.known.plainMargins && len(r.flow().lists) == 0 && k.Align != office.Center && st.box.sides()-max(0, r.sheet.ordinary.box.sides()) >= beyond:
		k.Quote = 1
	}
	return k
}

// foreign gives a language where it is another than that of the text round it.
func (r *reader) foreign(lang, round string) string {
	if lang == "" || lang == noLang || sameLanguage(lang, round) {
		return ""
	}
	return lang
}

// begin writes the paragraph's beginning. One within which another stood
// goes on as a further paragraph of the same kind.
func (f *flow) begin(p *para) {
	if p.open {
		return
	}
	for _, outer := range f.paras[max(0, len(f.paras)-2):] {
		outer.open = false
	}
	f.w.Para(p.kind)
	p.open, f.fresh = true, false
	p.kind.Item = false
	if p.label != "" {
		f.w.Text(office.Style{}, p.label+" ")
		p.label = ""
	}
}

func (r *reader) endPara() {
	f := r.flow()
	p := f.para()
	if p == nil {
		return
	}
	f.paras = f.paras[:len(f.paras)-1]
	if r.deleting() {
		if !f.joinAfter(p) {
			f.w.EndPara()
		}
	} else {
		r.settle(f, p)
		f.w.EndPara()
		f.broken = f.broken || p.after
	}
	if p.hidden {
		return
	}
	for i := len(p.boxes) - 1; i >= 0; i-- {
		r.src.again(p.boxes[i])
	}
}

// settle writes a paragraph in which nothing was written: a line, a gap, or
// nothing where a box stands in its place.
func (r *reader) settle(f *flow, p *para) {
	switch {
	case p.hidden, p.filled:
	case p.line && p.kind.Heading == 0:
		f.w.Rule()
		f.fresh = false
	case len(p.boxes) > 0 || r.shapes > 0 && p.label == "":
		// A shape's empty paragraphs are none of the author's.
	default:
		if p.label == "" {
			p.kind.Heading, p.kind.Title = 0, false
		}
		f.begin(p)
	}
}
