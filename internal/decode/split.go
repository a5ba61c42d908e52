package decode

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// Split begins new chapters at blocks of a chapter. Chapters and blocks are
// counted from 1, and blocks are the top-level elements of the chapter's body
// as it is before the cut, without the list of its footnotes. A heading at the
// cut is the new chapter's title; each footnote goes where its mark is; a scene
// break at a cut is the cut. Whoever cuts several chapters begins with the last
// one, so that the numbers of the others stay. The error, for a place where no
// chapter can begin, is a sentence for people.
func (m *Manuscript) Split(chapter int, blocks ...int) error {
	if chapter < 1 || chapter > len(m.Chapters) {
		return fmt.Errorf("there is no chapter %d to cut; the work has %d", chapter, len(m.Chapters))
	}
	c := m.Chapters[chapter-1]
	text, list := cutNotes(c.Body)
	starts := topBlocks(text)
	cuts := slices.Compact(slices.Sorted(slices.Values(blocks)))
	for _, b := range cuts {
		if b < 2 || b > len(starts) {
			return fmt.Errorf("chapter %d cannot be cut at its block %d; choose one from 2 to %d", chapter, b, len(starts))
		}
	}
	if len(cuts) == 0 {
		return nil
	}
	parts := make([]Chapter, 0, len(cuts)+1)
	from := 0
	for i := range len(cuts) + 1 {
		to := len(text)
		if i < len(cuts) {
			to = starts[cuts[i]-1]
		}
		part := Chapter{Kind: KindChapter, Body: text[from:to]}
		if i == 0 {
			part = c
			part.Body, part.NotesAfter = text[from:to], ""
		} else {
			m.takeHeading(&part)
		}
		parts = append(parts, part)
		from = to
	}
	parts[len(parts)-1].NotesAfter = c.NotesAfter
	for i := range parts {
		m.trimBreaks(&parts[i], i > 0, i < len(parts)-1)
	}
	partNotes(parts, list)
	m.Chapters = slices.Replace(m.Chapters, chapter-1, chapter, parts...)
	return nil
}

// takeHeading makes a title of the heading with which a part begins.
func (m *Manuscript) takeHeading(c *Chapter) {
	heading, rest := c.Body, ""
	if starts := topBlocks(c.Body); len(starts) > 1 {
		heading, rest = c.Body[:starts[1]], c.Body[starts[1]:]
	}
	title := oneLine(plainOf(heading))
	if !isHeading(heading) || !hasWord(title) || strings.Contains(heading, "<img") || strings.Contains(heading, "fnref") {
		return
	}
	c.Title, c.Body = title, rest
	if h, ok := parseHead(title); ok && h.class != classBare {
		c.Title, c.Kind = h.title, h.kind
		if len(missingWords(title, []string{h.title})) > 0 {
			m.Dropped = append(m.Dropped, Dropped{Text: title, Reason: "chapter head"})
		}
	}
}

func isHeading(markup string) bool {
	return len(markup) > 3 && markup[0] == '<' && markup[1] == 'h' && markup[2] >= '1' && markup[2] <= '6'
}

// trimBreaks takes away the scene breaks that now lie at a chapter's ends.
func (m *Manuscript) trimBreaks(c *Chapter, start, end bool) {
	for start && strings.HasPrefix(c.Body, "<hr>") {
		c.Body = c.Body[len("<hr>"):]
		m.SceneBreaks--
	}
	for end && strings.HasSuffix(c.Body, "<hr>") {
		c.Body = strings.TrimSuffix(c.Body, "<hr>")
		m.SceneBreaks--
	}
}

var fnRef = regexp.MustCompile(`href="#fn(\d+)"`)

// partNotes gives each part the footnotes to which it refers, and those to
// which these refer. One without any mark stays behind the note before it.
func partNotes(parts []Chapter, list string) {
	if list == "" {
		return
	}
	home := make(map[string]int) // the part of each number
	for i := range parts {
		for _, ref := range fnRef.FindAllStringSubmatch(parts[i].Body, -1) {
			if _, known := home[ref[1]]; !known {
				home[ref[1]] = i
			}
		}
	}
	items := noteItems(list)
	for range items { // a note in a note in a note; ends as soon as nothing is new
		known := len(home)
		for _, it := range items {
			if at, ok := home[it.number]; ok {
				for _, ref := range fnRef.FindAllStringSubmatch(it.markup, -1) {
					if _, known := home[ref[1]]; !known {
						home[ref[1]] = at
					}
				}
			}
		}
		if len(home) == known {
			break
		}
	}
	lists := make([]strings.Builder, len(parts))
	at := 0
	for _, it := range items {
		if i, ok := home[it.number]; ok {
			at = i
		}
		lists[at].WriteString(it.markup)
	}
	for i := range parts {
		if lists[i].Len() > 0 {
			parts[i].Body += footList + lists[i].String() + "</ol>"
		}
	}
}

// footItem is one footnote of a list.
type footItem struct{ number, markup string }

// noteItems cuts a list of footnotes into its items; what is none of them goes
// with the one before it.
func noteItems(list string) []footItem {
	var items []footItem
	at := noteItem.FindAllStringSubmatchIndex(list, -1)
	if len(at) == 0 {
		return []footItem{{"", list}}
	}
	at[0][0] = 0
	for i, m := range at {
		end := len(list)
		if i+1 < len(at) {
			end = at[i+1][0]
		}
		items = append(items, footItem{list[m[2]:m[3]], list[m[0]:end]})
	}
	return items
}

// topBlocks gives where each top-level element of markup begins. Words between
// two elements are a block too.
func topBlocks(markup string) []int {
	var starts []int
	z := html.NewTokenizer(strings.NewReader(markup))
	depth, at, loose := 0, 0, false
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return starts
		}
		size := len(z.Raw())
		switch kind {
		case html.StartTagToken, html.SelfClosingTagToken:
			name, _ := z.TagName()
			if depth == 0 && !(loose && isFormatting(string(name))) {
				starts = append(starts, at)
				loose = isFormatting(string(name))
			}
			if kind == html.StartTagToken && !isVoid(string(name)) {
				depth++
			}
		case html.EndTagToken:
			depth = max(0, depth-1)
		case html.TextToken:
			if depth == 0 && !loose && strings.TrimSpace(string(z.Raw())) != "" {
				starts = append(starts, at)
				loose = true
			}
		}
		at += size
	}
}
