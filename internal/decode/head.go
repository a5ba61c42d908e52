package decode

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	bylineStart = regexp.MustCompile(`(?i)^[*_~\s(\[-]*(?:(?:a |an )?(?:story|fic|fanfic|fanfiction|tale|drabble|ficlet)?\s*(?:written )?by|von|par|por|di|автор)[:\s]+(\S.{0,80})$`)
	ratedLine   = regexp.MustCompile(`(?i)^[*\s(\[]*rated?[:\s]+(.{1,40}?)[)\]*\s]*$`)
)

// labelAhead says whether one of the first blocks carries a label of a field.
func (s *scribe) labelAhead(want field) bool {
	for i := 0; i < len(s.blocks) && i < 60; i++ {
		if len(s.blocks[i].Text) > 4000 {
			continue
		}
		for l := range strings.SplitSeq(s.blocks[i].Text, "\n") {
			if got, ok := labelAt(l); ok && got.field == want {
				return true
			}
		}
	}
	return false
}

// How far a head may reach: no author writes more before the story, and a text
// of nothing but labels must not cost more than any other.
const (
	headBlocks = 300
	headWords  = 20000
)

// readHead reads the labels, title, byline and notes at the start of the
// blocks [from, to) and gives where the text begins.
func (s *scribe) readHead(from, to int, z zone) int {
	noted, any := false, false
	i := from
	for i < to && i-from < headBlocks && s.wordsBetween(from, i) < headWords {
		if s.role[i] != roleText {
			i++
			continue
		}
		b := s.blocks[i]
		text := strings.TrimSpace(b.Text)
		switch {
		case s.isMark(i) || !hasWord(text) && b.Kind != Raw && !strings.Contains(b.HTML, "<img"):
			next := s.nextText(i, to)
			s.goneMark(i)
			if any && (next >= to || !s.headish(next, to, z)) {
				return s.skipMarks(i+1, to)
			}
			i++
		case s.labelBlock(b) && !(!any && s.proseLabel(i, to)):
			fieldSeen := s.headLabels(z, i)
			noted = fieldSeen == fieldNote || fieldSeen == fieldDisclaimer || noted && fieldSeen != fieldSummary
			any = true
			i++
		case s.bareHead(b):
			i = s.readBare(i, to, z)
			noted, any = true, true
		case z.chapter == nil && s.m.Title == "" && s.ownTitle(i, to, any):
			s.takeTitleBlock(z, i)
			any = true
			i++
		case z.chapter == nil && s.titleAgain(text):
			s.gone(i, "title, repeated")
			any = true
			i++
		case z.chapter == nil && s.notedAuthor(i):
			any = true
			i++
		case z.chapter == nil && s.authorAgain(i):
			s.gone(i, "byline, repeated")
			any = true
			i++
		case z.chapter == nil && s.mailed && s.titleBlockAgain(z, i):
			any = true
			i++
		case z.chapter == nil && s.mailed && s.answerEnd(i, to) > i:
			for end := s.answerEnd(i, to); i < end; i++ {
				s.noteBlock(z, i)
			}
		case z.chapter == nil && s.bylineAt(i, to, any):
			any = true
			i++
		case s.ratedAt(i):
			any = true
			i++
		case noteLike(text) && b.Kind != Raw && s.noteHere(i, to, any, z):
			s.noteBlock(z, i)
			noted, any = true, true
			i++
		case noted && s.betweenNotes(i, to), z.chapter == nil && s.headerBelow(i, to):
			s.noteBlock(z, i)
			i++
		default:
			return i
		}
	}
	return i
}

// headerBelow says whether a line stands above a header of three labels or more:
// so the story has not begun.
func (s *scribe) headerBelow(i, to int) bool {
	for k := i; k < to && k < i+6 && s.wordsBetween(i, k) < 60; k++ {
		if s.blocks[k].Kind == Raw || spoken(s.blocks[k].Text) {
			return false
		}
		n := 0
		for ; k < to && k < i+20 && s.role[k] == roleText && s.labelBlock(s.blocks[k]); k++ {
			n += labelLines(s.blocks[k].Text)
		}
		if n >= 3 {
			return s.wordsBetween(k, to) > s.wordsBetween(i, k)
		}
	}
	return false
}

// answerEnd gives where what a mail says before its story ends: at the title,
// said a second time soon below. It gives i when there is none.
func (s *scribe) answerEnd(i, to int) int {
	for k := i + 1; k < to && k < i+10 && s.wordsBetween(i, k) < 200; k++ {
		if s.role[k] == roleText && s.repeatsTitle(k) {
			return k
		}
	}
	return i
}

// noteHere accepts a line "For Ana …" only where a dedication can stand: below
// a title or label, and not as the whole of what is left.
func (s *scribe) noteHere(i, to int, any bool, z zone) bool {
	if s.nextText(i, to) >= to {
		return false
	}
	text := strings.TrimSpace(s.blocks[i].Text)
	if dedicationLine(text) && !noteHard.MatchString(text) {
		if z.chapter != nil && strings.HasPrefix(text, "To ") && s.datedBelow(i, to) {
			return false // whom a letter is to
		}
		return any || s.m.Title != "" || z.chapter != nil || s.blocks[i].Centred || !endsSentence(text)
	}
	return true
}

