package decode

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"
)

// readText reads a plain text story.
func readText(in fileInput) (Manuscript, error) {
	d, err := decodeBytes(in.bytes, in.choices)
	if err != nil {
		return Manuscript{}, err
	}
	text := d.text
	if !hasWord(text) {
		return Manuscript{}, errNoWords
	}
	if n := strings.Count(text, "\n") + strings.Count(text, "\r"); n > maxLines {
		return Manuscript{}, errTooManyLines
	}
	if m, ok := tellText(in, text); ok {
		m.Encoding = d.encoding
		return m, nil
	}
	text, comments := textComments(text)
	src := Source{File: in.path, Blocks: textBlocks(text), Lines: sourceLines(text), Cuts: in.choices.Cuts}
	src.Declared.Encoding = d.encoding
	if label := d.label(); label != "utf-8" && in.choices.Charset == "" {
		src.Declared.Guesses = []Guess{{Field: "encoding", Value: label, Confidence: 0.9}}
	}
	m := understand(src)
	m.noteComments(comments)
	return m, nil
}

// maxLines is how many lines one text may have: twice those of the longest works
// known, wrapped as mail was. Each line costs hundreds of bytes while it is read.
const maxLines = 1_000_000

var errTooManyLines = errors.New("more than a million lines")

var errNoWords = errors.New("there are no words in it; check that the file was saved whole and bring it again")

func hasWord(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// sourceLines cuts text at every kind of line end.
func sourceLines(text string) []string {
	if strings.IndexByte(text, '\r') >= 0 {
		text = strings.ReplaceAll(text, "\r\n", "\n")
		text = strings.ReplaceAll(text, "\r", "\n")
	}
	if strings.Contains(text, "\u2028") || strings.Contains(text, "\u2029") || strings.Contains(text, "\u0085") {
		text = strings.NewReplacer("\u2028", "\n", "\u2029", "\n", "\u0085", "\n").Replace(text)
	}
	return strings.Split(text, "\n")
}

// textLine is one line of a text with what its form says.
type textLine struct {
	s      string // without blanks at either end
	no     int    // 1-based
	indent int    // columns before the first word
	width  int    // characters
}

// textBlocks finds the paragraphs, headings, rules and verse of a plain text.
func textBlocks(text string) []Block {
	lines := spacedOut(singleSpaced(textLines(sourceLines(text))))
	t := textReader{shape: measure(lines)}
	blank := 0
	for i := 0; i < len(lines); {
		if lines[i].s == "" {
			blank++
			i++
			continue
		}
		end := i + 1
		for end < len(lines) && lines[end].s != "" {
			end++
		}
		t.blank = blank
		t.chunk(lines[i:end])
		blank = 0
		i = end
	}
	return t.blocks
}

// textLines measures each line. When nearly every line is quoted as in a
// forwarded mail, the quoting goes.
func textLines(raw []string) []textLine {
	quoted, full := 0, 0
	for _, s := range raw {
		if s = strings.TrimSpace(s); s != "" {
			full++
			if s[0] == '>' {
				quoted++
			}
		}
	}
	unquote := quoted > 3 && quoted*10 >= full*6
	lines := make([]textLine, len(raw))
	for i, s := range raw {
		if strings.HasPrefix(s, ">From ") { // what mail programs did to "From "
			s = s[1:]
		}
		if unquote {
			s = strings.TrimPrefix(strings.TrimLeft(s, " "), ">")
		}
		l := textLine{no: i + 1}
		if s == "-- " { // a mail signature begins; its blank is its mark
			l.s, l.width = s, 3
		} else {
			l.indent = indentOf(s)
			l.s = strings.TrimSpace(s)
			l.width = utf8.RuneCountInString(l.s)
		}
		lines[i] = l
	}
	return lines
}

func indentOf(s string) int {
	n := 0
	for _, r := range s {
		switch r {
		case ' ', '\u00A0':
			n++
		case '\t':
			n += 8
		case '\u3000':
			n += 2
		case '\uFEFF', '\f':
		default:
			return n
		}
	}
	return n
}

// singleSpaced takes out the blank line behind every line that some programs
// put into wrapped text. Texts whose paragraphs are single lines stay as they
// are: their lines end as sentences do.
func singleSpaced(lines []textLine) []textLine {
	full, alone, usual, seams, runsOn := 0, 0, 0, 0, 0
	prev := -1
	for i, l := range lines {
		if l.s == "" {
			continue
		}
		full++
		if l.width >= 50 && l.width <= 80 {
			usual++
		}
		if (i == 0 || lines[i-1].s == "") && (i+1 == len(lines) || lines[i+1].s == "") {
			alone++
		}
		if prev >= 0 && i-prev == 2 && lines[prev].width >= 50 {
			if seams++; !endsSentence(lines[prev].s) {
				runsOn++
			}
		}
		prev = i
	}
	if full < 8 || alone*10 < full*9 || usual*10 < full*5 || runsOn*2 < seams || runsOn < 4 {
		return lines
	}
	out := lines[:0]
	blank := 0
	for _, l := range lines {
		if l.s == "" {
			if blank++; blank%2 == 1 {
				continue
			}
		} else {
			blank = 0
		}
		out = append(out, l)
	}
	return out
}

// textShape is how a whole text sets its paragraphs.
type textShape struct {
	wrapped bool // lines were broken by a margin, not by the author
	width   int  // the margin
	indents bool // paragraphs begin with an indent and have no blank lines
	blanks  bool // paragraphs are parted by blank lines
}

// measure looks at inner lines, those with another line right behind them:
// a margin makes them nearly as long as each other and lets sentences run on.
func measure(lines []textLine) textShape {
	var inner, fits, runsOn, full, usual, indented, chunks int
	var widths [128]int
	for i, l := range lines {
		if l.s == "" {
			continue
		}
		full++
		if l.width >= 55 && l.width <= 80 {
			usual++
		}
		if l.indent >= 2 && l.indent <= 12 {
			indented++
		}
		if i+1 == len(lines) || lines[i+1].s == "" {
			chunks++
			continue
		}
		if labelStarts(l.s) || labelStarts(lines[i+1].s) {
			continue // header lines are short for reasons of their own
		}
		inner++
		if l.width+l.indent >= 50 && l.width+l.indent <= 92 {
			fits++
			widths[l.width+l.indent]++
			if !endsSentence(l.s) {
				runsOn++
			}
		}
	}
	s := textShape{
		blanks:  chunks*4 > full || chunks > 3,
		indents: chunks*10 < full && indented*10 >= full,
	}
	s.wrapped = inner >= 3 && runsOn*2 > fits && (fits*10 >= inner*6 || usual*10 >= full*6)
	s.width = 72
	if s.wrapped {
		for seen, w := 0, 0; w < len(widths); w++ {
			if seen += widths[w]; seen*10 >= fits*9 {
				s.width = w
				break
			}
		}
	}
	return s
}

// endsSentence says whether a line ends as a sentence does, perhaps inside
// quotation marks.
func endsSentence(s string) bool {
	s = strings.TrimRight(s, `"'”’»)]*_/~ `)
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".!?…:;。！？", r) && s != ""
}
