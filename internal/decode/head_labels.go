package decode

import (
	"slices"
	"strings"
	"unicode/utf8"
)

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
