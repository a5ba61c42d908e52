package prose

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// A text with fewer gaps than this is too short to tell a habit from a wish.
const fewestGaps = 3

// dropSpacers walks all blocks and mends what whole paragraphs say: an empty
// paragraph is written in one way, and where nearly every two paragraphs have
// an empty one between, it says nothing and goes. Rare ones are gaps that the
// author wants.
func dropSpacers(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode {
			continue
		}
		if is(c, "p") {
			if isEmptyParagraph(c) {
				for c.FirstChild != nil {
					c.RemoveChild(c.FirstChild)
				}
				c.AppendChild(textNode("\u00a0"))
			}
			continue
		}
		dropSpacers(c)
	}
	thin(n)
}

// thin takes empty paragraphs out of the gaps between others, as many as nearly
// all gaps have.
func thin(n *html.Node) {
	var gaps [][]*html.Node
	var run []*html.Node
	after := false // a paragraph stands before
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case !is(c, "p"):
			after, run = false, nil
		case isSpacer(c):
			run = append(run, c)
		default:
			if after {
				gaps = append(gaps, run)
			}
			after, run = true, nil
		}
	}
	if len(gaps) < fewestGaps {
		return
	}
	usual := usualWidth(gaps)
	for _, run := range gaps {
		for _, spacer := range run[:min(len(run), usual)] {
			n.RemoveChild(spacer)
		}
	}
}

// usualWidth gives the number of empty paragraphs that four of five gaps have.
func usualWidth(gaps [][]*html.Node) int {
	widths := make([]int, len(gaps))
	for i, run := range gaps {
		widths[i] = len(run)
	}
	slices.Sort(widths)
	return widths[len(widths)/5]
}

// isSpacer tells an empty paragraph that no style can draw.
func isSpacer(p *html.Node) bool {
	return is(p, "p") && attr(p.Attr, "class") == "" && isEmptyParagraph(p)
}

func isEmptyParagraph(p *html.Node) bool {
	for c := p.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case is(c, "br"):
		case c.Type == html.TextNode && strings.Trim(c.Data, whitespace+"\u00a0") == "":
		case c.Type == html.ElementNode && kinds[c.Data] == inline && len(c.Attr) == 0 && isEmptyParagraph(c):
		default:
			return false
		}
	}
	return true
}
