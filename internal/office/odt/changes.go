package odt

import "github.com/ficstead/ficstead/internal/office"

// changes are the tracked changes of a document. Deleted words stand either
// here, apart from the text, or still in it between two marks.
type changes struct {
	region  string          // the change that is being read
	deleted map[string]bool // changes that are deletions
	open    map[string]bool // deletions in which the text now is
}

func (r *reader) startRegion(e *event) {
	if r.changes.region = e.attr("xml:id"); r.changes.region == "" {
		r.changes.region = e.attr("text:id")
	}
}

func (r *reader) deletion(e *event) {
	r.changes.deleted[r.changes.region] = true
	counting(office.Deletions, "")(r, e)
}

func (r *reader) changeStart(e *event) {
	id := e.attr("text:change-id")
	if r.changes.deleted[id] && !r.known.unclosed[id] {
		r.changes.open[id] = true
	}
}

func (r *reader) changeEnd(e *event) { delete(r.changes.open, e.attr("text:change-id")) }

// deleting says whether the text that comes was deleted.
func (r *reader) deleting() bool { return len(r.changes.open) > 0 }

// deletedWith are elements that a deletion takes with it.
var deletedWith = map[string]bool{
	"text:s": true, "text:tab": true, "text:line-break": true, "text:note": true, "text:ruby": true, "draw:frame": true, "table:table": true,
	"draw:g": true, "draw:line": true, "draw:connector": true, "draw:custom-shape": true, "draw:rect": true, "draw:circle": true,
	"draw:ellipse": true, "draw:path": true, "draw:polygon": true, "draw:polyline": true, "draw:regular-polygon": true,
	"draw:measure": true, "draw:caption": true, "dr3d:scene": true,
}

// discard leaves out what stands in the text but was deleted.
func (r *reader) discard(e *event) {
	switch e.kind {
	case text:
		if p := r.flow().para(); p != nil {
			r.tally.AddN(office.Deletions, 0, example(e.text))
		}
	case start:
		r.leave(leaving{})
	}
}

// joinAfter is called where a paragraph ends whose end was deleted. It says
// whether the paragraph is kept open for the next one to go on in it. One of
// which nothing is left is no paragraph at all.
func (f *flow) joinAfter(p *para) bool {
	if p.filled {
		f.joined = p
		return true
	}
	if l := p.item; l != nil && len(l.list.counts) >= l.depth {
		l.list.counts[l.depth-1]--
	}
	return false
}
