package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// Facts of a text, for reports and e-book metadata.
type Facts struct{ Words, SceneBreaks, VerseBlocks, Footnotes, Pictures int }

// Measure counts the facts of cleaned HTML. A scene break is a line across the
// page or a paragraph that holds nothing but ornaments.
func Measure(source string) Facts {
	f := Facts{Words: Words(source)}
	f.count(stored(source))
	return f
}

func (f *Facts) count(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode {
			continue
		}
		switch {
		case c.Data == "hr", c.Data == "p" && isOrnament(textOf(c, nil)):
			f.SceneBreaks++
		case c.Data == "div" && hasClass(c, "verse"):
			f.VerseBlocks++
		case c.Data == "li" && hasClass(c, "fn"):
			f.Footnotes++
		case c.Data == "img":
			f.Pictures++
		}
		f.count(c)
	}
}

func hasClass(n *html.Node, name string) bool {
	for _, c := range strings.Fields(attr(n.Attr, "class")) {
		if c == name {
			return true
		}
	}
	return false
}

// isOrnament tells a line of signs that parts two scenes: "* * *", "~*~", "⁂".
func isOrnament(line string) bool {
	if line == "" || utf8.RuneCountInString(line) > 60 {
		return false
	}
	signs := 0
	for _, r := range line {
		switch {
		case unicode.IsSpace(r):
		case strings.ContainsRune("*~-–—_=#+·•°⁂⁎✦✧★☆❖❦♦◆◇○●", r):
			signs++
		default:
			return false
		}
	}
	return signs > 0
}
