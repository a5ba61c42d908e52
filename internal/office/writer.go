package office

import (
	"html"
	"strconv"
	"strings"
)

// Para is what a paragraph is. Paragraphs with the same list follow each other
// in one list; those without Item are a further paragraph of the item before.
type Para struct {
	Heading int // 1 to 6; 0 for text
	// Title is set for a paragraph whose style says that it names the whole. It
	// is a heading of the first level, and those below it are one level deeper.
	Title bool
	Align Align
	Quote int  // how deep in block quotations, 0 for none
	Verse bool // its line ends are the author's
	Lang  string
	Dir   string // "ltr", "rtl" or ""

	List    string // which list; "" for none
	Level   int    // depth in it, 1 for the outermost
	Item    bool   // begins an item
	Ordered bool
	Number  int    // the item's number where a list does not begin at 1 or leaves some out; 0 counts on
	Marker  string // list-style-type of an ordered list: "lower-alpha", "upper-roman"; "" for decimal
}

// Align is how a paragraph's lines stand.
type Align string

// The alignments that carry meaning in a story; all others are a matter of taste.
const (
	Start  Align = ""
	Center Align = "center"
	End    Align = "right"
)

// Style is what a run of text looks like. Two runs of one style are one.
type Style struct {
	Href                                                         string // where it links to; only http, https and mailto are kept
	Lang, Dir                                                    string
	Bold, Italic, Underline, Strike, Super, Sub, SmallCaps, Code bool
}

// Writer makes the HTML of a page from paragraphs, runs of text, tables and
// notes. It closes what is open by itself. Its zero value is ready to use.
type Writer struct {
	// Max is the most bytes it writes; 0 for no limit. Beyond it, Full says so
	// and nothing more is written.
	Max int64

	out   strings.Builder
	spent int64
	full  error // why nothing more is written

	para   bool
	end    string // closes the open paragraph
	open   []element
	style  Style
	lists  []list
	quotes int
	tables []table
	notes  []note
	noteAt map[string]int // where in notes an id first stands
	title  title
}

// element is an open inline element, and what it says.
type element struct {
	name string
	of   string
}

type list struct {
	id      string
	ordered bool
	item    bool
	next    int
	// implied is set for a level that only has deeper ones below it. Nothing is
	// written for it: an item of its own would show a number that nobody wrote.
	implied bool
}

// table is a table that is being written, and what was open round it.
type table struct {
	row    bool
	cell   string // the name of the open cell's element
	lists  []list
	quotes int
}

type note struct{ id, label, html string }

// Full says why a reader should stop: ErrTooBig when Max was reached, ErrNotes
// when the text refers to more than MaxNotes notes; else nil.
func (w *Writer) Full() error { return w.full }

// Empty says whether nothing was written yet.
func (w *Writer) Empty() bool { return w.out.Len() == 0 }

func (w *Writer) put(s string) {
	if w.full != nil {
		return
	}
	if w.spent += int64(len(s)); w.Max > 0 && w.spent > w.Max {
		w.full = ErrTooBig
		return
	}
	w.out.WriteString(s)
}

// Para begins a paragraph; the one before it ends.
func (w *Writer) Para(p Para) {
	w.EndPara()
	w.settleQuotes(p.Quote)
	w.settleLists(p)
	w.title.settle(&p)
	name := "p"
	if p.Heading > 0 {
		name = "h" + strconv.Itoa(min(p.Heading, 6))
	}
	w.put("<" + name)
	w.attr("lang", p.Lang)
	w.attr("dir", p.Dir)
	if p.Align != Start {
		w.attr("style", "text-align:"+string(p.Align))
	}
	if p.Verse {
		w.attr("class", "verse")
	}
	w.put(">")
	w.para, w.end = true, "</"+name+">\n"
}

func (w *Writer) attr(name, value string) {
	if value != "" {
		w.put(" " + name + `="` + html.EscapeString(value) + `"`)
	}
}

