package office

import (
	"strconv"
	"strings"
)

// maxDepth bounds lists, quotations and tables in one another; what nests
// deeper is flattened.
const maxDepth = 8

// restyle closes and opens inline elements until the style is s, in a fixed
// order, so that as few as possible are closed.
func (w *Writer) restyle(s Style) {
	if s == w.style {
		return
	}
	want := elementsOf(s)
	keep := 0
	for keep < len(w.open) && keep < len(want) && w.open[keep] == want[keep] {
		keep++
	}
	w.closeRuns(keep)
	for _, e := range want[keep:] {
		w.put("<" + e.name + e.of + ">")
		w.open = append(w.open, e)
	}
	w.style = s
}

func (w *Writer) closeRuns(keep int) {
	for len(w.open) > keep {
		last := len(w.open) - 1
		w.put("</" + w.open[last].name + ">")
		w.open = w.open[:last]
	}
}

// elementsOf gives the elements of a style, outermost first.
func elementsOf(s Style) []element {
	var out []element
	if href := safeLink(s.Href); href != "" {
		out = append(out, element{"a", attribute("href", href)})
	}
	if s.Lang != "" || s.Dir != "" {
		out = append(out, element{"span", attribute("lang", s.Lang) + attribute("dir", s.Dir)})
	}
	for _, m := range []struct {
		on       bool
		name, of string
	}{
		{s.Bold, "strong", ""}, {s.Italic, "em", ""}, {s.Underline, "u", ""}, {s.Strike, "s", ""},
		{s.SmallCaps, "span", ` style="font-variant:small-caps"`}, {s.Super, "sup", ""}, {s.Sub, "sub", ""}, {s.Code, "code", ""},
	} {
		if m.on {
			out = append(out, element{m.name, m.of})
		}
	}
	return out
}

func attribute(name, value string) string {
	if value == "" {
		return ""
	}
	return " " + name + `="` + escapeText(value) + `"`
}

// safeLink keeps addresses that lead to the web or to a mailbox.
func safeLink(href string) string {
	scheme, _, ok := strings.Cut(strings.TrimSpace(href), ":")
	if !ok {
		return ""
	}
	switch strings.ToLower(scheme) {
	case "http", "https", "mailto":
		return strings.TrimSpace(href)
	}
	return ""
}

// settleQuotes opens or closes block quotations until they are n deep.
func (w *Writer) settleQuotes(n int) {
	n = min(n, maxDepth)
	if w.quotes == n {
		return
	}
	w.closeLists(0)
	for ; w.quotes < n; w.quotes++ {
		w.put("<blockquote>\n")
	}
	for ; w.quotes > n; w.quotes-- {
		w.put("</blockquote>\n")
	}
}

// settleLists opens and closes lists so that a paragraph of p stands in its item.
func (w *Writer) settleLists(p Para) {
	if p.List == "" || p.Level < 1 {
		w.closeLists(0)
		return
	}
	level := min(p.Level, maxDepth)
	if len(w.lists) > 0 && w.lists[0].id != p.List {
		w.closeLists(0)
	}
	w.closeLists(level)
	if len(w.lists) == level && (w.lists[level-1].implied || w.lists[level-1].ordered != p.Ordered && p.Item) {
		w.closeLists(level - 1)
	}
	for len(w.lists) < level-1 {
		w.lists = append(w.lists, list{id: p.List, implied: true})
	}
	if len(w.lists) < level {
		w.openList(p)
	}
	last := &w.lists[level-1]
	if p.Item || !last.item {
		w.openItem(p)
	}
}

func (w *Writer) openList(p Para) {
	l := list{id: p.List, ordered: p.Ordered, next: 1}
	switch {
	case !p.Ordered:
		w.put("<ul>\n")
	default:
		w.put("<ol" + attribute("type", listTypes[p.Marker]))
		if p.Number > 1 && p.Level == len(w.lists)+1 {
			w.put(attribute("start", strconv.Itoa(p.Number)))
			l.next = p.Number
		}
		w.put(">\n")
	}
	w.lists = append(w.lists, l)
}

// listTypes are the kinds of number that HTML's ol knows.
var listTypes = map[string]string{"lower-alpha": "a", "upper-alpha": "A", "lower-roman": "i", "upper-roman": "I"}

func (w *Writer) openItem(p Para) {
	l := &w.lists[len(w.lists)-1]
	if l.item {
		w.put("</li>\n")
	}
	l.item = true
	if l.ordered && p.Number > 0 && p.Number != l.next {
		w.put("<li" + attribute("value", strconv.Itoa(p.Number)) + ">")
		l.next = p.Number + 1
		return
	}
	w.put("<li>")
	l.next++
}

// closeLists closes lists until n are open.
func (w *Writer) closeLists(n int) {
	for len(w.lists) > n {
		l := w.lists[len(w.lists)-1]
		if l.item {
			w.put("</li>\n")
		}
		switch {
		case l.implied:
		case l.ordered:
			w.put("</ol>\n")
		default:
			w.put("</ul>\n")
		}
		w.lists = w.lists[:len(w.lists)-1]
	}
}

// Table begins a table; one within a cell is nested.
func (w *Writer) Table() {
	w.EndPara()
	if len(w.tables) == 0 {
		w.settleQuotes(0)
		w.closeLists(0)
	}
	w.tables = append(w.tables, table{lists: w.lists, quotes: w.quotes})
	w.lists, w.quotes = nil, 0
	if w.shallow() {
		w.put("<table>\n")
	}
}

// shallow says whether the innermost table is shown as one; deeper ones are
// only paragraphs.
func (w *Writer) shallow() bool { return len(w.tables) <= maxDepth/2 }

// Row begins a row of the innermost table.
func (w *Writer) Row() {
	if len(w.tables) == 0 {
		return
	}
	w.endCell()
	t := &w.tables[len(w.tables)-1]
	if w.shallow() {
		if t.row {
			w.put("</tr>\n")
		}
		w.put("<tr>")
	}
	t.row = true
}

// Cell begins a cell that spans so many columns and rows, 1 for one.
func (w *Writer) Cell(columns, rows int, header bool) {
	if len(w.tables) == 0 {
		return
	}
	if !w.tables[len(w.tables)-1].row {
		w.Row()
	}
	w.endCell()
	name := "td"
	if header {
		name = "th"
	}
	w.tables[len(w.tables)-1].cell = name
	if !w.shallow() {
		return
	}
	w.put("<" + name)
	if columns > 1 {
		w.attr("colspan", strconv.Itoa(min(columns, 1000)))
	}
	if rows > 1 {
		w.attr("rowspan", strconv.Itoa(min(rows, 1000)))
	}
	w.put(">")
}

// endCell closes what is open in the cell, and the cell.
func (w *Writer) endCell() {
	w.EndPara()
	w.settleQuotes(0)
	w.closeLists(0)
	t := &w.tables[len(w.tables)-1]
	if t.cell != "" && w.shallow() {
		w.put("</" + t.cell + ">")
	}
	t.cell = ""
}

// EndTable ends the innermost table.
func (w *Writer) EndTable() {
	if len(w.tables) == 0 {
		return
	}
	w.endCell()
	t := w.tables[len(w.tables)-1]
	if w.shallow() {
		if t.row {
			w.put("</tr>\n")
		}
		w.put("</table>\n")
	}
	w.lists, w.quotes = t.lists, t.quotes
	w.tables = w.tables[:len(w.tables)-1]
}
