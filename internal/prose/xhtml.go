package prose

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"
)

// XHTML gives cleaned or anchored HTML as XHTML for an e-book: what EPUB 3
// forbids is mapped to an allowed element and a class, things on other sites
// become links, and links that lead nowhere inside a book lose their address.
// Pictures keep their "/pictures/" addresses, for the maker of the book to map.
func XHTML(source string) string {
	root := stored(source)
	linkElsewhere(root)
	eachElement(root, modernise)
	restructure(root)
	ids := uniqueIDs(root)
	eachElement(root, func(n *html.Node) { bookLink(n, ids) })
	var w strings.Builder
	writeXMLChildren(&w, root)
	return w.String()
}

// modern names for elements that HTML no longer has, with the class that keeps
// their look.
var modern = map[string]struct{ name, class string }{
	"acronym": {"abbr", ""},
	"big":     {"span", "big"},
	"center":  {"div", "align-center"},
	"strike":  {"s", ""},
	"tt":      {"code", ""},
}

// listTypes are the classes for the old numbering attribute of lists.
var listTypes = map[string]string{
	"1": "list-decimal", "a": "list-lower-alpha", "A": "list-upper-alpha", "i": "list-lower-roman", "I": "list-upper-roman",
	"circle": "list-circle", "disc": "list-disc", "square": "list-square",
}

// modernise gives an element the name and attributes that HTML has today.
func modernise(n *html.Node) {
	if to, ok := modern[n.Data]; ok {
		n.Data = to.name
		addClass(n, to.class)
	}
	old := n.Attr
	n.Attr = nil
	classes := ""
	for _, a := range old {
		switch a.Key {
		case "align":
			classes += " align-" + a.Val
		case "border":
			if n.Data == "table" && a.Val != "0" {
				classes += " border"
			}
		case "summary":
			n.Attr = append(n.Attr, html.Attribute{Key: "aria-label", Val: a.Val})
		case "type":
			classes += " " + listTypes[a.Val]
		case "lang":
			n.Attr = append(n.Attr, a, html.Attribute{Key: "xml:lang", Val: a.Val})
		case "name":
			if !has(old, "id") && isClass(a.Val) {
				n.Attr = append(n.Attr, html.Attribute{Key: "id", Val: a.Val})
			}
		default:
			if modernAttribute(n, a) {
				n.Attr = append(n.Attr, a)
			}
		}
	}
	if is(n, "img") && !has(n.Attr, "alt") {
		n.Attr = append(n.Attr, html.Attribute{Key: "alt", Val: ""})
	}
	for _, class := range strings.Fields(classes) {
		addClass(n, class)
	}
}

// modernAttribute tells whether an attribute may stay as it is.
func modernAttribute(n *html.Node, a html.Attribute) bool {
	switch a.Key {
	case "width", "height":
		return n.Data == "img" && !strings.HasSuffix(a.Val, "%")
	case "abbr", "axis":
		return false
	case "scope":
		return a.Val == "row" || a.Val == "col" || a.Val == "rowgroup" || a.Val == "colgroup"
	case "span":
		return n.Data == "col" || n.FirstChild == nil
	case "value":
		return is(n.Parent, "ol")
	case "cite":
		_, ok := bookAddress(a.Val)
		return ok
	case "id":
		return isClass(a.Val)
	}
	return true
}

func addClass(n *html.Node, name string) {
	if name == "" || hasClass(n, name) {
		return
	}
	setAttr(n, "class", strings.TrimSpace(attr(n.Attr, "class")+" "+name))
}

// uniqueIDs drops ids that come a second time and gives those that stay.
func uniqueIDs(root *html.Node) map[string]bool {
	ids := make(map[string]bool)
	eachElement(root, func(n *html.Node) {
		id := attr(n.Attr, "id")
		switch {
		case id == "":
		case ids[id]:
			dropAttr(n, "id")
		default:
			ids[id] = true
		}
	})
	return ids
}

func dropAttr(n *html.Node, key string) {
	var kept []html.Attribute
	for _, a := range n.Attr {
		if a.Key != key {
			kept = append(kept, a)
		}
	}
	n.Attr = kept
}

// bookLink mends the address of a link for a book.
func bookLink(n *html.Node, ids map[string]bool) {
	if n.Data != "a" || !has(n.Attr, "href") {
		return
	}
	href := attr(n.Attr, "href")
	if id, here := strings.CutPrefix(href, "#"); here && ids[id] {
		return
	}
	if to, ok := bookAddress(href); ok {
		setAttr(n, "href", to)
		return
	}
	n.Data = "span"
	dropAttr(n, "href")
	dropAttr(n, "rel")
	dropAttr(n, "role")
}

// bookAddress gives an absolute address as a book may hold it.
func bookAddress(href string) (string, bool) {
	u, err := url.Parse(href)
	if err != nil {
		return "", false
	}
	switch u.Scheme {
	case "http", "https", "ftp":
		if u.Host == "" || strings.ContainsAny(u.Host, " \"<>\\^`{|}%_") {
			return "", false
		}
		u.RawQuery = escapeUnsafe(u.RawQuery)
		return u.String(), true
	case "mailto":
		u.Opaque, u.RawQuery = escapeUnsafe(u.Opaque), escapeUnsafe(u.RawQuery)
		return u.String(), u.Opaque != ""
	}
	return "", false
}

// escapeUnsafe percent-encodes what no part of an address may hold.
func escapeUnsafe(s string) string {
	return strings.NewReplacer(" ", "%20", `"`, "%22", "<", "%3C", ">", "%3E", "\\", "%5C", "^", "%5E",
		"`", "%60", "{", "%7B", "|", "%7C", "}", "%7D", "[", "%5B", "]", "%5D").Replace(s)
}

var (
	xmlText = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\u00a0", "&#160;")
	xmlAttr = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "\n", "&#10;", "\t", "&#9;")
)

func writeXMLChildren(w *strings.Builder, n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if isBlock(c) && c.PrevSibling != nil && isBlock(c.PrevSibling) {
			w.WriteByte('\n')
		}
		writeXML(w, c)
	}
}

func writeXML(w *strings.Builder, n *html.Node) {
	if n.Type == html.TextNode {
		xmlText.WriteString(w, n.Data)
		return
	}
	w.WriteByte('<')
	w.WriteString(n.Data)
	for _, a := range n.Attr {
		w.WriteByte(' ')
		w.WriteString(a.Key)
		w.WriteString(`="`)
		xmlAttr.WriteString(w, a.Val)
		w.WriteByte('"')
	}
	if kinds[n.Data] == void {
		w.WriteString("/>")
		return
	}
	w.WriteByte('>')
	writeXMLChildren(w, n)
	w.WriteString("</")
	w.WriteString(n.Data)
	w.WriteByte('>')
}
