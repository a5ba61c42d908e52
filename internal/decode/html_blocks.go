package decode

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// blockBuilder makes blocks of an HTML tree.
type blockBuilder struct {
	lineWriter
	blocks []Block
	styles styleSheet
	// picture gives the address under which a picture is known to the
	// manuscript, for the one that the source has.
	picture func(src string) string
	// wanted are the ids at which a chapter may begin; places gets the block
	// at which each stands.
	wanted map[string]bool
	places map[string]int
	// page is set for web pages, whose navigation is no part of a story.
	page    bool
	dropped []Dropped

	due     []string // wanted ids of the next block
	blank   int
	centred int
	right   int
	dir     string
	verse   int
	quoted  int // words of the whole tree, to tell a quotation from a frame
	sizes   map[*html.Node]int
	flat    bool // the tree has no element that parts paragraphs
	head    *html.Node
}

// build gives the blocks below root.
func (b *blockBuilder) build(root *html.Node) []Block {
	b.sizes = map[*html.Node]int{}
	b.quoted = b.measure(root)
	if b.flat = !hasBlocks(root); b.flat {
		b.pre++
	}
	b.children(root)
	b.flush(nil)
	for _, id := range b.due {
		b.places[id] = len(b.blocks)
	}
	return b.blocks
}

// measure counts the words in a tree and keeps the counts of the elements
// about which the builder must choose.
func (b *blockBuilder) measure(n *html.Node) int {
	if n.Type == html.TextNode {
		return countWords(n.Data)
	}
	words := 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		words += b.measure(c)
	}
	if n.Type == html.ElementNode && isRaw(n.Data) {
		b.sizes[n] = words
	}
	return words
}

func (b *blockBuilder) children(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		b.node(c)
	}
}

func (b *blockBuilder) node(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		b.write(n.Data)
	case html.ElementNode:
		b.element(n)
	}
}

// element takes one element by what it does to the text round it.
func (b *blockBuilder) element(n *html.Node) {
	st := b.styles.of(n)
	if isInvisible(n.Data) {
		return
	}
	if st.hidden > 0 || hasAttr(n, "hidden") {
		b.drop(n, "hidden in the source")
		return
	}
	b.note(n)
	switch n.Data {
	case "br":
		if b.pre > 0 && n.PrevSibling != nil && strings.HasSuffix(n.PrevSibling.Data, "\n") && n.PrevSibling.Type == html.TextNode {
			return
		}
		if st.newPage > 0 {
			b.flush(nil)
			b.turn()
			return
		}
		b.lineEnd()
	case "hr":
		b.flush(nil)
		b.emit(Block{Kind: Rule, Text: "", HTML: "<hr>", Class: attrOf(n, "class"), ID: attrOf(n, "id")})
	case "mbp:pagebreak":
		b.flush(nil)
		b.turn()
	case "h1", "h2", "h3", "h4", "h5", "h6":
		b.heading(n, st)
	case "hgroup":
		b.headingGroup(n)
	case "pre", "textarea", "listing", "xmp", "plaintext":
		b.preformatted(n)
	case "nav", "form", "noscript":
		if b.page || n.Data == "noscript" {
			b.flush(nil)
			b.drop(n, "navigation or a form of the web page")
			return
		}
		b.container(n, st)
	case "footer":
		if b.page && n.Parent != nil && (n.Parent.Data == "body" || n.Parent.Parent != nil && n.Parent.Parent.Data == "body" && n.Parent.Data == "div") {
			b.flush(nil)
			b.drop(n, "foot of the web page")
			return
		}
		b.container(n, st)
	default:
		switch {
		case b.page && isMenu(n):
			b.flush(nil)
			b.drop(n, "navigation or a form of the web page")
		case isRaw(n.Data) && !b.frames(n):
			b.raw(n)
		case isBlock(n.Data):
			b.container(n, st)
		default:
			b.inlineElement(n, st)
		}
	}
}

// note remembers a wanted id for the block in which it stands.
func (b *blockBuilder) note(n *html.Node) {
	for _, key := range [2]string{"id", "name"} {
		id := attrOf(n, key)
		if id == "" || !b.wanted[id] {
			continue
		}
		if isBlock(n.Data) || isRaw(n.Data) {
			b.flush(nil)
			b.due = append(b.due, id)
		} else {
			l := b.current()
			l.ids = append(l.ids, id)
		}
		return
	}
}

// container takes an element that parts paragraphs: p, div, section, li.
func (b *blockBuilder) container(n *html.Node, st cssStyle) {
	b.flush(nil)
	if st.newPage > 0 {
		b.turn()
	}
	before := len(b.blocks)
	if st.centred > 0 {
		b.centred++
	}
	if st.right > 0 {
		b.right++
	}
	dir := b.dir
	if own := directionOf(n); own != "" {
		b.dir = own
	}
	if st.pre > 0 {
		b.pre++
	}
	if isVerse(n) {
		b.verse++
	}
	pushed := b.pushStyle(n, st)
	if n.Data == "p" && isTitleClass(n) {
		b.heading(n, cssStyle{})
	} else {
		b.children(n)
	}
	b.flush(n)
	for range pushed {
		b.popWrapper()
	}
	if isVerse(n) {
		b.verse--
	}
	if st.pre > 0 {
		b.pre--
	}
	if st.centred > 0 {
		b.centred--
	}
	if st.right > 0 {
		b.right--
	}
	b.dir = dir
	if n.Data == "p" && len(b.blocks) == before {
		b.blank++
	}
}

