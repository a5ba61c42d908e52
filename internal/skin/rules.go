package skin

import (
	"slices"
	"strings"

	"github.com/tdewolff/parse/v2/css"
)

// parser reads rules and writes those that may stay.
type parser struct {
	tokens   []token
	at       int
	out      strings.Builder
	pending  string // the head of an @media that has no rule yet
	problems []Problem
	pictures []string
	seen     map[string]bool // of pictures
}

func (p *parser) refuse(x Problem) {
	switch n := len(p.problems); {
	case n == maxProblems:
		p.problems = append(p.problems, Problem{Reason: TooManyProblems, Line: x.Line})
	case n < maxProblems:
		p.problems = append(p.problems, x)
	}
}

func (p *parser) done() bool { return p.at >= len(p.tokens) }

func (p *parser) skipBlank() {
	for !p.done() && p.tokens[p.at].blank() {
		p.at++
	}
}

// sheet reads rules to the end, or to the brace that closes an @media.
func (p *parser) sheet(indent string, depth int) {
	for p.skipBlank(); !p.done(); p.skipBlank() {
		t := p.tokens[p.at]
		switch {
		case t.is("}") && depth > 0:
			return
		case t.is("}"):
			p.refuse(Problem{Reason: Unreadable, Line: t.line, Value: "}"})
			p.at++
		case t.kind == css.AtKeywordToken:
			p.atRule(depth)
		default:
			p.rule(indent)
		}
	}
}

// until reads tokens up to a sign that stands outside all brackets, which it does
// not take.
func (p *parser) until(signs string) []token {
	from, open := p.at, 0
	for ; !p.done(); p.at++ {
		t := p.tokens[p.at]
		switch {
		case open <= 0 && len(t.text) == 1 && strings.Contains(signs, t.text):
			return p.tokens[from:p.at]
		case t.is("(") || t.is("[") || t.kind == css.FunctionToken:
			open++
		case t.is(")") || t.is("]"):
			open--
		case t.is("{") || t.is("}"): // whatever is open, a brace ends it
			return p.tokens[from:p.at]
		}
	}
	return p.tokens[from:]
}

// skipBlock goes past a block in braces, whatever is in it.
func (p *parser) skipBlock() {
	for open := 0; !p.done(); {
		t := p.tokens[p.at]
		p.at++
		if t.is("{") {
			open++
		} else if t.is("}") {
			if open--; open <= 0 {
				return
			}
		}
	}
}

func (p *parser) atRule(depth int) {
	t := p.tokens[p.at]
	p.at++
	prelude := p.until(";{}")
	what := strings.TrimSpace(t.text + " " + short(prelude))
	if strings.ToLower(unescape(t.text)) != "@media" || depth > 0 || p.done() || !p.tokens[p.at].is("{") {
		p.refuse(Problem{Reason: AtRule, Line: t.line, Selector: what})
		if !p.done() && p.tokens[p.at].is("{") {
			p.skipBlock()
		} else if !p.done() && p.tokens[p.at].is(";") {
			p.at++
		}
		return
	}
	p.at++
	m, ok := media(prelude)
	if !ok {
		p.refuse(Problem{Reason: Media, Line: t.line, Selector: what})
	}
	p.pending = "@media " + m + " {\n"
	p.sheet("  ", depth+1)
	if p.done() {
		p.refuse(Problem{Reason: Unclosed, Line: t.line, Selector: what})
		return
	}
	p.at++
	if p.pending == "" {
		p.out.WriteString("}\n")
	}
	p.pending = ""
}

// media gives the conditions of an @media as they are written, if each is on the list.
func media(prelude []token) (string, bool) {
	var all []string
	for _, part := range split(prelude, ",") {
		var s strings.Builder
		for _, t := range part {
			if t.blank() {
				s.WriteByte(' ')
			} else {
				s.WriteString(unescape(t.text))
			}
		}
		m := strings.ToLower(strings.Join(strings.Fields(s.String()), " "))
		m = strings.NewReplacer("( ", "(", " )", ")", " :", ":", ": ", ":").Replace(m)
		m = strings.ReplaceAll(m, ":", ": ")
		if !slices.Contains(mediaList, m) {
			return "", false
		}
		all = append(all, m)
	}
	return strings.Join(all, ", "), len(all) > 0
}

