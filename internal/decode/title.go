package decode

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// titleParts is what a title line states: "The Tide by Mara (1/3) [PG-13]".
type titleParts struct {
	title       string
	authors     []string
	part, total int
	rating      Rating
	status      Status
	fandom      string
}

var (
	titleCount   = regexp.MustCompile(`(?i)^(.*?)[\s,:–—-]*[(\[]?\b(?:(?:part|chapter|ch\.?|teil)\s+)?(\d{1,3})\s*(?:/|of)\s*(\d{1,3}|\?+)[)\]]?$`)
	titlePart    = regexp.MustCompile(`(?i)^(.*?)\s*[(\[,:–—-]\s*(?:part|chapter|ch\.?|teil|kapitel|prt|pt\.?)\s+(\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|[ivx]{1,5})[)\]]?$`)
	titleBracket = regexp.MustCompile(`^(.*\S)\s*[(\[{]([^()\[\]{}]{1,40})[)\]}]$`)
	titleBy      = regexp.MustCompile(`(?i)^(.+?)\s*[,–—-]?\s+by:?\s+(.{2,60})$`)
	subjectLead  = regexp.MustCompile(`(?i)^\s*(?:(?:re|fwd?|aw|wg)\s*:\s*)*`)
	subjectFic   = regexp.MustCompile(`(?i)^(?:new\s+)?(?:fan)?(?:fic|story|ficlet|drabble|repost|new|update)\s*:\s*`)
	subjectOpen  = regexp.MustCompile(`^\[([^\]]{1,40})\]\s*`)
	bareRating   = regexp.MustCompile(`^(.*\S)\s*[\s,:–—-]\s*((?:PG|NC)[- ]?1[3578])$`)
	bareStatus   = regexp.MustCompile(`^(.*\S)\s*[-–—:,]?\s+(WIP|COMPLETE|COMPLETED|FINISHED|UNFINISHED)$`)
)

// parseTitle takes a title line apart. byline says whether "by X" at its end
// names the author; with an author named elsewhere it is part of the title.
func (s *scribe) parseTitle(raw string, byline bool) titleParts {
	var t titleParts
	text := strings.TrimSpace(strings.ReplaceAll(raw, "\n", " "))
	text = strings.Trim(text, "*_~ ")
	for range 6 {
		next := s.titleTail(text, &t, byline)
		if next == text || !hasWord(next) {
			break
		}
		text = next
	}
	t.title = unquote(strings.Trim(text, " ,:;–—~*_"))
	return t
}

// titleTail reads one statement off the end of a title.
func (s *scribe) titleTail(text string, t *titleParts, byline bool) string {
	text = strings.TrimSpace(text)
	if m := titleCount.FindStringSubmatch(text); m != nil && hasWord(m[1]) {
		t.part, t.total = atoi(m[2]), atoi(m[3])
		return m[1]
	}
	if m := titlePart.FindStringSubmatch(text); m != nil && hasWord(m[1]) {
		t.part, _ = numberOf(m[2])
		return m[1]
	}
	if m := bareStatus.FindStringSubmatch(text); m != nil {
		t.status = statusOf(m[2])
		return m[1]
	}
	if m := bareRating.FindStringSubmatch(text); m != nil {
		if r, whole, ok := parseRating(m[2]); ok && whole {
			t.rating = r
			return m[1]
		}
	}
	if m := titleBracket.FindStringSubmatch(text); m != nil {
		if st := statusOf(m[2]); st != "" {
			t.status = st
			return m[1]
		}
		if r, whole, ok := parseRating(m[2]); ok && whole && m[2] != "?" {
			t.rating = r
			return m[1]
		}
	}
	if m := titleBy.FindStringSubmatch(text); byline && m != nil && len(t.authors) == 0 {
		first, _, _ := strings.Cut(m[2], " ")
		if names := splitNames(m[2]); len(names) > 0 && !notNames[bareWord(first)] && len(strings.Fields(names[0])) <= 4 {
			t.authors = names
			return m[1]
		}
	}
	return text
}

func statusOf(v string) Status {
	switch {
	case statusOpen.MatchString(v):
		return StatusInProgress
	case statusDone.MatchString(v):
		return StatusComplete
	}
	return StatusUnknown
}

// parseSubject reads the subject of a mail: "[Fandom] FIC: Title (1/3) by
// Author [PG]".
func (s *scribe) parseSubject(raw string) titleParts {
	text := subjectLead.ReplaceAllString(strings.TrimSpace(raw), "")
	fandom := ""
	for {
		if m := subjectOpen.FindStringSubmatch(text); m != nil && len(m[0]) < len(text) {
			if fandom == "" {
				fandom = m[1]
			}
			text = text[len(m[0]):]
			continue
		}
		next := subjectFic.ReplaceAllString(text, "")
		if next == text {
			break
		}
		text = next
	}
	t := s.parseTitle(text, true)
	t.fandom = fandom
	return t
}

