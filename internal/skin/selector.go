package skin

import (
	"regexp"
	"slices"
	"strings"

	"github.com/tdewolff/parse/v2/css"
)

// scoped writes a selector anew so that it reaches nothing but what is in Scope; ""
// with the reason when it can't.
func scoped(ts []token) (string, Reason) {
	if splits(trim(ts)) {
		return "", SplitByComment
	}
	r := &selectorReader{ts: trim(ts)}
	ok := r.complex()
	s := r.out.String()
	switch {
	case r.outside:
		return "", Outside
	case !ok || len(r.ts) > 0:
		return "", Selector
	}
	rest, whole := strings.CutPrefix(s, Scope)
	if !whole || rest != "" && !strings.ContainsAny(rest[:1], " .#[:") {
		return Scope + " " + s, 0
	}
	// What stands beside the text is not in it.
	if strings.HasPrefix(strings.TrimLeft(afterCompound(rest), " "), "+") || strings.HasPrefix(strings.TrimLeft(afterCompound(rest), " "), "~") {
		return "", Outside
	}
	return s, 0
}

// afterCompound is what follows the first compound of a selector that is written:
// its first blank outside brackets and quotes, and the rest.
func afterCompound(s string) string {
	open, quoted := 0, false
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '(' || c == '[':
			open++
		case c == ')' || c == ']':
			open--
		case c == ' ' && open == 0:
			return s[i:]
		}
	}
	return ""
}

// selectorReader reads one selector.
type selectorReader struct {
	ts      []token
	out     strings.Builder
	depth   int
	outside bool // it would reach out of the text
}

func (r *selectorReader) next() token {
	if len(r.ts) == 0 {
		return token{}
	}
	return r.ts[0]
}

func (r *selectorReader) take() token {
	t := r.ts[0]
	r.ts = r.ts[1:]
	return t
}

// blanks goes past blanks and reports whether there were any.
func (r *selectorReader) blanks() bool {
	n := len(r.ts)
	for len(r.ts) > 0 && r.ts[0].blank() {
		r.ts = r.ts[1:]
	}
	return len(r.ts) < n
}

// complex reads compounds with combinators between them, up to the end, a comma or
// the bracket that closes.
func (r *selectorReader) complex() bool {
	if !r.compound() {
		return false
	}
	for {
		blank := r.blanks()
		t := r.next()
		switch {
		case t.text == "" || t.is(",") || t.is(")"):
			return true
		case t.is(">") || t.is("+") || t.is("~"):
			r.take()
			r.blanks()
			r.out.WriteString(" " + t.text + " ")
		case blank:
			r.out.WriteByte(' ')
		default:
			return false
		}
		if !r.compound() {
			return false
		}
	}
}

// compound reads what is said of one element.
func (r *selectorReader) compound() bool {
	from := len(r.ts)
	switch t := r.next(); {
	case t.is("*"):
		r.take()
		r.out.WriteByte('*')
	case t.kind == css.IdentToken:
		s, ok := name(t.text)
		if !ok {
			return false
		}
		s = strings.ToLower(s)
		if s == "html" || s == "body" || s == "head" {
			r.outside = true
			return false
		}
		r.take()
		r.out.WriteString(s)
	}
	for {
		t := r.next()
		ok := true
		switch {
		case t.is("."):
			r.take()
			ok = r.ident(".")
		case t.kind == css.HashToken:
			var s string
			s, ok = name(strings.TrimPrefix(t.text, "#"))
			r.take()
			r.out.WriteString("#" + s)
		case t.is("["):
			ok = r.attribute()
		case t.is(":"):
			ok = r.pseudo()
		default:
			return len(r.ts) < from
		}
		if !ok {
			return false
		}
	}
}

func (r *selectorReader) ident(before string) bool {
	t := r.next()
	s, ok := name(t.text)
	if t.kind != css.IdentToken || !ok {
		return false
	}
	r.take()
	r.out.WriteString(before + s)
	return true
}

func (r *selectorReader) attribute() bool {
	r.take()
	r.blanks()
	if !r.ident("[") {
		return false
	}
	r.blanks()
	if !r.next().is("]") {
		if !slices.Contains([]string{"=", "~=", "|=", "^=", "$=", "*="}, r.next().text) {
			return false
		}
		r.out.WriteString(r.take().text)
		r.blanks()
		t := r.next()
		s, ok := inside(t.text)
		if t.kind == css.IdentToken {
			s, ok = name(t.text)
		}
		if !ok {
			return false
		}
		r.take()
		r.out.WriteString(quote(s))
		r.blanks()
	}
	if !r.next().is("]") {
		return false
	}
	r.take()
	r.out.WriteByte(']')
	return true
}

var nth = regexp.MustCompile(`^(?:odd|even|[+-]?[0-9]{1,5}|[+-]?[0-9]{0,5}n(?: ?[+-] ?[0-9]{1,5})?)$`)
var language = regexp.MustCompile(`^[a-z]{2,8}(?:-[a-z0-9]{1,8})*$`)

func (r *selectorReader) pseudo() bool {
	colons := ":"
	r.take()
	if r.next().is(":") {
		r.take()
		colons = "::"
	}
	t := r.next()
	s := strings.ToLower(unescape(strings.TrimSuffix(t.text, "(")))
	switch {
	case t.kind == css.IdentToken && slices.Contains(pseudoElements, s):
		// Four of them are also written with one colon, which means the same.
		r.take()
		r.out.WriteString("::" + s)
		return true
	case t.kind == css.IdentToken && colons == ":" && slices.Contains(pseudoClasses, s):
		r.take()
		r.out.WriteString(":" + s)
		return true
	case s == "root" || s == "host" || s == "host-context" || s == "has" || s == "slotted" || s == "part" || s == "scope":
		r.outside = true
		return false
	case t.kind != css.FunctionToken || colons != ":":
		return false
	}
	r.take()
	r.out.WriteString(":" + s + "(")
	if !r.argument(s) {
		return false
	}
	r.out.WriteByte(')')
	return true
}

// argument reads what stands in the brackets of a pseudo-class, and the closing one.
func (r *selectorReader) argument(of string) bool {
	if of == "not" || of == "is" || of == "where" {
		return r.list()
	}
	end := slices.IndexFunc(r.ts, func(t token) bool { return t.is(")") })
	if end < 0 {
		return false
	}
	var text strings.Builder
	for _, t := range trim(r.ts[:end]) {
		if t.blank() {
			text.WriteByte(' ')
		} else {
			text.WriteString(strings.ToLower(unescape(t.text)))
		}
	}
	r.ts = r.ts[end+1:]
	r.out.WriteString(text.String())
	switch of {
	case "nth-child", "nth-last-child", "nth-of-type", "nth-last-of-type":
		return nth.MatchString(text.String())
	}
	return of == "lang" && language.MatchString(text.String())
}

// list reads selectors with commas between them, and the closing bracket.
func (r *selectorReader) list() bool {
	if r.depth++; r.depth > 4 {
		return false
	}
	defer func() { r.depth-- }()
	for first := true; ; first = false {
		r.blanks()
		if !first {
			r.out.WriteString(", ")
		}
		if !r.complex() || len(r.ts) == 0 {
			return false
		}
		if r.take().is(")") {
			return true
		}
	}
}
