package query_test

import (
	"fmt"
	"strings"

	"github.com/ficstead/ficstead/internal/query"
)

// tree writes all that q asks, apart from where it stands in the line.
func tree(q query.Query) string {
	var b strings.Builder
	var write func(n *query.Node)
	write = func(n *query.Node) {
		if n == nil {
			b.WriteString("nothing")
			return
		}
		c := n.Clue
		c.At = query.Span{}
		fmt.Fprintf(&b, "{%d %q %q %v %v %v %+v %v", n.Op, string(c.Field), c.Text, c.Phrase, c.Wild, c.Range.From, c.Range.To, c.Yes)
		fmt.Fprintf(&b, " %d %d %d %d %d %v", c.Time.From.Unix(), c.Time.To.Unix(), c.Time.Unit, c.Time.Least, c.Time.Most, c.Time.Whole)
		for _, k := range n.Of {
			write(k)
		}
		b.WriteByte('}')
	}
	write(q.All)
	fmt.Fprintf(&b, " %s %d", q.Sort.By, q.Sort.Way)
	return b.String()
}
