package decode

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// mergedBook reads the EPUBs that EpubMerge and calibre's plugin of that name lay
// together of several: each book lies in a folder with a number, and is read by
// its own maker's marks, or as chapters one to a file.
func mergedBook() site {
	return site{
		signs: func(f *siteFile) bool { return f.opf != nil && madeBy(f.opf, "epubmerge") },
		read:  readMergedBook,
	}
}

func readMergedBook(p *sitePage) ([]toldWork, error) {
	var out []toldWork
	for _, group := range numberedFolders(p.parts) {
		works, err := readMergedPart(p, group)
		if err != nil {
			return nil, err
		}
		out = append(out, works...)
	}
	if len(out) < 2 {
		return nil, nil
	}
	mergedSeries(out, p.opf)
	return out, nil
}

// numberedFolders groups files by the number that is the first part of their
// path; what lies elsewhere belongs to the group before.
func numberedFolders(parts []sitePart) [][]sitePart {
	var out [][]sitePart
	last := ""
	for _, part := range parts {
		folder, _, _ := strings.Cut(part.path, "/")
		if isNumber(folder) && folder != last {
			out = append(out, nil)
			last = folder
		}
		if len(out) > 0 {
			out[len(out)-1] = append(out[len(out)-1], part)
		}
	}
	return out
}

// readMergedPart reads one book of those that were laid together. Its own
// package file is gone.
func readMergedPart(p *sitePage, parts []sitePart) ([]toldWork, error) {
	f := &siteFile{path: p.path, opf: &opf{}}
	for _, part := range parts {
		f.texts = append(f.texts, rendered(part.doc))
	}
	for _, s := range sites() {
		if !s.signs(f) {
			continue
		}
		own, err := reparsed(p, parts, f.texts)
		if err != nil {
			return nil, nil
		}
		works, err := s.read(own)
		if err != nil {
			return nil, err
		}
		if len(works) > 0 {
			for _, part := range parts {
				detachAll(part.body)
			}
			for i := range works {
				if works[i].rest == nil {
					works[i].rest = own.whole()
				}
			}
			return works, nil
		}
	}
	return readUnknownPart(p, parts), nil
}

// reparsed parses a book's files anew, since reading takes them apart.
func reparsed(p *sitePage, parts []sitePart, texts []string) (*sitePage, error) {
	own := &sitePage{path: p.path, opf: &opf{}, titles: p.titles}
	for i, part := range parts {
		doc, err := parseMarkup(texts[i])
		if err != nil {
			return nil, err
		}
		body := findElement(doc, "body")
		if body == nil {
			body = doc
		}
		own.parts = append(own.parts, sitePart{path: part.path, doc: doc, body: body})
	}
	return own, nil
}

func detachAll(n *html.Node) {
	for c := n.FirstChild; c != nil; c = n.FirstChild {
		n.RemoveChild(c)
	}
}

// titlePage reads a short page that says title and author and no more.
func (w *bookWork) titlePage(body *html.Node) bool {
	var lines []string
	restLines(body, &lines)
	if len(lines) != 2 || !sameWords(lines[0], w.declared.Title) {
		return false
	}
	by := ficHubBy.FindStringSubmatch(plainFact(lines[1]))
	if by == nil || countWords(by[1]) > 8 {
		return false
	}
	w.declared.Authors = cutFactList(by[1])
	return true
}

// readUnknownPart reads a book without marks: a title page may tell what it is.
func readUnknownPart(p *sitePage, parts []sitePart) []toldWork {
	own := *p
	own.opf = &opf{}
	w := newBookWork(&own)
	for i, part := range parts {
		if i == 0 {
			w.declared.Title = plainFact(p.titles[part.path])
			if h := firstWhere(part.body, tagged("h1", "h2", "h3")); h != nil && w.declared.Title == "" {
				w.declared.Title = plainFact(textOf(h))
			}
			w.names = append(w.names, w.declared.Title, "by a the")
			if facts := factsBelow(part.body); len(facts) >= 2 {
				factSheet(facts).into(&w.toldWork)
				moveChildren(w.rest, part.body)
				continue
			}
			if w.titlePage(part.body) && len(parts) > 1 {
				moveChildren(w.rest, part.body)
				continue
			}
		}
		if !w.isFront(part) {
			w.chapter(part)
		}
		moveChildren(w.rest, part.body)
	}
	works := w.finish("EpubMerge")
	if works == nil {
		return nil
	}
	works[0].chapters = slices.DeleteFunc(works[0].chapters, func(c toldChapter) bool { return len(c.body) == 0 })
	return works
}
