package decode

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// damageMax is how many signs of damage are reported of one file.
const damageMax = 500

// excerptMax is how many characters an excerpt may have.
const excerptMax = 120

// findDamage reports signs of lost or broken text. It mends nothing.
func (s *scribe) findDamage() {
	doubles := s.doubleSpaces()
	prev := -1 // the paragraph above, if it is one of the story
	for i, b := range s.blocks {
		if len(s.m.Damage) >= damageMax {
			return
		}
		if b.Kind == Rule || b.Kind == PageTurn || b.Text == "" {
			prev = -1
			continue
		}
		s.mojibakeIn(i)
		if s.role[i] == roleGone || s.role[i] == roleBreak || s.role[i] == roleSlug {
			prev = -1
			continue
		}
		s.scanWords(i, doubles)
		if b.Kind != Para || s.role[i] != roleText || strings.IndexByte(b.Text, '\n') >= 0 {
			prev = -1
			continue
		}
		s.strayMarks(i)
		if prev >= 0 {
			s.seams(prev, i)
		}
		prev = i
	}
}

// report adds one sign of damage at byte at of a block.
func (s *scribe) report(i, at, size int, kind DamageKind) {
	if len(s.m.Damage) >= damageMax {
		return
	}
	t := s.blocks[i].Text
	s.m.Damage = append(s.m.Damage, Damage{Line: s.lineOf(i, t[at:min(at+size, len(t))]), Excerpt: excerpt(t, at), Kind: kind})
}

// excerpt gives the words round a place.
func excerpt(t string, at int) string {
	from, n := at, 0
	for from > 0 && n < 50 {
		_, size := utf8.DecodeLastRuneInString(t[:from])
		from -= size
		n++
	}
	to := from
	for n = 0; to < len(t) && n < excerptMax; n++ {
		_, size := utf8.DecodeRuneInString(t[to:])
		to += size
	}
	return strings.TrimSpace(strings.ReplaceAll(t[from:to], "\n", " "))
}

// lineOf gives the line of the source in which a fragment of a block stands;
// the block's own when it cannot be found.
func (s *scribe) lineOf(i int, fragment string) int {
	line := s.blocks[i].Line
	end := len(s.lines)
	if i+1 < len(s.blocks) {
		end = min(end, s.blocks[i+1].Line-1)
	}
	for _, f := range []string{fragment, lastWord(fragment)} {
		for n := line; n <= end && n-1 < len(s.lines) && f != ""; n++ {
			if strings.Contains(s.lines[n-1], f) {
				return n
			}
		}
	}
	return line
}

func (s *scribe) mojibakeIn(i int) {
	t := s.blocks[i].Text
	for at, r := range t {
		switch {
		case r < 0x80:
			continue
		case r == utf8.RuneError, r >= 0x80 && r <= 0x9F,
			r == 'â' && strings.HasPrefix(t[at:], "â€"),
			r == 'Ã' && signBehind(t[at+2:]):
			s.report(i, at, utf8.RuneLen(r), Mojibake)
			return // once for a paragraph is enough to find it
		}
	}
}

// signBehind says whether a sign follows that no word has there.
func signBehind(t string) bool {
	r, _ := utf8.DecodeRuneInString(t)
	return r >= 0xA1 && r <= 0xBF && r != 0xAA && r != 0xBA && r != 0xBB && r != 0xAB
}

// onceOnly are words that no sentence has twice in a row.
var onceOnly = map[string]bool{
	"the": true, "a": true, "an": true, "and": true, "of": true, "to": true, "at": true, "for": true, "with": true, "from": true,
	"was": true, "were": true, "are": true, "be": true, "he": true, "she": true, "they": true, "his": true, "their": true,
	"my": true, "your": true, "i": true, "we": true, "as": true, "but": true, "or": true, "by": true, "into": true, "if": true,
	"than": true, "would": true, "could": true, "which": true, "has": true, "have": true, "this": true, "not": true, "its": true,
	"und": true, "ich": true, "et": true, "que": true, "el": true, "het": true, "och": true, "é": true,
}

