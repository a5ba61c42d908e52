package prose

import (
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// mend makes of a tree what its program meant.
func (p *pasting) mend(root *html.Node) {
	if !p.reader {
		pastedNotes(root)
		unwrapDivs(root)
		pastedLists(root)
	}
	tidyBlocks(root)
}

// pastedNotes makes footnotes of links that lead there and back.
func pastedNotes(root *html.Node) {
	var refs []*html.Node
	syms := make(map[string]*html.Node) // the number at a note, by key
	eachElement(root, func(n *html.Node) {
		role, key, _ := strings.Cut(attr(n.Attr, noteMark), " ")
		switch {
		case role == "ref":
			refs = append(refs, n)
		case role == "sym" && syms[key] == nil:
			syms[key] = n
		}
	})
	list, count := newElement("ol"), 0
	setAttr(list, "class", "footnotes")
	for _, ref := range refs {
		_, key, _ := strings.Cut(attr(ref.Attr, noteMark), " ")
		sym := syms[key]
		if sym == nil {
			unwrap(ref)
			continue
		}
		delete(syms, key)
		count++
		number := strconv.Itoa(count)
		list.AppendChild(pastedNote(root, sym, number))
		reference(ref, number)
	}
	for _, sym := range syms {
		unwrap(sym)
	}
	if count > 0 {
		root.AppendChild(list)
	}
}

// reference makes a link to a note of what led there.
func reference(ref *html.Node, number string) {
	for ref.FirstChild != nil {
		ref.RemoveChild(ref.FirstChild)
	}
	ref.Data = "a"
	ref.Attr = []html.Attribute{{Key: "class", Val: "fnref"}, {Key: "href", Val: "#fn" + number}}
	ref.AppendChild(textNode(number))
	if up := ref.Parent; is(up, "sup") && up.FirstChild == ref && ref.NextSibling == nil {
		unwrap(up)
	}
}

// pastedNote takes a note out of the text: the block in which its number stands, and
// all that stands with that in a box of its own.
func pastedNote(root, sym *html.Node, number string) *html.Node {
	li := newElement("li")
	li.Attr = []html.Attribute{{Key: "class", Val: "fn"}, {Key: "value", Val: number}}
	at := sym
	for !isBlock(at) && at.Parent != root {
		at = at.Parent
	}
	box := at.Parent
	for up := sym.Parent; is(up, "sup") && up.FirstChild == sym && sym.NextSibling == nil; up = sym.Parent {
		unwrap(up)
	}
	sym.Parent.RemoveChild(sym)
	var taken []*html.Node
	if is(box, "div") && box != root && box.FirstChild == at {
		for c := at; c != nil; c = c.NextSibling {
			taken = append(taken, c)
		}
	} else {
		taken = append(taken, at)
		box = at
	}
	if r := box.PrevSibling; is(r, "hr") {
		r.Parent.RemoveChild(r)
	}
	for _, c := range taken {
		c.Parent.RemoveChild(c)
		li.AppendChild(c)
	}
	return li
}

// unwrap puts what a node holds in its place.
func unwrap(n *html.Node) {
	for n.FirstChild != nil {
		c := n.FirstChild
		n.RemoveChild(c)
		n.Parent.InsertBefore(c, n)
	}
	n.Parent.RemoveChild(n)
}

// unwrapDivs takes away boxes that say nothing.
func unwrapDivs(n *html.Node) {
	for c := n.FirstChild; c != nil; {
		unwrapDivs(c)
		next := c.NextSibling
		if is(c, "div") && len(c.Attr) == 0 {
			unwrap(c)
		}
		c = next
	}
}

// pastedLists makes lists of paragraphs that Word marks as items.
func pastedLists(root *html.Node) {
	var open []*html.Node // the lists that are open, by level
	for c := root.FirstChild; c != nil; {
		next := c.NextSibling
		mark := attr(c.Attr, listMark)
		if mark == "" {
			open = nil
			c = next
			continue
		}
		digit, name, _ := strings.Cut(mark, " ")
		level, _ := strconv.Atoi(digit)
		level = min(max(level, 1), len(open)+1)
		open = open[:min(level, len(open))]
		if len(open) == level && open[level-1].Data != name {
			open = open[:level-1]
		}
		if len(open) < level {
			l := newElement(name)
			if level == 1 {
				root.InsertBefore(l, c)
			} else {
				open[level-2].LastChild.AppendChild(l)
			}
			open = append(open, l)
		}
		root.RemoveChild(c)
		c.Data, c.Attr = "li", nil
		open[level-1].AppendChild(c)
		c = next
	}
}

// tidyBlocks drops what programs leave in and between blocks.
func tidyBlocks(n *html.Node) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		switch {
		case c.Type != html.ElementNode:
			c.Data = spaces.ReplaceAllString(c.Data, " ")
			if is(c.PrevSibling, "br") {
				c.Data = strings.TrimLeft(c.Data, whitespace)
			}
		case is(c, "colgroup"):
			n.RemoveChild(c)
		case is(c, "hr"):
			c.Attr = nil
			if is(c.PrevSibling, "hr") {
				n.RemoveChild(c)
			}
		case is(c, "pre"):
		default:
			dropMarks(c)
			joinTwins(c)
			tidyBlocks(c)
			tidyBlock(c)
		}
		c = next
	}
}

