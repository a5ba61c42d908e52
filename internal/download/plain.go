package download

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/work"
)

// text writes plain text with the header labels that archives of stories have
// always used, so that people and programs can read it in fifty years. What is
// written can be read again to the letter: chapters and the end have a line of
// "=" under them, a line of "-" parts the text from notes, and a backslash stands
// before a sign that is the author's own where it could be taken for one of ours.
func (e *edition) text(out io.Writer) error {
	b, w := bufio.NewWriter(out), e.w
	e.header(b)
	noted(b, "Summary", w.Summary, plainText)
	noted(b, "Notes", w.NotesBefore, plainText)
	for t, err := range e.texts() {
		if err != nil {
			return err
		}
		if !e.single() {
			headed(b, t.plainHeading())
		}
		noted(b, "Chapter summary", t.Summary, plainText)
		noted(b, "Chapter notes", t.NotesBefore, plainText)
		if e.single() || t.Summary+t.NotesBefore != "" {
			b.WriteString("\n" + textRule + "\n")
		}
		fmt.Fprintf(b, "\n%s\n", written(t.html, plainText))
		if t.NotesAfter != "" {
			b.WriteString("\n" + textRule + "\n")
			noted(b, "Chapter notes", t.NotesAfter, plainText)
		}
	}
	end := "TO BE CONTINUED"
	if w.Complete {
		end = "THE END"
	}
	headed(b, end)
	noted(b, "Notes", w.NotesAfter, plainText)
	return b.Flush()
}

// textRule parts the text of a chapter from what its author says of it.
const textRule = "--------"

// headed writes a line with a line under it.
func headed(b *bufio.Writer, head string) {
	fmt.Fprintf(b, "\n\n%s\n%s\n", head, strings.Repeat("=", max(3, utf8.RuneCountInString(head))))
}

