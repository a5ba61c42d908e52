package prose

import (
	"strings"

	"golang.org/x/net/html"
)

// render gives the HTML of what a root holds. Blocks that follow each other
// stand on lines of their own.
func render(root *html.Node) string {
	var w strings.Builder
	renderChildren(&w, root)
	return w.String()
}

func renderChildren(w *strings.Builder, n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if isBlock(c) && c.PrevSibling != nil && isBlock(c.PrevSibling) {
			w.WriteByte('\n')
		}
		renderNode(w, c)
	}
}

var (
	textEscapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\u00a0", "&nbsp;")
	attrEscapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "\u00a0", "&nbsp;")
)

func renderNode(w *strings.Builder, n *html.Node) {
	if n.Type == html.TextNode {
		textEscapes.WriteString(w, n.Data)
		return
	}
	w.WriteByte('<')
	w.WriteString(n.Data)
	for _, a := range n.Attr {
		w.WriteByte(' ')
		w.WriteString(a.Key)
		w.WriteString(`="`)
		attrEscapes.WriteString(w, a.Val)
		w.WriteByte('"')
	}
	w.WriteByte('>')
	if kinds[n.Data] == void {
		return
	}
	renderChildren(w, n)
	w.WriteString("</")
	w.WriteString(n.Data)
	w.WriteByte('>')
}
