package docx

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/office"
)

// runState is the run of text that is being read.
type runState struct {
	own     runProps
	style   string
	look    runProps // with all styles, once settled
	settled bool
	noteKey string // a note is referred to whose mark is the text that follows
}

func (f *flow) runProps() {
	var extra runExtra
	f.run.own = readRunProps(f.sc, &extra)
	f.run.style, f.run.settled = extra.style, false
}

// settle gives what the run looks like.
func (f *flow) settle() *runProps {
	if f.run.settled {
		return &f.run.look
	}
	f.run.settled = true
	var para runProps
	if f.p.style != nil {
		para = f.p.style.run
		if f.p.heading > 0 || f.p.style.role == quote {
			// Headings and quotations are set off by what they are.
			para.on &^= toggles | underline
			para.known &^= toggles | underline
		}
	}
	f.run.look = effective(&f.r.styles.defaults, &para, f.r.styles.characters(f.run.style), &f.run.own)
	return &f.run.look
}

// readText reads a w:t, whose start tag was read.
func (f *flow) readText() {
	space, _ := f.sc.find("xml:space")
	text := f.sc.inner()
	if string(space) != "preserve" {
		text = strings.Trim(text, " \t\r\n")
	}
	if strings.ContainsAny(text, "\t\r\n") {
		text = strings.Map(func(r rune) rune {
			if r == '\t' || r == '\r' || r == '\n' {
				return ' '
			}
			return r
		}, text)
	}
	f.text(text)
}

// text takes text as the run shows it.
func (f *flow) text(text string) {
	if font := f.settle().font; symbolFont(font) {
		text = f.inSymbols(font, text)
	}
	f.plain(text)
}

// plain takes text in characters that mean what they are.
func (f *flow) plain(text string) {
	switch {
	case text == "":
	case f.gloss != nil:
		f.gloss.WriteString(text)
	case !f.shown():
		f.conceal(text)
	case f.run.noteKey != "":
		f.w.NoteRef(f.run.noteKey, strings.TrimSpace(text))
		f.run.noteKey = ""
		f.p.space = false
	default:
		f.write(f.settle(), text)
	}
}

// shown says whether the run's content is part of the text.
func (f *flow) shown() bool {
	return f.suppressed == 0 && f.settle().on&hidden == 0
}

// conceal takes text that is not shown.
func (f *flow) conceal(text string) {
	f.p.silent = true
	if f.suppressed > 0 || strings.TrimSpace(text) == "" {
		return
	}
	if !f.concealed {
		f.r.tally.Add(office.Hidden, excerpt(text))
	}
	f.concealed = true
}

func (f *flow) write(look *runProps, text string) {
	if f.note && !f.p.line && !f.p.begun && f.w.Empty() {
		if text = strings.TrimLeftFunc(text, unicode.IsSpace); text == "" {
			return // the space behind the note's number
		}
	}
	kind, letter, letters := scriptOf(text)
	lang := look.language(kind, letter)
	if letters > 0 {
		f.r.languages.letters[lang] += letters
		f.concealed = false
	}
	first := lang
	if first == "" {
		first = "und"
	}
	f.begin(first)
	if f.p.tab && f.p.line && !f.p.space && text[0] != ' ' {
		text = " " + text
	}
	f.w.Text(f.styleOf(look, kind, lang), text)
	last, _ := utf8.DecodeLastRuneInString(text)
	f.p.tab, f.p.line, f.p.space = false, true, unicode.IsSpace(last)
}

// styleOf gives the writer's style for a run with letters of a kind.
func (f *flow) styleOf(look *runProps, kind script, lang string) office.Style {
	on := look.on
	if on&(rightToLeft|complexScript) != 0 {
		on &^= bold | italic
		if on&boldComplex != 0 {
			on |= bold
		}
		if on&italicComplex != 0 {
			on |= italic
		}
	}
	s := office.Style{
		Href:      f.href(),
		Bold:      on&bold != 0 && f.p.heading == 0,
		Italic:    on&italic != 0,
		Underline: on&underline != 0,
		Strike:    on&(strike|doubleStrike) != 0,
		Super:     on&super != 0,
		Sub:       on&sub != 0,
		SmallCaps: on&smallCaps != 0,
		Code:      on&code != 0,
	}
	if s.Href != "" {
		s.Underline = false // links are underlined by what they are
	}
	if on&rightToLeft != 0 && !f.p.props.bidi {
		s.Dir = "rtl"
	}
	if kind == noScript {
		s.Lang = f.p.said
		return s
	}
	switch {
	case lang == "":
	case f.p.lang != "" && languageKey(lang) != languageKey(f.p.lang):
		s.Lang = lang
	case f.p.lang == "" && f.foreign(lang):
		s.Lang = lang
	}
	f.p.said = s.Lang
	return s
}

// foreign says whether a language is another than that of most of the text.
func (f *flow) foreign(lang string) bool {
	return f.r.languages.main != "" && languageKey(lang) != languageKey(f.r.languages.main)
}

func (f *flow) endRun() {
	if f.run.noteKey != "" {
		f.w.NoteRef(f.run.noteKey, "")
	}
	f.run = runState{}
}

// endGloss ends the reading of a gloss, which the file tells before its word.
func (f *flow) endGloss() {
	if f.gloss != nil {
		f.glossed, f.gloss = f.gloss.String(), nil
	}
}

// writeGloss puts the gloss in brackets behind the word.
func (f *flow) writeGloss() {
	if f.glossed == "" {
		return
	}
	gloss := "（" + f.glossed + "）"
	if kind, _, _ := scriptOf(f.glossed); kind != eastern {
		gloss = "(" + f.glossed + ")"
	}
	f.glossed = ""
	f.text(gloss)
}

// maxExcerpt is how much of what was left out a notice shows, in characters.
const maxExcerpt = 80

// excerpt gives the beginning of a text in one line.
func excerpt(text string) string {
	text = strings.Join(strings.Fields(text[:min(len(text), 4*maxExcerpt+8)]), " ")
	n := 0
	for i := range text {
		if n++; n > maxExcerpt {
			return strings.TrimSpace(text[:i]) + "…"
		}
	}
	return strings.ToValidUTF8(text, "")
}
