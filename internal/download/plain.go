package download

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/work"
)

// text writes plain text with the header labels that archives of stories have
// always used, so that people and programs can read it in fifty years.
func (e *edition) text(out io.Writer) error {
	b, w := bufio.NewWriter(out), e.w
	line := func(label, value string) {
		if value != "" {
			fmt.Fprintf(b, "%s: %s\n", label, value)
		}
	}
	line("Title", w.Title)
	line("Author", strings.Join(e.byline(), " & "))
	for _, r := range e.head() {
		line(r.label, strings.Join(r.values, ", "))
	}
	for _, c := range w.Credits {
		line(creditLabel(c.Role), creditText(c))
	}
	for _, g := range w.Gifts {
		line("Dedication", g.Name)
	}
	for _, r := range w.Requests {
		line("Request", r.Words)
	}
	line("URL", e.address())
	noted(b, "Summary", w.Summary, plainText)
	noted(b, "Author's Notes", w.NotesBefore, plainText)
	b.WriteByte('\n')
	for t, err := range e.texts() {
		if err != nil {
			return err
		}
		if !e.single() {
			fmt.Fprintf(b, "\n\n%s\n", t.heading())
		}
		noted(b, "Summary", t.Summary, plainText)
		noted(b, "Author's Notes", t.NotesBefore, plainText)
		fmt.Fprintf(b, "\n%s\n", written(t.html, plainText))
		noted(b, "Author's Notes", t.NotesAfter, plainText)
	}
	if w.Complete {
		b.WriteString("\nTHE END\n")
	}
	noted(b, "Author's Notes", w.NotesAfter, plainText)
	return b.Flush()
}

// head is the list of facts with the labels of text files.
func (e *edition) head() []row {
	w := e.w
	rows := []row{{"Rating", []string{string(w.Rating)}}}
	for _, k := range []struct {
		label string
		kind  tag.Type
	}{{"Fandom", tag.Fandom}, {"Pairing", tag.Relationship}, {"Characters", tag.Character}, {"Warnings", tag.Warning},
		{"Category", tag.Category}, {"Tags", tag.Freeform}} {
		var names []string
		for _, t := range w.TagsOf(k.kind) {
			names = append(names, t.Name)
		}
		if len(names) > 0 {
			rows = append(rows, row{k.label, names})
		}
	}
	rows = append(rows, row{"Language", []string{work.LanguageName(w.Language)}})
	for _, p := range w.Series {
		rows = append(rows, row{"Series", []string{fmt.Sprintf("%s, Part %d", p.Title, p.Position)}})
	}
	status := "In progress"
	if w.Complete {
		status = "Complete"
	}
	rows = append(rows, row{"Status", []string{status}})
	if !w.PostedAt.IsZero() {
		rows = append(rows, row{"Date", []string{say.ISODate(w.PostedAt)}})
	}
	return append(rows, row{"Words", []string{say.Number(context.Background(), w.Words)}})
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
	fmt.Fprintf(b, "\n%s: %s\n", label, text)
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
