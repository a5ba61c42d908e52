package diff

import (
	"html"
	"strings"
)

// Labels are what a screen reader hears at a change; they are shown to nobody else.
type Labels struct {
	Added, Removed, Restyled, End string
}

// writer writes tokens as balanced HTML with the changes marked.
type writer struct {
	b      strings.Builder
	labels Labels
	open   *element
	mark   string // the element of the change that is open, "" for none
}

// The marks of changes. Classes tell them from what an author marks so.
const (
	added    = "ins"
	removed  = "del"
	restyled = "span"
)

// enter closes and opens elements until in is open, and the mark.
func (w *writer) enter(in *element, mark string) {
	if w.open == in && w.mark == mark {
		return
	}
	w.unmark()
	shared := common(w.open, in)
	for w.open != shared {
		w.b.WriteString("</" + w.open.name + ">")
		w.open = w.open.parent
	}
	w.descend(in, shared)
	w.open = in
	w.remark(mark)
}

func (w *writer) descend(to, from *element) {
	if to == from {
		return
	}
	w.descend(to.parent, from)
	w.b.WriteString(to.tag)
}

// common is the innermost element that holds both.
func common(a, b *element) *element {
	for a != b {
		if b == nil || a != nil && a.depth > b.depth {
			a = a.parent
		} else if a == nil || b.depth > a.depth {
			b = b.parent
		} else {
			a, b = a.parent, b.parent
		}
	}
	return a
}

func (w *writer) unmark() {
	if w.mark != "" {
		w.label(w.labels.End)
		w.b.WriteString("</" + w.mark + ">")
		w.mark = ""
	}
}

func (w *writer) remark(mark string) {
	switch w.mark = mark; mark {
	case added:
		w.b.WriteString(`<ins class="added">`)
		w.label(w.labels.Added)
	case removed:
		w.b.WriteString(`<del class="removed">`)
		w.label(w.labels.Removed)
	case restyled:
		w.b.WriteString(`<span class="restyled">`)
		w.label(w.labels.Restyled)
	}
}

func (w *writer) label(s string) {
	if s != "" {
		w.b.WriteString(`<span class="vh">` + html.EscapeString(s) + `</span>`)
	}
}

// finish closes all that is open and gives the HTML.
func (w *writer) finish() string {
	w.enter(nil, "")
	return w.b.String()
}

// put writes a token where it stands in its text.
func (w *writer) put(t token, mark string) {
	if t.text == "" || t.solid && !marked(t.text) {
		mark = ""
	}
	w.enter(t.in, mark)
	w.b.WriteString(t.text)
}

// drop writes a token of the older text into an element of the newer one: its own is
// not there any more.
func (w *writer) drop(t token, at *element) {
	switch {
	case t.text == "" || t.solid && !marked(t.text):
		return
	case strings.HasPrefix(t.text, "<hr"):
		t.text = " * * * " // no line of text holds a line across the page
	}
	w.enter(at, removed)
	w.b.WriteString(t.text)
}

// words is the newer piece of HTML with what was added and removed marked in it.
func words(was, is string, l Labels, left *budget) string {
	a, b := tokens(was), tokens(is)
	w := &writer{labels: l}
	if len(b) == 0 { // what is gone stands as it stood
		for _, t := range a {
			w.put(t, removed)
		}
		return w.finish()
	}
	for _, c := range smooth(chunks(match(texts(a), texts(b), left), len(a), len(b)), a) {
		switch {
		case !c.Same:
			at, apart := w.place(b, c.BFrom, c.BTo)
			w.dropAll(a[c.AFrom:c.ATo], at, apart)
			for _, t := range b[c.BFrom:c.BTo] {
				w.put(t, added)
			}
		default:
			for n := range c.ATo - c.AFrom {
				mark := ""
				if x, y := a[c.AFrom+n], b[c.BFrom+n]; !alike(x.in, y.in) {
					mark = restyled
				}
				w.put(b[c.BFrom+n], mark)
			}
		}
	}
	return w.finish()
}

func texts(all []token) []string {
	out := make([]string, len(all))
	for i, t := range all {
		out[i] = t.text
	}
	return out
}

// place is where what was removed is shown: before b[from:to], which came for it. It
// is an element in which the writer is, or is about to be, so that none is opened
// twice. Apart reports that another stretch of text goes on there.
func (w *writer) place(b []token, from, to int) (at *element, apart bool) {
	var next *element
	if from < len(b) {
		next = b[from].in
	}
	if w.open == nil {
		return next, false
	}
	if both := common(w.open, next); both != nil && !structural(both.name) {
		return both, false
	}
	if to > from {
		return next, false
	}
	return w.open, true
}

// dropAll writes tokens of the older text, with a space between its blocks.
func (w *writer) dropAll(was []token, at *element, apart bool) {
	for n, t := range was {
		if n == 0 && apart || n > 0 && block(t.in) != block(was[n-1].in) {
			w.drop(token{text: " "}, at)
		}
		w.drop(t, at)
	}
}

// block is the innermost element round e that is no part of a line.
func block(e *element) *element {
	for e != nil && inline(e.name) {
		e = e.parent
	}
	return e
}

func inline(name string) bool {
	switch name {
	case "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd", "mark", "q", "rp", "rt", "ruby",
		"s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var":
		return true
	}
	return false
}

// alike reports whether two tokens stand in elements of the same kinds.
func alike(a, b *element) bool {
	for a != nil && b != nil {
		if a.tag != b.tag {
			return false
		}
		a, b = a.parent, b.parent
	}
	return a == b
}

// smooth makes one change of two with nothing but a space between them, which people
// read as one.
func smooth(all []Chunk, a []token) []Chunk {
	var out []Chunk
	for i, c := range all {
		n := len(out)
		bridge := c.Same && n > 0 && i+1 < len(all) && c.ATo-c.AFrom == 1 && strings.TrimSpace(a[c.AFrom].text) == "" && !a[c.AFrom].solid
		if n > 0 && !out[n-1].Same && (bridge || !c.Same) {
			out[n-1].ATo, out[n-1].BTo = c.ATo, c.BTo
			continue
		}
		out = append(out, c)
	}
	return out
}
