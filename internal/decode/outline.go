package decode

import (
	"strings"
	"unicode"
)

// Part is one chapter in the outline of a work.
type Part struct {
	Number  int         `json:"number"`
	Title   string      `json:"title,omitempty"`
	Kind    ChapterKind `json:"kind"`
	Words   int         `json:"words"`
	Opening string      `json:"opening,omitempty"` // the first words
	Ending  string      `json:"ending,omitempty"`  // the last words, when it is longer than its opening
	Blocks  int         `json:"blocks"`            // the top-level elements at which Split may cut, footnotes apart
}

// Place is a block of a chapter at which another may begin.
type Place struct {
	Block   int    `json:"block"` // as Split counts them
	Heading bool   `json:"heading,omitempty"`
	Opening string `json:"opening"` // its first words; "" for a scene break or a picture
}

// Outline shows how a work is cut, for people to judge.
func Outline(m *Manuscript) []Part {
	parts := make([]Part, 0, len(m.Chapters))
	for i := range m.Chapters {
		c := &m.Chapters[i]
		text, _ := cutNotes(c.Body)
		p := Part{Number: i + 1, Title: strings.Clone(c.Title), Kind: c.Kind, Blocks: len(topBlocks(text))}
		plain := plainOf(text)
		p.Words = countWords(plain)
		p.Opening = opening(plain)
		if p.Words > outlineWords {
			p.Ending = ending(plain)
		}
		parts = append(parts, p)
	}
	return parts
}

// Places lists the blocks of a chapter, counted from 1, at which another can
// begin; none for a number that no chapter has.
func Places(m *Manuscript, chapter int) []Place {
	if chapter < 1 || chapter > len(m.Chapters) {
		return nil
	}
	text, _ := cutNotes(m.Chapters[chapter-1].Body)
	starts := topBlocks(text)
	var places []Place
	for i := 1; i < len(starts); i++ {
		end := len(text)
		if i+1 < len(starts) {
			end = starts[i+1]
		}
		block := text[starts[i]:end]
		places = append(places, Place{Block: i + 1, Heading: isHeading(block), Opening: opening(plainOf(block))})
	}
	return places
}

// Bounds of what an outline quotes: words, or as much of a script without
// blanks.
const (
	outlineWords = 12
	outlineRunes = 80
)

// opening gives the first words of a text.
func opening(text string) string {
	text = strings.TrimLeftFunc(text, unicode.IsSpace)
	words, runes, blank := 0, 0, false
	for at, r := range text {
		if space := unicode.IsSpace(r); space != blank {
			if blank = space; space {
				words++
			}
		}
		if runes++; words == outlineWords || runes > outlineRunes && (blank || spaceless(r)) || runes > 2*outlineRunes {
			return oneLine(text[:at]) + "…"
		}
	}
	return oneLine(text)
}

// ending gives the last words of a text.
func ending(text string) string {
	runes := []rune(lastPart(strings.TrimRightFunc(text, unicode.IsSpace)))
	for i, k := 0, len(runes)-1; i < k; i, k = i+1, k-1 {
		runes[i], runes[k] = runes[k], runes[i]
	}
	back := []rune(opening(string(runes)))
	for i, k := 0, len(back)-1; i < k; i, k = i+1, k-1 {
		back[i], back[k] = back[k], back[i]
	}
	return string(back)
}

// lastPart is the end of a text, more than an outline quotes of it.
func lastPart(text string) string {
	from := max(0, len(text)-8*outlineRunes)
	return strings.ToValidUTF8(text[from:], "")
}
