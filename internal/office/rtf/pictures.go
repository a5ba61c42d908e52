package rtf

import (
	"bytes"
	"io"
	"io/fs"
	"strconv"
	"strings"

	"github.com/ficstead/ficstead/internal/office"
)

// picture is where in the file a picture's bytes are.
type picture struct {
	name     string // by which the page calls it
	from, to int
	binary   bool // as they are; else two digits a byte
}

// drawing is a picture or a shape that is being read.
type drawing struct {
	shape    bool
	placed   bool // it stands in the text, not in a header or a deleted passage
	format   string
	from, to int
	binary   bool

	name     string // of the property that is being read
	alt      string // what it shows, in the author's words
	ruler    bool   // a line across the page
	art      string // words drawn as a picture
	line     bool   // a shape that is only a line
	flat     int    // how high the shape is, in twips
	instance bool
	picture  *drawing // the picture in a shape
}

func (r *reader) topDrawing() *drawing {
	if len(r.drawings) == 0 {
		return nil
	}
	return &r.drawings[len(r.drawings)-1]
}

// beginPicture is \pict.
func (r *reader) beginPicture() {
	placed := r.st.dest == toText && !r.st.has(deleted|hidden)
	r.drawings = append(r.drawings, drawing{placed: placed, from: -1})
	r.st.dest, r.st.closer = toPicture, (*reader).closePicture
}

// pictureDigits steps over a part of a picture's bytes.
func (r *reader) pictureDigits() {
	from := r.pos
	r.data()
	if d := r.topDrawing(); d != nil && !d.shape && !d.binary {
		if d.from < 0 {
			d.from = from
		}
		d.to = r.pos
	}
}

// pictureBinary is \bin: the picture's bytes as they are.
func (r *reader) pictureBinary(n int) {
	from, to := r.binary(n)
	if d := r.topDrawing(); r.st.dest == toPicture && d != nil && !d.binary {
		d.from, d.to, d.binary = from, to, true
	}
}

func (r *reader) closePicture() {
	d := r.drawings[len(r.drawings)-1]
	r.drawings = r.drawings[:len(r.drawings)-1]
	if over := r.topDrawing(); over != nil && over.shape && !d.placed {
		over.picture = &d
		return
	}
	if d.placed {
		r.placePicture(&d, d.alt)
	}
}

// placePicture puts a picture in the text, or notices that it can't be shown.
func (r *reader) placePicture(d *drawing, alt string) {
	if d.ruler {
		r.flow.open.drawn = true
		return
	}
	p := picture{from: max(d.from, 0), to: d.to, binary: d.binary}
	kind := r.pictureKind(p)
	if kind == "" {
		r.tally.Add(office.LostPictures, firstOf(alt, d.format))
		if alt != "" {
			r.flow.text(r.st.look, []byte("["+alt+"]"))
		}
		return
	}
	p.name = "image" + strconv.Itoa(len(r.pictures)+1) + kind
	r.pictures = append(r.pictures, p)
	r.flow.addLabelled(item{kind: pictureItem}, len(r.pictures)-1, alt)
}

// beginAttachment is a picture that TextEdit put beside the text in a folder:
// {{\NeXTGraphic name}X}, where the byte X stands for it.
func (r *reader) beginAttachment() {
	r.capture(func(r *reader) {
		name := strings.TrimSpace(r.captured())
		r.lose(office.LostPictures, name)
		r.attached = true
	})
}

// attachmentSign is the byte that stands for a picture beside the text.
const attachmentSign = 0xAC

// withoutAttachment takes the sign of a picture beside the text from the bytes
// after it.
func (r *reader) withoutAttachment(s []byte) []byte {
	if !r.attached {
		return s
	}
	r.attached = false
	s = bytes.TrimPrefix(s, []byte("\u00AC"))
	return bytes.TrimPrefix(s, []byte{attachmentSign})
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// pictureKind looks at the first bytes: the words before them are often wrong.
func (r *reader) pictureKind(p picture) string {
	var head [8]byte
	n, _ := io.ReadFull(r.pictureBytes(p), head[:])
	switch b := head[:n]; {
	case bytes.HasPrefix(b, []byte("\x89PNG")):
		return ".png"
	case bytes.HasPrefix(b, []byte("\xFF\xD8\xFF")):
		return ".jpg"
	case bytes.HasPrefix(b, []byte("GIF8")):
		return ".gif"
	}
	return ""
}

func (r *reader) openPicture(name string) (io.ReadCloser, error) {
	digits := strings.TrimPrefix(name, "image")
	digits, _, _ = strings.Cut(digits, ".")
	n, err := strconv.Atoi(digits)
	if err != nil || n < 1 || n > len(r.pictures) || r.pictures[n-1].name != name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return io.NopCloser(r.pictureBytes(r.pictures[n-1])), nil
}

func (r *reader) pictureBytes(p picture) io.Reader {
	data := bytes.NewReader(r.b[min(p.from, p.to):p.to])
	if p.binary {
		return data
	}
	return &hexReader{src: data}
}

// hexReader makes bytes of digits; what is no digit is skipped.
type hexReader struct{ src io.ByteReader }

func (h *hexReader) Read(p []byte) (int, error) {
	for n := range p {
		hi, err := h.digit()
		if err != nil {
			return n, err
		}
		lo, err := h.digit()
		if err != nil {
			return n, err
		}
		p[n] = byte(hi<<4 | lo)
	}
	return len(p), nil
}

func (h *hexReader) digit() (int, error) {
	for {
		c, err := h.src.ReadByte()
		if err != nil {
			return 0, err
		}
		if d := hexDigit(c); d >= 0 {
			return d, nil
		}
	}
}
