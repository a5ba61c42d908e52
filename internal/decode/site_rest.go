package decode

import (
	"strings"

	"golang.org/x/net/html"
)

// dropRest puts what is left of a page into the report: labels, counts, menus,
// the words of the site itself. Lines that only repeat what the fields have
// are not told again.
func dropRest(m *Manuscript, rest *html.Node) {
	have := fieldWords(m)
	var lines []string
	restLines(rest, &lines)
	var gone []string
	for _, l := range lines {
		for _, w := range wordsOf(l) {
			if have[w]--; have[w] < 0 {
				gone = append(gone, l)
				break
			}
		}
	}
	if len(gone) > 0 {
		m.Dropped = append(m.Dropped, Dropped{Text: strings.Join(gone, " · "), Reason: "the site's own words round the work"})
	}
}

// fieldWords counts the words of the fields that people read, but for the text
// and the notes of chapters.
func fieldWords(m *Manuscript) map[string]int {
	have := map[string]int{}
	add := func(s string) {
		for _, w := range wordsOf(s) {
			have[w]++
		}
	}
	add(m.Title)
	add(m.Series)
	add(m.SourceURL)
	for _, a := range m.Authors {
		add(a)
	}
	for _, t := range m.Tags {
		add(t.Name)
	}
	for i := range m.Chapters {
		add(m.Chapters[i].Title)
	}
	return have
}

// restLines gives the words of a tree, a line for each block, but for what is
// never shown.
func restLines(n *html.Node, lines *[]string) {
	var sb strings.Builder
	flush := func() {
		if l := oneLine(sb.String()); hasWord(l) {
			*lines = append(*lines, l)
		}
		sb.Reset()
	}
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		switch {
		case n.Type == html.TextNode:
			sb.WriteString(n.Data)
			return
		case n.Type != html.ElementNode || isInvisible(n.Data):
			return
		}
		parts := isBlock(n.Data) || isRaw(n.Data) || n.Data == "br" || n.Data == "option"
		if parts {
			flush()
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
		if parts {
			flush()
		}
	}
	walk(n)
	flush()
}

// setOrigins says of each field with a value that its maker's marks gave it,
// unless something else is known of it already.
func setOrigins(m, declared *Manuscript) {
	if m.Origins == nil {
		m.Origins = map[string]Origin{}
	}
	set := func(field string, has bool) {
		if has && m.Origins[field] == "" {
			m.Origins[field] = FromMaker
		}
	}
	set("title", m.Title != "")
	set("authors", len(m.Authors) > 0)
	set("language", m.Language != "")
	set("rating", declared.Rating != "" || m.Rating != NotRated)
	set("status", m.Status != StatusUnknown)
	set("tags", len(m.Tags) > 0)
	set("series", m.Series != "")
	set("source_url", m.SourceURL != "")
	set("published", !m.Published.IsZero())
	set("updated", !m.Updated.IsZero())
	set("summary", m.Summary != "")
	set("notes_before", m.NotesBefore != "")
	set("notes_after", m.NotesAfter != "")
	set("chapters", len(m.Chapters) > 0)
}
