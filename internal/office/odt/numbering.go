package odt

import (
	"strconv"
	"strings"
)

// maxLevels is how many levels a list style tells apart; deeper ones look like the last.
const maxLevels = 10

// listStyle is how the levels of lists, or of headings, are numbered.
type listStyle struct{ levels [maxLevels]listLevelStyle }

type listLevelStyle struct {
	bullet         bool
	format         string // "1", "a", "A", "i", "I"; "" for no number
	prefix, suffix string
	start          int
	show           int // how many levels the label shows
}

// at gives how a level is numbered; an unknown style has bullets.
func (s *listStyle) at(level int) listLevelStyle {
	if s == nil {
		return listLevelStyle{bullet: true, start: 1}
	}
	return s.levels[min(max(level, 1), maxLevels)-1]
}

func (r *reader) startListStyle(e *event) {
	r.sheet.listStyle = &listStyle{}
	r.sheet.lists[e.attr("style:name")] = r.sheet.listStyle
}

func (r *reader) startOutlineStyle(*event) {
	r.sheet.listStyle = &listStyle{}
	r.sheet.outline = r.sheet.listStyle
}

func (r *reader) endListStyle() { r.sheet.listStyle = nil }

func (r *reader) bulletLevel(e *event) { r.levelStyle(e, true) }

func (r *reader) numberLevel(e *event) { r.levelStyle(e, false) }

func (r *reader) levelStyle(e *event, bullet bool) {
	level := number(e.attr("text:level"), 1)
	if r.sheet.listStyle == nil || level < 1 || level > maxLevels {
		return
	}
	r.sheet.listStyle.levels[level-1] = listLevelStyle{
		bullet: bullet, format: e.attr("style:num-format"),
		prefix: e.attr("style:num-prefix"), suffix: e.attr("style:num-suffix"),
		start: number(e.attr("text:start-value"), 1),
		show:  min(max(number(e.attr("text:display-levels"), 1), 1), maxLevels),
	}
}

// markers are the names that HTML has for the formats of numbers.
var markers = map[string]string{"a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}

// list is a list's place in its numbering. Lists that go on one from another share it.
type list struct {
	id     string
	counts []int // the number of the last item of each level
}

// count numbers the next item of a level. from is where it is told to begin, 0 when it is not.
func (l *list) count(style *listStyle, level, from int) int {
	for len(l.counts) < level {
		l.counts = append(l.counts, style.at(len(l.counts)+1).start-1)
	}
	l.counts = l.counts[:level]
	l.counts[level-1]++
	if from > 0 {
		l.counts[level-1] = from
	}
	return l.counts[level-1]
}

// label gives the number of the last item of a level as the page shows it,
// such as "Chapter 3:"; "" when it shows none.
func (l *list) label(style *listStyle, level int) string {
	own := style.at(level)
	if own.bullet || own.format == "" {
		return ""
	}
	var parts []string
	for at := max(1, level-own.show+1); at <= level; at++ {
		if format := style.at(at).format; format != "" {
			parts = append(parts, numeral(l.counts[at-1], format))
		}
	}
	return own.prefix + strings.Join(parts, ".") + own.suffix
}

// numeral writes a number in a format.
func numeral(n int, format string) string {
	switch format {
	case "a", "A":
		if n < 1 || n > 1e6 {
			break
		}
		s := ""
		for ; n > 0; n = (n - 1) / 26 {
			s = string(rune('a'+(n-1)%26)) + s
		}
		return inCase(s, format == "A")
	case "i", "I":
		if n < 1 || n > 3999 {
			break
		}
		return inCase(roman(n), format == "I")
	}
	return strconv.Itoa(n)
}

func inCase(s string, upper bool) string {
	if upper {
		return strings.ToUpper(s)
	}
	return s
}

func roman(n int) string {
	var b strings.Builder
	for _, d := range []struct {
		value  int
		letter string
	}{
		{1000, "m"}, {900, "cm"}, {500, "d"}, {400, "cd"}, {100, "c"}, {90, "xc"}, {50, "l"}, {40, "xl"},
		{10, "x"}, {9, "ix"}, {5, "v"}, {4, "iv"}, {1, "i"},
	} {
		for ; n >= d.value; n -= d.value {
			b.WriteString(d.letter)
		}
	}
	return b.String()
}