// scanWords looks for words doubled, spaces missing behind quotation marks and
// commas, sentences that stop at nothing, and blanks where a word was.
func (s *scribe) scanWords(i int, doubles bool) {
	t := s.blocks[i].Text
	word, before := "", ""
	start := -1
	for at, r := range t {
		if isWordRune(r) || (r == '\'' || r == '’') && start >= 0 {
			if start < 0 {
				start = at
			}
			continue
		}
		if start >= 0 {
			before, word = word, t[start:at]
			s.doubled(i, start, before, word)
			start = -1
		}
		if r > ' ' && r != '*' && r != '_' {
			word = "" // a sign parts the words: "no, no" is no doubling
		}
		switch r {
		case '"', '”', '“', ',', '»', '.', '!', '?':
			s.missingSpace(i, at, r)
		case ' ':
			s.looseStop(i, at)
			if doubles && at > 0 {
				s.emptyPlace(i, at)
			}
		}
	}
	if start >= 0 {
		s.doubled(i, start, word, t[start:])
	}
}

func (s *scribe) doubled(i, at int, before, word string) {
	if before == "" || len(before) != len(word) || len(word) > 24 || !strings.EqualFold(before, word) {
		return
	}
	// "walked walked": nobody doubles a verb for emphasis.
	verb := before == word && len(word) > 4 && (strings.HasSuffix(word, "ed") || strings.HasSuffix(word, "ing"))
	if verb || onceOnly[strings.ToLower(word)] {
		from := max(0, at-len(before)-1)
		s.report(i, from, at+len(word)-from, DoubledWord)
	}
}

// missingSpace reports `,"she` and `word,word`.
func (s *scribe) missingSpace(i, at int, r rune) {
	t := s.blocks[i].Text
	before, _ := utf8.DecodeLastRuneInString(t[:at])
	rest := t[at+utf8.RuneLen(r):]
	after, _ := utf8.DecodeRuneInString(rest)
	if !unicode.IsLetter(after) || at == 0 || spaceless(after) {
		return
	}
	bad := false
	switch r {
	case ',':
		bad = (unicode.IsLetter(before) || before == ' ') && !inAddress(t, at)
	case '.', '!', '?': // "left.He": a sentence begins right behind another
		bad = unicode.IsLower(before) && unicode.IsUpper(after) && endsWord(t[:at]) && startsWord(rest) && !inAddress(t, at)
	case '"', '”', '»':
		bad = strings.ContainsRune(",.!?…", before) || unicode.IsLetter(before) && !unicode.IsUpper(after)
	case '“':
		bad = strings.ContainsRune(",.!?…", before)
	}
	if bad {
		from := at - utf8.RuneLen(before)
		s.report(i, from, at-from+utf8.RuneLen(r)+utf8.RuneLen(after), MissingSpace)
	}
}

// endsWord says whether a text ends in two small letters, as no initial does.
func endsWord(t string) bool {
	_, n := utf8.DecodeLastRuneInString(t)
	r, _ := utf8.DecodeLastRuneInString(t[:len(t)-n])
	return unicode.IsLower(r)
}

// startsWord says whether a text starts with a capital and a small letter.
func startsWord(t string) bool {
	_, n := utf8.DecodeRuneInString(t)
	r, _ := utf8.DecodeRuneInString(t[n:])
	return unicode.IsLower(r)
}

// inAddress says whether the word round a place is an address.
func inAddress(t string, at int) bool {
	from := strings.LastIndexAny(t[:at], " \n") + 1
	end := strings.IndexAny(t[at:], " \n")
	if end < 0 {
		end = len(t) - at
	}
	w := t[from : at+end]
	return len(w) < 200 && (strings.Contains(w, "://") || strings.Contains(w, "@") || strings.HasPrefix(w, "www."))
}

// looseStop reports a full stop or comma behind a blank: "and he ."
func (s *scribe) looseStop(i, at int) {
	t := s.blocks[i].Text
	if at == 0 || at+1 >= len(t) || t[at+1] != '.' && t[at+1] != ',' {
		return
	}
	before, _ := utf8.DecodeLastRuneInString(t[:at])
	after, _ := utf8.DecodeRuneInString(t[at+2:])
	if unicode.IsLetter(before) && (at+2 == len(t) || unicode.IsSpace(after) || after == '"' || after == '”') {
		if at+3 < len(t) && t[at+3] == '.' {
			return // an ellipsis set with blanks
		}
		from := max(strings.LastIndexByte(t[:at], ' ')+1, 0)
		s.report(i, from, at+2-from, BrokenSentence)
	}
}

