package decode

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

// ficsteadMaker names our own downloads.
const ficsteadMaker = "Ficstead download"

// ficsteadPage reads our own downloads as HTML. Their text is taken as it is.
func ficsteadPage() site {
	return site{
		signs: func(f *siteFile) bool {
			return f.opf == nil && f.has(`<meta name="generator" content="Ficstead">`) && f.has(`<div id="preface">`) && f.has(`<div id="chapters"`)
		},
		read: readFicsteadPage,
	}
}

func readFicsteadPage(p *sitePage) ([]toldWork, error) {
	body := p.parts[0].body
	preface, chapters := firstWhere(body, withBareID("preface")), firstWhere(body, withBareID("chapters"))
	if preface == nil || chapters == nil {
		return nil, nil
	}
	t := &toldWork{verbatim: true, declared: Manuscript{Maker: ficsteadMaker}}
	if root := findElement(p.parts[0].doc, "html"); root != nil {
		t.declared.Language = languageTag(attrOf(root, "lang"))
	}
	for _, n := range elementsWhere(preface, withClasses("message")) {
		ownAddress(n, &t.declared)
	}
	for _, n := range elementsNamed(preface, "dl") {
		ownFacts(n, t)
	}
	ownTitlePage(preface, t)
	ownQuotations(preface, map[string]*[]*html.Node{"Summary": &t.summary, "Notes": &t.before})
	ownChapters(chapters, t)
	if afterword := firstWhere(body, withBareID("afterword")); afterword != nil {
		ownQuotations(afterword, map[string]*[]*html.Node{"End Notes": &t.after})
	}
	if len(t.chapters) == 0 || t.declared.Title == "" {
		return nil, nil
	}
	return []toldWork{*t}, nil
}

// ownAddress reads where the work is, or was first.
func ownAddress(n *html.Node, m *Manuscript) {
	first := strings.HasPrefix(oneLine(textOf(n)), "First posted at")
	for _, a := range elementsNamed(n, "a") {
		if at := strings.TrimSpace(attrOf(a, "href")); at != "" && (first || m.SourceURL == "") {
			m.SourceURL = at
		}
	}
}

// ownTitlePage reads title, authors, and for whom the work is.
func ownTitlePage(n *html.Node, t *toldWork) {
	m := &t.declared
	if h := firstWhere(n, func(c *html.Node) bool { return c.Data == "h1" }); h != nil {
		m.Title = oneLine(textOf(h))
	}
	if by := firstWhere(n, withClasses("byline")); by != nil {
		for _, a := range elementsNamed(by, "a") {
			m.Authors = append(m.Authors, oneLine(textOf(a)))
		}
	}
	for _, p := range elementsNamed(n, "p") {
		switch {
		case classed(p, "dedication"):
			m.Dedicated = append(m.Dedicated, oneLine(textOf(p)))
		case classed(p, "request"):
			m.Requests = append(m.Requests, oneLine(textOf(p)))
		}
	}
}

// ownFacts reads the list of facts of a page or a book.
func ownFacts(list *html.Node, t *toldWork) {
	label, credit := "", false
	for c := list.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type != html.ElementNode:
		case c.Data == "dt":
			label, credit = strings.TrimSuffix(oneLine(textOf(c)), ":"), classed(c, "credit")
		case c.Data == "dd" && credit:
			ownCredit(label, oneLine(textOf(c)), linkOf(c), &t.declared)
		case c.Data == "dd":
			ownFact(label, ownValues(c), t)
		}
	}
}

// ownValues are the values of a fact, each of which has an element of its own.
func ownValues(dd *html.Node) []string {
	var out []string
	for _, n := range elementsWhere(dd, func(c *html.Node) bool { return classed(c, "tag") || classed(c, "value") }) {
		out = append(out, oneLine(textOf(n)))
	}
	if len(out) == 0 || strings.HasPrefix(oneLine(textOf(dd)), "Part ") {
		return []string{oneLine(textOf(dd))}
	}
	return out
}

var (
	ownSeries = regexp.MustCompile(`^Part (\d+) of (.+)$`)
	ownTypes  = map[string]TagType{
		"Archive Warnings": TagWarning, "Categories": TagCategory, "Fandoms": TagFandom, "Relationships": TagRelationship,
		"Characters": TagCharacter, "Additional Tags": TagFreeform,
		"Warnings": TagWarning, "Category": TagCategory, "Fandom": TagFandom, "Pairing": TagRelationship, "Tags": TagFreeform,
	}
)

