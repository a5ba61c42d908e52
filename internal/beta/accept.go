package beta

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/diff"
	"github.com/ficstead/ficstead/internal/draft"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/viewer"
)

// Would gives the working copy of a chapter as it is, and as it would be with a
// suggestion in it: both clean. The passage is looked for in its own paragraph, and
// where that changed meanwhile, in the one paragraph that has the words; a fault
// Conflict says that there is no such one.
func Would(ctx context.Context, q db.Q, c prose.Cleaner, g Given, r Remark) (was, is string, seen int, err error) {
	if r.Suggest == nil {
		return "", "", 0, noRemark()
	}
	d, err := draft.Open(ctx, q, g.Chapter)
	if err != nil {
		return "", "", 0, err
	}
	was = c.Clean(d.Body, prose.Body)
	anchored, _ := prose.Anchor(was, g.HTML, anchor, g.next)
	changed, err := exchange(anchored, r.Anchor, r.Quote, *r.Suggest)
	if err != nil {
		return "", "", 0, err
	}
	return was, c.Clean(changed, prose.Body), d.Seen, nil
}

// Accept puts a suggestion into the working copy. Accepting twice changes nothing.
func Accept(ctx context.Context, tx *db.Tx, c prose.Cleaner, g Given, id RemarkID, by viewer.Viewer) error {
	// Suggestions of all readers of a work come one after the other.
	if err := tx.Exec(ctx, `UPDATE works SET updated_at = updated_at WHERE id = (SELECT work_id FROM chapters WHERE id = $1)`, int64(g.Chapter)); err != nil {
		return fmt.Errorf("beta: accept remark %d: %w", id, err)
	}
	r, err := remark(ctx, tx, g.ID, id)
	if err != nil || r.State == Accepted {
		return err
	}
	_, is, seen, err := Would(ctx, tx, c, g, r)
	if err != nil {
		return err
	}
	if _, err := draft.Save(ctx, tx, g.Chapter, draft.Edit{By: by.ID, Seen: seen, Whole: &is}); err != nil {
		return err
	}
	return Mark(ctx, tx, g.ID, id, Accepted)
}

// exchange puts words in the place of a quote in anchored HTML.
func exchange(anchored, at, quote, words string) (string, error) {
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(anchored), body)
	if err != nil {
		return "", err
	}
	for _, n := range nodes {
		body.AppendChild(n)
	}
	var own *passage
	var others []*passage
	for n := range body.Descendants() {
		id := idOf(n)
		if n.Type != html.ElementNode || !strings.HasPrefix(id, anchor) {
			continue
		}
		p := find(n, quote)
		switch {
		case p == nil:
		case id == at:
			own = p
		default:
			others = append(others, p)
		}
	}
	switch {
	case own != nil:
		own.put(words)
	case len(others) == 1:
		others[0].put(words)
	default:
		return "", fault.New(fault.Conflict, "The words that this suggestion is about have changed since, and are found nowhere else. Compare it with the text, and change that by hand.")
	}
	var b strings.Builder
	for n := body.FirstChild; n != nil; n = n.NextSibling {
		if err := html.Render(&b, n); err != nil {
			return "", err
		}
	}
	return b.String(), nil
}

func idOf(n *html.Node) string {
	for _, a := range n.Attr {
		if a.Key == "id" {
			return a.Val
		}
	}
	return ""
}

// place is where a character of a block's text stands.
type place struct {
	node     *html.Node
	from, to int
}

// passage is a quote found in a block.
type passage struct {
	words  string
	places []place // for each byte of words
	cuts   []cut
}

// cut is a piece of a text node that something else stands for.
type cut struct {
	node     *html.Node
	from, to int
	in       string
}

// find looks for words in the text of a block, in which runs of white space count as
// one space, and those of blocks inside it with anchors of their own don't count.
func find(block *html.Node, words string) *passage {
	var text strings.Builder
	var at []place // for each byte of text
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			switch {
			case c.Type == html.ElementNode && !strings.HasPrefix(idOf(c), anchor):
				walk(c)
			case c.Type == html.TextNode:
				for i, r := range c.Data {
					size := len(string(r))
					if unicode.IsSpace(r) {
						r = ' '
						if text.Len() == 0 || strings.HasSuffix(text.String()[max(0, text.Len()-1):], " ") {
							continue
						}
					}
					for range len(string(r)) {
						at = append(at, place{c, i, i + size})
					}
					text.WriteRune(r)
				}
			}
		}
	}
	walk(block)
	i := strings.Index(text.String(), words)
	if i < 0 || words == "" {
		return nil
	}
	return &passage{words: words, places: at[i : i+len(words)]}
}

// put makes other words of the passage. What both have stays as it is set, in italics
// for instance; what is new stands as that was set whose place it takes.
func (p *passage) put(words string) {
	was, is := diff.Words(p.words), diff.Words(words)
	at := 0 // in the passage, in bytes
	for _, c := range diff.Lines(was, is) {
		end := at + len(strings.Join(was[c.AFrom:c.ATo], ""))
		if !c.Same {
			in, kept := strings.Join(is[c.BFrom:c.BTo], ""), 0
			if strings.HasSuffix(p.words[at:end], " ") && strings.HasSuffix(in, " ") {
				kept = 1
			}
			p.cut(at, end-kept, in[:len(in)-kept])
		}
		at = end
	}
	for _, c := range slices.Backward(p.cuts) { // what stands behind a cut keeps its place
		c.node.Data = c.node.Data[:c.from] + c.in + c.node.Data[c.to:]
	}
}

// cut notes that in stands for the bytes from from to to of the passage.
func (p *passage) cut(from, to int, in string) {
	if from == to {
		x := p.places[max(0, from-1)]
		at := x.to // behind what is before it
		if from == 0 {
			at = x.from
		}
		p.cuts = append(p.cuts, cut{x.node, at, at, in})
		return
	}
	first := len(p.cuts)
	for _, x := range p.places[from:to] {
		if n := len(p.cuts); n > first && p.cuts[n-1].node == x.node {
			p.cuts[n-1].to = x.to
		} else {
			p.cuts = append(p.cuts, cut{x.node, x.from, x.to, ""})
		}
	}
	p.cuts[first].in = in
}
