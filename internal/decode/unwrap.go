package decode

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// textReader gathers the blocks of one plain text.
type textReader struct {
	shape  textShape
	blocks []Block
	blank  int // blank lines before the next block
}

// add makes a block of lines that were joined to raw.
func (t *textReader) add(kind BlockKind, raw string, first textLine) *Block {
	b := Block{Kind: kind, Line: first.no, Blank: t.blank, Indent: first.indent}
	b.HTML, b.Text = inline(raw)
	b.Text = strings.Trim(b.Text, "\n")
	t.blank = 0
	t.blocks = append(t.blocks, b)
	return &t.blocks[len(t.blocks)-1]
}

// chunk reads lines that no blank line parts.
func (t *textReader) chunk(ls []textLine) {
	from := 0
	flush := func(to int) {
		if to > from {
			t.segment(ls[from:to])
		}
	}
	for i := 0; i < len(ls); i++ {
		used := t.special(ls, i, from, flush)
		if used > 0 {
			i += used - 1
			from = i + 1
		}
	}
	flush(len(ls))
}

// special reads a line that is no part of a paragraph: a drawn rule, a page
// turn, a heading, quoted mail. It gives the number of lines it took.
func (t *textReader) special(ls []textLine, i, from int, flush func(int)) int {
	l := ls[i]
	switch {
	case l.s == "-- " || l.width <= 60 && drawnRule(l.s) || typedRule(l.s):
		flush(i)
		t.rule(l)
		return 1
	case i == from && i+1 < len(ls) && underlined(l, ls[i+1]):
		flush(i)
		level := 2
		if ls[i+1].s[0] == '=' {
			level = 1
		}
		t.add(Heading, l.s, l).Level = level
		return 2
	case l.s[0] == '#':
		level, title := hashHeading(l.s)
		if level == 0 {
			return 0
		}
		flush(i)
		t.add(Heading, title, l).Level = level
		return 1
	case l.s[0] == '>' && l.width > 1:
		flush(i)
		end := i + 1
		for end < len(ls) && ls[end].s[0] == '>' {
			end++
		}
		t.quotation(ls[i:end])
		return end - i
	case len(ls) > 1 && l.width <= 40 && isSceneMark(l.s):
		flush(i)
		t.add(Para, l.s, l)
		return 1
	}
	return 0
}

// rule adds a drawn line as it is, without looking for emphasis in it.
func (t *textReader) rule(l textLine) {
	drawn := l.s
	if typedRule(drawn) {
		drawn = "" // <hr> is a mark, not words
	}
	t.blocks = append(t.blocks, Block{Kind: Rule, Text: drawn, Line: l.no, Blank: t.blank, Indent: l.indent})
	t.blank = 0
}

func (t *textReader) quotation(ls []textLine) {
	var texts []string
	for _, l := range ls {
		texts = append(texts, strings.TrimSpace(strings.TrimLeft(l.s, "> ")))
	}
	b := t.add(Raw, strings.Join(texts, "\n"), ls[0])
	b.HTML = "<blockquote><p>" + b.HTML + "</p></blockquote>"
}

// underlined says whether the second line underlines the first.
func underlined(title, under textLine) bool {
	if title.width > 80 || under.width < 3 || !hasWord(title.s) || endsSentence(title.s) && title.width != under.width {
		return false
	}
	if strings.ContainsRune(title.s, '=') {
		return false // a sum
	}
	c := under.s[0]
	if c != '=' && c != '-' || strings.Trim(under.s, string(c)) != "" {
		return false
	}
	if _, ok := labelAt(title.s); ok {
		return false
	}
	d := title.width - under.width
	return d >= -3 && d <= 3 || title.width <= 60 && under.width <= title.width
}

// hashHeading reads a Markdown heading; the level is 0 when it is none.
func hashHeading(s string) (int, string) {
	level := len(s) - len(strings.TrimLeft(s, "#"))
	title := strings.TrimSpace(strings.Trim(s, "#"))
	if level > 3 || level >= len(s) || s[level] != ' ' || !hasWord(title) || len(title) > 120 {
		return 0, ""
	}
	return level, title
}

