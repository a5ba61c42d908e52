package decode

import (
	"strings"
	"unicode/utf8"
)

// How long a heading may be, in characters: what is longer is a paragraph that
// somebody set in the wrong style. Chapters' titles may have as many.
const headingRunes = 200

// emptyHeadings is how many headings without a word below them tell that
// paragraphs were set as headings.
const emptyHeadings = 8

// sobered makes paragraphs of what is no heading but set as one: what is too
// long, and all of a level whose headings hardly ever have words below them and
// are sentences themselves.
func sobered(blocks []Block) []Block {
	var count, empty, words [7]int
	for i, b := range blocks {
		if b.Kind != Heading || b.Level < 1 || b.Level > 6 {
			continue
		}
		if utf8.RuneCountInString(b.Text) > headingRunes {
			blocks[i].Kind = Para
			continue
		}
		count[b.Level]++
		words[b.Level] += countWords(b.Text)
		if next := nextWords(blocks, i); next < 0 || blocks[next].Kind == Heading && blocks[next].Level == b.Level {
			empty[b.Level]++
		}
	}
	for i, b := range blocks {
		l := b.Level
		if b.Kind == Heading && l >= 1 && l <= 6 && empty[l] >= emptyHeadings && empty[l]*10 >= count[l]*8 && words[l] >= 6*count[l] {
			blocks[i].Kind = Para
		}
	}
	return blocks
}

// nextWords gives the next block that has words, -1 when none does.
func nextWords(blocks []Block, i int) int {
	for k := i + 1; k < len(blocks) && k <= i+markRun; k++ {
		if hasWord(blocks[k].Text) || blocks[k].Kind == Raw {
			return k
		}
	}
	return -1
}

// shortenTitle makes the first paragraph of a chapter of a title that no list of
// chapters could show.
func shortenTitle(c *Chapter) {
	if utf8.RuneCountInString(c.Title) <= headingRunes {
		return
	}
	c.Body = "<p>" + escape(strings.ReplaceAll(c.Title, wholeTitle, "")) + "</p>" + c.Body
	c.Title = ""
}
