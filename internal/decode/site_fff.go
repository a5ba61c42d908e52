package decode

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// fanFicFareBook reads the EPUBs that FanFicFare and its forerunner make, also
// several that EpubMerge laid together: a page of facts, a list of contents, a
// log, and a file for each chapter.
func fanFicFareBook() site {
	return site{
		signs: func(f *siteFile) bool {
			return f.opf != nil && (f.has("fff_titlepage") || f.has("fff_chapter") || madeBy(f.opf, "fanficfare", "fanficdownloader"))
		},
		read: readFanFicFareBook,
	}
}

// madeBy says whether a package file names one of these programs.
func madeBy(p *opf, programs ...string) bool {
	for _, f := range p.fields {
		switch f.name {
		case "contributor", "identifier", "generator", "creator", "publisher", "source", "rights":
			text := strings.ToLower(f.text + " " + f.attrs["scheme"] + " " + f.id)
			if slices.ContainsFunc(programs, func(p string) bool { return strings.Contains(text, p) }) {
				return true
			}
		}
	}
	return false
}

// fffRole is what a file of FanFicFare's EPUB is for.
type fffRole int

const (
	fffChapter fffRole = iota
	fffTitle
	fffOther // contents, log, cover
)

// fffRoleOf tells a file by the class of its body, or in books of old versions
// and of calibre by its name and its words.
func fffRoleOf(part sitePart) fffRole {
	for class := range strings.FieldsSeq(attrOf(part.body, "class")) {
		switch class {
		case "fff_titlepage":
			return fffTitle
		case "fff_tocpage", "fff_logpage", "fff_coverpage":
			return fffOther
		case "fff_chapter":
			return fffChapter
		}
	}
	switch path.Base(part.path) {
	case "title_page.xhtml":
		return fffTitle
	case "toc_page.xhtml", "log_page.xhtml", "cover.xhtml", "titlepage.xhtml", "cover_page.xhtml":
		return fffOther
	}
	head := firstWhere(part.body, tagged("h1", "h2", "h3"))
	switch {
	case head != nil && (sameWords(textOf(head), "Table of Contents") || sameWords(textOf(head), "Update Log")):
		return fffOther
	case head != nil && strings.Contains(textOf(head), " by ") && len(factsBelow(part.body)) >= 4:
		return fffTitle
	case !hasWord(textOf(part.body)) && hasElement(part.body, "img", "svg"):
		return fffOther
	}
	return fffChapter
}

func readFanFicFareBook(p *sitePage) ([]toldWork, error) {
	var works []*fffWork
	for _, part := range p.parts {
		role := fffRoleOf(part)
		if role == fffTitle {
			works = append(works, newFFFWork())
		}
		if len(works) == 0 {
			continue
		}
		w := works[len(works)-1]
		switch role {
		case fffTitle:
			w.titlePage(part.body)
		case fffChapter:
			w.chapter(fffChapterTitle(part, w.rest), part.body)
		case fffOther:
		}
		moveChildren(w.rest, part.body)
	}
	var out []toldWork
	for _, w := range works {
		if len(w.chapters) == 0 || w.declared.Title == "" {
			return nil, nil
		}
		w.finish()
		out = append(out, w.toldWork)
	}
	switch len(out) {
	case 0:
	case 1:
		fffPackage(&out[0].declared, p.opf)
	default:
		mergedSeries(out, p.opf)
	}
	return out, nil
}

// fffWork is one work while it is read.
type fffWork struct {
	toldWork
	// ending are the notes of the author behind the chapter that was read last:
	// those of the work, unless another chapter follows.
	ending []*html.Node
}

func newFFFWork() *fffWork {
	return &fffWork{toldWork: toldWork{rest: &html.Node{Type: html.ElementNode, Data: "body"}}}
}

// chapter reads the notes that FanFicFare marked in a chapter, and its text.
func (w *fffWork) chapter(title string, body *html.Node) {
	if n := len(w.chapters); n > 0 {
		w.chapters[n-1].after = append(w.chapters[n-1].after, w.ending...)
		w.ending = nil
	}
	c := toldChapter{title: fffNew.ReplaceAllString(title, "")}
	w.notes(body, &c)
	c.body = childrenOf(body)
	w.chapters = append(w.chapters, c)
}

// finish settles what is known only at the end.
func (w *fffWork) finish() {
	w.declared.Maker = "FanFicFare"
	w.after = append(w.after, w.ending...)
	settleTitles(w.chapters)
	workNotes(&w.toldWork)
}

