package docx

// outline is what must be known of a part before it is read from its beginning:
// how many rows a merged cell spans, and how the next section begins. It is made
// only for documents that have such things.
type outline struct {
	rows  map[int64]int  // by the place of a w:vMerge: rows of the cell, 0 for one that is covered
	pages map[int64]bool // by the place of a w:sectPr: the section after it begins a page
}

// readOutline reads a whole part for its outline.
func readOutline(p *pack, name string) (*outline, error) {
	o := &outline{rows: map[int64]int{}, pages: map[int64]bool{}}
	err := p.scan(name, o.read)
	return o, err
}

// grid is a table while its merged cells are counted.
type grid struct {
	column int
	open   map[int]int64 // by column: where the cell began that goes on below
	cell   cellProps     // of the cell that is read
	gone   bool          // the row is deleted
}

func (o *outline) read(s *scanner) {
	var tables []*grid
	section, sections := int64(-1), false
	for s.next() {
		if s.kind == endTag {
			if n := len(tables); n > 0 && s.name == "w:tbl" {
				tables = tables[:n-1]
			} else if n > 0 && s.name == "w:tc" {
				o.endCell(tables[n-1])
			}
			continue
		}
		if s.kind != startTag {
			continue
		}
		switch s.name {
		case "w:tbl":
			tables = append(tables, &grid{open: map[int]int64{}})
		case "w:tblPrChange", "w:tcPrChange", "w:trPrChange", "w:pPrChange", "w:sectPrChange":
			s.skip()
		case "w:sectPr":
			at := s.at
			page := readSection(s)
			if sections {
				o.pages[section] = page
			}
			section, sections = at, true
		default:
			if len(tables) > 0 {
				o.readTable(s, tables[len(tables)-1])
			}
		}
	}
}

func (o *outline) readTable(s *scanner, g *grid) {
	switch s.name {
	case "w:tr":
		g.column, g.gone = 0, false
	case "w:trPr":
		p := readRowProps(s)
		g.column, g.gone = p.before, p.deleted
	case "w:tc":
		g.cell = cellProps{columns: 1}
	case "w:tcPr":
		g.cell = readCellProps(s)
	}
}

// endCell takes a cell of a table.
func (o *outline) endCell(g *grid) {
	if g.gone || g.cell.deleted {
		return
	}
	first, open := g.open[g.column]
	if g.cell.merge == "continue" && open {
		o.rows[first]++
		o.rows[g.cell.at] = 0
		g.column += g.cell.columns
		return
	}
	if len(g.open) > 0 {
		for i := range g.cell.columns {
			delete(g.open, g.column+i)
		}
	}
	if g.cell.merge == "restart" {
		g.open[g.column] = g.cell.at
		o.rows[g.cell.at] = 1
	}
	g.column += g.cell.columns
}

// readSection reads a w:sectPr and says whether the section begins a page.
func readSection(s *scanner) bool {
	page := true
	for d := s.depth(); s.within(d); {
		if s.kind != startTag {
			continue
		}
		switch s.name {
		case "w:type":
			v := s.attr("w:val")
			page = v != "continuous" && v != "nextColumn"
		case "w:sectPrChange":
			s.skip()
		}
	}
	return page
}
