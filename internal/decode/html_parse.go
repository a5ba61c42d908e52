package decode

import (
	"bytes"
	"errors"
	"strings"

	"golang.org/x/net/html"
)

// errTangled says that markup has more tags than any story needs.
var errTangled = errors.New("decode: too many tags")

// Each tag costs some 200 bytes while its page is read. The longest works known
// have four million words: 150,000 paragraphs, and a word or two set off in each.
const (
	maxTags    = 1_000_000 // start and end tags in one file
	maxNodes   = 3_500_000 // nodes that the parser may make of them and the text between
	maxNesting = 60        // open elements other than paragraphs, cells and inline ones
	maxInline  = 32        // different inline elements open at once
)

// parseMarkup parses HTML or XHTML of any quality into a tree of bounded size
// and depth. Tags that nest too deeply are left out; their text stays.
func parseMarkup(text string) (*html.Node, error) {
	for _, nesting := range []int{maxNesting, 12, 0} {
		tidy, err := boundTags(text, nesting)
		if err != nil {
			return nil, err
		}
		doc, err := html.ParseWithOptions(strings.NewReader(tidy), html.ParseOptionEnableScripting(false))
		if err == nil {
			return doc, nil
		}
	}
	return nil, errTangled
}

// tagBounder copies markup tag by tag and leaves out what would make the
// parser's tree too deep or too large.
type tagBounder struct {
	out     strings.Builder
	nesting int
	xml     bool

	open    []string       // containers that are open
	opened  map[string]int // how many of each name
	skipped map[string]int // start tags left out, whose end tags go too
	inline  map[string]int // inline start tags open, by their whole text
	byName  map[string][]string
	active  int
	nodes   int
}

// boundTags copies markup with at most nesting containers in one another,
// without comments, and with XML's empty elements closed.
func boundTags(text string, nesting int) (string, error) {
	t := &tagBounder{
		nesting: nesting, xml: isXML(text),
		opened: map[string]int{}, skipped: map[string]int{}, inline: map[string]int{}, byName: map[string][]string{},
	}
	t.out.Grow(len(text))
	z := html.NewTokenizer(strings.NewReader(text))
	z.AllowCDATA(t.xml)
	for tags := 0; ; {
		if tags > maxTags || t.nodes > maxNodes {
			return "", errTangled
		}
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			return t.out.String(), nil
		case html.TextToken:
			t.text(z)
		case html.StartTagToken, html.SelfClosingTagToken:
			tags++
			raw := string(z.Raw())
			name, _ := z.TagName()
			t.start(z, string(name), raw, kind == html.SelfClosingTagToken)
		case html.EndTagToken:
			tags++
			raw := string(z.Raw())
			name, _ := z.TagName()
			t.end(string(name), raw)
		case html.DoctypeToken:
			t.out.Write(z.Raw())
		case html.CommentToken:
		}
	}
}

func isXML(text string) bool {
	h := text[:min(len(text), 1024)]
	return strings.Contains(h, "<?xml") || strings.Contains(h, "http://www.w3.org/1999/xhtml")
}

func (t *tagBounder) text(z *html.Tokenizer) {
	t.nodes += 1 + t.active
	raw := z.Raw()
	if bytes.HasPrefix(raw, []byte("<![CDATA[")) {
		t.out.WriteString(html.EscapeString(string(z.Text())))
		return
	}
	t.out.Write(raw)
}

func (t *tagBounder) start(z *html.Tokenizer, name, raw string, selfClosed bool) {
	t.nodes += 1 + t.active
	switch {
	case isVoid(name):
		t.out.WriteString(raw)
	case selfClosed && (t.xml || closesItself(name)):
		z.NextIsNotRawText()
		t.out.WriteString(strings.TrimSuffix(strings.TrimSuffix(raw, ">"), "/"))
		t.out.WriteString("></" + name + ">")
	case isFormatting(name):
		t.startInline(name, raw)
	case impliesEnd(name):
		t.out.WriteString(raw)
		if name == "p" {
			t.open = append(t.open, name)
			t.opened[name]++
		}
	default:
		t.startContainer(name, raw)
	}
}

// startInline copies an inline start tag unless the same is open thrice.
func (t *tagBounder) startInline(name, raw string) {
	if t.nesting == 0 || t.inline[raw] >= 3 || t.inline[raw] == 0 && len(t.inline) >= maxInline {
		t.skipped[name]++
		return
	}
	t.inline[raw]++
	t.active++
	t.byName[name] = append(t.byName[name], raw)
	t.out.WriteString(raw)
}

// startContainer copies a start tag unless too many containers are open. A
// block ends the paragraph that is open.
func (t *tagBounder) startContainer(name, raw string) {
	if endsParagraph(name) {
		t.closeParagraph()
	}
	if len(t.open)-t.opened["p"] >= t.nesting {
		t.skipped[name]++
		return
	}
	t.open = append(t.open, name)
	t.opened[name]++
	t.out.WriteString(raw)
}

// closeParagraph forgets an open paragraph and the spans left open in it.
func (t *tagBounder) closeParagraph() {
	for i := len(t.open) - 1; i >= 0 && t.opened["p"] > 0; i-- {
		switch t.open[i] {
		case "p":
			t.pop(i)
			return
		case "table", "object", "template", "button":
			return
		}
	}
}

func (t *tagBounder) pop(i int) {
	for _, name := range t.open[i:] {
		t.opened[name]--
	}
	t.open = t.open[:i]
}

func (t *tagBounder) end(name, raw string) {
	if t.skipped[name] > 0 {
		t.skipped[name]--
		return
	}
	t.out.WriteString(raw)
	if open := t.byName[name]; len(open) > 0 {
		last := open[len(open)-1]
		t.byName[name] = open[:len(open)-1]
		t.active--
		if t.inline[last]--; t.inline[last] == 0 {
			delete(t.inline, last)
		}
		return
	}
	if t.opened[name] == 0 {
		return
	}
	for i := len(t.open) - 1; i >= 0; i-- {
		if t.open[i] == name {
			t.pop(i)
			return
		}
	}
}

func isVoid(name string) bool {
	switch name {
	case "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "image", "img",
		"fileInput", "keygen", "link", "meta", "param", "source", "track", "wbr":
		return true
	}
	return false
}

// isFormatting tells the elements that HTML parsers reopen in each new block.
func isFormatting(name string) bool {
	switch name {
	case "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u":
		return true
	}
	return false
}

// impliesEnd tells elements whose end tag may be missing, which do not nest by
// themselves.
func impliesEnd(name string) bool {
	switch name {
	case "p", "li", "dd", "dt", "td", "th", "tr", "tbody", "thead", "tfoot", "colgroup", "caption",
		"option", "optgroup", "rt", "rp", "rb", "html", "head", "body", "title", "style", "script", "textarea":
		return true
	}
	return false
}

// closesItself tells elements that people close by a slash in HTML too.
func closesItself(name string) bool {
	switch name {
	case "a", "div", "span", "p", "td", "title", "script", "style", "iframe", "textarea":
		return true
	}
	return strings.Contains(name, ":")
}

func endsParagraph(name string) bool {
	switch name {
	case "span", "q", "cite", "abbr", "ruby", "sub", "sup", "del", "ins", "kbd", "samp", "var", "mark", "label":
		return false
	}
	return true
}
