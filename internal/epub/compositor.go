package epub

import (
	"bytes"
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

const (
	// maxDepth and maxPhrases bound how deep blocks nest, and phrases in or around
	// them. Deeper elements are left away, not their content.
	maxDepth   = 48
	maxPhrases = 16
	// fullFile is the length in bytes at which a file ends with the next block,
	// and maxFile that at which it ends in mid-paragraph: old e-readers stop at
	// 300 KB.
	fullFile = 240_000
	maxFile  = 280_000
)

// compositor sets fragments of HTML into a page as valid XHTML. It reads tag by
// tag, keeps the blocks that are open, and the phrases that are open within or
// around them; a phrase is only written when something stands in it, so that
// emphasis around three paragraphs becomes emphasis in each of them.
type compositor struct {
	*page
	base    *url.URL // what relative links are relative to; nil when unknown
	labels  Labels
	picture func(name string) (file string, alt string, err error)

	tag     attributes // of the tag that is being read
	blocks  []block
	phrases []phraseTag
	// droppedBlocks and droppedPhrases count the open elements beyond the bounds.
	droppedBlocks, droppedPhrases int
	// spare is how many bytes of attributes phrases may yet repeat: a phrase around
	// a thousand paragraphs is written a thousand times.
	spare int
	// undescribed is set once a picture was set that has no description.
	undescribed bool
	err         error
}

// block is an open block: its tag is written.
type block struct {
	element
	name  string // in the source
	attrs string // as written, with a space before each
	// filled is set when something was written in it.
	filled bool
	// captioned is set in a figure that has its caption, sealed when the caption
	// is its last part.
	captioned, sealed bool
	// grouped is set in a table whose rows stand in groups, ungrouped in one with
	// rows of its own: it may not have both.
	grouped, ungrouped bool
	// start and items number an ordered list.
	start, items int
	// termOpen is set in a list of terms whose last term still has no meaning.
	termOpen bool
	// footnote is the id of a footnote that has no way back to the text yet.
	footnote string
}

// phraseTag is an open phrase.
type phraseTag struct {
	element
	name    string
	attrs   string
	id      string
	target  string // of a link within the page
	noteref bool
	depth   int // number of blocks that were open when it was
	written bool
	again   bool // it was written before
	// bare is set in a ruby whose last characters have no reading yet.
	bare bool
}

// setIn sets one fragment in a division of a class, under a heading if there is one.
func (c *compositor) setIn(class, heading, fragment string) error {
	c.push(block{element: element{role: flow, tag: "div"}, attrs: ` class="` + class + `"`}, "")
	if heading != "" {
		c.page.element("h2", heading)
	}
	err := c.set(fragment)
	c.closeBlocks(0)
	return err
}

// set sets one fragment and leaves nothing of it open.
func (c *compositor) set(fragment string) error {
	outer := len(c.blocks)
	c.spare = 64<<10 + 4*len(fragment)
	z := html.NewTokenizer(strings.NewReader(fragment))
	z.AllowCDATA(true)
	skip, depth := "", 0 // the hidden element that is open, and how often
	for c.err == nil {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		if kind == html.TextToken {
			if skip == "" {
				c.words(z.Text())
			}
			continue
		}
		if kind == html.CommentToken || kind == html.DoctypeToken {
			continue
		}
		raw, hasAttr := z.TagName()
		e, known := elements[string(raw)]
		if skip != "" || e.role == hidden && known {
			if e.role == hidden && known && (skip == "" || skip == string(raw)) {
				depth += depthChange(kind)
				skip = string(raw)
			}
			if depth <= 0 {
				skip, depth = "", 0
			}
			continue
		}
		if voids[string(raw)] {
			continue
		}
		name := nameOf(raw)
		if kind == html.EndTagToken {
			c.end(name, e)
			continue
		}
		c.tag = attributes{}
		if hasAttr {
			c.tag.read(z)
		}
		c.begin(name, e, &c.tag)
		if kind == html.SelfClosingTagToken {
			c.end(name, e)
		}
	}
	c.closeBlocks(outer)
	c.dropPhrases(0)
	c.droppedBlocks, c.droppedPhrases = 0, 0
	return c.err
}

// nameOf gives the name of an element, without a copy if HTML knows it.
func nameOf(raw []byte) string {
	if a := atom.Lookup(raw); a != 0 {
		return a.String()
	}
	return string(raw)
}

func depthChange(kind html.TokenType) int {
	switch kind {
	case html.StartTagToken:
		return 1
	case html.EndTagToken:
		return -1
	default:
		return 0
	}
}

// begin opens an element of the source.
func (c *compositor) begin(name string, e element, a *attributes) {
	switch {
	case e.role == lineBreak:
		c.makeRoom(false)
		c.writePhrases()
		c.raw("<", e.tag, "/>")
		if c.room() <= 0 {
			c.newFile()
		}
	case e.role == picture:
		c.image(a)
	case e.role == embed:
		c.embedded(a)
	case e.role == rule:
		c.sceneBreak(a)
	case e.role == ruby || e.role == rubyText || e.role == phrase:
		c.openPhrase(name, e, a)
	default:
		c.openBlock(name, e, a)
	}
}

// end closes an element of the source, if it is open.
func (c *compositor) end(name string, e element) {
	switch {
	case e.role == phrase, e.role == ruby, e.role == rubyText:
		c.endPhrase(name)
		return
	case !e.role.isBlock():
		return
	}
	if c.droppedBlocks > 0 && !e.role.holdsPhrasesOnly() {
		c.droppedBlocks--
		c.raw("\n")
		return
	}
	for i := len(c.blocks) - 1; i >= 0; i-- {
		if c.blocks[i].name == name {
			c.closeBlocks(i)
			c.splitAtBlock()
			return
		}
	}
}

// words sets text of the source.
func (c *compositor) words(text []byte) {
	if len(bytes.TrimLeft(text, " \t\r\n")) == 0 {
		c.space(text)
		return
	}
	c.makeRoom(false)
	for len(text) > 0 && c.room() < len(text) {
		n := pieceEnd(text, max(c.room(), maxFile/50))
		c.writePhrases()
		c.out = appendText(c.out, text[:n])
		text = text[n:]
		c.newFile()
	}
	if len(text) > 0 {
		c.writePhrases()
		c.out = appendText(c.out, text)
	}
}

// room is how much text the file can take, in bytes.
func (c *compositor) room() int { return maxFile - (len(c.out) - c.fileStart()) }

// pieceEnd gives the length of a piece of text of no more than room bytes that
// ends with a space, or at least with a character.
func pieceEnd(text []byte, room int) int {
	if len(text) <= room {
		return len(text)
	}
	if i := bytes.LastIndexByte(text[:room], ' '); i > 0 {
		return i + 1
	}
	for room < len(text) && text[room]&0xC0 == 0x80 { // within a character
		room++
	}
	return room
}

// space sets white space, which says nothing between blocks.
func (c *compositor) space(text []byte) {
	if top := c.top(); top == nil || !top.role.holdsPhrasesOnly() && top.role != flow && top.role != item && top.role != cell && top.role != meaning {
		return
	}
	c.out = appendText(c.out, text)
}

// image sets a picture, or its description when the book has no such picture.
func (c *compositor) image(a *attributes) {
	file, alt := "", ""
	if name, ok := strings.CutPrefix(a.src, "pictures/"); ok && c.picture != nil {
		if name, err := url.PathUnescape(name); err == nil {
			file, alt, c.err = c.picture(name)
		}
	}
	if c.err != nil {
		return
	}
	if words := line(a.alt); words != "" {
		alt = words
	}
	c.makeRoom(false)
	if file == "" {
		if alt == "" {
			alt = c.labels.Picture
		}
		c.reference(alt, a.src)
		return
	}
	c.undescribed = c.undescribed || alt == ""
	c.writePhrases()
	c.raw("<img")
	c.attr("src", file)
	c.raw(` alt="`)
	c.out = appendAttr(c.out, alt)
	c.raw(`"`, a.common(), a.size())
	c.id(a.id)
	c.raw("/>")
}

// embedded sets a link in place of what an e-book cannot play.
func (c *compositor) embedded(a *attributes) {
	if webAddress(c.base, a.src) == "" {
		return
	}
	c.makeRoom(false)
	c.reference(a.src, a.src)
}

// reference sets words that stand for something outside the book, linked if
// there is an address and no link is open.
func (c *compositor) reference(words, address string) {
	c.writePhrases()
	address = webAddress(c.base, address)
	for _, p := range c.phrases {
		if p.tag == "a" {
			address = ""
		}
	}
	c.raw(`<span class="elsewhere">[`)
	c.anchor(words, address)
	c.raw(`]</span>`)
}
