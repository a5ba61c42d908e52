package decode

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// bookWork is a work of an EPUB that has a page of facts and a file for each
// chapter, while it is read.
type bookWork struct {
	toldWork
	page  *sitePage
	names []string // what a title page says, by the package file
}

func newBookWork(p *sitePage) *bookWork {
	w := &bookWork{page: p, toldWork: toldWork{rest: &html.Node{Type: html.ElementNode, Data: "body"}}}
	if p.opf != nil {
		own := p.opf.declared()
		w.names = append([]string{own.Title, "by by a the"}, own.Authors...)
	}
	return w
}

// chapter takes one file as a chapter. Its title is that of the contents, or
// its first heading; the heading goes to the rest when it says no more.
func (w *bookWork) chapter(part sitePart) {
	c := toldChapter{title: plainFact(w.page.titles[part.path])}
	head := firstWhere(part.body, tagged("h1", "h2", "h3"))
	if head != nil && firstWords(part.body, head) {
		own := plainFact(textOf(head))
		if c.title == "" {
			c.title = own
		}
		if sameWords(own, c.title) || len(missingWords(own, []string{c.title, w.declared.Title})) == 0 {
			detach(head)
			w.rest.AppendChild(head)
		}
	}
	if c.title == "" {
		if t := findElement(part.doc, "title"); t != nil && !sameWords(rawText(t), w.declared.Title) {
			c.title = plainFact(rawText(t))
		}
	}
	c.body = childrenOf(part.body)
	w.chapters = append(w.chapters, c)
}

// isFront tells a file that is no chapter: a cover, a list of contents, a page
// with nothing but title and author.
func (w *bookWork) isFront(part sitePart) bool {
	words := countWords(textOf(part.body))
	base := strings.ToLower(path.Base(part.path))
	switch {
	case words == 0 && !hasElement(part.body, "img"), words < 5 && strings.Contains(base, "cover"):
		return true
	case firstWhere(part.body, func(n *html.Node) bool { return n.Data == "nav" }) != nil && linkWords(part.body)*2 > words:
		return true
	case words > 6 && linkWords(part.body)*10 > words*7:
		return true
	}
	if h := firstWhere(part.body, tagged("h1", "h2", "h3")); h != nil && contentsWord(oneLine(textOf(h))) && linkWords(part.body)*3 > words {
		return true
	}
	return words > 0 && words < 60 && len(missingWords(textOf(part.body), w.names)) == 0
}

// finish gives the work if it has a title and chapters.
func (w *bookWork) finish(maker string) []toldWork {
	if w.declared.Title == "" || len(w.chapters) == 0 {
		return nil
	}
	w.declared.Maker = maker
	settleTitles(w.chapters)
	workNotes(&w.toldWork)
	return []toldWork{w.toldWork}
}

// fromPackage takes over what a package file says of the work.
func (w *bookWork) fromPackage() {
	own := w.page.opf.declared()
	m := &w.declared
	setIfEmpty(&m.Title, plainFact(own.Title))
	if len(m.Authors) == 0 {
		m.Authors = slices.DeleteFunc(own.Authors, func(a string) bool { return strings.EqualFold(a, "Anonymous") })
	}
	setIfEmpty(&m.SourceURL, canonicalSource(own.SourceURL))
	if m.Series == "" {
		m.Series, m.SeriesPart = own.Series, own.SeriesPart
	}
	if len(w.summary) == 0 {
		setIfEmpty(&m.Summary, own.Summary)
	}
	m.Credits = append(m.Credits, own.Credits...)
}

