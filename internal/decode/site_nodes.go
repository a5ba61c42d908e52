package decode

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// nodeTest tells the elements that a reader looks for.
type nodeTest func(*html.Node) bool

// anyClass tells an element that has any of these classes.
func anyClass(classes ...string) nodeTest {
	return func(n *html.Node) bool {
		for c := range strings.FieldsSeq(attrOf(n, "class")) {
			if slices.Contains(classes, c) {
				return true
			}
		}
		return false
	}
}

// tagged tells an element by its tag.
func tagged(tags ...string) nodeTest {
	return func(n *html.Node) bool { return slices.Contains(tags, n.Data) }
}

// textOfNodes is the text of nodes on one line.
func textOfNodes(nodes ...*html.Node) string {
	var sb strings.Builder
	for _, n := range nodes {
		if n == nil {
			continue
		}
		if n.Type == html.TextNode {
			sb.WriteString(n.Data)
		} else {
			sb.WriteString(textOf(n))
		}
		sb.WriteByte(' ')
	}
	return oneLine(sb.String())
}

// shortText is the text of an element on one line, "" if it has more than max
// bytes; so a look at many elements that lie in one another stays cheap.
func shortText(n *html.Node, max int) string {
	var sb strings.Builder
	for c := range n.Descendants() {
		if c.Type != html.TextNode {
			continue
		}
		if sb.Len()+len(c.Data) > max {
			return ""
		}
		sb.WriteString(c.Data)
		sb.WriteByte(' ')
	}
	return oneLine(sb.String())
}

// cutAtMarks takes root's content apart at the marked elements: what stands
// before the first, and for each mark what follows up to the next. Elements
// that were left open round a mark are opened out.
func cutAtMarks(root *html.Node, isMark nodeTest) (front []*html.Node, marks []*html.Node, parts [][]*html.Node) {
	openRound(root, isMark)
	for c := root.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.ElementNode && isMark(c):
			marks = append(marks, c)
			parts = append(parts, nil)
		case len(marks) == 0:
			front = append(front, c)
		default:
			parts[len(parts)-1] = append(parts[len(parts)-1], c)
		}
	}
	return front, marks, parts
}

// openRound puts the children of elements that hold a mark in their place.
func openRound(root *html.Node, isMark nodeTest) {
	for c := root.FirstChild; c != nil; {
		if c.Type != html.ElementNode || isMark(c) || firstWhere(c, isMark) == nil {
			c = c.NextSibling
			continue
		}
		next := c.FirstChild
		for g := c.FirstChild; g != nil; g = c.FirstChild {
			c.RemoveChild(g)
			root.InsertBefore(g, c)
		}
		gone := c
		c = next
		root.RemoveChild(gone)
	}
}

// linkTo is the first link below n whose address has a piece in it.
func linkTo(n *html.Node, piece string) *html.Node {
	if n == nil {
		return nil
	}
	return firstWhere(n, func(a *html.Node) bool { return a.Data == "a" && strings.Contains(attrOf(a, "href"), piece) })
}
