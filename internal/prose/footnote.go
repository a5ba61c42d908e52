package prose

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// linkFootnotes gives footnotes ids, links there and back, and their roles.
func linkFootnotes(root *html.Node, prefix string) {
	notes := make(map[string]*html.Node)
	var lists []*html.Node
	eachElement(root, func(n *html.Node) {
		switch {
		case is(n, "ol") && hasClass(n, "footnotes"):
			lists = append(lists, n)
		case isNote(n):
			number := attr(n.Attr, "value")
			if number != "" && notes[number] == nil {
				notes[number] = n
				setAttr(n, "id", prefix+"fn"+number)
			}
		}
	})
	linkReferences(root, notes, prefix)
	for _, ol := range lists {
		section := &html.Node{Type: html.ElementNode, Data: "section", Attr: []html.Attribute{{Key: "role", Val: "doc-endnotes"}}}
		ol.Parent.InsertBefore(section, ol)
		ol.Parent.RemoveChild(ol)
		section.AppendChild(ol)
	}
}

// linkReferences gives each reference its id, and each note a way back to the
// first of its references.
func linkReferences(root *html.Node, notes map[string]*html.Node, prefix string) {
	times := make(map[string]int)
	eachElement(root, func(n *html.Node) {
		if !is(n, "a") || !hasClass(n, "fnref") {
			return
		}
		number, ok := strings.CutPrefix(attr(n.Attr, "href"), "#fn")
		note := notes[number]
		if !ok || note == nil {
			return
		}
		times[number]++
		id := prefix + "r" + number
		if times[number] > 1 {
			id += "-" + strconv.Itoa(times[number])
		}
		setAttr(n, "href", "#"+prefix+"fn"+number)
		setAttr(n, "id", id)
		setAttr(n, "role", "doc-noteref")
		if times[number] == 1 {
			addBacklink(note, id)
		}
	})
}

// addBacklink puts a link to the text at the end of a note.
func addBacklink(note *html.Node, id string) {
	at := note
	if last := note.LastChild; is(last, "p") {
		at = last
	}
	back := &html.Node{Type: html.ElementNode, Data: "a", Attr: []html.Attribute{
		{Key: "href", Val: "#" + id}, {Key: "role", Val: "doc-backlink"}, {Key: "aria-label", Val: "Back to the text"},
	}}
	back.AppendChild(textNode("↩"))
	if last := at.LastChild; last != nil && !isBlock(last) {
		at.AppendChild(textNode(" "))
	}
	at.AppendChild(back)
}