// factLines reads the lines of a page of facts: labels, and the site's own
// line. It gives the lines that are neither, in two lots: those before the
// first fact, and the rest.
func factLines(lines []string, t *toldWork) (head, rest []string) {
	seen := false
	var sheet factSheet
	for _, l := range lines {
		line := plainFact(l)
		if got, ok := parseSiteLine(line); ok {
			got.into(&t.declared, false)
			t.posted = max(t.posted, got.chapters)
			if got.id != "" {
				setIfEmpty(&t.declared.SourceURL, "https://www.fanfiction.net/s/"+got.id)
			}
			seen = true
			continue
		}
		if facts := dashFacts(line); facts != nil {
			sheet = append(sheet, facts...)
			seen = true
			continue
		}
		if label, value, ok := strings.Cut(line, ":"); ok && len(label) < 30 {
			if name, known := factLabel(label); known && name != "summary" && name != "description" {
				sheet = append(sheet, fact{label: name, text: strings.TrimSpace(value)})
				seen = seen || name != "by" && name != "author" && name != "title"
				continue
			}
		}
		if seen {
			rest = append(rest, line)
		} else {
			head = append(head, line)
		}
	}
	sheet.into(t)
	t.posted = max(t.posted, chapterCount(sheet.get("chapters", "parts")))
	return head, rest
}

// dashFacts reads "Language: English - Genre: Drama - Characters: Ada, Ines",
// nil unless two of the labels are known.
func dashFacts(line string) factSheet {
	if len(line) > lineMax {
		return nil
	}
	var out factSheet
	for i, part := range lineDash.Split(line, lineParts) {
		m := lineLabel.FindStringSubmatch(part)
		if m == nil || !factLabels[strings.ToLower(m[1])] {
			if i == 0 || len(out) == 0 {
				return nil
			}
			out[len(out)-1].text += " - " + part
			continue
		}
		out = append(out, fact{label: strings.ToLower(m[1]), text: m[2]})
	}
	if len(out) < 2 {
		return nil
	}
	return out
}

// ficHubBook reads FicHub's EPUBs: an introduction with the facts, and a file
// for each chapter.
func ficHubBook() site {
	return site{
		signs: func(f *siteFile) bool { return f.opf != nil && f.has(ficHubMark) && f.has("FicHub.net") },
		read:  readFicHubBook,
	}
}

const ficHubMark = "Exported with the assistance of"

func readFicHubBook(p *sitePage) ([]toldWork, error) {
	w := newBookWork(p)
	for _, part := range p.parts {
		text := oneLine(textOf(part.body))
		switch {
		case strings.Contains(text, ficHubMark+" FicHub.net"):
			ficHubFacts(part.body, &w.toldWork)
		case w.isFront(part):
		default:
			w.chapter(part)
		}
		moveChildren(w.rest, part.body)
	}
	w.fromPackage()
	return w.finish("FicHub"), nil
}

var ficHubBy = regexp.MustCompile(`(?i)^by:?\s+(.+)$`)

// ficHubFacts reads the introduction: title, author, description, facts.
func ficHubFacts(body *html.Node, t *toldWork) {
	m := &t.declared
	if h := firstWhere(body, tagged("h1")); h != nil {
		m.Title = plainFact(textOf(h))
	}
	if a := firstWhere(body, func(n *html.Node) bool {
		return isWebAddress(attrOf(n, "href")) && strings.HasPrefix(textOfNodes(n.Parent), "Original source:")
	}); a != nil {
		m.SourceURL = canonicalSource(attrOf(a, "href"))
	}
	for _, n := range elementsWhere(body, tagged("p", "h2", "h3", "div", "blockquote", "ul", "ol")) {
		for _, piece := range ficHubPieces(n) {
			text := plainFact(textOfNodes(piece))
			if by := ficHubBy.FindStringSubmatch(text); by != nil && len(m.Authors) == 0 && len(text) < 200 {
				m.Authors = cutFactList(by[1])
				continue
			}
			if len(text) > 30_000 || text == "" || strings.Contains(text, ficHubMark) {
				continue
			}
			before := *m
			if head, rest := factLines([]string{text}, t); len(head)+len(rest) == 0 {
				continue
			}
			if before.Published.IsZero() && before.Status == StatusUnknown {
				t.summary = append(t.summary, piece)
			}
		}
	}
}

// ficHubPieces gives the paragraphs in a frame, or the element itself.
func ficHubPieces(n *html.Node) []*html.Node {
	if n.Data != "div" {
		return []*html.Node{n}
	}
	if inner := elementsWhere(n, tagged("p", "h2", "h3", "blockquote", "ul", "ol")); len(inner) > 0 {
		return inner
	}
	return []*html.Node{n}
}

