package odt

import (
	"math"
	"strings"

	"github.com/ficstead/ficstead/internal/office"
)

// frame is a frame or a drawn shape that is being read: a picture in one or
// several forms, a text box, an object of another program.
type frame struct {
	pictures    []found
	title, desc string
	object      bool
	bare        bool // a picture without a frame, as OpenOffice.org 1 has it

	shape   bool
	line    bool // a line across the page
	written int  // how much was written when it began
}

// alt gives what the picture shows, in words.
func (f *frame) alt() string {
	switch {
	case f.title == "" || f.title == f.desc:
		return f.desc
	case f.desc == "":
		return f.title
	}
	return f.title + ": " + f.desc
}

func (r *reader) startFrame(*event) { r.frames = append(r.frames, &frame{}) }

func (r *reader) endFrame() {
	f := r.frames[len(r.frames)-1]
	r.frames = r.frames[:len(r.frames)-1]
	best := found{}
	for _, p := range f.pictures {
		if best.state == noPicture || p.state < best.state {
			best = p
		}
	}
	switch best.state {
	case raster, vector:
		r.place(best.name, f.alt())
		return
	case noPicture:
		if !f.object {
			return
		}
		r.tally.Add(office.Objects, example(f.alt()))
	case elsewhere:
		r.tally.Add(office.External, example(best.name))
	case lost:
		kind := office.LostPictures
		if f.object {
			kind = office.Objects
		}
		r.tally.Add(kind, example(f.alt()))
	}
	if alt := f.alt(); alt != "" {
		r.inBrackets(alt)
	}
}

// place puts a picture into the paragraph, or into one of its own.
func (r *reader) place(name, alt string) {
	f := r.flow()
	p := f.para()
	switch {
	case p == nil:
		r.breakPage(false)
		f.w.Para(office.Para{})
		f.fresh = false
	case p.hidden || p.look().val&hidden != 0:
		r.hide(alt)
		return
	default:
		f.begin(p)
		p.filled, p.gap = true, false
	}
	f.w.Picture(name, alt)
	r.written++
	if p == nil {
		f.w.EndPara()
	}
}

// inBrackets writes in words what can't be shown.
func (r *reader) inBrackets(alt string) {
	f := r.flow()
	if p := f.para(); p != nil {
		r.write(p, "["+alt+"]")
		p.gap = false
		return
	}
	r.breakPage(false)
	f.w.Para(office.Para{})
	f.w.Text(office.Style{}, "["+alt+"]")
	f.w.EndPara()
	f.fresh = false
	r.written++
}

// describe makes a handler that keeps a frame's title or description.
func describe(put func(*frame, string)) func(*reader, *event) {
	return func(r *reader, _ *event) {
		r.leave(leaving{most: 4000, done: func(s string) {
			if n := len(r.frames); n > 0 {
				put(r.frames[n-1], s)
			}
		}})
	}
}

// object is a chart, a formula or the like. The picture of it, which stands
// beside it, is shown when there is one.
func (r *reader) object(e *event) {
	if n := len(r.frames); n > 0 {
		r.frames[n-1].object = true
	}
	if href := e.attr("xlink:href"); external(href) {
		r.tally.Add(office.External, example(href))
	}
	r.leave(leaving{})
}

// foreignObject is a film, a program or a page of the web in a frame.
func (r *reader) foreignObject(e *event) {
	if href := e.attr("xlink:href"); external(href) {
		r.tally.Add(office.External, example(href))
	} else {
		r.tally.Add(office.Objects, example(href))
	}
	r.leave(leaving{})
}

// startShape begins a drawing. One that is anchored in a paragraph is read after it.
func (r *reader) startShape(e *event) {
	if r.putOff(e) {
		return
	}
	r.shapes++
	r.frames = append(r.frames, &frame{shape: true, line: across(e), written: r.written})
}

func (r *reader) endShape() {
	f := r.frames[len(r.frames)-1]
	r.frames = r.frames[:len(r.frames)-1]
	r.shapes--
	switch {
	case !r.inBody || f.written != r.written:
	case f.line && r.flow().para() == nil:
		r.breakPage(false)
		r.flow().w.Rule()
		r.flow().fresh = false
	default:
		r.tally.Add(office.Objects, example(f.alt()))
	}
}

// across says whether a shape is a line across the page: much wider than high.
func across(e *event) bool {
	const thin, wide = 2, 20 // millimetres
	width, height := length(e.attr("svg:width")), length(e.attr("svg:height"))
	if e.name == "draw:line" || e.name == "draw:connector" {
		width = span(e.attr("svg:x1"), e.attr("svg:x2"))
		height = span(e.attr("svg:y1"), e.attr("svg:y2"))
	}
	return width != nil && height != nil && *height < thin && *width > wide
}

func span(from, to string) *float64 {
	a, b := length(from), length(to)
	if a == nil || b == nil {
		return nil
	}
	d := math.Abs(*a - *b)
	return &d
}

// startBox begins a text box; in a paragraph it is read after it.
func (r *reader) startBox(e *event) { r.putOff(e) }

// startGroup begins shapes that belong together.
func (r *reader) startGroup(e *event) { r.putOff(e) }

// recording is an element that is kept to be read later.
type recording struct {
	depth  int
	events []event
}

// putOff keeps the element that begins, with all in it, until the paragraph
// ends. It is not done outside of paragraphs, and not in boxes in boxes in
// boxes, which are read where they stand.
func (r *reader) putOff(e *event) bool {
	const most = 3
	if len(r.flow().paras) != 1 {
		return false
	}
	if len(r.src.replays) >= most {
		r.tally.Add(office.Nested, "")
		return false
	}
	r.record = recording{depth: 1, events: []event{*e}}
	return true
}

func (r *reader) recordEvent(e *event) {
	r.record.events = append(r.record.events, *e)
	switch e.kind {
	case start:
		r.record.depth++
	case end:
		r.record.depth--
	}
	if r.record.depth == 0 {
		p := r.flow().para()
		p.boxes = append(p.boxes, r.record.events)
		r.record.events = nil
	}
}

// external says whether an address leads out of the document.
func external(href string) bool {
	scheme, _, ok := strings.Cut(href, ":")
	return ok && !strings.Contains(scheme, "/") || strings.HasPrefix(href, "/") || strings.HasPrefix(href, "../")
}
