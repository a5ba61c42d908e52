package epub

import (
	"strconv"
	"strings"
	"time"
)

// packageDocument gives the OPF file: what the book says of itself, its files,
// and their order.
func (p *press) packageDocument() []byte {
	b := &p.book
	d := page{out: p.buf[:0]}
	d.raw(`<?xml version="1.0" encoding="UTF-8"?>`, "\n",
		`<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="uid"`)
	d.attr("xml:lang", b.Lang)
	d.attr("dir", b.Dir)
	d.raw(">\n", `<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">`, "\n")
	d.identity(b)
	d.people(b)
	d.subject(b)
	d.collections(b)
	p.accessibility(&d)
	d.raw(`<meta name="cover" content="`, p.coverFile, `"/>`, "\n")
	if generator := line(b.Generator); generator != "" {
		d.named("generator", generator)
	}
	d.close("metadata")
	p.manifest(&d)
	p.spine(&d)
	d.raw("</package>\n")
	p.buf = d.out
	return d.out
}

// property appends a meta element of EPUB 3 about the book, or about the element
// with the id that it refines.
func (p *page) property(name, value, refines string) {
	if value = line(value); value != "" {
		p.element("meta", value, "property", name, "refines", refines)
	}
}

// dublin appends an element of Dublin Core, unless it would be empty.
func (p *page) dublin(name, value, id string) bool {
	value = line(value)
	if value != "" {
		p.element("dc:"+name, value, "id", id)
	}
	return value != ""
}

// identity writes what the book is.
func (p *page) identity(b *Book) {
	p.dublin("identifier", b.ID, "uid")
	p.dublin("title", b.Title, "title")
	p.dublin("language", b.Lang, "")
	p.property("dcterms:modified", b.Modified.UTC().Format("2006-01-02T15:04:05Z"), "")
	if b.Published.Unix() > 0 {
		p.dublin("date", b.Published.UTC().Format(time.RFC3339), "")
	}
	p.dublin("publisher", b.Publisher, "")
	p.dublin("source", b.Source, "")
	p.dublin("description", b.Description, "")
	p.dublin("rights", b.Rights, "")
	if b.Words > 0 {
		p.property("schema:wordCount", strconv.Itoa(b.Words), "")
	}
}

// people writes who made the book.
func (p *page) people(b *Book) {
	for i, a := range b.Authors {
		id := "creator" + strconv.Itoa(i+1)
		if p.dublin("creator", a.Name, id) {
			p.element("meta", "aut", "refines", "#"+id, "property", "role", "scheme", "marc:relators")
			p.property("file-as", a.FileAs, "#"+id)
			p.property("display-seq", strconv.Itoa(i+1), "#"+id)
		}
	}
	for i, c := range b.Contributors {
		id := "contributor" + strconv.Itoa(i+1)
		if p.dublin("contributor", c.Name, id) && isRelator(c.Role) {
			p.element("meta", c.Role, "refines", "#"+id, "property", "role", "scheme", "marc:relators")
		}
	}
}

// isRelator tells whether s has the form of a MARC relator code.
func isRelator(s string) bool {
	return len(s) == 3 && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz") == ""
}

// subject writes what the book is about.
func (p *page) subject(b *Book) {
	for _, s := range b.Subjects {
		p.dublin("subject", s, "")
	}
}

// collections writes the series that the book is part of; the first of them also
// in the words that calibre and the readers that learnt from it know.
func (p *page) collections(b *Book) {
	for i, s := range b.Series {
		title := line(s.Title)
		if title == "" {
			continue
		}
		id := "series" + strconv.Itoa(i+1)
		p.element("meta", title, "property", "belongs-to-collection", "id", id)
		p.property("collection-type", "series", "#"+id)
		if s.Position > 0 {
			p.property("group-position", strconv.Itoa(s.Position), "#"+id)
		}
		if i > 0 {
			continue
		}
		p.named("calibre:series", title)
		if s.Position > 0 {
			p.named("calibre:series_index", strconv.Itoa(s.Position))
		}
	}
}

// named appends a meta element of EPUB 2.
func (p *page) named(name, content string) {
	p.raw("<meta")
	p.attr("name", name)
	p.attr("content", content)
	p.raw("/>\n")
}

// accessibility writes how the book can be read.
func (p *press) accessibility(d *page) {
	pictures, described := p.album.any, !p.set.undescribed
	d.property("schema:accessMode", "textual", "")
	if pictures {
		d.property("schema:accessMode", "visual", "")
		d.property("schema:accessModeSufficient", "textual,visual", "")
	}
	if !pictures || described {
		d.property("schema:accessModeSufficient", "textual", "")
	}
	for _, f := range []string{"tableOfContents", "readingOrder", "structuralNavigation", "displayTransformability"} {
		d.property("schema:accessibilityFeature", f, "")
	}
	if pictures && described {
		d.property("schema:accessibilityFeature", "alternativeText", "")
	}
	hazard := "none"
	if p.album.moving { // nobody looked whether it flashes
		hazard = "unknown"
	}
	d.property("schema:accessibilityHazard", hazard, "")
	summary := p.book.Texts.AccessibilitySummary
	if pictures && !described {
		summary = p.book.Texts.AccessibilityGaps
	}
	d.property("schema:accessibilitySummary", summary, "")
}

// manifest lists the files.
func (p *press) manifest(d *page) {
	d.raw("<manifest>\n")
	for _, f := range p.written {
		d.raw("<item")
		d.attr("id", itemID(f.name))
		d.attr("href", f.name)
		d.attr("media-type", f.mediaType)
		d.attr("properties", f.properties)
		d.raw("/>\n")
	}
	d.close("manifest")
}

// itemID gives the id of a file in the manifest.
func itemID(name string) string { return strings.ReplaceAll(name, "/", "-") }

// spine lists the pages in their order, with the contents before the story.

func (p *press) spine(d *page) {
	d.raw(`<spine toc="toc.ncx"`)
	if p.book.Dir == "rtl" {
		d.raw(` page-progression-direction="rtl"`)
	}
	d.raw(">\n")
	for _, f := range p.written {
		if f.name == p.start {
			d.raw(`<itemref idref="nav.xhtml"/>`, "\n")
		}
		if f.inSpine {
			d.raw("<itemref")
			d.attr("idref", itemID(f.name))
			d.raw("/>\n")
		}
	}
	if p.start == "" {
		d.raw(`<itemref idref="nav.xhtml"/>`, "\n")
	}
	d.close("spine")
}
