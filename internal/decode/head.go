package decode

import (
	"regexp"
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
