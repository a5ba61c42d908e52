package decode

import (
	"strings"

	"golang.org/x/net/html"
)

// verbatim makes a manuscript of our own markup, in which nothing is to be
// interpreted: it was cleaned and marked when the work was saved.
func (r *siteReader) verbatim(t *toldWork) Manuscript {
	pictures := newPictureSet()
	own := func(nodes []*html.Node) string {
		var sb strings.Builder
		for _, n := range nodes {
			detach(n)
			r.ownPictures(n, pictures)
			if err := html.Render(&sb, n); err != nil {
				continue
			}
		}
		return strings.TrimSpace(sb.String())
	}
	m := t.declared
	m.File = r.path
	setMarkup(&m.Summary, own(t.summary))
	setMarkup(&m.NotesBefore, own(t.before))
	for _, c := range t.chapters {
		kind := c.kind
		if kind == "" {
			kind = KindChapter
		}
		m.Chapters = append(m.Chapters, Chapter{
			Kind: kind, Title: c.title, Summary: own(c.summary), NotesBefore: own(c.before), Body: own(c.body), NotesAfter: own(c.after),
		})
	}
	setMarkup(&m.NotesAfter, own(t.after))
	if m.Rating == "" {
		m.Rating = NotRated
	}
	m.Pictures = append(m.Pictures, pictures.list...)
	m.Footnotes = countFootnotes(&m)
	for i := range m.Chapters {
		body := m.Chapters[i].Body
		m.SceneBreaks += strings.Count(body, "<hr")
		m.VerseBlocks += strings.Count(body, `class="verse"`)
	}
	return m
}

// ownPictures gives the pictures below a node their addresses in the manuscript.
func (r *siteReader) ownPictures(n *html.Node, set *pictureSet) {
	if n.Type == html.ElementNode && n.Data == "img" {
		for i, a := range n.Attr {
			if a.Key == "src" {
				n.Attr[i].Val = r.picture(set, strings.TrimSpace(a.Val))
			}
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		r.ownPictures(c, set)
	}
}
