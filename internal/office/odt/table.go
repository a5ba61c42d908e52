package odt

import "github.com/ficstead/ficstead/internal/office"

// tableState is a table that is open, and what was open round it.
type tableState struct {
	lists  []*listLevel
	header bool // in the rows that are repeated on each page
	repeat int  // how many more cells are like the open one
}

func (r *reader) startTable(e *event) {
	f := r.flow()
	before := r.sheet.find("table", e.attr("table:style-name"))
	r.breakPage(before.box.before == "page" || before.master != "")
	if p := f.para(); p != nil {
		p.open = false
	}
	f.tables = append(f.tables, tableState{lists: f.lists})
	if len(f.tables) == tooDeep/2+1 {
		r.tally.Add(office.Nested, "")
	}
	f.lists, f.fresh = nil, false
	f.w.Table()
}

func (r *reader) endTable() {
	f := r.flow()
	f.w.EndTable()
	f.lists = f.tables[len(f.tables)-1].lists
	f.tables = f.tables[:len(f.tables)-1]
}

// table gives the innermost open table, nil outside of tables.
func (f *flow) table() *tableState {
	if len(f.tables) == 0 {
		return nil
	}
	return &f.tables[len(f.tables)-1]
}

func (r *reader) startHeaderRows(*event) {
	if t := r.flow().table(); t != nil {
		t.header = true
	}
}

func (r *reader) endHeaderRows() {
	if t := r.flow().table(); t != nil {
		t.header = false
	}
}

func (r *reader) startRow(*event) { r.flow().w.Row() }

func (r *reader) startCell(e *event) {
	const most = 64 // repeated cells are empty ones of spreadsheets
	t := r.flow().table()
	if t == nil {
		return
	}
	t.repeat = min(number(e.attr("table:number-columns-repeated"), 1), most) - 1
	r.flow().w.Cell(number(e.attr("table:number-columns-spanned"), 1), number(e.attr("table:number-rows-spanned"), 1), t.header)
}

func (r *reader) endCell() {
	if t := r.flow().table(); t != nil {
		for ; t.repeat > 0; t.repeat-- {
			r.flow().w.Cell(1, 1, t.header)
		}
	}
}

// coveredCell is the place over which another cell reaches.
func (r *reader) coveredCell(*event) { r.leave(leaving{}) }
