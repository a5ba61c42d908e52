package decode

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

// otwPage reads saved pages of works on AO3, on the archives that run the same
// program, and on Ficstead: one chapter or the entire work.
func otwPage() site {
	return site{
		signs: func(f *siteFile) bool {
			return f.opf == nil && f.has("workskin") && f.has("userstuff") && f.has("/works/")
		},
		read: readOTWPage,
	}
}

func readOTWPage(p *sitePage) ([]toldWork, error) {
	body := p.parts[0].body
	skin := firstWhere(body, withBareID("workskin"))
	if skin == nil {
		return nil, nil
	}
	chapters := firstWhere(skin, withBareID("chapters"))
	title := firstWhere(body, func(n *html.Node) bool { return n.Data == "h2" && classed(n, "title", "heading") })
	if chapters == nil || title == nil {
		return nil, nil
	}
	t := &toldWork{known: true}
	m := &t.declared
	m.SourceURL = p.workAddress()
	m.Title = unescaped(oneLine(textOf(title)))
	m.Authors = otwAuthors(firstWhere(body, func(n *html.Node) bool { return n.Data == "h3" && classed(n, "byline") }))
	if facts := firstWhere(body, func(n *html.Node) bool { return n.Data == "dl" && classed(n, "work", "meta") }); facts != nil {
		otwFields(facts, t)
	}
	otwPageChapters(chapters, t)
	if text := firstWhere(chapters, withClasses("userstuff", "module")); text != nil {
		setIfEmpty(&m.Language, languageTag(attrOf(text, "lang")))
	}
	around := chapters.Parent
	detach(chapters) // whose notes are not the work's
	otwPageNotes(body, t)
	around.AppendChild(chapters)
	if len(t.chapters) == 0 {
		return nil, nil
	}
	m.Maker = otwName(m.SourceURL) + " page"
	if c := &t.chapters[0]; len(t.chapters) == 1 && sameWords(c.title, m.Title) && t.posted <= 1 {
		c.title = "" // which Ficstead puts over the only text for those who hear the page
	}
	return []toldWork{*t}, nil
}

// otwPageNotes reads what stands before and behind the text of the whole work.
func otwPageNotes(page *html.Node, t *toldWork) {
	if end := firstWhere(page, withBareID("work_endnotes")); end != nil {
		t.after = takeQuotations(end)
	}
	for _, module := range elementsWhere(page, withClasses("module")) {
		switch {
		case classed(module, "end"):
		case classed(module, "summary"):
			t.summary = append(t.summary, takeQuotations(module)...)
		case classed(module, "notes"):
			t.before = append(t.before, takeQuotations(module)...)
		}
	}
	for _, list := range elementsWhere(page, withClasses("associations")) {
		for _, li := range elementsNamed(list, "li") {
			otwAssociations(li, &t.declared)
		}
	}
}

// takeQuotations gives the content of the quotations below n.
func takeQuotations(n *html.Node) []*html.Node {
	return childrenOf(elementsNamed(n, "blockquote")...)
}

// otwPageChapters reads the chapters of a page; a work of one has no frame round it.
func otwPageChapters(chapters *html.Node, t *toldWork) {
	all := elementsWhere(chapters, func(n *html.Node) bool {
		return n.Data == "div" && classed(n, "chapter") && strings.HasPrefix(attrOf(n, "id"), "chapter-")
	})
	if len(all) == 0 {
		all = []*html.Node{chapters}
	}
	for _, n := range all {
		if c, ok := otwPageChapter(n); ok {
			t.chapters = append(t.chapters, c)
		}
	}
}

// otwPageChapter reads one chapter; false for a frame without text.
func otwPageChapter(n *html.Node) (toldChapter, bool) {
	var c toldChapter
	if h := firstWhere(n, func(n *html.Node) bool { return n.Data == "h3" && classed(n, "title") }); h != nil {
		c.kind, c.title = otwPageTitle(h)
	}
	texts := 0
	parts := elementsWhere(n, func(p *html.Node) bool { return p.Data == "div" && (classed(p, "module") || classed(p, "userstuff")) })
	for _, p := range parts {
		switch {
		case classed(p, "end", "notes"):
			c.after = append(c.after, takeQuotations(p)...)
		case classed(p, "notes"):
			c.before = append(c.before, takeQuotations(p)...)
		case classed(p, "summary"):
			c.summary = append(c.summary, takeQuotations(p)...)
		case classed(p, "userstuff"):
			texts++
			c.body = append(c.body, otwPageText(p)...)
		}
	}
	return c, texts > 0
}

// otwPageTitle reads a chapter's heading: "Chapter 2: Tide"; on Ficstead the
// first part, in any language, is marked.
func otwPageTitle(h *html.Node) (ChapterKind, string) {
	label := firstWhere(h, func(n *html.Node) bool { return n.Data == "a" && classed(n, "n") })
	if label == nil {
		return "", otwChapterTitle(oneLine(textOf(h)))
	}
	name := oneLine(textOf(label))
	title := strings.TrimLeft(strings.TrimPrefix(oneLine(textOf(h)), name), ": ")
	return ownKind(strings.ReplaceAll(strings.ToLower(name), " ", "_")), title
}

// otwPageText is the text of a chapter without the heading for screen readers.
func otwPageText(n *html.Node) []*html.Node {
	var out []*html.Node
	for _, c := range childrenOf(n) {
		if c.Type == html.ElementNode && (c.Data == "h3" || c.Data == "h2") && classed(c, "landmark") {
			continue
		}
		out = append(out, c)
	}
	return out
}

var (
	otwPath   = regexp.MustCompile(`^/?(?:collections/[^/]+/)?works/(\d+)(?:[/?#]|$)`)
	savedFrom = regexp.MustCompile(`<!-- saved from url=\(\d+\)(\S+) -->`)
)

// workAddress finds the address of the work of a saved page: where the browser
// says that it was saved, the page's own statement, or the work to which most
// of its links lead.
func (p *sitePage) workAddress() string {
	if m := savedFrom.FindStringSubmatch(p.text[:min(len(p.text), 4096)]); m != nil {
		if at := workAddress(m[1]); at != "" {
			return at
		}
	}
	for _, n := range elementsWhere(p.parts[0].doc, func(n *html.Node) bool {
		return n.Data == "link" && attrOf(n, "rel") == "canonical" || n.Data == "meta" && attrOf(n, "property") == "og:url"
	}) {
		if at := workAddress(firstOf(attrOf(n, "href"), attrOf(n, "content"))); at != "" {
			return at
		}
	}
	counts, best := map[string]int{}, ""
	for _, a := range elementsNamed(p.parts[0].body, "a") {
		href := strings.TrimSpace(attrOf(a, "href"))
		if otwPath.MatchString(href) && strings.HasPrefix(href, "/") && p.onAO3() {
			href = "https://archiveofourown.org" + href
		}
		if at := workAddress(href); at != "" {
			if counts[at]++; best == "" || counts[at] > counts[best] {
				best = at
			}
		}
	}
	return best
}

// onAO3 says whether the page's title ends as AO3's do.
func (p *sitePage) onAO3() bool {
	t := findElement(p.parts[0].doc, "title")
	return t != nil && strings.Contains(rawText(t), "Archive of Our Own")
}
