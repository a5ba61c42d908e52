package decode

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/html"
)

// fanFictionPage reads saved pages of FanFiction.net and FictionPress: one
// chapter, under a profile with the title, the author and the line of facts.
func fanFictionPage() site {
	return site{
		signs: func(f *siteFile) bool {
			return f.opf == nil && (f.has("profile_top") && f.has("storytext") || f.has("storycontent") && f.has("/s/"))
		},
		read: func(p *sitePage) ([]toldWork, error) {
			if works := readFanFictionPage(p); works != nil {
				return works, nil
			}
			return readFanFictionPhone(p), nil
		},
	}
}

// fanFictionGate knows the pages of FanFiction.net that are saved instead of a
// story: it is gone, or the browser is looked at first.
func fanFictionGate() site {
	return site{
		signs: func(f *siteFile) bool { return f.opf == nil && ffnGate(f.texts[0]) != "" },
		read: func(p *sitePage) ([]toldWork, error) {
			if countWords(textOf(p.parts[0].body)) > gateWords || firstWhere(p.parts[0].body, withBareID("storytext")) != nil {
				return nil, nil
			}
			return nil, problem(p.path, NoWords, nil, "%s", ffnGate(p.text))
		},
	}
}

func ffnGate(text string) string {
	switch {
	case strings.Contains(text, "<title>Just a moment...</title>") || strings.Contains(text, "Checking if the site connection is secure"):
		return "is the page on which a site looks at the browser first, not the story; open the story, wait until it shows, and save it then."
	case strings.Contains(text, "FanFiction") && strings.Contains(text, "Unable to locate story"):
		return "is the page that says that the story is not there, not the story; look for another copy of it."
	}
	return ""
}

func readFanFictionPage(p *sitePage) []toldWork {
	body := p.parts[0].body
	profile, text := firstWhere(body, withBareID("profile_top")), firstWhere(body, withBareID("storytext"))
	if profile == nil || text == nil {
		return nil
	}
	t := toldWork{}
	if !ffnProfile(profile, &t) {
		return nil
	}
	m := &t.declared
	crumbs := firstWhere(body, withBareID("pre_story_links"))
	ffnFandoms(m, crumbs)
	ffnAddress(p, m)
	t.chapters = []toldChapter{{body: childrenOf(text)}}
	ffnChapter(body, &t)
	m.ChapterTotal = t.posted
	return []toldWork{t}
}

// ffnProfile reads the block over the story: title, author, summary, and the
// line of facts. false when it is not there. A picture of it stays.
func ffnProfile(profile *html.Node, t *toldWork) bool {
	m := &t.declared
	if b := firstWhere(profile, tagged("b")); b != nil {
		m.Title = plainFact(textOf(b))
	}
	if a := linkTo(profile, "/u/"); a != nil {
		m.Authors = []string{plainFact(textOf(a))}
	}
	for _, div := range elementsWhere(profile, tagged("div")) {
		if hasWord(textOf(div)) && !strings.HasPrefix(oneLine(textOf(div)), "Rated:") && len(t.summary) == 0 {
			t.summary = unescapeTexts(childrenOf(div))
		}
	}
	line := ffnLine(profile)
	if line == nil {
		return m.Title != "" && len(m.Authors) > 0
	}
	l, ok := parseSiteLine(textOf(line))
	if !ok {
		return false
	}
	ffnTimes(line, &l)
	l.into(m, true)
	t.posted = max(l.chapters, 1)
	if l.id != "" {
		m.SourceURL = "https://www.fanfiction.net/s/" + l.id
	}
	return m.Title != ""
}

// ffnLine is the innermost element that begins with "Rated:".
func ffnLine(root *html.Node) *html.Node {
	return firstWhere(root, func(n *html.Node) bool {
		return n.Data == "span" && strings.HasPrefix(shortText(n, 2*lineMax), "Rated:")
	})
}

