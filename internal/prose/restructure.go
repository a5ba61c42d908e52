package prose

import "golang.org/x/net/html"

// restructure mends what HTML's grammar asks of the children of some elements.
func restructure(root *html.Node) {
	eachElement(root, func(n *html.Node) {
		switch n.Data {
		case "table":
			orderTable(n)
		case "dl":
			completeTerms(n)
		case "details":
			if !is(n.FirstChild, "summary") {
				s := newElement("summary")
				s.AppendChild(textNode("Details"))
				n.InsertBefore(s, n.FirstChild)
			}
		case "figure":
			placeCaption(n)
		case "ruby":
			plainRuby(n)
		case "address":
			if holds(n, "h1 h2 h3 h4 h5 h6 address section") {
				n.Data = "div"
				addClass(n, "address")
			}
		case "dfn":
			eachElement(n, func(c *html.Node) {
				if c.Data == "dfn" {
					c.Data = "span"
				}
			})
		}
	})
}

func newElement(name string) *html.Node { return &html.Node{Type: html.ElementNode, Data: name} }

// holds tells whether an element of one of these names stands below n.
func holds(n *html.Node, names string) bool {
	wanted, found := set(names), false
	eachElement(n, func(c *html.Node) { found = found || wanted[c.Data] })
	return found
}

// orderTable makes plain rows of a head that is not first and a foot that is
// not last.
func orderTable(n *html.Node) {
	bodies := 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case is(c, "thead") && bodies > 0, is(c, "tfoot") && c.NextSibling != nil:
			c.Data = "tbody"
		}
		if kinds[c.Data] == rows {
			bodies++
		}
	}
}

// completeTerms gives each group of a list of terms a term and a description.
func completeTerms(n *html.Node) {
	last := ""
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Data == "dd" && last == "" {
			n.InsertBefore(newElement("dt"), c)
		}
		last = c.Data
	}
	if last == "dt" {
		n.AppendChild(newElement("dd"))
	}
}

// placeCaption puts a caption that stands amid a figure at its end.
func placeCaption(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if is(c, "figcaption") && c.PrevSibling != nil && c.NextSibling != nil {
			n.RemoveChild(c)
			n.AppendChild(c)
			return
		}
	}
}

// plainRuby drops the brackets for readers that know no ruby, which books don't
// need, and makes spans of a ruby that is not words and reading in turn.
func plainRuby(n *html.Node) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		if is(c, "rp") {
			n.RemoveChild(c)
		}
		c = next
	}
	base, sound := false, true
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if is(c, "rt") {
			sound = sound && base
			base = false
			continue
		}
		base = true
	}
	if base || !sound || n.FirstChild == nil || holds(n, "ruby") || strayReading(n) {
		spans(n)
	}
}

// strayReading tells whether a reading stands deeper than right inside its ruby.
func strayReading(n *html.Node) bool {
	stray := false
	eachElement(n, func(c *html.Node) {
		stray = stray || (c.Data == "rt" || c.Data == "rp") && c.Parent != n
	})
	return stray
}

func spans(n *html.Node) {
	n.Data = "span"
	eachElement(n, func(c *html.Node) {
		switch c.Data {
		case "ruby", "rt", "rp":
			c.Data = "span"
		}
	})
}
