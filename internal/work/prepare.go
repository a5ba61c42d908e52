package work

import "github.com/ficstead/ficstead/internal/prose"

// Prepare cleans and counts everything in the draft. Create and Replace do it
// when nobody has; done before, it keeps their transaction short.
func (d *Draft) Prepare(c prose.Cleaner) {
	if d.prepared {
		return
	}
	d.prepared = true
	d.Title = oneLine(d.Title)
	d.Summary, d.NotesBefore, d.NotesAfter = brief(c, d.Summary), note(c, d.NotesBefore), note(c, d.NotesAfter)
	for i := range d.Chapters {
		x := &d.Chapters[i]
		x.Title, x.source = oneLine(x.Title), x.Body
		x.Body = c.Clean(x.Body, prose.Body)
		x.words = prose.Words(x.Body)
		x.Summary, x.NotesBefore, x.NotesAfter = brief(c, x.Summary), note(c, x.NotesBefore), note(c, x.NotesAfter)
		if x.Kind == "" {
			x.Kind = PlainChapter
		}
	}
}

// note and brief make notes and summaries ready for pages: they are shown as they are stored.
func note(c prose.Cleaner, s string) string { return prose.Show(c.Clean(s, prose.Note)) }

func brief(c prose.Cleaner, s string) string { return prose.Show(c.Clean(s, prose.Summary)) }

// Words counts the words of all chapters, once the draft is prepared.
func (d *Draft) Words() int {
	n := 0
	for _, c := range d.Chapters {
		n += c.words
	}
	return n
}