var spaces = regexp.MustCompile(`[ \x{a0}]{2,}`)

func dropMarks(n *html.Node) {
	kept := n.Attr[:0]
	for _, a := range n.Attr {
		if a.Key != listMark && a.Key != noteMark {
			kept = append(kept, a)
		}
	}
	n.Attr = kept
}

// joinTwins makes one of inline elements that stand side by side and say the same.
func joinTwins(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		for t := c.NextSibling; t != nil && kinds[c.Data] == inline && c.Type == html.ElementNode && is(t, c.Data) && len(c.Attr) == 0 && len(t.Attr) == 0 && c.Data != "q" && c.Data != "ruby"; t = c.NextSibling {
			for t.FirstChild != nil {
				x := t.FirstChild
				t.RemoveChild(x)
				c.AppendChild(x)
			}
			n.RemoveChild(t)
		}
	}
}

// tidyBlock drops an empty paragraph, makes a rule of a drawn one, and takes a lone
// paragraph out of an item or a cell.
func tidyBlock(n *html.Node) {
	switch {
	case is(n, "p"):
		trimBlanks(n)
		text := textOf(n, nil)
		switch {
		case text == "" && !holds(n, "img"):
			n.Parent.RemoveChild(n)
		case isOrnament(text):
			if is(n.PrevSibling, "hr") {
				n.Parent.RemoveChild(n)
				return
			}
			for n.FirstChild != nil {
				n.RemoveChild(n.FirstChild)
			}
			n.Data, n.Attr = "hr", nil
		}
	case headings[n.Data] && textOf(n, nil) == "" && !holds(n, "img"):
		n.Parent.RemoveChild(n)
	case is(n, "li") && !hasClass(n, "fn"), is(n, "td"), is(n, "th"):
		trimBlanks(n)
		if p := n.FirstChild; is(p, "p") && len(p.Attr) == 0 && (p.NextSibling == nil || is(p.NextSibling, "ul") || is(p.NextSibling, "ol")) {
			unwrap(p)
		}
	}
}

// trimBlanks drops white space, no-break spaces and line breaks at both ends.
func trimBlanks(n *html.Node) {
	const blanks = whitespace + "\u00a0"
	for c := n.FirstChild; c != nil; c = n.FirstChild {
		if c.Type == html.TextNode {
			if c.Data = strings.TrimLeft(c.Data, blanks); c.Data != "" {
				break
			}
		} else if !is(c, "br") {
			break
		}
		n.RemoveChild(c)
	}
	for c := n.LastChild; c != nil; c = n.LastChild {
		if c.Type == html.TextNode {
			if c.Data = strings.TrimRight(c.Data, blanks); c.Data != "" {
				break
			}
		} else if !is(c, "br") {
			break
		}
		n.RemoveChild(c)
	}
}
