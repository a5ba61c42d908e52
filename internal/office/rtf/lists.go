package rtf

// maxLevel is the deepest level of a list, from 0.
const maxLevel = 8

// list is an entry of the list table.
type list struct {
	id     int
	levels []listLevel
}

type listLevel struct {
	format int // how it is numbered, as \levelnfc says
	start  int
}

// The formats that are no numbers.
const (
	formatBullet = 23
	formatNone   = 255
)

// override is an entry of the list override table: what \ls means.
type override struct {
	number int32
	list   int
	starts map[int]int // where levels begin anew
	level  int         // the level being told, -1 before the first
}

// oldNumber is how Word numbered paragraphs before lists: each says it anew.
type oldNumber struct {
	bullet, goesOn bool
	level          int
	format         int
	start          int
}

func (r *reader) beginListTable() { r.st.dest = toNothing }

func (r *reader) beginList() {
	l, outer := &list{}, r.listEntry
	r.listEntry = l
	r.st.dest = toNothing
	r.st.closer = func(r *reader) {
		r.lists[l.id] = l
		r.listEntry = outer
	}
}

func (r *reader) beginListLevel() {
	r.st.dest = toNothing
	if l := r.listEntry; l != nil && len(l.levels) <= maxLevel {
		l.levels = append(l.levels, listLevel{start: 1})
	}
}

func (r *reader) beginOverride() {
	o, outer := &override{level: -1}, r.overEntry
	r.overEntry = o
	r.st.dest = toNothing
	r.st.closer = func(r *reader) {
		r.overrides[o.number] = o
		r.overEntry = outer
	}
}

func (r *reader) beginOverrideLevel() {
	r.st.dest = toNothing
	if r.overEntry != nil {
		r.overEntry.level++
	}
}

// listLevelWord changes the level of the list table that is being told.
func (r *reader) listLevelWord(change func(*listLevel)) {
	if l := r.listEntry; l != nil && len(l.levels) > 0 {
		change(&l.levels[len(l.levels)-1])
	}
}

func (r *reader) levelStart(n int) {
	if o := r.overEntry; o != nil && o.level >= 0 && o.level <= maxLevel {
		if o.starts == nil {
			o.starts = map[int]int{}
		}
		o.starts[o.level] = n
		return
	}
	r.listLevelWord(func(l *listLevel) { l.start = n })
}

func (r *reader) listID(n int) {
	switch {
	case r.overEntry != nil:
		r.overEntry.list = n
	case r.listEntry != nil:
		r.listEntry.id = n
	}
}

// listNumber is \ls: in the override table it names an entry, in a paragraph it
// says to which it belongs.
func (r *reader) listNumber(n int) {
	if r.overEntry != nil {
		r.overEntry.number = int32(n)
		return
	}
	r.st.layout.list = int32(max(n, 0))
}

// beginListText is the number as the writer showed it, for readers that can't count.
func (r *reader) beginListText() {
	if r.st.dest != toText {
		r.skipGroup()
		return
	}
	r.capture(func(r *reader) { r.flow.open.number = r.captured() })
}

func (r *reader) beginOldText() {
	if r.st.dest != toText {
		r.skipGroup()
		return
	}
	r.capture(func(r *reader) { r.flow.open.oldShown = r.captured() })
}

// beginOldNumber is \*\pn, which belongs to the paragraph round it.
func (r *reader) beginOldNumber() {
	r.st.layout.old = &oldNumber{level: 1, start: 1}
	r.st.dest = toNothing
	r.st.closer = func(r *reader) { r.outer().layout.old = r.st.layout.old }
}

func oldWord(change func(*oldNumber, int)) control {
	return func(r *reader, a argument) {
		if r.st.layout.old != nil && r.st.dest == toNothing {
			change(r.st.layout.old, a.or(1))
		}
	}
}

// listWords are the words of lists' tables and of the old numbering.
var listWords = map[string]control{
	"listid": func(r *reader, a argument) { r.listID(a.n) },
	"levelnfc": func(r *reader, a argument) {
		r.listLevelWord(func(l *listLevel) { l.format = a.n })
	},
	"levelnfcn": func(r *reader, a argument) {
		r.listLevelWord(func(l *listLevel) { l.format = a.n })
	},
	"levelstartat": func(r *reader, a argument) { r.levelStart(a.or(1)) },

	"pnlvlblt":  oldWord(func(o *oldNumber, _ int) { o.bullet = true }),
	"pnlvlbody": oldWord(func(o *oldNumber, _ int) { o.level = 1 }),
	"pnlvl":     oldWord(func(o *oldNumber, n int) { o.level = min(max(n, 1), maxLevel+1) }),
	"pnlvlcont": oldWord(func(o *oldNumber, _ int) { o.goesOn = true }),
	"pnstart":   oldWord(func(o *oldNumber, n int) { o.start = n }),
	"pndec":     oldWord(func(o *oldNumber, _ int) { o.format = 0 }),
	"pnucrm":    oldWord(func(o *oldNumber, _ int) { o.format = 1 }),
	"pnlcrm":    oldWord(func(o *oldNumber, _ int) { o.format = 2 }),
	"pnucltr":   oldWord(func(o *oldNumber, _ int) { o.format = 3 }),
	"pnlcltr":   oldWord(func(o *oldNumber, _ int) { o.format = 4 }),
}
