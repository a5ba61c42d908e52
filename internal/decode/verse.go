package decode

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	salutationLine = regexp.MustCompile(`^[*_/"“]{0,2}(?:(?:My )?[Dd]ear(?:est)?|To|Lieber?|Liebste[rn]?|Sehr geehrte[rn]?|Hallo|Chère?|Mon cher|Ma chère|Querid[oa]|Estimad[oa]|Car[oa]|Prezad[oa]|Дорог(?:ой|ая|ие)|Hi|Hello|Hey)\s+\p{L}[^.?]{0,40}[,:!—–-]\s*[*_/]?$`)
	signOffLine    = regexp.MustCompile(`(?i)^[*_/]?(?:(?:all my |with |lots of |much )?love(?: always)?|(?:yours?(?: truly| sincerely| faithfully| ever| always)?)|(?:very )?sincerely(?: yours)?|(?:best|kind|warm)(?: regards| wishes)?|regards|(?:your )?(?:loving|obedient|faithful|humble)\b.{0,30}|xoxo|hugs(?: and kisses)?|always|forever yours|deine?|dein[es]?|alles liebe|liebe grüße|viele grüße|mit freundlichen grüßen|je t['’]embrasse|bises|ton|ta|con cariño|tu[ya]*|un abbraccio|com amor|твоя?|с любовью)[,.—–-]?\s*[*_/]?$`)
	speakerName    = regexp.MustCompile(`^(?:\[?\(?\d{1,2}:\d{2}(?::\d{2})?(?: ?[AaPp][Mm])?\]?\)?\s*)?[<\[*]?(@?[\p{L}\d][\p{L}\d_.'’ -]{0,24}?)[>\]*]?(?:\s*\([^)]{1,40}\))?\s*:\s*[*]?\s*\S`)
)

// salutation says whether a line opens a letter.
func salutation(s string) bool {
	return len(s) <= 80 && salutationLine.MatchString(s)
}

// signOff says whether a line closes a letter.
func signOff(s string) bool {
	return len(s) <= markMax && (signOffLine.MatchString(s) || signOffYour.MatchString(s))
}

// signOffYour closes a letter in the writer's own words: "Your old friend,".
var signOffYour = regexp.MustCompile(`(?i)^(?:(?:ever|always|still|as always),? )?(?:your|dein|deine|votre|ton|ta|tu|suo|tua)(?: \p{L}+){1,3},$`)

// speaker gives who speaks in a line of a chat or script ("MAE: (laughs) No."),
// "" when the line is none.
func speaker(s string) string {
	colon := strings.IndexByte(s, ':')
	if colon < 1 || colon > 80 || strings.HasPrefix(s[colon:], "://") {
		return ""
	}
	m := speakerName.FindStringSubmatch(s)
	if m == nil || len(strings.Fields(m[1])) > 3 {
		return ""
	}
	name := m[1]
	first, _ := utf8.DecodeRuneInString(strings.TrimPrefix(name, "@"))
	if !unicode.IsUpper(first) && !strings.ContainsAny(s[:colon], "_0123456789<[@") && len(strings.Fields(name)) > 1 {
		return ""
	}
	if l, ok := labelAt(s); ok && !l.weak {
		return ""
	}
	return name
}

// roleLines marks verse, letters and chats in blocks[from:to], so that their
// lines stay lines.
func (s *scribe) markForms(from, to int) {
	for i := from; i < to; i++ {
		if s.role[i] != roleText {
			continue
		}
		if end := s.letterEnd(i, to); end > i {
			begin := i
			if begin > from && s.atRight(begin-1) {
				begin-- // place and date
			}
			s.mark(begin, end, roleLetter)
			i = end - 1
			continue
		}
		b := s.blocks[i]
		if b.Kind != Para && b.Kind != Verse {
			continue
		}
		if end := s.chatEnd(i, to); end > i {
			s.mark(i, end, roleChat)
			i = end - 1
			continue
		}
		if strings.IndexByte(b.Text, '\n') >= 0 {
			if lines := strings.Split(b.Text, "\n"); b.Kind == Verse || verseLines(lines) {
				s.role[i] = roleVerse
				s.unslash(i)
			}
			continue
		}
		if end := s.sungEnd(i, to); end > i {
			s.mark(i, end, roleVerse)
			i = end - 1
		}
	}
}