// pushStyle opens wrappers for what CSS says of an element and for its own
// language and direction; it gives their number.
func (b *blockBuilder) pushStyle(n *html.Node, st cssStyle) int {
	if n.Data == "body" || n.Data == "html" {
		return 0
	}
	count := 0
	for _, w := range styleWrappers(n, st) {
		b.push(w)
		count++
	}
	return count
}

// heading takes h1 to h6.
func (b *blockBuilder) heading(n *html.Node, st cssStyle) {
	b.flush(nil)
	if st.newPage > 0 {
		b.turn()
	}
	b.head = n
	if st.centred > 0 {
		b.centred++
	}
	b.children(n)
	b.flush(n)
	if st.centred > 0 {
		b.centred--
	}
	b.head = nil
}

// headingGroup makes one heading of an hgroup: "IV: The Long Way".
func (b *blockBuilder) headingGroup(n *html.Node) {
	b.flush(nil)
	var lead *html.Node
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode || isInvisible(c.Data) {
			continue
		}
		if lead == nil && len(c.Data) == 2 && c.Data[0] == 'h' {
			lead = c
		}
		if b.note(c); len(b.lines) > 0 && !b.current().empty() {
			b.joinHeading()
		}
		b.children(c)
	}
	if lead == nil {
		lead = n
	}
	b.head = lead
	b.flush(lead)
	b.head = nil
}

// joinHeading parts the lines of a heading that becomes one.
func (b *blockBuilder) joinHeading() {
	l := b.current()
	text := strings.TrimRight(l.text.String(), " ")
	if text != "" && !strings.ContainsAny(text[len(text)-1:], ".:;,!?-") {
		b.open(l)
		l.text.WriteString(":")
		l.markup.WriteString(":")
	}
	b.space = true
}

// preformatted takes <pre>: verse that keeps its lines, or, when most of the
// source is in it, a plain text that someone put on a page.
func (b *blockBuilder) preformatted(n *html.Node) {
	b.flush(nil)
	text := textOf(n)
	if words := countWords(text); words > 60 && words*10 > b.quoted*4 && !isNarrow(text) {
		for _, block := range textBlocks(markedText(n)) {
			block.Line = 0
			b.emit(block)
		}
		return
	}
	b.pre++
	b.verse++
	b.children(n)
	b.flush(n)
	b.verse--
	b.pre--
}

// isNarrow tells a text of short lines, such as a poem.
func isNarrow(text string) bool {
	lines, size := 0, 0
	for l := range strings.Lines(text) {
		if n := utf8.RuneCountInString(strings.TrimSpace(l)); n > 0 {
			lines++
			size += n
		}
	}
	return size < 45*lines
}

// frames tells a table, list or quotation that only lays out the page: it
// holds most of the text, or headings and rules.
func (b *blockBuilder) frames(n *html.Node) bool {
	words := b.sizes[n]
	switch n.Data {
	case "blockquote":
		if isVerse(n) || looksVerse(n) {
			return true
		}
	case "ul", "ol", "dl":
		if !hasElement(n, "li", "dt", "dd") {
			return true
		}
		return words > 300 && words*2 > b.quoted && hasElement(n, "p", "br", "h1", "h2", "h3")
	case "figure", "math", "svg":
		return false
	case "table":
		if hasElement(n, "table", "h1", "h2", "h3") {
			return true
		}
		return words > 200 && words*2 > b.quoted && words > 60*countElements(n, "td", "th")
	}
	return words > 300 && words*2 > b.quoted || words > 60 && words*4 > b.quoted*3 || hasElement(n, "h1", "h2", "h3", "hr")
}

// raw keeps a whole element.
func (b *blockBuilder) raw(n *html.Node) {
	b.flush(nil)
	var sb strings.Builder
	b.render(&sb, n)
	b.emit(Block{
		Kind: Raw, HTML: sb.String(), Text: strings.TrimSpace(plainOf(sb.String())),
		Class: attrOf(n, "class"), ID: attrOf(n, "id"), Centred: b.centred > 0,
	})
}

// turn marks a page break.
func (b *blockBuilder) turn() {
	if len(b.blocks) > 0 && b.blocks[len(b.blocks)-1].Kind != PageTurn {
		b.emit(Block{Kind: PageTurn})
	}
}

// drop keeps an element's words for the report.
func (b *blockBuilder) drop(n *html.Node, why string) {
	if text := strings.Join(strings.Fields(textOf(n)), " "); markupHasWords(escape(text)) {
		b.dropped = append(b.dropped, Dropped{Text: text, Reason: why})
	}
}

// emit adds a block, and gives it the ids and blank lines that were due.
func (b *blockBuilder) emit(block Block) {
	for _, id := range b.due {
		b.places[id] = len(b.blocks)
	}
	b.due = nil
	block.Blank = max(block.Blank, b.blank)
	b.blank = 0
	block.Line = len(b.blocks) + 1
	b.blocks = append(b.blocks, block)
}
