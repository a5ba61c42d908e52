package search

import (
	"io"
	"iter"
	"strings"

	"golang.org/x/net/html"
	element "golang.org/x/net/html/atom"
)

// Passages gives the paragraphs of a chapter's clean HTML: the text under each
// block that has an anchor. Blocks without one belong to the anchor before them.
func Passages(text string) []Passage {
	var all []Passage
	for p := range passages(text) {
		all = append(all, p)
	}
	return all
}

// between gives the paragraphs from one anchor to another.
func between(text, first, last string) []Passage {
	if i := strings.Index(text, ` id="`+first+`"`); first != "" && i >= 0 {
		if open := strings.LastIndexByte(text[:i], '<'); open >= 0 {
			text = text[open:]
		}
	}
	var all []Passage
	ended := false
	for p := range passages(text) {
		if ended && p.Anchor != last {
			break
		}
		all = append(all, p)
		ended = p.Anchor == last
	}
	return all
}

func passages(text string) iter.Seq[Passage] {
	return func(yield func(Passage) bool) {
		var b strings.Builder
		anchor := ""
		z := html.NewTokenizer(strings.NewReader(text))
		z.SetMaxBuf(0)
		for {
			switch z.Next() {
			case html.ErrorToken:
				if z.Err() == io.EOF && strings.TrimSpace(b.String()) != "" {
					yield(Passage{anchor, b.String()})
				}
				return
			case html.TextToken:
				b.Write(z.Text())
			case html.StartTagToken, html.SelfClosingTagToken:
				name, more := z.TagName()
				if inline(name) {
					continue
				}
				b.WriteByte(' ')
				id := idOf(z, more)
				if id == "" {
					continue
				}
				if strings.TrimSpace(b.String()) != "" && !yield(Passage{anchor, b.String()}) {
					return
				}
				anchor = id
				b.Reset()
			case html.EndTagToken:
				if name, _ := z.TagName(); !inline(name) {
					b.WriteByte(' ')
				}
			}
		}
	}
}

func idOf(z *html.Tokenizer, more bool) string {
	for more {
		var key, value []byte
		if key, value, more = z.TagAttr(); string(key) == "id" {
			return string(value)
		}
	}
	return ""
}

// inline reports whether an element stands within a line without parting words.
// A raised number of a footnote is no part of the word before it.
func inline(name []byte) bool {
	switch element.Lookup(name) {
	case element.A, element.Abbr, element.B, element.Bdi, element.Bdo, element.Cite, element.Code, element.Del, element.Dfn, element.Em, element.I, element.Ins,
		element.Kbd, element.Mark, element.Q, element.S, element.Samp, element.Small, element.Span, element.Strike, element.Strong, element.Tt, element.U, element.Var, element.Wbr:
		return true
	}
	return false
}
