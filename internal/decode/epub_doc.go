package decode

import (
	"path"
	"strings"

	"golang.org/x/net/html"
)

// resolve makes "file#id" of an address in this file.
func (d *epubDoc) resolve(href string) string {
	file, frag := resolveHref(path.Dir("/" + d.path)[1:], href)
	if frag == "" {
		return ""
	}
	if file == "" {
		file = d.path
	}
	return file + "#" + frag
}

// build parses one file, cuts its notes out and makes its blocks.
func (b *epubBook) build(d *epubDoc) error {
	doc, err := parseMarkup(d.text)
	if err != nil {
		return err
	}
	d.text = ""
	body := findElement(doc, "body")
	if body == nil {
		body = doc
	}
	if t := findElement(doc, "title"); t != nil {
		d.title = oneLine(rawText(t))
	}
	b.scripts += countElements(doc, "script")
	d.types = outerTypes(body)
	d.linked = linkWords(body)
	builder := &blockBuilder{
		styles: b.styles(doc, d), wanted: b.wanted[d.path], places: d.places,
		picture: func(src string) string { return b.picture(d, src) },
	}
	before := len(b.pictures.list)
	cutter := &noteCutter{book: b.notes, file: d.path, resolve: d.resolve, blocks: builder.noteMarkup}
	cutter.cut(body)
	noteIDs(body, d)
	d.blocks = builder.build(body)
	for _, block := range d.blocks {
		d.words += countWords(block.Text)
	}
	b.dropped = append(append(b.dropped, cutter.dropped...), builder.dropped...)
	d.role = b.roleOf(d)
	if d.role.dropped() {
		b.pictures.forget(before)
	}
	return nil
}

// noteIDs keeps the epub:type of the elements at which the contents point.
func noteIDs(n *html.Node, d *epubDoc) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode {
			continue
		}
		if id := attrOf(c, "id"); id != "" {
			if t := attrOf(c, "epub:type"); t != "" {
				d.kinds[id] = t
			}
		}
		noteIDs(c, d)
	}
}

// outerTypes gives the epub:type words of the body and of the sections in it
// that hold everything.
func outerTypes(body *html.Node) []string {
	types := typeWords(body)
	for n := body; n != nil; {
		var only *html.Node
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Type == html.ElementNode && only == nil {
				only = c
				types = append(types, typeWords(c)...)
			} else if c.Type == html.ElementNode {
				return types
			}
		}
		n = only
		if n != nil && n.Data != "section" && n.Data != "article" && n.Data != "div" && n.Data != "main" {
			return types
		}
		if n != nil && len(typeWords(n)) > 0 {
			return types
		}
	}
	return types
}

// typeWords are an element's epub:type and role words without prefixes.
func typeWords(n *html.Node) []string {
	var out []string
	for _, key := range [2]string{"epub:type", "role"} {
		for w := range strings.FieldsSeq(strings.ToLower(attrOf(n, key))) {
			out = append(out, strings.TrimPrefix(w[strings.LastIndexByte(w, ':')+1:], "doc-"))
		}
	}
	return out
}

// linkWords counts the words inside links.
func linkWords(n *html.Node) int {
	if n.Type == html.ElementNode && n.Data == "a" && attrOf(n, "href") != "" {
		return countWords(textOf(n))
	}
	words := 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		words += linkWords(c)
	}
	return words
}
