package epub

import "strconv"

// nav gives the table of contents of EPUB 3, with the landmarks of the book.
func (p *press) nav() []byte {
	b := &p.book
	n := page{out: p.buf[:0]}
	n.raw(`<?xml version="1.0" encoding="UTF-8"?>`, "\n<!DOCTYPE html>\n",
		`<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"`)
	n.attr("lang", b.Lang)
	n.attr("xml:lang", b.Lang)
	n.attr("dir", b.Dir)
	n.raw(">\n<head>\n")
	n.element("title", b.Texts.Contents)
	n.raw(`<link rel="stylesheet" type="text/css" href="style.css"/>`, "\n</head>\n<body epub:type=\"frontmatter\">\n")
	n.open("nav", "epub:type", "toc", "role", "doc-toc", "aria-label", b.Texts.Contents)
	n.raw("\n")
	n.element("h1", b.Texts.Contents)
	n.raw("<ol>\n")
	for _, e := range p.toc {
		n.entry(e.title, e.file, "")
	}
	n.close("ol")
	n.close("nav")
	n.raw(`<nav epub:type="landmarks" hidden="hidden">`, "\n<ol>\n")
	n.entry(b.Texts.Cover, "cover.xhtml", "cover")
	n.entry(b.Texts.Preface, "preface.xhtml", "titlepage")
	n.entry(b.Texts.Contents, "nav.xhtml", "toc")
	if p.start != "" {
		n.entry(b.Texts.Start, p.start, "bodymatter")
	}
	n.close("ol")
	n.close("nav")
	n.raw("</body>\n</html>\n")
	p.buf = n.out
	return n.out
}

// entry appends a line of a list of links.
func (p *page) entry(title, file, kind string) {
	p.raw("<li><a")
	p.attr("epub:type", kind)
	p.attr("href", file)
	p.raw(">")
	p.text(title)
	p.raw("</a></li>\n")
}

// ncx gives the table of contents that e-readers of the days of EPUB 2 need.
func (p *press) ncx() []byte {
	b := &p.book
	n := page{out: p.buf[:0]}
	n.raw(`<?xml version="1.0" encoding="UTF-8"?>`, "\n",
		`<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1"`)
	n.attr("xml:lang", b.Lang)
	n.attr("dir", b.Dir)
	n.raw(">\n<head>\n<meta name=\"dtb:uid\"")
	n.attr("content", b.ID)
	n.raw("/>\n", `<meta name="dtb:depth" content="1"/>`, "\n",
		`<meta name="dtb:totalPageCount" content="0"/>`, "\n",
		`<meta name="dtb:maxPageNumber" content="0"/>`, "\n</head>\n<docTitle>")
	n.element("text", b.Title)
	n.raw("</docTitle>\n<navMap>\n")
	for i, e := range p.toc {
		order := strconv.Itoa(i + 1)
		n.raw(`<navPoint id="point-`, order, `" playOrder="`, order, `"><navLabel>`)
		n.element("text", e.title)
		n.raw("</navLabel><content")
		n.attr("src", e.file)
		n.raw("/></navPoint>\n")
	}
	n.raw("</navMap>\n</ncx>\n")
	p.buf = n.out
	return n.out
}
