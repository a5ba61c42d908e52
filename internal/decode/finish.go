package decode

import (
	"fmt"
	"sort"
	"strings"
	"unicode"
)

// drop records words that are shown nowhere. Marks without words need no record.
func (s *scribe) drop(text, reason string) {
	if text = strings.TrimSpace(text); hasWord(text) {
		s.m.Dropped = append(s.m.Dropped, Dropped{text, reason})
	}
}

// dropUnless records words that are shown nowhere but for those in kept.
func (s *scribe) dropUnless(text, reason string, kept ...string) {
	if len(missingWords(text, kept)) > 0 {
		s.drop(text, reason)
	}
}

// missingWords gives the words of text that the kept texts together lack.
func missingWords(text string, kept []string) []string {
	have := map[string]int{}
	for _, k := range kept {
		for _, w := range wordsOf(k) {
			have[w]++
		}
	}
	var missing []string
	for _, w := range wordsOf(text) {
		if have[w]--; have[w] < 0 {
			missing = append(missing, w)
		}
	}
	return missing
}

// wordsOf gives the runs of letters and digits of a text in lower case.
func wordsOf(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !isWordRune(r) })
}

// gone takes a block out of the text and records its words.
func (s *scribe) gone(i int, reason string) {
	s.role[i] = roleGone
	s.drop(strings.ReplaceAll(s.blocks[i].Text, "\n", " "), reason)
}

// goneMark takes a scene break or empty block out of the text.
func (s *scribe) goneMark(i int) {
	if s.role[i] != roleGone {
		s.gone(i, "scene break")
	}
}

func (s *scribe) guess(fieldName, value string, confidence float64) {
	s.m.Guesses = append(s.m.Guesses, Guess{fieldName, value, confidence})
}

// settle gives a part without text its notes back as text: a chapter that is
// only a note is a notice.
func (s *scribe) settle(parts []*part) {
	for _, p := range parts {
		if len(parts) == 1 || s.partHasText(p) {
			continue
		}
		p.chapter.Body = p.chapter.NotesBefore + p.chapter.NotesAfter
		p.chapter.NotesBefore, p.chapter.NotesAfter = "", ""
		if p.chapter.Body != "" {
			p.chapter.Kind = KindNotice
		}
	}
}

func (s *scribe) partHasText(p *part) bool {
	for i := p.from; i < p.to; i++ {
		if s.role[i] != roleGone && s.role[i] != roleBreak {
			return true
		}
	}
	return false
}

// finish fills what is still open from the file's name and from the whole.
func (s *scribe) finish() {
	s.takeNoted()
	title, number, total := FileName(s.m.File)
	if s.m.Title == "" && title != "" {
		before := s.m.filled()
		s.m.Title = title
		s.found(FromFileName, before)
		s.guess("title", title, 0.5)
	}
	if number > 0 {
		s.guess("number", fmt.Sprint(number), 0.7)
	}
	s.m.ChapterTotal = max(s.m.ChapterTotal, total)
	if s.m.Rating == "" {
		s.m.Rating = NotRated
	}
	if len(s.m.Authors) == 0 && s.restOf != "" {
		s.m.Authors = []string{s.restOf}
		s.guess("authors", s.restOf, 0.7)
	}
	if len(s.m.Authors) == 0 && s.noted.Author != "" {
		s.guess("authors", s.noted.Author, 0.3)
	}
	if n := len(s.labels); n == 1 || n == 2 {
		s.guess("header", []string{"1 label", "2 labels"}[n-1], 0.6)
	}
	s.guessLanguage()
	s.settleWarnings()
	s.endOrigins()
	if s.m.Title == "" {
		s.m.Title = "Untitled"
	}
	for i := range s.m.Chapters {
		shortenTitle(&s.m.Chapters[i])
	}
	for _, c := range s.m.Chapters {
		s.m.Footnotes += strings.Count(c.Body, `<li class="fn"`)
	}
	s.findDamage()
	sort.SliceStable(s.m.Damage, func(a, b int) bool { return s.m.Damage[a].Line < s.m.Damage[b].Line })
}

// guessLanguage takes the language of the labels as the story's.
func (s *scribe) guessLanguage() {
	if s.m.Language != "" || len(s.langs) == 0 {
		return
	}
	langs := make([]string, 0, len(s.langs))
	for l := range s.langs {
		langs = append(langs, l)
	}
	sort.Slice(langs, func(a, b int) bool {
		if s.langs[langs[a]] != s.langs[langs[b]] {
			return s.langs[langs[a]] > s.langs[langs[b]]
		}
		return langs[a] < langs[b]
	})
	if s.langs[langs[0]] < 2 {
		return
	}
	s.m.Language = langs[0]
	s.guess("language", langs[0], 0.6)
}

func isWordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}
