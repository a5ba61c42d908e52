package rtf

import (
	"context"
	"fmt"
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/office"
)

const (
	// maxGroups bounds groups in groups. Those within the innermost have no
	// formatting of their own; their words are read all the same.
	maxGroups = 2000
	// ctxEvery is after how many tokens the reader asks whether to go on.
	ctxEvery = 4096
)

// reader runs through a file once and gives its paragraphs and tables to a sink.
type reader struct {
	scanner
	emitter *emitter // nil when it only surveys

	stack []state
	st    *state // the innermost
	over  int    // groups open beyond maxGroups

	fresh   bool   // the group has had no word yet
	star    bool   // \* came: the group is to be left out if its word is not known
	skip    int    // characters still to leave out after \u
	high    rune   // the first half of a pair of surrogates
	pending []byte // bytes not yet decoded
	utf8    bool   // bytes as such are UTF-8, against the rules
	scratch []byte

	head
	document *flow // the document's own text
	flow     *flow // the text being read
	captures [][]byte
	fields   []field
	drawings []drawing
	pictures []picture
	links    []string

	tally      office.Tally
	properties office.Properties
	change     flags // what the text before was: inserted, deleted, hidden or none
	notes      int
	inRow      bool
	row        rowLayout // the row's, as last told
	nestedRow  rowLayout
	moment     moment // of the file's properties, being read
	attached   bool   // a picture beside the text has just been named
	fallback   bool   // a picture was given in a form that all readers know by now
	section    section
	truncated  bool
}

// head is what the tables at the file's beginning say.
type head struct {
	ansi        *codePage // of the document
	fonts       map[int]*font
	fontEntry   *font
	newFonts    []*font // of the table that is being read
	careful     bool    // some font tells another charset than 0
	defaultFont int
	language    uint16
	eastern     uint16

	styles     map[int32]*style
	styleEntry *style
	inherits   bool // styles tell only what differs from the style they are based on

	lists     map[int]*list
	overrides map[int32]*override
	listEntry *list
	overEntry *override
}

func newReader(b []byte, sink func(*block)) *reader {
	r := &reader{
		scanner: scanner{b: b},
		utf8:    hasHighBytes(b) && utf8.Valid(b),
		links:   []string{""},
		flow:    &flow{sink: sink},
	}
	r.document = r.flow
	r.head = head{
		ansi:  codePageOf(1252),
		fonts: map[int]*font{}, styles: map[int32]*style{}, lists: map[int]*list{}, overrides: map[int32]*override{},
	}
	r.stack = append(r.stack, state{uc: 1, page: r.ansi})
	r.st = &r.stack[0]
	return r
}

func hasHighBytes(b []byte) bool {
	for _, c := range b {
		if c >= 0x80 {
			return true
		}
	}
	return false
}

// run reads to the end of the document's group, or of the file.
func (r *reader) run(ctx context.Context) error {
	for steps := 0; r.pos < len(r.b); steps++ {
		if steps%ctxEvery == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
			if r.emitter != nil && r.emitter.full() != nil {
				return nil
			}
		}
		r.token()
		if r.notes > office.MaxNotes {
			return fmt.Errorf("rtf: %w", office.ErrNotes)
		}
		if len(r.stack) == 1 {
			break
		}
	}
	r.breakOff()
	return nil
}

// breakOff ends what the end of the file finds open.
func (r *reader) breakOff() {
	r.flush()
	r.truncated = len(r.stack) > 1
	if r.truncated && r.st.dest == toText && !r.flow.open.empty() {
		r.finishParagraph(r.depth())
	}
	r.over = 0
	for len(r.stack) > 1 {
		r.closeGroup()
	}
}

func (r *reader) token() {
	switch c := r.b[r.pos]; c {
	case '{':
		r.pos++
		r.openGroup()
	case '}':
		r.pos++
		r.closeGroup()
	case '\\':
		r.pos++
		r.control()
	case '\r', '\n', 0:
		r.pos++
	case '\t':
		r.pos++
		r.flush()
		r.tab()
	default:
		if r.st.dest == toPicture {
			r.pictureDigits()
			return
		}
		r.plain(r.span())
	}
}

