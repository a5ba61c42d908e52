package decode

import (
	"strings"

	"golang.org/x/net/html"
)

// toldFrames are the elements into which the nodes of a work were laid.
type toldFrames struct {
	summary, before, after *html.Node
	chapters               []chapterFrames
}

type chapterFrames struct{ summary, before, body, after *html.Node }

// frame lays all nodes of a work into one tree in reading order, in which its
// footnotes are found.
func (t *toldWork) frame() (*html.Node, toldFrames) {
	root := &html.Node{Type: html.ElementNode, Data: "body"}
	box := func(nodes []*html.Node) *html.Node {
		div := &html.Node{Type: html.ElementNode, Data: "section"}
		for _, n := range nodes {
			detach(n)
			div.AppendChild(n)
		}
		root.AppendChild(div)
		return div
	}
	f := toldFrames{summary: box(t.summary), before: box(t.before)}
	for _, c := range t.chapters {
		f.chapters = append(f.chapters, chapterFrames{summary: box(c.summary), before: box(c.before), body: box(c.body), after: box(c.after)})
	}
	f.after = box(t.after)
	return root, f
}

func detach(n *html.Node) {
	if n.Parent != nil {
		n.Parent.RemoveChild(n)
	}
}

// moveChildren moves the children of from to the end of to.
func moveChildren(to, from *html.Node) {
	for c := from.FirstChild; c != nil; c = from.FirstChild {
		from.RemoveChild(c)
		to.AppendChild(c)
	}
}

// childrenOf gives the children of elements, for the fields of toldWork.
func childrenOf(nodes ...*html.Node) []*html.Node {
	var out []*html.Node
	for _, n := range nodes {
		if n == nil {
			continue
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			out = append(out, c)
		}
	}
	return out
}

func rendered(n *html.Node) string {
	var sb strings.Builder
	if err := html.Render(&sb, n); err != nil {
		return "" // only a writer that fails or a tree made wrongly; then notes stay links
	}
	return sb.String()
}
