package decode

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// How far back from its end a text is searched for notes.
const (
	tailBlocks = 60
	tailWords  = 1500
)

// dropDebris takes away what sites and downloaders put round a story.
func (s *scribe) dropDebris() {
	n := len(s.blocks)
	for i := range s.blocks {
		if i >= 10 && i < n-30 {
			continue
		}
		b := s.blocks[i]
		if s.role[i] != roleText {
			continue
		}
		if (i < 4 || i >= n-4) && n > 2 && navigation(b) {
			s.gone(i, "a site's navigation")
			continue
		}
		if b.Kind == Raw {
			continue
		}
		lines := strings.Split(b.Text, "\n")
		reason, url := "", ""
		for _, l := range lines {
			if reason, url = debrisReason(strings.TrimSpace(l)); reason == "" {
				break
			}
			if url != "" && s.m.SourceURL == "" {
				s.m.SourceURL = url
			}
		}
		if reason != "" {
			s.gone(i, reason)
		}
	}
}

// readTail takes the end marks and closing notes of a part and gives where its
// text ends. The notes of a story's end are the work's own.
func (s *scribe) readTail(p *part, z zone, last bool) int {
	work := zone{notes: &s.m.NotesAfter, summary: &s.m.Summary}
	if at := s.lastEnd(p.from, p.to); at >= 0 {
		mark := endMarkOf(s.blocks[at].Text)
		if last && mark != endChapter {
			z = work
		}
		for i := at; i < p.to; i++ {
			s.noteBlock(z, i)
		}
		p.to = at
	}
	start := s.tailStart(p.from, p.to)
	if start < p.to && s.nextText(p.from-1, start) < start {
		// Notes that stand before an end mark come before those behind it.
		behind := *z.notes
		*z.notes = ""
		for i := start; i < p.to; i++ {
			s.noteBlock(z, i)
		}
		*z.notes += behind
		p.to = start
	}
	return p.to
}

// lastEnd gives the end mark of blocks [from, to), -1 when there is none. What
// stands behind a real end is short.
func (s *scribe) lastEnd(from, to int) int {
	best := -1
	for i := to - 1; i > from && i >= to-4*tailBlocks; i-- {
		if s.wordsBetween(i, to) > 2*tailWords {
			break
		}
		b := s.blocks[i]
		if s.role[i] != roleText || b.Kind == Raw || len(b.Text) > markMax || endMarkOf(strings.TrimSpace(b.Text)) == endNone {
			continue
		}
		behind, story := s.wordsBetween(i+1, to), s.wordsBetween(from, i)
		if story > 0 && (behind <= story || behind < 200) && !s.spokenBlocks(i+1, to) {
			best = i
		}
	}
	return best
}

// takeEnd reads an end mark. Only that of the last chapter tells whether the
// story is whole.
func (s *scribe) takeEnd(i int) {
	text := strings.TrimSpace(s.blocks[i].Text)
	s.role[i] = roleGone
	s.drop(text, "end mark")
	if s.m.Status != "" || !s.lastPart {
		return
	}
	switch endMarkOf(text) {
	case endStory:
		s.m.Status = StatusComplete
		s.guess("status", string(StatusComplete), 0.9)
	case endContinued:
		s.m.Status = StatusInProgress
		s.guess("status", string(StatusInProgress), 0.8)
	}
}

// tailStart looks back from the end for the first block of the closing notes.
func (s *scribe) tailStart(from, to int) int {
	start := to
	for i := to - 1; i > from && i >= to-tailBlocks; i-- {
		if s.wordsBetween(i, to) > tailWords {
			break
		}
		if s.role[i] != roleText {
			if i == start-1 {
				start = i
			}
			continue
		}
		b := s.blocks[i]
		switch {
		case s.isMark(i):
			if start < to && i == start-1 {
				start = i
			}
		case s.footerAt(i, to):
			start = i
		case s.tailLabel(b) && (b.Kind == Heading || !plainNote(b.Text) || i > from && s.isMark(i-1)):
			if s.onlyNotesBehind(i, start) {
				start = i
			}
		case i == start-1 && b.Kind != Raw && (noteLike(b.Text) && s.noteAtEnd(i) || s.signature(i)):
			start = i
		case i == to-1 && lovingClose(b.Text) && s.noteAbove(i, from):
			start = i
		case spoken(b.Text) && start < to:
			return s.marksBefore(from, start)
		}
	}
	return s.marksBefore(from, start)
}

// marksBefore takes the rules right before the notes with them.
func (s *scribe) marksBefore(from, start int) int {
	for start > from+1 && start < len(s.blocks) && (s.role[start-1] == roleGone || s.isMark(start-1)) {
		start--
	}
	return start
}

// noteAtEnd keeps a closing line of the story in it: only a plea, thanks or a
// disclaimer is a note without a label, not a line that begins with "For".
func (s *scribe) noteAtEnd(i int) bool {
	t := strings.TrimSpace(s.blocks[i].Text)
	return noteHard.MatchString(t) || reviewPlea(t)
}

// tailFields are the labels that open closing notes.
func (s *scribe) tailLabel(b Block) bool {
	if b.Kind == Raw || b.Kind == Rule {
		return false
	}
	if info, ok := bareLabel(b.Text); ok {
		return info.field != fieldSummary
	}
	l, ok := labelAt(strings.TrimSpace(b.Text))
	if !ok || chatty(b.Text) {
		return false
	}
	switch l.field {
	case fieldTitle, fieldCharacter, fieldFandom, fieldPairing, fieldSpoilers, fieldPOV, fieldCount, fieldRecap, fieldChapters, fieldWarning, fieldSummary, fieldCategory, fieldNone:
		return false
	case fieldNote:
		return true
	}
	return !l.weak || l.field == fieldUpdated || l.field == fieldPublished
}