// titleAt says whether the block is the story's title: the first line, short,
// above prose, a byline, labels or a chapter.
func (s *scribe) titleAt(i, to int) bool {
	b := s.blocks[i]
	text := strings.TrimSpace(b.Text)
	if b.Kind == Heading {
		return utf8.RuneCountInString(text) <= 200
	}
	lines := strings.Split(text, "\n")
	if b.Kind != Para && b.Kind != Verse || len(lines) > 5 || len(lines) > 1 && !bylineStart.MatchString(strings.TrimSpace(lines[1])) && !s.subtitled(lines, i, to) || !titleLike(lines[0]) && !unquotedTitle(lines[0]) {
		return false
	}
	if isSlug(text) || isPOV(text) || endMarkOf(text) != endNone || salutation(text) || speaker(text) != "" {
		return false
	}
	next := s.nextText(i, to)
	if next >= to {
		return to < len(s.blocks) // right above the first chapter
	}
	n := s.blocks[next]
	if s.loneBy(next, to) {
		return true
	}
	if isSlug(n.Text) || isPOV(n.Text) {
		return n.Blank > 0
	}
	if len(lines) > 1 || s.isMark(min(i+1, to-1)) || b.Centred || labelBlockOrBy(s, n) || s.bareHead(n) || noteLike(n.Text) {
		return true
	}
	if unquote(lines[0]) != lines[0] {
		return false // a line of speech
	}
	if first, _ := utf8.DecodeRuneInString(n.Text); unicode.IsLower(first) {
		return false // the sentence goes on
	} else if (strings.ContainsRune("\"“„«", first) || len(strings.Fields(text)) > 1 && i == s.firstText() && b.Blank == 0) && titleCase(text) && !endsSentence(text) && n.Blank > 0 {
		return true
	}
	// A short first sentence is no title: what follows must be prose, and set off.
	return n.Blank > 0 && countWords(n.Text) >= 12 && (n.Kind == Para || n.Kind == Verse) && !strings.HasSuffix(text, "...") && !strings.HasSuffix(text, "…")
}

// subtitled says whether two lines are a title and what it adds, above a byline
// or labels.
func (s *scribe) subtitled(lines []string, i, to int) bool {
	next := s.nextText(i, to)
	return len(lines) == 2 && titleLike(lines[1]) && titleCase(strings.TrimSpace(lines[1])) && next < to && labelBlockOrBy(s, s.blocks[next])
}

// titleBlockAgain says whether a block repeats the title of a mail's subject,
// with the byline below it, and takes it.
func (s *scribe) titleBlockAgain(z zone, i int) bool {
	if !s.repeatsTitle(i) {
		return false
	}
	s.role[i] = roleGone
	lines := linesOf(s.blocks[i])
	s.drop(lines[0].text, "title, repeated")
	for _, l := range lines[1:] {
		s.looseHeadLine(z, l)
	}
	return true
}

func (s *scribe) repeatsTitle(i int) bool {
	b := s.blocks[i]
	if s.m.Title == "" || b.Kind == Raw || len(b.Text) > 300 || strings.Count(b.Text, "\n") > 3 {
		return false
	}
	return foldInk(s.parseTitle(firstLine(b.Text), true).title) == foldInk(s.m.Title)
}

// titleStands says whether a title below notes shows by more than its form
// that it is one: a heading, the middle of the page, a byline or rule below.
func (s *scribe) titleStands(i, to int) bool {
	b := s.blocks[i]
	next := s.nextText(i, to)
	return b.Kind == Heading || b.Centred || strings.IndexByte(b.Text, '\n') > 0 || i+1 < to && s.isMark(i+1) ||
		next < to && labelBlockOrBy(s, s.blocks[next])
}

func unquotedTitle(t string) bool { return unquote(t) != t && titleLike(unquote(t)) }

func labelBlockOrBy(s *scribe, b Block) bool {
	return s.labelBlock(b) || bylineStart.MatchString(firstLine(b.Text))
}

func (s *scribe) takeTitleBlock(z zone, i int) {
	s.role[i] = roleGone
	lines := linesOf(s.blocks[i])
	byline := !s.sure
	if len(lines) > 1 {
		byline = false
	}
	s.takeTitle(lines[0].text, s.parseTitle(lines[0].text, byline))
	for _, l := range lines[1:] {
		s.looseHeadLine(z, l)
	}
	if s.blocks[i].Kind != Heading && !sameWords(s.m.Title, s.noted.Title) {
		s.guess("title", s.m.Title, 0.8)
	}
}

// titleAgain says whether a line only repeats the title.
func (s *scribe) titleAgain(text string) bool {
	return s.m.Title != "" && len(text) <= 200 && hasWord(text) && foldInk(text) == foldInk(s.m.Title)
}