// datedBelow says whether the line below one is the place and date of a letter,
// or greets somebody.
func (s *scribe) datedBelow(i, to int) bool {
	k := s.nextText(i, to)
	if k >= to {
		return false
	}
	text := strings.TrimSpace(s.blocks[k].Text)
	return salutation(firstLine(text)) || countWords(text) <= titleLineWords && (s.blocks[k].Right || strings.ContainsAny(text, "0123456789"))
}

func (s *scribe) isMark(i int) bool {
	b := s.blocks[i]
	return b.Kind == Rule || b.Kind == PageTurn || b.Kind == Para && strings.IndexByte(b.Text, '\n') < 0 && isSceneMark(drawnText(b))
}

// markRun is how far one looks past marks for text: no author draws so many.
const markRun = 2000

func (s *scribe) nextText(i, to int) int {
	for end := i + markRun; i+1 < to && i < end; {
		i++
		if s.role[i] == roleText && !s.isMark(i) {
			return i
		}
	}
	return to
}

// skipMarks takes marks at the start of a text away.
func (s *scribe) skipMarks(i, to int) int {
	for i < to && (s.role[i] == roleGone || s.isMark(i)) {
		s.goneMark(i)
		i++
	}
	return i
}

// headish says whether a block behind a rule still belongs to the head.
func (s *scribe) headish(i, to int, z zone) bool {
	b := s.blocks[i]
	return s.labelBlock(b) || s.bareHead(b) || noteLike(b.Text) && b.Kind != Raw && s.nextText(i, to) < to ||
		z.chapter == nil && (bylineStart.MatchString(firstLine(b.Text)) || s.titleAgain(strings.TrimSpace(b.Text)) || s.m.Title == "" && s.titleAt(i, to))
}

func firstLine(t string) string {
	first, _, _ := strings.Cut(t, "\n")
	return strings.TrimSpace(first)
}

// labelBlock says whether a block begins with a label, or carries one in its
// first lines below a title.
func (s *scribe) labelBlock(b Block) bool {
	if b.Kind == Raw || b.Kind == Rule {
		return false
	}
	n := 0
	for l := range strings.SplitSeq(b.Text, "\n") {
		if labelStarts(strings.TrimSpace(l)) {
			if n == 0 {
				return !chatty(b.Text)
			}
			return n <= 3
		}
		if n++; n > 3 || utf8.RuneCountInString(l) > 80 {
			return false
		}
	}
	return false
}

// proseLabel says whether what looks like a label opens the story itself:
// "Note: he never came back", a sign that somebody reads.
func (s *scribe) proseLabel(i, to int) bool {
	t := strings.TrimSpace(s.blocks[i].Text)
	l, ok := labelAt(t)
	if !ok || s.m.Title != "" || strings.IndexByte(t, '\n') >= 0 || countWords(t[l.value:]) < 8 {
		return false
	}
	if next := s.nextText(i, to); next < to && (s.labelBlock(s.blocks[next]) || s.bareHead(s.blocks[next])) {
		return false
	}
	first, _ := utf8.DecodeRuneInString(t[l.value:])
	name, _ := utf8.DecodeRuneInString(l.name)
	return plainNote(t) && unicode.IsLower(first) && unicode.IsUpper(name) || l.field != fieldNote && signSays.MatchString(t[l.value:])
}

var signSays = regexp.MustCompile(`(?i)[,!?]["”]? (?:said|read|announced|declared|warned) `)

// chatty says whether label-like lines are a conversation: the same name
// comes again, and none of them is a label for sure.
func chatty(t string) bool {
	if strings.Count(t, "\n") < 2 {
		return false
	}
	seen := map[string]int{}
	n := 0
	for l := range strings.SplitSeq(t, "\n") {
		if name := speaker(l); name != "" {
			n++
			seen[name]++
		}
	}
	return n >= 3 && len(seen) < n
}

// headLabels reads a block of labels; lines before the first label are title
// and byline.
func (s *scribe) headLabels(z zone, i int) field {
	b := s.blocks[i]
	s.role[i] = roleGone
	lines := linesOf(b)
	last := fieldNone
	k := 0
	for ; k < len(lines); k++ {
		if labelStarts(lines[k].text) {
			break
		}
		s.looseHeadLine(z, lines[k])
	}
	for k < len(lines) {
		l, _ := labelAt(lines[k].text)
		end := k + 1
		for end < len(lines) && !labelStarts(lines[end].text) {
			end++
		}
		s.labelled(z, l, lines[k:end])
		last = l.field
		k = end
	}
	return last
}

// looseHeadLine reads a line without a label above the labels.
func (s *scribe) looseHeadLine(z zone, l line) {
	switch m := bylineStart.FindStringSubmatch(l.text); {
	case m != nil && z.chapter == nil:
		s.takeByline(z, l, m[1])
	case z.chapter == nil && s.m.Title == "" && titleLike(l.text):
		s.takeTitle(l.text, s.parseTitle(l.text, !s.sure))
	case z.chapter == nil && s.titleAgain(l.text):
		s.drop(l.text, "title, repeated")
	case s.ratedText(l.text):
	default:
		s.note(z, l)
	}
}

