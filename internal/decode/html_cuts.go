package decode

import (
	"strings"
)

// headingCuts finds the chapters of a page by its headings: two or more of one
// level with prose below them. Headings above that level name the parts.
func headingCuts(blocks []Block) []titledCut {
	level := chapterLevel(blocks)
	if level == 0 {
		return nil
	}
	var cuts []titledCut
	var parts []string
	perLevel := headingCounts(blocks)
	partAt := -1
	for i, b := range blocks {
		if b.Kind != Heading || b.Level > level || isLabelHeading(b.Text) {
			continue
		}
		if len(cuts) == 0 && partAt < 0 && b.Level == level && perLevel[level] > 2 && titleOnly(blocks, i) {
			continue // the title of the whole, on a page of its own
		}
		title := oneLine(strings.ReplaceAll(b.Text, "\n", ": "))
		if b.Level < level && wordsUnder(blocks, i) < 30 && nextIs(blocks, i, level) {
			if len(cuts) == 0 && perLevel[b.Level] == 1 {
				continue // the title of the whole
			}
			if partAt < 0 {
				partAt = i
			}
			parts = []string{title}
			continue
		}
		if b.Level < level {
			parts = nil
		}
		at := i
		if partAt >= 0 {
			at = partAt
		}
		partAt = -1
		cuts = append(cuts, titledCut{at: at, parts: parts, title: title})
	}
	return cuts
}

// titleOnly tells a heading that no prose follows but a byline at most before
// the next one: a title page, if it does not name a chapter itself.
func titleOnly(blocks []Block, i int) bool {
	if h, ok := parseHead(firstLine(blocks[i].Text)); ok && h.class != classBare {
		return false
	}
	byline, turned := false, false
	for _, b := range blocks[i+1:] {
		switch {
		case b.Kind == Heading && b.Level <= 3:
			h, ok := parseHead(firstLine(b.Text))
			return byline || turned && ok && h.class == classChapter
		case b.Kind == PageTurn:
			turned = true
		case !hasWord(b.Text) && b.Kind != Raw:
		case bylineStart.MatchString(firstLine(b.Text)):
			byline = true
		case !byline || countWords(b.Text) > titleLineWords:
			return false
		}
	}
	return false
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
// above; what stands behind labels, as under the title of an old page, is no text.
func wordsUnder(blocks []Block, i int) int {
	words := 0
	for _, b := range blocks[i+1:] {
		if b.Kind == Heading && b.Level <= 3 && !isLabelHeading(b.Text) {
			break
		}
		if _, ok := labelAt(b.Text); ok && b.Kind == Para {
			continue
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
