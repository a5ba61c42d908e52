package docx

import "github.com/ficstead/ficstead/internal/office"

// rowProps are what a w:trPr says.
type rowProps struct {
	before            int // columns that the row leaves out at its beginning
	header            bool
	inserted, deleted bool
}

// cellProps are what a w:tcPr says.
type cellProps struct {
	columns int
	merge   string // "restart", "continue" or ""
	at      int64  // of its w:vMerge
	deleted bool
}

// maxColumns bounds the columns of a table.
const maxColumns = 256

func readRowProps(s *scanner) rowProps {
	var p rowProps
	for d := s.depth(); s.within(d); {
		if s.kind != startTag {
			continue
		}
		switch s.name {
		case "w:gridBefore":
			n, _ := s.number("w:val")
			p.before = min(max(n, 0), maxColumns)
		case "w:tblHeader":
			p.header = s.onOff()
		case "w:ins":
			p.inserted = true
		case "w:del":
			p.deleted = true
		case "w:trPrChange":
			s.skip()
		}
	}
	return p
}

func readCellProps(s *scanner) cellProps {
	p := cellProps{columns: 1}
	for d := s.depth(); s.within(d); {
		if s.kind != startTag {
			continue
		}
		switch s.name {
		case "w:gridSpan":
			n, _ := s.number("w:val")
			p.columns = min(max(n, 1), maxColumns)
		case "w:vMerge":
			p.merge, p.at = "continue", s.at
			if s.attr("w:val") == "restart" {
				p.merge = "restart"
			}
		case "w:cellDel":
			p.deleted = true
		case "w:tcPrChange":
			s.skip()
		}
	}
	return p
}

// tableState is a table that is being read.
type tableState struct {
	newRow  bool // a row began, and no cell of it
	header  bool // the row's cells are headers
	waiting bool // a cell began, and nothing of it was written yet
	cell    cellProps
}

// table begins a table.
func (f *flow) table() {
	f.closePara()
	f.openCell()
	f.w.Table()
	f.tables = append(f.tables, tableState{})
	f.list, f.afterBreak = "", false
}

func (f *flow) endTable() {
	if len(f.tables) == 0 {
		return
	}
	f.closePara()
	f.w.EndTable()
	f.tables = f.tables[:len(f.tables)-1]
	f.list = ""
}

// row begins a row, or passes over one that was deleted.
func (f *flow) row() {
	if t := f.innermost(); t != nil {
		*t = tableState{newRow: true}
	}
}

func (f *flow) rowProps() {
	p := readRowProps(f.sc)
	t := f.innermost()
	if t == nil {
		return
	}
	t.header = p.header
	if p.inserted {
		f.r.tally.Add(office.Insertions, "")
	}
	if p.deleted {
		f.r.tally.Add(office.Deletions, "")
		f.toEndOf("w:tr")
		return
	}
	if p.before > 0 {
		f.writeCell(p.before, 1)
	}
}

func (f *flow) cell() {
	if t := f.innermost(); t != nil {
		t.waiting, t.cell = true, cellProps{columns: 1}
	}
}

func (f *flow) cellProps() {
	t := f.innermost()
	p := readCellProps(f.sc)
	if t == nil || !t.waiting {
		return
	}
	t.cell = p
	if p.deleted || p.merge == "continue" && f.rows(p.at) == 0 {
		t.waiting = false
		f.toEndOf("w:tc")
		return
	}
	f.openCell()
}

// openCell writes the cell that waits, if one does.
func (f *flow) openCell() {
	t := f.innermost()
	if t == nil || !t.waiting {
		return
	}
	t.waiting = false
	rows := 1
	if t.cell.merge == "restart" {
		rows = f.rows(t.cell.at)
	}
	f.writeCell(t.cell.columns, rows)
}

func (f *flow) writeCell(columns, rows int) {
	t := f.innermost()
	if t.newRow {
		f.w.Row()
		t.newRow = false
	}
	f.w.Cell(columns, rows, t.header)
}

func (f *flow) endCell() {
	f.closePara()
	f.openCell()
	f.list = ""
}

func (f *flow) innermost() *tableState {
	if len(f.tables) == 0 {
		return nil
	}
	return &f.tables[len(f.tables)-1]
}

// rows gives how many rows the merged cell at a place spans; 1 where it is not known.
func (f *flow) rows(at int64) int {
	if n, ok := f.r.outlineOf(f.part).rows[at]; ok {
		return n
	}
	return 1
}

// toEndOf passes over what is left of the element that has a name and holds the
// place where the scanner stands.
func (f *flow) toEndOf(name string) {
	for depth := 0; f.sc.next(); {
		switch {
		case f.sc.kind == startTag && f.sc.name == name:
			depth++
		case f.sc.kind == endTag && f.sc.name == name:
			if depth == 0 {
				return
			}
			depth--
		}
	}
}
