package decode

// Block is one block of a source in reading order, before anyone asked what it
// means. Every reader (text, HTML, EPUB) makes blocks; understand reads them.
type Block struct {
	Kind BlockKind
	// Text is the block's words without markup, lines separated by "\n".
	Text string
	// HTML is the inner markup of the block: inline elements only for Para and
	// Heading; for Raw the whole element (list, table, figure, quotation).
	HTML string
	// Level is 1 to 6 for Heading.
	Level int
	// Line is the 1-based line of the source text, or the block's number for HTML.
	Line int
	// Blank is how many blank lines (or spacer paragraphs) stood before it.
	Blank int
	// Indent is the number of leading spaces of the first line (tabs count 8).
	Indent int
	// Centred and Right are set for text that the source centres or sets at the
	// right; Dir is the direction that it states, "ltr", "rtl" or "".
	Centred, Right bool
	Dir            string
	// Class and ID are the element's own, for readers that recognise a maker's marks.
	Class, ID string
}

// BlockKind is what a block is by its form.
type BlockKind int

// The kinds of block.
const (
	Para BlockKind = iota
	Heading
	Rule     // <hr>, or a line that only draws one
	Verse    // lines that must stay lines
	Raw      // lists, tables, quotations, figures, preformatted text
	PageTurn // a new file of an EPUB's spine, or a page break
)

// Source is what a reader hands to understand: blocks, and what the container
// itself declares (Dublin Core, <title>, <meta>), which outranks guesses.
type Source struct {
	File   string
	Blocks []Block
	// Declared holds what the container states in fields of its own.
	Declared Manuscript
	// Noted is what a word processor noted by itself.
	Noted Noted
	// Cut holds indexes into Blocks at which the container's own contents
	// (EPUB spine and navigation, HTML headings) begin a chapter; nil when it has none.
	Cut []ChapterCut
	// Cuts is the way of cutting that a person chose, if Cut does not say it all.
	Cuts Cuts
	// Known is set when the source's maker marked everything round the story, so
	// that no header, note or chapter head is looked for among its words.
	Known bool
	// Lines holds the source's lines for plain text, so that damage can be named
	// by its very line; nil for other forms.
	Lines []string
}

// ChapterCut is a place where a chapter begins according to the container.
type ChapterCut struct {
	At    int // index into Source.Blocks
	Title string
	Kind  ChapterKind
	// What the source's maker marked as round this chapter, as HTML.
	Summary, NotesBefore, NotesAfter string
}
