package rtf

import (
	"slices"
)

const (
	// maxTables bounds tables in tables; what is deeper is in the deepest.
	maxTables = 8
	// sameEdge is how far apart, in twips, the edges of cells of two rows may be
	// and still be one: writers round differently in each row.
	sameEdge = 30
)

// table is a whole one.
type table struct{ rows []row }

type row struct {
	rowLayout
	cells []cell
}

type cell struct{ blocks []*block }

// rowLayout is what \trowd and the words after it say of a row.
type rowLayout struct {
	header bool
	cells  []cellLayout
	next   cellLayout // of the cell whose \cellx is still to come
}

// cellLayout is where a cell ends, in twips, and whether it is one with others.
type cellLayout struct {
	right               int
	joinsLeft, joinsUp  bool
	beginsDown, deleted bool
}

// grid is a table that is being read.
type grid struct {
	table  table
	cells  []cell   // of the row that is not over
	blocks []*block // of the cell that is not over
}

// rowProperties are those that the words of a row change.
func (r *reader) rowProperties() *rowLayout {
	if r.st.nested {
		return &r.nestedRow
	}
	return &r.row
}

func (r *reader) beginRow() {
	*r.rowProperties() = rowLayout{}
	if !r.st.nested && r.st.dest == toText {
		r.inRow = true
	}
}

// cellWord changes the cell whose \cellx is still to come.
func cellWord(change func(*cellLayout)) control {
	return func(r *reader, _ argument) { change(&r.rowProperties().next) }
}

func (r *reader) cellEdge(n int) {
	l := r.rowProperties()
	l.next.right = n
	l.cells = append(l.cells, l.next)
	l.next = cellLayout{}
}

// tableWords build tables.
var tableWords = map[string]control{
	"trowd":    func(r *reader, _ argument) { r.beginRow() },
	"trhdr":    func(r *reader, _ argument) { r.rowProperties().header = true },
	"cellx":    func(r *reader, a argument) { r.cellEdge(a.n) },
	"clmrg":    cellWord(func(c *cellLayout) { c.joinsLeft = true }),
	"clvmgf":   cellWord(func(c *cellLayout) { c.beginsDown = true }),
	"clvmrg":   cellWord(func(c *cellLayout) { c.joinsUp = true }),
	"cldel":    cellWord(func(c *cellLayout) { c.deleted = true }),
	"cell":     func(r *reader, _ argument) { r.endCell(1) },
	"nestcell": func(r *reader, _ argument) { r.endCell(max(2, int(r.st.layout.nest))) },
	"row":      func(r *reader, _ argument) { r.endRow(1) },
	"nestrow":  func(r *reader, _ argument) { r.endRow(max(2, int(r.st.layout.nest))) },
}

// endCell ends the paragraph and the cell round it.
func (r *reader) endCell(depth int) {
	if r.st.dest != toText {
		r.endParagraph()
		return
	}
	depth = min(depth, maxTables)
	r.finishParagraph(depth)
	f := r.flow
	f.settle(depth)
	g := f.grids[depth-1]
	g.cells = append(g.cells, cell{g.blocks})
	g.blocks = nil
}

// endRow ends the row with the properties told last.
func (r *reader) endRow(depth int) {
	if r.st.dest != toText {
		return
	}
	depth = min(depth, maxTables)
	f := r.flow
	if !f.open.empty() {
		r.finishParagraph(depth)
	}
	l := r.row
	if depth > 1 {
		l = r.nestedRow
	} else {
		r.inRow = false
	}
	if len(f.grids) < depth {
		return // a row without a cell
	}
	f.settle(depth)
	f.grids[depth-1].endRow(l)
}

func (g *grid) endRow(l rowLayout) {
	if len(g.blocks) > 0 {
		g.cells = append(g.cells, cell{g.blocks})
	}
	// LibreOffice begins a row anew after a table in it, with empty cells.
	for n := len(g.cells); len(l.cells) > 0 && n > len(l.cells) && !hasWords(g.cells[n-1].blocks); n-- {
		g.cells = g.cells[:n-1]
	}
	if len(g.cells) > 0 {
		g.table.rows = append(g.table.rows, row{l, g.cells})
	}
	g.cells, g.blocks = nil, nil
}

