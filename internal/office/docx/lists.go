package docx

import "github.com/ficstead/ficstead/internal/office"

// place is where a paragraph stands in the document's lists.
type place struct {
	num   *num
	shape *abstract
	level int
}

// place finds the paragraph's list, by its own properties or by its style's.
func (f *flow) place() (place, bool) {
	p := &f.p.props
	if p.known&saysList == 0 || p.list == "" || p.list == "0" {
		return place{}, false
	}
	one, shape := f.r.numbering.find(p.list, f.r.styles)
	if one == nil || shape == nil {
		return place{}, false
	}
	at := p.level
	if f.p.own.known&(saysList|saysLevel) == 0 {
		for i := range levels {
			if levelOf(one, shape, i).style == f.p.style.id && f.p.style.id != "" {
				at = i
			}
		}
	}
	return place{one, shape, at}, true
}

// numbered says whether the paragraph shows a number although it has no text.
func (f *flow) numbered() bool {
	at, ok := f.place()
	if !ok {
		return false
	}
	l := levelOf(at.num, at.shape, at.level)
	return l.format != "bullet" && l.text != ""
}

// enlist makes p an item of its list. It gives the number as text where that is
// more than HTML's lists show: "Chapter 3: ".
func (f *flow) enlist(p *office.Para) (prefix string) {
	at, ok := f.place()
	if !ok {
		if f.p.style.role == listContinued && f.list != "" {
			p.List, p.Level = f.list, f.level
			return ""
		}
		f.list = ""
		return ""
	}
	lists := f.r.numbering
	number := lists.count(at.num, at.shape, at.level)
	l := levelOf(at.num, at.shape, at.level)
	isBullet := l.format == "bullet"
	if p.Heading > 0 || !isBullet && (l.format == "none" || l.hasWords() || l.text == "") {
		f.list = ""
		if isBullet {
			return ""
		}
		return lists.label(at.num, at.shape, at.level)
	}
	if f.list == "" || at.level < f.base {
		f.base = at.level // a list that begins at its second level is one of its own
	}
	f.list, f.level = f.listID(at), at.level-f.base+1
	p.List, p.Level, p.Item = f.list, f.level, true
	if !isBullet {
		p.Ordered, p.Number, p.Marker = true, number, markers[l.format]
	}
	return ""
}

// listID names the list in which the paragraph is shown. A deeper item belongs
// to the list before it, whichever list of Word's it is in.
func (f *flow) listID(at place) string {
	if at.level > 0 && f.list != "" {
		return f.list
	}
	if at.num.start[0] >= 0 {
		return "n" + f.p.props.list
	}
	return "s" + at.num.shape
}
