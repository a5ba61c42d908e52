package decode

import (
	"strings"

	"golang.org/x/net/html"
)

// otwDownload reads the HTML and EPUB downloads of AO3 and its sister archives:
// a preface with the list of facts, the chapters, an afterword. The EPUB is the
// HTML after calibre, which parts it into files, repeats the elements that were
// open, and renames classes; so the parts are laid together again and read in
// one walk.
func otwDownload() site {
	return site{
		signs: func(f *siteFile) bool {
			return f.has("Posted originally on") && f.has(`"preface"`) && f.has(`"chapters"`)
		},
		read: readOTWDownload,
	}
}

func readOTWDownload(p *sitePage) ([]toldWork, error) {
	w := &otwWalk{}
	w.children(p.whole())
	return w.finished(), nil
}

// otwZone is the part of a download in which the walk is.
type otwZone int

const (
	otwOutside otwZone = iota
	otwPreface
	otwText
	otwAfterword
)

// otwWalk goes through a download in its order.
type otwWalk struct {
	zone  otwZone
	works []*otwWork
	// label is the label over a quotation, until that comes.
	label string
}

// otwWork is one work of a download while it is read.
type otwWork struct {
	toldWork
	listed bool   // its list of facts was seen
	named  string // its name beside the address, until its title comes
}

// work is the work that is being read.
func (w *otwWalk) work() *otwWork {
	if len(w.works) == 0 {
		w.works = append(w.works, &otwWork{toldWork: toldWork{known: true}})
	}
	return w.works[len(w.works)-1]
}

// begin starts another work if the one that is read has its list already: a
// download of a series has one after the other.
func (w *otwWalk) begin(done bool) *otwWork {
	if done {
		w.works = append(w.works, &otwWork{toldWork: toldWork{known: true}})
	}
	return w.work()
}

func (w *otwWalk) children(n *html.Node) {
	var next *html.Node
	for c := n.FirstChild; c != nil; c = next {
		next = c.NextSibling
		w.node(c)
	}
}

func (w *otwWalk) node(n *html.Node) {
	if n.Type == html.ElementNode {
		switch bareID(n) {
		case "preface":
			w.zone = otwPreface
			w.children(n)
			return
		case "chapters":
			w.zone = otwText
			w.children(n)
			return
		case "afterword":
			w.zone = otwAfterword
			w.children(n)
			return
		}
	}
	switch w.zone {
	case otwPreface:
		w.preface(n)
	case otwText:
		w.text(n)
	case otwAfterword:
		w.afterword(n)
	default:
		if n.Type == html.ElementNode && holdsOTWPart(n) {
			w.children(n)
		}
	}
}

// holdsOTWPart tells a frame round the parts of a download.
func holdsOTWPart(n *html.Node) bool {
	return firstWhere(n, func(c *html.Node) bool {
		id := bareID(c)
		return id == "preface" || id == "chapters" || id == "afterword"
	}) != nil
}

// preface takes one node of the preface.
func (w *otwWalk) preface(n *html.Node) {
	if n.Type != html.ElementNode {
		return
	}
	switch {
	case classed(n, "message"):
		w.message(n)
	case n.Data == "dl":
		if otwLabelOf(n) != "" {
			t := w.begin(w.work().listed)
			t.listed = true
			otwFields(n, &t.toldWork)
		}
	case n.Data == "h1":
		if t := w.work(); t.listed { // what stands before the list is a series' name
			setIfEmpty(&t.declared.Title, unescaped(oneLine(textOf(n))))
		}
	case classed(n, "byline"):
		if t := w.work(); t.listed {
			t.declared.Authors = append(t.declared.Authors, otwAuthors(n)...)
		}
	case n.Data == "p":
		w.labelled(n)
	case n.Data == "li":
		otwAssociations(n, &w.work().declared)
	case n.Data == "blockquote":
		w.quotation(n, &w.work().before)
	case n.Data == "h2" || n.Data == "h3":
	default:
		w.children(n)
	}
}

// otwLabelOf is the first label in a list that is one of those known.
func otwLabelOf(list *html.Node) string {
	for _, dt := range elementsNamed(list, "dt") {
		if l := otwLabel(oneLine(textOf(dt))); l != "" {
			return l
		}
	}
	return ""
}

// message takes the line that says where the work was posted.
func (w *otwWalk) message(n *html.Node) {
	for _, a := range elementsNamed(n, "a") {
		if at := workAddress(attrOf(a, "href")); at != "" {
			t := w.begin(w.work().declared.SourceURL != "" && w.work().declared.SourceURL != at)
			t.declared.SourceURL = at
			if b := firstWhere(n, func(c *html.Node) bool { return c.Data == "b" || c.Data == "strong" }); b != nil {
				t.named = unescaped(oneLine(textOf(b)))
			}
			return
		}
	}
}

