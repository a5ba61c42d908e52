package prose

import "golang.org/x/net/html"

// start follows a start tag.
func (b *builder) start(t html.Token) {
	if to, ok := aliases[t.Data]; ok {
		t.Data = to
	}
	k := kinds[t.Data]
	switch {
	case b.anchored && t.Data == "section":
		b.openBlock(t, auto)
	case k == unknown:
	case k == boundary:
		b.part()
	case media[t.Data] && b.field != Body:
	case k == inline:
		b.openInline(t)
	case t.Data == "br":
		b.lineBreak()
	case t.Data == "img":
		b.picture(t)
	case k == void || k == frame:
		b.openVoid(t)
	default:
		b.openBlock(t, k)
	}
}

// end follows an end tag.
func (b *builder) end(name string) {
	if to, ok := aliases[name]; ok {
		name = to
	}
	k := kinds[name]
	switch {
	case k == inline:
		b.closeInline(name)
	case k == boundary && !(b.anchored && name == "section"):
		b.part()
	case k == unknown, k == removed, k == void, k == frame:
	default:
		b.closeBlock(name)
	}
}

// part keeps text before and after apart, where a block that we do not keep
// begins or ends.
func (b *builder) part() {
	f := b.top()
	switch {
	case f.node.Data == "p":
		b.pop()
	case f.kind == preform && f.node.FirstChild != nil:
		b.write("\n")
	default:
		b.gap()
	}
}

// openInline notes an inline element; it comes to stand in the tree when words
// follow.
func (b *builder) openInline(t html.Token) {
	name := t.Data
	b.flushSpace()
	switch name {
	case "a":
		b.closeInline("a")
	case "rt", "rp":
		at := b.lastMark("ruby")
		if at < 0 {
			return
		}
		b.closeMarks(at+1, "rt", "rp")
	}
	if len(b.marks) >= 4*maxInlines {
		return
	}
	m := mark{name: name, gives: b.inlineElements(t)}
	if b.inlines()+len(m.gives) > maxInlines {
		m.gives = nil
	}
	b.marks = append(b.marks, m)
}

// inlines gives the number of elements that the marks stand for.
func (b *builder) inlines() int {
	n := 0
	for _, m := range b.marks {
		n += len(m.gives)
	}
	return n
}

func (b *builder) lastMark(name string) int {
	for i := len(b.marks) - 1; i >= 0; i-- {
		if b.marks[i].name == name {
			return i
		}
	}
	return -1
}

// closeMarks takes away all marks of these names from a place on.
func (b *builder) closeMarks(from int, names ...string) {
	for i := len(b.marks) - 1; i >= from; i-- {
		for _, name := range names {
			if b.marks[i].name == name {
				b.unmark(i)
				b.marks = append(b.marks[:i], b.marks[i+1:]...)
				break
			}
		}
	}
}

// closeInline follows the end tag of an inline element.
func (b *builder) closeInline(name string) {
	b.flushSpace()
	at := b.lastMark(name)
	if at < 0 {
		return
	}
	if m := b.marks[at]; !m.used && meansSomethingUnused(m) && b.takesWords() {
		b.makeParagraph()
		b.materialise(at + 1)
	}
	if name == "ruby" {
		b.closeMarks(at+1, "rt", "rp")
	}
	b.unmark(at)
	b.marks = append(b.marks[:at], b.marks[at+1:]...)
}

// meansSomethingUnused tells which inline elements stand even without words: a
// place to link to, and what an author's style may draw.
func meansSomethingUnused(m mark) bool {
	for _, e := range m.gives {
		if attr(e.attr, "class") != "" || attr(e.attr, "name") != "" {
			return true
		}
	}
	return false
}

// takesWords tells whether inline content may stand right here.
func (b *builder) takesWords() bool {
	switch b.top().kind {
	case auto, leaf, preform, flow:
		return true
	}
	return false
}

// makeParagraph makes sure that inline content may stand here.
func (b *builder) makeParagraph() {
	switch f := b.top(); f.kind {
	case list, deflist, table, rows, row, columns:
		b.makeRoom()
		b.makeParagraph()
	case auto:
		b.paragraph()
	case leaf:
		if f.made {
			b.paragraph()
		}
	}
}

// picture follows an <img>.
func (b *builder) picture(t html.Token) {
	attrs := b.attributes(t)
	if b.field == Summary || attr(attrs, "src") == "" {
		return
	}
	b.makeParagraph()
	b.materialise(len(b.marks))
	b.spot().AppendChild(&html.Node{Type: html.ElementNode, Data: "img", Attr: attrs})
}

// openVoid follows the tag of a block that holds nothing.
func (b *builder) openVoid(t html.Token) {
	switch t.Data {
	case "source", "track":
		if d := b.top().node.Data; d != "audio" && d != "video" {
			return
		}
	case "col":
		if !b.columnsFit() {
			return
		}
		if b.top().kind == table {
			b.push(element{name: "colgroup"}, columns, true)
		}
	default:
		if b.top().kind == preform {
			return
		}
		b.blockFits()
	}
	attrs := b.attributes(t)
	if (t.Data == "iframe" || t.Data == "embed") && attr(attrs, "src") == "" {
		return
	}
	f := b.top()
	trimEnd(f.node)
	f.node.AppendChild(&html.Node{Type: html.ElementNode, Data: t.Data, Attr: attrs})
	b.settle()
}

// openBlock follows the start tag of a block.
func (b *builder) openBlock(t html.Token, k kind) {
	if !b.fits(t.Data, k) {
		b.drop(t.Data)
		return
	}
	if nests(t.Data, k) && b.depth >= maxBlocks {
		b.drop(t.Data)
		return
	}
	b.push(element{name: t.Data, attr: b.attributes(t)}, k, false)
}

// drop remembers that a start tag was not followed.
func (b *builder) drop(name string) {
	b.part()
	f := b.top()
	if f.dropped == nil {
		f.dropped = make(map[string]int)
	}
	f.dropped[name]++
}

// closeBlock follows the end tag of a block.
func (b *builder) closeBlock(name string) {
	for i := len(b.frames) - 1; i > 0; i-- {
		f := &b.frames[i]
		if f.dropped[name] > 0 {
			f.dropped[name]--
			if i == len(b.frames)-1 {
				b.part()
			}
			return
		}
		if f.node.Data == name || headings[name] && headings[f.node.Data] {
			b.popTo(i)
			b.pop()
			return
		}
		if closed(f, name) {
			return
		}
	}
	if f := &b.frames[0]; f.dropped[name] > 0 {
		f.dropped[name]--
	}
	b.part()
}

// closed tells whether the end tag of a name cannot reach beyond a block.
func closed(f *open, name string) bool {
	switch {
	case cells[f.node.Data]:
		return kinds[name] != table && kinds[name] != rows && kinds[name] != row && !cells[name]
	case f.kind == table:
		return true
	case f.kind == list:
		return name == "li"
	case f.kind == deflist:
		return name == "dd" || name == "dt"
	case name == "p" || headings[name] || name == "pre":
		return f.kind != leaf
	}
	return false
}

// popTo closes all blocks inside the frame of an index.
func (b *builder) popTo(i int) {
	for len(b.frames) > i+1 {
		b.pop()
	}
}
