package epub

import (
	"hash/fnv"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// The cover is drawn on a sheet of 1200 by 1800: a dark panel with the title, and
// below it, on paper, the authors and fandoms.
const (
	coverWidth  = 1200
	coverHeight = 1800
	panelHeight = 1150
	coverText   = 960 // the width that a line of text may have
	paper       = "#FAF8F4"
	ink         = "#1F1B16"
)

// panels are the colours of the panel, all dark enough to be near black in grey
// scale under letters that are near white.
var panels = [...]string{"#0F5C66", "#5B2A53", "#22406B", "#3F5428", "#7A3420", "#3A4450"}

// coverSVG draws the cover.
func coverSVG(b *Book) []byte {
	var p page
	p.raw(`<?xml version="1.0" encoding="UTF-8"?>`, "\n", `<svg xmlns="http://www.w3.org/2000/svg" version="1.1"`)
	p.attr("xml:lang", b.Lang)
	p.raw(` width="1200" height="1800" viewBox="0 0 1200 1800">`, "\n")
	p.element("title", b.Title)
	h := fnv.New32a()
	h.Write([]byte(b.ID))
	panel := panels[h.Sum32()%uint32(len(panels))]
	p.rect(0, 0, coverWidth, coverHeight, paper)
	p.rect(0, 0, coverWidth, panelHeight, panel)
	p.raw(`<rect x="60" y="60" width="1080" height="1030" fill="none" stroke="`, paper, `" stroke-width="3"/>`, "\n")
	p.raw(`<path d="M600 1120l30 30-30 30-30-30z" fill="`, paper, `" stroke="`, panel, `" stroke-width="6"/>`, "\n")

	lines, size := fitLines(b.Title, []int{136, 116, 98, 82, 68, 56, 46}, 900)
	p.lines(lines, size, panelHeight/2-(len(lines)*size*6/5)/2, paper, b.Dir, "bold")
	lines, size = fitLines(names(b.Authors), []int{64, 54, 46, 40}, 240)
	p.lines(lines, size, 1240, ink, b.Dir, "normal")
	lines, size = fitLines(strings.Join(b.Fandoms, " · "), []int{42, 36, 32}, 130)
	p.lines(lines, size, 1520, panel, b.Dir, "normal")
	lines, size = fitLines(line(b.Publisher), []int{30}, 40)
	p.lines(lines, size, 1710, ink, b.Dir, "normal")
	p.raw("</svg>\n")
	return p.out
}

// names joins the names of people.
func names(people []Person) string {
	var all []string
	for _, a := range people {
		if n := line(a.Name); n != "" {
			all = append(all, n)
		}
	}
	return strings.Join(all, ", ")
}

// rect draws a filled rectangle.
func (p *page) rect(x, y, w, h int, fill string) {
	p.raw("<rect")
	for _, a := range []struct {
		name  string
		value int
	}{{"x", x}, {"y", y}, {"width", w}, {"height", h}} {
		p.attr(a.name, strconv.Itoa(a.value))
	}
	p.attr("fill", fill)
	p.raw("/>\n")
}

// lines writes lines of text, centred, the first of them just below y.
func (p *page) lines(lines []string, size, y int, fill, dir, weight string) {
	for i, l := range lines {
		p.element("text", l, "x", strconv.Itoa(coverWidth/2), "y", strconv.Itoa(y+size+i*size*6/5),
			"text-anchor", "middle", "font-family", "Georgia, 'Noto Serif', serif", "font-weight", weight,
			"font-size", strconv.Itoa(size), "fill", fill, "direction", dir)
	}
}

// fitLines breaks text into lines in the first of sizes at which they fit the
// width of the cover and the given height; in the last size what does not fit is
// cut off, with "…".
func fitLines(text string, sizes []int, height int) ([]string, int) {
	for i, size := range sizes {
		lines, whole := breakLines(text, size)
		room := max(height/(size*6/5), 1)
		last := i == len(sizes)-1
		switch {
		case len(lines) <= room && (whole || last):
			return lines, size
		case last:
			lines = lines[:room]
			lines[room-1] += "…"
			return lines, size
		}
	}
	return nil, 0
}

// breakLines breaks text between words, and scripts without spaces anywhere. It
// tells whether no word had to be broken. A text longer than any cover could
// hold is not read to its end.
func breakLines(text string, size int) (lines []string, whole bool) {
	const mostLines = 40
	limit := float64(coverText) / float64(size)
	whole = true
	var current []rune
	used, lastSpace := 0.0, -1
	for _, r := range line(text) {
		w := runeWidth(r)
		if used+w > limit && len(current) > 0 && w > 0 && r != ' ' && current[len(current)-1] != '\u200d' {
			rest := []rune(nil)
			switch {
			case lastSpace > 0:
				rest = append(rest, current[lastSpace+1:]...)
				current = current[:lastSpace]
			case !isWide(r):
				whole = false
			}
			lines = append(lines, strings.TrimSpace(string(current)))
			if len(lines) >= mostLines {
				return lines, whole
			}
			current, used, lastSpace = rest, 0, -1
			for _, c := range rest {
				used += runeWidth(c)
			}
		}
		switch {
		case r == ' ':
			lastSpace = len(current)
		case isWide(r): // a line may end right here: no need to go back to a space
			lastSpace = -1
		}
		current = append(current, r)
		used += w
	}
	if s := strings.TrimSpace(string(current)); s != "" {
		lines = append(lines, s)
	}
	return lines, whole
}

// isWide tells whether a character is of a script that has no spaces.
func isWide(r rune) bool {
	k := width.LookupRune(r).Kind()
	return k == width.EastAsianWide || k == width.EastAsianFullwidth
}

// runeWidth estimates the width of a character of a serif type in ems.
func runeWidth(r rune) float64 {
	switch {
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case isWide(r):
		return 1
	case r == ' ' || strings.ContainsRune("iljtfI.,:;!'’|()[]", r):
		return 0.34
	case strings.ContainsRune("mwMW—…", r):
		return 0.95
	case unicode.IsUpper(r):
		return 0.75
	default:
		return 0.56
	}
}
