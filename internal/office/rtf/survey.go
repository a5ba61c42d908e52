package rtf

// survey learns what only the whole text tells.
type survey struct {
	languages map[uint16]int // letters in each
	letters   int
	indented  int // letters in paragraphs that are indented on both sides
}

// findings are what the writing needs of it.
type findings struct {
	language  uint16 // of most of the text, 0 when none is told
	allNarrow bool   // indents on both sides are the text's own margins, no quotation
}

func newSurvey() *survey { return &survey{languages: map[uint16]int{}} }

func (s *survey) block(b *block) {
	switch {
	case b.paragraph != nil:
		s.paragraph(b.paragraph)
	case b.table != nil:
		for _, rw := range b.table.rows {
			for _, c := range rw.cells {
				for _, inner := range c.blocks {
					s.block(inner)
				}
			}
		}
	}
}

func (s *survey) paragraph(p *paragraph) {
	n := 0
	for _, it := range p.items {
		if it.kind != textItem {
			continue
		}
		n += int(it.to - it.from)
		for _, in := range it.look.pieces(p.words(&it)) {
			s.languages[in.lang] += len(in.text)
		}
	}
	s.letters += n
	if p.narrow() {
		s.indented += n
	}
}

// findings sums up. Of two languages with as many letters the smaller number is
// taken, so that the same file always gives the same.
func (s *survey) findings() findings {
	f := findings{allNarrow: s.indented*2 > s.letters}
	most := 0
	for lang, n := range s.languages {
		if languageTag(lang) != "" && (n > most || n == most && lang < f.language) {
			f.language, most = lang, n
		}
	}
	return f
}
