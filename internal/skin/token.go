package skin

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/tdewolff/parse/v2"
	"github.com/tdewolff/parse/v2/css"
)

// token is a piece of CSS with the line it begins on.
type token struct {
	kind css.TokenType
	text string
	line int
}

// is reports whether t is a single sign.
func (t token) is(sign string) bool { return t.text == sign && t.kind != css.StringToken }

func (t token) blank() bool { return t.kind == css.WhitespaceToken || t.kind == css.CommentToken }

// tokens cuts CSS into its tokens.
func tokens(text string) []token {
	text = strings.ToValidUTF8(text, "\uFFFD")
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\f", "\n", "\x00", "\uFFFD").Replace(text)
	l := css.NewLexer(parse.NewInputString(text))
	var all []token
	for line := 1; ; {
		kind, b := l.Next()
		if kind == css.ErrorToken {
			return all
		}
		all = append(all, token{kind, string(b), line})
		line += strings.Count(string(b), "\n")
	}
}

// unescape undoes the escapes of an identifier or of what stands in quotes
// (CSS Syntax 3, 4.3.7).
func unescape(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var out strings.Builder
	for len(s) > 0 {
		if s[0] != '\\' {
			out.WriteByte(s[0])
			s = s[1:]
			continue
		}
		s = s[1:]
		n := 0
		for n < len(s) && n < 6 && isHex(s[n]) {
			n++
		}
		switch {
		case n > 0:
			code, err := strconv.ParseInt(s[:n], 16, 32)
			if err != nil || code == 0 || code > unicode.MaxRune || code >= 0xd800 && code < 0xe000 {
				code = utf8.RuneError
			}
			out.WriteRune(rune(code))
			s = s[n:]
			if s != "" && (s[0] == ' ' || s[0] == '\n' || s[0] == '\t') {
				s = s[1:]
			}
		case strings.HasPrefix(s, "\n"): // a line that goes on
			s = s[1:]
		case s != "":
			_, size := utf8.DecodeRuneInString(s)
			out.WriteString(s[:size])
			s = s[size:]
		}
	}
	return out.String()
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

// inside is what stands between the quotes of a string token.
func inside(quoted string) (string, bool) {
	if len(quoted) < 2 || quoted[0] != '"' && quoted[0] != '\'' || quoted[len(quoted)-1] != quoted[0] {
		return "", false
	}
	return unescape(quoted[1 : len(quoted)-1]), true
}

// quote writes a string so that no program can take any of it for something else.
func quote(s string) string {
	var out strings.Builder
	out.WriteByte('"')
	for _, r := range s {
		if r < ' ' || r == 0x7f || strings.ContainsRune(`"\<>&`, r) {
			fmt.Fprintf(&out, `\%x `, r)
		} else {
			out.WriteRune(r)
		}
	}
	out.WriteByte('"')
	return out.String()
}

// name undoes the escapes of an identifier and says whether it is one that can be
// written without any: letters of any script, digits, dashes, underscores.
func name(ident string) (string, bool) {
	s := unescape(ident)
	for i, r := range s {
		digit := r >= '0' && r <= '9'
		if !(digit && i > 0 || r == '-' || r == '_' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= 0xa0 && (unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r))) {
			return "", false
		}
	}
	if s == "" || s == "-" || strings.HasPrefix(s, "--") || len(s) > 1 && s[0] == '-' && s[1] >= '0' && s[1] <= '9' {
		return "", false
	}
	return s, true
}

// short cuts what a message quotes.
func short(ts []token) string {
	const most = 80
	var out strings.Builder
	for _, t := range ts {
		if t.blank() {
			out.WriteByte(' ')
		} else {
			out.WriteString(t.text)
		}
		if out.Len() > 4*most {
			break
		}
	}
	all := []rune(strings.Join(strings.Fields(out.String()), " "))
	if len(all) > most {
		return string(all[:most-1]) + "…"
	}
	return string(all)
}
