package decode

import (
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/net/html"
)

// notePrefix stands before a note's number in the links that placeNotes finds
// again in the manuscript.
const notePrefix = "#note:"

// noteCutter takes the notes out of one file's tree.
type noteCutter struct {
	book    *noteBook
	file    string
	resolve func(href string) string
	// blocks makes the markup of a note's tree.
	blocks  func(*html.Node) string
	dropped []Dropped
	parents []*html.Node        // where notes stood
	held    map[*html.Node]bool // the containers of notes
}

// cut marks the references below root, and takes what they refer to out of the
// tree and into the book.
func (c *noteCutter) cut(root *html.Node) {
	if len(c.book.notes) == 0 {
		return
	}
	c.held = map[*html.Node]bool{}
	found := map[int]*html.Node{} // note -> its container
	var order []int
	c.find(root, found, &order)
	c.markRefs(root, found)
	for i, k := range order {
		c.take(k, found[k], i == len(order)-1)
	}
	c.sweep()
}

// find looks for the elements that references lead to.
func (c *noteCutter) find(n *html.Node, found map[int]*html.Node, order *[]int) {
	if n.Type == html.ElementNode {
		for _, key := range [2]string{"id", "name"} {
			k, ok := c.book.index[c.file+"#"+attrOf(n, key)]
			if !ok || found[k] != nil || c.book.notes[k].found {
				continue
			}
			if box := noteBox(n); box != nil && !c.held[box] {
				found[k] = box
				c.held[box] = true
				*order = append(*order, k)
			}
		}
	}
	for ch := n.FirstChild; ch != nil; ch = ch.NextSibling {
		c.find(ch, found, order)
	}
}

// noteBox is the block that holds a note, given the element with its id: the
// element itself, or the paragraph, list item or frame round it. It is nil for
// what can be no note.
func noteBox(n *html.Node) *html.Node {
	for n != nil && !isBlock(n.Data) {
		n = n.Parent
	}
	if n == nil {
		return nil
	}
	for n.Parent != nil && (n.Data == "p" || n.Data == "dt" || n.Data == "td") {
		up := n.Parent
		if up.Data != "li" && up.Data != "aside" && up.Data != "tr" && up.Data != "dd" && !(up.Data == "div" && onlyElement(n)) {
			break
		}
		n = up
	}
	switch n.Data {
	case "body", "html", "section", "article", "main", "table", "ol", "ul", "h1", "h2", "h3", "h4", "h5", "h6", "nav":
		return nil
	}
	return n
}

// onlyElement tells an element that is the first in its parent, all of whose
// children belong to the same note: there is no other block with an id.
func onlyElement(n *html.Node) bool {
	for s := n.Parent.FirstChild; s != nil; s = s.NextSibling {
		if s.Type != html.ElementNode || s == n {
			continue
		}
		if isBlock(s.Data) && (s.Data != "p" || attrOf(s, "id") != "" || hasElement(s, "a")) || s.Data == "hr" {
			return false
		}
	}
	return true
}

// markRefs gives each reference the form that placeNotes looks for.
func (c *noteCutter) markRefs(root *html.Node, found map[int]*html.Node) {
	var refs []*html.Node
	collectLinks(root, &refs)
	for _, a := range refs {
		k, ok := c.book.index[c.resolve(attrOf(a, "href"))]
		if !ok || inside(a, found[k]) || !isNoteMark(textOf(a)) && !refMark.MatchString(attrOf(a, "class")+attrOf(a, "epub:type")) {
			continue
		}
		label := bareMark(textOf(a))
		a.Attr = []html.Attribute{{Key: "class", Val: "fnref"}, {Key: "href", Val: notePrefix + strconv.Itoa(k)}}
		for a.FirstChild != nil {
			a.RemoveChild(a.FirstChild)
		}
		a.AppendChild(&html.Node{Type: html.TextNode, Data: label})
		for up := a.Parent; up != nil && up.Data == "sup" && strings.Trim(textOf(up), "[]() \n\t") == label; up = a.Parent {
			up.RemoveChild(a)
			up.Parent.InsertBefore(a, up)
			up.Parent.RemoveChild(up)
		}
	}
}

func collectLinks(n *html.Node, out *[]*html.Node) {
	if n.Type == html.ElementNode && n.Data == "a" && attrOf(n, "href") != "" {
		*out = append(*out, n)
	}
	for ch := n.FirstChild; ch != nil; ch = ch.NextSibling {
		collectLinks(ch, out)
	}
}

func inside(n, box *html.Node) bool {
	for ; n != nil && box != nil; n = n.Parent {
		if n == box {
			return true
		}
	}
	return false
}

// take moves one note out of the tree. Paragraphs between it and the next note
// belong to it.
func (c *noteCutter) take(k int, box *html.Node, last bool) {
	if box.Parent == nil {
		return
	}
	note := &html.Node{Type: html.ElementNode, Data: "div"}
	parent := box.Parent
	next := box.NextSibling
	parent.RemoveChild(box)
	note.AppendChild(box)
	for more := c.betweenNotes(next); !last && next != more; {
		after := next.NextSibling
		parent.RemoveChild(next)
		note.AppendChild(next)
		next = after
	}
	c.stripBack(note)
	c.stripLabel(note, c.book.notes[k].label)
	c.book.notes[k].html = c.blocks(note)
	c.book.notes[k].found = true
	if len(c.parents) == 0 || c.parents[len(c.parents)-1] != parent {
		c.parents = append(c.parents, parent)
	}
}

