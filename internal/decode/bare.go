package decode

import (
	"strings"
	"unicode/utf8"
)

// bareHead says whether a block is nothing but a label: "Author's Note".
func (s *scribe) bareHead(b Block) bool {
	if b.Kind == Raw || b.Kind == Rule || strings.IndexByte(b.Text, '\n') >= 0 {
		return false
	}
	_, ok := bareLabel(b.Text)
	return ok
}

// bareReach is how far a note under a bare label may go to its closing rule.
const (
	bareReach = 30
	bareWords = 600
)

// readBare reads what stands under a bare label: all up to the next rule when
// there is one near, else one block.
func (s *scribe) readBare(i, to int, z zone) int {
	defer s.found(FromLabel, s.m.filled())
	info, _ := bareLabel(s.blocks[i].Text)
	s.labels[info.field] = true
	s.noteBlock(z, i)
	if info.field == fieldSummary {
		return s.readBareSummary(i+1, to, z)
	}
	end := i + 1
	for end < to && end < i+bareReach && s.wordsBetween(i, end) <= bareWords {
		if s.isMark(end) || end > i+1 && (s.labelBlock(s.blocks[end]) || s.bareHead(s.blocks[end]) || s.blocks[end].Kind == Heading) {
			break
		}
		end++
	}
	closed := end < to && end > i+1 && s.role[end] == roleText && (s.isMark(end) || s.labelBlock(s.blocks[end]) || s.bareHead(s.blocks[end]) || s.blocks[end].Kind == Heading)
	// A rule that only parts the first scene from the second closes no note.
	if !closed || s.spokenBlocks(i+1, end) {
		end = min(s.nextText(i, to)+1, to)
	}
	if s.nextText(end-1, to) >= to && z.notes == &s.m.NotesBefore {
		return i + 1 // nothing would be left to read
	}
	for k := i + 1; k < end; k++ {
		s.noteBlock(z, k)
	}
	return end
}

func (s *scribe) readBareSummary(i, to int, z zone) int {
	for i < to && (s.role[i] != roleText || s.isMark(i)) {
		s.goneMark(i)
		i++
	}
	if i < to && s.nextText(i, to) < to {
		b := s.blocks[i]
		s.role[i] = roleGone
		if b.Kind == Raw {
			*z.summary += b.HTML
		} else {
			*z.summary += "<p>" + b.HTML + "</p>"
		}
		i++
	}
	return i
}

// spokenBlocks says whether people talk in blocks: then they are a story.
func (s *scribe) spokenBlocks(from, to int) bool {
	n := 0
	for i := from; i < to; i++ {
		t := strings.TrimSpace(s.blocks[i].Text)
		r, _ := utf8.DecodeRuneInString(t)
		if strings.ContainsRune("\"“„«", r) && t != "" || spoken(t) {
			n++
		}
	}
	return n >= 2
}
