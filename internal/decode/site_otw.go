package decode

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// otwFields reads the list of facts that stands over a work in the downloads and
// on the pages of AO3 and of the archives that run the same program.
func otwFields(list *html.Node, t *toldWork) {
	label := ""
	for c := list.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type != html.ElementNode:
		case c.Data == "dt":
			label = otwLabel(oneLine(textOf(c)))
		case c.Data == "dd":
			otwField(firstOf(otwClass(c), label), c, t)
		}
	}
}

// otwLabels are the names of the facts, in the plural and the singular and as
// Ficstead's pages have them.
var otwLabels = map[string]string{
	"rating": "rating", "archive warning": "warning", "archive warnings": "warning", "warnings": "warning", "warning": "warning",
	"category": "category", "categories": "category", "fandom": "fandom", "fandoms": "fandom",
	"relationship": "relationship", "relationships": "relationship", "character": "character", "characters": "character",
	"additional tag": "freeform", "additional tags": "freeform", "other tags": "freeform",
	"language": "language", "series": "series", "collection": "collections", "collections": "collections", "stats": "stats",
}

func otwLabel(text string) string { return otwLabels[strings.ToLower(strings.TrimRight(text, ": "))] }

// otwClass is what the class of a fact's value says it is.
func otwClass(n *html.Node) string {
	for class := range strings.FieldsSeq(attrOf(n, "class")) {
		switch class {
		case "rating", "warning", "category", "fandom", "relationship", "character", "freeform", "language", "series", "collections", "stats":
			return class
		}
	}
	return ""
}

func otwField(name string, dd *html.Node, t *toldWork) {
	m := &t.declared
	switch name {
	case "rating":
		if r, _, ok := parseRating(oneLine(textOf(dd))); ok {
			m.Rating = r
		}
	case "language":
		m.Language = firstOf(languageTag(attrOf(dd, "lang")), otwLanguage(oneLine(textOf(dd))), m.Language)
	case "series":
		otwSeries(dd, m)
	case "collections":
		m.Dropped = append(m.Dropped, Dropped{Text: oneLine(spacedText(dd)), Reason: "a collection of the site that the work comes from"})
	case "stats":
		otwStats(spacedText(dd), t)
	case "":
	default:
		for _, v := range otwValues(dd) {
			m.addTags(otwTag(TagType(name), v))
		}
	}
}

// otwTag is a tag of a kind that the site states; only the archive's own
// warnings have other names on older files.
func otwTag(kind TagType, name string) Tag {
	if kind == TagWarning {
		return Tag{TagWarning, firstOf(aoWarnings[strings.ToLower(name)], name)}
	}
	return Tag{kind, name}
}

// otwValues are the values of one fact: its links, its list, or its words
// between commas.
func otwValues(dd *html.Node) []string {
	var out []string
	add := func(s string) {
		if s = unescaped(oneLine(s)); hasWord(s) {
			out = append(out, s)
		}
	}
	for _, name := range [2]string{"a", "li"} {
		for _, n := range elementsNamed(dd, name) {
			add(textOf(n))
		}
		if len(out) > 0 {
			return out
		}
	}
	for _, v := range strings.Split(textOf(dd), ",") {
		add(v)
	}
	return out
}

// unescaped undoes what was escaped twice: "Salt &amp;amp; Tin".
func unescaped(s string) string {
	if strings.Contains(s, "&") && strings.Contains(s, ";") {
		return html.UnescapeString(s)
	}
	return s
}

var otwPart = regexp.MustCompile(`(?i)\bpart\s+(\d{1,6})\s+of\s*$`)

