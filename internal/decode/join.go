package decode

import (
	"regexp"
	"strconv"
	"strings"
)

// Join lays chapters to the one before them where a cut parted too much.
// numbers are the chapters', counted from 1. The title of one that is joined
// stays as a heading in the text, and its notes before the text stay before it;
// its footnotes count on where their numbers would come twice.
func (m *Manuscript) Join(numbers []int) {
	joined := make([]bool, len(m.Chapters)+1)
	for _, n := range numbers {
		if n > 0 && n < len(joined) {
			joined[n] = true
		}
	}
	var out []Chapter
	for from := 0; from < len(m.Chapters); {
		to := from + 1
		for to < len(m.Chapters) && joined[to+1] {
			to++
		}
		out = append(out, joinedChapters(m.Chapters[from:to]))
		from = to
	}
	m.Chapters = out
}

// joinedChapters makes one chapter of several.
func joinedChapters(parts []Chapter) Chapter {
	c := parts[0]
	if len(parts) == 1 {
		return c
	}
	var text, notes, summary, after strings.Builder
	last := 0 // the highest number of a note so far
	loose := false
	for i, p := range parts {
		body, list := cutNotes(p.Body)
		first, highest := noteSpan(list)
		if shift := last; list != "" && first <= last {
			body, list = renumber(body, shift), renumber(list, shift)
			highest += shift
		}
		last = max(last, highest)
		if i > 0 {
			if p.Title != "" {
				text.WriteString("<h3>" + escape(p.Title) + "</h3>")
			}
			body = p.NotesBefore + body
		}
		if loose {
			text.WriteByte('\n') // words outside all elements stay apart
		}
		text.WriteString(body)
		loose = body != "" && !strings.HasSuffix(body, ">") || loose && body == ""
		notes.WriteString(list)
		summary.WriteString(p.Summary)
		after.WriteString(p.NotesAfter)
	}
	if notes.Len() > 0 {
		text.WriteString(footList + notes.String() + "</ol>")
	}
	c.Body, c.Summary, c.NotesAfter = text.String(), summary.String(), after.String()
	return c
}

// footList opens the list of footnotes that closes a body.
const footList = `<ol class="footnotes">`

// cutNotes parts a body from the items of the list of footnotes at its end.
func cutNotes(body string) (text, notes string) {
	at := strings.LastIndex(body, footList)
	if at < 0 || !strings.HasSuffix(body, "</ol>") {
		return body, ""
	}
	return body[:at], body[at+len(footList) : len(body)-len("</ol>")]
}

var (
	noteNumber = regexp.MustCompile(`(<a class="fnref" href="#fn)(\d+)(">[\[(*]?)(\d*)|(<li class="fn" value=")(\d+)`)
	noteItem   = regexp.MustCompile(`<li class="fn" value="(\d+)"`)
)

// noteSpan is the lowest and the highest number in a list of footnotes.
func noteSpan(list string) (first, last int) {
	for _, m := range noteItem.FindAllStringSubmatch(list, -1) {
		n := atoi(m[1])
		if first == 0 || n < first {
			first = n
		}
		last = max(last, n)
	}
	return first, last
}

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