func (r *reader) openGroup() {
	r.flush()
	r.skip, r.star, r.fresh = 0, false, true
	if r.over > 0 || len(r.stack) >= maxGroups {
		if r.over == 0 {
			r.tally.Add(office.Nested, "")
		}
		r.over++
		return
	}
	next := *r.st
	next.closer = nil
	r.stack = append(r.stack, next)
	r.st = &r.stack[len(r.stack)-1]
	if r.st.dest == toStyles {
		r.beginStyle()
	}
}

func (r *reader) closeGroup() {
	r.flush()
	r.skip, r.star, r.fresh = 0, false, false
	if r.over > 0 {
		r.over--
		return
	}
	if len(r.stack) == 1 {
		return
	}
	if r.st.closer != nil {
		r.st.closer(r)
	}
	r.stack = r.stack[:len(r.stack)-1]
	r.st = &r.stack[len(r.stack)-1]
}

// outer is the state round the innermost group.
func (r *reader) outer() *state { return &r.stack[max(len(r.stack)-2, 0)] }

// control reads what follows a backslash.
func (r *reader) control() {
	if r.pos >= len(r.b) {
		return
	}
	c := r.b[r.pos]
	if isLetter(c) {
		r.controlWord()
		return
	}
	r.pos++
	if c == '\'' {
		r.fresh = false
		if x, ok := r.hex(); ok && !r.skipped() {
			r.pending = append(r.pending, x)
		}
		return
	}
	if c == '*' && r.fresh {
		r.star = true
		return
	}
	r.flush()
	r.fresh = false
	if !r.skipped() {
		r.symbol(c)
	}
}

// skipped says whether a character is one of those that \u is followed by.
func (r *reader) skipped() bool {
	if r.skip > 0 {
		r.skip--
		return true
	}
	return false
}

func (r *reader) symbol(c byte) {
	switch c {
	case '\\', '{', '}':
		r.write([]byte{c})
	case '~':
		r.rune(0xA0)
	case '-':
		r.rune(0xAD)
	case '_':
		r.rune(0x2011)
	case '\r', '\n':
		r.endParagraph()
	case '\t':
		r.tab()
	}
}

func (r *reader) controlWord() {
	name, a := r.word()
	star, fresh := r.star, r.fresh
	r.star, r.fresh = false, false
	if string(name) == "u" {
		if !r.skipped() {
			r.flush()
			r.unicode(a.n)
		}
		return
	}
	r.flush()
	if r.skip > 0 {
		r.skip--
		if string(name) == "bin" {
			r.binary(a.n)
		}
		return
	}
	if d, ok := destinations[string(name)]; ok {
		r.begin(name, d, star || fresh)
		return
	}
	if star && !r.inStyles(name) {
		r.tallyUnknown(name)
		r.skipGroup()
		return
	}
	if do, ok := controls[string(name)]; ok {
		do(r, a)
	}
}

// unicode is the character of \u. Numbers beyond 32767 are written as negative
// ones, and characters beyond the first plane as two halves.
func (r *reader) unicode(n int) {
	r.skip = r.st.uc
	if n < 0 {
		n += 0x10000
	}
	c := rune(min(max(n, 0), utf8.MaxRune+1))
	switch {
	case c >= 0xD800 && c < 0xDC00:
		r.high = c
		return
	case c >= 0xDC00 && c < 0xE000:
		if r.high == 0 {
			return
		}
		c = (r.high-0xD800)<<10 + (c - 0xDC00) + 0x10000
	}
	r.high = 0
	if c >= 0xF000 && c <= 0xF0FF {
		r.symbolCharacter(byte(c))
		return
	}
	r.rune(c)
}

// tallyUnknown notices what is left out with an unknown destination, if it is
// something that people see.
func (r *reader) tallyUnknown(name []byte) {
	switch string(name) {
	case "moMath", "moMathPara":
		r.lose(office.Objects, "")
	case "objocx":
		r.lose(office.Macros, "")
	}
}

// lose notices something that a reader would have seen in the text.
func (r *reader) lose(k office.NoticeKind, example string) {
	if !r.st.has(deleted | hidden) {
		r.tally.Add(k, example)
	}
}
