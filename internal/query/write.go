package query

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// String writes q in the normal form: AND left out, one name for each field, numbers
// without groups, the order last. Parse makes q of it again.
func (q Query) String() string {
	var b strings.Builder
	if q.All != nil {
		q.All.write(&b, q.All.Op)
	}
	if q.Sort.By != "" {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString("sort:" + []string{"", ">", "<"}[q.Sort.Way] + string(q.Sort.By))
	}
	return b.String()
}

// String writes n as it can stand in a line by itself.
func (n *Node) String() string {
	var b strings.Builder
	n.write(&b, And)
	return b.String()
}

// write writes n as a part of what op joins.
func (n *Node) write(b *strings.Builder, op Op) {
	switch n.Op {
	case Is:
		b.WriteString(n.Clue.String())
		return
	case Not:
		b.WriteByte('-')
		n.Of[0].write(b, Not)
		return
	}
	if n.Op != op {
		b.WriteByte('(')
		defer b.WriteByte(')')
	}
	between := " "
	if n.Op == Or {
		between = " OR "
	}
	for i, k := range n.Of {
		if i > 0 {
			b.WriteString(between)
		}
		k.write(b, n.Op)
	}
}

// String writes c as it stands in a line.
func (c Clue) String() string {
	if c.Field == Any {
		if c.Phrase {
			return quoted(c.Text)
		}
		return c.Text
	}
	name := string(c.Field)
	switch KindOf(c.Field) {
	case Number:
		return name + c.Range.String()
	case Date:
		return name + ":" + c.Time.String()
	case Answer:
		if c.Yes {
			return name + ":yes"
		}
		return name + ":no"
	}
	text := c.Text
	switch c.Wild {
	case Left:
		text = "*/" + text
	case Right:
		text += "/*"
	}
	if strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		text = quoted(text)
	}
	return name + ":" + text
}

func quoted(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

// String writes r with the sign before it: ":5", ":1-5", ">4", "<6".
func (r Range) String() string {
	switch {
	case r.From == r.To:
		return ":" + strconv.FormatInt(r.From, 10)
	case r.From == 0 && r.To == Most:
		return ">=0"
	case r.To == Most:
		return ">" + strconv.FormatInt(r.From-1, 10)
	case r.From == 0:
		return "<" + strconv.FormatInt(r.To+1, 10)
	}
	return fmt.Sprintf(":%d-%d", r.From, r.To)
}

// String writes t as it stands behind a colon.
func (t Time) String() string {
	if t.Unit != NoUnit {
		return t.ago()
	}
	switch {
	case t.To.IsZero():
		if t.From.Year() > lastYear {
			return ">" + t.From.AddDate(0, 0, -1).Format(time.DateOnly)
		}
		return ">=" + shortest(t.From, t.From)
	case t.From.IsZero():
		if t.To.Year() > lastYear {
			return "<=" + t.To.AddDate(0, 0, -1).Format(time.DateOnly)
		}
		return "<" + shortest(t.To, t.To)
	}
	layout := layoutFor(t.From, t.To)
	from, last := t.From.Format(layout), t.To.AddDate(0, 0, -1).Format(layout)
	if from == last {
		return from
	}
	return from + ".." + last
}

func (t Time) ago() string {
	unit := func(n int) string {
		if n == 1 {
			return "1" + units[t.Unit]
		}
		return strconv.Itoa(n) + units[t.Unit] + "s"
	}
	switch {
	case t.Whole:
		return unit(t.Least)
	case t.Most < 0:
		return ">" + unit(t.Least)
	case t.Least == 0:
		return "<" + unit(t.Most)
	}
	return fmt.Sprintf("%d-%d%ss", t.Least, t.Most, units[t.Unit])
}

// shortest writes a day as the year or the month that begins with it.
func shortest(day, other time.Time) string { return day.Format(layoutFor(day, other)) }

// layoutFor is how dates are written that begin and end at a and b.
func layoutFor(a, b time.Time) string {
	switch {
	case a.YearDay() == 1 && b.YearDay() == 1:
		return "2006"
	case a.Day() == 1 && b.Day() == 1:
		return "2006-01"
	}
	return time.DateOnly
}
