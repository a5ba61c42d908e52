package epub

import "strconv"

// top is the innermost open block, or nil.
func (c *compositor) top() *block {
	if len(c.blocks) == 0 {
		return nil
	}
	return &c.blocks[len(c.blocks)-1]
}

// openBlock opens a block of the source, in the place that it needs.
func (c *compositor) openBlock(name string, e element, a *attributes) {
	if len(c.blocks) >= maxDepth && !e.role.holdsPhrasesOnly() {
		c.droppedBlocks++
		c.raw("\n")
		return
	}
	c.suspendPhrases(0)
	if e.role == group && !c.mayGroup() {
		return // its rows are the table's own
	}
	e = c.fit(e)
	b := block{element: e, name: name, attrs: a.block(e), start: 1}
	if e.tag == "ol" && a.start != "" {
		b.start = number(a.start, 1)
	}
	id := a.id
	if e.role == item {
		if parent := c.top(); parent.tag == "ol" && a.value != "" {
			parent.items = number(a.value, parent.start+parent.items) - parent.start
			b.attrs += ` value="` + strconv.Itoa(parent.start+parent.items) + `"`
		}
		if a.is("fn", "doc-footnote") || a.is("fn", "doc-endnote") {
			if id == "" && a.value != "" {
				id = fragmentID("fn" + a.value)
			}
			b.footnote = id
			b.attrs += ` epub:type="footnote"`
		}
	}
	c.push(b, id)
}

// fit finds the place for a block: it ends what must end before it and opens
// what must be around it. An element that has lost its parent becomes a plain
// paragraph or division.
func (c *compositor) fit(e element) element {
	parent := map[role]role{item: list, group: table, row: table, cell: table, term: terms, meaning: terms}
	if need, ok := parent[e.role]; ok {
		at := c.nearest(need)
		switch {
		case at >= 0 && e.role == cell:
			c.closeBlocks(c.behind(c.behind(at+1, group), row))
			if c.top().role != row {
				c.toRow()
				c.push(block{element: elements["tr"], name: "tr"}, "")
			}
			return e
		case at >= 0 && e.role == row:
			c.closeBlocks(c.behind(at+1, group))
			c.toRow()
			return e
		case at >= 0 && e.role == group:
			c.closeBlocks(at + 1)
			t := c.top()
			if e.tag == "thead" && t.grouped {
				e.tag = "tbody"
			}
			t.grouped = true
			return e
		case at >= 0:
			c.closeBlocks(at + 1)
			return e
		case e.role == term:
			e = element{leaf, "p", "term"}
		default:
			e = element{flow, "div", ""}
		}
	}
	top := c.top()
	switch {
	case e.role == caption && top != nil && top.role == table && !top.filled,
		e.role == summary && top != nil && top.role == details && !top.filled,
		e.role == figcaption && top != nil && top.role == figure && !top.captioned:
		return e
	case e.role == caption || e.role == summary || e.role == figcaption:
		e = element{leaf, "p", "caption"}
	}
	c.makeRoom(true)
	return e
}

// behind gives i, or the index after it if the block at i has the role.
func (c *compositor) behind(i int, r role) int {
	if i < len(c.blocks) && c.blocks[i].role == r {
		return i + 1
	}
	return i
}

// mayGroup tells whether rows may stand in a group here.
func (c *compositor) mayGroup() bool {
	at := c.nearest(table)
	return at >= 0 && !c.blocks[at].ungrouped
}

// toRow makes ready for a row: it opens a group in a table that has groups.
func (c *compositor) toRow() {
	t := c.top()
	switch {
	case t.role != table:
	case t.grouped:
		c.push(block{element: elements["tbody"], name: "tbody"}, "")
	default:
		t.ungrouped = true
	}
}

// nearest gives the index of the innermost open block of a role, or -1.
func (c *compositor) nearest(r role) int {
	for i := len(c.blocks) - 1; i >= 0; i-- {
		if c.blocks[i].role == r {
			return i
		}
	}
	return -1
}

// makeRoom sees to it that text, or a block, may come next: it ends a paragraph
// before a block, and puts text that stands bare in a list or table into an item
// or cell.
func (c *compositor) makeRoom(forBlock bool) {
	for {
		top := c.top()
		if top == nil {
			return
		}
		switch {
		case top.role.holdsPhrasesOnly() && forBlock, top.sealed:
			c.closeBlocks(len(c.blocks) - 1)
		case top.role == list:
			c.push(block{element: elements["li"], name: "li"}, "")
		case top.role == terms:
			c.push(block{element: elements["dd"], name: "dd"}, "")
		case top.role == table || top.role == group:
			c.toRow()
			c.push(block{element: elements["tr"], name: "tr"}, "")
		case top.role == row:
			c.push(block{element: elements["td"], name: "td"}, "")
		case top.role == details && !top.filled:
			c.push(block{element: elements["summary"], name: "summary"}, "")
			c.text(c.labels.More)
			c.closeBlocks(len(c.blocks) - 1)
		default:
			top.filled = true
			return
		}
	}
}