// plainNote says whether the word "note" may be the story's own: "Note: the
// letter said nothing."
func plainNote(t string) bool {
	l, ok := labelAt(strings.TrimSpace(t))
	if !ok || !strings.EqualFold(l.name, "note") && !strings.EqualFold(l.name, "comment") {
		return false
	}
	return !noteLike(t[l.value:]) && !noteSoft.MatchString(t[l.value:])
}

// onlyNotesBehind says whether blocks behind a note's label can be its text:
// no scene break with a scene behind it, no conversation, no prose that speaks
// neither to the reader nor of the story.
func (s *scribe) onlyNotesBehind(i, start int) bool {
	speech := 0
	aside := bracketed(s.blocks[i].Text)
	ruled := s.isMark(i - 1)
	for k := i + 1; k < start; k++ {
		if s.role[k] != roleText {
			continue
		}
		t := strings.TrimSpace(s.blocks[k].Text)
		if s.isMark(k) {
			if k+1 < start && s.wordsBetween(k+1, start) > 60 {
				return false
			}
			continue
		}
		r, _ := utf8.DecodeRuneInString(t)
		if strings.ContainsRune("\"“„«", r) || spoken(t) {
			speech++
		}
		if s.blocks[k].Kind == Raw || noteLike(t) || s.tailLabel(s.blocks[k]) {
			continue
		}
		if aside || !ruled && !toReader(t) && s.wordsBetween(i+1, start) > 60 {
			return false
		}
	}
	// A note of one paragraph in the middle of a chapter is followed by prose
	// that is no note; at the end of one it goes on about the story.
	if s.wordsBetween(i+1, start) > 200 && !s.softBehind(i+1, start) {
		return false
	}
	return speech < 2
}

// bracketed says whether a note stands whole in brackets: "(A/N: sorry!)". On
// a line of its own it interrupts the story, which goes on behind it.
func bracketed(t string) bool {
	t = strings.Trim(t, " *_~")
	return len(t) > 2 && strings.IndexByte("([{", t[0]) >= 0 && strings.IndexByte(")]}", t[len(t)-1]) >= 0
}

var readerWords = regexp.MustCompile(`(?i)(?:^|[^\p{L}])(?:I|me|my|we|us|our|you|your|yours|ich|mir|mein|euch|ihr|je|moi|vous|yo|os|io|voi|eu|vocês|я|мне|вы|вам|вас)(?:[^\p{L}]|$)`)

// toReader says whether a paragraph can go on with a note: it is short, speaks
// to somebody, or speaks of the story. The longer it is, the more likely a
// story is told in the first person.
func toReader(t string) bool {
	n := countWords(t)
	return n <= 12 || n <= 25 && readerWords.MatchString(t) || noteSoft.MatchString(t)
}

// footerAt says whether a header of three labels or more stands at i: some put
// theirs below the story. Where the story is behind it, it is above after all.
func (s *scribe) footerAt(i, to int) bool {
	if !s.labelBlock(s.blocks[i]) || i == 0 || s.role[i-1] == roleText && s.labelBlock(s.blocks[i-1]) {
		return false
	}
	n := 0
	k := i
	for ; k < to && s.role[k] == roleText && s.labelBlock(s.blocks[k]); k++ {
		n += labelLines(s.blocks[k].Text)
	}
	return n >= 3 && (s.wordsBetween(k, to) <= s.wordsBetween(0, i) || s.onlyNotesBehind(k-1, to))
}

// labelLines counts the lines of a block that begin with a label which is no
// word of prose.
func labelLines(t string) int {
	n := 0
	for l := range strings.SplitSeq(t, "\n") {
		if got, ok := labelAt(strings.TrimSpace(l)); ok && !got.weak {
			n++
		}
	}
	return n
}

func (s *scribe) softBehind(from, to int) bool {
	soft := 0
	for i := from; i < to; i++ {
		soft += len(noteSoft.FindAllString(s.blocks[i].Text, 8))
	}
	return soft*60 >= s.wordsBetween(from, to)
}

var lovingLine = regexp.MustCompile(`(?i)^(?:lots of |much )?(?:love|hugs|xoxo|cheers|ciao|until next time|see you(?: soon)?|bye(?: for now)?|kisses)\b.{0,30}$`)

// lovingClose says whether a last line takes leave: "Love, Tamsin xxx".
func lovingClose(t string) bool {
	return len(t) <= markMax && lovingLine.MatchString(strings.TrimSpace(t))
}

// noteAbove says whether the text above a last line is a note to the reader.
func (s *scribe) noteAbove(i, from int) bool {
	for i--; i > from; i-- {
		if s.role[i] == roleText && !s.isMark(i) {
			return s.tailLabel(s.blocks[i]) || noteLike(s.blocks[i].Text) && s.noteAtEnd(i)
		}
	}
	return false
}

var signatureLine = regexp.MustCompile(`^(?:-{1,3}|~|—)\s*(\p{L}[\p{L}\d _.'’-]+)$`)

// longestSignature is how many characters a signature has at most.
const longestSignature = 31

// signature says whether a last line is the author's name with a dash. Where
// speech begins with a dash, it is speech.
func (s *scribe) signature(i int) bool {
	m := signatureLine.FindStringSubmatch(strings.TrimSpace(s.blocks[i].Text))
	if m == nil || utf8.RuneCountInString(m[1]) > longestSignature || len(strings.Fields(m[1])) > 3 || i > 0 && strings.HasPrefix(strings.TrimSpace(s.blocks[i-1].Text), "—") {
		return false
	}
	for w := range strings.FieldsSeq(m[1]) {
		if !capitalised(w) {
			return false
		}
	}
	return true
}