// endTable ends the innermost table and gives it to what is round it.
func (f *flow) endTable() {
	last := len(f.grids) - 1
	g := f.grids[last]
	f.grids = f.grids[:last]
	if len(g.cells) > 0 || len(g.blocks) > 0 {
		g.endRow(rowLayout{})
	}
	if len(g.table.rows) > 0 {
		f.put(&block{table: &g.table}, last)
	}
}

// span is a cell as the page shows it.
type span struct {
	columns, rows int
	blocks        []*block
	hidden        bool // one with a cell to the left or above
}

// spans says how many columns and rows each cell takes.
func (t *table) spans() [][]span {
	all := make([][]span, len(t.rows))
	edges := t.edges()
	above := map[int]*span{} // by the column in which they begin, cells that may grow down
	for i := range t.rows {
		all[i] = t.rows[i].spans(edges, above)
	}
	return all
}

// spans makes the cells of one row. Cells that are one with others give their
// words to them.
func (rw *row) spans(edges []int, above map[int]*span) []span {
	out := make([]span, len(rw.cells))
	var left *span
	begin := 0
	for i, c := range rw.cells {
		l := cellLayout{right: -1}
		if i < len(rw.rowLayout.cells) {
			l = rw.rowLayout.cells[i]
		}
		end := begin + 1
		if len(edges) > 0 && l.right >= 0 {
			end = max(column(edges, l.right)+1, end)
		}
		s := &out[i]
		*s = span{columns: end - begin, rows: 1, blocks: c.blocks}
		switch {
		case l.joinsLeft && left != nil:
			left.columns += s.columns
			left.absorb(s)
		case l.joinsUp && above[begin] != nil:
			above[begin].rows++
			above[begin].absorb(s)
			left = nil
		default:
			delete(above, begin)
			if l.beginsDown {
				above[begin] = s
			}
			left = s
		}
		begin = end
	}
	return out
}

func (s *span) absorb(other *span) {
	other.hidden = true
	if hasWords(other.blocks) {
		s.blocks = append(s.blocks, other.blocks...)
	}
}

// edges are the places where cells of any row end, in order; none when all rows
// have as many cells, since then they only differ by a hair.
func (t *table) edges() []int {
	same := true
	var all []int
	for _, rw := range t.rows {
		same = same && len(rw.cells) == len(t.rows[0].cells)
		for i := range min(len(rw.cells), len(rw.rowLayout.cells)) {
			all = append(all, rw.rowLayout.cells[i].right)
		}
	}
	if same {
		return nil
	}
	if len(all) == 0 {
		return nil
	}
	slices.Sort(all)
	edges := all[:1]
	for _, e := range all[1:] {
		if e > edges[len(edges)-1]+sameEdge {
			edges = append(edges, e)
		}
	}
	return edges
}

// column gives the edge nearest to a place.
func column(edges []int, at int) int {
	i, found := slices.BinarySearch(edges, at)
	if !found && i > 0 {
		i-- // the edge to which at was joined
	}
	return i
}

// withoutEnd leaves out the empty paragraphs at a cell's end, which the cell's
// own end makes.
func withoutEnd(blocks []*block) []*block {
	n := len(blocks)
	for n > 0 && !hasWords(blocks[n-1:n]) && (blocks[n-1].paragraph == nil || !blocks[n-1].paragraph.lined() && !blocks[n-1].paragraph.drawn) {
		n--
	}
	return blocks[:n]
}

func hasWords(blocks []*block) bool {
	for _, b := range blocks {
		if b.table != nil || b.paragraph != nil && !b.paragraph.empty() {
			return true
		}
	}
	return false
}

// table writes a table. Tables in it are at most maxTables deep.
func (e *emitter) table(t *table) {
	spans := t.spans()
	e.w.Table()
	for i, rw := range t.rows {
		if rw.gone() {
			continue
		}
		e.w.Row()
		for _, s := range spans[i] {
			if s.hidden {
				continue
			}
			e.w.Cell(s.columns, s.rows, rw.header)
			e.blocks(withoutEnd(s.blocks))
			e.rule()
		}
	}
	e.w.EndTable()
}

// gone says whether a tracked change took the row out.
func (rw *row) gone() bool {
	for i, c := range rw.cells {
		if i >= len(rw.rowLayout.cells) || !rw.rowLayout.cells[i].deleted || hasWords(c.blocks) {
			return false
		}
	}
	return true
}

func (e *emitter) blocks(all []*block) {
	for _, b := range all {
		e.block(b)
	}
}
