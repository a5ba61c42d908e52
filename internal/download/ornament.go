package download

import "github.com/ficstead/ficstead/internal/work"

// Scene breaks look in books and pages as the work's author chose. In plain text and
// Markdown each is "* * *": by that both are read again.

// bookOrnament is the style of scene breaks in an e-book, "" for the book's own thin
// line. E-readers too old to set a sign there leave the rules out and draw the line.
func bookOrnament(o work.Ornament) string {
	switch sign := o.Sign(); {
	case sign != "":
		return `@supports (display: flow-root) {
hr { width: auto; border: 0; text-align: center; }
hr::before { content: "` + sign + `"; }
}
`
	case o == "space":
		return "hr { border: 0; height: 1.5em; margin: 1em 0; }\n"
	}
	return ""
}

// pageOrnament is the style of scene breaks in a page, after pageStyle, which has the
// archive's own.
func pageOrnament(o work.Ornament) string {
	switch sign := o.Sign(); {
	case sign != "":
		return `hr::before{content:"` + sign + `"}`
	case o == "line":
		return `hr{inline-size:30%;margin-inline:auto;border-block-start:1px solid}hr::before{content:none}`
	case o == "space":
		return `hr{block-size:1.5em}hr::before{content:none}`
	}
	return ""
}