// plainHeading is a heading whose label is English, as all labels of a text are.
func (t text) plainHeading() string {
	name := strings.ToUpper(string(t.Kind[:1])) + strings.ReplaceAll(string(t.Kind[1:]), "_", " ")
	if t.Kind == work.PlainChapter {
		name = fmt.Sprintf("Chapter %d", t.n)
	}
	return strings.TrimSuffix(name+": "+oneLine(t.Title), ": ")
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// header writes the facts about the work, one in a line.
func (e *edition) header(b *bufio.Writer) {
	w := e.w
	line := func(label, value string) {
		if value = oneLine(value); value != "" {
			fmt.Fprintf(b, "%s: %s\n", label, value)
		}
	}
	line("Title", w.Title)
	line("Author", strings.Join(e.byline(), ", "))
	for _, r := range e.head() {
		line(r.label, r.text)
	}
	for _, c := range w.Credits {
		line(textCreditLabel(c.Role), creditText(c))
	}
	for _, g := range w.Gifts {
		line("Dedication", g.Name)
	}
	for _, r := range w.Requests {
		line("Request", r.Words)
	}
	line("URL", e.address())
	line("First posted", w.SourceURL)
	line("Words", say.Number(context.Background(), w.Words)+" (counted by "+generator+")")
}

// textCreditLabel is creditLabel where "Characters" is already said of the tags.
func textCreditLabel(r work.Role) string {
	switch r {
	case work.RoleCharacters, work.RoleWorld:
		return creditLabel(r) + " by"
	}
	return creditLabel(r)
}

// fact is one line of the header.
type fact struct{ label, text string }

// head is the list of facts with the labels of text files.
func (e *edition) head() []fact {
	w := e.w
	facts := []fact{{"Rating", string(w.Rating)}}
	for _, k := range []struct {
		label string
		kind  tag.Type
	}{{"Fandom", tag.Fandom}, {"Pairing", tag.Relationship}, {"Characters", tag.Character}, {"Warnings", tag.Warning},
		{"Category", tag.Category}, {"Tags", tag.Freeform}} {
		var names []string
		for _, t := range w.TagsOf(k.kind) {
			names = append(names, t.Name)
		}
		facts = append(facts, fact{k.label, strings.Join(names, ", ")})
	}
	facts = append(facts, fact{"Language", work.LanguageName(w.Language) + " (" + w.Language + ")"})
	for _, p := range w.Series {
		facts = append(facts, fact{"Series", fmt.Sprintf("%s, Part %d", p.Title, p.Position)})
	}
	status := "In progress"
	if w.Complete {
		status = "Complete"
	}
	facts = append(facts, fact{"Status", status}, fact{"Chapters", w.ChaptersOf()})
	if !w.PostedAt.IsZero() {
		facts = append(facts, fact{"Date", say.ISODate(w.PostedAt)})
	}
	if !w.RevisedAt.IsZero() {
		facts = append(facts, fact{"Updated", say.ISODate(w.RevisedAt)})
	}
	return facts
}

// markdown writes Markdown with a front matter of key and value.
func (e *edition) markdown(out io.Writer) error {
	b, w := bufio.NewWriter(out), e.w
	b.WriteString("---\n")
	fmt.Fprintf(b, "title: %s\n", quoted(w.Title))
	list(b, "authors", e.byline())
	for _, k := range []struct {
		key  string
		kind tag.Type
	}{{"fandoms", tag.Fandom}, {"relationships", tag.Relationship}, {"characters", tag.Character}, {"warnings", tag.Warning},
		{"categories", tag.Category}, {"tags", tag.Freeform}} {
		var names []string
		for _, t := range w.TagsOf(k.kind) {
			names = append(names, t.Name)
		}
		list(b, k.key, names)
	}
	fmt.Fprintf(b, "rating: %s\nlanguage: %s\n", w.Rating, w.Language)
	for _, p := range w.Series {
		fmt.Fprintf(b, "series: %s\npart: %d\n", quoted(p.Title), p.Position)
	}
	status := "in progress"
	if w.Complete {
		status = "complete"
	}
	fmt.Fprintf(b, "status: %s\n", status)
	if !w.PostedAt.IsZero() {
		fmt.Fprintf(b, "date: %s\n", say.ISODate(w.PostedAt))
	}
	var credits []string
	for _, c := range w.Credits {
		credits = append(credits, creditLabel(c.Role)+": "+creditText(c))
	}
	list(b, "credits", credits)
	b.WriteString("---\n\n")
	noted(b, "**Summary**", w.Summary, marked)
	noted(b, "**Notes**", w.NotesBefore, marked)
	for t, err := range e.texts() {
		if err != nil {
			return err
		}
		if !e.single() {
			fmt.Fprintf(b, "\n# %s\n", escapeMark(t.heading()))
		}
		noted(b, "**Summary**", t.Summary, marked)
		noted(b, "**Notes**", t.NotesBefore, marked)
		fmt.Fprintf(b, "\n%s\n", written(t.html, marked))
		noted(b, "**Notes**", t.NotesAfter, marked)
	}
	noted(b, "**Notes at the end**", w.NotesAfter, marked)
	return b.Flush()
}

// noted writes a note under its label.
func noted(b *bufio.Writer, label, html string, s style) {
	if html == "" {
		return
	}
	text := written(html, s)
	if s == marked {
		text = "> " + strings.ReplaceAll(text, "\n", "\n> ")
		fmt.Fprintf(b, "\n%s\n\n%s\n", label, text)
		return
	}
	fmt.Fprintf(b, "\n%s:\n\n%s\n", label, text)
}

func quoted(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", " ").Replace(s) + `"`
}

func list(b *bufio.Writer, key string, names []string) {
	if len(names) == 0 {
		return
	}
	fmt.Fprintf(b, "%s:\n", key)
	for _, n := range names {
		fmt.Fprintf(b, "  - %s\n", quoted(n))
	}
}
