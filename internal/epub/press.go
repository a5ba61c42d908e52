package epub

import (
	_ "embed"
	"errors"
	"io"
	"net/url"
	"strconv"
	"strings"
	"time"
)

//go:embed style.css
var styleSheet []byte

// press makes one book.
type press struct {
	book    Book
	out     *archive
	album   album
	page    *page
	set     *compositor
	written []manifestItem
	names   map[string]bool // in lower case, of the files in EPUB/
	toc     []tocEntry
	buf     []byte // for whole files
	// start is the file in which the story begins, "" until it does.
	start string
	// coverFile is the file of the picture on the cover.
	coverFile string
}

// manifestItem is a file of the book.
type manifestItem struct {
	name, mediaType, properties string
	inSpine                     bool
}

// tocEntry is a line of the table of contents.
type tocEntry struct{ title, file string }

const xhtmlType = "application/xhtml+xml"

// newPress checks and completes the book and begins its file.
func newPress(w io.Writer, b Book, pictures func(string) (Picture, error)) (*press, error) {
	b.ID, b.Title = line(b.ID), line(b.Title)
	if b.ID == "" {
		return nil, errors.New("epub: the book has no ID: give it a URN or an address")
	}
	b.Texts = b.Texts.orDefault()
	if b.Title == "" {
		b.Title = b.Texts.Untitled
	}
	if b.Lang = languageTag(b.Lang); b.Lang == "" {
		b.Lang = "und"
	}
	b.Dir = direction(b.Dir)
	if b.Modified.IsZero() {
		b.Modified = b.Published
	}
	if b.Modified.IsZero() {
		b.Modified = time.Unix(0, 0)
	}
	base, err := url.Parse(b.Source)
	if err != nil || base.Host == "" {
		base = nil
	}
	out, err := newArchive(w, archiveTime(b.Modified))
	if err != nil {
		return nil, err
	}
	p := &press{book: b, out: out, page: newPage(), names: make(map[string]bool)}
	p.album = album{find: pictures, press: p, shown: make(map[string]shown)}
	p.set = &compositor{page: p.page, base: base, labels: b.Texts, picture: p.album.show}
	return p, nil
}

// name gives a file a name that no other has: stem and ext, with a number between
// when there must be.
func (p *press) name(stem, ext string) string {
	name := stem + ext
	for n := 2; p.names[strings.ToLower(name)]; n++ {
		name = stem + "-" + strconv.Itoa(n) + ext
	}
	p.names[strings.ToLower(name)] = true
	return name
}

// add writes a whole file and lists it.
func (p *press) add(item manifestItem, content []byte) error {
	p.written = append(p.written, item)
	return p.out.add("EPUB/"+item.name, content)
}

// sheet is what an XHTML file has around its content.
type sheet struct {
	title, lang, dir string
	body             string // epub:type of the body
	open, close      string // markup before and after the content
	skinned          bool   // the author's own styles are for it
}

// addPage writes file n of the page that was set. names are those of all its files.
func (p *press) addPage(s sheet, names []string, n int) error {
	head := page{out: p.buf[:0]}
	head.raw(`<?xml version="1.0" encoding="UTF-8"?>`, "\n<!DOCTYPE html>\n",
		`<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"`)
	head.attr("lang", s.lang)
	head.attr("xml:lang", s.lang)
	head.attr("dir", s.dir)
	head.raw(">\n<head>\n")
	head.element("title", s.title)
	head.raw(`<link rel="stylesheet" type="text/css" href="style.css"/>`)
	if s.skinned {
		head.raw(`<link rel="stylesheet" type="text/css" href="skin.css"/>`)
	}
	head.raw("\n</head>\n<body")
	head.attr("epub:type", s.body)
	head.raw(">\n", s.open)
	p.buf = p.page.file(head.out, n, names)
	p.buf = append(append(p.buf, s.close...), "</body>\n</html>\n"...)
	return p.add(manifestItem{name: names[n], mediaType: xhtmlType, inSpine: true}, p.buf)
}

// fragment sets a fragment under a heading, in a division of its own; nothing if
// it is empty.
func (p *press) fragment(class, heading, fragment string) error {
	if strings.TrimSpace(fragment) == "" {
		return nil
	}
	return p.set.setIn(class, heading, fragment)
}