// doubleSpaces says whether double blanks inside sentences are rare enough in
// this text to mean something.
func (s *scribe) doubleSpaces() bool {
	inside, words := 0, s.words[len(s.words)-1]
	for i, b := range s.blocks {
		if s.role[i] != roleText && s.role[i] != roleVerse {
			continue
		}
		t := b.Text
		for at := strings.Index(t, "  "); at >= 0; {
			if emptyPlace(t, at) {
				inside++
			}
			next := strings.Index(t[at+2:], "  ")
			if next < 0 {
				break
			}
			at += 2 + next
		}
	}
	return inside > 0 && inside*100 <= max(words, 200)
}

func emptyPlace(t string, at int) bool {
	if at == 0 || at+2 >= len(t) || t[at+1] != ' ' {
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(t[:at])
	after, _ := utf8.DecodeRuneInString(strings.TrimLeft(t[at:], " "))
	return unicode.IsLetter(before) && unicode.IsLower(after)
}

// emptyPlace reports a place between two words where a third one stood,
// perhaps in italics.
func (s *scribe) emptyPlace(i, at int) {
	if emptyPlace(s.blocks[i].Text, at) {
		from := strings.LastIndexByte(s.blocks[i].Text[:at], ' ') + 1
		s.report(i, from, at+2-from, LostItalics)
	}
}

// strayMarks reports a mark of emphasis that has lost its partner.
func (s *scribe) strayMarks(i int) {
	t := s.blocks[i].Text
	if !strings.ContainsAny(t, "*_<") {
		return
	}
	for at := 0; at < len(t); at++ {
		c := t[at]
		if c == '<' {
			if m := typedTag(t, at); m.size > 0 && m.key != "" {
				s.report(i, at, m.size, LostItalics)
				return
			}
		}
		if c != '*' && c != '_' {
			continue
		}
		if at+1 < len(t) && t[at+1] == c { // ** and more: censored words, drawn lines
			for at+1 < len(t) && t[at+1] == c {
				at++
			}
			continue
		}
		before, _ := utf8.DecodeLastRuneInString(t[:at])
		after, _ := utf8.DecodeRuneInString(t[at+1:])
		openEnd := (at == 0 || unicode.IsSpace(before) || before == '"' || before == '“') && unicode.IsLetter(after)
		shutEnd := unicode.IsLetter(before) && (at+1 == len(t) || unicode.IsSpace(after)) && !s.starredNotes()
		if (openEnd && !(c == '*' && at == 0)) || shutEnd {
			s.report(i, at, 1, LostItalics)
			return
		}
	}
}

// starredNotes says whether the text explains stars below: "* a kind of boat".
func (s *scribe) starredNotes() bool {
	if s.starred == 0 {
		s.starred = -1
		for _, b := range s.blocks {
			if strings.HasPrefix(b.Text, "*") && hasWord(b.Text) || strings.Contains(b.Text, "\n*") {
				s.starred = 1
				break
			}
		}
	}
	return s.starred > 0
}

// stopWords are words on which no sentence ends.
var stopWords = map[string]bool{
	"the": true, "a": true, "an": true, "and": true, "of": true, "to": true, "but": true, "or": true, "with": true, "from": true,
	"his": true, "their": true, "my": true, "your": true, "was": true, "were": true, "into": true, "he": true, "she": true, "they": true, "i": true,
}

// seams looks at the place between two paragraphs: a sentence cut in two, one
// that stops at nothing, a scene break that was lost.
func (s *scribe) seams(above, below int) {
	a, b := s.blocks[above], s.blocks[below]
	last, _ := utf8.DecodeLastRuneInString(a.Text)
	first, _ := utf8.DecodeRuneInString(b.Text)
	if utf8.RuneCountInString(a.Text) >= 20 && (unicode.IsLetter(last) || last == '-') && !unicode.In(last, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai) {
		end := strings.LastIndexAny(a.Text, " \n") + 1
		switch {
		case unicode.IsLower(first):
			s.report(above, end, len(a.Text)-end, CutWord)
		case stopWords[strings.ToLower(a.Text[end:])]:
			s.report(above, end, len(a.Text)-end, BrokenSentence)
		}
	}
	switch {
	case s.space.gaps && b.Blank == s.space.norm+1 && !s.space.wide(b):
		s.report(below, 0, min(len(b.Text), 30), LostSceneBreak)
	case s.m.SceneBreaks == 0 && s.wordsBetween(0, len(s.blocks)) > 200 && (timeJump.MatchString(b.Text) || len(s.m.Chapters) < 3 && timeStep.MatchString(b.Text)):
		s.report(below, 0, min(len(b.Text), 30), LostSceneBreak)
	}
}
