package epub

import "slices"

// page is the content of one XHTML file, or of several when a chapter is too long
// for old e-readers, while it is being set.
type page struct {
	out []byte
	// cuts are the places in out at which a new file begins.
	cuts []int
	// files holds for each id the number of the file it is in, counted from 0.
	files map[string]int
	// links are the places in out where a link to an id is to be written.
	links []link
	// noterefs holds for each footnote the id of the first mark that points to it.
	noterefs map[string]string
}

// link is a link whose target may yet come, or never.
type link struct {
	at     int
	target string
}

func newPage() *page {
	return &page{files: make(map[string]int), noterefs: make(map[string]string)}
}

// reset empties the page and keeps its memory.
func (p *page) reset() {
	p.out, p.cuts, p.links = p.out[:0], p.cuts[:0], p.links[:0]
	clear(p.files)
	clear(p.noterefs)
}

// fileStart is where the file that is being written begins in out.
func (p *page) fileStart() int {
	if len(p.cuts) == 0 {
		return 0
	}
	return p.cuts[len(p.cuts)-1]
}

// raw appends markup.
func (p *page) raw(parts ...string) {
	for _, s := range parts {
		p.out = append(p.out, s...)
	}
}

// text appends plain text.
func (p *page) text(s string) { p.out = appendText(p.out, s) }

// attr appends an attribute, unless its value is empty.
func (p *page) attr(name, value string) {
	if value == "" {
		return
	}
	p.raw(" ", name, `="`)
	p.out = appendAttr(p.out, value)
	p.raw(`"`)
}

// id appends an id attribute, unless there is such an id already in the page.
// It tells whether it did.
func (p *page) id(id string) bool {
	if _, taken := p.files[id]; id == "" || taken {
		return false
	}
	p.files[id] = len(p.cuts)
	p.attr("id", id)
	return true
}

// element appends a whole element with plain text in it. attrs are names and
// values in turn; empty ones are left out.
func (p *page) element(name, text string, attrs ...string) {
	p.open(name, attrs...)
	p.text(text)
	p.close(name)
}

// open appends a start tag.
func (p *page) open(name string, attrs ...string) {
	p.raw("<", name)
	for i := 0; i+1 < len(attrs); i += 2 {
		p.attr(attrs[i], attrs[i+1])
	}
	p.raw(">")
}

// close appends an end tag and a new line, for people who look inside.
func (p *page) close(name string) { p.raw("</", name, ">\n") }

// anchor appends text, linked if there is an address that can be linked to.
func (p *page) anchor(text, href string) {
	if href == "" {
		p.text(text)
		return
	}
	p.raw("<a")
	p.attr("href", href)
	p.raw(">")
	p.text(text)
	p.raw("</a>")
}

// file appends to dst the content of file n, its links resolved. names gives the
// name of a file by number.
func (p *page) file(dst []byte, n int, names []string) []byte {
	start, end := 0, len(p.out)
	if n > 0 {
		start = p.cuts[n-1]
	}
	if n < len(p.cuts) {
		end = p.cuts[n]
	}
	first, _ := slices.BinarySearchFunc(p.links, start, func(l link, at int) int { return l.at - at })
	for _, l := range p.links[first:] {
		if l.at >= end {
			break
		}
		in, found := p.files[l.target]
		if !found {
			continue
		}
		dst = append(dst, p.out[start:l.at]...)
		start = l.at
		dst = append(dst, ` href="`...)
		if in != n {
			dst = append(dst, names[in]...)
		}
		dst = append(append(append(dst, '#'), l.target...), '"')
	}
	return append(dst, p.out[start:end]...)
}
