package rtf

// flags are what a run of text looks like.
type flags uint16

const (
	bold flags = 1 << iota
	italic
	underline
	strike
	super
	sub
	smallCaps
	code
	complexBold   // bold of the run's letters from right to left
	complexItalic // italic of them
	rightToLeft
	hidden
	inserted
	deleted
)

// look is what a run of text looks like, in which language it is, and where it
// leads to. Runs of the same look are one.
type look struct {
	flags flags
	// The languages of its Western, East Asian and right-to-left letters, by
	// Windows' numbers; 0 when not told.
	lang, eastLang, complexLang uint16
	link                        int32 // which of the reader's links, 0 for none
}

func (l *look) set(f flags, on bool) {
	if on {
		l.flags |= f
	} else {
		l.flags &^= f
	}
}

func (l *look) has(f flags) bool { return l.flags&f != 0 }

// align is how the lines of a paragraph stand.
type align uint8

const (
	alignLeft align = iota
	alignCenter
	alignRight
)

// borders are the lines round a paragraph that are drawn.
type borders uint8

const (
	borderTop borders = 1 << iota
	borderBottom
	borderSide
)

// layout is what a paragraph is, as its control words tell.
type layout struct {
	style       int32
	left, right int32 // indents in twips, a twentieth of a point
	list        int32 // number of the list override, 0 for none
	level       int8  // depth in the list, from 0
	outline     int8  // 1 to 9, 0 for text
	nest        int8  // in how many tables
	align       align
	borders     borders
	inTable     bool
	pageBefore  bool
	rtl         bool
	old         *oldNumber // numbering as before Word 97
}

// depth gives in how many tables the paragraph stands by its own words.
func (l *layout) depth() int {
	if l.nest > 0 || !l.inTable {
		return int(l.nest)
	}
	return 1
}

// destination is where the words of a group go.
type destination uint8

const (
	toText    destination = iota // the paragraph
	toNothing                    // nowhere: between the parts of a table of the file's head
	toCapture                    // a string for a closer to read
	toFonts                      // the font table
	toStyles                     // between the styles of the style sheet
	toPicture                    // a picture's bytes
)

// state is what holds within a group; a group within starts with a copy.
type state struct {
	look
	layout layout

	font, complexFont int
	page, complexPage *codePage // what bytes mean in those fonts

	uc      int // how many characters follow a \u for readers that don't know it
	dest    destination
	edge    borders       // which border the next line style is for
	closer  func(*reader) // what to do at the group's end
	twice   bool          // in a \upr group, before its Unicode part
	unicode destination   // where that part goes
	nested  bool          // in the properties of a nested table's row
}

// effectivePage is what bytes mean here.
func (s *state) effectivePage() *codePage {
	if s.has(rightToLeft) && s.complexPage != nil {
		return s.complexPage
	}
	return s.page
}