// fffPackage adds what the package file says of the only work in a book.
func fffPackage(m *Manuscript, p *opf) {
	own := p.declared()
	if len(m.Authors) == 0 && !slices.ContainsFunc(own.Authors, func(a string) bool { return strings.EqualFold(a, "Anonymous") }) {
		m.Authors = own.Authors
	}
	setIfEmpty(&m.Language, own.Language)
	setIfEmpty(&m.SourceURL, canonicalSource(own.SourceURL))
	if m.Series == "" {
		m.Series, m.SeriesPart = own.Series, own.SeriesPart
	}
}

// titlePage reads the page of facts: a heading that links to the story, and
// a line for each fact.
func (w *fffWork) titlePage(body *html.Node) {
	m := &w.declared
	if h := firstWhere(body, tagged("h1", "h2", "h3")); h != nil {
		fffHeading(h, m)
	}
	w.facts(factsBelow(body))
}

// facts fills the work's fields. A work of AO3 has all its notes in fields.
func (w *fffWork) facts(sheet factSheet) {
	sheet.into(&w.toldWork)
	w.posted = chapterCount(sheet.get("chapters", "parts"))
	w.known = strings.Contains(w.declared.SourceURL, "archiveofourown.org/")
}

// fffHeading reads "<a href=ADDRESS>Title</a> by <a class=authorlink>Author</a>".
func fffHeading(h *html.Node, m *Manuscript) {
	for _, a := range elementsWhere(h, tagged("a")) {
		name := plainFact(textOf(a))
		switch {
		case anyClass("authorlink")(a) || m.Title != "":
			if !strings.EqualFold(name, "anonymous") && hasWord(name) {
				m.Authors = append(m.Authors, name)
			}
		case hasWord(name):
			m.Title, m.SourceURL = name, canonicalSource(attrOf(a, "href"))
		}
	}
	if m.Title != "" {
		return
	}
	if title, author, ok := strings.Cut(plainFact(textOf(h)), " by "); ok {
		m.Title = title
		if !strings.EqualFold(author, "anonymous") {
			m.Authors = cutFactList(author)
		}
	}
}

// chapterCount reads "22" and the n of "22/?".
func chapterCount(s string) int {
	s, _, _ = strings.Cut(strings.ReplaceAll(s, ",", ""), "/")
	return atoi(strings.TrimSpace(s))
}

var fffNew = regexp.MustCompile(`(?i)^[(\[]new[)\]]\s*`)

// fffChapterTitle gives the chapter's own title; the heading that repeats it goes
// to the rest.
func fffChapterTitle(part sitePart, rest *html.Node) string {
	title := ""
	for _, name := range []string{"chapterorigtitle", "chaptertitle"} {
		if meta := firstWhere(part.doc, func(n *html.Node) bool { return n.Data == "meta" && attrOf(n, "name") == name }); meta != nil {
			title = firstOf(title, plainFact(attrOf(meta, "content")))
		}
	}
	h := firstWhere(part.body, anyClass("fff_chapter_title"))
	if h == nil {
		if first := firstWhere(part.body, tagged("h1", "h2", "h3")); first != nil && firstWords(part.body, first) {
			h = first
		}
	}
	if h != nil {
		title = firstOf(title, plainFact(textOf(h)))
		detach(h)
		rest.AppendChild(h)
	}
	return title
}

// firstWords tells whether no words stand before n below root.
func firstWords(root, n *html.Node) bool {
	for c := range root.Descendants() {
		if c == n {
			return true
		}
		if c.Type == html.TextNode && hasWord(c.Data) {
			return false
		}
	}
	return false
}

// notes takes the notes that FanFicFare marked to their fields. It puts those
// of a whole work on AO3 before the first chapter and behind the last, under
// the name of the author's.
func (w *fffWork) notes(body *html.Node, c *toldChapter) {
	ofWork := strings.Contains(w.declared.SourceURL, "archiveofourown.org/")
	for _, n := range elementsWhere(body, anyClass("fff_chapter_notes", "fff_head_notes", "fff_foot_notes")) {
		w.known = true
		before := anyClass("fff_head_notes")(n)
		label := ""
		for _, piece := range childrenOf(noteFrame(n)) {
			if l, ok := noteLabel(piece); ok {
				label = l
				continue
			}
			to := &c.after
			authors := ofWork && strings.HasPrefix(label, "author")
			switch {
			case authors && before && len(w.chapters) == 0:
				to = &w.before
			case authors && !before:
				to = &w.ending
			case strings.HasPrefix(label, "summary") || strings.HasPrefix(label, "description"):
				to = &c.summary
			case before:
				to = &c.before
			}
			if piece.Type == html.ElementNode && piece.Data == "blockquote" {
				*to = append(*to, childrenOf(piece)...)
			} else {
				*to = append(*to, piece)
			}
		}
		detach(n)
		w.rest.AppendChild(n)
	}
}

