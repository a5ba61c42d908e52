package decode

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// role is what became of a block.
type role uint8

const (
	roleText   role = iota // part of the story
	roleGone               // taken into a field, a note or the dropped words
	roleBreak              // a scene break
	roleSlug               // a centred line of time, place or point of view
	roleVerse              // lines that stay lines
	roleLetter             // part of a letter
	roleChat               // part of a chat or script
)

// scribe works through the blocks of one source and fills a manuscript.
type scribe struct {
	m        Manuscript
	blocks   []Block
	role     []role
	words    []int // words before each block; one entry more than blocks
	cuts     []ChapterCut
	way      Cuts // the way of cutting that a person chose
	known    bool // the maker marked all that stands round the story
	lines    []string
	labels   map[field]bool // labels seen
	langs    map[string]int // languages of the labels seen
	declared Manuscript
	noted    Noted
	sure     bool           // an author is named elsewhere: "by" in a title is part of it
	odd      map[string]int // short strange lines and how often each stands in the text
	space    spacing
	asides   int    // notes inside the text named so far
	starred  int    // 1 when stars are explained below the text, -1 when not, 0 unasked
	mailed   bool   // the source begins with the header of a mail
	lastPart bool   // the chapter that is read is the last one
	toldNone bool   // a label says that there is nothing to warn of
	restOf   string // who has "everything else" according to a disclaimer
}

// zone is where the notes and summary of a stretch go: the work's fields, or
// those of one chapter.
type zone struct {
	notes, summary *string
	chapter        *Chapter // nil for the work
}

// understand tells chapters, notes, credits and tags apart. What the container
// declares outranks guesses. A file in which nothing but notes would be left
// is read again as a plain story: its words are its text.
func understand(src Source) Manuscript {
	s := newScribe(src)
	s.work(!src.Known)
	if !s.hasBody() && !src.Known {
		s = newScribe(src)
		s.work(false)
	}
	return s.m
}

func newScribe(src Source) *scribe {
	s := &scribe{
		m: src.Declared, declared: src.Declared, noted: src.Noted, blocks: src.Blocks, cuts: src.Cut, way: src.Cuts, known: src.Known, lines: src.Lines,
		role: make([]role, len(src.Blocks)), words: make([]int, len(src.Blocks)+1),
		labels: map[field]bool{}, langs: map[string]int{},
	}
	s.m.File = src.File
	// The slices of the declaration are the caller's: grow copies.
	s.m.Authors = append([]string(nil), src.Declared.Authors...)
	s.m.Tags = append([]Tag(nil), src.Declared.Tags...)
	s.m.Credits = append([]Credit(nil), src.Declared.Credits...)
	s.m.Dedicated = append([]string(nil), src.Declared.Dedicated...)
	s.m.Requests = append([]string(nil), src.Declared.Requests...)
	s.m.Guesses = append([]Guess(nil), src.Declared.Guesses...)
	s.m.Dropped = append([]Dropped(nil), src.Declared.Dropped...)
	s.m.Damage = append([]Damage(nil), src.Declared.Damage...)
	s.m.Chapters = append([]Chapter(nil), src.Declared.Chapters...)
	s.startOrigins()
	for i, b := range src.Blocks {
		s.words[i+1] = s.words[i] + countWords(b.Text)
	}
	return s
}

// countWords counts words between blanks; characters of scripts without
// spaces count one each.
func countWords(t string) int {
	n, in := 0, false
	for _, r := range t {
		switch {
		case r < 0x80:
			blank := r == ' ' || r == '\n' || r == '\t'
			if !blank && !in {
				n++
			}
			in = !blank
		case unicode.IsSpace(r):
			in = false
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana):
			n++
			in = false
		default:
			if !in {
				n++
			}
			in = true
		}
	}
	return n
}

func (s *scribe) wordsBetween(from, to int) int {
	if to <= from {
		return 0
	}
	return s.words[to] - s.words[from]
}

// work reads the whole source. With zones false, notes at either end stay in
// the text.
func (s *scribe) work(zones bool) {
	if !s.known {
		s.dropDebris()
	}
	if zones {
		s.readMail()
	}
	s.sure = len(s.declared.Authors) > 0 || len(s.m.Authors) > 0 || s.labelAhead(fieldAuthor)
	heads := s.withoutLastMark(s.findHeads())
	end := len(s.blocks)
	if len(heads) > 0 {
		end = heads[0].at
	}
	z := zone{notes: &s.m.NotesBefore, summary: &s.m.Summary}
	start := 0
	if zones {
		if !s.known && !s.mailed {
			s.readTitlePage(end, z)
		}
		start = s.readHead(0, end, z)
	}
	parts := s.cut(heads, start)
	for i := range parts {
		s.readPart(parts, i, zones)
	}
	s.settle(parts)
	s.render(parts)
	s.finish()
}

func (s *scribe) hasBody() bool {
	for _, c := range s.m.Chapters {
		if hasWord(plainOf(c.Body)) || strings.Contains(c.Body, "<img") {
			return true
		}
	}
	return false
}

// part is a chapter before it is written.
type part struct {
	head     head
	from, to int // blocks of its text
	chapter  Chapter
	feet     []footnote
}

