package rtf

import (
	"strings"
	"unicode"

	"github.com/ficstead/ficstead/internal/office"
)

// beginNote is \footnote: a footnote or, with \ftnalt, an endnote, told where
// its mark stands. A note within a note is a part of its text.
func (r *reader) beginNote() {
	if r.st.dest != toText || r.st.has(deleted|hidden) {
		r.skipGroup()
		return
	}
	if r.flow.note {
		return
	}
	r.notes++
	n, label := r.notes, r.takeMark()
	r.flow.addLabelled(item{kind: noteItem}, n, label)
	sink := r.document.sink
	var e *emitter
	if r.emitter != nil {
		e = r.emitter.forNote()
		sink = e.block
	}
	closeFlow := r.openFlow(sink)
	r.flow.note, r.flow.mark = true, label
	r.st.closer = func(r *reader) {
		closeFlow()
		if e != nil {
			r.emitter.addNote(n, e)
		}
	}
}

// takeMark takes a mark that the author chose for a note out of the text before
// it; "" for a number that the program counts.
func (r *reader) takeMark() string {
	f := r.flow
	if f.counted {
		f.counted = false
		return ""
	}
	last := len(f.open.items) - 1
	if last < 0 || f.open.items[last].kind != textItem || !f.open.items[last].look.has(super) {
		return ""
	}
	it := f.open.items[last]
	mark := string(f.open.words(&it))
	if len(mark) > 16 || strings.TrimSpace(mark) == "" {
		return ""
	}
	f.open.items = f.open.items[:last]
	f.open.text = f.open.text[:it.from]
	return strings.TrimSpace(mark)
}

// beginComment is a reviewer's comment.
func (r *reader) beginComment() {
	r.capture(func(r *reader) {
		r.tally.Add(office.Comments, example([]byte(strings.TrimSpace(r.captured()))))
	})
}

// beginHeader is a page header or footer.
func (r *reader) beginHeader() {
	if r.st.dest != toText && r.st.dest != toNothing {
		r.skipGroup()
		return
	}
	r.capture(func(r *reader) {
		words := strings.Join(strings.Fields(r.captured()), " ")
		if saysMoreThanPage(words) {
			r.tally.Add(office.HeadersFooters, example([]byte(words)))
		}
	})
}

// pageWords are what stands round a page number.
var pageWords = setOf("page", "pages", "p", "of", "seite", "von", "sur", "página", "de", "pagina", "di", "van", "sida", "av", "side",
	"strona", "z", "strana", "страница", "стр", "из", "oldal", "sivu")

func saysMoreThanPage(s string) bool {
	for _, w := range strings.FieldsFunc(s, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsMark(c) }) {
		if !pageWords[strings.ToLower(w)] {
			return true
		}
	}
	return false
}
