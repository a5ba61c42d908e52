package decode

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

// journalPage reads a saved entry of LiveJournal, Dreamwidth and the other
// sites that run that program: old and new styles, and the light one. The
// journal tells who posted what when; what the story is, stands as labels in
// the entry and is read like any text.
func journalPage() site {
	return site{
		signs: func(f *siteFile) bool {
			if f.opf != nil {
				return false
			}
			for _, s := range journalSites {
				if f.has(s) {
					return true
				}
			}
			return f.has("LiveJournal</title>") || f.has("lj:user") || f.has("<lj user")
		},
		read: func(p *sitePage) ([]toldWork, error) { return readJournalPage(p), nil },
	}
}

// journalEntry is an entry while it is read.
type journalEntry struct {
	toldWork
	page *html.Node
	text *html.Node // what the author wrote
	host string
}

// entryClasses are the classes of the element that holds an entry's text, those
// of today's styles first.
var entryClasses = [][]string{
	{"b-singlepost-body"}, {"aentry-post__text"}, {"entry-content"}, {"entry_text", "entry-text", "entryText"}, {"asset-body"},
}

func readJournalPage(p *sitePage) []toldWork {
	e := &journalEntry{page: p.parts[0].body}
	e.rest = &html.Node{Type: html.ElementNode, Data: "body"}
	if e.text = entryText(e.page); e.text == nil {
		return nil
	}
	if !e.address(p) {
		return nil
	}
	for _, n := range elementsWhere(e.page, isComments) {
		if n != e.text && !holds(n, e.text) {
			detach(n)
			e.rest.AppendChild(n)
		}
	}
	e.poster()
	e.date()
	e.tags()
	e.currents()
	e.clean()
	e.subject(p)
	e.labels()
	e.declared.Maker = e.maker()
	e.uncut = true
	e.chapters = []toldChapter{{body: childrenOf(e.text)}}
	return []toldWork{e.toldWork}
}

// entryText finds the entry; nil when the page has none or several.
func entryText(page *html.Node) *html.Node {
	for _, classes := range entryClasses {
		switch found := elementsWhere(page, anyClass(classes...)); len(found) {
		case 0:
		case 1:
			return found[0]
		default:
			return nil
		}
	}
	if n := firstWhere(page, withBareID("entry-text")); n != nil {
		return n
	}
	indented := elementsWhere(page, func(n *html.Node) bool {
		style := strings.ReplaceAll(strings.ToLower(attrOf(n, "style")), " ", "")
		return n.Data == "div" && strings.HasPrefix(style, "margin-left:30px")
	})
	if len(indented) == 1 {
		return indented[0]
	}
	return nil
}

func holds(n, inner *html.Node) bool {
	for ; inner != nil; inner = inner.Parent {
		if inner == n {
			return true
		}
	}
	return false
}

// isComments tells the element with what readers said.
func isComments(n *html.Node) bool {
	switch strings.ToLower(attrOf(n, "id")) {
	case "comments", "qrdiv", "qrform", "qrformdiv", "cmt_container":
		return true
	}
	return anyClass("b-singlepost-comments", "b-comments", "b-grove", "comments", "commentslist", "comment-thread", "ljcmt_full", "comments-body", "b-tree")(n)
}

var entryAddress = regexp.MustCompile(`^https?://(?:[\w-]+\.)?(?:` + strings.ReplaceAll(strings.Join(journalSites, "|"), ".", `\.`) + `)/(?:[\w~/-]+/)?\d+\.html`)

// address finds where the entry stood. false when nothing says that the page is
// of a journal.
func (e *journalEntry) address(p *sitePage) bool {
	found := ""
	take := func(href string) {
		if strings.HasPrefix(href, "//") {
			href = "https:" + href
		}
		if at := entryAddress.FindString(href); at != "" && found == "" {
			found = canonicalSource(at)
		}
	}
	if m := savedFrom.FindStringSubmatch(p.text[:min(len(p.text), 4096)]); m != nil {
		take(m[1])
	}
	for _, n := range elementsWhere(p.parts[0].doc, tagged("link", "meta")) {
		if attrOf(n, "rel") == "canonical" || attrOf(n, "property") == "og:url" {
			take(firstOf(attrOf(n, "href"), attrOf(n, "content")))
		}
	}
	for _, a := range elementsWhere(e.page, tagged("a")) {
		if !holds(e.text, a) && (anyClass("subj-link", "permalink")(a) || attrOf(a, "rel") == "bookmark" || strings.Contains(attrOf(a, "href"), "mode=reply") || insideTitle(a)) {
			take(attrOf(a, "href"))
		}
	}
	e.declared.SourceURL = found
	if found != "" {
		e.host, _, _ = strings.Cut(strings.TrimPrefix(found, "https://"), "/")
		return true
	}
	title := findElement(p.parts[0].doc, "title")
	if title != nil {
		for name, host := range map[string]string{"LiveJournal": "livejournal.com", "Dreamwidth": "dreamwidth.org"} {
			if strings.Contains(rawText(title), name) {
				e.host = host
			}
		}
	}
	return e.host != "" || firstWhere(e.page, isJournalUser) != nil && firstWhere(e.page, isComments) != nil
}

// insideTitle tells a link in a heading.
func insideTitle(a *html.Node) bool {
	for n := a.Parent; n != nil; n = n.Parent {
		if len(n.Data) == 2 && n.Data[0] == 'h' && n.Data != "hr" || anyClass(titleClasses...)(n) {
			return true
		}
	}
	return false
}

