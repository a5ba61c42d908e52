package decode

import (
	"regexp"
	"strconv"
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
		if len(links) > 60 {
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
			text := textOfNodes(n)
			return len(text) < 300 && currentLine.MatchString(text) && !hasElement(n, "tr", "li", "p", "div", "dl")
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
