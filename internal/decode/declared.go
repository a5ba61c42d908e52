package decode

import (
	"strings"
	"unicode"
)

// declaredHeads gives the cuts that the container states.
func (s *scribe) declaredHeads() []head {
	var out []head
	for _, c := range s.cuts {
		if c.At < 0 || c.At >= len(s.blocks) || len(out) > 0 && c.At <= out[len(out)-1].at {
			continue
		}
		h := head{class: classHeading, at: c.At, title: strings.TrimSpace(c.Title), kind: c.Kind, cut: &c}
		if got, ok := parseHead(c.Title); ok && got.class != classBare {
			h.title, h.n, h.total = got.title, got.n, got.total
			if h.kind == "" {
				h.kind = got.kind
			}
		}
		if h.kind == "" {
			h.kind = KindChapter
		}
		s.takeHeadBlocks(&h, c.Title)
		out = append(out, h)
	}
	return out
}

// noted says whether the chapter's maker marked anything round it.
func (c *ChapterCut) noted() bool { return c.Summary+c.NotesBefore+c.NotesAfter != "" }

// takeHeadBlocks finds the blocks at a cut that only repeat its title.
func (s *scribe) takeHeadBlocks(h *head, title string) {
	for i := h.at; i < len(s.blocks) && i < h.at+3; i++ {
		b := s.blocks[i]
		text := strings.TrimSpace(strings.ReplaceAll(b.Text, "\n", " "))
		got, isHead := parseHead(text)
		same := text != "" && (foldInk(text) == foldInk(title) || foldInk(text) == foldInk(h.title))
		switch {
		case b.Kind == PageTurn || text == "" && b.Kind != Raw:
			h.used = i - h.at + 1
			continue
		case same, isHead && got.class != classBare && (b.Kind == Heading || got.n == h.n && got.n > 0 || title == ""):
			if h.title == "" {
				h.title = got.title
			}
			s.dropUnless(b.Text, "chapter head", h.title)
			s.role[i] = roleGone
			h.used = i - h.at + 1
			continue
		}
		return
	}
}

// foldInk is text in lower case without blanks, for comparing titles.
func foldInk(t string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, t)
}