// otwSeries reads "Part 2 of <a>Title</a>, Part 1 of <a>Other</a>". A manuscript
// knows one series.
func otwSeries(dd *html.Node, m *Manuscript) {
	before := ""
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		switch {
		case n.Type == html.TextNode:
			before += n.Data
			return
		case n.Data == "a":
			part := otwPart.FindStringSubmatch(oneLine(before))
			title := unescaped(oneLine(textOf(n)))
			before = ""
			switch {
			case part == nil || !hasWord(title): // "Next Work →"
			case m.Series == "":
				m.Series, m.SeriesPart = title, atoi(part[1])
			default:
				m.Dropped = append(m.Dropped, Dropped{Text: "Part " + part[1] + " of " + title, Reason: "another series of the work; the import knows one"})
			}
			return
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(dd)
}

var (
	otwPublished = regexp.MustCompile(`Published:\s*(\d{4}-\d\d-\d\d)`)
	otwUpdated   = regexp.MustCompile(`(?:Updated|Completed):\s*(\d{4}-\d\d-\d\d)`)
	otwChapters  = regexp.MustCompile(`Chapters:\s*(\d[\d,.]*)\s*/\s*(\d[\d,.]*|\?)`)
)

// otwStats reads the dates and how far the work has come. Counts of words and
// readers are not the work's.
func otwStats(text string, t *toldWork) {
	m := &t.declared
	text = oneLine(text)
	if d := otwPublished.FindStringSubmatch(text); d != nil {
		m.Published, _, _ = parseDate(d[1])
	}
	if d := otwUpdated.FindStringSubmatch(text); d != nil {
		m.Updated, _, _ = parseDate(d[1])
	}
	c := otwChapters.FindStringSubmatch(text)
	if c == nil {
		return
	}
	digits := strings.NewReplacer(",", "", ".", "")
	t.posted = atoi(digits.Replace(c[1]))
	if c[2] != "?" {
		m.ChapterTotal = atoi(digits.Replace(c[2]))
	}
	m.Status = StatusInProgress
	if t.posted > 0 && t.posted == m.ChapterTotal {
		m.Status = StatusComplete
	}
}

var (
	otwArchived = regexp.MustCompile(`^(.*?)\s*\[archived by\b`)
	otwBy       = regexp.MustCompile(`(?i)^by\s+`)
)

// otwAuthors reads a byline; nobody for an anonymous work.
func otwAuthors(line *html.Node) []string {
	if line == nil {
		return nil
	}
	text := oneLine(textOf(line))
	var out []string
	if m := otwArchived.FindStringSubmatch(text); m != nil {
		return appendName(out, strings.TrimSpace(otwBy.ReplaceAllString(m[1], "")))
	}
	for _, a := range elementsNamed(line, "a") {
		if rel := attrOf(a, "rel"); rel == "author" || rel == "" && strings.Contains(attrOf(a, "href"), "/users/") {
			out = appendName(out, unescaped(oneLine(textOf(a))))
		}
	}
	if len(out) == 0 {
		for _, name := range strings.Split(otwBy.ReplaceAllString(text, ""), ", ") {
			out = appendName(out, unescaped(strings.TrimSpace(name)))
		}
	}
	return slices.DeleteFunc(out, func(s string) bool { return strings.EqualFold(s, "Anonymous") })
}

func appendName(all []string, s string) []string {
	if hasWord(s) && !slices.Contains(all, s) {
		all = append(all, s)
	}
	return all
}

var (
	otwGift        = regexp.MustCompile(`^(?:For|A gift for:|Dedication:)\s+(.+?)\.?$`)
	otwRequest     = regexp.MustCompile(`^Written for a request:\s+(.+)$`)
	otwInspired    = regexp.MustCompile(`^(?:Inspired by|(?:A )?[Tt]ranslation (?:into \S+ )?of|A podfic of|Podfic of)\s`)
	otwPostAddress = regexp.MustCompile(`/works/(\d+)`)
)

// otwAssociations reads for whom a work is, and what it comes from: "For Ines",
// "Inspired by <a>Tin</a> by <a>Ada</a>". It says whether it knew the line.
func otwAssociations(line *html.Node, m *Manuscript) bool {
	text := strings.TrimRight(oneLine(textOf(line)), ".")
	if otwInspired.MatchString(text) {
		m.Credits = append(m.Credits, otwCredit(line, text, m.SourceURL))
		return true
	}
	if r := otwRequest.FindStringSubmatch(oneLine(textOf(line))); r != nil {
		m.Requests = append(m.Requests, r[1])
		return true
	}
	if g := otwGift.FindStringSubmatch(text); g != nil {
		var names []string
		for _, a := range elementsNamed(line, "a") {
			names = append(names, oneLine(textOf(a)))
		}
		if len(names) == 0 {
			names = strings.Split(g[1], ", ")
		}
		for _, n := range names {
			m.Dedicated = appendName(m.Dedicated, unescaped(n))
		}
		return true
	}
	return false
}

// otwCredit reads of what a work is a translation, a podfic or the child. from
// is the address of the work, to which its links may be relative.
func otwCredit(line *html.Node, text, from string) Credit {
	c := Credit{Role: RoleSource}
	for _, a := range elementsNamed(line, "a") {
		switch {
		case attrOf(a, "rel") == "author" || strings.Contains(attrOf(a, "href"), "/users/"):
			c.Name = firstOf(c.Name, unescaped(oneLine(textOf(a))))
		case c.Title == "":
			c.Title, c.URL = unescaped(oneLine(textOf(a))), webLink(attrOf(a, "href"), from)
		}
	}
	if c.Name == "" {
		if _, by, ok := strings.Cut(text, c.Title+" by "); ok && c.Title != "" {
			c.Name = by
		}
	}
	if c.Title == "" && c.Name == "" {
		c.Title = text
	}
	return c
}

// webLink gives an address of the web, whole; "" for any other.
func webLink(href, from string) string {
	base, err := url.Parse(from)
	if err != nil {
		return ""
	}
	u, err := base.Parse(strings.TrimSpace(href))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	return firstOf(workAddress(u.String()), u.String())
}

// workAddress is the one address of a work, whichever of its pages is named; ""
// for an address of something else.
func workAddress(href string) string {
	u, err := url.Parse(strings.TrimSpace(href))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	id := otwPostAddress.FindStringSubmatch(u.Path)
	if id == nil {
		return ""
	}
	host := strings.TrimPrefix(strings.ToLower(u.Host), "www.")
	if host == "ao3.org" || host == "archiveofourown.com" || host == "archiveofourown.net" || host == "archive.transformativeworks.org" {
		host = "archiveofourown.org"
	}
	scheme := "https"
	if u.Port() != "" {
		scheme = u.Scheme
	}
	return scheme + "://" + host + "/works/" + id[1]
}

// otwName is the name of the archive at which an address leads.
func otwName(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "AO3"
	}
	switch u.Host {
	case "archiveofourown.org", "":
		return "AO3"
	case "squidgeworld.org":
		return "SquidgeWorld"
	}
	return u.Host
}

var otwChapterHead = regexp.MustCompile(`^Chapter\s+\d+\s*(?::\s*(.*))?$`)

// otwChapterTitle is a chapter's title without the number that the site puts
// before it; "" for "Chapter 2".
func otwChapterTitle(head string) string {
	if m := otwChapterHead.FindStringSubmatch(head); m != nil {
		return unescaped(m[1])
	}
	return unescaped(head)
}
