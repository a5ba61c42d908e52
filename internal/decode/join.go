package decode

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Join lays chapters to the one before them where a cut parted too much.
// numbers are the chapters', counted from 1. The title of one that is joined
// stays as a heading in the text; its footnotes count on.
func (m *Manuscript) Join(numbers []int) {
	var out []Chapter
	for i, c := range m.Chapters {
		if len(out) == 0 || !slices.Contains(numbers, i+1) {
			out = append(out, c)
			continue
		}
		out[len(out)-1].append(c)
	}
	m.Chapters = out
}

// append lays c to the end of a chapter.
func (c *Chapter) append(next Chapter) {
	text, notes := cutNotes(c.Body)
	more, moreNotes := cutNotes(next.Body)
	shift := strings.Count(notes, `<li class="fn"`)
	more, moreNotes = renumber(more, shift), renumber(moreNotes, shift)
	if next.Title != "" {
		text += "<h3>" + escape(next.Title) + "</h3>"
	}
	c.Body = text + next.NotesBefore + more
	if notes += moreNotes; notes != "" {
		c.Body += `<ol class="footnotes">` + notes + "</ol>"
	}
	c.Summary += next.Summary
	c.NotesAfter += next.NotesAfter
}

// cutNotes parts a body from the items of the list of footnotes at its end.
func cutNotes(body string) (text, notes string) {
	text, rest, ok := strings.Cut(body, `<ol class="footnotes">`)
	if !ok {
		return body, ""
	}
	return text, strings.TrimSuffix(rest, "</ol>")
}

var noteNumber = regexp.MustCompile(`(<a class="fnref" href="#fn)(\d+)(">)(\d*)|(<li class="fn" value=")(\d+)`)

// renumber adds shift to the numbers of footnotes, and to the marks that show them.
func renumber(markup string, shift int) string {
	if shift == 0 {
		return markup
	}
	return noteNumber.ReplaceAllStringFunc(markup, func(s string) string {
		m := noteNumber.FindStringSubmatch(s)
		if m[5] != "" {
			return m[5] + strconv.Itoa(atoi(m[6])+shift)
		}
		label := m[4]
		if label == m[2] {
			label = strconv.Itoa(atoi(label) + shift)
		}
		return m[1] + strconv.Itoa(atoi(m[2])+shift) + m[3] + label
	})
}
