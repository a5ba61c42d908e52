package docx

import (
	"math"
	"strconv"
	"strings"

	"github.com/ficstead/ficstead/internal/office"
)

// maxBoxes bounds text boxes in one another; deeper ones are only words.
const maxBoxes = 4

// drawing is what one drawing, old or new, holds.
type drawing struct {
	alt      string
	pictures []picture
	rule     bool   // a line across the page
	object   string // what kind of thing that can't be shown; "" for none
	shape    bool   // it draws something
	boxed    bool   // it has a text box
	hidden   bool
	cx, cy   int
}

// picture is a picture in a drawing, by its relation.
type picture struct {
	rel, alt string
}

// drawing reads a w:drawing, w:pict or w:object, whose start tag was read.
func (f *flow) drawing() {
	d := drawing{}
	if f.sc.name == "w:object" {
		d.object = "object"
	}
	for depth := f.sc.depth(); f.sc.within(depth); {
		switch {
		case f.sc.kind == endTag && f.sc.name == "mc:AlternateContent":
			if n := len(f.choices); n > 0 {
				f.choices = f.choices[:n-1]
			}
		case f.sc.kind == startTag:
			f.drawingPart(&d)
		}
	}
	if !d.hidden && f.shown() {
		f.placeDrawing(&d)
	}
}

func (f *flow) drawingPart(d *drawing) {
	s := f.sc
	switch s.name {
	case "mc:AlternateContent", "mc:Choice", "mc:Fallback":
		f.alternative()
	case "w:txbxContent":
		d.boxed = true
		f.keepBox()
	case "wp:docPr":
		d.alt = either(s.attr("descr"), s.attr("title"))
		v := s.attr("hidden")
		d.hidden = v == "1" || v == "true"
	case "wp:extent":
		d.cx, _ = s.number("cx")
		d.cy, _ = s.number("cy")
	case "pic:cNvPr":
		d.pictures = append(d.pictures, picture{alt: either(s.attr("descr"), s.attr("title"))})
	case "a:blip":
		if n := len(d.pictures); n == 0 || d.pictures[n-1].rel != "" {
			d.pictures = append(d.pictures, picture{})
		}
		d.pictures[len(d.pictures)-1].rel = either(s.attr("r:embed"), s.attr("r:link"))
	case "a:prstGeom":
		d.shape = true
		prst := s.attr("prst")
		d.rule = d.rule || (prst == "line" || prst == "straightConnector1") && d.cx > 0 && d.cy <= d.cx/50
	case "a:custGeom":
		d.shape = true
	case "c:chart":
		d.object = "chart"
	case "dgm:relIds":
		d.object = "diagram"
	default:
		d.oldPart(f)
	}
}

// oldPart takes a part of a drawing in VML, the form before 2007.
func (d *drawing) oldPart(f *flow) {
	s := f.sc
	switch s.name {
	case "v:shape", "v:rect", "v:roundrect", "v:oval", "v:line", "v:group":
		d.alt = either(d.alt, either(s.attr("alt"), s.attr("title")))
		d.shape = true
		d.rule = d.rule || isOn(s.attr("o:hr")) || s.name == "v:line" && flat(s.attr("from"), s.attr("to"))
	case "v:imagedata":
		if rel := either(s.attr("r:id"), s.attr("r:href")); rel != "" {
			d.pictures = append(d.pictures, picture{rel: rel, alt: s.attr("o:title")})
		}
	case "v:textpath":
		d.boxed = true
		f.text(s.attr("string"))
	case "o:OLEObject", "w:control":
		d.object = "object"
	}
}

func isOn(v string) bool { return v == "t" || v == "true" || v == "1" }

// flat says whether a line leads across the page, from one point to another
// that are given as "1.5pt,20pt".
func flat(from, to string) bool {
	x1, y1, ok1 := point(from)
	x2, y2, ok2 := point(to)
	return ok1 && ok2 && x1 != x2 && math.Abs(y1-y2) <= math.Abs(x1-x2)/50
}

func point(v string) (x, y float64, ok bool) {
	a, b, ok := strings.Cut(v, ",")
	x, err1 := strconv.ParseFloat(strings.TrimRight(a, "ptincm"), 64)
	y, err2 := strconv.ParseFloat(strings.TrimRight(b, "ptincm"), 64)
	return x, y, ok && err1 == nil && err2 == nil
}

// placeDrawing writes what a drawing shows.
func (f *flow) placeDrawing(d *drawing) {
	for _, one := range d.pictures {
		if one.rel != "" {
			f.picture(one.rel, either(d.alt, one.alt))
		}
	}
	switch {
	case len(d.pictures) > 0:
		if d.object != "" {
			f.r.tally.Add(office.Objects, d.alt)
		}
	case d.rule && !d.boxed:
		f.p.lines++
	case d.object != "" || d.shape && !d.boxed:
		f.r.tally.Add(office.Objects, d.alt)
		f.inBrackets(d.alt)
	}
}

// inBrackets writes the words for something that can't be shown.
func (f *flow) inBrackets(alt string) {
	if alt = strings.TrimSpace(alt); alt != "" {
		f.text("[" + alt + "]")
	}
}

// keepBox takes the content of a text box, to be written after the paragraph.
func (f *flow) keepBox() {
	if !f.shown() {
		f.sc.skip()
		return
	}
	if f.boxes < maxBoxes {
		f.p.boxes = append(f.p.boxes, f.sc.capture())
		return
	}
	f.r.tally.Add(office.Nested, "")
	for d := f.sc.depth(); f.sc.within(d); {
		if f.sc.kind != startTag {
			continue
		}
		switch f.sc.name {
		case "w:p":
			if !f.p.space {
				f.text(" ")
			}
		case "w:t":
			f.readText()
		case "mc:Fallback":
			f.sc.skip()
		}
	}
}

// writeBoxes writes the text boxes that were kept.
func (f *flow) writeBoxes() {
	for _, s := range f.p.boxes {
		box := &flow{r: f.r, part: f.part, sc: s, w: f.w, note: f.note, boxes: f.boxes + 1}
		box.readAll()
		f.list, f.afterBreak = "", false
	}
	f.p.boxes = nil
}
