package decode

import (
	"strings"

	"golang.org/x/net/html"
)

// fact is one labelled value of the page on which a download program tells
// what the work is.
type fact struct {
	label string // in lower case, without its colon
	text  string
	nodes []*html.Node // the value's markup
}

// factLabels are the labels that download programs write before values.
var factLabels = map[string]bool{
	"title": true, "author": true, "authors": true, "by": true, "byline": true, "author url": true, "story url": true, "source": true, "source url": true,
	"original source": true, "url": true, "publisher": true, "site": true, "summary": true, "description": true, "synopsis": true, "series": true, "fandom": true, "fandoms": true,
	"category": true, "categories": true, "genre": true, "genres": true, "tags": true, "freeform tags": true, "additional tags": true, "extra tags": true,
	"ao3 categories": true, "character": true, "characters": true, "relationship": true, "relationships": true, "ships": true, "pairing": true, "pairings": true,
	"warning": true, "warnings": true, "archive warning": true, "archive warnings": true, "rating": true, "rated": true, "language": true, "status": true,
	"published": true, "updated": true, "packaged": true, "chapters": true, "parts": true, "words": true, "word count": true, "collections": true, "comments": true,
	"kudos": true, "hits": true, "bookmarks": true, "reviews": true, "favs": true, "favorites": true, "follows": true, "reads": true, "views": true, "votes": true,
	"story notes": true, "author's note": true, "author's notes": true, "challenges": true, "challenge": true, "version": true, "fff version": true, "file format": true,
	"last updated": true, "first published": true, "last update": true,
}

// factsBelow finds the labelled values below a node in every form in which the
// programs write them: rows of a table, "<b>Label:</b> value" in a row, and
// paragraphs that begin with a label.
func factsBelow(root *html.Node) []fact {
	var out []fact
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		switch {
		case n.Data == "tr":
			out = append(out, rowFacts(n)...)
			return
		case hasLabelRun(n):
			out = append(out, runFacts(n)...)
			return
		case n.Data == "p" || n.Data == "li":
			if f, ok := paragraphFact(n); ok {
				out = append(out, f)
				return
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Type == html.ElementNode {
				walk(c)
			}
		}
	}
	if root != nil {
		walk(root)
	}
	return out
}

// rowFacts reads a row of two cells, or of one with a bold label in it.
func rowFacts(tr *html.Node) []fact {
	cells := elementsWhere(tr, tagged("td", "th"))
	if len(cells) == 2 {
		if label, ok := factLabel(textOfNodes(cells[0])); ok {
			return []fact{newFact(label, childrenOf(cells[1]))}
		}
	}
	var out []fact
	for _, c := range cells {
		if hasLabelRun(c) {
			out = append(out, runFacts(c)...)
		}
	}
	return out
}

// factLabel gives the label that a text is, with or without its colon.
func factLabel(text string) (string, bool) {
	label := strings.ToLower(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(text), ":")))
	return label, factLabels[label]
}

// runLabel reads "<b>Label:</b>".
func runLabel(n *html.Node) (string, bool) {
	if n.Type != html.ElementNode || n.Data != "b" && n.Data != "strong" {
		return "", false
	}
	text := textOfNodes(n)
	if !strings.HasSuffix(text, ":") {
		return "", false
	}
	return factLabel(text)
}

func hasLabelRun(n *html.Node) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if _, ok := runLabel(c); ok {
			return true
		}
	}
	return false
}

// runFacts reads "<b>Label:</b> value<br>" one behind the other.
func runFacts(n *html.Node) []fact {
	var out []fact
	var nodes []*html.Node
	label := ""
	end := func() {
		if label != "" {
			out = append(out, newFact(label, nodes))
		}
		nodes = nil
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if l, ok := runLabel(c); ok {
			end()
			label = l
			continue
		}
		nodes = append(nodes, c)
	}
	end()
	return out
}

// paragraphFact reads "<p>Label: value</p>".
func paragraphFact(p *html.Node) (fact, bool) {
	head, value, ok := strings.Cut(textOfNodes(p), ":")
	if !ok || len(head) > 30 || hasElement(p, "p", "table", "div") {
		return fact{}, false
	}
	label, ok := factLabel(head)
	if !ok {
		return fact{}, false
	}
	return fact{label: label, text: plainFact(value), nodes: childrenOf(p)}, true
}

func newFact(label string, nodes []*html.Node) fact {
	for len(nodes) > 0 && blankNode(nodes[len(nodes)-1]) {
		nodes = nodes[:len(nodes)-1]
	}
	return fact{label: label, text: plainFact(textOfNodes(nodes...)), nodes: nodes}
}

// blankNode tells a line break or blanks.
func blankNode(n *html.Node) bool {
	return n.Type == html.ElementNode && n.Data == "br" || n.Type == html.TextNode && strings.TrimSpace(n.Data) == "" || n.Type == html.CommentNode
}

// plainFact undoes what programs escaped twice: "Salt &amp;amp; Tin".
func plainFact(s string) string {
	for range 2 {
		if !strings.Contains(s, "&") {
			break
		}
		s = html.UnescapeString(s)
	}
	return oneLine(s)
}

// unescapeTexts undoes in the words of nodes what was escaped twice.
func unescapeTexts(nodes []*html.Node) []*html.Node {
	for _, n := range nodes {
		if n.Type == html.TextNode && strings.Contains(n.Data, "&") {
			n.Data = html.UnescapeString(n.Data)
		}
		for c := range n.Descendants() {
			if c.Type == html.TextNode && strings.Contains(c.Data, "&") {
				c.Data = html.UnescapeString(c.Data)
			}
		}
	}
	return nodes
}
