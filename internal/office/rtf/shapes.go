package rtf

import (
	"strings"

	"github.com/ficstead/ficstead/internal/office"
)

// lineHeight is up to how high, in twips, a drawn line counts as level.
const lineHeight = 60

// maxBoxes bounds boxes in boxes; the words of deeper ones join the text.
const maxBoxes = 8

// beginShape is \shp, and \do of Word 6: a drawing, with a box of text perhaps.
func (r *reader) beginShape() {
	placed := r.st.dest == toText && !r.st.has(deleted|hidden)
	if !placed {
		r.skipGroup()
		return
	}
	r.drawings = append(r.drawings, drawing{shape: true, placed: true, from: -1})
	r.st.dest, r.st.closer = toNothing, (*reader).closeShape
}

func (r *reader) beginShapeInstance() {
	if d := r.topDrawing(); d != nil {
		d.instance = true
	}
}

// beginShapeFallback is the shape as Word 6 tells it; needed only without the other.
func (r *reader) beginShapeFallback() {
	if d := r.topDrawing(); d == nil || d.instance {
		r.skipGroup()
		return
	}
	r.st.dest = toText
}

func (r *reader) closeShape() {
	d := r.drawings[len(r.drawings)-1]
	r.drawings = r.drawings[:len(r.drawings)-1]
	r.st = r.outer()
	defer func() { r.st = &r.stack[len(r.stack)-1] }()
	switch {
	case d.picture != nil:
		d.picture.placed = true
		r.placePicture(d.picture, firstOf(d.alt, d.picture.alt))
	case d.ruler || d.line && d.flat <= lineHeight && d.flat >= -lineHeight:
		r.flow.open.drawn = true
	case d.art != "":
		r.flow.boxes = append(r.flow.boxes, &block{paragraph: &paragraph{
			text: []byte(d.art), items: []item{{kind: textItem, to: int32(len(d.art))}},
		}})
	}
}

// beginBox is the text in a box. It is read as a text of its own and follows the
// paragraph in which the box hangs.
func (r *reader) beginBox() {
	if len(r.drawings) == 0 || !r.topDrawing().placed {
		r.skipGroup()
		return
	}
	if r.flow.box >= maxBoxes {
		r.st.dest = toText
		return
	}
	anchor := r.flow
	closeFlow := r.openFlow(func(b *block) { anchor.boxes = append(anchor.boxes, b) })
	r.flow.box = anchor.box + 1
	r.st.closer = func(*reader) { closeFlow() }
}

// beginPropertyName and beginPropertyValue read {\sp{\sn name}{\sv value}}.
func (r *reader) beginPropertyName() {
	r.capture(func(r *reader) {
		name := r.captured()
		if d := r.topDrawing(); d != nil {
			d.name = name
		}
	})
}

func (r *reader) beginPropertyValue() {
	r.capture(func(r *reader) {
		value := r.captured()
		if d := r.topDrawing(); d != nil {
			d.property(value)
		}
	})
}

// property notes what a property says that concerns reading.
func (d *drawing) property(value string) {
	value = strings.TrimSpace(value)
	switch d.name {
	case "wzDescription":
		d.alt = value
	case "fHorizRule", "fStandardHR":
		d.ruler = d.ruler || value == "1"
	case "shapeType":
		d.line = value == "20" || value == "32"
	case "gtextUNICODE":
		d.art = value
	}
}

// beginFallback is \nonshppict: the picture again, for old readers.
func (r *reader) beginFallback() {
	if r.fallback {
		r.skipGroup()
	}
	r.fallback = false
}

// beginObject is a thing of another program. Its result, a picture mostly, is
// what people see of it.
func (r *reader) beginObject() {
	if r.st.dest != toText {
		return
	}
	r.lose(office.Objects, "")
	r.st.dest = toNothing
}

func (r *reader) beginObjectClass() {
	r.capture(func(r *reader) {
		if class := strings.TrimSpace(r.captured()); class != "" && !r.st.has(deleted|hidden) {
			r.tally.AddN(office.Objects, 0, class)
		}
	})
}

func (r *reader) beginObjectResult() {
	if r.outer().dest == toNothing && r.st.dest == toNothing {
		r.st.dest = toText
	}
}

// drawingWords tell of pictures and shapes.
var drawingWords = map[string]control{
	"bin":        func(r *reader, a argument) { r.pictureBinary(a.n) },
	"wmetafile":  pictureFormat("WMF"),
	"emfblip":    pictureFormat("EMF"),
	"pngblip":    pictureFormat("PNG"),
	"jpegblip":   pictureFormat("JPEG"),
	"macpict":    pictureFormat("PICT"),
	"pmmetafile": pictureFormat("OS/2 metafile"),
	"dibitmap":   pictureFormat("BMP"),
	"wbitmap":    pictureFormat("bitmap"),
	"shptop":     func(r *reader, a argument) { r.shapeEdge(a.n, -1) },
	"shpbottom":  func(r *reader, a argument) { r.shapeEdge(a.n, 1) },
	"dpline":     func(r *reader, _ argument) { r.drawnLine() },
	"dpysize":    func(r *reader, a argument) { r.shapeEdge(a.n, 1) },
	"objautlink": func(r *reader, _ argument) { r.lose(office.External, "") },
	"objlink":    func(r *reader, _ argument) { r.lose(office.External, "") },
}

func pictureFormat(name string) control {
	return func(r *reader, _ argument) {
		if d := r.topDrawing(); d != nil {
			d.format = name
		}
	}
}

func (r *reader) shapeEdge(n, sign int) {
	if d := r.topDrawing(); d != nil && d.shape {
		d.flat += sign * n
	}
}

func (r *reader) drawnLine() {
	if d := r.topDrawing(); d != nil && d.shape {
		d.line = true
	}
}
