package prose

import "strings"

const (
	maxQuotes = 64     // nested quotes, and nested lists, at the start of a line of Markdown
	maxLinks  = 100    // links begun and not ended in a paragraph of Markdown
	maxIndent = 128    // columns before the first sign of a line, which nest lists
	maxCells  = 20_000 // of a table: short rows are filled up to its width
)

// tame takes from Markdown what no author writes and the parser, which looks
// for the end of each link and quote anew, would need quadratic time for: quotes and
// lists nested without end, hundreds of links that never end, and wide tables of short
// rows. All words stay.
func tame(md string) string {
	lines := strings.SplitAfter(md, "\n")
	start := 0 // of the paragraph
	for i, line := range lines {
		lines[i] = tameLists(tameQuotes(line))
		if blank(line) {
			tameTables(lines[start:i])
			tameLinks(lines[start:i])
			start = i + 1
		}
	}
	tameTables(lines[start:])
	tameLinks(lines[start:])
	return strings.Join(lines, "")
}

// tameQuotes drops the marks of a line's quotes beyond the limit.
func tameQuotes(line string) string {
	words := strings.TrimLeft(line, " \t>-*+0123456789.)")
	marks := line[:len(line)-len(words)]
	if strings.Count(marks, ">") <= maxQuotes {
		return line
	}
	seen := 0
	return strings.Map(func(r rune) rune {
		if r == '>' {
			if seen++; seen > maxQuotes {
				return -1
			}
		}
		return r
	}, marks) + words
}

// tameLinks escapes the brackets of a paragraph in which too many links begin
// and do not end.
func tameLinks(lines []string) {
	links, angles := 0, 0
	for _, line := range lines {
		for i := range len(line) {
			switch rest := line[i:]; {
			case strings.HasPrefix(rest, "](<"):
				links++
				angles++
			case strings.HasPrefix(rest, "]("):
				links++
			case rest[0] == ')':
				links = max(links-1, 0)
			case rest[0] == '>':
				angles = 0
			}
			if links > maxLinks || angles > maxLinks {
				for j := range lines {
					lines[j] = strings.ReplaceAll(lines[j], "[", `\[`)
				}
				return
			}
		}
	}
}

// tameLists bounds how deep a line's place in lists can be: by its indent, and by the
// marks that it begins with, of which those beyond the limit become text.
func tameLists(line string) string {
	words := strings.TrimLeft(line, " ")
	if indent := len(line) - len(words); indent > maxIndent {
		line = line[indent-maxIndent:]
	}
	marks := 0
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case strings.IndexByte("-*+.)", c) >= 0:
			if marks++; marks > maxQuotes && (i+1 == len(line) || line[i+1] == ' ') {
				return line[:i] + `\` + line[i:]
			}
		case strings.IndexByte(" \t>0123456789", c) < 0:
			return line
		}
	}
	return line
}

// tameTables makes text of the tables of a paragraph that have too many cells, counted
// as the parser makes them: each row has as many as the head.
func tameTables(lines []string) {
	for i, line := range lines {
		if strings.Trim(line, " \t\r\n>|:-") != "" || !strings.Contains(line, "|") || !strings.Contains(line, "-") {
			continue
		}
		if columns := strings.Count(line, "|") + 1; columns*(len(lines)-i) > maxCells {
			lines[i] = strings.ReplaceAll(line, "|", `\|`)
		}
	}
}
