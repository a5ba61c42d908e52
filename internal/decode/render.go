package decode

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// spacing is what blank lines mean in a text.
type spacing struct {
	norm   int  // blank lines between paragraphs
	breaks bool // more of them, rarely, are scene breaks
	gaps   bool // one more than usual is rare: a break may have been lost
}

// spacingOf finds the commonest run of blank lines between paragraphs.
func (s *scribe) spacingOf() spacing {
	var runs [8]int
	total := 0
	for i, b := range s.blocks {
		if i == 0 || s.role[i] != roleText || b.Kind != Para || s.blocks[i-1].Kind != Para || s.role[i-1] != roleText {
			continue
		}
		runs[min(b.Blank, 7)]++
		total++
	}
	sp := spacing{}
	for n, c := range runs {
		if c > runs[sp.norm] {
			sp.norm = n
		}
	}
	wide, gap := 0, 0
	for n, c := range runs {
		if n == sp.norm+1 {
			gap = c
		}
		if n >= sp.norm+2 || sp.norm == 0 && n == 1 {
			wide += c
		}
	}
	sp.breaks = total >= 5 && wide > 0 && wide*6 <= total
	sp.gaps = sp.norm > 0 && total >= 5 && gap > 0 && gap <= max(2, total/50)
	return sp
}

// wide says whether the blanks before a block are a scene break.
func (sp spacing) wide(b Block) bool {
	return sp.breaks && (b.Blank >= sp.norm+2 || sp.norm == 0 && b.Blank >= 1)
}

// oddLines counts the short strange lines of the text.
func (s *scribe) oddLines() map[string]int {
	odd := map[string]int{}
	for i, b := range s.blocks {
		if s.role[i] == roleText && b.Kind == Para && len(b.Text) <= 24 && (oddLine(b.Text) || shouted(b.Text)) {
			odd[b.Text]++
		}
	}
	return odd
}

// markBreaks finds scene breaks and slugs in blocks [from, to).
func (s *scribe) markBreaks(from, to int) {
	if s.odd == nil {
		s.odd = s.oddLines()
		s.space = s.spacingOf()
	}
	for i := from; i < to; i++ {
		if s.role[i] != roleText {
			continue
		}
		b := s.blocks[i]
		switch {
		case b.Kind == Rule:
			s.role[i] = roleBreak
			s.drop(b.Text, "scene break")
		case b.Kind == PageTurn:
			s.gone(i, "page turn")
		case b.Kind == Raw || len(b.Text) > 2*markMax || strings.IndexByte(b.Text, '\n') >= 0:
		case b.Kind == Para && s.sceneMark(i, from, to):
			s.role[i] = roleBreak
			s.drop(b.Text, "scene break")
		case b.Right: // the date of a letter, the name below it
		case isPOV(b.Text) || boldName(b) || s.nextText(i, to) < to && nameDrawn.MatchString(b.Text) || isSlug(drawnText(b)) || b.Centred && sameTimeSlug.MatchString(b.Text):
			s.role[i] = roleSlug
		case b.Kind == Para && !hasWord(b.Text) && strings.TrimSpace(strings.ReplaceAll(b.HTML, "&nbsp;", "")) == "":
			s.role[i] = roleGone // an empty paragraph is a gap
		}
	}
}

func (s *scribe) sceneMark(i, from, to int) bool {
	t := strings.TrimSpace(s.blocks[i].Text)
	if s.odd[t] >= 3 || repeatedToken(t) >= 2 && s.odd[t] >= 2 || shouted(t) && (s.odd[t] >= 2 || len(t) >= 8) {
		return true
	}
	if !isSceneMark(drawnText(s.blocks[i])) || t == "." {
		return false
	}
	if strings.Trim(strings.ToLower(t), "xo ") == "" && i > from && s.blocks[i].Blank <= 1 && s.closesLetter(i-1, from) {
		return false // kisses
	}
	return true
}

// closesLetter says whether a block ends with the name behind closing words.
func (s *scribe) closesLetter(i, from int) bool {
	lines := strings.Split(s.blocks[i].Text, "\n")
	last := strings.TrimSpace(lines[len(lines)-1])
	if !nameLine(last) || utf8.RuneCountInString(last) > 20 {
		return false
	}
	if len(lines) > 1 {
		return signOff(strings.TrimSpace(lines[len(lines)-2]))
	}
	return i > from && signOff(strings.TrimSpace(s.blocks[i-1].Text))
}

// drawnText is the text of a block, between stars when all of it is
// emphasised: the stars were read as emphasis, here they are drawing.
func drawnText(b Block) string {
	if len(b.Text) <= 2*markMax && (whollyIn(b, "em") || whollyIn(b, "strong") || whollyIn(b, "i") || whollyIn(b, "b")) {
		return "*" + b.Text + "*"
	}
	return b.Text
}

// whollyIn says whether one element holds all of a block.
func whollyIn(b Block, tag string) bool {
	h := strings.TrimSpace(b.HTML)
	return strings.HasPrefix(h, "<"+tag+">") && strings.Index(h, "</"+tag+">") == len(h)-len(tag)-3
}

