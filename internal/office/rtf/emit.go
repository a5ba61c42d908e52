package rtf

import (
	"bytes"
	"cmp"
	"strconv"
	"strings"
	"unicode"

	"github.com/ficstead/ficstead/internal/office"
)

// narrowIndent is from how far on, in twips, an indent on both sides makes a
// quotation: about 7 mm.
const narrowIndent = 400

// emitter writes blocks as a page.
type emitter struct {
	findings
	w    *office.Writer
	r    *reader
	main uint16 // the language of most of the text

	numbers  *numbering
	notes    map[int]string // texts of notes whose marks are not yet written
	overfull error          // why a note is not whole
	ruled    borders        // borders of the paragraph before, whose line is still to be drawn
	wasRule  bool           // the paragraph before was only a line
}

func newEmitter(f findings, limit int64) *emitter {
	return &emitter{findings: f, w: &office.Writer{Max: limit}, main: f.language, numbers: &numbering{}, notes: map[int]string{}}
}

// forNote gives an emitter for a note's text. Its lists count on their own.
func (e *emitter) forNote() *emitter {
	return &emitter{findings: e.findings, w: &office.Writer{Max: e.w.Max}, r: e.r, main: e.main, numbers: &numbering{}}
}

// addNote keeps a note's text until the paragraph with its mark is written.
func (e *emitter) addNote(n int, note *emitter) {
	e.notes[n] = strings.TrimSuffix(note.finish(), "\n")
	e.overfull = cmp.Or(e.overfull, note.full())
}

func (e *emitter) writeNote(n int, mark string) {
	id := strconv.Itoa(n)
	e.w.NoteRef(id, mark)
	e.w.Note(id, e.notes[n])
	delete(e.notes, n)
}

// full says why nothing more is written, nil while there is room.
func (e *emitter) full() error { return cmp.Or(e.overfull, e.w.Full()) }

// finish ends the page and gives it.
func (e *emitter) finish() string {
	e.rule()
	return e.w.HTML()
}

func (e *emitter) block(b *block) {
	switch {
	case b.paragraph != nil:
		e.paragraph(b.paragraph)
	case b.table != nil:
		e.rule()
		e.table(b.table)
	case b.page:
		e.rule()
		e.w.PageBreak()
	}
}

// rule draws the line that waits at the end of the paragraph before.
func (e *emitter) rule() {
	if e.ruled != 0 {
		e.w.Rule()
	}
	e.ruled = 0
}

func (e *emitter) paragraph(p *paragraph) {
	if p.styled != nil && p.styled.contents {
		return
	}
	words := p.hasWords()
	if p.empty() && (p.drawn || p.lined()) {
		if e.ruled == 0 && !(e.wasRule && p.lined()) {
			e.w.Rule()
		}
		e.ruled, e.wasRule = 0, true
		return
	}
	joined := e.ruled != 0 && e.ruled == p.borders
	if joined {
		e.ruled = 0
	}
	e.rule()
	e.wasRule = false
	out, prefix := e.para(p, words)
	plain := words && out.Heading == 0 && out.List == ""
	if plain && p.borders == borderTop && !joined {
		e.w.Rule()
	}
	e.w.Para(out)
	e.w.Text(office.Style{}, prefix)
	e.items(p, out)
	if plain && (p.borders == borderTop || p.borders == borderBottom) {
		e.ruled = p.borders
	}
	if p.drawn {
		e.ruled = borderBottom
	}
}

// para says what a paragraph is, and gives the number of a numbered heading.
func (e *emitter) para(p *paragraph, words bool) (out office.Para, prefix string) {
	out.Heading = min(p.headingLevel(), 6)
	if p.styled != nil && p.styled.title && out.Heading == 0 && words {
		out.Heading, out.Title = 1, true
	}
	if out.Heading > 0 && !words {
		out.Heading = 0
	}
	out.Align = alignOf(&p.layout)
	if p.rtl {
		out.Dir = "rtl"
	}
	out.Lang = e.paragraphLanguage(p)
	if out.Heading > 0 {
		if number := strings.Join(strings.Fields(p.number), " "); number != "" {
			prefix = number + " "
		}
		return out, prefix
	}
	e.numbers.number(&out, p, &e.r.head)
	if p.styled != nil && p.styled.quote || out.List == "" && p.narrow() && !e.allNarrow {
		out.Quote = 1
	}
	return out, ""
}

