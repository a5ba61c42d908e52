package decode

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// candidates reads every short line as a head.
func (s *scribe) candidates() []head {
	var out []head
	prefixes := map[string]int{}
	for i, b := range s.blocks {
		if s.role[i] != roleText || b.Kind == Raw || b.Kind == Rule || len(b.Text) > 240 {
			continue
		}
		h, ok := s.candidate(i)
		if !ok {
			continue
		}
		if h.prefix != "" {
			prefixes[strings.ToLower(h.prefix)]++
		}
		out = append(out, h)
	}
	kept := out[:0]
	for _, h := range out {
		fold := strings.ToLower(h.prefix)
		if h.prefix != "" && prefixes[fold] < 2 && !strings.EqualFold(h.prefix, s.m.Title) && h.at != s.firstText() {
			continue
		}
		kept = append(kept, h)
	}
	return kept
}

func (s *scribe) candidate(i int) (head, bool) {
	b := s.blocks[i]
	text, second, two := strings.Cut(b.Text, "\n")
	text = strings.TrimSpace(text)
	if labelStarts(text) {
		return head{}, false
	}
	if two && (strings.IndexByte(second, '\n') >= 0 || !titleLike(second)) {
		return head{}, false
	}
	h, ok := parseHead(text)
	if !ok {
		if m := prefixHead.FindStringSubmatch(text); m != nil && len(strings.Fields(m[1])) <= 10 && titleCase(m[1]) {
			if h, ok = parseHead(m[2]); ok {
				h.prefix = m[1]
			}
		}
	}
	switch {
	case ok && h.class != classBare:
		if two && h.title != "" {
			return head{}, false
		}
		if two {
			h.title = strings.TrimSpace(second)
		}
		h.at, h.level = i, b.Level
		return s.titleBelow(h), true
	case b.Kind == Heading && !isSceneMark(text) && endMarkOf(text) == endNone && !labelled(text):
		return head{class: classHeading, at: i, used: 1, level: b.Level, title: strings.TrimSpace(strings.ReplaceAll(b.Text, "\n", " ")), kind: KindChapter}, true
	case ok && !two:
		h.at = i
		return h, true
	case capsHead(text) && !two && (b.Blank > 0 || i == 0) && !s.titled(i) && !isSceneMark(text) && !isSlug(text) && endMarkOf(text) == endNone && !labelled(text):
		return head{class: classCaps, at: i, used: 1, unit: "caps", title: text, kind: KindChapter}, true
	}
	return head{}, false
}

// titled says whether a byline or labels stand below a line: it is the title.
func (s *scribe) titled(i int) bool {
	return i+1 < len(s.blocks) && labelBlockOrBy(s, s.blocks[i+1])
}

func labelled(s string) bool {
	if _, ok := labelAt(s); ok {
		return true
	}
	_, ok := bareLabel(s)
	return ok
}

// capsHead says whether a line is a short title in capitals.
func capsHead(s string) bool {
	if len(s) > 80 || len(strings.Fields(s)) > 8 || endsSentence(s) || strings.ContainsAny(s, "\"“”!?") {
		return false
	}
	letters := 0
	for _, r := range s {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsUpper(r) {
			letters++
		}
	}
	return letters >= 4
}

// titleLike says whether a line can be a title: short, begun with a capital,
// not ended as a sentence.
func titleLike(s string) bool {
	s = strings.TrimSpace(s)
	n := utf8.RuneCountInString(s)
	if n == 0 || n > 80 || len(strings.Fields(s)) > 12 || strings.HasSuffix(s, ",") || strings.HasSuffix(s, ";") || strings.HasSuffix(s, ":") {
		return false
	}
	if isSceneMark(s) || strings.HasSuffix(s, ".") && !strings.HasSuffix(s, "..") || labelled(s) || !hasWord(s) {
		return false
	}
	if endsSentence(s) {
		return titleCase(s) && !strings.ContainsAny(s, "\"“”")
	}
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, `"“'‘*_~-( `))
	return !unicode.IsLower(r) || s[0] == '"' || n <= 40 && len(strings.Fields(s)) <= 4
}

// centredBelow says whether one line stands below a head in the middle of the
// page as the head does, and prose that does not below them.
func (s *scribe) centredBelow(at int) bool {
	head, title, text := s.blocks[at], s.blocks[at+1], s.blocks[at+2]
	return head.Centred && title.Centred && !text.Centred && text.Kind == Para && countWords(text.Text) >= 5
}

// titleBelow takes a short line right below a head as its title.
func (s *scribe) titleBelow(h head) head {
	i := h.at + 1
	if h.title != "" || h.author != "" || i+1 >= len(s.blocks) || s.role[i] != roleText || s.blocks[i].Blank > 1 {
		return h
	}
	b := s.blocks[i]
	text := strings.TrimSpace(b.Text)
	if b.Kind != Para && b.Kind != Heading || !titleLike(text) || !titleCase(text) || utf8.RuneCountInString(text) > 60 || isSlug(text) || isPOV(text) || strings.ContainsAny(text, "\n\"“”") {
		return h
	}
	if _, isHead := parseHead(text); isHead {
		return h
	}
	if next := s.blocks[i+1]; b.Kind != Heading && !s.centredBelow(h.at) && (next.Blank == 0 && b.Blank == 0 || len(strings.Fields(next.Text)) < 8 && !isSceneMark(next.Text) && !labelled(next.Text)) || endMarkOf(text) != endNone {
		return h
	}
	h.title, h.used = text, 2
	return h
}