// ffnTimes reads the very time that stands behind a date which is only shown
// as "5h ago" or "9/4".
func ffnTimes(line *html.Node, l *siteLine) {
	before := ""
	for n := range line.Descendants() {
		if n.Type == html.TextNode {
			before = n.Data
			continue
		}
		seconds, err := strconv.ParseInt(attrOf(n, "data-xutime"), 10, 64)
		if err != nil || seconds <= 0 || seconds > 1<<34 {
			continue
		}
		day := time.Unix(seconds, 0).UTC().Truncate(24 * time.Hour)
		switch label := strings.TrimSpace(before); {
		case strings.HasSuffix(label, "Updated:"):
			l.updated = day
		case strings.HasSuffix(label, "Published:"):
			l.published = day
		default:
			continue
		}
		l.doubtful = nil
	}
}

// ffnFandoms reads the way that leads to the story: "Books › Tin Harbours", or
// "Tin + Weather Crossover". FictionPress has a genre there.
func ffnFandoms(m *Manuscript, crumbs *html.Node) {
	if crumbs == nil {
		return
	}
	links := elementsWhere(crumbs, tagged("a"))
	if len(links) == 0 {
		return
	}
	name := plainFact(textOf(links[len(links)-1]))
	kind := TagFandom
	names := []string{name}
	if bare := lineCross.ReplaceAllString(name, ""); bare != name {
		names = crossedFandoms(bare, " + ")
	} else if len(links) == 1 && ffnShelves[strings.ToLower(name)] {
		return
	}
	if ffnOwnWorlds(crumbs) {
		kind = TagFreeform
	}
	for _, n := range names {
		if hasWord(n) && tagSized(n) {
			m.addTags(Tag{kind, n})
		}
	}
}

// ffnShelves are the shelves of FanFiction.net, which are no fandoms.
var ffnShelves = map[string]bool{
	"anime/manga": true, "anime": true, "books": true, "cartoons": true, "comics": true, "games": true, "misc": true, "miscellaneous": true,
	"movies": true, "plays/musicals": true, "plays": true, "tv shows": true, "tv": true, "crossover": true, "crossovers": true, "x-overs": true,
}

// ffnOwnWorlds tells the shelves of FictionPress: /fiction/Fantasy/ and /poetry/Life/.
func ffnOwnWorlds(crumbs *html.Node) bool {
	return linkTo(crumbs, "/fiction/") != nil || linkTo(crumbs, "/poetry/") != nil || linkTo(crumbs, "fictionpress.com") != nil
}

var (
	storyAddress = regexp.MustCompile(`(?:https?:)?//(?:www\.|m\.)?(fanfiction\.net|fictionpress\.com)/s/(\d+)(?:/(\d+))?`)
	storyScript  = regexp.MustCompile(`\bstoryid\s*=\s*(\d+)`)
)

// ffnAddress finds the story's address: the page's own statement, where the
// browser says that it was saved, or the number in the line of facts.
func ffnAddress(p *sitePage, m *Manuscript) {
	host := "fanfiction.net"
	head := p.text[:min(len(p.text), 64<<10)]
	if strings.Contains(strings.ToLower(head), "fictionpress.com") {
		host = "fictionpress.com"
	}
	m.Maker = map[string]string{"fanfiction.net": "FanFiction.net page", "fictionpress.com": "FictionPress page"}[host]
	id := ""
	for _, n := range elementsWhere(p.parts[0].doc, func(n *html.Node) bool { return n.Data == "link" && attrOf(n, "rel") == "canonical" }) {
		if a := storyAddress.FindStringSubmatch(attrOf(n, "href")); a != nil {
			host, id = a[1], a[2]
		}
	}
	if a := savedFrom.FindStringSubmatch(head); a != nil && id == "" {
		if s := storyAddress.FindStringSubmatch(a[1]); s != nil {
			host, id = s[1], s[2]
		}
	}
	if a := storyScript.FindStringSubmatch(p.text); a != nil && id == "" {
		id = a[1]
	}
	if _, number, ok := strings.Cut(m.SourceURL, "/s/"); ok && id == "" {
		id = number
	}
	if id != "" {
		m.SourceURL = "https://www." + host + "/s/" + id
	}
}

var ffnOption = regexp.MustCompile(`^(\d+)\.\s*(.*)$`)

