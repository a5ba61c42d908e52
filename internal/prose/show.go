package prose

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"
)

// Show makes anchored HTML ready for a page that may make no request to
// strangers: pictures, audio, video and embeds from elsewhere become plain
// links. Our own pictures stay and load when they come into view.
func Show(anchored string) string {
	root := stored(anchored)
	linkElsewhere(root)
	eachElement(root, func(n *html.Node) {
		if is(n, "img") {
			n.Attr = append(n.Attr, html.Attribute{Key: "loading", Val: "lazy"})
		}
	})
	return render(root)
}

// eachElement visits all elements below a node, outer before inner.
func eachElement(n *html.Node, visit func(*html.Node)) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		if c.Type == html.ElementNode {
			visit(c)
			eachElement(c, visit)
		}
		c = next
	}
}

// linkElsewhere replaces everything that a browser would fetch from another
// site by links.
func linkElsewhere(n *html.Node) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		if c.Type == html.ElementNode {
			if link := elsewhere(c); link != nil {
				n.InsertBefore(link, c)
				n.RemoveChild(c)
			} else {
				linkElsewhere(c)
			}
		}
		c = next
	}
}

// elsewhere gives the link that stands for a thing on another site, nil for
// whatever may stay.
func elsewhere(n *html.Node) *html.Node {
	src := attr(n.Attr, "src")
	switch n.Data {
	case "img":
		if ours(src) {
			return nil
		}
		label := "Picture elsewhere"
		if alt := strings.TrimSpace(attr(n.Attr, "alt")); alt != "" {
			label += ": " + alt
		}
		return elsewhereLink(n, src, label)
	case "audio", "video":
		if src == "" {
			src = firstSource(n)
		}
		return paragraphOf(elsewhereLink(n, src, mediaLabel(n.Data, src)))
	case "iframe", "embed":
		return paragraphOf(elsewhereLink(n, src, mediaLabel("media", src)))
	}
	return nil
}

func paragraphOf(n *html.Node) *html.Node {
	p := &html.Node{Type: html.ElementNode, Data: "p"}
	p.AppendChild(n)
	return p
}

// elsewhereLink gives a link, or only its words where no link can be: inside
// another link, or to no other site. An address without one would lead into this
// archive, where the thing is not.
func elsewhereLink(n *html.Node, src, label string) *html.Node {
	link := &html.Node{Type: html.ElementNode, Data: "a", Attr: []html.Attribute{
		{Key: "class", Val: "elsewhere"}, {Key: "rel", Val: "nofollow noreferrer"}, {Key: "href", Val: src},
	}}
	if u, err := url.Parse(src); err != nil || u.Host == "" || insideLink(n) {
		link.Data, link.Attr = "span", link.Attr[:1]
	}
	link.AppendChild(textNode(label))
	return link
}

func insideLink(n *html.Node) bool {
	for p := n.Parent; p != nil; p = p.Parent {
		if is(p, "a") {
			return true
		}
	}
	return false
}

func firstSource(n *html.Node) string {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if src := attr(c.Attr, "src"); is(c, "source") && src != "" {
			return src
		}
	}
	return ""
}

func mediaLabel(name, src string) string {
	label := map[string]string{"audio": "Audio elsewhere", "video": "Video elsewhere", "media": "Media elsewhere"}[name]
	if u, err := url.Parse(src); err == nil && u.Host != "" {
		return label + ": " + u.Host
	}
	return label
}
