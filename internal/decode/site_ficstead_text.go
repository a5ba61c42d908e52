package decode

import (
	"regexp"
	"slices"
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
		label, value, ok := strings.Cut(line, ": ")
		if !ok || !ownTextFact(label, value, t) {
			return nil // someone wrote in it; it is read as any text
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
	for _, p := range parts {
		if p.hasMore() {
			return nil
		}
	}
	return t
}

// ownTextFact takes one line of the header; false for one that is not ours.
func ownTextFact(label, value string, t *toldWork) bool {
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
			return true
		}
		if ownRoles[label] == "" {
			return label == "Words"
		}
		ownCredit(label, value, "", m)
	}
	return true
}

// ownList parts names at commas, which no name may have.
func ownList(value string) []string {
	return strings.Split(value, ", ")
}

// ownTextPart is what stands under one head, or before the first, by sections.
type ownTextPart struct {
	head     string
	sections map[ownSection][]string
}

// ownSection is a label, "" for none, and how many rules stand before it.
type ownSection struct {
	label string
	rules int
}

// ownTextParts parts a text at the lines that are underlined. There is always
// one part before the first.
func ownTextParts(text string) []ownTextPart {
	parts := []ownTextPart{{sections: map[ownSection][]string{}}}
	at := ownSection{}
	lines := strings.Split(text, "\n")
	for i := 0; i < len(lines); i++ {
		line, p := lines[i], parts[len(parts)-1]
		switch {
		case i+1 < len(lines) && line != "" && isUnderline(lines[i+1], line):
			parts = append(parts, ownTextPart{head: line, sections: map[ownSection][]string{}})
			at = ownSection{}
			i++
		case line == ownTextRule:
			at = ownSection{rules: at.rules + 1}
		case ownTextLabel(line):
			at.label = strings.TrimSuffix(line, ":")
		default:
			p.sections[at] = append(p.sections[at], line)
		}
	}
	return parts
}

// isUnderline tells a line of "=" as long as the head above it.
func isUnderline(line, head string) bool {
	return len(line) >= 3 && strings.Trim(line, "=") == "" && len(line) == max(3, utf8.RuneCountInString(head))
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

// take gives the markup of a section and takes it away.
func (p ownTextPart) take(label string, rules int) string {
	at := ownSection{label, rules}
	markup := ownTextMarkup(p.sections[at])
	delete(p.sections, at)
	return markup
}

// hasMore says whether there are words that nobody took.
func (p ownTextPart) hasMore() bool {
	for _, lines := range p.sections {
		if slices.ContainsFunc(lines, hasWord) {
			return true
		}
	}
	return false
}

// note is the markup of a section before the text.
func (p ownTextPart) note(label string) string { return p.take(label, 0) }

// chapter reads a chapter: what is said of it, a rule unless nothing is, its
// text, and behind another rule what is said at its end.
func (p ownTextPart) chapter(kind ChapterKind, title string) Chapter {
	c := Chapter{Kind: kind, Title: title, Summary: p.note("Chapter summary"), NotesBefore: p.note("Chapter notes")}
	text := 0
	if c.Summary+c.NotesBefore != "" || p.head == "" {
		text = 1
	}
	c.Body = p.take("", text)
	c.NotesAfter = p.take("Chapter notes", text+1)
	return c
}