// noteFrame is the innermost of elements that each hold nothing but the next.
func noteFrame(n *html.Node) *html.Node {
	for {
		var only *html.Node
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			switch {
			case c.Type == html.TextNode && strings.TrimSpace(c.Data) == "":
			case c.Type == html.ElementNode && c.Data == "div" && only == nil:
				only = c
			default:
				return n
			}
		}
		if only == nil {
			return n
		}
		n = only
	}
}

// noteLabel reads the bold label of notes: "<b>Author's Note:</b>".
func noteLabel(n *html.Node) (string, bool) {
	if n.Type != html.ElementNode || n.Data != "b" && n.Data != "strong" && n.Data != "p" {
		return "", false
	}
	text := textOfNodes(n)
	if len(text) > 40 || !strings.HasSuffix(text, ":") {
		return "", false
	}
	return strings.ToLower(strings.TrimSuffix(text, ":")), true
}

// workNotes gives the work what stands round its only chapter.
func workNotes(t *toldWork) {
	if len(t.chapters) != 1 {
		return
	}
	c := &t.chapters[0]
	if sameWords(c.title, t.declared.Title) {
		c.title = ""
	}
	t.before = append(t.before, c.before...)
	t.after = append(t.after, c.after...)
	c.before, c.after = nil, nil
	if len(t.summary) == 0 {
		t.summary, c.summary = c.summary, nil
	}
}

var anthologyName = regexp.MustCompile(`(?i)\s*\b(?:series\s+)?anthology$`)

// mergedSeries makes a series of works that were merged under a name of their
// own. A name that EpubMerge made of the first title says nothing.
func mergedSeries(works []toldWork, p *opf) {
	name := strings.TrimSpace(anthologyName.ReplaceAllString(p.title(), ""))
	if name == "" || sameWords(name, works[0].declared.Title) {
		return
	}
	for i := range works {
		m := &works[i].declared
		if m.Series == "" {
			m.Series, m.SeriesPart = name, i+1
			m.Guesses = append(m.Guesses, Guess{Field: "series", Value: name, Confidence: 0.5})
		}
	}
}

// fanFicFarePage reads FanFicFare's HTML: a heading, a table of facts, contents,
// and each chapter behind an anchor.
func fanFicFarePage() site {
	return site{
		signs: func(f *siteFile) bool {
			return f.opf == nil && (f.has(`name="section0001"`) || f.has(`name="section00001"`) || f.has(`id="section0001"`))
		},
		read: readFanFicFarePage,
	}
}

var fffSection = regexp.MustCompile(`^section\d{4,6}$`)

func readFanFicFarePage(p *sitePage) ([]toldWork, error) {
	body := p.parts[0].body
	// An anchor in a paragraph that was left open is parsed as two, one without words.
	isMark := func(n *html.Node) bool {
		return n.Data == "a" && fffSection.MatchString(firstOf(attrOf(n, "name"), attrOf(n, "id"))) && hasWord(textOf(n))
	}
	front, marks, parts := cutAtMarks(body, isMark)
	w := newFFFWork()
	var facts []fact
	for _, n := range front {
		if n.Type != html.ElementNode {
			continue
		}
		if n.Data == "h1" && w.declared.Title == "" {
			fffHeading(n, &w.declared)
		}
		facts = append(facts, factsBelow(n)...)
	}
	if w.declared.Title == "" || len(facts) < 2 || len(marks) == 0 {
		return nil, nil
	}
	w.facts(facts)
	for i, mark := range marks {
		box := &html.Node{Type: html.ElementNode, Data: "body"}
		for _, n := range parts[i] {
			detach(n)
			box.AppendChild(n)
		}
		w.chapter(plainFact(textOf(mark)), box)
	}
	w.finish()
	return []toldWork{w.toldWork}, nil
}
