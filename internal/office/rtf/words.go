package rtf

import (
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/office"
)

// maxExample bounds the words of an example in a notice, in bytes.
const maxExample = 160

// plain takes text as it stands in the file.
func (r *reader) plain(s []byte) {
	r.fresh = false
	s = r.withoutAttachment(s)
	for r.skip > 0 && len(s) > 0 {
		r.skip--
		_, n := utf8.DecodeRune(s)
		if !r.utf8 {
			n = 1
		}
		s = s[n:]
	}
	if len(s) == 0 {
		return
	}
	if r.utf8 && hasHighBytes(s) {
		r.flush()
		r.write(s)
		return
	}
	if len(r.pending) == 0 && r.st.effectivePage().symbols == nil && !hasHighBytes(s) {
		r.write(s)
		return
	}
	r.pending = append(r.pending, s...)
}

// flush decodes the bytes that wait and writes them.
func (r *reader) flush() {
	if len(r.pending) == 0 {
		return
	}
	text, lost := r.st.effectivePage().decode(r.scratch[:0], r.withoutAttachment(r.pending))
	r.pending, r.scratch = r.pending[:0], text
	if lost > 0 && r.st.dest == toText {
		r.tally.AddN(office.Objects, lost, "")
	}
	r.write(text)
}

// rune writes one character.
func (r *reader) rune(c rune) {
	switch c {
	case 0x2028, 0x2029:
		r.lineBreak()
		return
	case 0x09:
		r.tab()
		return
	}
	r.scratch = utf8.AppendRune(r.scratch[:0], c)
	r.write(r.scratch)
}

// symbolCharacter writes a character of a symbol font by its place in it.
func (r *reader) symbolCharacter(c byte) {
	page := r.st.effectivePage()
	if page.symbols == nil {
		page = symbolPage("Symbol")
	}
	text, lost := page.decode(r.scratch[:0], []byte{c})
	r.scratch = text
	if lost > 0 && r.st.dest == toText {
		r.lose(office.Objects, "")
	}
	r.write(text)
}

// write puts text where the group's words go.
func (r *reader) write(s []byte) {
	if len(s) == 0 {
		return
	}
	r.high = 0
	switch r.st.dest {
	case toText:
		if r.kept(s) {
			r.flow.text(r.st.look, s)
		}
	case toCapture:
		r.captures[len(r.captures)-1] = append(r.captures[len(r.captures)-1], s...)
	case toFonts:
		r.fontName(s)
	}
}

// kept notices tracked changes and hidden text, and says whether the text stays.
func (r *reader) kept(s []byte) bool {
	was := r.change
	r.change = r.st.flags & (inserted | deleted | hidden)
	begins := func(f flags) bool { return r.change&f != 0 && was&f == 0 }
	if begins(inserted) {
		r.tally.Add(office.Insertions, example(s))
	}
	if begins(deleted) {
		r.tally.Add(office.Deletions, example(s))
	}
	if begins(hidden) && !r.st.has(deleted) {
		r.tally.Add(office.Hidden, example(s))
	}
	return !r.st.has(deleted | hidden)
}

// example cuts text for a notice between characters.
func example(s []byte) string {
	if len(s) <= maxExample {
		return string(s)
	}
	n := maxExample
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return string(s[:n]) + "…"
}

// tab is a space within a line; at its beginning it only indents.
func (r *reader) tab() {
	if r.skipped() {
		return
	}
	if r.st.dest == toText && !r.flow.inLine() {
		return
	}
	r.write([]byte{' '})
}

// lineBreak ends a line of the paragraph.
func (r *reader) lineBreak() {
	switch r.st.dest {
	case toText:
		if !r.st.has(deleted | hidden) {
			r.flow.add(item{kind: lineItem})
		}
	case toCapture:
		r.write([]byte{' '})
	}
}

// capture makes the group's words a string for its closer, which takes it with
// captured.
func (r *reader) capture(closer func(*reader)) {
	r.captures = append(r.captures, nil)
	r.st.dest, r.st.closer = toCapture, closer
}

func (r *reader) captured() string {
	last := len(r.captures) - 1
	s := string(r.captures[last])
	r.captures = r.captures[:last]
	return s
}