// alignOf gives the alignments that say something. Lines of text from right to
// left stand at the right by themselves.
func alignOf(l *layout) office.Align {
	switch {
	case l.align == alignCenter:
		return office.Center
	case l.align == alignRight && !l.rtl:
		return office.End
	}
	return office.Start
}

// items writes what stands in a paragraph.
func (e *emitter) items(p *paragraph, out office.Para) {
	drop := flags(0)
	if out.Heading > 0 {
		drop = p.ownOfStyle()
	}
	for _, it := range p.items {
		switch it.kind {
		case textItem:
			text := p.words(&it)
			it.look.flags &^= drop
			for _, piece := range it.look.pieces(text) {
				e.w.Text(e.style(&it.look, piece, out), string(piece.text))
			}
		case lineItem:
			e.w.Break()
		case pictureItem:
			e.w.Picture(e.r.pictures[it.n].name, p.labels[it.label])
		case noteItem:
			e.writeNote(int(it.n), p.labels[it.label])
		}
	}
}

// style says what a run looks like on the page.
func (e *emitter) style(l *look, in piece, out office.Para) office.Style {
	s := office.Style{
		Href:      e.r.links[l.link],
		Bold:      l.has(bold) || in.right && !in.left && l.has(complexBold),
		Italic:    l.has(italic) || in.right && !in.left && l.has(complexItalic),
		Underline: l.has(underline) && l.link == 0, Strike: l.has(strike),
		Super: l.has(super), Sub: l.has(sub), SmallCaps: l.has(smallCaps), Code: l.has(code),
	}
	if lang := e.foreign(in.lang); lang != out.Lang && in.letters {
		s.Lang = lang
		if lang == "" {
			s.Lang = languageTag(e.main)
		}
	}
	switch {
	case l.has(rightToLeft) && in.right && out.Dir == "":
		s.Dir = "rtl"
	case !l.has(rightToLeft) && in.left && !in.right && out.Dir == "rtl":
		s.Dir = "ltr"
	}
	return s
}

// foreign gives the tag of a language that is not the document's, else "".
func (e *emitter) foreign(lang uint16) string {
	tag := languageTag(lang)
	if tag == "" || primary(tag) == primary(languageTag(e.main)) {
		return ""
	}
	return tag
}

// paragraphLanguage gives the language of a paragraph whose words are all in a
// foreign one.
func (e *emitter) paragraphLanguage(p *paragraph) string {
	tag, first := "", true
	for _, it := range p.items {
		if it.kind != textItem {
			continue
		}
		for _, in := range it.look.pieces(p.words(&it)) {
			if !in.letters {
				continue
			}
			t := e.foreign(in.lang)
			if !first && t != tag {
				return ""
			}
			tag, first = t, false
		}
	}
	return tag
}

// headingLevel says of which level a heading is, 0 for text.
func (p *paragraph) headingLevel() int {
	if p.outline > 0 {
		return int(p.outline)
	}
	if p.styled != nil {
		return p.styled.heading
	}
	return 0
}

// lined says whether all that is to be seen of an empty paragraph is a line
// above or below it.
func (p *paragraph) lined() bool {
	return p.borders&(borderTop|borderBottom) != 0 && p.borders&borderSide == 0
}

// narrow says whether the paragraph is indented well on both sides.
func (p *paragraph) narrow() bool {
	return p.left >= narrowIndent && p.right >= narrowIndent && p.layout.list == 0 && p.layout.old == nil
}

// hasWords says whether there is more in it than space.
func (p *paragraph) hasWords() bool {
	for _, it := range p.items {
		if it.kind == pictureItem || it.kind == textItem && len(bytes.TrimSpace(p.words(&it))) > 0 {
			return true
		}
	}
	return false
}

// ownOfStyle gives how a heading looks because it is one: what all of its words
// have, of what its style has, and boldness anyhow.
func (p *paragraph) ownOfStyle() flags {
	all := ^flags(0)
	for _, it := range p.items {
		if it.kind == textItem && bytes.IndexFunc(p.words(&it), func(c rune) bool { return !unicode.IsSpace(c) }) >= 0 {
			all &= it.look.flags
		}
	}
	own := bold | complexBold
	if p.styled != nil {
		own |= p.styled.look.flags
	}
	return all & own
}