// split parts tokens at a sign that stands outside all brackets.
func split(ts []token, sign string) [][]token {
	var all [][]token
	from, open := 0, 0
	for i, t := range ts {
		switch {
		case t.is("(") || t.is("[") || t.kind == css.FunctionToken:
			open++
		case t.is(")") || t.is("]"):
			open--
		case t.is(sign) && open == 0:
			all = append(all, ts[from:i])
			from = i + 1
		}
	}
	return append(all, ts[from:])
}

// rule reads one rule: selectors, and declarations in braces.
func (p *parser) rule(indent string) {
	line := p.tokens[p.at].line
	prelude := p.until(";{}")
	label := short(prelude)
	if p.done() || !p.tokens[p.at].is("{") {
		p.refuse(Problem{Reason: Unreadable, Line: line, Selector: label})
		if !p.done() && p.tokens[p.at].is(";") {
			p.at++
		}
		return
	}
	p.at++
	var selectors []string
	for _, part := range split(prelude, ",") {
		s, why := scoped(part)
		if s == "" {
			p.refuse(Problem{Reason: why, Line: line, Selector: short(part)})
		}
		selectors = append(selectors, s)
	}
	all := p.declarations(label)
	if p.done() {
		p.refuse(Problem{Reason: Unclosed, Line: line, Selector: label})
		return
	}
	p.at++
	if len(all) == 0 {
		return
	}
	p.out.WriteString(p.pending)
	p.pending = ""
	p.out.WriteString(indent + strings.Join(selectors, ", ") + " {\n")
	for _, d := range all {
		p.out.WriteString(indent + "  " + d + ";\n")
	}
	p.out.WriteString(indent + "}\n")
}

// declarations reads up to the brace that closes a rule, which it does not take.
// Several of one property are all kept, in order: the later ones may be for newer
// browsers only.
func (p *parser) declarations(selector string) []string {
	var all []string
	for p.skipBlank(); !p.done() && !p.tokens[p.at].is("}"); p.skipBlank() {
		if p.tokens[p.at].is(";") {
			p.at++
			continue
		}
		line := p.tokens[p.at].line
		ts := p.until(";{}")
		if !p.done() && p.tokens[p.at].is("{") {
			p.refuse(Problem{Reason: Nested, Line: line, Selector: selector, Value: short(ts)})
			p.skipBlock()
			continue
		}
		if d, bad := p.declaration(ts); bad.Line > 0 {
			bad.Selector = selector
			p.refuse(bad)
		} else {
			all = append(all, d)
		}
	}
	return all
}

// declaration checks one declaration and writes it anew.
func (p *parser) declaration(ts []token) (string, Problem) {
	colon := slices.IndexFunc(ts, func(t token) bool { return t.kind == css.ColonToken })
	head := ts
	if colon >= 0 {
		head = ts[:colon]
	}
	head = trim(head)
	bad := Problem{Line: ts[0].line, Property: short(head)}
	if colon < 0 || len(head) != 1 {
		bad.Reason, bad.Property, bad.Value = Unreadable, "", short(ts)
		return "", bad
	}
	value := trim(ts[colon+1:])
	bad.Value = short(value)
	property := strings.ToLower(unescape(head[0].text))
	switch {
	case strings.HasPrefix(property, "--") || head[0].kind == css.CustomPropertyNameToken:
		bad.Reason = CustomProperty
		return "", bad
	case head[0].kind != css.IdentToken || !allowed(property):
		bad.Reason = Property
		return "", bad
	}
	v := &valueWriter{property: property}
	text, why, ok := v.write(value)
	if !ok {
		bad.Reason = why
		return "", bad
	}
	for _, name := range v.pictures {
		if !p.seen[name] {
			p.seen[name] = true
			p.pictures = append(p.pictures, name)
		}
	}
	return property + ": " + text, Problem{}
}

// trim takes blanks off both ends.
func trim(ts []token) []token {
	for len(ts) > 0 && ts[0].blank() {
		ts = ts[1:]
	}
	for len(ts) > 0 && ts[len(ts)-1].blank() {
		ts = ts[:len(ts)-1]
	}
	return ts
}

// splits reports whether a comment stands in the middle of a word.
func splits(ts []token) bool {
	for i, t := range ts {
		if t.kind == css.CommentToken && i > 0 && i+1 < len(ts) && !ts[i-1].blank() && !ts[i+1].blank() {
			return true
		}
	}
	return false
}
