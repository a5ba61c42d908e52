package docx

import (
	"strings"
	"unicode"
)

// levels is how deep a list of Word can be.
const levels = 9

// level is one depth of a list.
type level struct {
	start   int
	format  string // "decimal", "lowerLetter", "bullet"
	text    string // "Chapter %1:"
	style   string // the style of paragraphs that it numbers
	suffix  string // what follows the number: "tab", "space", "nothing"
	restart int    // which level before begins it anew, from 1; -1 for any, 0 for none
	legal   bool   // all numbers in it are decimal
}

// abstract is the shape of a list.
type abstract struct {
	levels [levels]level
	link   string // the style of lists that says its shape
}

// num is a list of the document: a shape, with changes of its own.
type num struct {
	shape     string
	start     [levels]int // the number at which it begins anew, -1 for none
	changed   [levels]*level
	restarted [levels]bool
}

// numbering are the lists of a document and how far each has counted.
type numbering struct {
	shapes map[string]*abstract
	nums   map[string]*num
	counts map[string]*[levels]count // by shape
}

type count struct {
	n       int
	started bool
}

// readNumbering reads the part of lists.
func readNumbering(p *pack, name string) (*numbering, error) {
	n := &numbering{shapes: map[string]*abstract{}, nums: map[string]*num{}}
	err := p.scan(name, func(s *scanner) {
		for s.next() {
			if s.kind != startTag {
				continue
			}
			switch s.name {
			case "w:abstractNum":
				n.shapes[s.attr("w:abstractNumId")] = readAbstract(s)
			case "w:num":
				n.nums[s.attr("w:numId")] = readNum(s)
			}
		}
	})
	n.reset()
	return n, err
}

// reset begins all counting anew.
func (n *numbering) reset() {
	n.counts = map[string]*[levels]count{}
	for _, one := range n.nums {
		one.restarted = [levels]bool{}
	}
}

func readAbstract(s *scanner) *abstract {
	a := &abstract{}
	for i := range a.levels {
		a.levels[i] = level{start: 1, restart: -1, format: "none"}
	}
	for d := s.depth(); s.within(d); {
		if s.kind != startTag {
			continue
		}
		switch s.name {
		case "w:lvl":
			if i, ok := s.number("w:ilvl"); ok && i >= 0 && i < levels {
				a.levels[i] = readLevel(s)
			}
		case "w:numStyleLink":
			a.link = s.attr("w:val")
		}
	}
	return a
}

func readLevel(s *scanner) level {
	l := level{start: 1, restart: -1, format: "decimal"}
	for d := s.depth(); s.within(d); {
		if s.kind != startTag {
			continue
		}
		switch s.name {
		case "w:start":
			l.start, _ = s.number("w:val")
		case "w:numFmt":
			l.format = s.attr("w:val")
		case "w:lvlText":
			l.text = s.attr("w:val")
		case "w:lvlRestart":
			l.restart, _ = s.number("w:val")
		case "w:pStyle":
			l.style = s.attr("w:val")
		case "w:suff":
			l.suffix = s.attr("w:val")
		case "w:isLgl":
			l.legal = s.onOff()
		}
	}
	return l
}

func readNum(s *scanner) *num {
	n := &num{}
	for i := range n.start {
		n.start[i] = -1
	}
	at := 0
	for d := s.depth(); s.within(d); {
		if s.kind != startTag {
			continue
		}
		switch s.name {
		case "w:abstractNumId":
			n.shape = s.attr("w:val")
		case "w:lvlOverride":
			at, _ = s.number("w:ilvl")
			at = min(max(at, 0), levels-1)
		case "w:startOverride":
			n.start[at], _ = s.number("w:val")
		case "w:lvl":
			l := readLevel(s)
			n.changed[at] = &l
		}
	}
	return n
}

// find gives a list and its shape, by way of a style of lists if need be.
func (n *numbering) find(id string, st *styles) (*num, *abstract) {
	one := n.nums[id]
	if one == nil {
		return nil, nil
	}
	shape := n.shapes[one.shape]
	if shape != nil && shape.link != "" {
		if linked := st.byID[shape.link]; linked != nil {
			if to := n.nums[linked.para.list]; to != nil && n.shapes[to.shape] != nil {
				shape = n.shapes[to.shape]
			}
		}
	}
	return one, shape
}

// levelOf gives what a list is at a depth.
func levelOf(one *num, shape *abstract, at int) *level {
	if l := one.changed[at]; l != nil {
		return l
	}
	return &shape.levels[at]
}

// count counts the next paragraph of a list at a depth, and gives its number.
func (n *numbering) count(one *num, shape *abstract, at int) int {
	c := n.counts[one.shape]
	if c == nil {
		c = &[levels]count{}
		n.counts[one.shape] = c
	}
	switch {
	case one.start[at] >= 0 && !one.restarted[at]:
		one.restarted[at] = true
		c[at].n = one.start[at]
	case !c[at].started:
		c[at].n = levelOf(one, shape, at).start
	default:
		c[at].n++
	}
	c[at].started = true
	for deeper := at + 1; deeper < levels; deeper++ {
		if r := levelOf(one, shape, deeper).restart; r < 0 || r > at {
			c[deeper].started = false
		}
	}
	return c[at].n
}

// label gives the number of the paragraph that was counted last as it is shown.
func (n *numbering) label(one *num, shape *abstract, at int) string {
	own := levelOf(one, shape, at)
	c := n.counts[one.shape]
	var out strings.Builder
	for rest := own.text; rest != ""; {
		i := strings.IndexByte(rest, '%')
		if i < 0 || i+1 == len(rest) || rest[i+1] < '1' || rest[i+1] > '9' {
			out.WriteString(rest)
			break
		}
		k := int(rest[i+1] - '1')
		out.WriteString(rest[:i])
		rest = rest[i+2:]
		l := levelOf(one, shape, k)
		value, format := l.start, l.format
		if c != nil && c[k].started {
			value = c[k].n
		}
		if own.legal {
			format = "decimal"
		}
		out.WriteString(formatNumber(value, format))
	}
	if own.suffix != "nothing" && out.Len() > 0 {
		out.WriteByte(' ')
	}
	return out.String()
}

// hasWords says whether the text round a level's number has words of its own,
// so that HTML's lists can't show it.
func (l *level) hasWords() bool { return strings.IndexFunc(l.text, unicode.IsLetter) >= 0 }
