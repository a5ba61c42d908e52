package download

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// inside writes what stands in an element, in one paragraph.
func (t *typist) inside(n *html.Node) string {
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		b.WriteString(t.inline(c))
	}
	return b.String()
}

// inline writes one piece of a paragraph.
func (t *typist) inline(n *html.Node) string {
	switch n.Type {
	case html.TextNode:
		text := strings.Join(strings.FieldsFunc(" "+n.Data+" ", isSpace), " ")
		if text == "" {
			return " "
		}
		return edge(n.Data, 0) + t.escape(text) + edge(n.Data, len(n.Data)-1)
	case html.ElementNode:
		return t.element(n)
	}
	return ""
}

// isSpace is what HTML folds; a no-break space stays.
func isSpace(r rune) bool { return r == ' ' || r == '\n' || r == '\t' || r == '\r' }

// edge is a space if the text has one at i.
func edge(s string, i int) string {
	if isSpace(rune(s[i])) {
		return " "
	}
	return ""
}

func (t *typist) element(n *html.Node) string {
	switch n.DataAtom {
	case atom.Br:
		return t.pick("\n", "  \n")
	case atom.Em, atom.I, atom.Cite, atom.Var, atom.Dfn:
		return wrap(t.inside(n), "*")
	case atom.Strong, atom.B:
		return wrap(t.inside(n), "**")
	case atom.S, atom.Del, atom.Strike:
		return wrap(t.inside(n), t.pick("", "~~"))
	case atom.Img:
		if alt := attribute(n, "alt"); alt != "" {
			return t.pick("["+alt+"]", "!["+escapeMark(alt)+"]("+attribute(n, "src")+")")
		}
		return ""
	case atom.A:
		return t.link(n)
	case atom.Rp:
		return ""
	case atom.Rt:
		return "(" + t.inside(n) + ")"
	case atom.U, atom.Sub, atom.Sup, atom.Small, atom.Kbd, atom.Ruby:
		return t.inside(n)
	}
	return t.inside(n)
}

func (t *typist) link(n *html.Node) string {
	text, href := t.inside(n), attribute(n, "href")
	switch {
	case hasClass(n, "fnback") || attribute(n, "role") == "doc-backlink":
		return ""
	case hasClass(n, "fnref"):
		return t.pick("["+strings.TrimSpace(text)+"]", "[^"+strings.TrimSpace(text)+"]")
	case href == "" || strings.HasPrefix(href, "#"):
		return text
	case t.style == marked:
		return "[" + text + "](" + strings.NewReplacer("(", "%28", ")", "%29", " ", "%20").Replace(href) + ")"
	case strings.TrimSpace(text) == href:
		return text
	}
	return text + " (" + href + ")"
}

// wrap sets marks close round words, with spaces outside.
func wrap(text, mark string) string {
	inner := strings.Trim(text, " \n")
	if inner == "" {
		return text
	}
	i := strings.Index(text, inner)
	return text[:i] + mark + inner + mark + text[i+len(inner):]
}

func (t *typist) escape(s string) string {
	if t.style == marked {
		return escapeMark(s)
	}
	return ownSign.ReplaceAllString(s, `\$0`)
}

// ownSign are signs in an author's words that are ours in plain text: stars for
// stress, a number in brackets for a footnote.
var ownSign = regexp.MustCompile(`[*\\]|\[\d{1,5}\]`)

// escapeMark keeps an author's signs from being read as Markdown.
func escapeMark(s string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `_`, `\_`, "`", "\\`", `<`, `\<`, `[`, `\[`, `]`, `\]`, `#`, `\#`, `~`, `\~`).Replace(s)
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func hasClass(n *html.Node, class string) bool {
	for c := range strings.FieldsSeq(attribute(n, "class")) {
		if c == class {
			return true
		}
	}
	return false
}

// content is the text of an element as it stands.
func content(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}

func isInline(n *html.Node) bool {
	switch n.DataAtom {
	case atom.P, atom.Div, atom.Hr, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Ul, atom.Ol, atom.Dl, atom.Blockquote, atom.Pre,
		atom.Table, atom.Details, atom.Figure, atom.Section, atom.Center, atom.Address, atom.Li:
		return false
	}
	return true
}

func inlineOnly(n *html.Node) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && !isInline(c) {
			return false
		}
	}
	return true
}
