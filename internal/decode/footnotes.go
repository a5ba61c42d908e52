package decode

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// footnote is a note of the text that a mark in it points to.
type footnote struct {
	n    int
	mark string // as the text has it: "[1]", "(1)", "*1"
	html string
}

var footnoteStart = regexp.MustCompile(`^(\[(\d{1,2})\]|\((\d{1,2})\)|\*(\d{1,2}))[\s.:)–-]*\S`)

// starNote begins a note that stars point to: "** Nor did anybody else."
var starNote = regexp.MustCompile(`^(\*{1,4})\s*[^*\s]`)

// readFootnotes takes the list of footnotes at the end of blocks [from, to):
// numbered from 1 upwards, each with its mark in the text above.
func (s *scribe) readFootnotes(from, to int) []footnote {
	first := -1
	for i := to - 1; i > from && i >= to-2*tailBlocks; i-- {
		if s.role[i] != roleText || s.blocks[i].Kind == Raw {
			continue
		}
		n, mark := footnoteNumber(s.blocks[i].Text)
		if n == 1 && mark != "*" {
			first = i
			break
		}
		if n == 1 && (first < 0 || i == first-1) {
			first = i // stars, unless numbers stand above them
		}
	}
	if first < 0 {
		return nil
	}
	var feet []footnote
	var taken []int
	for i := first; i < to && s.role[i] == roleText; i++ {
		lines := linesOf(s.blocks[i])
		for k, l := range lines {
			n, mark := footnoteNumber(l.text)
			if n == kindred(feet, mark)+1 && s.marked(from, first, mark) {
				feet = append(feet, footnote{len(feet) + 1, mark, l.after(len(mark)).html})
			} else if len(feet) > 0 && k > 0 {
				feet[len(feet)-1].html += "<br>" + l.html
			} else {
				return s.takeFeet(feet, taken)
			}
		}
		taken = append(taken, i)
	}
	return s.takeFeet(feet, taken)
}

// kindred counts the notes whose marks are of the same kind: stars and numbers
// are counted by themselves.
func kindred(feet []footnote, mark string) int {
	n := 0
	for _, f := range feet {
		if (strings.Trim(f.mark, "*") == "") == (strings.Trim(mark, "*") == "") {
			n++
		}
	}
	return n
}

func (s *scribe) takeFeet(feet []footnote, taken []int) []footnote {
	if len(taken) == 0 {
		return nil
	}
	for _, i := range taken {
		s.role[i] = roleGone
	}
	for i := range feet {
		s.drop(feet[i].mark, "footnote number")
		feet[i].html = strings.TrimLeft(feet[i].html, " .:)–-")
	}
	if label := taken[0] - 1; label > 0 && s.role[label] == roleText {
		if info, ok := bareLabel(s.blocks[label].Text); ok && info.field == fieldGlossary || footnotesHead(s.blocks[label].Text) {
			s.gone(label, "label")
		}
	}
	return feet
}

func footnotesHead(t string) bool {
	switch strings.ToLower(strings.Trim(t, " :*_~-")) {
	case "footnotes", "footnote", "fußnoten", "notes", "translations":
		return true
	}
	return false
}

func footnoteNumber(t string) (int, string) {
	m := footnoteStart.FindStringSubmatch(strings.TrimSpace(t))
	if m == nil {
		if m := starNote.FindStringSubmatch(strings.TrimSpace(t)); m != nil {
			return len(m[1]), m[1]
		}
		return 0, ""
	}
	return atoi(m[2] + m[3] + m[4]), m[1]
}

// marked says whether the mark stands in the text, behind a word.
func (s *scribe) marked(from, to int, mark string) bool {
	for i := from; i < to; i++ {
		if at, _ := markAt(s.blocks[i].Text, mark); at > 0 {
			return true
		}
	}
	return false
}

// markAt gives where a mark stands in a text, and how long it is there; stars
// only right behind a word. It gives -1 when it is not there.
func markAt(t, mark string) (at, size int) {
	if strings.Trim(mark, "*") != "" {
		return strings.Index(t, mark), len(mark)
	}
	for from := 0; ; {
		at := strings.IndexByte(t[from:], '*')
		if at < 0 {
			return -1, 0
		}
		at += from
		n := len(t[at:]) - len(strings.TrimLeft(t[at:], "*"))
		before, _ := utf8.DecodeLastRuneInString(t[:at])
		after, _ := utf8.DecodeRuneInString(t[at+n:])
		if n == len(mark) && (unicode.IsLetter(before) || strings.ContainsRune(".,!?;:\"”’", before) && at > 0) && !unicode.IsLetter(after) {
			return at, n
		}
		from = at + n
	}
}

// withFeet links the first mark of each footnote in a body to the list that
// closes it.
func withFeet(body string, feet []footnote) string {
	if len(feet) == 0 {
		return body
	}
	var list strings.Builder
	list.WriteString(`<ol class="footnotes">`)
	for _, f := range feet {
		if at, size := markAt(body, f.mark); at >= 0 {
			ref := fmt.Sprintf(`<a class="fnref" href="#fn%d">%d</a>`, f.n, f.n)
			if before, _ := utf8.DecodeLastRuneInString(body[:at]); isWordRune(before) {
				// A bare number would run together with the word before it.
				ref = fmt.Sprintf(`<a class="fnref" href="#fn%d">%s</a>`, f.n, f.mark)
			}
			body = body[:at] + ref + body[at+size:]
		}
		fmt.Fprintf(&list, `<li class="fn" value="%d">%s</li>`, f.n, f.html)
	}
	list.WriteString("</ol>")
	return body + list.String()
}
