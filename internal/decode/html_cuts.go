package decode

import (
	"strings"
)

// headingCuts finds the chapters of a page by its headings: two or more of one
// level with prose below them. Headings above that level name the parts. The
// headings that became titles leave the blocks.
func headingCuts(blocks []Block) ([]Block, []ChapterCut) {
	level := chapterLevel(blocks)
	if level == 0 {
		return blocks, nil
	}
	var cuts []ChapterCut
	out := make([]Block, 0, len(blocks))
	part, blank := "", 0
	perLevel := headingCounts(blocks)
	for i, b := range blocks {
		if b.Kind != Heading || b.Level > level || isLabelHeading(b.Text) || hasKept(b) {
			b.Blank += blank
			blank = 0
			out = append(out, b)
			continue
		}
		title := oneLine(strings.ReplaceAll(b.Text, "\n", ": "))
		if b.Level < level && wordsUnder(blocks, i) < 30 && nextIs(blocks, i, level) {
			if len(cuts) == 0 && perLevel[b.Level] == 1 {
				out = append(out, b) // the title of the whole
				continue
			}
			part = title
			continue
		}
		if b.Level < level {
			part = ""
		}
		if part != "" {
			title = part + ": " + title
		}
		blank = 0
		cuts = append(cuts, ChapterCut{At: len(out), Title: title})
	}
	return out, cuts
}

// hasKept tells a heading with more than words in it.
func hasKept(b Block) bool {
	return strings.Contains(b.HTML, "<img") || strings.Contains(b.HTML, "<a ")
}

// chapterLevel is the level of the headings that begin chapters, 0 if none do.
func chapterLevel(blocks []Block) int {
	var words, count [4]int
	for i, b := range blocks {
		if b.Kind == Heading && b.Level <= 3 && !isLabelHeading(b.Text) {
			if n := wordsUnder(blocks, i); n >= 30 {
				words[b.Level] += n
				count[b.Level]++
			}
		}
	}
	best := 0
	for level := 1; level <= 3; level++ {
		if count[level] >= 2 && words[level] > 3*words[best] {
			best = level
		}
	}
	return best
}

// wordsUnder counts the words between a heading and the next of level 3 or
// above.
func wordsUnder(blocks []Block, i int) int {
	words := 0
	for _, b := range blocks[i+1:] {
		if b.Kind == Heading && b.Level <= 3 && !isLabelHeading(b.Text) {
			break
		}
		words += countWords(b.Text)
	}
	return words
}

// nextIs tells whether the next heading after i is deeper, down to level.
func nextIs(blocks []Block, i, level int) bool {
	for _, b := range blocks[i+1:] {
		if b.Kind == Heading && b.Level <= level && !isLabelHeading(b.Text) {
			return b.Level > blocks[i].Level
		}
	}
	return false
}

// headingCounts counts the headings of each level.
func headingCounts(blocks []Block) (count [7]int) {
	for _, b := range blocks {
		if b.Kind == Heading && b.Level <= 6 && !isLabelHeading(b.Text) {
			count[b.Level]++
		}
	}
	return count
}

// isLabelHeading tells headings over notes and lists rather than chapters.
func isLabelHeading(text string) bool {
	switch strings.ToLower(strings.Trim(oneLine(text), " .:*-–—")) {
	case "summary", "notes", "note", "author's note", "author's notes", "author’s note", "author’s notes",
		"a/n", "disclaimer", "warnings", "tags", "rating", "pairing", "characters", "contents", "table of contents",
		"comments", "chapter notes", "chapter summary", "end notes", "endnotes", "footnotes", "kudos", "story notes",
		"acknowledgements", "acknowledgments", "dedication", "series", "fandom", "work text", "chapter text":
		return true
	}
	return false
}