// ffnChapter reads from the list of chapters which one this is, and how many
// there are.
func ffnChapter(body *html.Node, t *toldWork) {
	list := firstWhere(body, func(n *html.Node) bool {
		return n.Data == "select" && (strings.EqualFold(bareID(n), "chap_select") || strings.EqualFold(attrOf(n, "name"), "chapter"))
	})
	if list == nil {
		return
	}
	options := elementsWhere(list, tagged("option"))
	t.posted = max(t.posted, len(options))
	for _, o := range options {
		if hasAttr(o, "selected") {
			ffnTitle(plainFact(textOf(o)), t)
		}
	}
}

// ffnTitle reads "3. The Tide": the chapter's number and its title.
func ffnTitle(option string, t *toldWork) {
	m := ffnOption.FindStringSubmatch(option)
	if m == nil {
		return
	}
	n := atoi(m[1])
	title := m[2]
	if k, unit := chapterNumber(title); k == n && unit != "" {
		title = withoutNumber(title)
	}
	t.chapters[0].title = title
	if t.posted > 1 {
		t.declared.Guesses = append(t.declared.Guesses, Guess{Field: "number", Value: strconv.Itoa(n), Confidence: 1})
	}
}

var (
	phoneChapter = regexp.MustCompile(`\bCh(?:apter)?\s+(\d{1,4})\s+of\s+(\d{1,4})\b`)
	phoneTitle   = regexp.MustCompile(`^Chapter (\d{1,4}): (.{1,150})$`)
)

// readFanFictionPhone reads the page for phones, which has less: title and
// author in bold, a line of facts with commas.
func readFanFictionPhone(p *sitePage) []toldWork {
	body := p.parts[0].body
	text := firstWhere(body, withBareID("storycontent"))
	if text == nil {
		return nil
	}
	t := toldWork{}
	m := &t.declared
	author := linkTo(body, "/u/")
	if author == nil {
		return nil
	}
	m.Authors = []string{plainFact(textOf(author))}
	for c := range body.Descendants() {
		if c == author {
			break
		}
		if c.Type == html.ElementNode && c.Data == "b" && hasWord(textOf(c)) {
			m.Title = plainFact(textOf(c))
		}
	}
	if m.Title == "" {
		return nil
	}
	t.chapters = []toldChapter{{body: childrenOf(text)}}
	detach(text)
	var lines []string
	restLines(body, &lines)
	for _, l := range lines {
		phoneLine(l, &t)
	}
	m.ChapterTotal = t.posted
	phoneFandoms(body, m)
	ffnAddress(p, m)
	return []toldWork{t}
}

// phoneLine reads one line of the page for phones.
func phoneLine(line string, t *toldWork) {
	if i := strings.Index(line, "Rated: "); i >= 0 {
		if l, ok := parseSiteLine(line[i:]); ok {
			l.into(&t.declared, true)
		}
	}
	if m := phoneChapter.FindStringSubmatch(line); m != nil {
		t.posted = max(t.posted, atoi(m[2]))
		if t.posted > 1 && !hasGuess(&t.declared, "number") {
			t.declared.Guesses = append(t.declared.Guesses, Guess{Field: "number", Value: m[1], Confidence: 1})
		}
	}
	if m := phoneTitle.FindStringSubmatch(line); m != nil && t.chapters[0].title == "" {
		t.chapters[0].title = m[2]
	}
}

func hasGuess(m *Manuscript, field string) bool {
	for _, g := range m.Guesses {
		if g.Field == field {
			return true
		}
	}
	return false
}

var phoneShelf = regexp.MustCompile(`^(?:https?://m\.(?:fanfiction\.net|fictionpress\.com))?/(?:anime|book|cartoon|comic|game|misc|movie|play|tv|fiction|poetry)/[^/]+/?$|-Crossovers/`)

// phoneFandoms reads the links to the fandom's own list.
func phoneFandoms(body *html.Node, m *Manuscript) {
	a := firstWhere(body, func(n *html.Node) bool { return n.Data == "a" && phoneShelf.MatchString(attrOf(n, "href")) })
	if a == nil {
		return
	}
	crumbs := &html.Node{Type: html.ElementNode, Data: "div"}
	crumbs.AppendChild(&html.Node{Type: html.ElementNode, Data: "a", Attr: a.Attr, FirstChild: nil})
	crumbs.FirstChild.AppendChild(&html.Node{Type: html.TextNode, Data: textOf(a)})
	ffnFandoms(m, crumbs)
}
