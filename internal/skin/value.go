package skin

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/tdewolff/parse/v2/css"
)

// ownPicture is the address of a picture that the archive keeps, or of its small copy.
var ownPicture = regexp.MustCompile(`^/pictures/((?:200/|400/)?[0-9a-f]{64}\.(?:jpg|png|gif))$`)

// ownURL finds the pictures in a clean sheet.
var ownURL = regexp.MustCompile(`url\("/pictures/[0-9a-f/.a-z]+"\)`)

var (
	keyword = regexp.MustCompile(`^-?[a-z][a-z0-9-]*$`)
	number  = regexp.MustCompile(`^[+-]?(?:[0-9]{1,6}(?:\.[0-9]{1,8})?|\.[0-9]{1,8})$`)
	colour  = regexp.MustCompile(`^#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$`)
	family  = regexp.MustCompile(`^[\p{L}\p{M}\p{N} _-]+$`)
)

// longestFamily is how many characters the name of a font has at most. It is no bound in
// the expression: there it would take two megabytes of memory.
const longestFamily = 100

// valueWriter writes the value of one property.
type valueWriter struct {
	property string
	pictures []string
	out      strings.Builder
	open     []string // functions that are open
	space    bool     // a blank waits to be written
}

// write checks a value, token by token, and writes it anew.
func (v *valueWriter) write(ts []token) (string, Reason, bool) {
	if splits(ts) {
		return "", SplitByComment, false
	}
	ts, important := cutImportant(ts)
	if len(ts) == 0 {
		return "", Value, false
	}
	for _, t := range ts {
		if t.blank() {
			v.space = v.out.Len() > 0
			continue
		}
		if why, ok := v.token(t); !ok {
			return "", why, false
		}
	}
	if len(v.open) > 0 {
		return "", Unclosed, false
	}
	text := v.out.String()
	if why, ok := fits(v.property, text); !ok {
		return "", why, false
	}
	if important {
		text += " !important"
	}
	return text, 0, true
}

// cutImportant takes "!important" off the end.
func cutImportant(ts []token) ([]token, bool) {
	n := len(ts) - 1
	if n < 1 || ts[n].kind != css.IdentToken || strings.ToLower(unescape(ts[n].text)) != "important" {
		return ts, false
	}
	rest := trim(ts[:n])
	if len(rest) == 0 || !rest[len(rest)-1].is("!") {
		return ts, false
	}
	return trim(rest[:len(rest)-1]), true
}

// put writes a piece; glue leaves out the blank before it.
func (v *valueWriter) put(s string, glue bool) {
	if v.space && !glue && !strings.HasSuffix(v.out.String()[max(0, v.out.Len()-1):], "(") {
		v.out.WriteByte(' ')
	}
	v.space = false
	v.out.WriteString(s)
}

func (v *valueWriter) token(t token) (Reason, bool) {
	switch t.kind {
	case css.IdentToken:
		return v.ident(t)
	case css.HashToken:
		c := strings.ToLower(unescape(t.text))
		v.put(c, false)
		return Value, colour.MatchString(c)
	case css.NumberToken:
		v.put(t.text, false)
		return Value, number.MatchString(t.text)
	case css.PercentageToken:
		v.put(t.text, false)
		return Value, number.MatchString(strings.TrimSuffix(t.text, "%"))
	case css.DimensionToken:
		return v.dimension(t)
	case css.StringToken:
		return v.string(t)
	case css.URLToken, css.BadURLToken:
		return v.url(t)
	case css.FunctionToken:
		return v.function(t)
	case css.RightParenthesisToken:
		if len(v.open) == 0 {
			return Unclosed, false
		}
		v.open = v.open[:len(v.open)-1]
		v.put(")", true)
		return 0, true
	case css.LeftParenthesisToken:
		if !v.sums() {
			return Value, false
		}
		v.open = append(v.open, "calc")
		v.put("(", false)
		return 0, true
	case css.CommaToken:
		v.put(",", true)
		v.space = true
		return 0, true
	case css.DelimToken:
		v.put(t.text, false)
		return Value, t.text == "/" || v.sums() && strings.Contains("+-*", t.text)
	}
	return Value, false
}

// sums reports whether signs of arithmetic may stand here.
func (v *valueWriter) sums() bool {
	return len(v.open) > 0 && slices.Contains([]string{"calc", "min", "max", "clamp"}, v.open[len(v.open)-1])
}

func (v *valueWriter) ident(t token) (Reason, bool) {
	if v.names() {
		s, ok := name(t.text)
		v.put(s, false)
		return Value, ok
	}
	s := strings.ToLower(unescape(t.text))
	v.put(s, false)
	return Value, keyword.MatchString(s)
}

// names reports whether the property takes the names of fonts.
func (v *valueWriter) names() bool { return v.property == "font" || v.property == "font-family" }

func (v *valueWriter) dimension(t token) (Reason, bool) {
	s := strings.ToLower(unescape(t.text))
	i := strings.LastIndexAny(s, "0123456789.") + 1
	v.put(s, false)
	return Value, number.MatchString(s[:i]) && slices.Contains(units, s[i:])
}

func (v *valueWriter) string(t token) (Reason, bool) {
	s, ok := inside(t.text)
	if !ok {
		return Unclosed, false
	}
	v.put(quote(s), false)
	switch v.property {
	case "content", "quotes":
		return 0, true
	}
	return Value, v.names() && utf8.RuneCountInString(s) <= longestFamily && family.MatchString(s)
}

// url keeps the archive's own pictures where a picture may stand. It is written
// anew, with quotes.
func (v *valueWriter) url(t token) (Reason, bool) {
	if !slices.Contains(pictured, v.property) {
		return PictureNotHere, false
	}
	s := unescape(t.text)
	if t.kind == css.BadURLToken || len(s) < len("url()") || !strings.EqualFold(s[:4], "url(") || s[len(s)-1] != ')' {
		return Remote, false
	}
	s = strings.TrimSpace(s[4 : len(s)-1])
	if in, quoted := inside(s); quoted {
		s = in
	}
	m := ownPicture.FindStringSubmatch(s)
	if m == nil {
		return Remote, false
	}
	v.pictures = append(v.pictures, m[1])
	v.put(`url("`+m[0]+`")`, false)
	return 0, true
}

func (v *valueWriter) function(t token) (Reason, bool) {
	s := strings.ToLower(unescape(strings.TrimSuffix(t.text, "(")))
	if s == "url" || s == "src" || strings.HasSuffix(s, "image-set") || s == "image" {
		return Remote, false
	}
	if len(v.open) >= 8 || !slices.Contains(functions, unprefixed(s)) {
		return Function, false
	}
	v.open = append(v.open, s)
	v.put(s+"(", false)
	return 0, true
}

// fits are the rules of single properties, on a value that is written.
func fits(property, value string) (Reason, bool) {
	switch unprefixed(property) {
	case "position":
		if strings.HasSuffix(value, "sticky") || value == "fixed" {
			return FixedPosition, false
		}
		return Value, slices.Contains([]string{"static", "relative", "absolute", "inherit", "initial", "unset", "revert"}, value)
	case "content":
		return Value, oneContent.MatchString(value)
	case "aspect-ratio":
		return Value, ratio.MatchString(value)
	}
	return 0, true
}

var (
	oneContent = regexp.MustCompile(`^(?:"[^"]*"|url\("[^"]*"\)|none|normal|inherit|initial|unset|open-quote|close-quote|no-open-quote|no-close-quote)$`)
	ratio      = regexp.MustCompile(`^(?:auto ?)?(?:[0-9.]+(?: ?/ ?[0-9.]+)?)?(?: auto)?$`)
)
