package decode

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// isInvisible tells elements whose text no reader sees.
func isInvisible(name string) bool {
	switch name {
	case "script", "style", "template", "head", "title", "meta", "link", "base", "iframe", "object", "embed",
		"applet", "audio", "video", "canvas", "input", "select", "button", "map", "noframes", "rtc":
		return true
	}
	return false
}

// isBlock tells elements that part paragraphs.
func isBlock(name string) bool {
	switch name {
	case "html", "body", "p", "div", "section", "article", "main", "header", "footer", "aside", "nav", "center",
		"address", "form", "fieldset", "legend", "ul", "ol", "li", "dl", "dt", "dd", "table", "caption", "thead",
		"tbody", "tfoot", "tr", "td", "th", "blockquote", "figure", "figcaption", "details", "summary",
		"hgroup", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "pre", "menu", "dir", "noscript", "frameset",
		"textarea", "listing", "xmp", "plaintext", "lj-cut", "mbp:pagebreak", "svg", "math":
		return true
	}
	return false
}

// isRaw tells elements that are kept whole unless they only lay out the page.
func isRaw(name string) bool {
	switch name {
	case "ul", "ol", "dl", "menu", "dir", "table", "blockquote", "figure", "details", "math":
		return true
	}
	return false
}

// hasBlocks tells a tree in which something parts paragraphs.
func hasBlocks(n *html.Node) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && (c.Data == "br" || isBlock(c.Data) && c.Data != "body" && c.Data != "html" || hasBlocks(c)) {
			return true
		}
	}
	return false
}

// hasElement tells whether a tree has an element of one of these names.
func hasElement(n *html.Node, names ...string) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && (slices.Contains(names, c.Data) || hasElement(c, names...)) {
			return true
		}
	}
	return false
}

func countElements(n *html.Node, names ...string) int {
	count := 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode {
			if slices.Contains(names, c.Data) {
				count++
			}
			count += countElements(c, names...)
		}
	}
	return count
}

// textOf gives the visible words of a tree; blocks and <br> part lines.
func textOf(n *html.Node) string {
	var sb strings.Builder
	writeTextOf(&sb, n, false)
	return sb.String()
}

// markedText is textOf with italics and bold as typed tags, for text that will
// be read as plain text.
func markedText(n *html.Node) string {
	var sb strings.Builder
	writeTextOf(&sb, n, true)
	return sb.String()
}

func writeTextOf(sb *strings.Builder, n *html.Node, marks bool) {
	switch n.Type {
	case html.TextNode:
		sb.WriteString(n.Data)
		return
	case html.ElementNode:
		if isInvisible(n.Data) {
			return
		}
		if n.Data == "br" || n.Data == "hr" || isBlock(n.Data) && n.Data != "pre" {
			sb.WriteByte('\n')
		}
	}
	mark := marks && n.Type == html.ElementNode && (n.Data == "i" || n.Data == "em" || n.Data == "b" || n.Data == "strong")
	if mark {
		sb.WriteString("<" + n.Data + ">")
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		writeTextOf(sb, c, marks)
	}
	if mark {
		sb.WriteString("</" + n.Data + ">")
	}
	if n.Type == html.ElementNode && isBlock(n.Data) && n.Data != "pre" {
		sb.WriteByte('\n')
	}
}

// hasType tells whether an element's epub:type, role or class names one of
// these words, in any of their prefixes.
func hasType(n *html.Node, words ...string) bool {
	for _, key := range [2]string{"epub:type", "role"} {
		for t := range strings.FieldsSeq(strings.ToLower(attrOf(n, key))) {
			if i := strings.LastIndexByte(t, ':'); i >= 0 {
				t = t[i+1:]
			}
			if slices.Contains(words, strings.TrimPrefix(t, "doc-")) {
				return true
			}
		}
	}
	return false
}

// isVerse tells an element that its maker calls verse.
func isVerse(n *html.Node) bool {
	if hasType(n, "verse", "poem", "song", "hymn") {
		return true
	}
	for class := range strings.FieldsSeq(strings.ToLower(attrOf(n, "class"))) {
		switch class {
		case "verse", "poem", "poetry", "lyrics", "song", "stanza":
			return true
		}
	}
	return false
}

// looksVerse tells a quotation of short lines only.
func looksVerse(n *html.Node) bool {
	breaks := countElements(n, "br")
	if breaks < 2 || hasElement(n, "ul", "ol", "table", "blockquote", "img", "pre") {
		return false
	}
	lines := strings.FieldsFunc(textOf(n), func(r rune) bool { return r == '\n' })
	words, count := 0, 0
	for _, l := range lines {
		if l = strings.TrimSpace(l); l != "" {
			words += utf8.RuneCountInString(l)
			count++
		}
	}
	return count >= 3 && words <= 60*count && countElements(n, "p") <= breaks
}

// isTitleClass tells a paragraph that a word processor set as a title.
func isTitleClass(n *html.Node) bool {
	switch attrOf(n, "class") {
	case "MsoTitle", "title":
		return true
	}
	return false
}

// menuNames are the names that sites gave to the boxes with their links before
// there was an element for them.
var menuNames = map[string]bool{
	"nav": true, "navigation": true, "navbar": true, "menu": true, "topnav": true, "mainmenu": true, "breadcrumb": true, "breadcrumbs": true,
	"chapternav": true, "chapter_nav": true, "toolbar": true, "prevnext": true, "pagelinks": true, "mainnav": true, "sitenav": true,
}

// menuNodes is how many nodes of a box are looked at: menus are small.
const menuNodes = 200

// isMenu tells a box that is named as a menu and holds nothing but links.
func isMenu(n *html.Node) bool {
	if n.Data != "div" && n.Data != "ul" && n.Data != "p" && n.Data != "table" {
		return false
	}
	named := menuNames[strings.ToLower(attrOf(n, "id"))]
	for c := range strings.FieldsSeq(strings.ToLower(attrOf(n, "class"))) {
		named = named || menuNames[c]
	}
	if !named {
		return false
	}
	seen := 0
	for d := range n.Descendants() {
		if seen++; seen > menuNodes || d.Data == "img" {
			return false
		}
		if d.Type == html.TextNode && hasWord(d.Data) && !inLink(d, n) {
			return false
		}
	}
	return seen > 0
}

// inLink says whether a text stands in a link below a box.
func inLink(d, box *html.Node) bool {
	for p := d.Parent; p != nil && p != box; p = p.Parent {
		if p.Data == "a" {
			return true
		}
	}
	return false
}