// typedRule is a rule that someone typed as HTML.
func typedRule(s string) bool {
	return len(s) >= 4 && len(s) <= 80 && strings.EqualFold(s[:3], "<hr") && strings.IndexByte(s, '>') == len(s)-1 &&
		!unicode.IsLetter(rune(s[3]))
}

// segment reads lines that may be one paragraph or several.
func (t *textReader) segment(ls []textLine) {
	for len(ls) > 0 {
		ls = ls[t.piece(ls):]
	}
}

// piece reads what stands at the start of lines and gives how many it took.
func (t *textReader) piece(ls []textLine) int {
	switch {
	case len(ls) == 1:
		b := t.add(Para, ls[0].s, ls[0])
		b.Centred = centred(ls[0])
	case mailHeader(ls[0].s, len(ls), func(i int) string { return ls[i].s }):
		t.add(Para, mailLines(ls), ls[0])
	case t.labelled(ls):
		return t.header(ls)
	case mixedIndents(ls):
		t.indented(ls)
	case t.shape.wrapped && wide(ls, t.shape.width):
		t.wrapped(ls)
	case !t.shape.wrapped && wrappedHere(ls):
		here := textReader{shape: textShape{wrapped: true, width: 72}, blocks: t.blocks, blank: t.blank}
		here.wrapped(ls)
		t.blocks, t.blank = here.blocks, here.blank
	case verseLike(ls) || t.verseGoesOn(ls):
		t.add(Verse, joinLines(ls), ls[0])
	default:
		t.loose(ls)
	}
	return len(ls)
}

// centred says whether a line was set in the middle of a page of 65 to 80 columns.
func centred(l textLine) bool {
	if l.indent < 10 || l.width > 60 {
		return false
	}
	page := 2*l.indent + l.width
	return page >= 60 && page <= 86
}

// mixedIndents says whether some lines begin further in than the others, as
// paragraphs do in print.
func mixedIndents(ls []textLine) bool {
	in, out, long := 0, 0, 0
	for _, l := range ls {
		if l.indent >= 2 {
			in++
		} else if out++; l.width >= 45 {
			long++
		}
	}
	return in > 0 && out > 0 && long*2 >= out
}

// indented begins a paragraph at each indent.
func (t *textReader) indented(ls []textLine) {
	from := 0
	for i := 1; i <= len(ls); i++ {
		if i < len(ls) && ls[i].indent < 2 {
			continue
		}
		t.add(Para, t.flow(ls[from:i]), ls[from])
		from = i
	}
}

// flow joins lines with a blank where a margin broke them and with a line end
// where the author did.
func (t *textReader) flow(ls []textLine) string { return t.flowAt(ls, t.shape.width, false) }

