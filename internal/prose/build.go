package prose

import (
	"strings"

	"golang.org/x/net/html"
)

const (
	maxBlocks  = 64 // open blocks inside each other, not counting the parts of lists and tables; deeper tags are dropped, their text stays
	maxInlines = 24 // open inline elements inside each other
)

// policy is what one run of the builder lets through.
type policy struct {
	field    Field
	base     string
	anchored bool     // keep ids, roles and back links: the source is our own
	pasted   *pasting // nil but for what comes from the clipboard
}

// open is a block that is open while we build.
type open struct {
	node      *html.Node
	kind      kind
	made      bool           // a paragraph or list that we made, not the author
	captioned bool           // a figure that has its caption
	dropped   map[string]int // start tags we did not follow, whose end tags we must not follow either
	outer     []mark         // inline elements of the text round a table cell, set aside
}

// element is a name with its cleaned attributes.
type element struct {
	name string
	attr []html.Attribute
}

// mark is an inline element that the author opened and has not closed. It gives
// rise to elements only when text comes, and again in every further block.
type mark struct {
	name  string    // of the tag that closes it
	gives []element // outermost first; none where the tag has no meaning of its own
	node  *html.Node
	used  bool
}

// builder makes a tree from tokens. Its frame stack holds blocks only; inline
// elements live in marks, of which the first `live` stand in the tree now.
type builder struct {
	policy
	frames  []open
	depth   int // of blocks that count towards maxBlocks
	marks   []mark
	live    int
	budget  int    // how many more inline elements may be repeated
	breaks  int    // line breaks seen since the last words of a made paragraph
	afterBr bool   // the last of them was a <br>, whose own newline does not count
	space   string // white space seen since, to be written if words follow
}

// build gives the tree of a text under a policy. The root is a div of no meaning.
func build(source string, p policy) *html.Node {
	source = strings.TrimLeft(scrub(source), "\ufeff") // the mark of a file's encoding
	root := &html.Node{Type: html.ElementNode, Data: "div"}
	b := &builder{
		policy: p,
		frames: []open{{node: root, kind: auto}},
		budget: 10000 + len(source)/16,
	}
	z := html.NewTokenizer(strings.NewReader(source))
	b.read(z)
	for len(b.frames) > 0 {
		b.pop()
	}
	return root
}

