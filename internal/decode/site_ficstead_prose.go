package decode

import (
	"regexp"
	"strconv"
	"strings"
)

// maxQuoted is how deep quotations and lists of our plain text may lie in one
// another; what lies deeper is read as a paragraph.
const maxQuoted = 16

var (
	ownBullet = regexp.MustCompile(`^- `)
	ownNumber = regexp.MustCompile(`^\d{1,6}\. `)
	ownNote   = regexp.MustCompile(`^\[(\d{1,5})\] `)
)

// ownTextMarkup makes HTML of the lines of one stretch of our plain text:
// paragraphs parted by blank lines, quotations set in by four blanks, lists,
// * * * between scenes, *stress*, [1] and the footnotes at the end.
func ownTextMarkup(lines []string) string {
	w := &ownTextWriter{notes: map[string]bool{}}
	for _, l := range lines {
		if m := ownNote.FindStringSubmatch(l); m != nil {
			w.notes[m[1]] = true
		}
	}
	w.blocks(lines, 0)
	return w.b.String()
}

// ownTextWriter writes HTML of our plain text.
type ownTextWriter struct {
	b     strings.Builder
	notes map[string]bool // the footnotes of this stretch
}

// blocks writes the paragraphs of some lines.
func (w *ownTextWriter) blocks(lines []string, depth int) {
	paras := ownParagraphs(lines)
	for i := 0; i < len(paras); {
		p := paras[i]
		switch {
		case depth < maxQuoted && indentedBy(p, 4):
			n := 1
			for i+n < len(paras) && indentedBy(paras[i+n], 4) {
				n++
			}
			w.b.WriteString("<blockquote>")
			w.blocks(unindented(paras[i:i+n], 4), depth+1)
			w.b.WriteString("</blockquote>")
			i += n
		case depth < maxQuoted && ownBullet.MatchString(p[0]):
			i += w.list("<ul>", "</ul>", ownBullet, paras[i:], depth)
		case depth < maxQuoted && ownNumber.MatchString(p[0]):
			i += w.list("<ol>", "</ol>", ownNumber, paras[i:], depth)
		case depth == 0 && ownNote.MatchString(p[0]):
			i += w.list(`<ol class="footnotes">`, "</ol>", ownNote, paras[i:], depth)
		case len(p) == 1 && strings.TrimSpace(p[0]) == "* * *":
			w.b.WriteString("<hr>")
			i++
		default:
			w.b.WriteString("<p>" + w.inline(strings.Join(p, "\n")) + "</p>")
			i++
		}
	}
}

// list writes the items at the start of paras and gives how many it took. What
// is set in as far as an item's words belongs to it.
func (w *ownTextWriter) list(open, end string, mark *regexp.Regexp, paras [][]string, depth int) int {
	w.b.WriteString(open)
	n := 0
	for n < len(paras) && mark.MatchString(paras[n][0]) {
		lead := mark.FindString(paras[n][0])
		pad := min(4, len(lead))
		item := [][]string{append([]string{paras[n][0][len(lead):]}, unindented([][]string{paras[n][1:]}, pad)...)}
		for n++; n < len(paras) && indentedBy(paras[n], pad); n++ {
			item = append(item, append([]string{""}, unindented([][]string{paras[n]}, pad)...))
		}
		if m := ownNote.FindStringSubmatch(lead); mark == ownNote && m != nil {
			w.b.WriteString(`<li class="fn" value="` + m[1] + `">`)
		} else {
			w.b.WriteString("<li>")
		}
		var all []string
		for _, p := range item {
			all = append(all, p...)
		}
		w.blocks(all, depth+1)
		w.b.WriteString("</li>")
	}
	w.b.WriteString(end)
	return n
}

// ownParagraphs parts lines at those that are blank.
func ownParagraphs(lines []string) [][]string {
	var out [][]string
	open := false
	for _, l := range lines {
		if strings.Trim(l, " \t") == "" {
			open = false
			continue
		}
		if !open {
			out = append(out, nil)
			open = true
		}
		out[len(out)-1] = append(out[len(out)-1], l)
	}
	return out
}

func indentedBy(para []string, n int) bool {
	return strings.HasPrefix(para[0], strings.Repeat(" ", n))
}

// unindented takes up to n blanks from the start of every line, and puts a blank
// line between paragraphs.
func unindented(paras [][]string, n int) []string {
	var out []string
	for i, p := range paras {
		if i > 0 {
			out = append(out, "")
		}
		for _, l := range p {
			cut := 0
			for cut < n && cut < len(l) && l[cut] == ' ' {
				cut++
			}
			out = append(out, l[cut:])
		}
	}
	return out
}

// inline writes the words of a paragraph: * and ** begin and end stress, a
// backslash makes the sign behind it the author's.
func (w *ownTextWriter) inline(text string) string {
	s := ownStress{notes: w.notes}
	for i := 0; i < len(text); {
		i += s.next(text[i:])
	}
	for len(s.open) > 0 {
		s.end()
	}
	return s.b.String()
}

// ownStress writes a paragraph with the stress that is open in it.
type ownStress struct {
	b     strings.Builder
	open  []string // em, strong
	notes map[string]bool
}

// next takes what stands at the start of text and gives its length.
func (s *ownStress) next(text string) int {
	switch text[0] {
	case '\\':
		if len(text) > 1 && text[1] < 0x80 {
			s.b.WriteString(escape(text[1:2]))
			return 2
		}
	case '\n':
		s.b.WriteString("<br>")
		return 1
	case '*':
		run := len(text) - len(strings.TrimLeft(text, "*"))
		s.stars(run)
		return run
	case '[':
		if end := strings.IndexByte(text[:min(len(text), 7)], ']'); end > 1 && s.notes[text[1:end]] {
			if n, err := strconv.Atoi(text[1:end]); err == nil {
				number := strconv.Itoa(n)
				s.b.WriteString(`<a class="fnref" href="#fn` + number + `">` + number + `</a>`)
				return end + 1
			}
		}
	}
	end := 1 + strings.IndexAny(text[1:], "\\\n*[")
	if end == 0 {
		end = len(text)
	}
	s.b.WriteString(escape(text[:end]))
	return end
}

// stars ends the stress that is open, the innermost first, and begins more with
// the stars that are left.
func (s *ownStress) stars(run int) {
	for run > 0 {
		top := ""
		if len(s.open) > 0 {
			top = s.open[len(s.open)-1]
		}
		switch {
		case top == "em" && (run != 2 || len(s.open) > 1):
			s.end()
			run--
		case top == "strong" && run >= 2:
			s.end()
			run -= 2
		case run >= 2:
			s.begin("strong")
			run -= 2
		default:
			s.begin("em")
			run--
		}
	}
}

func (s *ownStress) begin(name string) {
	if len(s.open) < maxQuoted {
		s.open = append(s.open, name)
		s.b.WriteString("<" + name + ">")
	}
}

func (s *ownStress) end() {
	s.b.WriteString("</" + s.open[len(s.open)-1] + ">")
	s.open = s.open[:len(s.open)-1]
}