// ownFact takes one fact of a page, a book or a text.
func ownFact(label string, values []string, t *toldWork) {
	m := &t.declared
	if len(values) == 0 {
		return
	}
	switch label {
	case "Rating":
		m.Rating = Rating(values[0])
	case "Language":
		m.Language = firstOf(languageTag(values[0]), m.Language)
	case "Series":
		if s := ownSeries.FindStringSubmatch(values[0]); s != nil {
			ownPart(m, s[2], atoi(s[1]))
		}
	case "Stats":
		otwStats(values[0], t)
		m.Status = StatusInProgress
		if strings.Contains(values[0], "Completed:") {
			m.Status = StatusComplete
		}
	case "First posted at":
		m.SourceURL = values[0]
	default:
		if kind, ok := ownTypes[label]; ok {
			for _, v := range values {
				m.Tags = append(m.Tags, Tag{kind, v})
			}
		}
	}
}

// ownPart takes one of the series of a work; a manuscript knows the first.
func ownPart(m *Manuscript, title string, part int) {
	if m.Series == "" {
		m.Series, m.SeriesPart = title, part
		return
	}
	m.Dropped = append(m.Dropped, Dropped{Text: title, Reason: "another series of the work; the import knows one"})
}

// ownRoles are the labels of credits.
var ownRoles = map[string]CreditRole{
	"Characters": RoleCharacters, "World": RoleWorld, "Song": RoleSong, "Based on": RoleSource, "Prompt": RolePrompt,
	"Beta": RoleBeta, "Art": RoleArt, "Translation": RoleTranslation, "Thanks": RoleOther,
	"Characters by": RoleCharacters, "World by": RoleWorld,
}

// ownCredit reads "A. Singer, “Nineteen”".
func ownCredit(label, text, address string, m *Manuscript) {
	role, ok := ownRoles[label]
	if !ok || text == "" {
		return
	}
	c := Credit{Role: role, Name: text, URL: address}
	if words, ok := strings.CutSuffix(text, "”"); ok {
		if title, ok := strings.CutPrefix(words, "“"); ok && !strings.Contains(words, ", “") {
			c.Name, c.Title = "", title
		} else if i := strings.Index(words, ", “"); i >= 0 {
			c.Name, c.Title = words[:i], words[i+len(", “"):]
		}
	}
	m.Credits = append(m.Credits, c)
}

func linkOf(n *html.Node) string {
	for _, a := range elementsNamed(n, "a") {
		return attrOf(a, "href")
	}
	return ""
}

// ownQuotations reads the quotations under the labels named.
func ownQuotations(n *html.Node, to map[string]*[]*html.Node) {
	for _, q := range elementsNamed(n, "blockquote") {
		label := q.PrevSibling
		if label == nil || label.Data != "p" || !classed(q, "userstuff") {
			continue
		}
		if field := to[oneLine(textOf(label))]; field != nil {
			*field = append(*field, childrenOf(q)...)
		}
	}
}

// ownChapters reads the chapters of a page.
func ownChapters(chapters *html.Node, t *toldWork) {
	next := toldChapter{kind: KindChapter}
	for n := chapters.FirstChild; n != nil; n = n.NextSibling {
		switch {
		case n.Type != html.ElementNode:
		case strings.HasPrefix(attrOf(n, "id"), "endnotes") && len(t.chapters) > 0:
			ownQuotations(n, map[string]*[]*html.Node{"Chapter End Notes": &t.chapters[len(t.chapters)-1].after})
		case classed(n, "meta", "group"):
			if h := firstWhere(n, func(c *html.Node) bool { return c.Data == "h2" && classed(c, "toc-heading") }); h != nil {
				next.kind, next.title = ownKind(attrOf(h, "data-kind")), ownTitle(h)
			}
			ownQuotations(n, map[string]*[]*html.Node{"Chapter Summary": &next.summary, "Chapter Notes": &next.before})
		case strings.HasPrefix(attrOf(n, "id"), "chapter-"):
			next.body = childrenOf(n)
			t.chapters = append(t.chapters, next)
			next = toldChapter{kind: KindChapter}
		}
	}
}

// ownTitle is the part of a heading that is the chapter's title.
func ownTitle(h *html.Node) string {
	if title := firstWhere(h, withClasses("title")); title != nil {
		return oneLine(textOf(title))
	}
	return ""
}

// ownKind is the kind of chapter of this name.
func ownKind(name string) ChapterKind {
	switch k := ChapterKind(strings.ReplaceAll(name, "-", "_")); k {
	case KindPrologue, KindInterlude, KindEpilogue, KindSideStory, KindNotice:
		return k
	}
	return KindChapter
}
