package odt

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/ficstead/ficstead/internal/office"
)

// reader makes a document of the events of its parts.
type reader struct {
	in  input
	lim office.Limits
	src *source

	sheet    sheet
	props    office.Properties
	keywords []string
	tally    office.Tally

	known          hindsight
	text, indented int // bytes of text, and of such that is quoted because of its margins

	rooted           bool // the part's first element was seen
	inBody, seenBody bool
	flows            []*flow // the page, and the note that is being read
	frames           []*frame
	shapes           int // shapes that are open
	notes            int
	written          int // runs and pictures so far
	hiding           bool
	outline          list // where the numbering of headings is
	listIDs          int
	lists            map[string]*list
	lastList         map[string]*list // by style

	changes changes

	left   leftOut
	record recording

	letters  map[string]int // how much text is in which language, in bytes
	pictures pictures
}

func newReader(in input, lim office.Limits) *reader {
	w := &office.Writer{Max: lim.TextBytes}
	return &reader{
		in: in, lim: lim, sheet: newSheet(), flows: []*flow{{w: w, fresh: true}},
		lists: map[string]*list{}, lastList: map[string]*list{}, pictures: newPictures(in), letters: map[string]int{},
		changes: changes{deleted: map[string]bool{}, open: map[string]bool{}},
	}
}

// element is what is done where an element begins and where it ends. Those
// that have none are looked through: what is in them counts.
type element struct {
	start func(*reader, *event)
	end   func(*reader)
}

// readParts reads every part. Damage in the last one is an error only when
// nothing was read; in others it is none.
func (r *reader) readParts(ctx context.Context) error {
	parts := r.in.parts()
	for i, p := range parts {
		f, err := p.open()
		if err != nil {
			if i == len(parts)-1 && !errors.Is(err, fs.ErrNotExist) {
				return fmt.Errorf("%s could not be opened (%v): %w", p.name, err, office.ErrBroken)
			}
			continue
		}
		r.rooted = i < len(parts)-1 // only the text's own part tells what it is
		err = r.readPart(ctx, f)
		f.Close()
		if err != nil {
			return err
		}
	}
	switch {
	case r.seenBody && r.src.damage == nil:
		return nil
	case len(parts) == 1 && !r.rooted:
		return otherKind("")
	case r.written == 0:
		return fmt.Errorf("the file breaks off before its text; save the document anew: %w", office.ErrBroken)
	}
	r.tally.Add(office.Damaged, "")
	return nil
}

// readPart reads one part to its end, or to where it is damaged.
func (r *reader) readPart(ctx context.Context, f io.Reader) error {
	r.src = newSource(f)
	for n := 0; ; n++ {
		if n%1024 == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		e, err := r.src.next()
		if err != nil {
			return nil
		}
		if err := r.take(&e); err != nil {
			return err
		}
		if err := cmp.Or(r.page().w.Full(), r.flow().w.Full()); err != nil {
			return fmt.Errorf("the document has too much text; cut it into several: %w", err)
		}
	}
}

// take deals with one event.
func (r *reader) take(e *event) error {
	switch {
	case r.record.depth > 0:
		r.recordEvent(e)
	case r.left.depth > 0:
		r.leaveOut(e)
	case r.deleting() && (e.kind == text || e.kind == start && deletedWith[e.name]):
		r.discard(e)
	case e.kind == text:
		r.chars(e.text)
	case e.kind == end:
		if do := elements[e.name].end; do != nil {
			do(r)
		}
	default:
		if err := r.refuse(e); err != nil {
			return err
		}
		if do := elements[e.name].start; do != nil {
			do(r, e)
		}
	}
	return nil
}

// refuse gives an error when an element says that the document is not text.
func (r *reader) refuse(e *event) error {
	if !r.rooted {
		r.rooted = true
		if !strings.HasPrefix(e.name, "office:document") {
			return otherKind("")
		}
	}
	switch e.name {
	case "office:document":
		if kind := e.attr("office:mimetype"); kind != "" && !textTypes[kind] {
			return otherKind(kind)
		}
	case "office:document-content":
		if class := e.attr("office:class"); class != "" && !strings.HasPrefix(class, "text") {
			return otherKind(class)
		}
	case "office:spreadsheet", "office:presentation", "office:drawing", "office:chart", "office:database", "office:image":
		return otherKind(strings.TrimPrefix(e.name, "office:"))
	}
	return nil
}

func (r *reader) startBody(*event) {
	r.inBody, r.seenBody = true, true
	r.sheet.settle()
}

func (r *reader) endBody() { r.inBody = false }

// document gives what was read.
func (r *reader) document() *office.Document {
	if n := r.in.macros(); n > 0 {
		r.tally.AddN(office.Macros, n, "")
	}
	d := &office.Document{HTML: r.page().w.HTML(), Title: r.page().w.Title(), Properties: r.props, Notices: r.tally.Notices()}
	d.Properties.Keywords = strings.Join(r.keywords, ", ")
	d.Properties.Language = r.language()
	if len(r.pictures.byName) > 0 {
		d.Open = r.pictures.open
	}
	return d
}
