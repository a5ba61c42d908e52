package rtf

import "bytes"

// itemKind is what stands in a paragraph.
type itemKind uint8

const (
	textItem itemKind = iota
	lineItem          // a line ends
	pictureItem
	noteItem
)

// item is a run of text or something else in a paragraph.
type item struct {
	kind     itemKind
	look     look
	from, to int32 // a run's place in the paragraph's text
	n        int32 // which picture or note
	label    int32 // which of the paragraph's labels
}

// paragraph is a whole one.
type paragraph struct {
	layout
	styled   *style // nil when its style is not known
	text     []byte
	items    []item
	labels   []string // notes' marks and pictures' descriptions
	number   string   // the list number or bullet that the file shows for it
	oldShown string   // the same in files of before Word 97
	pageCut  bool     // goes on after a page break within it
	drawn    bool     // a line is drawn across the page in it
}

func (p *paragraph) empty() bool { return len(p.items) == 0 }

// block is what a text is made of: one of a paragraph, a table, a page break.
type block struct {
	paragraph *paragraph
	table     *table
	page      bool
}

// flow is a text that is being read: the document's, a note's or a box's.
type flow struct {
	sink func(*block)

	open      paragraph
	afterCut  bool     // nothing came yet after a page break within the paragraph
	boxes     []*block // of text boxes that hang on the open paragraph
	grids     []*grid  // tables within each other, the outermost first
	started   bool     // something was given to the sink
	counted   bool     // the last mark of a note was an automatic one
	generated bool     // the open paragraph had something that the program made
	note      bool     // it is a note's text
	box       int      // in how many boxes it stands
	mark      string   // the note's mark, which its text repeats at its beginning
}

// text adds text to the open paragraph; what looks like the text before it
// becomes one run with it.
func (f *flow) text(l look, s []byte) {
	p := &f.open
	from := len(p.text)
	p.text = append(p.text, s...)
	f.counted = false
	if last := len(p.items) - 1; last >= 0 {
		if it := &p.items[last]; it.kind == textItem && it.look == l {
			it.to = int32(len(p.text))
			return
		}
	}
	p.items = append(p.items, item{kind: textItem, look: l, from: int32(from), to: int32(len(p.text))})
}

func (f *flow) add(it item) { f.open.items = append(f.open.items, it) }

// addLabelled adds a picture with its description, or a note with its mark.
func (f *flow) addLabelled(it item, n int, label string) {
	it.n, it.label = int32(n), int32(len(f.open.labels))
	f.open.labels = append(f.open.labels, label)
	f.add(it)
}

// words gives the text of a run.
func (p *paragraph) words(it *item) []byte { return p.text[it.from:it.to] }

// inLine says whether a tab here would stand within a line and not begin it.
func (f *flow) inLine() bool {
	n := len(f.open.items)
	return n > 0 && f.open.items[n-1].kind != lineItem
}

// take ends the open paragraph and gives it.
func (f *flow) take(l layout, s *style) *paragraph {
	if f.note && !f.started {
		f.open.dropMark(f.mark)
	}
	p := f.open
	p.layout, p.styled, p.pageCut = l, s, f.open.pageCut
	f.open = paragraph{text: make([]byte, 0, len(p.text)), items: make([]item, 0, len(p.items))}
	f.afterCut = false
	return &p
}

// dropMark takes the mark and the space behind it from a note's beginning.
func (p *paragraph) dropMark(mark string) {
	for len(p.items) > 0 && p.items[0].kind == textItem {
		it := &p.items[0]
		rest := bytes.TrimLeft(p.words(it), " ")
		if mark != "" && bytes.HasPrefix(rest, []byte(mark)) {
			rest, mark = bytes.TrimLeft(rest[len(mark):], " "), ""
		}
		it.from = it.to - int32(len(rest))
		if len(rest) > 0 {
			return
		}
		p.items = p.items[1:]
	}
}

// put gives a block to the table at that depth, or to the text at depth 0. What
// is deeper ends.
func (f *flow) put(b *block, depth int) {
	f.settle(depth)
	f.started = true
	if depth == 0 {
		f.sink(b)
		return
	}
	g := f.grids[len(f.grids)-1]
	g.blocks = append(g.blocks, b)
}

// settle ends and begins tables until so many are open.
func (f *flow) settle(depth int) {
	for len(f.grids) > depth {
		f.endTable()
	}
	for len(f.grids) < depth {
		f.grids = append(f.grids, &grid{})
	}
}

// endParagraph is \par: the paragraph is what its properties are here.
func (r *reader) endParagraph() {
	switch r.st.dest {
	case toCapture:
		r.write([]byte{' '})
		return
	case toText:
	default:
		return
	}
	if r.st.has(deleted | hidden) {
		r.kept(nil)
		return // without its end it is one with the next paragraph
	}
	r.finishParagraph(r.depth())
}

// depth is in how many tables a paragraph that ends here stands. A row that was
// begun holds what comes until its end, even if the text forgets to say so.
func (r *reader) depth() int {
	d := r.st.layout.depth()
	if r.inRow {
		d = max(d, 1)
	}
	return min(d, maxTables)
}

// finishParagraph gives the open paragraph, and the boxes that hang on it.
func (r *reader) finishParagraph(depth int) {
	f := r.flow
	if !f.afterCut || !f.open.empty() {
		r.beginSection(depth)
	}
	if !f.open.empty() || f.open.drawn || !f.onlyAnchor(depth) {
		f.put(&block{paragraph: f.take(r.st.layout, r.styles[r.st.layout.style])}, depth)
	}
	f.afterCut, f.generated, f.open.pageCut = false, false, false
	r.putBoxes(depth)
}

// onlyAnchor says whether an empty paragraph is no gap of the author's: it held
// a page break, a box, or what the program made.
func (f *flow) onlyAnchor(depth int) bool {
	return f.afterCut || len(f.boxes) > 0 || f.generated && depth == 0
}

func (r *reader) putBoxes(depth int) {
	f := r.flow
	boxes := f.boxes
	f.boxes = nil
	for _, b := range boxes {
		f.put(b, depth)
	}
}

// endText ends a flow whose text is over: a paragraph without \par counts, a
// paragraph without a word does not.
func (r *reader) endText() {
	f := r.flow
	if !f.open.empty() {
		r.finishParagraph(r.depth())
	}
	r.putBoxes(len(f.grids))
	f.settle(0)
}

// openFlow begins a text within the text; what it gives ends it.
func (r *reader) openFlow(sink func(*block)) (end func()) {
	outer, inRow, row := r.flow, r.inRow, r.row
	r.flow, r.inRow, r.row = &flow{sink: sink}, false, rowLayout{}
	r.st.layout, r.st.look = layout{}, look{lang: r.language, eastLang: r.eastern}
	r.st.dest = toText
	return func() {
		r.endText()
		r.flow, r.inRow, r.row = outer, inRow, row
	}
}
