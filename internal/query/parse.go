package query

import (
	"strings"
	"unicode/utf8"
)

// Parse understands line. Where there are mistakes the query is what is left without
// them, which is for showing, not for asking.
func Parse(line string) (Query, []*Mistake) {
	p := parser{s: scanner{line: line}}
	if !utf8.ValidString(line) {
		p.wrong(Span{0, len(line)}, "This line has signs in it that are no text. Please type it anew.")
		return Query{}, p.told
	}
	if n := utf8.RuneCountInString(line); n > MaxLength {
		p.wrong(Span{len(line), len(line)}, "This line has %d characters; %d is the most that can be read. Please shorten it.", n, MaxLength)
		return Query{}, p.told
	}
	p.read()
	p.out.All = p.any(0)
	for p.t.kind == closing {
		p.wrong(p.t.at, "This bracket closes nothing. Take it away, or put “(” where the group begins.")
		p.read()
		p.out.All = join(And, p.out.All, p.any(0))
	}
	return p.out, p.told
}

// parser goes through the tokens of a line once.
type parser struct {
	s     scanner
	t     token // the one to look at
	field field // of the brackets that it is in
	out   Query
	clues int
	told  []*Mistake
	stop  bool // there is too much of it: the rest isn't read
}

func (p *parser) read() {
	p.t = p.s.next(p.field)
	if p.stop {
		p.t = token{kind: end, at: Span{len(p.s.line), len(p.s.line)}}
	}
}

func (p *parser) wrong(at Span, format string, args ...any) {
	if len(p.told) < mistakes {
		p.told = append(p.told, &Mistake{At: at, Format: format, Args: args})
	}
}

// join puts a beside b; either may be nil.
func join(op Op, a, b *Node) *Node {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	}
	n := &Node{Op: op}
	for _, k := range []*Node{a, b} {
		if k.Op == op {
			n.Of = append(n.Of, k.Of...)
		} else {
			n.Of = append(n.Of, k)
		}
	}
	return n
}

// list gathers nodes under one, in linear time.
type list struct {
	op Op
	of []*Node
}

func (l *list) add(n *Node) {
	switch {
	case n == nil:
	case n.Op == l.op:
		l.of = append(l.of, n.Of...)
	default:
		l.of = append(l.of, n)
	}
}

func (l *list) node() *Node {
	switch len(l.of) {
	case 0:
		return nil
	case 1:
		return l.of[0]
	}
	return &Node{Op: l.op, Of: l.of}
}

// any reads what stands between OR.
func (p *parser) any(depth int) *Node {
	l := list{op: Or}
	for {
		began := p.begins()
		l.add(p.every(depth))
		if p.t.kind != or {
			return l.node()
		}
		sign := p.t
		p.read()
		if !began || !p.begins() {
			p.wrong(sign.at, "OR needs something to look for on each side, as in fluff OR humor.")
		}
	}
}

// begins reports whether something to look for may begin here.
func (p *parser) begins() bool {
	switch p.t.kind {
	case end, closing, or, and:
		return false
	}
	return true
}

// every reads what stands side by side, with AND between or nothing.
func (p *parser) every(depth int) *Node {
	l := list{op: And}
	for first := true; ; first = false {
		if p.t.kind == and {
			sign := p.t
			p.read()
			if first || !p.begins() {
				p.wrong(sign.at, "AND needs something to look for on each side. It may be left out: all words are looked for anyway.")
			}
		}
		if !p.begins() {
			return l.node()
		}
		l.add(p.one(depth))
	}
}

// one reads a clue or a group, and what denies it.
func (p *parser) one(depth int) *Node {
	deny, at := false, Span{}
	for p.t.kind == not {
		deny, at = !deny, p.t.at
		p.read()
	}
	if !p.begins() {
		p.wrong(at, "NOT needs something to leave out right behind it, as in NOT angst.")
		return nil
	}
	plain := at == Span{} && depth == 0
	var n *Node
	switch p.t.kind {
	case opening:
		n = p.group(depth, p.field)
	case name:
		n = p.named(depth, plain)
	case other:
		p.unknown()
	default:
		t := p.t
		if t.field.kind != Name {
			p.s.follow(&t)
		}
		n = p.clue(t, t.at)
		p.read()
	}
	if !deny || n == nil {
		return n
	}
	if n.Op == Not {
		return n.Of[0]
	}
	return &Node{Op: Not, Of: []*Node{n}}
}

// group reads what stands in brackets, all of it about f.
func (p *parser) group(depth int, f field) *Node {
	from := p.t.at
	if depth >= MaxDepth {
		p.wrong(from, "Brackets can stand in one another at most %d deep. Please write it in a simpler way.", MaxDepth)
		p.stop = true
		p.read()
		return nil
	}
	outside := p.field
	p.field = f
	p.read()
	told := len(p.told)
	n := p.any(depth + 1)
	p.field = outside
	switch {
	case p.stop:
	case p.t.kind != closing:
		p.wrong(from, "This bracket is not closed. Put “)” where the group ends.")
	default:
		to := p.t.at.To
		p.read()
		if n == nil && len(p.told) == told {
			p.wrong(Span{from.From, to}, "There is nothing between these brackets. Take them away, or write between them what to look for.")
		}
	}
	return n
}

// named reads a field and its value, or the group of values.
func (p *parser) named(depth int, plain bool) *Node {
	t := p.t
	p.s.spaces()
	if r, _ := p.s.peek(); r == '(' {
		if t.field.kind == order {
			p.wrong(t.at, "“sort:” takes one order, as in sort:kudos.")
		}
		p.s.at++
		p.t = token{kind: opening, at: Span{t.at.From, p.s.at}}
		n := p.group(depth, t.field)
		if t.field.kind == order {
			return nil
		}
		return n
	}
	v := p.s.value(t.field)
	p.s.follow(&v)
	at := Span{t.at.From, v.at.To}
	var n *Node
	switch {
	case v.text == "" && !v.quoted:
		p.wrong(t.at, "Write after “%s:” what to look for, as in %s.", string(t.field.name), sample(t.field))
	case t.field.kind == order && !plain:
		p.wrong(at, "“sort:” tells the order of everything that is found; it can't stand in brackets or be left out.")
	case t.field.kind == order:
		p.sort(v, at)
	default:
		n = p.clue(v, at)
	}
	p.read()
	return n
}

// unknown tells of a field that isn't there.
func (p *parser) unknown() {
	said := p.t.text
	if near := nearly(said); near != "" {
		p.wrong(p.t.at, "There is no field “%s”. If you mean “%s:”, write that; to look for the word itself, put it in quotation marks.", said, near)
	} else {
		p.wrong(p.t.at, "“%s” can't be searched by itself here. Leave “%s:” out to look for the words everywhere.", said, strings.ToLower(said))
	}
	p.read()
}

// sample shows how f is used.
func sample(f field) string {
	switch f.kind {
	case Number:
		return string(f.name) + ":1000-5000"
	case Date:
		return string(f.name) + ":2020..2022"
	case Answer:
		return string(f.name) + ":yes"
	case order:
		return "sort:kudos"
	}
	if f.name == Rating {
		return "rating:T"
	}
	if f.name == Language {
		return "lang:de"
	}
	return string(f.name) + `:"A Name"`
}
