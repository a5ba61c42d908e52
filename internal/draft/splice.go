package draft

import (
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Splice puts lines in the place of some of a text's, without sending the rest.
type Splice struct {
	From, To int      // lines [From, To) of the text go
	Lines    []string // and these come
	Count    int      // how many lines the whole text then has
	Sum      uint32   // their Sum
}

// apply gives the text that s makes of text, or Misfit.
func (s *Splice) apply(text string) (string, error) {
	lines := strings.Split(text, "\n")
	if text == "" && s.To == 0 {
		lines = nil // a browser that shows nothing has no line, not an empty one
	}
	if s.From < 0 || s.To < s.From || s.To > len(lines) {
		return "", Misfit{}
	}
	lines = slices.Concat(lines[:s.From], s.Lines, lines[s.To:])
	if len(lines) != s.Count || Sum(lines) != s.Sum {
		return "", Misfit{}
	}
	return strings.Join(lines, "\n"), nil
}

// The numbers of FNV-1a with 32 bits.
const (
	fnvStart = 2166136261
	fnvPrime = 16777619
)

// Sum is a check sum of lines that a browser makes as fast: FNV-1a of each line's
// UTF-16 code units, low byte first, and of the lines' sums in turn.
func Sum(lines []string) uint32 {
	sum := uint32(fnvStart)
	for _, l := range lines {
		sum = sum*fnvPrime ^ sumLine(l)
	}
	return sum
}

func sumLine(line string) uint32 {
	h := uint32(fnvStart)
	for _, r := range line {
		if r < utf8.RuneSelf {
			h = (h ^ uint32(r)) * fnvPrime
			h *= fnvPrime // its high byte is 0
			continue
		}
		if hi, lo := utf16.EncodeRune(r); hi != utf8.RuneError {
			h = sumUnit(sumUnit(h, uint32(hi)), uint32(lo))
			continue
		}
		h = sumUnit(h, uint32(r))
	}
	return h
}

func sumUnit(h, unit uint32) uint32 {
	h = (h ^ unit&0xff) * fnvPrime
	return (h ^ unit>>8) * fnvPrime
}
