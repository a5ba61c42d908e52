package decode

import (
	"strings"

	"golang.org/x/net/html"
)

// ficsteadBook reads our own downloads as EPUB.
func ficsteadBook() site {
	return site{
		signs: func(f *siteFile) bool {
			return f.opf != nil && opfText(f.opf, "generator") == "Ficstead" && f.has(`<section class="preface"`)
		},
		read: readFicsteadBook,
	}
}

// opfText is the first value of a field of a package file.
func opfText(p *opf, name string) string {
	for _, f := range p.find(name) {
		return f.text
	}
	return ""
}

func readFicsteadBook(p *sitePage) ([]toldWork, error) {
	t := &toldWork{verbatim: true, declared: Manuscript{Maker: ficsteadMaker}}
	ownMetadata(p.opf, &t.declared)
	var last *html.Node
	for _, part := range p.parts {
		section := firstWhere(part.body, func(n *html.Node) bool { return n.Data == "section" })
		switch {
		case section == nil:
		case classed(section, "preface"):
			ownBookPreface(section, t)
		case classed(section, "afterword"):
			ownDivisions(section, nil, &t.after, nil)
		case classed(section, "chapter") && last != nil && strings.Contains(part.path, ".part"):
			moveChildren(last, section) // a long chapter goes on
		case classed(section, "chapter"):
			last = section
			t.chapters = append(t.chapters, toldChapter{body: []*html.Node{section}})
		}
	}
	for i := range t.chapters {
		t.chapters[i] = ownBookChapter(t.chapters[i].body[0])
	}
	if len(t.chapters) == 0 || t.declared.Title == "" {
		return nil, nil
	}
	return []toldWork{*t}, nil
}

// ownMetadata reads the package file.
func ownMetadata(p *opf, m *Manuscript) {
	m.Title = opfText(p, "title")
	m.Language = languageTag(opfText(p, "language"))
	for _, f := range p.find("creator") {
		if f.text != "Anonymous" {
			m.Authors = append(m.Authors, f.text)
		}
	}
	m.SourceURL = opfText(p, "source")
	if day, _, ok := parseDate(opfText(p, "date")); ok {
		m.Published = day
	}
}

func ownBookPreface(n *html.Node, t *toldWork) {
	m := &t.declared
	if d := firstWhere(n, withClasses("dedication")); d != nil {
		for _, p := range elementsNamed(d, "p") {
			if classed(p, "request") {
				m.Requests = append(m.Requests, oneLine(textOf(p)))
			} else {
				m.Dedicated = append(m.Dedicated, oneLine(textOf(p)))
			}
		}
	}
	if list := firstWhere(n, func(c *html.Node) bool { return c.Data == "dl" && classed(c, "rows") }); list != nil {
		ownFacts(list, t)
	}
	ownDivisions(n, &t.summary, &t.before, nil)
	if credits := firstWhere(n, withClasses("credits")); credits != nil {
		for _, li := range elementsNamed(credits, "li") {
			label, text, _ := strings.Cut(oneLine(textOf(li)), ": ")
			ownCredit(label, text, linkOf(li), m)
		}
	}
}

// ownBookChapter reads the section of a chapter.
func ownBookChapter(section *html.Node) toldChapter {
	c := toldChapter{kind: KindChapter}
	for class := range strings.FieldsSeq(attrOf(section, "class")) {
		if k := ownKind(class); k != KindChapter {
			c.kind = k
		}
	}
	if h := firstWhere(section, func(n *html.Node) bool { return n.Data == "h1" && classed(n, "chapter-title") }); h != nil {
		c.title = ownTitle(h)
	}
	ownDivisions(section, &c.summary, &c.before, &c)
	return c
}

// ownDivisions reads the divisions of a page of a book: summary, notes, and
// with a chapter its text and the notes behind it.
func ownDivisions(n *html.Node, summary, notes *[]*html.Node, c *toldChapter) {
	for d := n.FirstChild; d != nil; d = d.NextSibling {
		if d.Type != html.ElementNode || d.Data != "div" {
			continue
		}
		switch class := attrOf(d, "class"); {
		case class == "summary" && summary != nil:
			*summary = append(*summary, ownDivision(d)...)
		case class == "text" && c != nil:
			c.body = append(c.body, childrenOf(d)...)
		case class == "notes" && c != nil && len(c.body) > 0:
			c.after = append(c.after, ownDivision(d)...)
		case class == "notes":
			*notes = append(*notes, ownDivision(d)...)
		}
	}
}

// ownDivision is the content of a division below its heading.
func ownDivision(d *html.Node) []*html.Node {
	all := childrenOf(d)
	for i, n := range all {
		if n.Type == html.ElementNode {
			if n.Data == "h2" && i < 2 {
				return all[i+1:]
			}
			break
		}
	}
	return all
}
