package prose

import (
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// Places gives the blocks of anchored HTML before which it can be cut in two, in
// order; see Cut.
func Places(anchored string) []Para {
	var out []Para
	root := stored(anchored)
	for c := root.FirstChild; c != nil; c = c.NextSibling {
		if c == root.FirstChild || c.Type != html.ElementNode || holdsNotes(c) {
			continue
		}
		if id := firstAnchor(c); id != "" {
			out = append(out, Para{Anchor: id, Text: strings.Join(strings.Fields(textOf(c, func(*html.Node) bool { return false })), " ")})
		}
	}
	return out
}

// Cut parts anchored HTML before the block with an anchor, which must be one of
// its Places; ok tells whether it is. Footnotes go where they are called.
func Cut(anchored, anchor string) (before, after string, ok bool) {
	root := stored(anchored)
	var at *html.Node
	for c := root.FirstChild; c != nil; c = c.NextSibling {
		if c != root.FirstChild && c.Type == html.ElementNode && !holdsNotes(c) && firstAnchor(c) == anchor {
			at = c
			break
		}
	}
	if at == nil || anchor == "" {
		return "", "", false
	}
	rest := &html.Node{Type: root.Type, Data: root.Data, DataAtom: root.DataAtom}
	moveFrom(at, rest)
	partNotes(root, rest)
	return render(root), render(rest), true
}

// Join puts one clean text after another, with a scene break between if it is
// wanted. The second one's footnotes are numbered on from the first one's.
func Join(first, second string, sceneBreak bool) string {
	a, b := build(first, policy{field: Body}), build(second, policy{field: Body})
	renumber(b, highestNote(a))
	notes := takeNotes(a)
	if sceneBreak && a.FirstChild != nil && b.FirstChild != nil {
		a.AppendChild(&html.Node{Type: html.ElementNode, Data: "hr"})
	}
	notes = append(notes, takeNotes(b)...)
	if b.FirstChild != nil {
		moveFrom(b.FirstChild, a)
	}
	putNotes(a, notes)
	return render(a)
}

// moveFrom moves a node and all that follow it to the end of another parent.
func moveFrom(n, to *html.Node) {
	for n != nil {
		next := n.NextSibling
		n.Parent.RemoveChild(n)
		to.AppendChild(n)
		n = next
	}
}

// firstAnchor is the address of a node, or of the first thing in it that has one.
func firstAnchor(n *html.Node) string {
	if id := attr(n.Attr, "id"); id != "" {
		return id
	}
	id := ""
	eachElement(n, func(c *html.Node) {
		if x := attr(c.Attr, "id"); id == "" && x != "" && anchoredElements[c.Data] {
			id = x
		}
	})
	return id
}

// holdsNotes tells the list of footnotes, or the section around it.
func holdsNotes(n *html.Node) bool {
	if is(n, "ol") && hasClass(n, "footnotes") {
		return true
	}
	return is(n, "section") && attr(n.Attr, "role") == "doc-endnotes"
}

// takeNotes takes all footnotes out of a text, with the lists they stand in.
func takeNotes(root *html.Node) []*html.Node {
	var lists, notes []*html.Node
	eachElement(root, func(n *html.Node) {
		if is(n, "ol") && hasClass(n, "footnotes") {
			lists = append(lists, n)
		}
	})
	for _, ol := range lists {
		for c := ol.FirstChild; c != nil; {
			next := c.NextSibling
			ol.RemoveChild(c)
			if c.Type == html.ElementNode {
				notes = append(notes, c)
			}
			c = next
		}
		around := ol.Parent
		around.RemoveChild(ol)
		if holdsNotes(around) && around.FirstChild == nil {
			around.Parent.RemoveChild(around)
		}
	}
	return notes
}

// putNotes ends a text with a list of footnotes.
func putNotes(root *html.Node, notes []*html.Node) {
	if len(notes) == 0 {
		return
	}
	ol := &html.Node{Type: html.ElementNode, Data: "ol", Attr: []html.Attribute{{Key: "class", Val: "footnotes"}}}
	for _, n := range notes {
		ol.AppendChild(n)
	}
	root.AppendChild(ol)
}

// partNotes gives each of two texts, whose footnotes stand in either, those that it
// calls. What neither calls stays at the end.
func partNotes(before, after *html.Node) {
	called := calls(before)
	later := calls(after)
	var first, second []*html.Node
	for _, n := range slices.Concat(takeNotes(before), takeNotes(after)) {
		number := attr(n.Attr, "value")
		if called[number] {
			first = append(first, n)
			if later[number] {
				second = append(second, deepCopy(n))
			}
			continue
		}
		second = append(second, n)
	}
	putNotes(before, first)
	putNotes(after, second)
}

// calls are the numbers of the footnotes that a text calls, but for calls by
// footnotes themselves.
func calls(root *html.Node) map[string]bool {
	out := map[string]bool{}
	eachElement(root, func(n *html.Node) {
		if number, ok := noteCalled(n); ok {
			out[number] = true
		}
	})
	return out
}

// noteCalled gives the number of the footnote that a reference calls.
func noteCalled(n *html.Node) (string, bool) {
	if !is(n, "a") || !hasClass(n, "fnref") {
		return "", false
	}
	href := attr(n.Attr, "href")
	i := strings.LastIndex(href, "fn")
	if i < 0 {
		return "", false
	}
	return href[i+len("fn"):], true
}

func deepCopy(n *html.Node) *html.Node {
	c := &html.Node{Type: n.Type, Data: n.Data, DataAtom: n.DataAtom, Attr: slices.Clone(n.Attr)}
	for x := n.FirstChild; x != nil; x = x.NextSibling {
		c.AppendChild(deepCopy(x))
	}
	return c
}

func highestNote(root *html.Node) int {
	most := 0
	eachElement(root, func(n *html.Node) {
		if isNote(n) {
			if i, err := strconv.Atoi(attr(n.Attr, "value")); err == nil {
				most = max(most, i)
			}
		}
	})
	return most
}

// renumber adds by to the numbers of footnotes and of what calls them.
func renumber(root *html.Node, by int) {
	if by == 0 {
		return
	}
	eachElement(root, func(n *html.Node) {
		if isNote(n) {
			if i, err := strconv.Atoi(attr(n.Attr, "value")); err == nil {
				setAttr(n, "value", strconv.Itoa(i+by))
			}
		}
		number, ok := noteCalled(n)
		i, err := strconv.Atoi(number)
		if !ok || err != nil {
			return
		}
		setAttr(n, "href", "#fn"+strconv.Itoa(i+by))
		if t := n.FirstChild; t != nil && t.Type == html.TextNode && strings.Trim(t.Data, "[] ") == number {
			t.Data = strings.Replace(t.Data, number, strconv.Itoa(i+by), 1)
		}
	})
}
