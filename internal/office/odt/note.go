package odt

import (
	"strconv"

	"github.com/ficstead/ficstead/internal/office"
)

// startNote begins a footnote or an endnote: its text goes to a Writer of its
// own. A note within a note, which no program makes, is read as text of the outer.
func (r *reader) startNote(*event) {
	f := r.flow()
	if len(r.flows) > 1 {
		r.flows = append(r.flows, f)
		return
	}
	r.flows = append(r.flows, &flow{w: &office.Writer{Max: r.lim.TextBytes}})
	r.notes++
}

// citation is what the text shows for the note. The program's own counting is
// left to the Writer, the author's own mark is kept.
func (r *reader) citation(e *event) {
	if len(r.flows) == 2 {
		r.referTo(e.attr("text:label"))
	}
	r.leave(leaving{})
}

// referTo places the reference to the note that is being read.
func (r *reader) referTo(label string) {
	f := r.page()
	p := f.para()
	if p == nil || p.hidden || p.look().val&hidden != 0 {
		return
	}
	f.begin(p)
	f.w.NoteRef(strconv.Itoa(r.notes), label)
	p.filled, p.gap = true, false
	r.written++
}

func (r *reader) endNote() {
	f := r.flow()
	r.flows = r.flows[:len(r.flows)-1]
	if f != r.flow() {
		r.page().w.Note(strconv.Itoa(r.notes), f.w.HTML())
	}
}
