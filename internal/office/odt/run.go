package odt

import (
	"strings"
	"unicode"

	"github.com/ficstead/ficstead/internal/office"
)

func (r *reader) startSpan(e *event) { r.pushLook(e.attr("text:style-name")) }

func (r *reader) endSpan() {
	if p := r.flow().para(); p != nil && len(p.looks) > 1 {
		p.looks = p.looks[:len(p.looks)-1]
	}
}

func (r *reader) pushLook(style string) {
	p := r.flow().para()
	if p == nil {
		return
	}
	l := p.look()
	if style != "" {
		l = l.with(r.sheet.find("text", style).look)
	}
	p.looks = append(p.looks, l)
}

func (r *reader) startLink(e *event) {
	r.pushLook(e.attr("text:style-name"))
	if p := r.flow().para(); p != nil {
		p.links = append(p.links, e.attr("xlink:href"))
	}
}

func (r *reader) endLink() {
	r.endSpan()
	if p := r.flow().para(); p != nil && len(p.links) > 0 {
		p.links = p.links[:len(p.links)-1]
	}
}

// chars takes text as it stands in the XML: white space is one space, and
// none at a paragraph's beginning.
func (r *reader) chars(s string) {
	if p := r.flow().para(); p != nil {
		if s = collapse(s, &p.gap); s != "" {
			r.write(p, s)
		}
	}
}

// collapse makes white space one space. gap says, before and after, whether a
// space would show nowhere.
func collapse(s string, gap *bool) string {
	clean, before := true, *gap
	for i := 0; i < len(s) && clean; i++ {
		space := s[i] == ' '
		clean = (s[i] > ' ' || space) && !(space && before)
		before = space
	}
	if clean {
		if s != "" {
			*gap = before
		}
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case ' ', '\t', '\n', '\r':
			if !*gap {
				b.WriteByte(' ')
			}
			*gap = true
		default:
			b.WriteByte(s[i])
			*gap = false
		}
	}
	return b.String()
}

// write writes a run of text in the look that holds now.
func (r *reader) write(p *para, s string) {
	l := p.look()
	if p.hidden || l.val&hidden != 0 {
		r.hide(s)
		return
	}
	if l.font != "" {
		if s = r.inSymbols(l.font, s); s == "" {
			return
		}
	}
	r.hiding = false
	r.written++
	if r.text += len(s); p.margins {
		r.indented += len(s)
	}
	f := r.flow()
	f.begin(p)
	p.filled = true
	if ascii(s) {
		r.heard(l.lang[western], len(s))
		f.w.Text(r.styleOf(p, l, western), s)
		return
	}
	of := western
	for head := ""; s != ""; {
		head, s, of = run(s, of)
		r.heard(l.lang[of], len(head))
		f.w.Text(r.styleOf(p, l, of), head)
	}
}

// styleOf gives the style of text of one script.
func (r *reader) styleOf(p *para, l look, of script) office.Style {
	st := l.style(of, p.taste)
	if st.Href = p.link(); st.Href != "" {
		st.Underline = false // links are underlined anyway
	}
	round := r.sheet.main[of]
	if of == western && p.kind.Lang != "" {
		round = p.kind.Lang
	}
	st.Lang = r.foreign(l.lang[of], round)
	return st
}

func ascii(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// hide leaves text out that the author hid.
func (r *reader) hide(s string) {
	if s = strings.TrimSpace(s); s != "" && !r.hiding {
		r.tally.Add(office.Hidden, example(s))
		r.hiding = true
	}
}

// example shortens words to what a notice shows.
func example(s string) string {
	const longest = 120
	s = strings.TrimSpace(s)
	n := 0
	for i := range s {
		if n++; n > longest {
			return strings.TrimRightFunc(s[:i], unicode.IsSpace) + "…"
		}
	}
	return s
}

// spaces are those that XML would take for one.
func (r *reader) spaces(e *event) {
	const most = 100 // wider than any line
	p := r.flow().para()
	if p == nil || !p.filled {
		return
	}
	r.write(p, strings.Repeat(" ", min(max(number(e.attr("text:c"), 1), 1), most)))
	p.gap = true
}

// tab is a space between words; before the first it only indents.
func (r *reader) tab(*event) {
	if p := r.flow().para(); p != nil && !p.gap {
		r.write(p, " ")
		p.gap = true
	}
}

func (r *reader) lineBreak(*event) {
	p := r.flow().para()
	if p == nil || p.hidden || p.look().val&hidden != 0 {
		return
	}
	f := r.flow()
	f.begin(p)
	f.w.Break()
	p.filled, p.gap = true, true
}

// hiddenPara is a field that hides the paragraph in which it stands.
func (r *reader) hiddenPara(e *event) {
	if p := r.flow().para(); p != nil && e.attr("text:is-hidden") == "true" {
		p.hidden = true
	}
}

// ruby are small letters beside a word that say how it is read; they follow it in brackets.
func (r *reader) ruby(*event) {
	r.leave(leaving{most: 1000, done: func(s string) {
		if p := r.flow().para(); p != nil && s != "" {
			r.write(p, "（"+s+"）")
			p.gap = false
		}
	}})
}
