package beta

import (
	"context"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/ficstead/ficstead/internal/db"
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
	// Both this and the reader's next word wait for each other here.
	if err := tx.Exec(ctx, `UPDATE betas SET label = label WHERE id = $1`, int64(g.Beta)); err != nil {
		return err
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
type passage struct{ places []place }

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
	return &passage{at[i : i+len(words)]}
}

// put writes words where the passage begins and takes the rest of it away. What was
// set off, in italics for instance, keeps that where it began.
func (p *passage) put(words string) {
	first := p.places[0]
	cut := map[*html.Node][2]int{}
	var order []*html.Node
	for _, x := range p.places {
		span, ok := cut[x.node]
		if !ok {
			span = [2]int{x.from, x.to}
			order = append(order, x.node)
		}
		cut[x.node] = [2]int{min(span[0], x.from), max(span[1], x.to)}
	}
	for _, n := range order {
		span, in := cut[n], ""
		if n == first.node {
			in = words
		}
		n.Data = n.Data[:span[0]] + in + n.Data[span[1]:]
	}
}
