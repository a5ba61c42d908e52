package prose

// fits makes room for a block: it closes what the block ends and opens what the
// block needs round it. It tells whether the block may stand here at all.
func (b *builder) fits(name string, k kind) bool {
	if b.top().kind == preform {
		return false
	}
	switch name {
	case "li":
		return b.itemFits(list, "ul")
	case "dt", "dd":
		return b.itemFits(deflist, "dl")
	case "caption":
		return b.toTable() && b.top().kind == table && b.top().node.FirstChild == nil
	case "colgroup":
		return b.columnsFit() && b.top().kind == table
	case "thead", "tbody", "tfoot":
		return b.toTable() && b.popUntil(table)
	case "tr":
		return b.rowFits()
	case "td", "th":
		return b.cellFits()
	case "summary":
		b.closeLeaf()
		d := b.top().node
		return d.Data == "details" && (!is(d.FirstChild, "summary"))
	case "figcaption":
		b.closeLeaf()
		f := b.top()
		first := f.node.Data == "figure" && !f.captioned
		f.captioned = true
		return first
	}
	if b.inEmptyLeaf(name) {
		return false
	}
	b.blockFits()
	return true
}

// inEmptyLeaf tells whether the tag of a plain block stands first in a heading
// or the like, where it means nothing: <h2><p>Title</p></h2>.
func (b *builder) inEmptyLeaf(name string) bool {
	f := b.top()
	if f.kind != leaf || f.node.Data == "p" {
		return false
	}
	k := kinds[name]
	return f.node.Data == "caption" || f.node.FirstChild == nil && (k == leaf || k == auto || k == preform)
}

// blockFits closes an open paragraph or heading and finds or makes a block that
// may hold another.
func (b *builder) blockFits() {
	b.closeLeaf()
	for b.top().kind != auto && b.top().kind != flow {
		b.makeRoom()
	}
}

// closeLeaf closes an open paragraph, heading or other block of words.
func (b *builder) closeLeaf() {
	for b.top().kind == leaf {
		b.pop()
	}
}

// makeRoom opens what is missing where bare words, or a block, stand right
// inside a list or a table, or closes a list that we made.
func (b *builder) makeRoom() {
	f := b.top()
	switch f.kind {
	case list, deflist:
		item := "li"
		if f.kind == deflist {
			item = "dd"
		}
		switch last := f.node.LastChild; {
		case f.made:
			b.pop()
		case is(last, item):
			b.enter(last, flow, false)
		default:
			b.push(element{name: item}, flow, true)
		}
	case table:
		b.push(element{name: "tbody"}, rows, true)
	case rows:
		b.push(element{name: "tr"}, row, true)
	case row:
		b.push(element{name: "td"}, flow, true)
	default:
		b.pop()
	}
}

// itemFits goes to the list that a list item belongs to, or opens one.
func (b *builder) itemFits(holder kind, listName string) bool {
	for i := len(b.frames) - 1; i >= 0 && endsWithItem(&b.frames[i], holder); i-- {
		if b.frames[i].kind == holder {
			b.popTo(i)
			return true
		}
	}
	if b.inEmptyLeaf("p") {
		return false
	}
	b.blockFits()
	if b.depth >= maxBlocks {
		return false
	}
	b.push(element{name: listName}, holder, true)
	return true
}

// endsWithItem tells whether the next item of a list may end a block, or is the
// list.
func endsWithItem(f *open, holder kind) bool {
	switch f.node.Data {
	case "li", "dt", "dd", "div", "center", "address":
		return true
	}
	return f.kind == leaf || f.kind == holder
}

// toTable goes to the innermost table, out of its cells. It tells whether there
// is one.
func (b *builder) toTable() bool {
	for i := len(b.frames) - 1; i >= 0; i-- {
		switch b.frames[i].kind {
		case table, rows, row, columns:
			b.popTo(i)
			return true
		}
	}
	return false
}

// popUntil closes blocks until one of a kind is the innermost.
func (b *builder) popUntil(k kind) bool {
	for i := len(b.frames) - 1; i >= 0; i-- {
		if b.frames[i].kind == k {
			b.popTo(i)
			return true
		}
	}
	return false
}

// columnsFit goes to a table that has no rows yet.
func (b *builder) columnsFit() bool {
	if !b.toTable() {
		return false
	}
	n := b.top().node
	return n.Data == "colgroup" || n.Data == "table" && (n.LastChild == nil || kinds[n.LastChild.Data] != rows)
}

// rowFits goes to the part of a table that holds rows.
func (b *builder) rowFits() bool {
	if !b.toTable() {
		return false
	}
	switch b.top().kind {
	case row, columns:
		b.pop()
	}
	if b.top().kind == table {
		b.push(element{name: "tbody"}, rows, true)
	}
	return true
}

// cellFits goes to a row of a table.
func (b *builder) cellFits() bool {
	if !b.toTable() {
		return false
	}
	if b.top().kind == row {
		return true
	}
	if !b.rowFits() {
		return false
	}
	b.push(element{name: "tr"}, row, true)
	return true
}
