package decode

import "strings"

// chosenCuts gives the cuts of a way that a person chose. own are those of the
// file itself, which are taken when nobody chose.
func chosenCuts(blocks []Block, way Cuts, own []titledCut) []titledCut {
	switch way {
	case CutsAuto:
		return own
	case CutsHeadings:
		if cuts := headingCuts(blocks); len(cuts) > 0 {
			return cuts
		}
		return everyHeading(blocks)
	case CutsPages:
		return pageCuts(blocks)
	}
	return nil
}

// everyHeading cuts at the headings of the uppermost level, however little
// stands under them.
func everyHeading(blocks []Block) []titledCut {
	top := 7
	for _, b := range blocks {
		if b.Kind == Heading {
			top = min(top, b.Level)
		}
	}
	var cuts []titledCut
	for i, b := range blocks {
		if b.Kind == Heading && b.Level == top {
			cuts = append(cuts, titledCut{at: i, title: titleOf(b)})
		}
	}
	return cuts
}

// pageCuts cuts behind each page break, and at the first words; not at all
// where no break stands between words.
func pageCuts(blocks []Block) []titledCut {
	var cuts []titledCut
	due := true
	for i, b := range blocks {
		switch {
		case b.Kind == PageTurn:
			due = true
		case due && (hasWord(b.Text) || strings.Contains(b.HTML, "<img")):
			c := titledCut{at: i}
			if b.Kind == Heading {
				c.title = titleOf(b)
			}
			cuts = append(cuts, c)
			due = false
		}
	}
	if len(cuts) > 1 && wordsIn(blocks[cuts[0].at:cuts[1].at]) < contentsGap {
		cuts = cuts[1:] // what comes before is a title page
	}
	if len(cuts) < 2 {
		return nil
	}
	return cuts
}

func wordsIn(blocks []Block) int {
	n := 0
	for _, b := range blocks {
		n += countWords(b.Text)
	}
	return n
}

// titleOf is a heading's text on one line.
func titleOf(b Block) string { return oneLine(strings.ReplaceAll(b.Text, "\n", ": ")) }

// pageWords is how many words stand between the page breaks that part chapters,
// on the average; title pages and pictures have fewer.
const pageWords = 300

// pageHeads takes page breaks for chapters' beginnings in a text that has no
// other sign of them.
func (s *scribe) pageHeads() []head {
	cuts := pageCuts(s.blocks)
	if len(cuts) == 0 || s.words[len(s.blocks)] < pageWords*len(cuts) {
		return nil
	}
	var out []head
	for _, c := range cuts {
		h := head{class: classHeading, at: c.at, title: c.title, kind: KindChapter}
		if c.title != "" {
			h.used = 1
		}
		out = append(out, h)
	}
	s.guess("chapters", "at page breaks", 0.5)
	return out
}
