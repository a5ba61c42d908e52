package prose

import (
	"strings"

	"golang.org/x/net/html"
)

// FromText gives plain text as a source that Clean accepts. Its line breaks
// stay; Clean makes them into paragraphs.
func FromText(plain string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(scrub(plain))
}

// PlainText gives the words of cleaned HTML: blocks on lines of their own, and a
// line break for every <br>. Empty paragraphs are empty lines.
func PlainText(source string) string {
	w := &lineWriter{}
	w.children(stored(source))
	return strings.TrimRight(w.String(), "\n")
}

// textOf gives the words inside one node. Nodes for which leave is true, and
// what they hold, are left out.
func textOf(n *html.Node, leave func(*html.Node) bool) string {
	w := &lineWriter{leave: leave}
	w.children(n)
	return strings.TrimSpace(w.String())
}

// lineWriter writes the text of nodes.
type lineWriter struct {
	strings.Builder
	leave func(*html.Node) bool
	owed  bool // a line must end before more words come
}

func (w *lineWriter) children(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.node(c)
	}
}

func (w *lineWriter) node(n *html.Node) {
	switch {
	case n.Type == html.TextNode:
		w.pay()
		w.WriteString(strings.ReplaceAll(n.Data, "\u00a0", " "))
	case is(n, "br"):
		w.pay()
		w.WriteByte('\n')
	case is(n, "a") && attr(n.Attr, "role") == "doc-backlink":
	case w.leave != nil && w.leave(n):
	case is(n, "p") && w.Len() > 0 && isEmptyParagraph(n):
		w.pay()
		w.owed = true
	case isBlock(n):
		if w.Len() > 0 {
			w.owed = true
		}
		w.children(n)
		w.owed = w.Len() > 0
	default:
		w.children(n)
	}
}

func (w *lineWriter) pay() {
	if w.owed {
		w.WriteByte('\n')
		w.owed = false
	}
}