// labelled takes a paragraph of the preface or over a chapter: the label of
// what follows, or a line about whom the work is for.
func (w *otwWalk) labelled(n *html.Node) {
	switch l := strings.TrimRight(oneLine(textOf(n)), ":"); l {
	case "Summary", "Notes", "Chapter Summary", "Chapter Notes", "Chapter End Notes", "End Notes":
		w.label = l
	default:
		if n.FirstChild != nil && w.zone == otwPreface {
			otwAssociations(n, &w.work().declared)
		}
	}
}

// quotation takes what stands under a label; unlabelled is where it belongs
// when there is none.
func (w *otwWalk) quotation(n *html.Node, unlabelled *[]*html.Node) {
	t := w.work()
	to := unlabelled
	switch w.label {
	case "Summary":
		to = &t.summary
	case "Notes":
		to = &t.before
	case "End Notes":
		to = &t.after
	case "Chapter Summary", "Chapter Notes", "Chapter End Notes":
		c := t.chapter()
		to = map[string]*[]*html.Node{"Chapter Summary": &c.summary, "Chapter Notes": &c.before, "Chapter End Notes": &c.after}[w.label]
	}
	w.label = ""
	*to = append(*to, childrenOf(n)...)
}

// chapter is the chapter that is being read.
func (t *otwWork) chapter() *toldChapter {
	if len(t.chapters) == 0 {
		t.chapters = append(t.chapters, toldChapter{})
	}
	return &t.chapters[len(t.chapters)-1]
}

// text takes one node of the text.
func (w *otwWalk) text(n *html.Node) {
	t := w.work()
	if n.Type == html.TextNode {
		if strings.TrimSpace(n.Data) != "" {
			t.chapter().body = append(t.chapter().body, n)
		}
		return
	}
	if n.Type != html.ElementNode {
		return
	}
	switch {
	case isOTWHeading(n):
		w.heading(n)
	case strings.HasPrefix(bareID(n), "endnotes"), classed(n, "meta") && n.Data == "div", n.Data == "div" && holdsOTWHead(n):
		w.chapterMatter(n)
	case classed(n, "userstuff") && n.Data == "div":
		if holdsOTWText(n) {
			w.children(n)
			return
		}
		t.chapter().body = append(t.chapter().body, childrenOf(n)...)
	case n.Data == "div" && holdsOTWText(n):
		w.children(n)
	default:
		t.chapter().body = append(t.chapter().body, n)
	}
}

// isOTWHeading tells the heading that the site puts over a chapter.
func isOTWHeading(n *html.Node) bool {
	return n.Data == "h2" && (classed(n, "heading") || classed(n, "toc-heading") || otwChapterHead.MatchString(oneLine(textOf(n))))
}

// holdsOTWHead tells the frame of a chapter's head whose class calibre renamed.
func holdsOTWHead(n *html.Node) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode {
			return isOTWHeading(c)
		}
	}
	return false
}

// holdsOTWText tells a frame round several parts of the text.
func holdsOTWText(n *html.Node) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && (isOTWHeading(c) || c.Data == "div" && (classed(c, "userstuff") || classed(c, "meta") || holdsOTWHead(c))) {
			return true
		}
	}
	return false
}

// heading begins a chapter. The only heading of a work of one chapter is its
// title.
func (w *otwWalk) heading(n *html.Node) {
	t := w.work()
	head := oneLine(textOf(n))
	if !otwChapterHead.MatchString(head) && (sameWords(head, t.declared.Title) || sameWords(head, t.named)) && len(t.chapters) == 0 {
		return
	}
	t.chapters = append(t.chapters, toldChapter{title: otwChapterTitle(head)})
}

// chapterMatter takes the head of a chapter, or the notes at its end.
func (w *otwWalk) chapterMatter(n *html.Node) {
	var next *html.Node
	for c := n.FirstChild; c != nil; c = next {
		next = c.NextSibling
		switch {
		case c.Type != html.ElementNode:
		case isOTWHeading(c):
			w.heading(c)
		case c.Data == "p":
			w.labelled(c)
		case c.Data == "blockquote":
			ch := w.work().chapter()
			unlabelled := &ch.before
			if len(ch.body) > 0 {
				unlabelled = &ch.after
			}
			w.quotation(c, unlabelled)
		case c.Data == "div":
			w.chapterMatter(c)
		}
	}
}

// afterword takes one node of the afterword.
func (w *otwWalk) afterword(n *html.Node) {
	if n.Type != html.ElementNode {
		return
	}
	switch n.Data {
	case "p":
		w.labelled(n)
	case "blockquote":
		w.quotation(n, &w.work().after)
	case "ul", "ol", "h2", "h3":
	default:
		w.children(n)
	}
}

// finished gives the works if all parts of a download were there.
func (w *otwWalk) finished() []toldWork {
	var out []toldWork
	for _, t := range w.works {
		m := &t.declared
		setIfEmpty(&m.Title, t.named)
		if !t.listed || len(t.chapters) == 0 || m.SourceURL == "" || m.Title == "" {
			return nil
		}
		m.Maker = otwName(m.SourceURL) + " download"
		out = append(out, t.toldWork)
	}
	return out
}
