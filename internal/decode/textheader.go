package decode

// labelled says whether lines are header lines such as "Title: The Tide".
func (t *textReader) labelled(ls []textLine) bool {
	n := 0
	for i, l := range ls {
		if i > 40 {
			break
		}
		if _, ok := labelAt(l.s); ok {
			if i == 0 {
				return true
			}
			n++
		}
	}
	return n >= 2 || n == 1 && len(ls) <= 4 && ls[0].width <= 60 && ls[0].no < 40
}

// headerRun is how many lines the value of a label may run on.
const headerRun = 40

// header makes a block of each label with its value; a value may run on. It
// gives how many lines the header has: it ends where paragraphs begin.
func (t *textReader) header(ls []textLine) int {
	from := 0
	width := headerWidth(ls, t.shape.width)
	add := func(to int) { t.add(Para, t.flowAt(ls[from:to], width, true), ls[from]) }
	for i := 1; i < len(ls); i++ {
		starts := labelStarts(ls[i].s)
		switch {
		case starts || from == 0 && !labelStarts(ls[0].s):
			add(i)
			from = i
		case i-from > headerRun || t.paragraphBehind(ls[i-1], ls[i]):
			add(i)
			return i
		}
	}
	add(len(ls))
	return len(ls)
}

// headerWidth is the margin of a header: many are narrower than their story.
func headerWidth(ls []textLine, width int) int {
	widest := 0
	for _, l := range ls {
		widest = max(widest, l.width+l.indent)
	}
	if widest < 40 {
		return width
	}
	return min(widest, width)
}

// paragraphBehind says whether a line below a label begins the story: where
// lines are whole paragraphs, or where paragraphs are indented.
func (t *textReader) paragraphBehind(above, l textLine) bool {
	if t.shape.indents && l.indent >= 2 && above.indent < 2 {
		return true
	}
	return !t.shape.wrapped && (l.width > 90 || above.width > 90)
}

func labelStarts(s string) bool {
	_, ok := labelAt(s)
	return ok
}