// nameDrawn is a name between drawn lines: "---Hanna---", "~Hanna~".
var nameDrawn = regexp.MustCompile(`^(?:[-=+*]{2,12}|~{1,12})\s*\p{Lu}[\p{Ll}'’.]+(?: \p{Lu}[\p{Ll}'’.]+)?\s*(?:[-=+*]{2,12}|~{1,12})$`)

// boldName says whether a paragraph is only a name in bold: whose eyes the
// next scene is seen with.
func boldName(b Block) bool {
	t := strings.TrimSpace(b.Text)
	return b.Kind == Para && nameLine(t) && len(strings.Fields(t)) <= 3 && titleCase(t) && (whollyIn(b, "strong") || whollyIn(b, "b"))
}

// render writes the chapters.
func (s *scribe) render(parts []*part) {
	for _, p := range parts {
		if p.chapter.Body == "" {
			p.chapter.Body = withFeet(s.body(p.from, p.to), p.feet)
		}
		if p.chapter.Body == "" && p.chapter.NotesBefore == "" && p.chapter.NotesAfter == "" && p.chapter.Summary == "" && len(parts) > 1 && p.chapter.Title == "" {
			continue
		}
		s.m.Chapters = append(s.m.Chapters, p.chapter)
	}
}

// forms are the elements round lines that stay lines.
var forms = map[role]string{roleVerse: "verse", roleLetter: "letter", roleChat: "chat"}

// body writes the blocks [from, to) as HTML.
func (s *scribe) body(from, to int) string {
	var out strings.Builder
	size := 0
	for i := from; i < to; i++ {
		size += len(s.blocks[i].HTML) + 8
	}
	out.Grow(size)
	pending := false
	for i := from; i < to; i++ {
		r, b := s.role[i], s.blocks[i]
		switch r {
		case roleGone:
			continue
		case roleBreak:
			pending = true
			continue
		case roleSlug:
			pending = pending || !slugEnds(b.Text)
		}
		if s.space.wide(b) && i > from && b.Kind == Para {
			pending = true
		}
		if pending && out.Len() > 0 {
			out.WriteString("<hr>")
			s.m.SceneBreaks++
		}
		pending = false
		if name := forms[r]; name != "" {
			end := s.formEnd(i, to)
			s.writeForm(&out, name, i, end)
			i = end - 1
			continue
		}
		writeBlock(&out, b, r)
	}
	return out.String()
}

// slugEnds says whether a slug closes something rather than opens it.
func slugEnds(t string) bool {
	low := strings.ToLower(strings.Trim(t, " *~/-_[]()."))
	return strings.HasPrefix(low, "end") || strings.HasPrefix(low, "fin ") || strings.HasPrefix(low, "ende") ||
		strings.HasSuffix(low, " ends") || strings.HasSuffix(low, " end") || strings.HasSuffix(low, " over")
}

// formEnd gives the block behind a run of one form. Each letter is one run.
func (s *scribe) formEnd(i, to int) int {
	end := i + 1
	if s.role[i] == roleLetter && s.datesLetter(i, to) {
		end++
	}
	for end < to && s.role[end] == s.role[i] && s.blocks[end].Blank <= 2 &&
		!(s.role[i] == roleLetter && (salutation(firstLine(s.blocks[end].Text)) || s.datesLetter(end, to))) {
		end++
	}
	return end
}

// datesLetter says whether a block is the place and date above a salutation.
func (s *scribe) datesLetter(i, to int) bool {
	return s.blocks[i].Right && i+1 < to && s.role[i+1] == roleLetter && salutation(firstLine(s.blocks[i+1].Text))
}

func (s *scribe) writeForm(out *strings.Builder, name string, from, to int) {
	out.WriteString(`<div class="` + name + `">`)
	if name == "verse" {
		s.m.VerseBlocks++
	}
	for i := from; i < to; {
		b := s.blocks[i]
		align := ""
		if name == "letter" {
			align = alignOf(b.Centred, b.Right)
		}
		out.WriteString("<p" + align + ">" + b.HTML)
		i++
		// Lines that are paragraphs of their own are lines of one stanza.
		for name == "verse" && i < to && strings.IndexByte(b.Text, '\n') < 0 && strings.IndexByte(s.blocks[i].Text, '\n') < 0 {
			out.WriteString("<br>" + s.blocks[i].HTML)
			i++
		}
		out.WriteString("</p>")
	}
	out.WriteString("</div>")
}

func writeBlock(out *strings.Builder, b Block, r role) {
	switch {
	case b.Kind == Raw:
		out.WriteString(b.HTML)
	case r == roleSlug:
		out.WriteString(`<p class="slug">` + b.HTML + "</p>")
	case b.Kind == Heading:
		h := string(rune('0' + min(max(b.Level, 3), 6)))
		out.WriteString("<h" + h + ">" + b.HTML + "</h" + h + ">")
	default:
		dir := ""
		if b.Dir != "" {
			dir = ` dir="` + b.Dir + `"`
		}
		out.WriteString("<p" + alignOf(b.Centred, b.Right) + dir + ">")
		out.WriteString(b.HTML)
		out.WriteString("</p>")
	}
}

// alignOf is the attribute for a block that stands in the middle or at the right.
func alignOf(centred, right bool) string {
	switch {
	case centred:
		return ` align="center"`
	case right:
		return ` align="right"`
	}
	return ""
}
