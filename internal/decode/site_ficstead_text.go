package decode

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// ficsteadCount is the end of the line in our plain texts that says how many
// words were counted; it is their mark.
const ficsteadCount = " (counted by Ficstead)"

// ownTextRule parts the text of a chapter from what its author says of it.
const ownTextRule = "--------"

// ficsteadText reads our own downloads as plain text. Their header is a label and
// a value in each line; chapters, and the end, have a line of "=" under them.
func ficsteadText(text string) *toldWork {
	head, rest, ok := strings.Cut(strings.TrimPrefix(text, "\ufeff"), "\n\n")
	if !ok || !strings.HasPrefix(head, "Title: ") || !strings.HasSuffix(head, ficsteadCount) {
		return nil
	}
	t := &toldWork{verbatim: true, declared: Manuscript{Maker: ficsteadMaker}}
	for line := range strings.SplitSeq(head, "\n") {
		if label, value, ok := strings.Cut(line, ": "); ok {
			ownTextFact(label, value, t)
		}
	}
	parts := ownTextParts(rest)
	front := parts[0]
	if len(parts) < 2 { // its end is gone
		return nil
	}
	end, chapters := parts[len(parts)-1], parts[1:len(parts)-1]
	m := &t.declared
	if len(chapters) == 0 {
		m.Chapters = []Chapter{front.chapter(KindChapter, "")}
	}
	for _, p := range chapters {
		kind, title := ownTextHead(p.head)
		m.Chapters = append(m.Chapters, p.chapter(kind, title))
	}
	m.Summary, m.NotesBefore = front.note("Summary"), front.note("Notes")
	m.NotesAfter = end.note("Notes")
	return t
}

// ownTextFact takes one line of the header.
func ownTextFact(label, value string, t *toldWork) {
	m := &t.declared
	switch label {
	case "Title":
		m.Title = value
	case "Author":
		for _, name := range ownList(value) {
			if name != "Anonymous" {
				m.Authors = append(m.Authors, name)
			}
		}
	case "Language":
		if i := strings.LastIndexByte(value, '('); i >= 0 {
			m.Language = languageTag(strings.TrimSuffix(value[i+1:], ")"))
		}
	case "Series":
		if i := strings.LastIndex(value, ", Part "); i >= 0 {
			ownPart(m, value[:i], atoi(value[i+len(", Part "):]))
		}
	case "Status":
		m.Status = StatusInProgress
		if value == "Complete" {
			m.Status = StatusComplete
		}
	case "Chapters":
		posted, total, _ := strings.Cut(value, "/")
		t.posted, m.ChapterTotal = atoi(posted), atoi(total)
	case "Date":
		m.Published, _, _ = parseDate(value)
	case "Updated":
		m.Updated, _, _ = parseDate(value)
	case "URL":
		m.SourceURL = value
	case "First posted":
		m.SourceURL = value
	case "Dedication":
		m.Dedicated = append(m.Dedicated, value)
	case "Request":
		m.Requests = append(m.Requests, value)
	case "Rating":
		m.Rating = Rating(value)
	default:
		if _, ok := ownTypes[label]; ok {
			ownFact(label, ownList(value), t)
			return
		}
		ownCredit(label, value, "", m)
	}
}

// ownList parts names at commas, which no name may have.
func ownList(value string) []string {
	return strings.Split(value, ", ")
}

// ownTextPart is what stands under one head, or before the first.
type ownTextPart struct {
	head  string
	lines []string
}

// ownTextParts parts a text at the lines that are underlined. There is always
// one before the first.
func ownTextParts(text string) []ownTextPart {
	parts := []ownTextPart{{}}
	for line := range strings.SplitSeq(text, "\n") {
		p := &parts[len(parts)-1]
		if n := len(p.lines); n > 0 && len(line) >= 3 && strings.Trim(line, "=") == "" && len(line) == max(3, utf8.RuneCountInString(p.lines[n-1])) {
			head := p.lines[n-1]
			p.lines = p.lines[:n-1]
			parts = append(parts, ownTextPart{head: head})
			continue
		}
		p.lines = append(p.lines, line)
	}
	return parts
}

var ownTextHeads = regexp.MustCompile(`^(Chapter \d+|Prologue|Interlude|Epilogue|Side story|Notice)(?:: (.*))?$`)

// ownTextHead reads "Chapter 3: Tide".
func ownTextHead(head string) (ChapterKind, string) {
	m := ownTextHeads.FindStringSubmatch(head)
	if m == nil {
		return KindChapter, head
	}
	return ownKind(strings.ReplaceAll(strings.ToLower(m[1]), " ", "_")), m[2]
}

// ownTextLabel tells the lines that say what the words below are.
func ownTextLabel(line string) bool {
	switch line {
	case "Summary:", "Notes:", "Chapter summary:", "Chapter notes:":
		return true
	}
	return false
}

// section gives the lines of one section between the rules: under a label, or,
// with "", those that have none. stretch is 0 before the first rule.
func (p ownTextPart) section(label string, stretch int) []string {
	var out []string
	rules, here := 0, ""
	for _, line := range p.lines {
		switch {
		case line == ownTextRule:
			rules++
			here = ""
		case ownTextLabel(line):
			here = strings.TrimSuffix(line, ":")
		case here == label && rules == stretch:
			out = append(out, line)
		}
	}
	return out
}

// note is the markup of a section before the text.
func (p ownTextPart) note(label string) string { return ownTextMarkup(p.section(label, 0)) }

// chapter reads a chapter: what is said of it, a rule unless nothing is, its
// text, and behind another rule what is said at its end.
func (p ownTextPart) chapter(kind ChapterKind, title string) Chapter {
	c := Chapter{Kind: kind, Title: title, Summary: p.note("Chapter summary"), NotesBefore: p.note("Chapter notes")}
	text := 0
	if c.Summary+c.NotesBefore != "" || p.head == "" {
		text = 1
	}
	c.Body = ownTextMarkup(p.section("", text))
	c.NotesAfter = ownTextMarkup(p.section("Chapter notes", text+1))
	return c
}