func (s *scribe) takeByline(z zone, l line, names string) {
	v := s.withoutEmail(line{names, escape(names)})
	names = strings.TrimRight(v.text, " ()[]*_~<>.,")
	kept := s.addAuthors(splitNames(names)...)
	kept = append(kept, emailAddress.FindAllString(l.text, -1)...)
	s.dropUnless(l.text, "byline", kept...)
}

// bylineAt reads "by Mara" on a line of its own below the title.
func (s *scribe) bylineAt(i, to int, any bool) bool {
	text := strings.TrimSpace(s.blocks[i].Text)
	if s.m.Title != "" && s.loneBy(i, to) {
		s.gone(i, "byline")
		k := s.nextText(i, to)
		s.role[k] = roleGone
		name := strings.TrimSpace(s.blocks[k].Text)
		s.takeByline(zone{}, line{name, s.blocks[k].HTML}, name)
		return true
	}
	m := bylineStart.FindStringSubmatch(text)
	if m == nil || !any && s.m.Title == "" || len(strings.Fields(text)) > 10 || endsSentence(text) || s.blocks[i].Kind == Raw {
		return false
	}
	if first, _, _ := strings.Cut(m[1], " "); notNames[bareWord(first)] {
		return false
	}
	s.role[i] = roleGone
	s.takeByline(zone{}, line{text, s.blocks[i].HTML}, m[1])
	return true
}

// authorAgain says whether a line is only the name of an author whom the
// container declares, as on a title page.
func (s *scribe) authorAgain(i int) bool {
	text := strings.TrimSpace(s.blocks[i].Text)
	return len(text) <= 200 && slices.ContainsFunc(s.declared.Authors, func(name string) bool {
		return hasWord(text) && foldInk(text) == foldInk(name)
	})
}

// loneBy says whether a line is "by" alone above a name.
func (s *scribe) loneBy(i, to int) bool {
	if bareWord(s.blocks[i].Text) != "by" {
		return false
	}
	k := s.nextText(i, to)
	return k < to && nameLine(s.blocks[k].Text)
}

// ratedAt reads a block that is only a rating: "Rated PG-13", "[NC-17]".
func (s *scribe) ratedAt(i int) bool {
	if s.blocks[i].Kind == Raw || !s.ratedText(strings.TrimSpace(s.blocks[i].Text)) {
		return false
	}
	s.role[i] = roleGone
	return true
}

func (s *scribe) ratedText(text string) bool {
	if len(text) > 40 {
		return false
	}
	value := strings.Trim(text, "()[]* ")
	bracketed := value != text
	if m := ratedLine.FindStringSubmatch(text); m != nil {
		value, bracketed = m[1], true
	}
	r, whole, ok := parseRating(value)
	if _, isNumber := numberOf(value); !ok || !whole || isNumber || !bracketed && !strings.ContainsAny(value, "-+1") {
		return false
	}
	s.rate(r)
	s.drop(text, "read as rating: "+string(r))
	return true
}

// rate takes a stated rating; of several the highest counts.
func (s *scribe) rate(r Rating) {
	if s.declared.Rating == "" && (s.m.Rating == "" || rankOf(r) > rankOf(s.m.Rating)) {
		s.m.Rating = r
	}
}

// betweenNotes says whether a paragraph goes on with the note above it: it
// speaks of the story, or another note or a rule follows soon and nobody
// speaks in between.
func (s *scribe) betweenNotes(i, to int) bool {
	t := strings.TrimSpace(s.blocks[i].Text)
	r, _ := utf8.DecodeRuneInString(t)
	if s.blocks[i].Kind != Para && s.blocks[i].Kind != Raw || strings.ContainsRune("\"“„«", r) || countWords(t) > noteMax || spoken(t) {
		return false
	}
	soft := len(noteSoft.FindAllString(t, 4))
	for k, words := i+1, countWords(t); k < to && k < i+6 && words < 250; k++ {
		if s.role[k] != roleText {
			continue
		}
		if s.isMark(k) {
			return soft >= 1 && s.nextText(k, to) < to && words <= 120
		}
		nt := s.blocks[k].Text
		if s.labelBlock(s.blocks[k]) || noteLike(nt) && !dedicationLine(nt) && s.nextText(k, to) < to {
			return soft >= 1 || k == i+1 && s.proseBehind(k, to)
		}
		if spoken(nt) {
			break
		}
		words += countWords(nt)
	}
	return soft >= 3 && s.nextText(i, to) < to
}

// proseBehind says whether a story is left behind a note.
func (s *scribe) proseBehind(i, to int) bool {
	for k := i + 1; k < to && k < i+12; k++ {
		b := s.blocks[k]
		if s.role[k] == roleText && !s.isMark(k) && !s.labelBlock(b) && !noteLike(b.Text) && countWords(b.Text) >= 12 {
			return true
		}
	}
	return false
}
