package prose

import "strings"

const (
	maxQuotes = 64  // nested quotes at the start of a line of Markdown
	maxLinks  = 100 // links begun and not ended in a paragraph of Markdown
)

// tame takes from Markdown what no author writes and the parser, which looks
// for the end of each link and quote anew, would need quadratic time for: quotes
// nested without end, and hundreds of links that never end. All words stay.
func tame(md string) string {
	lines := strings.SplitAfter(md, "\n")
	start := 0 // of the paragraph
	for i, line := range lines {
		lines[i] = tameQuotes(line)
		if blank(line) {
			tameLinks(lines[start:i])
			start = i + 1
		}
	}
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
