package download

import (
	"fmt"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/ficstead/ficstead/internal/prose"
)

// style is how text without markup shows what markup showed.
type style int

const (
	plainText style = iota // words, lines, * * * between scenes, *stress*
	marked                 // Markdown
)

// written writes clean HTML as text. Blocks are parted by a blank line, lines of
// verse stay lines, and what Markdown can't say stays HTML in it.
func written(source string, s style) string {
	root := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(prose.Show(source)), root)
	if err != nil {
		return prose.PlainText(source)
	}
	t := &typist{style: s}
	for _, n := range nodes {
		t.block(n, "")
	}
	return strings.TrimSpace(t.b.String())
}

// typist writes blocks one below the other.
type typist struct {
	style style
	b     strings.Builder
}

// maxNesting is more than the cleaner lets through.
const maxNesting = 200

// paragraph adds words, whose lines may not be taken for anything else.
func (t *typist) paragraph(text, indent string) {
	if t.style == plainText {
		text = guardLine.ReplaceAllString(strings.Trim(text, " \n"), `\$0`)
	}
	t.add(text, indent)
}

// guardLine is the start of a line that has a meaning in our plain text.
var guardLine = regexp.MustCompile(`(?m)^(?:- |\d+\. |={3,}$|-{8}$|(?:Summary|Notes|Chapter summary|Chapter notes):$)`)

// add adds a block, each of its lines behind indent.
func (t *typist) add(text, indent string) {
	text = strings.Trim(text, " \n")
	if text == "" {
		return
	}
	if t.b.Len() > 0 {
		t.b.WriteString("\n\n")
	}
	t.b.WriteString(indent + strings.ReplaceAll(text, "\n", "\n"+indent))
}

func (t *typist) block(n *html.Node, indent string) {
	if n.Type == html.TextNode {
		t.paragraph(t.inline(n), indent)
		return
	}
	if n.Type != html.ElementNode || len(indent) > maxNesting {
		return
	}
	switch n.DataAtom {
	case atom.P:
		t.paragraph(t.inside(n), indent)
	case atom.Hr:
		t.add("* * *", indent)
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		t.heading(n, indent)
	case atom.Ul, atom.Ol:
		t.list(n, indent)
	case atom.Blockquote:
		t.children(n, indent+t.pick("    ", "> "))
	case atom.Pre:
		t.paragraph(t.pick(content(n), "```\n"+strings.Trim(content(n), "\n")+"\n```"), indent)
	case atom.Table, atom.Dl, atom.Details, atom.Figure:
		t.rich(n, indent)
	default:
		if inlineOnly(n) {
			t.paragraph(t.inside(n), indent)
			return
		}
		t.children(n, indent)
	}
}

func (t *typist) pick(plain, mark string) string {
	if t.style == marked {
		return mark
	}
	return plain
}

func (t *typist) heading(n *html.Node, indent string) {
	level := int(n.Data[1] - '0')
	t.paragraph(t.pick("", strings.Repeat("#", min(6, level+1))+" ")+t.inside(n), indent)
}

func (t *typist) list(n *html.Node, indent string) {
	i := 1
	notes := hasClass(n, "footnotes")
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom != atom.Li {
			continue
		}
		inner := &typist{style: t.style}
		inner.children(c, "")
		lead := "- "
		switch {
		case notes:
			lead = t.pick("["+attribute(c, "value")+"] ", "[^"+attribute(c, "value")+"]: ")
		case n.DataAtom == atom.Ol:
			lead = fmt.Sprintf("%d. ", i)
		}
		i++
		body := strings.ReplaceAll(inner.b.String(), "\n", "\n"+strings.Repeat(" ", min(4, len(lead))))
		t.add(lead+body, indent)
	}
}

// rich writes what has no simple form: HTML inside Markdown, its words in plain text.
func (t *typist) rich(n *html.Node, indent string) {
	if t.style == plainText {
		var b strings.Builder
		if html.Render(&b, n) == nil {
			t.paragraph(prose.PlainText(b.String()), indent)
		}
		return
	}
	var b strings.Builder
	if html.Render(&b, n) == nil {
		t.paragraph(b.String(), indent)
	}
}

// children writes what is in n, words and elements that follow each other in one line as one block.
func (t *typist) children(n *html.Node, indent string) {
	var line strings.Builder
	flush := func() { t.paragraph(line.String(), indent); line.Reset() }
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.TextNode || c.Type == html.ElementNode && isInline(c) {
			line.WriteString(t.inline(c))
			continue
		}
		flush()
		t.block(c, indent)
	}
	flush()
}
