package decode

import (
	"strings"

	"golang.org/x/net/html"
)

// verbatim makes a manuscript of our own markup, in which nothing is to be
// interpreted: it was cleaned and marked when the work was saved.
func (r *siteReader) verbatim(t *toldWork) Manuscript {
	pictures := newPictureSet()
	own := func(nodes []*html.Node) string { return r.ownMarkup(nodes, pictures) }
	m := t.declared
	m.File = r.path
	setMarkup(&m.Summary, own(t.summary))
	setMarkup(&m.NotesBefore, own(t.before))
	for _, c := range t.chapters {
		m.Chapters = append(m.Chapters, Chapter{
			Kind: ownKind(string(c.kind)), Title: c.title, Summary: own(c.summary), NotesBefore: own(c.before), Body: own(c.body), NotesAfter: own(c.after),
		})
	}
	setMarkup(&m.NotesAfter, own(t.after))
	if m.Rating == "" {
		m.Rating = NotRated
	}
	m.Pictures = append(m.Pictures, pictures.list...)
	m.Footnotes = countFootnotes(&m)
	for i := range m.Chapters {
		m.SceneBreaks += strings.Count(m.Chapters[i].Body, "<hr")
		m.VerseBlocks += strings.Count(m.Chapters[i].Body, `class="verse"`)
	}
	return m
}

// ownMarkup writes our own markup as it was before it was made ready for a page
// or a book.
func (r *siteReader) ownMarkup(nodes []*html.Node, set *pictureSet) string {
	root := &html.Node{Type: html.ElementNode, Data: "div"}
	for _, n := range nodes {
		detach(n)
		root.AppendChild(n)
	}
	u := &unmaker{notes: map[string]string{}, picture: func(src string) string { return r.picture(set, src) }}
	u.findNotes(root)
	u.children(root)
	var sb strings.Builder
	for n := root.FirstChild; n != nil; n = n.NextSibling {
		if err := html.Render(&sb, n); err != nil {
			continue // a tree from the parser always renders
		}
	}
	return strings.TrimSpace(sb.String())
}

// unmaker takes back what our downloads do to a text: links of footnotes, classes
// instead of old attributes, links instead of what lies elsewhere.
type unmaker struct {
	notes   map[string]string // id of a footnote -> its number
	picture func(src string) string
}

func (u *unmaker) findNotes(n *html.Node) {
	if n.Data == "li" && classed(n, "fn") {
		u.notes[attrOf(n, "id")] = attrOf(n, "value")
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		u.findNotes(c)
	}
}

func (u *unmaker) children(n *html.Node) {
	var next *html.Node
	for c := n.FirstChild; c != nil; c = next {
		next = c.NextSibling
		if c.Type != html.ElementNode {
			continue
		}
		u.children(c)
		u.element(c)
	}
}

// element takes back what was done to one element, whose children are done.
func (u *unmaker) element(n *html.Node) {
	role := attrOf(n, "role")
	switch {
	case n.Data == "a" && role == "doc-backlink", n.Data == "rp":
		if s := n.PrevSibling; n.Data == "a" && s != nil && s.Type == html.TextNode && n.NextSibling == nil {
			s.Data = strings.TrimSuffix(s.Data, " ")
		}
		detach(n)
		return
	case n.Data == "section" && role == "doc-endnotes":
		unwrapNode(n)
		return
	case n.Data == "a" && classed(n, "fnref"):
		number := u.notes[strings.TrimPrefix(attrOf(n, "href"), "#")]
		n.Attr = []html.Attribute{{Key: "class", Val: "fnref"}, {Key: "href", Val: "#fn" + firstOf(number, oneLine(textOf(n)))}}
		return
	case classed(n, "elsewhere") && n.Data == "a":
		u.backFromElsewhere(n)
		return
	}
	u.attributes(n)
}

// unwrapNode puts an element's children in its place.
func unwrapNode(n *html.Node) {
	for c := n.FirstChild; c != nil; c = n.FirstChild {
		n.RemoveChild(c)
		n.Parent.InsertBefore(c, n)
	}
	detach(n)
}

// ownAligns and ownLists are the classes that stand for old attributes.
var (
	ownAligns = map[string]string{"align-left": "left", "align-center": "center", "align-right": "right", "align-justify": "justify"}
	ownLists  = map[string]string{
		"list-decimal": "1", "list-lower-alpha": "a", "list-upper-alpha": "A", "list-lower-roman": "i", "list-upper-roman": "I",
		"list-circle": "circle", "list-disc": "disc", "list-square": "square",
	}
)

// attributes gives an element its old attributes again, and takes away those
// that only pages and books need.
func (u *unmaker) attributes(n *html.Node) {
	var kept []html.Attribute
	for _, a := range n.Attr {
		switch a.Key {
		case "loading", "role", "epub:type", "xml:lang", "id":
			continue
		case "src":
			if n.Data == "img" {
				a.Val = u.picture(strings.TrimSpace(a.Val))
			}
		case "class":
			var classes []string
			for class := range strings.FieldsSeq(a.Val) {
				switch {
				case ownAligns[class] != "":
					kept = append(kept, html.Attribute{Key: "align", Val: ownAligns[class]})
				case ownLists[class] != "" && (n.Data == "ol" || n.Data == "ul" || n.Data == "li"):
					kept = append(kept, html.Attribute{Key: "type", Val: ownLists[class]})
				case class == "big" && n.Data == "span":
					n.Data = "big"
				default:
					classes = append(classes, class)
				}
			}
			if a.Val = strings.Join(classes, " "); a.Val == "" {
				continue
			}
		}
		kept = append(kept, a)
	}
	n.Attr = kept
}

// backFromElsewhere makes the picture, sound or film of a link that stands for it.
func (u *unmaker) backFromElsewhere(n *html.Node) {
	kind, rest, _ := strings.Cut(oneLine(textOf(n)), " elsewhere")
	names := map[string]string{"Picture": "img", "Audio": "audio", "Video": "video", "Media": "iframe"}
	if names[kind] == "" {
		return
	}
	n.Data = names[kind]
	n.Attr = []html.Attribute{{Key: "src", Val: attrOf(n, "href")}}
	for n.FirstChild != nil {
		n.RemoveChild(n.FirstChild)
	}
	if alt := strings.TrimPrefix(rest, ": "); kind == "Picture" && alt != "" {
		n.Attr = append(n.Attr, html.Attribute{Key: "alt", Val: alt})
	}
	if p := n.Parent; kind != "Picture" && p != nil && p.Data == "p" && p.FirstChild == n && p.LastChild == n {
		unwrapNode(p)
	}
}