// cut makes the parts. Words that stand between the head of the file and the
// first chapter are a part of their own, or notes when they are few.
func (s *scribe) cut(heads []head, start int) []*part {
	var parts []*part
	end := len(s.blocks)
	if len(heads) > 0 {
		end = heads[0].at
	}
	loose := 0
	for i := start; i < end; i++ {
		if s.role[i] == roleText {
			loose += countWords(s.blocks[i].Text)
		}
	}
	switch {
	case len(heads) == 0:
		return []*part{{head: head{kind: KindChapter}, from: start, to: end}}
	case loose >= contentsGap || s.hasPicture(start, end):
		kind := KindPrologue
		if h := heads[0]; len(s.cuts) > 0 || h.class == classChapter && h.n > 1 {
			kind = KindChapter // the first one, whose head is missing
		}
		parts = append(parts, &part{head: head{kind: kind}, from: start, to: end})
	case loose > 0:
		for i := start; i < end; i++ {
			if s.role[i] == roleText && s.authorAgain(i) {
				s.gone(i, "byline, repeated")
				continue
			}
			if s.role[i] == roleText && s.notedAuthor(i) {
				continue
			}
			s.noteBlock(zone{notes: &s.m.NotesBefore, summary: &s.m.Summary}, i)
		}
	default:
		for i := start; i < end; i++ {
			s.goneMark(i)
		}
	}
	for i, h := range heads {
		to := len(s.blocks)
		if i+1 < len(heads) {
			to = heads[i+1].at
		}
		parts = append(parts, &part{head: h, from: h.at + h.used, to: to})
		s.takeHead(h)
	}
	return parts
}

// withoutLastMark takes a head for what it is when the chapter that it counts
// stands above it: "(Chapter 1/?)" below the only one.
func (s *scribe) withoutLastMark(heads []head) []head {
	if len(heads) != 1 || len(s.cuts) > 0 {
		return heads
	}
	h, all := heads[0], len(s.blocks)
	if h.class != classChapter && h.unit != "fraction" || h.n != 1 || h.title != "" || s.wordsBetween(0, h.at) < 2*contentsGap || s.wordsBetween(h.at+h.used, all) > contentsGap {
		return heads
	}
	s.m.ChapterTotal = max(s.m.ChapterTotal, h.total)
	for i := h.at; i < h.at+h.used; i++ {
		s.gone(i, "the chapter's number, below it")
	}
	return nil
}

func (s *scribe) hasPicture(from, to int) bool {
	for i := from; i < to; i++ {
		if s.role[i] == roleText && strings.Contains(s.blocks[i].HTML, "<img") {
			return true
		}
	}
	return false
}

// takeHead records what of a chapter head is not shown as the chapter's title.
func (s *scribe) takeHead(h head) {
	if h.class == classHeading && len(s.cuts) > 0 {
		return // its blocks were taken when the cut was read
	}
	for i := h.at; i < h.at+h.used; i++ {
		s.role[i] = roleGone
	}
	if h.prefix != "" {
		if s.m.Title == "" {
			s.m.Title = unquote(strings.TrimSpace(h.prefix))
		} else {
			s.drop(h.prefix, "title, repeated")
		}
	}
	if h.author != "" {
		s.drop("by", "label")
		if len(s.addAuthors(h.author)) == 0 {
			s.drop(h.author, "byline, repeated")
		}
	}
	if h.drop != "" {
		drop := h.drop
		if h.author != "" {
			drop = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(strings.TrimSuffix(drop, h.author)), "by"))
		}
		s.drop(drop, "chapter head")
	}
	if h.total > s.m.ChapterTotal {
		s.m.ChapterTotal = h.total
	}
}

// readPart reads the notes at both ends of a part and marks the forms in it.
func (s *scribe) readPart(parts []*part, i int, zones bool) {
	p := parts[i]
	s.lastPart = i == len(parts)-1
	p.chapter = Chapter{Kind: p.head.kind, Title: p.head.title}
	if c := p.head.cut; c != nil {
		p.chapter.Summary, p.chapter.NotesBefore, p.chapter.NotesAfter = c.Summary, c.NotesBefore, c.NotesAfter
	}
	if p.head.group != "" {
		p.chapter.Title = strings.TrimSuffix(p.head.group+": "+p.head.title, ": ")
	}
	only := len(parts) == 1 && (p.head.cut == nil || !p.head.cut.noted())
	if only && p.head.n > 0 {
		s.guess("number", strconv.Itoa(p.head.n), 0.9)
	}
	before := zone{notes: &p.chapter.NotesBefore, summary: &p.chapter.Summary, chapter: &p.chapter}
	after := zone{notes: &p.chapter.NotesAfter, summary: &p.chapter.Summary, chapter: &p.chapter}
	if only {
		before = zone{notes: &s.m.NotesBefore, summary: &s.m.Summary}
		after = zone{notes: &s.m.NotesAfter, summary: &s.m.Summary}
	}
	if zones && (!only || p.head.class != classNone) {
		p.from = s.readHead(p.from, p.to, before)
	}
	if zones {
		p.feet = s.readFootnotes(p.from, p.to)
		p.to = s.readTail(p, after, i == len(parts)-1)
	}
	s.markBreaks(p.from, p.to)
	s.markForms(p.from, p.to)
	s.findAsides(p.from, p.to)
}

// asidesMax is how many notes inside the text are named as guesses.
const asidesMax = 50

// findAsides names notes that stand inside the text; they stay there.
func (s *scribe) findAsides(from, to int) {
	for i := from; i < to && s.asides < asidesMax; i++ {
		if s.role[i] == roleGone || !strings.ContainsAny(s.blocks[i].Text, "([{") {
			continue
		}
		if m := asideNote.FindString(s.blocks[i].Text); m != "" {
			s.asides++
			s.guess("note_in_text", m, 0.9)
		}
	}
}

var asideNote = regexp.MustCompile(`(?i)(?:[(\[{]\s*(?:A/N|AN|author['’]?s? note)\b\s*[:;,-]?|\[\[)[^)\]}]{0,80}[)\]}]{0,2}`)