// betweenNotes gives the next note's box if only plain paragraphs stand before
// it, else n itself.
func (c *noteCutter) betweenNotes(n *html.Node) *html.Node {
	for s := n; s != nil; s = s.NextSibling {
		switch {
		case c.held[s]:
			return s
		case s.Type == html.ElementNode && s.Data != "p" && s.Data != "blockquote":
			return n
		}
	}
	return n
}

// stripBack takes out the links that lead back from a note.
func (c *noteCutter) stripBack(note *html.Node) {
	var links []*html.Node
	collectLinks(note, &links)
	for _, a := range links {
		marks := attrOf(a, "class") + " " + attrOf(a, "epub:type") + " " + attrOf(a, "role")
		if !c.book.backs[c.resolve(attrOf(a, "href"))] && !backMark.MatchString(marks) {
			continue
		}
		if text := strings.TrimSpace(textOf(a)); strings.ContainsFunc(text, unicode.IsLetter) && !isNoteMark(text) {
			c.dropped = append(c.dropped, Dropped{Text: text, Reason: "link from a footnote back to its place"})
		}
		up := a.Parent
		up.RemoveChild(a)
		if up.Data == "sup" && strings.TrimSpace(textOf(up)) == "" {
			up.Parent.RemoveChild(up)
		}
	}
}

// stripLabel takes a note's own number from its start.
func (c *noteCutter) stripLabel(note *html.Node, label string) {
	first := firstText(note)
	if first == nil {
		return
	}
	rest := strings.TrimLeft(first.Data, " \n\t\r\u00a0[(")
	if after, ok := strings.CutPrefix(rest, label); ok && label != "" {
		trimmed := strings.TrimLeft(after, "]).: \n\t\u00a0")
		if after == "" || trimmed != after {
			first.Data = trimmed
			return
		}
	}
	if rest == "" || strings.HasPrefix(rest, "]") {
		first.Data = strings.TrimLeft(rest, "] ")
	}
}

func firstText(n *html.Node) *html.Node {
	if n.Type == html.TextNode && strings.TrimSpace(n.Data) != "" {
		return n
	}
	for ch := n.FirstChild; ch != nil; ch = ch.NextSibling {
		if t := firstText(ch); t != nil {
			return t
		}
	}
	return nil
}

// sweep takes away what is left of the places where notes stood: empty lists,
// rules and the heading "Notes".
func (c *noteCutter) sweep() {
	for _, p := range c.parents {
		for p != nil && p.Parent != nil && p.Data != "body" && p.Data != "html" {
			text := strings.TrimSpace(textOf(p))
			if text != "" && !isNotesHeading(text) || hasElement(p, "img", "image") {
				break
			}
			c.dropHeading(text)
			up := p.Parent
			before := prevElement(p)
			up.RemoveChild(p)
			c.sweepBefore(before)
			p = up
		}
		if p != nil && p.Parent != nil && (p.Data == "body" || p.Data == "html") {
			c.sweepBefore(lastElement(p))
		}
	}
}

// sweepBefore takes away a rule or a heading "Notes" that stood before notes.
func (c *noteCutter) sweepBefore(n *html.Node) {
	for n != nil && n.Parent != nil {
		text := strings.TrimSpace(textOf(n))
		isHead := len(n.Data) == 2 && n.Data[0] == 'h' && n.Data != "hr"
		if n.Data != "hr" && !(isNotesHeading(text) && (isHead || n.Data == "p")) {
			return
		}
		if nextText(n) {
			return
		}
		c.dropHeading(text)
		before := prevElement(n)
		n.Parent.RemoveChild(n)
		n = before
	}
}

// nextText tells whether words stand behind n in its parent.
func nextText(n *html.Node) bool {
	for s := n.NextSibling; s != nil; s = s.NextSibling {
		if strings.TrimSpace(textOf(s)) != "" {
			return true
		}
	}
	return false
}

func (c *noteCutter) dropHeading(text string) {
	if text != "" {
		c.dropped = append(c.dropped, Dropped{Text: text, Reason: "heading of the footnotes, which now stand with their chapters"})
	}
}

func prevElement(n *html.Node) *html.Node {
	for s := n.PrevSibling; s != nil; s = s.PrevSibling {
		if s.Type == html.ElementNode {
			return s
		}
		if strings.TrimSpace(s.Data) != "" {
			return nil
		}
	}
	return nil
}

func lastElement(n *html.Node) *html.Node {
	for s := n.LastChild; s != nil; s = s.PrevSibling {
		if s.Type == html.ElementNode {
			return s
		}
		if strings.TrimSpace(s.Data) != "" {
			return nil
		}
	}
	return nil
}

func isNotesHeading(text string) bool {
	switch strings.ToLower(strings.Trim(text, " .:\u00a0\n\t*-")) {
	case "notes", "note", "footnotes", "footnote", "endnotes", "end notes", "references", "fußnoten", "anmerkungen",
		"notas", "note di chiusura", "notes de bas de page", "сноски", "примечания", "注", "脚注", "注释":
		return true
	}
	return false
}