// EndPara ends the open paragraph, if there is one.
func (w *Writer) EndPara() {
	if !w.para {
		return
	}
	w.closeRuns(0)
	w.put(w.end)
	w.para, w.style = false, Style{}
	w.title.open = false
}

// ensure opens a plain paragraph for content that comes without one.
func (w *Writer) ensure() {
	if !w.para {
		w.Para(Para{})
	}
}

// Text writes a run of text in the open paragraph.
func (w *Writer) Text(s Style, text string) {
	if text == "" {
		return
	}
	w.ensure()
	w.restyle(s)
	w.put(escapeText(text))
	w.title.write(text)
}

// Break ends a line within the open paragraph.
func (w *Writer) Break() {
	w.ensure()
	w.put("<br>")
	w.title.write(" ")
}

// PageBreak begins a new page; it may stand within a paragraph, which it ends.
func (w *Writer) PageBreak() {
	w.EndPara()
	w.settleQuotes(0)
	w.closeLists(0)
	if len(w.tables) == 0 {
		w.put(`<div style="page-break-before:always"></div>` + "\n")
	}
}

// Rule draws a line across the page, as a scene break.
func (w *Writer) Rule() {
	w.EndPara()
	w.settleQuotes(0)
	w.closeLists(0)
	w.put("<hr>\n")
}

// Picture places a picture in the open paragraph. src is the name by which
// Document.Open knows it.
func (w *Writer) Picture(src, alt string) {
	w.ensure()
	w.put(`<img src="` + html.EscapeString(src) + `" alt="` + html.EscapeString(alt) + `">`)
}

// NoteRef refers to a footnote or endnote. label is what the file shows for it,
// "" to count on.
func (w *Writer) NoteRef(id, label string) {
	if len(w.notes) == MaxNotes && w.full == nil {
		w.full = ErrNotes
	}
	if w.full != nil {
		return
	}
	w.ensure()
	w.restyle(Style{Lang: w.style.Lang, Dir: w.style.Dir})
	if label == "" {
		label = strconv.Itoa(len(w.notes) + 1)
	}
	id = "note-" + id
	if w.noteAt == nil {
		w.noteAt = map[string]int{}
	}
	if _, again := w.noteAt[id]; !again {
		w.noteAt[id] = len(w.notes)
	}
	w.notes = append(w.notes, note{id: id, label: label})
	w.put(`<a epub:type="noteref" role="doc-noteref" href="#` + html.EscapeString(id) + `"><sup>` + escapeText(label) + `</sup></a>`)
}

// Note gives the text of the note with this id, as another Writer made it. A
// note to which nothing refers is left out.
func (w *Writer) Note(id, markup string) {
	i, ok := w.noteAt["note-"+id]
	if !ok {
		return
	}
	w.notes[i].html = markup
	w.spent += int64(len(markup))
	if w.Max > 0 && w.spent > w.Max && w.full == nil {
		w.full = ErrTooBig
	}
}

// HTML ends everything and gives the page, with the notes at its end.
func (w *Writer) HTML() string {
	w.EndPara()
	w.settleQuotes(0)
	w.closeLists(0)
	for len(w.tables) > 0 {
		w.EndTable()
	}
	written := map[string]bool{}
	for _, n := range w.notes {
		if n.html == "" || written[n.id] {
			continue
		}
		written[n.id] = true
		w.out.WriteString(`<aside epub:type="footnote" role="doc-footnote" id="` + html.EscapeString(n.id) + `">` + n.html + "</aside>\n")
	}
	w.notes, w.noteAt = nil, nil
	return w.out.String()
}

// escapeText makes text safe between tags. Characters that no text has become
// U+FFFD's place, and a soft hyphen and tab stay what they are.
func escapeText(s string) string {
	if strings.IndexFunc(s, func(r rune) bool {
		return r < ' ' && r != '\t' && r != '\n' || r == '<' || r == '&' || r == '>' || r == '"' || r == '\''
	}) < 0 {
		return s
	}
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' {
			return -1
		}
		return r
	}, s)
	return html.EscapeString(s)
}