// flowAt is flow with a margin of its own; with sentences true, a line goes on
// wherever its sentence does.
func (t *textReader) flowAt(ls []textLine, width int, sentences bool) string {
	if len(ls) == 1 {
		return ls[0].s
	}
	var b strings.Builder
	for i, l := range ls {
		b.WriteString(l.s)
		if i == len(ls)-1 {
			break
		}
		goesOn := sentences && !endsSentence(l.s) && !strings.HasSuffix(l.s, ",") && runsOn(l.s, ls[i+1].s)
		if goesOn || t.shape.wrapped && !hardEnd(l, ls[i+1], width) || !t.shape.wrapped && l.width >= 50 {
			b.WriteString(seam(l.s, ls[i+1].s))
		} else {
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// seam is what stands between two lines that a margin parted: nothing between
// characters of scripts without spaces.
func seam(a, b string) string {
	last, _ := utf8.DecodeLastRuneInString(a)
	first, _ := utf8.DecodeRuneInString(b)
	if spaceless(last) && spaceless(first) {
		return ""
	}
	if before, _ := utf8.DecodeLastRuneInString(strings.TrimSuffix(a, "-")); last == '-' && unicode.IsLower(before) && unicode.IsLower(first) {
		return "" // parted at a hyphen, which may be the word's own and stays
	}
	return " "
}

func spaceless(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) || r >= 0x3000 && r <= 0x303F || r >= 0xFF00 && r <= 0xFF65
}

// hardEnd says whether the author ended the line: the next word would have
// had room on it.
func hardEnd(l, next textLine, width int) bool {
	word := next.s
	if i := strings.IndexByte(word, ' '); i >= 0 {
		word = word[:i]
	}
	return (l.indent+l.width+1+utf8.RuneCountInString(word))*100 <= width*86
}

// wide says whether a chunk reaches the margin at all.
func wide(ls []textLine, width int) bool {
	for _, l := range ls[:len(ls)-1] {
		if (l.width+l.indent)*100 >= width*75 {
			return true
		}
	}
	return false
}

// wrappedHere says whether a margin broke these lines though the rest of the
// text has none: all but the last are nearly as long and run on.
func wrappedHere(ls []textLine) bool {
	low, high, ends := 1000, 0, 0
	for _, l := range ls[:len(ls)-1] {
		low, high = min(low, l.width), max(high, l.width)
		if endsSentence(l.s) {
			ends++
		}
	}
	return low >= 55 && high <= 90 && high-low <= 18 && ends*3 <= len(ls)-1
}

// wrapped makes paragraphs of lines that a margin broke. A line that stops
// early after a full sentence ends its paragraph.
func (t *textReader) wrapped(ls []textLine) {
	from := 0
	for i := 1; i <= len(ls); i++ {
		if i < len(ls) && !(hardEnd(ls[i-1], ls[i], t.shape.width) && endsSentence(ls[i-1].s)) {
			continue
		}
		t.add(Para, t.flow(ls[from:i]), ls[from])
		from = i
	}
}

// verseGoesOn says whether two short lines below verse are its next stanza.
func (t *textReader) verseGoesOn(ls []textLine) bool {
	n := len(t.blocks)
	if len(ls) != 2 || n == 0 || t.blocks[n-1].Kind != Verse || t.blank > 1 || endsSentence(ls[0].s) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(ls[0].s)
	return ls[0].width < 60 && ls[1].width < 60 && !strings.ContainsRune(`"“„«`, r)
}

func joinLines(ls []textLine) string {
	var b strings.Builder
	for i, l := range ls {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(l.s)
	}
	return b.String()
}

// loose reads lines without a margin: sentences are paragraphs of their own,
// short lines that are no sentences stay together.
func (t *textReader) loose(ls []textLine) {
	sentences, short := 0, 0
	for _, l := range ls {
		if endsSentence(l.s) {
			sentences++
		}
		if l.width < 60 {
			short++
		}
	}
	if short == len(ls) && (sentences*2 < len(ls) || letterLike(ls) || chatLike(ls)) {
		t.add(Para, joinLines(ls), ls[0])
		return
	}
	for _, l := range ls {
		b := t.add(Para, l.s, l)
		b.Centred = centred(l)
	}
}

// letterLike says whether lines open or close a letter.
func letterLike(ls []textLine) bool {
	return len(ls) <= 12 && (salutation(ls[0].s) || len(ls) <= 4 && signOff(ls[0].s))
}

func chatLike(ls []textLine) bool {
	if len(ls) < 3 {
		return false
	}
	n := 0
	for _, l := range ls {
		if speaker(l.s) != "" {
			n++
		}
	}
	return n*3 >= len(ls)*2
}

// verseLike says whether lines are verse: three or more short ones that are
// neither speech after speech nor sentence after sentence.
func verseLike(ls []textLine) bool {
	if len(ls) < 3 || letterLike(ls) || chatLike(ls) {
		return false
	}
	quotes, ends, items := 0, 0, 0
	for i, l := range ls {
		if l.width >= 60 {
			return false
		}
		if numbered.MatchString(l.s) {
			if items++; items > 1 {
				return false // a list
			}
		}
		r, _ := utf8.DecodeRuneInString(l.s)
		if i > 0 && strings.ContainsRune(`"“„«`, r) {
			quotes++
		}
		if endsSentence(l.s) {
			ends++
		}
	}
	return quotes*3 <= len(ls) && ends*3 <= len(ls)*2
}