// unslash makes emphasis of the two strokes round the lines of a verse, as
// they are round those of a sentence: "// lyrics //".
func (s *scribe) unslash(i int) {
	const strokes = "//"
	b := &s.blocks[i]
	markup := strings.TrimSpace(b.HTML)
	if len(markup) > 2*len(strokes) && strings.HasPrefix(markup, strokes) && strings.HasSuffix(markup, strokes) {
		b.HTML = "<em>" + strings.TrimSpace(markup[len(strokes):len(markup)-len(strokes)]) + "</em>"
	}
}

func (s *scribe) mark(from, to int, r role) {
	for i := from; i < to; i++ {
		if s.role[i] == roleText {
			s.role[i] = r
		}
	}
}

// atRight says whether a block is a short line at the right, as a letter's date
// and the name below it are.
func (s *scribe) atRight(i int) bool {
	b := s.blocks[i]
	return s.role[i] == roleText && b.Kind == Para && b.Right && len(b.Text) <= 2*markMax
}

// letterEnd gives the block behind a letter that begins at i, 0 when none does.
// A letter is a salutation and, within 25 blocks, a closing: its words, or a
// name at the right.
func (s *scribe) letterEnd(i, to int) int {
	first, whole, _ := strings.Cut(s.blocks[i].Text, "\n")
	if s.blocks[i].Kind == Raw || !salutation(strings.TrimSpace(first)) {
		return 0
	}
	for j := i; j < to && j < i+25; j++ {
		if s.role[j] == roleBreak || s.blocks[j].Kind == Rule || s.blocks[j].Kind == Heading {
			return 0
		}
		text := s.blocks[j].Text
		if j > i && s.atRight(j) && nameLine(text) {
			return j + 1
		}
		if j == i {
			text = whole
		}
		lines := strings.Split(text, "\n")
		for k, l := range lines {
			if len(lines)-k > 4 || !signOff(strings.TrimSpace(l)) {
				continue
			}
			// The name may be the block behind the closing words.
			if k == len(lines)-1 && j+1 < to && s.role[j+1] == roleText && nameLine(s.blocks[j+1].Text) {
				return j + 2
			}
			return j + 1
		}
	}
	return 0
}

func nameLine(t string) bool {
	t = strings.Trim(t, " -–—~*_")
	words := strings.Fields(t)
	return len(words) > 0 && len(words) <= 4 && len(t) <= 40 && capitalised(t) && !endsSentence(t)
}

// chatEnd gives the block behind a run of three or more lines that each begin
// with who speaks.
func (s *scribe) chatEnd(i, to int) int {
	if strings.IndexByte(s.blocks[i].Text, ':') < 0 {
		return 0
	}
	lines, end := 0, i
	for end < to && s.role[end] == roleText && (s.blocks[end].Kind == Para || s.blocks[end].Kind == Verse) {
		spoken, all := 0, 0
		for l := range strings.SplitSeq(s.blocks[end].Text, "\n") {
			if all++; speaker(l) != "" {
				spoken++
			}
		}
		if spoken*3 < all*2 {
			break
		}
		lines += spoken
		end++
	}
	if lines < 3 {
		return 0
	}
	return end
}

// sungEnd gives the block behind a run of three or more short lines that are
// each emphasised from end to end, as lyrics are.
func (s *scribe) sungEnd(i, to int) int {
	end := i
	for end < to && s.role[end] == roleText && s.blocks[end].Kind == Para && sung(s.blocks[end]) {
		end++
	}
	if end-i < 3 {
		return 0
	}
	return end
}

func sung(b Block) bool {
	t := strings.TrimSpace(b.Text)
	if len(t) > 4*markMax || utf8.RuneCountInString(t) >= markMax || isSlug(t) {
		return false
	}
	if strings.ContainsAny(t, "♪♫") {
		return true
	}
	if whollyIn(b, "em") || whollyIn(b, "i") {
		return true
	}
	for _, edge := range []string{"~", "//"} {
		if strings.HasPrefix(t, edge) && strings.HasSuffix(t, edge) && len(t) > 4 {
			return true
		}
	}
	return false
}

// verseLines says whether the lines of a paragraph are verse.
func verseLines(lines []string) bool {
	ls := make([]textLine, 0, len(lines))
	for _, l := range lines {
		if l = strings.TrimSpace(l); l != "" {
			ls = append(ls, textLine{s: l, width: utf8.RuneCountInString(l)})
		}
	}
	return len(ls) >= 3 && verseLike(ls)
}
