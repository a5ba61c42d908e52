package prose

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// Para is one addressable block of cleaned, anchored HTML.
type Para struct{ Anchor, Text string }

// anchored are the elements that get an address, unless they stand inside a
// table, a figure or another block of words that has one.
var anchoredElements = set("p h1 h2 h3 h4 h5 h6 li dt dd pre table figure")

// Paras gives every block that has an anchor, in order. The text of a list item
// does not hold that of the items inside it.
func Paras(anchored string) []Para {
	var paras []Para
	eachElement(stored(anchored), func(n *html.Node) {
		if id := attr(n.Attr, "id"); id != "" && anchoredElements[n.Data] {
			paras = append(paras, Para{Anchor: id, Text: blockText(n)})
		}
	})
	return paras
}

// blockText gives the words of a block without those of blocks inside it that
// have their own address.
func blockText(n *html.Node) string {
	return textOf(n, func(c *html.Node) bool { return anchoredElements[c.Data] && attr(c.Attr, "id") != "" })
}

// Anchor gives each block (paragraph, heading, list item, preformatted text,
// table, figure) an id of prefix and number, and footnotes their links. Blocks
// whose text also stands in previous, the anchored HTML that this replaces,
// keep their anchors, and so does a block changed in place between two that
// keep theirs; others get numbers from next upwards. It returns the HTML and
// the next free number.
func Anchor(clean, previous, prefix string, next int) (anchored string, nextFree int) {
	root := build(clean, policy{field: Body})
	found := anchorable(root, nil)
	fresh := make([]string, len(found))
	for i, n := range found {
		fresh[i] = n.Data + " " + blockKey(n)
	}
	numbers, old := oldBlocks(previous, prefix)
	next = max(next, 1)
	for _, n := range numbers {
		next = max(next, n+1)
	}
	for i, from := range match(fresh, old) {
		number := next
		if from >= 0 {
			number = numbers[from]
		} else {
			next++
		}
		setAttr(found[i], "id", prefix+strconv.Itoa(number))
	}
	linkFootnotes(root, prefix)
	return render(root), next
}

// anchorable gives the blocks below n that get a number.
func anchorable(n *html.Node, found []*html.Node) []*html.Node {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type != html.ElementNode:
		case isNote(c):
		case is(c, "table"), is(c, "figure"):
			found = append(found, c)
		case is(c, "li"), is(c, "dd"):
			found = append(found, c)
			found = nestedItems(c, found)
		case anchoredElements[c.Data]:
			found = append(found, c)
		default:
			found = anchorable(c, found)
		}
	}
	return found
}

// isNote tells a footnote, which has an address of its own kind.
func isNote(n *html.Node) bool {
	return is(n, "li") && hasClass(n, "fn") && hasClass(n.Parent, "footnotes")
}

// nestedItems gives the items of lists inside a list item.
func nestedItems(n *html.Node, found []*html.Node) []*html.Node {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case isNote(c), is(c, "table"), is(c, "figure"):
		case is(c, "li"), is(c, "dt"), is(c, "dd"):
			found = append(found, c)
			found = nestedItems(c, found)
		case c.Type == html.ElementNode:
			found = nestedItems(c, found)
		}
	}
	return found
}

// blockKey gives the words by which a block is known again.
func blockKey(n *html.Node) string {
	return strings.Join(strings.Fields(textOf(n, func(c *html.Node) bool {
		return is(c, "li") || is(c, "dt") || is(c, "dd")
	})), " ")
}

// oldBlocks gives the numbers and keys of the blocks of anchored HTML.
func oldBlocks(previous, prefix string) (numbers []int, keys []string) {
	seen := make(map[int]bool)
	eachElement(stored(previous), func(n *html.Node) {
		digits, ok := strings.CutPrefix(attr(n.Attr, "id"), prefix)
		if number, err := strconv.Atoi(digits); ok && err == nil && number > 0 && !seen[number] && anchoredElements[n.Data] {
			seen[number] = true
			numbers = append(numbers, number)
			keys = append(keys, n.Data+" "+blockKey(n))
		}
	})
	return numbers, keys
}

func setAttr(n *html.Node, key, value string) {
	for i := range n.Attr {
		if n.Attr[i].Key == key {
			n.Attr[i].Val = value
			return
		}
	}
	n.Attr = append(n.Attr, html.Attribute{Key: key, Val: value})
}
