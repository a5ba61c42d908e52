package decode

import (
	"strings"
	"unicode/utf8"

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
		switch {
		case parts:
			flush()
		case n.Data == "a" && endsInWord(sb.String()): // links of a menu stand apart
			sb.WriteByte(' ')
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

// endsInWord tells a text whose last character belongs to a word.
func endsInWord(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return s != "" && isWordRune(r)
}

// setOrigins says where each field with a value was found: in its maker's
// marks, or for a work whose notes are not marked in a label of the text.
func setOrigins(m *Manuscript, t *toldWork) {
	if m.Origins == nil {
		m.Origins = map[string]Origin{}
	}
	d := &t.declared
	set := func(field string, has, marked bool) {
		switch {
		case !has || m.Origins[field] != "":
		case marked || t.known:
			m.Origins[field] = FromMaker
		default:
			m.Origins[field] = FromLabel
		}
	}
	set("title", m.Title != "", d.Title != "")
	set("authors", len(m.Authors) > 0, len(d.Authors) > 0)
	set("language", m.Language != "", d.Language != "")
	set("rating", d.Rating != "" || m.Rating != NotRated, d.Rating != "")
	set("status", m.Status != StatusUnknown, d.Status != StatusUnknown)
	set("tags", len(m.Tags) > 0, len(d.Tags) > 0)
	set("series", m.Series != "", d.Series != "")
	set("source_url", m.SourceURL != "", d.SourceURL != "")
	set("published", !m.Published.IsZero(), !d.Published.IsZero())
	set("updated", !m.Updated.IsZero(), !d.Updated.IsZero())
	set("summary", m.Summary != "", d.Summary != "" || len(t.summary) > 0)
	set("notes_before", m.NotesBefore != "", d.NotesBefore != "" || len(t.before) > 0)
	set("notes_after", m.NotesAfter != "", d.NotesAfter != "" || len(t.after) > 0)
	set("chapters", len(m.Chapters) > 0 && !t.uncut, true)
}
