package intake

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// markID is where the page is scrolled to.
const markID = "damage"

// marked puts a mark round the words of an excerpt in clean HTML, whatever markup
// and spaces stand between them; false when they are not there.
func marked(body, excerpt string) (string, bool) {
	want := squeezed(excerpt)
	if want == "" {
		return body, false
	}
	nodes, err := html.ParseFragment(strings.NewReader(body), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
	if err != nil {
		return body, false
	}
	root := &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div}
	for _, n := range nodes {
		root.AppendChild(n)
	}
	all := textsIn(root)
	at := strings.Index(all.text, want)
	if at < 0 {
		return body, false
	}
	all.mark(at, at+len(want))
	var b strings.Builder
	for n := range root.ChildNodes() {
		if err := html.Render(&b, n); err != nil {
			return body, false
		}
	}
	return b.String(), true
}

// squeezed is a text without its spaces, which differ between a file and a page.
func squeezed(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '\u00a0' {
			return -1
		}
		return r
	}, s)
}

// texts are the texts of a tree, squeezed into one.
type texts struct {
	text  string
	nodes []*html.Node
	from  []int // where each node's text begins in text
}

func textsIn(root *html.Node) *texts {
	var t texts
	var b strings.Builder
	for n := range root.Descendants() {
		if n.Type == html.TextNode {
			t.nodes = append(t.nodes, n)
			t.from = append(t.from, b.Len())
			b.WriteString(squeezed(n.Data))
		}
	}
	t.text = b.String()
	return &t
}

// mark marks the part of text between two places. The first piece has the id.
func (t *texts) mark(from, to int) {
	id := true
	for i, n := range t.nodes {
		size := len(squeezed(n.Data))
		a, b := max(from-t.from[i], 0), min(to-t.from[i], size)
		if a >= b {
			continue
		}
		start, end := place(n.Data, a), place(n.Data, b-1)
		for end++; end < len(n.Data) && n.Data[end]&0xC0 == 0x80; end++ {
		}
		wrap(n, start, end, id)
		id = false
	}
}

// place is where in s the byte stands that is number n without spaces.
func place(s string, n int) int {
	for at, r := range s {
		if unicode.IsSpace(r) || r == '\u00a0' {
			continue
		}
		size := len(string(r))
		if n < size {
			return at
		}
		n -= size
	}
	return len(s)
}

// wrap puts a mark round a part of a text node.
func wrap(n *html.Node, from, to int, id bool) {
	m := &html.Node{Type: html.ElementNode, Data: "mark", DataAtom: atom.Mark}
	if id {
		m.Attr = []html.Attribute{{Key: "id", Val: markID}}
	}
	m.AppendChild(&html.Node{Type: html.TextNode, Data: n.Data[from:to]})
	if after := n.Data[to:]; after != "" {
		n.Parent.InsertBefore(&html.Node{Type: html.TextNode, Data: after}, n.NextSibling)
	}
	n.Parent.InsertBefore(m, n.NextSibling)
	n.Data = n.Data[:from]
}