// push writes the start of a block that fits where it is.
func (c *compositor) push(b block, id string) {
	c.suspendPhrases(0)
	if parent := c.top(); parent != nil {
		switch b.role {
		case item:
			parent.items++
		case term:
			parent.termOpen = true
		case meaning:
			if !parent.filled {
				c.raw("<dt></dt>")
			}
			parent.termOpen = false
		case figcaption:
			parent.captioned, parent.sealed = true, parent.filled
		}
		parent.filled = true
	}
	c.startTag(&b, id)
	c.blocks = append(c.blocks, b)
}

// startTag writes the start tag of a block.
func (c *compositor) startTag(b *block, id string) {
	c.raw("<", b.tag, b.attrs)
	if b.tag == "ol" && b.start != 1 {
		c.attr("start", strconv.Itoa(b.start))
	}
	if !c.id(id) {
		b.footnote = ""
	}
	c.raw(">")
}

// closeBlocks ends the blocks from index i on, and the phrases that began in them.
func (c *compositor) closeBlocks(i int) {
	c.suspendPhrases(0)
	for len(c.blocks) > i {
		b := c.top()
		if b.footnote != "" {
			c.wayBack(b.footnote)
		}
		c.endTag(b)
		c.blocks = c.blocks[:len(c.blocks)-1]
	}
	keep := len(c.phrases)
	for keep > 0 && c.phrases[keep-1].depth > i {
		keep--
	}
	c.phrases = c.phrases[:keep]
}

// endTag writes the end tag of a block, and before it what the block still needs.
func (c *compositor) endTag(b *block) {
	switch {
	case b.role == terms && b.termOpen:
		c.raw("<dd></dd>")
	case b.role == details && !b.filled:
		c.element("summary", c.labels.More)
	}
	c.close(b.tag)
}

// wayBack ends a footnote with a link to the first mark that points to it.
func (c *compositor) wayBack(footnote string) {
	mark := c.noterefs[footnote]
	if mark == "" {
		return
	}
	c.raw(` <a class="fnback" role="doc-backlink"`)
	c.attr("aria-label", c.labels.BackToText)
	c.links = append(c.links, link{at: len(c.out), target: mark})
	c.raw(">↩</a>")
}

// sceneBreak sets a rule.
func (c *compositor) sceneBreak(a *attributes) {
	c.suspendPhrases(0)
	c.makeRoom(true)
	c.raw("<hr", a.common())
	c.id(a.id)
	c.raw("/>\n")
	c.splitAtBlock()
}

// splitAtBlock begins a new file if this one is full and nothing is open that
// would look odd in two halves.
func (c *compositor) splitAtBlock() {
	if len(c.out)-c.fileStart() < fullFile {
		return
	}
	for _, b := range c.blocks {
		if b.role != flow {
			return
		}
	}
	c.newFile()
}

// newFile ends the file and begins the next with the same blocks open.
func (c *compositor) newFile() {
	c.suspendPhrases(0)
	for i := len(c.blocks) - 1; i >= 0; i-- {
		c.endTag(&c.blocks[i])
	}
	c.cuts = append(c.cuts, len(c.out))
	for i := range c.blocks {
		var inner role
		if i+1 < len(c.blocks) {
			inner = c.blocks[i+1].role
		}
		c.resume(&c.blocks[i], inner)
	}
}

// resume writes the start tag of a block that goes on in a new file. inner is the
// role of the block in it that goes on too, or phrase when there is none.
func (c *compositor) resume(b *block, inner role) {
	b.filled = inner != phrase
	b.termOpen = inner == term
	b.captioned = b.captioned || b.role == figure && b.filled
	if b.tag == "ol" {
		b.start, b.items = b.start+b.items, 0
		if inner == item {
			b.start, b.items = b.start-1, 1
		}
	}
	c.raw("<", b.tag, b.attrs)
	if b.tag == "ol" {
		c.attr("start", strconv.Itoa(b.start))
	}
	c.raw(">")
	switch {
	case b.role == terms && inner == meaning:
		c.raw("<dt></dt>")
	case b.role == details && b.filled && inner != summary:
		c.raw("<summary></summary>")
	}
}
