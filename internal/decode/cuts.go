package decode

import (
	"regexp"
	"slices"
	"strings"
)

// titledCut is a place where a chapter begins, with the names that the source
// has for it.
type titledCut struct {
	at    int
	parts []string // the parts it lies in, outermost first
	title string
	kind  ChapterKind
}

// wholeTitle, a word joiner, stands before a title that is to stay as it is:
// "Part Two: Chapter 1" where chapters are counted anew in each part.
const wholeTitle = "\u2060"

var bareNumber = regexp.MustCompile(`^(\d{1,4}|[IVXLCivxlc]{1,8})(?:[.:)]\s*|\s+[-–—]\s+|$)(.*)$`)

// settleCuts writes the final titles, and takes the headings that only repeat
// them out of the text. Where chapters are counted straight through, their
// numbers are left to the reader's list; otherwise they stay in the titles.
func settleCuts(blocks []Block, cuts []titledCut) ([]Block, []ChapterCut, []Dropped) {
	numbered := countedThrough(cuts)
	out := make([]Block, 0, len(blocks))
	var final []ChapterCut
	var dropped []Dropped
	next := 0
	for i, c := range cuts {
		out = append(out, blocks[next:c.at]...)
		next = c.at
		end := len(blocks)
		if i+1 < len(cuts) {
			end = cuts[i+1].at
		}
		c.title = longerTitle(c, blocks[c.at:end])
		opens := len(c.parts) > 0 && (i == 0 || !slices.Equal(cuts[i-1].parts, c.parts))
		cut := ChapterCut{At: len(out), Kind: c.kind, Title: finalTitle(c, numbered, opens, i+1)}
		if h, ok := parseHead(c.title); ok && cut.Kind == "" {
			cut.Kind = h.kind
		}
		if len(c.parts) == 0 && namesItsKind(c.title) {
			cut.Title = c.title
		} else {
			var gone []Dropped
			next, gone = skipHeadings(blocks, next, end, append(slices.Clone(c.parts), c.title), cut.Title)
			dropped = append(dropped, gone...)
		}
		if n := len(final); n > 0 && final[n-1].At == cut.At {
			final[n-1].Title = titlesTogether(final[n-1].Title, cut.Title)
			continue
		}
		final = append(final, cut)
	}
	return append(out, blocks[next:]...), final, dropped
}

// titlesTogether is the title of a chapter above which two headings stand with
// nothing between them.
func titlesTogether(first, second string) string {
	second = strings.TrimPrefix(second, wholeTitle)
	if strings.TrimPrefix(first, wholeTitle) == "" || second == "" {
		return first + second
	}
	return first + ": " + second
}

// longerTitle prefers the chapter's own heading to the contents if it says all
// that they say and more.
func longerTitle(c titledCut, blocks []Block) string {
	title := c.title
	if len(blocks) == 0 || blocks[0].Kind != Heading || bareNumber.MatchString(title) && withoutNumber(title) == "" {
		return title
	}
	text := oneLine(strings.ReplaceAll(blocks[0].Text, "\n", ": "))
	if len(text) <= 150 && len(missingWords(title, []string{text})) == 0 && len(missingWords(text, append(slices.Clone(c.parts), title))) > 0 && !strings.Contains(blocks[0].HTML, "fnref") {
		return text
	}
	return title
}

// finalTitle is a chapter's title as it will be shown. opens is set for the
// first chapter of a part, place is where it stands in the list.
func finalTitle(c titledCut, numbered, opens bool, place int) string {
	switch {
	case !numbered:
		return wholeTitle + strings.Join(append(slices.Clone(c.parts), c.title), ": ")
	case opens:
		return strings.TrimSuffix(wholeTitle+strings.Join(c.parts, ": ")+": "+withoutNumber(c.title), ": ")
	}
	if n, _ := chapterNumber(c.title); n > 0 && n != place && withoutNumber(c.title) == "" {
		return wholeTitle + c.title
	}
	return wholeTitle + withoutNumber(c.title)
}

