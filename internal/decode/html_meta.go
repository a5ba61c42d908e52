package decode

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

// pageMeta reads what a page's head declares into m, without overriding what
// is known already. Of a page that a word processor made, title and author are
// only noted.
func pageMeta(doc *html.Node, m *Manuscript, noted *Noted) {
	for _, name := range [2]string{"html", "body"} {
		if root := findElement(doc, name); root != nil {
			setIfEmpty(&m.Language, languageTag(firstOf(attrOf(root, "lang"), attrOf(root, "xml:lang"))))
		}
	}
	known := *m
	var authors []string
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Type != html.ElementNode {
				continue
			}
			switch c.Data {
			case "title":
				if title := oneLine(rawText(c)); !isNoTitle(title) {
					setIfEmpty(&m.Title, title)
				}
			case "meta":
				metaElement(c, m, &authors)
			case "body", "svg":
			default:
				walk(c)
			}
		}
	}
	walk(doc)
	if byWordProcessor(doc) {
		if known.Title == "" {
			*noted = notedBy(m.Title, strings.Join(authors, " & "))
		}
		m.Title = known.Title
		if isProgramTalk(plainOf(m.Summary)) {
			m.Summary = known.Summary
		}
		return
	}
	if len(m.Authors) == 0 {
		m.Authors = authors
	}
}

// metaElement reads one <meta name content>.
func metaElement(n *html.Node, m *Manuscript, authors *[]string) {
	value := oneLine(attrOf(n, "content"))
	if value == "" {
		return
	}
	switch name := strings.ToLower(firstOf(attrOf(n, "name"), attrOf(n, "property"))); strings.TrimPrefix(strings.Replace(name, "dcterms.", "dc.", 1), "dc.") {
	case "author", "creator":
		if !isNobody(value) {
			*authors = append(*authors, value)
		}
	case "title":
		setIfEmpty(&m.Title, value)
	case "description":
		if m.Summary == "" {
			m.Summary = "<p>" + escape(value) + "</p>"
		}
	case "language":
		setIfEmpty(&m.Language, languageTag(value))
	case "subject":
		m.Tags = append(m.Tags, Tag{TagFreeform, value})
	}
}

func rawText(n *html.Node) string {
	var sb strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.TextNode {
			sb.WriteString(c.Data)
		}
	}
	return sb.String()
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func firstOf(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

func setIfEmpty(field *string, value string) {
	if *field == "" {
		*field = value
	}
}

// languageTag accepts a BCP 47 tag in any case, also with underscores.
func languageTag(s string) string {
	s = strings.ReplaceAll(strings.TrimSpace(s), "_", "-")
	parts := strings.Split(s, "-")
	for i, p := range parts {
		if p == "" || len(p) > 8 || strings.Trim(strings.ToLower(p), "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
			return ""
		}
		switch {
		case i == 0:
			if len(p) < 2 || len(p) > 3 {
				return ""
			}
			parts[i] = strings.ToLower(p)
		case len(p) == 2:
			parts[i] = strings.ToUpper(p)
		case len(p) == 4:
			parts[i] = strings.ToUpper(p[:1]) + strings.ToLower(p[1:])
		}
	}
	if parts[0] == "und" || parts[0] == "zxx" {
		return ""
	}
	return strings.Join(parts, "-")
}

// isNoTitle tells what programs write when nobody gave a title.
func isNoTitle(s string) bool {
	low := strings.ToLower(s)
	switch low {
	case "", "untitled", "untitled document", "new page", "new page 1", "document", "no title", "index", "story", "unknown", "unknown title", "title", "no name", "converted ebook":
		return true
	}
	return strings.HasPrefix(low, "microsoft word - ") || newDocument.MatchString(low)
}

// newDocument is what word processors call a file that is not yet saved.
var newDocument = regexp.MustCompile(`^(?:document|dokument|documento|untitled|unbenannt|sans nom|new (?:microsoft )?(?:word|office) document|(?:neues )?microsoft word-dokument) ?\(?\d*\)?(?:\.docx?|\.odt|\.rtf)?$`)

// isNobody tells author names that programs fill in.
func isNobody(s string) bool {
	switch strings.ToLower(s) {
	case "", "user", "owner", "windows user", "microsoft office user", "unknown", "unknown author", "[unknown]", "admin", "administrator", "author", "default user", "hp", "dell", "calibre", "none":
		return true
	}
	return false
}

// betterTitle prefers the page's own heading to a <title> that has more in it:
// "My Archive :: The Long Way" with the heading "The Long Way". Of two headings
// that it has, the first is the site's.
func betterTitle(title string, doc *html.Node) string {
	best := title
	for _, name := range [2]string{"h1", "h2"} {
		if countElements(doc, name) != 1 {
			continue
		}
		heading := oneLine(textOf(findElement(doc, name)))
		if h, ok := parseHead(heading); ok && h.class != classBare {
			continue
		}
		if title == "" && name == "h1" {
			return heading
		}
		if len(heading) >= 3 && len(heading) < len(title) && strings.Contains(strings.ToLower(title), strings.ToLower(heading)) {
			best = heading
		}
	}
	return best
}

// preferLabels gives way to a title and an author that the text itself states
// in a header: a page's <title> names the site too, and a word processor writes
// the name of the computer's owner.
func preferLabels(src *Source) {
	for i, b := range src.Blocks {
		if i > 30 {
			return
		}
		for line := range strings.SplitSeq(b.Text, "\n") {
			switch l, ok := labelAt(line); {
			case !ok:
			case l.field == fieldTitle:
				src.Declared.Title = ""
			case l.field == fieldAuthor:
				src.Declared.Authors = nil
			}
		}
	}
}

// sameWords tells texts whose letters and digits are the same.
func sameWords(a, b string) bool { return foldInk(a) == foldInk(b) && foldInk(a) != "" }
