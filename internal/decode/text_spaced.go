package decode

// Word processors save plain text with a paragraph a line and nothing between
// them. spacedOut parts such lines as people part paragraphs, so that labels,
// heads and notes stand by themselves; lines of verse stay together, and a blank
// line that is there stays a wider gap than the others.
func spacedOut(lines []textLine) []textLine {
	if !lineParagraphs(lines) {
		return lines
	}
	out := make([]textLine, 0, 2*len(lines))
	seen := 0
	for i, l := range lines {
		if l.s == "" {
			if i > 0 && lines[i-1].s != "" {
				out = append(out, textLine{}, textLine{})
			}
			out = append(out, l)
			continue
		}
		if seen++; i > 0 && lines[i-1].s != "" && (seen <= headLines || !versePair(lines[i-1], l)) {
			out = append(out, textLine{})
		}
		out = append(out, l)
	}
	return out
}

const (
	headLines     = 12  // title, byline and labels: each is a line of its own
	longLine      = 100 // no margin breaks lines so late
	shortVerse    = 60  // no line of verse is longer
	rareBlankEach = 8   // a blank line for so many others is no paragraph's end
)

// lineParagraphs says whether each line is a paragraph: most words stand in
// long lines, and blank lines are rare.
func lineParagraphs(lines []textLine) bool {
	full, chunks, long, all, inLong := 0, 0, 0, 0, 0
	for i, l := range lines {
		if l.s == "" {
			continue
		}
		full++
		all += l.width
		if l.width > longLine {
			long++
			inLong += l.width
		}
		if i+1 == len(lines) || lines[i+1].s == "" {
			chunks++
		}
	}
	return full >= rareBlankEach && chunks*rareBlankEach <= full && long*5 >= full && inLong*10 >= all*6
}

// versePair says whether two lines can be lines of one verse: short, neither a
// sentence nor a mark of any kind.
func versePair(a, b textLine) bool {
	for _, l := range [2]textLine{a, b} {
		if l.width > shortVerse || endsSentence(l.s) || labelStarts(l.s) || isSceneMark(l.s) || drawnRule(l.s) {
			return false
		}
		if _, ok := parseHead(l.s); ok {
			return false
		}
	}
	return true
}
