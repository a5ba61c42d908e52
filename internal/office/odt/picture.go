package odt

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"github.com/ficstead/ficstead/internal/office"
)

// pictures are those that the text shows.
type pictures struct {
	in     input
	byHref map[string]found
	byName map[string]picture
}

// picture is where a picture's bytes are: at a path in the zip, or here.
type picture struct {
	path string
	data []byte
}

// found is a picture that a frame names.
type found struct {
	state state
	name  string // by which Document.Open knows it; the address of one elsewhere
}

// state is what can be done with a picture, the best first.
type state uint8

const (
	noPicture state = iota
	raster
	vector
	elsewhere
	lost
)

func newPictures(in input) pictures {
	return pictures{in: in, byHref: map[string]found{}, byName: map[string]picture{}}
}

func (p *pictures) open(name string) (io.ReadCloser, error) {
	pic, ok := p.byName[name]
	if !ok {
		return nil, fmt.Errorf("the document has no picture %q: %w", name, fs.ErrNotExist)
	}
	if pic.data != nil {
		return io.NopCloser(bytes.NewReader(pic.data)), nil
	}
	return p.in.open(pic.path)
}

// at looks for the picture at an address.
func (p *pictures) at(href string) found {
	if external(href) {
		return found{elsewhere, href}
	}
	f, ok := p.byHref[href]
	if !ok {
		f = p.look(path.Clean(href))
		p.byHref[href] = f
	}
	return f
}

func (p *pictures) look(name string) found {
	f, err := p.in.open(name)
	if err != nil {
		return found{state: lost}
	}
	defer f.Close()
	head := make([]byte, sniffed)
	n, err := io.ReadFull(f, head)
	if err != nil && err != io.ErrUnexpectedEOF {
		return found{state: lost}
	}
	return p.keep(head[:n], path.Base(name), picture{path: name})
}

// inline keeps a picture that stands in the XML.
func (p *pictures) inline(encoded string) found {
	data, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(encoded), ""))
	if err != nil || len(data) == 0 {
		return found{state: lost}
	}
	return p.keep(data[:min(len(data), sniffed)], "image"+strconv.Itoa(len(p.byName)+1), picture{data: data})
}

// keep gives a picture a name, if a browser can show it.
func (p *pictures) keep(head []byte, base string, pic picture) found {
	ext, state := sniff(head)
	if state == lost {
		return found{state: lost}
	}
	stem := strings.Map(func(c rune) rune {
		if c <= ' ' || strings.ContainsRune(`"'<>&\?#%`, c) {
			return '-'
		}
		return c
	}, strings.TrimSuffix(base, path.Ext(base)))
	name := stem + ext
	for n := len(p.byName); ; n++ {
		if _, taken := p.byName[name]; !taken {
			break
		}
		name = stem + "-" + strconv.Itoa(n) + ext
	}
	p.byName[name] = pic
	return found{state, name}
}

// sniffed is how much of a picture tells its kind, in bytes.
const sniffed = 512

// sniff knows the kinds of picture that browsers show by how they begin.
func sniff(head []byte) (ext string, s state) {
	has := func(at int, magic string) bool {
		return len(head) >= at+len(magic) && string(head[at:at+len(magic)]) == magic
	}
	switch {
	case has(0, "\x89PNG\r\n"):
		return ".png", raster
	case has(0, "\xff\xd8\xff"):
		return ".jpg", raster
	case has(0, "GIF8"):
		return ".gif", raster
	case has(0, "RIFF") && has(8, "WEBP"):
		return ".webp", raster
	case has(4, "ftypavif"):
		return ".avif", raster
	case has(0, "BM") && has(6, "\x00\x00\x00\x00"):
		return ".bmp", raster
	case bytes.Contains(head, []byte("<svg")):
		return ".svg", vector
	}
	return "", lost
}

// startImage is one form of a frame's picture. LibreOffice gives several where
// the first is one that few programs show. OpenOffice.org 1 has no frame round it.
func (r *reader) startImage(e *event) {
	var forms []found
	if href := e.attr("xlink:href"); href != "" {
		forms = append(forms, r.pictures.at(strings.TrimPrefix(href, "#")))
	}
	if len(r.frames) == 0 {
		r.frames = append(r.frames, &frame{pictures: forms, bare: true})
		return
	}
	f := r.frames[len(r.frames)-1]
	f.pictures = append(f.pictures, forms...)
	r.leave(leaving{most: -1, only: "office:binary-data", done: func(s string) {
		if s != "" || forms == nil {
			f.pictures = append(f.pictures, r.pictures.inline(s))
		}
	}})
}

func (r *reader) endImage() {
	if n := len(r.frames); n > 0 && r.frames[n-1].bare {
		r.endFrame()
	}
}

// floating is a frame whose text is another file.
func (r *reader) floating(e *event) {
	r.tally.Add(office.External, example(e.attr("xlink:href")))
	r.leave(leaving{})
}
