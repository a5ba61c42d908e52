package decode

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

// cssStyle is what CSS says of an element, as far as it carries meaning: authors'
// italics often live in a class only. 0 is unsaid, 1 yes, -1 no.
type cssStyle struct {
	italic, bold, underline, strike, super, sub int8
	centred, right, hidden, pre, newPage        int8
	smallCaps                                   int8
}

// styleSheet holds the rules whose selector is one element or class: ".c3",
// "p", "span.it". That is how word processors and calibre write them.
type styleSheet map[string]cssStyle

const maxRules = 20000

var (
	cssComment  = regexp.MustCompile(`(?s)/\*.*?\*/`)
	cssSelector = regexp.MustCompile(`^([a-zA-Z][a-zA-Z0-9]*)?(\.[^\s.#:\[>+~*,]+)?$`)
)

// add reads a style sheet's text.
func (s styleSheet) add(css string) {
	css = cssComment.ReplaceAllString(css, "")
	css = strings.NewReplacer("<!--", "", "-->", "").Replace(css)
	for css != "" && len(s) < maxRules {
		open := strings.IndexByte(css, '{')
		if open < 0 {
			return
		}
		selectors := css[:open]
		if i := strings.LastIndexByte(selectors, ';'); i >= 0 {
			selectors = selectors[i+1:] // after @import and @charset
		}
		end := blockEnd(css[open:])
		body := css[open+1 : open+end]
		css = css[min(open+end+1, len(css)):]
		if selectors = strings.TrimSpace(selectors); strings.HasPrefix(selectors, "@") {
			continue
		}
		st := parseStyle(body)
		if st == (cssStyle{}) {
			continue
		}
		for sel := range strings.SplitSeq(selectors, ",") {
			if m := cssSelector.FindStringSubmatch(strings.TrimSpace(sel)); m != nil {
				key := strings.ToLower(m[1]) + m[2]
				s[key] = s[key].over(st)
			}
		}
	}
}

// blockEnd is the index of the brace that closes the one at s[0].
func blockEnd(s string) int {
	depth := 0
	for i := range len(s) {
		switch s[i] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return len(s)
}

// over gives s with what t says laid over it.
func (s cssStyle) over(t cssStyle) cssStyle {
	for _, p := range []struct{ to, from *int8 }{
		{&s.italic, &t.italic}, {&s.bold, &t.bold}, {&s.underline, &t.underline}, {&s.strike, &t.strike},
		{&s.super, &t.super}, {&s.sub, &t.sub}, {&s.centred, &t.centred}, {&s.right, &t.right},
		{&s.hidden, &t.hidden}, {&s.pre, &t.pre}, {&s.newPage, &t.newPage},
		{&s.smallCaps, &t.smallCaps},
	} {
		if *p.from != 0 {
			*p.to = *p.from
		}
	}
	return s
}

// of gives an element's style by its name, its classes and its style attribute.
func (s styleSheet) of(n *html.Node) cssStyle {
	st := s[n.Data]
	for class := range strings.FieldsSeq(attrOf(n, "class")) {
		st = st.over(s["."+class]).over(s[n.Data+"."+class])
	}
	if inline := attrOf(n, "style"); inline != "" {
		st = st.over(parseStyle(inline))
	}
	if a := attrOf(n, "align"); a != "" {
		st = st.over(parseStyle("text-align:" + a))
	}
	if n.Data == "center" {
		st.centred = 1
	}
	return st
}

// parseStyle reads declarations.
func parseStyle(css string) cssStyle {
	var st cssStyle
	for decl := range strings.SplitSeq(css, ";") {
		name, value, ok := strings.Cut(decl, ":")
		if !ok {
			continue
		}
		value = strings.ToLower(strings.TrimSpace(strings.ReplaceAll(value, "!important", "")))
		st = st.declare(strings.ToLower(strings.TrimSpace(name)), value)
	}
	return st
}

func (s cssStyle) declare(name, value string) cssStyle {
	switch name {
	case "font-style":
		s.italic = yesNo(value == "italic" || value == "oblique")
	case "font-weight":
		s.bold = yesNo(value == "bold" || value == "bolder" || len(value) == 3 && value >= "600")
	case "text-decoration", "text-decoration-line":
		s.underline = yesNo(strings.Contains(value, "underline"))
		s.strike = yesNo(strings.Contains(value, "line-through"))
	case "vertical-align":
		s.super, s.sub = yesNo(value == "super"), yesNo(value == "sub")
	case "text-align":
		s.centred, s.right = yesNo(value == "center" || value == "middle"), yesNo(value == "right")
	case "display":
		s.hidden = yesNo(value == "none")
	case "visibility":
		s.hidden = yesNo(value == "hidden")
	case "mso-hide":
		s.hidden = yesNo(value == "all")
	case "white-space":
		s.pre = yesNo(strings.HasPrefix(value, "pre") || value == "break-spaces")
	case "font-variant", "font-variant-caps":
		s.smallCaps = yesNo(strings.Contains(value, "small-caps"))
	case "page-break-before", "break-before":
		s.newPage = yesNo(value == "always" || value == "page")
	}
	return s
}

func yesNo(b bool) int8 {
	if b {
		return 1
	}
	return -1
}
