package decode

import (
	"path"
	"strings"

	"golang.org/x/net/html"
)

// webToEpubBook reads the EPUBs of WebToEpub, which packs the pages of any site:
// the package file names the story's address, an information page may have the
// site's own block of facts.
func webToEpubBook() site {
	return site{
		signs: func(f *siteFile) bool { return f.opf != nil && madeBy(f.opf, "webtoepub") },
		read: func(p *sitePage) ([]toldWork, error) {
			w := newBookWork(p)
			w.declared.SourceURL = webToEpubSource(p.opf)
			for i, part := range p.parts {
				title := ""
				if t := findElement(part.doc, "title"); t != nil {
					title = oneLine(rawText(t))
				}
				information := i < 3 && (strings.Contains(path.Base(part.path), "Information") || title == "Information")
				switch {
				case information:
					webToEpubFacts(part.body, w)
				case w.isFront(part):
				default:
					w.chapter(part)
				}
				moveChildren(w.rest, part.body)
			}
			own := p.opf.declared()
			w.fromPackage()
			setIfEmpty(&w.declared.Language, own.Language)
			return w.finish("WebToEpub"), nil
		},
	}
}

// webToEpubSource is the address of the story: the identifier. The sources are
// those of single chapters, and of pictures.
func webToEpubSource(p *opf) string {
	for _, f := range p.find("identifier") {
		if isWebAddress(f.text) {
			return canonicalSource(f.text)
		}
	}
	for _, f := range p.find("source") {
		if isWebAddress(f.text) && pictureType(path.Base(f.text)) == "" {
			return canonicalSource(f.text)
		}
	}
	return ""
}

// webToEpubFacts reads the information page. What stands between the author and
// the line of facts is the summary.
func webToEpubFacts(body *html.Node, w *bookWork) {
	factSheet(factsBelow(body)).into(&w.toldWork)
	var lines []string
	restLines(body, &lines)
	for i, l := range lines {
		if _, by, ok := strings.Cut(l, "By:"); ok {
			if name := plainFact(by); hasWord(name) {
				w.declared.Authors = []string{name}
			}
			lines = lines[i+1:]
			break
		}
	}
	head, _ := factLines(lines, &w.toldWork)
	if line := ffnLine(body); line != nil {
		for _, l := range head {
			if len(w.summary) == 0 && countWords(l) > 2 {
				p := &html.Node{Type: html.ElementNode, Data: "p"}
				p.AppendChild(&html.Node{Type: html.TextNode, Data: l})
				w.summary = append(w.summary, p)
			}
		}
	}
}
