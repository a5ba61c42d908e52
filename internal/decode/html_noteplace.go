package decode

import (
	"regexp"
	"strconv"
	"strings"
)

var noteRef = regexp.MustCompile(`<a class="fnref" href="` + notePrefix + `(\d+)">`)

// placeNotes puts each note at the end of the chapter, or of the note or
// summary, that refers to it, and numbers the references. A note that nothing
// refers to any more stands at the end of the last chapter.
func placeNotes(m *Manuscript, notes []sourceNote) {
	if len(notes) == 0 {
		return
	}
	placed := make([]bool, len(notes))
	for _, field := range markupFields(m) {
		*field = placeIn(*field, notes, placed)
	}
	var lost []int
	for k := range notes {
		if notes[k].found && !placed[k] {
			lost = append(lost, k)
		}
	}
	if len(lost) > 0 && len(m.Chapters) > 0 {
		body := &m.Chapters[len(m.Chapters)-1].Body
		*body = appendNotes(*body, notes, lost, numberNotes(*body, notes, lost))
	}
}

// markupFields are a manuscript's fields of HTML, in reading order.
func markupFields(m *Manuscript) []*string {
	fields := []*string{&m.Summary, &m.NotesBefore}
	for i := range m.Chapters {
		c := &m.Chapters[i]
		fields = append(fields, &c.Summary, &c.NotesBefore, &c.Body, &c.NotesAfter)
	}
	return append(fields, &m.NotesAfter)
}

// placeIn numbers the references in one field and adds their notes, with those
// that the notes themselves refer to.
func placeIn(field string, notes []sourceNote, placed []bool) string {
	if !strings.Contains(field, notePrefix) {
		return field
	}
	var here []int
	seen := map[int]bool{}
	collect := func(markup string) {
		for _, ref := range noteRef.FindAllStringSubmatch(markup, -1) {
			if k, err := strconv.Atoi(ref[1]); err == nil && k < len(notes) && notes[k].found && !seen[k] {
				seen[k], placed[k] = true, true
				here = append(here, k)
			}
		}
	}
	collect(field)
	for i := 0; i < len(here); i++ {
		collect(notes[here[i]].html)
	}
	return appendNotes(field, notes, here, numberNotes(field, notes, here))
}

// numberNotes gives notes the numbers that their source shows, if those are
// numbers and differ, and otherwise counts them on from what is there.
func numberNotes(field string, notes []sourceNote, here []int) map[int]int {
	numbers, used := map[int]int{}, map[int]bool{}
	own := !strings.Contains(field, `class="fn"`)
	for _, k := range here {
		n, err := strconv.Atoi(notes[k].label)
		own = own && err == nil && n > 0 && n < 100_000 && !used[n]
		used[n] = true
		numbers[k] = n
	}
	if own {
		return numbers
	}
	first := strings.Count(field, `class="fn"`) + 1
	for i, k := range here {
		numbers[k] = first + i
	}
	return numbers
}

// appendNotes writes the final form of references and notes.
func appendNotes(field string, notes []sourceNote, here []int, numbers map[int]int) string {
	field = numberRefs(field, notes, numbers)
	var sb strings.Builder
	for _, k := range here {
		sb.WriteString(`<li class="fn" value="` + strconv.Itoa(numbers[k]) + `">`)
		sb.WriteString(numberRefs(notes[k].html, notes, numbers))
		sb.WriteString("</li>")
	}
	if i := strings.LastIndex(field, "</ol>"); i >= 0 && strings.Contains(field, `<ol class="footnotes">`) && strings.TrimSpace(field[i+5:]) == "" {
		return field[:i] + sb.String() + field[i:]
	}
	return field + "\n" + `<ol class="footnotes">` + sb.String() + "</ol>"
}

var noteRefWhole = regexp.MustCompile(`<a class="fnref" href="` + notePrefix + `(\d+)">([^<]*)</a>`)

// numberRefs writes references as links to their notes. One whose note was not
// found stays as the mark it was.
func numberRefs(markup string, notes []sourceNote, numbers map[int]int) string {
	return noteRefWhole.ReplaceAllStringFunc(markup, func(ref string) string {
		m := noteRefWhole.FindStringSubmatch(ref)
		k, err := strconv.Atoi(m[1])
		n, ok := numbers[k]
		if err != nil || !ok {
			return m[2]
		}
		num := strconv.Itoa(n)
		return `<a class="fnref" href="#fn` + num + `">` + num + `</a>`
	})
}
