package decode

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// clean makes names of users plain, takes the site's own pieces out of the
// text, and says when a part of it stayed behind a cut.
func (e *journalEntry) clean() {
	for _, n := range elementsWhere(e.text, anyClass("lj-like", "b-adv", "b-singlepost-standout", "lj-share", "edittime", "b-ljrepost", "aentry-post__tags", "ljsale")) {
		detach(n)
		e.rest.AppendChild(n)
	}
	plainUsers(e.text)
	for _, a := range elementsWhere(e.text, tagged("a")) {
		if href := attrOf(a, "href"); strings.Contains(href, "#cutid") && hasWord(textOf(a)) {
			e.declared.Guesses = append(e.declared.Guesses, Guess{Field: "text", Value: "a part behind the cut “" + oneLine(textOf(a)) + "” is not in this file; open the entry itself and save that page", Confidence: 0.9})
		}
	}
}

// plainUsers writes the names of users as words. "<lj user=NAME>" is an element
// that nobody closes, so that the text stands in it.
func plainUsers(root *html.Node) {
	for n := root.FirstChild; n != nil; n = n.NextSibling {
		if n.Type != html.ElementNode {
			continue
		}
		if !isJournalUser(n) {
			plainUsers(n)
			continue
		}
		name := journalUser(n)
		if name == "" {
			plainUsers(n)
			continue
		}
		if foldInk(textOf(n)) == foldInk(name) {
			for c := n.FirstChild; c != nil; c = n.FirstChild {
				n.RemoveChild(c)
			}
		}
		word := &html.Node{Type: html.TextNode, Data: name}
		root.InsertBefore(word, n)
		for c := n.FirstChild; c != nil; c = n.FirstChild {
			n.RemoveChild(c)
			root.InsertBefore(c, n)
		}
		root.RemoveChild(n)
		n = word
	}
}

// titleClasses are the classes of the element with an entry's subject.
var titleClasses = []string{"b-singlepost-title", "aentry-post__title-text", "aentry-post__title", "entry-title", "entry_subject", "entry-subject", "subject", "asset-name"}

// subject reads the entry's subject, which is written as those of mails are:
// "FIC: Low Water (1/3) [PG]".
func (e *journalEntry) subject(p *sitePage) {
	raw := ""
	if n := firstWhere(e.page, anyClass(titleClasses...)); n != nil && !holds(e.text, n) {
		raw = textOfNodes(n)
	}
	if raw == "" {
		raw = e.oldSubject()
	}
	if raw == "" {
		if n := findElement(p.parts[0].doc, "title"); n != nil {
			raw = e.pageSubject(oneLine(rawText(n)))
		}
	}
	if raw = plainFact(raw); !hasWord(raw) || strings.EqualFold(raw, "(no subject)") {
		return
	}
	m := &e.declared
	t := new(scribe).parseSubject(raw)
	m.Title = t.title
	if m.Rating == "" {
		m.Rating = t.rating
	}
	if m.Status == StatusUnknown {
		m.Status = t.status
	}
	if len(t.authors) > 0 {
		m.Authors = t.authors
	}
	if t.fandom != "" {
		m.addTags(Tag{TagFandom, t.fandom})
	}
	m.ChapterTotal = t.total
	if t.part > 0 {
		m.Guesses = append(m.Guesses, Guess{Field: "number", Value: strconv.Itoa(t.part), Confidence: 0.8})
	}
}

// oldSubject takes the subject of the light style: the bold line with which the
// indented text begins.
func (e *journalEntry) oldSubject() string {
	if attrOf(e.text, "style") == "" {
		return ""
	}
	for c := e.text.FirstChild; c != nil; c = c.NextSibling {
		if blankNode(c) {
			continue
		}
		if c.Type == html.ElementNode && (c.Data == "font" || c.Data == "b" || c.Data == "i") && !hasBlocks(c) && len(textOfNodes(c)) < 300 {
			detach(c)
			e.rest.AppendChild(c)
			return textOfNodes(c)
		}
		return ""
	}
	return ""
}

// pageSubject takes the journal's and the site's names off a page's title:
// "quill: FIC: Low Water", "FIC: Low Water: quill — LiveJournal", "quill | Low Water".
func (e *journalEntry) pageSubject(title string) string {
	for _, site := range []string{" — LiveJournal", " - LiveJournal", " – LiveJournal", " - Dreamwidth", " | Dreamwidth"} {
		title = strings.TrimSuffix(title, site)
	}
	for _, name := range e.declared.Authors {
		for _, sep := range []string{": ", " | ", " - "} {
			title = strings.TrimPrefix(title, name+sep)
		}
		title = strings.TrimSuffix(title, ": "+name)
	}
	return title
}

// labels gives way to what the story's own header says.
func (e *journalEntry) labels() {
	var lines []string
	restLines(e.text, &lines)
	m := &e.declared
	for i, line := range lines {
		if i > 30 {
			return
		}
		l, ok := labelAt(line)
		if !ok || !hasWord(line[l.value:]) {
			continue
		}
		switch l.field {
		case fieldTitle:
			m.Title = ""
		case fieldAuthor:
			m.Authors = nil
		case fieldRating:
			m.Rating = ""
		}
	}
}
