package decode

import (
	"fmt"
	"strings"
)

// contentsGap is how many words at least stand between two real heads; heads
// that are closer at the start of a file are a table of contents.
const contentsGap = 40

// dropContents takes a table of contents away and keeps its titles for the
// heads that come again later.
func (s *scribe) dropContents(all []head) []head {
	end := 0
	for end+1 < len(all) && s.wordsBetween(all[end].at+1, all[end+1].at) < contentsGap && !sameHead(all[0], all[end+1]) {
		end++
	}
	if end < 1 {
		return all
	}
	contents, rest := all[:end+1], all[end+1:]
	titles := map[int]string{} // of the heads in rest that the contents name
	for i := 0; i < len(rest) && i <= 4*len(contents); i++ {
		for _, c := range contents {
			if sameHead(c, rest[i]) {
				titles[i] = c.title
				break
			}
		}
	}
	if len(titles) < 2 {
		return all
	}
	for i, title := range titles {
		if rest[i].title == "" {
			rest[i].title = title
		}
	}
	for _, c := range contents {
		s.gone(c.at, "table of contents")
	}
	return rest
}

// contentsBlocks takes tables of contents that are one block of lines away and
// gives their titles.
func (s *scribe) contentsBlocks() map[string]string {
	titles := map[string]string{}
	for i := 0; i < len(s.blocks) && i < 20; i++ {
		b := s.blocks[i]
		if s.role[i] != roleText || b.Kind == Raw || len(b.Text) > 16000 || strings.IndexByte(b.Text, '\n') < 0 {
			continue
		}
		lines := strings.Split(b.Text, "\n")
		found := map[string]string{}
		n := 0
		for _, l := range lines {
			if h, ok := parseHead(l); ok {
				n++
				found[contentsKey(h)] = h.title
			}
		}
		named := i > 0 && s.role[i-1] == roleText && contentsWord(s.blocks[i-1].Text) || contentsWord(lines[0])
		if n < 2 || n < len(lines)-1 || !named && !s.headsBehind(i, found) {
			continue // a list in the story
		}
		s.gone(i, "table of contents")
		for k, t := range found {
			titles[k] = t
		}
		if i > 0 && s.role[i-1] == roleText && contentsWord(s.blocks[i-1].Text) {
			s.gone(i-1, "table of contents")
		}
	}
	return titles
}

// headsBehind says whether two of the heads that a list names come again behind it.
func (s *scribe) headsBehind(i int, found map[string]string) bool {
	seen := 0
	for k := i + 1; k < len(s.blocks) && seen < 2; k++ {
		b := s.blocks[k]
		if len(b.Text) > 160 || strings.IndexByte(b.Text, '\n') >= 0 {
			continue
		}
		if h, ok := parseHead(b.Text); ok {
			if title, named := found[contentsKey(h)]; named && (h.title == "" || title == "" || strings.EqualFold(h.title, title)) {
				seen++
			}
		}
	}
	return seen >= 2
}

func contentsWord(t string) bool {
	switch strings.ToLower(strings.Trim(t, " :*_~-")) {
	case "contents", "table of contents", "index", "chapters", "inhalt", "inhaltsverzeichnis", "table des matières", "índice", "indice", "содержание", "оглавление":
		return true
	}
	return false
}

func contentsKey(h head) string {
	if h.n > 0 {
		return fmt.Sprint(h.unit, h.n)
	}
	return strings.ToLower(h.unit)
}

func sameHead(a, b head) bool {
	return a.class == b.class && a.unit == b.unit && a.n == b.n && (a.n > 0 || strings.EqualFold(a.title, b.title))
}