func (e *journalEntry) maker() string {
	switch {
	case strings.HasSuffix(e.host, "dreamwidth.org"):
		return "Dreamwidth page"
	case strings.HasSuffix(e.host, "insanejournal.com"):
		return "InsaneJournal page"
	case strings.HasSuffix(e.host, "journalfen.net"):
		return "JournalFen page"
	case strings.HasSuffix(e.host, "deadjournal.com"):
		return "DeadJournal page"
	}
	return "LiveJournal page"
}

// isJournalUser tells the name of a user as these sites write it.
func isJournalUser(n *html.Node) bool {
	return n.Data == "lj" && attrOf(n, "user") != "" || hasAttr(n, "lj:user") || hasAttr(n, "data-ljuser") || anyClass("ljuser", "i-ljuser")(n)
}

func journalUser(n *html.Node) string {
	name := firstOf(attrOf(n, "data-ljuser"), attrOf(n, "lj:user"), attrOf(n, "user"))
	if name == "" {
		if b := firstWhere(n, tagged("b")); b != nil {
			name = textOf(b)
		}
	}
	if name == "" && countWords(textOf(n)) == 1 {
		name = textOf(n)
	}
	return oneLine(name)
}

// poster finds who posted the entry: the user named at its head, and in a
// journal of one's own its owner.
func (e *journalEntry) poster() {
	for _, n := range elementsWhere(e.page, func(n *html.Node) bool { return isJournalUser(n) || n == e.text }) {
		community := strings.Contains(attrOf(n, "class"), "-type-C") || linkTo(n, "community") != nil
		if n == e.text {
			break
		}
		if name := journalUser(n); hasWord(name) && !community {
			e.declared.Authors = []string{name}
			return
		}
	}
	name, _, ok := strings.Cut(e.host, ".")
	if ok && strings.Count(e.host, ".") == 2 && name != "www" && name != "community" && name != "users" {
		e.declared.Authors = []string{strings.ReplaceAll(name, "-", "_")}
	}
}

// date finds when the entry was posted.
func (e *journalEntry) date() {
	for _, n := range elementsWhere(e.page, func(n *html.Node) bool {
		return n.Data == "time" || anyClass("b-singlepost-author-date", "datetime", "date", "entry-date", "timestamp", "aentry-head__date", "entry_date", "asset-meta-date")(n)
	}) {
		if holds(e.text, n) {
			continue
		}
		if setDate(&e.declared, "published", textOfNodes(n)); !e.declared.Published.IsZero() {
			return
		}
	}
	var lines []string
	restLines(e.page, &lines)
	for _, l := range lines {
		if i := strings.Index(l, "@ "); i >= 0 && dateISO.MatchString(l[i:]) {
			setDate(&e.declared, "published", l[i:])
			return
		}
	}
}

// tags reads the entry's own tags, many of which say their kind: "fandom: tin
// harbours".
func (e *journalEntry) tags() {
	for _, list := range elementsWhere(e.page, anyClass("ljtags", "b-singlepost-tags", "aentry-tags", "entry-tags", "lj-entry-tags", "tag")) {
		links := elementsWhere(list, tagged("a"))
		if len(links) > 60 || len(e.declared.Tags) > maxToldTags {
			continue
		}
		for _, a := range links {
			if attrOf(a, "rel") != "tag" && !strings.Contains(attrOf(a, "href"), "/tag/") && !strings.Contains(attrOf(a, "href"), "tag=") {
				continue
			}
			e.tag(plainFact(textOf(a)))
		}
		if holds(e.text, list) {
			detach(list)
			e.rest.AppendChild(list)
		}
	}
}

// tag adds one tag of the journal by the kind that it names.
func (e *journalEntry) tag(name string) {
	if !hasWord(name) || !tagSized(name) {
		return
	}
	kind, value, ok := strings.Cut(name, ":")
	if !ok {
		kind, value, ok = strings.Cut(name, " - ")
	}
	value = strings.TrimSpace(value)
	t := Tag{TagFreeform, name}
	if ok && hasWord(value) {
		switch strings.ToLower(strings.TrimSpace(kind)) {
		case "fandom", "fandoms":
			t = Tag{TagFandom, value}
		case "character", "characters", "char":
			t = Tag{TagCharacter, value}
		case "pairing", "pairings", "ship", "relationship", "otp":
			t = shipTag(value)
		case "rating", "rated":
			if r, whole, ok := parseRating(value); ok && whole {
				if e.declared.Rating == "" {
					e.declared.Rating = r
				}
				return
			}
		case "warning", "warnings":
			t = warningTag(value)
		}
	}
	e.declared.addTags(t)
}

var currentLine = regexp.MustCompile(`(?i)^(?:current )?(?:mood|music|location)\s*:\s*\S`)

// currents takes the author's mood, music and place to the notes.
func (e *journalEntry) currents() {
	marked := anyClass("currents", "lj-currents", "currentmood", "currentmusic", "currentlocation", "entrymetadata", "entryMetadata", "metadata", "b-singlepost-meta", "aentry-meta")
	for _, n := range elementsWhere(e.page, func(n *html.Node) bool {
		switch n.Data {
		case "tr", "li", "p", "div", "span", "dl":
			return currentLine.MatchString(shortText(n, 400)) && !hasElement(n, "tr", "li", "p", "div", "dl")
		}
		return false
	}) {
		if holds(e.text, n) && n.Data != "tr" && !insideMarked(n, e.text, marked) {
			continue // a line of the story's header
		}
		p := &html.Node{Type: html.ElementNode, Data: "p"}
		p.AppendChild(&html.Node{Type: html.TextNode, Data: textOfNodes(n)})
		e.after = append(e.after, p)
		detach(n)
	}
}

func insideMarked(n, root *html.Node, marked nodeTest) bool {
	for ; n != nil && n != root; n = n.Parent {
		if marked(n) {
			return true
		}
	}
	return false
}
