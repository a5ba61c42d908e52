package decode

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"
)

// line is one line of a block: its words and its markup.
type line struct{ text, html string }

// linesOf gives the lines of a block, each with markup of its own.
func linesOf(b Block) []line {
	if strings.IndexByte(b.Text, '\n') < 0 {
		return []line{{b.Text, b.HTML}}
	}
	texts := strings.Split(b.Text, "\n")
	out := make([]line, 0, len(texts))
	rest, sound := b.HTML, sameInk(b.Text, b.HTML)
	for i, t := range texts {
		own := rest
		if !sound {
			own = escape(t)
		} else if i < len(texts)-1 {
			own, rest = splitMarkup(rest, ink(t))
			rest = trimBreaks(rest)
		}
		if strings.TrimSpace(t) != "" {
			out = append(out, line{strings.TrimSpace(t), trimBreaks(own)})
		}
	}
	return out
}

// after gives the part of a line behind its first n bytes of text.
func (l line) after(n int) line {
	rest := strings.TrimSpace(l.text[n:])
	if !sameInk(l.text, l.html) {
		return line{rest, escape(rest)}
	}
	_, h := splitMarkup(l.html, ink(l.text[:n]))
	return line{rest, trimBreaks(h)}
}

// ink counts the characters that can be seen; blanks differ between a text
// and its markup, ink does not.
func ink(s string) int {
	n := 0
	for _, r := range s {
		if !unicode.IsSpace(r) {
			n++
		}
	}
	return n
}

func sameInk(text, markup string) bool { return ink(text) == ink(plainOf(markup)) }

// plainOf gives the words of markup; <br> is a line end.
func plainOf(markup string) string {
	if strings.IndexByte(markup, '<') < 0 {
		return html.UnescapeString(markup)
	}
	var out strings.Builder
	out.Grow(len(markup))
	for i := 0; i < len(markup); {
		if markup[i] == '<' {
			if end := strings.IndexByte(markup[i:], '>'); end > 0 {
				if name := tagName(markup[i : i+end+1]); blockish[name] {
					out.WriteByte('\n')
				}
				i += end + 1
				continue
			}
		}
		next := strings.IndexByte(markup[i+1:], '<')
		if next < 0 {
			next = len(markup) - i - 1
		}
		out.WriteString(markup[i : i+1+next])
		i += 1 + next
	}
	return html.UnescapeString(out.String())
}

// blockish are the tags that part words from each other.
var blockish = map[string]bool{
	"br": true, "p": true, "div": true, "li": true, "ol": true, "ul": true, "hr": true, "blockquote": true,
	"h1": true, "h2": true, "h3": true, "h4": true, "h5": true, "h6": true,
	"table": true, "tr": true, "td": true, "th": true, "dl": true, "dt": true, "dd": true, "pre": true, "figure": true, "figcaption": true,
}

// tagName gives the lower-case name of a tag, without its slash.
func tagName(tag string) string {
	name := strings.TrimLeft(tag, "</")
	if end := strings.IndexAny(name, " \t\n/>"); end >= 0 {
		name = name[:end]
	}
	return strings.ToLower(name)
}

// splitMarkup cuts markup behind its first n inked characters. Elements that
// are open there are closed in the first part and opened again in the second.
func splitMarkup(markup string, n int) (before, after string) {
	var open []string
	i := 0
	for i < len(markup) && n > 0 {
		switch markup[i] {
		case '<':
			end := strings.IndexByte(markup[i:], '>')
			if end < 0 {
				end = len(markup) - i - 1
			}
			open = track(open, markup[i:i+end+1])
			i += end + 1
		case '&':
			size := 1
			if end := strings.IndexByte(markup[i:min(i+12, len(markup))], ';'); end > 0 {
				size = end + 1
			}
			if ink(html.UnescapeString(markup[i:i+size])) > 0 {
				n--
			}
			i += size
		default:
			r, size := utf8.DecodeRuneInString(markup[i:])
			if !unicode.IsSpace(r) {
				n--
			}
			i += size
		}
	}
	// Tags that close here belong to the first part.
	for strings.HasPrefix(markup[i:], "</") {
		end := strings.IndexByte(markup[i:], '>')
		if end < 0 {
			break
		}
		open = track(open, markup[i:i+end+1])
		i += end + 1
	}
	before, after = markup[:i], markup[i:]
	for k := len(open) - 1; k >= 0; k-- {
		before += "</" + tagName(open[k]) + ">"
	}
	return before, strings.Join(open, "") + after
}

// track keeps the list of open elements true after one more tag.
func track(open []string, tag string) []string {
	name := tagName(tag)
	switch {
	case strings.HasPrefix(tag, "</"):
		for k := len(open) - 1; k >= 0; k-- {
			if tagName(open[k]) == name {
				return append(open[:k:k], open[k+1:]...)
			}
		}
	case !strings.HasSuffix(tag, "/>") && name != "br" && name != "img" && name != "hr" && name != "" && name[0] != '!' && len(open) < 64:
		return append(open[:len(open):len(open)], tag)
	}
	return open
}

// trimBreaks removes line ends, blanks and empty inline elements at both ends.
func trimBreaks(s string) string {
	for {
		t := strings.TrimSpace(s)
		for _, br := range []string{"<br>", "<br/>", "<br />"} {
			t = strings.TrimSuffix(strings.TrimPrefix(t, br), br)
		}
		for _, name := range []string{"em", "strong", "i", "b", "u"} {
			empty := "<" + name + "></" + name + ">"
			t = strings.TrimSuffix(strings.TrimPrefix(t, empty), empty)
			// A line end that stands alone at the start of an element goes too.
			t = strings.TrimPrefix(t, "<"+name+"><br></"+name+">")
			if strings.HasPrefix(t, "<"+name+"><br>") {
				t = "<" + name + ">" + t[len(name)+6:]
			}
		}
		if t == s {
			return s
		}
		s = t
	}
}