// read follows all tokens.
func (b *builder) read(z *html.Tokenizer) {
	for {
		switch z.Next() {
		case html.ErrorToken:
			return
		case html.TextToken:
			b.text(scrub(string(z.Text())))
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			if b.skips(t) {
				b.bullet(skip(z, t.Data))
			} else {
				b.start(t)
				if t.Data == "iframe" {
					skip(z, t.Data)
				}
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			b.end(string(name))
		}
	}
}

// skips tells whether an element goes with all that it holds.
func (b *builder) skips(t html.Token) bool {
	if t.Type == html.SelfClosingTagToken && (t.Data == "svg" || t.Data == "math") {
		return false
	}
	if kinds[t.Data] == removed {
		return true
	}
	if t.Data == "a" && !b.anchored {
		return attr(t.Attr, "role") == "doc-backlink"
	}
	return t.Data == "span" && listBullet(attr(t.Attr, "style"))
}

// skip reads to the end tag that matches, or to the end of the text. It gives the
// first words on the way.
func skip(z *html.Tokenizer, name string) (words string) {
	for depth := 1; depth > 0; {
		switch z.Next() {
		case html.ErrorToken:
			return words
		case html.TextToken:
			if words == "" {
				words = string(z.Text())
			}
		case html.StartTagToken:
			if n, _ := z.TagName(); string(n) == name {
				depth++
			}
		case html.EndTagToken:
			if n, _ := z.TagName(); string(n) == name {
				depth--
			}
		}
	}
	return words
}

func (b *builder) top() *open { return &b.frames[len(b.frames)-1] }

// push opens a block as the last child of the innermost one.
func (b *builder) push(e element, k kind, made bool) *html.Node {
	n := &html.Node{Type: html.ElementNode, Data: e.name, Attr: e.attr}
	parent := b.top().node
	trimEnd(parent)
	if e.name == "summary" && parent.FirstChild != nil {
		parent.InsertBefore(n, parent.FirstChild)
	} else {
		parent.AppendChild(n)
	}
	b.enter(n, k, made)
	return n
}

// enter makes a node that already stands in the tree the innermost block.
func (b *builder) enter(n *html.Node, k kind, made bool) {
	b.settle()
	f := open{node: n, kind: k, made: made}
	if cells[n.Data] || n.Data == "audio" || n.Data == "video" {
		f.outer, b.marks = b.marks, nil
	}
	b.frames = append(b.frames, f)
	if nests(n.Data, k) {
		b.depth++
	}
}

// nests tells which blocks count towards maxBlocks.
func nests(name string, k kind) bool {
	switch k {
	case auto:
		return name != "section"
	case list, deflist, table:
		return true
	case flow:
		return name == "figure" || name == "address" || name == "audio" || name == "video"
	}
	return false
}

// pop closes the innermost block, and removes it if it came to nothing.
func (b *builder) pop() {
	b.settle()
	f := b.top()
	n := f.node
	if f.kind != preform {
		trimEnd(n)
	}
	if cells[n.Data] || n.Data == "audio" || n.Data == "video" {
		b.marks = f.outer
		b.unmark(0)
	}
	if nests(n.Data, f.kind) {
		b.depth--
	}
	b.frames = b.frames[:len(b.frames)-1]
	if n.FirstChild != nil || len(b.frames) == 0 || meansSomethingEmpty(n) {
		return
	}
	parent := n.Parent
	parent.RemoveChild(n)
	b.gap()
}

// meansSomethingEmpty tells which empty blocks are kept.
func meansSomethingEmpty(n *html.Node) bool {
	switch n.Data {
	case "li", "dd", "td", "th", "audio", "video":
		return true
	case "colgroup":
		return len(n.Attr) > 0
	case "div":
		return attr(n.Attr, "class") != ""
	}
	return false
}

// settle ends the current line of text: whatever comes next is another block.
func (b *builder) settle() {
	b.breaks, b.afterBr, b.space = 0, false, ""
	b.unmark(0)
}

// unmark takes all but the first n marks out of the tree; words that follow
// open them again.
func (b *builder) unmark(n int) {
	if b.live > n {
		b.live = n
	}
}

// gap keeps the words before and after a vanished block apart.
func (b *builder) gap() {
	f := b.top()
	last := f.node.LastChild
	if (f.kind == flow || f.kind == leaf) && last != nil && !isBlock(last) {
		b.unmark(0)
		f.node.AppendChild(textNode(" "))
	}
}

// spot is where text goes now.
func (b *builder) spot() *html.Node {
	if b.live > 0 {
		return b.marks[b.live-1].node
	}
	return b.top().node
}

// materialise puts the first n marks into the tree, so that text can go inside.
func (b *builder) materialise(n int) {
	for b.live < n {
		at := b.spot()
		m := &b.marks[b.live]
		m.node = at
		if m.used {
			b.budget -= len(m.gives)
		}
		if !m.used || b.budget >= 0 {
			for _, e := range m.gives {
				attrs := repeated(e, m.used)
				if len(attrs) == 0 && (e.name == "a" || e.name == "span") {
					continue
				}
				n := &html.Node{Type: html.ElementNode, Data: e.name, Attr: attrs}
				m.node.AppendChild(n)
				m.node = n
			}
		}
		m.used = true
		b.live++
	}
}

// repeated gives the attributes of an inline element opened again: a name that
// can be linked to stays with the first.
func repeated(e element, again bool) []html.Attribute {
	kept := make([]html.Attribute, 0, len(e.attr))
	for _, a := range e.attr {
		if !again || (a.Key != "name" && a.Key != "id") {
			kept = append(kept, a)
		}
	}
	return kept
}

// write adds words inside all marks.
func (b *builder) write(s string) {
	if s == "" {
		return
	}
	b.materialise(len(b.marks))
	b.spot().AppendChild(textNode(s))
}

func textNode(s string) *html.Node { return &html.Node{Type: html.TextNode, Data: s} }

func isBlock(n *html.Node) bool { return n.Type == html.ElementNode && blocks[n.Data] }

// is tells whether a node is an element of a name.
func is(n *html.Node, name string) bool {
	return n != nil && n.Type == html.ElementNode && n.Data == name
}

func attr(attrs []html.Attribute, key string) string {
	for _, a := range attrs {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}