// ficHubPage reads the HTML that FicHub packs into a zip.
func ficHubPage() site {
	return site{
		signs: func(f *siteFile) bool {
			return f.opf == nil && (f.has(ficHubMark) && f.has("FicHub.net") || f.has(`id="contents-list"`) || f.has(`class="chapter_nav"`)) && f.has("chap_1")
		},
		read: readFicHubPage,
	}
}

var ficHubChapter = regexp.MustCompile(`^chap_\d+$`)

func readFicHubPage(p *sitePage) ([]toldWork, error) {
	body := p.parts[0].body
	chapters := elementsWhere(body, func(n *html.Node) bool { return n.Data == "div" && ficHubChapter.MatchString(bareID(n)) })
	w := newBookWork(p)
	for _, n := range chapters {
		detach(n)
	}
	ficHubFacts(body, &w.toldWork)
	if by := firstWhere(body, anyClass("author")); by != nil && len(w.declared.Authors) == 0 {
		w.declared.Authors = cutFactList(strings.TrimPrefix(plainFact(textOf(by)), "by "))
	}
	for _, n := range chapters {
		for _, menu := range elementsWhere(n, anyClass("chapter_nav")) {
			detach(menu)
			w.rest.AppendChild(menu)
		}
		w.chapter(sitePart{doc: n, body: n})
	}
	works := w.finish("FicHub")
	if works == nil {
		for _, n := range chapters {
			body.AppendChild(n)
		}
	}
	return works, nil
}

// ficLabBook reads FicLab's EPUBs, and those of FLAG before it: a page that says
// who made the book, with a table of facts, and a file for each chapter.
func ficLabBook() site {
	return site{
		signs: func(f *siteFile) bool {
			return f.opf != nil && f.has("automatically created by") && (f.has("ficlab.com") || f.has("flagfic.com"))
		},
		read: func(p *sitePage) ([]toldWork, error) {
			w := newBookWork(p)
			maker := "FicLab"
			for i, part := range p.parts {
				made := strings.Contains(oneLine(textOf(part.body)), "automatically created by")
				switch {
				case made:
					if linkTo(part.body, "flagfic.com") != nil {
						maker = "FLAG"
					}
					ficLabFacts(part.body, w)
				case i < 3 && len(factsBelow(part.body)) >= 3:
					ficLabFacts(part.body, w)
				case w.isFront(part):
				default:
					w.chapter(part)
				}
				moveChildren(w.rest, part.body)
			}
			w.fromPackage()
			return w.finish(maker), nil
		},
	}
}

func ficLabFacts(body *html.Node, w *bookWork) {
	if w.declared.SourceURL == "" {
		for _, a := range elementsWhere(body, tagged("a")) {
			if href := attrOf(a, "href"); isWebAddress(href) && !strings.Contains(href, "ficlab.com") && !strings.Contains(href, "flagfic.com") {
				w.declared.SourceURL = canonicalSource(href)
				break
			}
		}
	}
	sheet := factSheet(factsBelow(body))
	for _, f := range sheet {
		if f.label != "tags" {
			continue
		}
		for _, name := range cutFactList(f.text) {
			if st := statusOf(name); st != StatusUnknown && w.declared.Status == StatusUnknown {
				w.declared.Status = st
			}
			if bare := lineCross.ReplaceAllString(name, ""); bare != name {
				for _, fandom := range crossedFandoms(bare, " + ") {
					w.declared.addTags(Tag{TagFandom, fandom})
				}
			}
		}
	}
	sheet.into(&w.toldWork)
	w.declared.Tags = slices.DeleteFunc(w.declared.Tags, func(t Tag) bool { return t.Type == TagFreeform && lineCross.MatchString(t.Name) })
	w.posted = max(w.posted, chapterCount(sheet.get("chapters")))
	var lines []string
	restLines(body, &lines)
	for _, l := range lines {
		if got, ok := parseSiteLine(plainFact(l)); ok {
			got.into(&w.declared, false)
		}
	}
}
