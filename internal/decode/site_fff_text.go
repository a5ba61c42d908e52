package decode

import (
	"regexp"
	"slices"
	"strings"
)

// fanFicFareText reads FanFicFare's plain text: title and author, a line for
// each fact, contents, the chapters each under a title that a tab indents, and
// "End file." It gives nil for a text of anyone else.
func fanFicFareText(text string) *toldWork {
	body := strings.TrimRight(text, " \t\r\n")
	body, ok := strings.CutSuffix(body, "\nEnd file.")
	if !ok {
		return nil
	}
	lines := strings.Split(body, "\n")
	r := &fffText{lines: lines}
	if !r.head() {
		return nil
	}
	heads := r.heads()
	if len(heads) == 0 {
		return nil
	}
	t := &r.t
	if at := r.next; strings.TrimSpace(strings.Join(lines[at:heads[0].line], "")) != "" && len(r.contents) == 0 {
		return nil // words that are no fact and no chapter
	}
	for i, h := range heads {
		end := len(lines)
		if i+1 < len(heads) {
			end = heads[i+1].line
		}
		c := toldChapter{title: h.title, text: unescapeMarkdown(strings.Join(lines[h.line+1:end], "\n"))}
		t.chapters = append(t.chapters, c)
	}
	settleTitles(t.chapters)
	workNotes(t)
	t.declared.Maker = "FanFicFare"
	t.declared.Dropped = append(t.declared.Dropped, Dropped{Text: oneLine(strings.Join(lines[:heads[0].line], " ")) + r.said(heads) + " End file.", Reason: "the program's own words round the work"})
	return t
}

// fffText is such a text while it is read.
type fffText struct {
	t        toldWork
	lines    []string
	next     int // the first line that was not read yet
	contents []string
}

// fffHead is the line with a chapter's title.
type fffHead struct {
	line  int
	title string
}

const (
	factMax  = 20_000 // bytes of one value
	maxFacts = 200
)

// factLine is a line with a fact: "Rating: T".
var factLine = regexp.MustCompile(`^(\p{L}[\p{L}' ]{1,24}):\s?(.*)$`)

// head reads title, author, facts and contents; false when too little of them
// is there.
func (r *fffText) head() bool {
	title, ok := r.full()
	if !ok {
		return false
	}
	by, ok := r.full()
	name, isBy := strings.CutPrefix(by, "by ")
	if !ok || !isBy {
		return false
	}
	m := &r.t.declared
	m.Title, m.Authors = plainFact(title), slices.DeleteFunc(cutFactList(plainFact(name)), func(n string) bool { return strings.EqualFold(n, "Anonymous") })
	sheet := r.facts()
	if len(sheet) < 3 {
		return false
	}
	r.summary(sheet)
	sheet.into(&r.t)
	r.t.posted = chapterCount(sheet.get("chapters", "parts"))
	r.t.known = false
	r.readContents()
	return true
}

// full gives the next line that has words.
func (r *fffText) full() (string, bool) {
	for ; r.next < len(r.lines); r.next++ {
		if s := strings.TrimSpace(r.lines[r.next]); s != "" {
			r.next++
			return s, true
		}
	}
	return "", false
}

// facts reads the lines with labels; a value may run on over more lines.
func (r *fffText) facts() factSheet {
	var sheet factSheet
	for ; r.next < len(r.lines); r.next++ {
		raw := r.lines[r.next]
		line := strings.TrimSpace(raw)
		if line == "TABLE OF CONTENTS" || strings.HasPrefix(raw, "\t") {
			break
		}
		if m := factLine.FindStringSubmatch(line); m != nil {
			if label, known := factLabel(m[1]); known || len(sheet) > 0 && sheet[len(sheet)-1].label != "summary" {
				sheet = append(sheet, fact{label: label, text: plainFact(m[2])})
				continue
			}
		}
		switch n := len(sheet); {
		case n > 0 && len(sheet[n-1].text) > factMax || n > maxFacts:
			return nil // prose
		case line == "" && n > 0 && sheet[n-1].label == "summary" && sheet[n-1].text != "":
			sheet[n-1].text += "\n\n"
		case line != "" && n > 0:
			sheet[n-1].text = strings.TrimLeft(sheet[n-1].text+" "+line, " ")
		case line != "":
			return nil
		}
	}
	return sheet
}

// summary gives the summary its paragraphs.
func (r *fffText) summary(sheet factSheet) {
	for _, f := range sheet {
		if f.label != "summary" && f.label != "description" {
			continue
		}
		for p := range strings.SplitSeq(f.text, "\n\n") {
			if p = oneLine(p); hasWord(p) {
				r.t.declared.Summary += "<p>" + escape(p) + "</p>"
			}
		}
	}
}

// readContents reads the list of chapters.
func (r *fffText) readContents() {
	if r.next >= len(r.lines) || strings.TrimSpace(r.lines[r.next]) != "TABLE OF CONTENTS" {
		return
	}
	for r.next++; r.next < len(r.lines); r.next++ {
		if strings.HasPrefix(r.lines[r.next], "\t") {
			return
		}
		if s := strings.TrimSpace(r.lines[r.next]); s != "" {
			r.contents = append(r.contents, s)
		}
	}
}

// heads finds the titles of the chapters: indented by a tab, with blank lines
// round them, and those of the contents in their order where there are any.
func (r *fffText) heads() []fffHead {
	var out []fffHead
	for i := r.next; i < len(r.lines); i++ {
		raw := r.lines[i]
		title := strings.TrimSpace(raw)
		if !strings.HasPrefix(raw, "\t") || title == "" || len(title) > 300 {
			continue
		}
		switch n := len(out); {
		case len(r.contents) > 0 && n < len(r.contents) && sameLine(title, r.contents[n]):
		case len(r.contents) == 0 && n == 0:
		default:
			continue
		}
		out = append(out, fffHead{i, fffNew.ReplaceAllString(plainFact(title), "")})
	}
	if len(r.contents) > 0 && len(out) != len(r.contents) {
		return nil
	}
	return out
}

func sameLine(a, b string) bool { return oneLine(a) == oneLine(b) }

// said gives the heads as they stood, for the report.
func (r *fffText) said(heads []fffHead) string {
	var sb strings.Builder
	for _, h := range heads {
		sb.WriteString(" · " + strings.TrimSpace(r.lines[h.line]))
	}
	return sb.String()
}

var markdownEscape = regexp.MustCompile("\\\\([\\\\`*_{}\\[\\]()#+.!>-])")

// unescapeMarkdown takes out the backslashes that the program puts before marks
// which the author had typed.
func unescapeMarkdown(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	return markdownEscape.ReplaceAllString(s, "$1")
}
