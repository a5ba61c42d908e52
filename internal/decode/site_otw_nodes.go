package decode

import (
	"strings"

	"golang.org/x/net/html"
)

// elementsNamed gives the outermost elements of a name below n, in order.
func elementsNamed(n *html.Node, name string) []*html.Node {
	return elementsWhere(n, func(c *html.Node) bool { return c.Data == name })
}

// elementsWhere gives the outermost elements below n of which ok is true.
func elementsWhere(n *html.Node, ok func(*html.Node) bool) []*html.Node {
	var out []*html.Node
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Type == html.ElementNode && ok(c) {
				out = append(out, c)
				continue
			}
			walk(c)
		}
	}
	walk(n)
	return out
}

// firstWhere is the first element below n of which ok is true, or nil.
func firstWhere(n *html.Node, ok func(*html.Node) bool) *html.Node {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && ok(c) {
			return c
		}
		if found := firstWhere(c, ok); found != nil {
			return found
		}
	}
	return nil
}

// withBareID tells elements by the id that their maker wrote.
func withBareID(id string) func(*html.Node) bool {
	return func(n *html.Node) bool { return bareID(n) == id }
}

// bareID is an element's id as its maker wrote it: in a book whose parts repeat
// it, a number stands behind it.
func bareID(n *html.Node) string {
	id := attrOf(n, "id")
	if i := strings.LastIndexByte(id, '.'); i > 0 && strings.Trim(id[i+1:], "0123456789") == "" {
		return id[:i]
	}
	return id
}

// classed tells an element that has all the classes. calibre numbers classes, and
// keeps the first of several.
func classed(n *html.Node, classes ...string) bool {
	have := strings.Fields(attrOf(n, "class"))
	for _, want := range classes {
		found := false
		for _, c := range have {
			found = found || c == want || strings.TrimRight(c, "0123456789") == want
		}
		if !found {
			return false
		}
	}
	return true
}

func withClasses(classes ...string) func(*html.Node) bool {
	return func(n *html.Node) bool { return classed(n, classes...) }
}

// spacedText is an element's text with a space between its parts.
func spacedText(n *html.Node) string {
	var sb strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			sb.WriteString(c.Data)
			sb.WriteByte(' ')
		}
	}
	return sb.String()
}