// namesItsKind tells a title such as "Prologue" or "Epilogue: Home", of which
// understand keeps only what is more than the chapter's kind.
func namesItsKind(title string) bool {
	first, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(title)), " ")
	switch namedHeads[strings.TrimRight(first, ":.-–—")] {
	case KindPrologue, KindEpilogue, KindInterlude:
		return !foreTitle.MatchString(first) && !afterTitle.MatchString(first)
	}
	return false
}

// skipHeadings passes over the headings at a cut whose words its names have,
// and gives the first block behind them, and the words that are shown no more.
func skipHeadings(blocks []Block, from, end int, names []string, shown string) (next int, dropped []Dropped) {
	for ; from < end; from++ {
		block := blocks[from]
		if block.Kind != Heading && !(block.Kind == Para && sameWords(block.Text, names[len(names)-1])) {
			break
		}
		if len(missingWords(block.Text, names)) > 0 || strings.Contains(block.HTML, "<img") || strings.Contains(block.HTML, "fnref") {
			break
		}
		if len(missingWords(block.Text, []string{shown})) > 0 {
			head := oneLine(block.Text)
			if title := withoutNumber(head); strings.HasSuffix(head, title) && len(missingWords(title, []string{shown})) == 0 {
				head = strings.TrimSuffix(head, title)
			}
			dropped = append(dropped, Dropped{Text: strings.TrimRight(head, " :.–—-"), Reason: "chapter's number, which is its place in the list"})
		}
		names = usedUp(names, block.Text)
	}
	return from, dropped
}

// usedUp takes a heading's words out of the names, so that a second heading of
// the same words stays in the text.
func usedUp(names []string, heading string) []string {
	return []string{strings.Join(missingWords(strings.Join(names, " "), []string{heading}), " ")}
}

// countedThrough tells chapters whose numbers go 1, 2, 3 to the end, in one
// manner: so they say no more than their order does.
func countedThrough(cuts []titledCut) bool {
	last, unit, names := 0, "", map[string]int{}
	for i, c := range cuts {
		n, u := chapterNumber(c.title)
		switch {
		case n == 0:
			// A prologue before the count and an epilogue behind it are fine;
			// an untitled number in mid-count is not.
			if last > 0 && i < len(cuts)-1 && hasNumberAfter(cuts[i+1:]) && c.kind != KindInterlude {
				return false
			}
		case n != last+1 || unit != "" && u != unit:
			return false
		default:
			last, unit = n, u
			names[withoutNumber(c.title)]++
		}
	}
	// "1. artikla", "2. artikla": what is behind the number is its unit.
	same := unit == "number" && len(names) == 1 && names[""] == 0 && last > 1
	return !same && (last >= 2 || last == 1 && len(cuts) == 1)
}

func hasNumberAfter(cuts []titledCut) bool {
	n, _ := chapterNumber(cuts[0].title)
	return n > 0
}

// chapterNumber reads the number at the start of a title: "Chapter 3: Tide",
// "III", "3. Tide". unit is the word before it.
func chapterNumber(title string) (n int, unit string) {
	if m := bareNumber.FindStringSubmatch(title); m != nil {
		if n, ok := numberOf(m[1]); ok {
			return n, "number"
		}
		if n, ok := romanNumber(strings.ToUpper(m[1])); ok {
			return n, "number"
		}
	}
	if h, ok := parseHead(title); ok && h.class == classChapter && h.n > 0 {
		return h.n, "chapter"
	}
	return 0, ""
}

// withoutNumber is a title without the number that its place in the list says
// again.
func withoutNumber(title string) string {
	n, unit := chapterNumber(title)
	switch {
	case n == 0:
		return title
	case unit == "number":
		return strings.TrimSpace(bareNumber.FindStringSubmatch(title)[2])
	}
	h, _ := parseHead(title)
	return h.title
}

// unmarkTitles takes the marks of settleCuts from the finished titles.
func unmarkTitles(m *Manuscript) {
	for i := range m.Chapters {
		m.Chapters[i].Title = strings.ReplaceAll(m.Chapters[i].Title, wholeTitle, "")
	}
}
