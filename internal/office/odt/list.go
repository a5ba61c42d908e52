package odt

import (
	"strconv"

	"github.com/ficstead/ficstead/internal/office"
)

// listLevel is a list that is open, or a list within one.
type listLevel struct {
	list    *list
	style   *listStyle
	name    string // of the style
	ordered bool   // said by the element itself, in OpenOffice.org 1
	depth   int    // 1 for the outermost
	item    bool   // an item begins with the next paragraph
	from    int    // the number at which that item is told to begin
	inner   int    // lists in the open item
}

func (r *reader) startList(e *event) { r.openList(e, false) }

func (r *reader) startOrderedList(e *event) { r.openList(e, true) }

func (r *reader) openList(e *event, ordered bool) {
	f := r.flow()
	l := &listLevel{name: e.attr("text:style-name"), depth: len(f.lists) + 1, ordered: ordered}
	goesOn := e.attr("text:continue-numbering") == "true"
	if l.depth > 1 {
		up := f.lists[len(f.lists)-1]
		if l.name == "" {
			l.name = up.name
		}
		// The first list in an item begins anew where its item is counted, and
		// only there: many programs write each paragraph as a list of its own.
		l.list = up.list
		if up.inner++; up.inner > 1 && !goesOn && len(l.list.counts) >= l.depth {
			l.list.counts = l.list.counts[:l.depth-1]
		}
	} else {
		l.list = r.listFor(e.attr("xml:id"), e.attr("text:continue-list"), l.name, goesOn)
	}
	if l.style = r.sheet.lists[l.name]; l.depth == tooDeep {
		r.tally.Add(office.Nested, "")
	}
	f.lists = append(f.lists, l)
}

// tooDeep is the level of lists and tables that the Writer flattens.
const tooDeep = 9

// listFor gives the numbering of an outermost list: that of an earlier one if
// it goes on from it.
func (r *reader) listFor(id, from, style string, goesOn bool) *list {
	l := r.lists[from]
	if l == nil && goesOn {
		l = r.lastList[style]
	}
	if l == nil {
		r.listIDs++
		l = &list{id: strconv.Itoa(r.listIDs)}
	}
	if id != "" {
		r.lists[id] = l
	}
	r.lastList[style] = l
	return l
}

func (r *reader) endList() {
	f := r.flow()
	f.lists = f.lists[:len(f.lists)-1]
}

func (r *reader) startItem(e *event) {
	if f := r.flow(); len(f.lists) > 0 {
		l := f.lists[len(f.lists)-1]
		l.item, l.from, l.inner = true, number(e.attr("text:start-value"), 0), 0
	}
}

func (r *reader) endItem() {
	if f := r.flow(); len(f.lists) > 0 {
		f.lists[len(f.lists)-1].item = false
	}
}

// startNumbered is a paragraph that brings its list with it.
func (r *reader) startNumbered(e *event) {
	f := r.flow()
	l := &listLevel{name: e.attr("text:style-name"), depth: min(max(number(e.attr("text:level"), 1), 1), maxLevels), item: true}
	id := e.attr("text:list-id")
	l.list = r.listFor(id, id, l.name, e.attr("text:continue-numbering") == "true")
	l.style, l.from = r.sheet.lists[l.name], number(e.attr("text:start-value"), 0)
	f.lists = append(f.lists, l)
}

// putInList makes a paragraph one of the innermost open list.
func (r *reader) putInList(p *para) {
	f := r.flow()
	l, k := f.lists[len(f.lists)-1], &p.kind
	own := l.style.at(l.depth)
	ordered := !own.bullet && own.format != "" || l.ordered
	if !ordered && !own.bullet && l.style != nil {
		return // a level without bullet or number is only indented
	}
	k.List, k.Level, k.Item, k.Ordered, k.Quote = l.list.id, l.depth, l.item, ordered, 0
	if !l.item {
		return
	}
	l.item, p.item = false, l
	if n := l.list.count(l.style, l.depth, l.from); ordered {
		k.Number, k.Marker = n, markers[own.format]
	}
}

// headingLabel gives the number that the page shows before a heading. The
// words of it, such as "Chapter 3:", are nowhere in the text.
func (r *reader) headingLabel(e *event, st *effective, level int) string {
	f := r.flow()
	if n := len(f.lists); n > 0 {
		l := f.lists[n-1]
		if !l.item || l.style == nil {
			return ""
		}
		l.item = false
		l.list.count(l.style, l.depth, l.from)
		return l.list.label(l.style, l.depth)
	}
	style := r.sheet.outline
	if style == nil || st.noList || level > maxLevels || e.attr("text:is-list-header") == "true" || style.at(level).format == "" {
		return ""
	}
	from := 0
	if e.attr("text:restart-numbering") == "true" {
		from = number(e.attr("text:start-value"), style.at(level).start)
	}
	r.outline.count(style, level, from)
	return r.outline.label(style, level)
}
