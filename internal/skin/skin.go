// Package skin makes the CSS of authors safe: what may stay is on a list, and what
// stays applies to the text of the work alone.
//
// Nothing of what was sent is copied. It is cut into tokens, escapes are undone, each
// token is checked by what it means, and the sheet is written anew from what was
// understood. So it does not matter how a browser would have read what was sent.
package skin

import "strings"

// Scope is what every selector of a clean sheet begins with: the id of the element
// that holds the text of a work.
const Scope = "#workskin"

// The limits of a sheet.
const (
	MaxBytes    = 2 << 20
	maxProblems = 100
)

// Sheet is CSS that may be served.
type Sheet struct {
	// CSS is one rule after the other, each declaration on a line of its own. Cleaning
	// it again changes nothing. It holds no "<".
	CSS string
	// Pictures are the names of the archive's own pictures that it shows, each once.
	Pictures []string
}

// Reason says why something was refused.
type Reason int

// The reasons.
const (
	Unreadable      Reason = iota // no CSS at all: what stands here can't be understood
	Unclosed                      // a brace, a bracket or a quote is missing
	Nested                        // a rule inside a rule
	SplitByComment                // a comment in the middle of a word
	AtRule                        // @import, @font-face and the like
	Media                         // an @media that is not on the list
	Selector                      // a selector that is not understood, or not allowed
	Outside                       // a selector that reaches out of the work's text
	Property                      // a property that is not on the list
	CustomProperty                // --name
	Value                         // a value that this property does not take here
	Function                      // a function that is not on the list
	FixedPosition                 // position: fixed or sticky
	Remote                        // an address that is not one of the archive's own pictures
	PictureNotHere                // a picture in a property that takes none
	TooLong                       // more than MaxBytes
	TooManyProblems               // more than are listed
)

// Problem is one thing that was refused, and where.
type Problem struct {
	Reason Reason
	// Line counts from 1.
	Line int
	// Selector is that of the rule, or of @media; Property and Value are those of the
	// declaration. What doesn't apply is empty. They are cut to a length for a message.
	Selector, Property, Value string
}

// Clean makes css safe and scopes it under Scope. If there is any problem the sheet
// is empty, and all problems are told, in order. It takes time and memory in
// proportion to the length of css.
func Clean(css string) (Sheet, []Problem) {
	if len(css) > MaxBytes {
		return Sheet{}, []Problem{{Reason: TooLong, Line: 1}}
	}
	p := &parser{tokens: tokens(css), seen: map[string]bool{}}
	p.sheet("", 0)
	if len(p.problems) > 0 {
		return Sheet{}, p.problems
	}
	return Sheet{CSS: p.out.String(), Pictures: p.pictures}, nil
}

// ForBook gives the CSS of a clean sheet as it goes into a downloaded file, in which
// the element with the id scope holds the text. place is where a picture of ours lies
// there, "" for one that does not go along: then what shows it is left out.
func ForBook(css, scope string, place func(picture string) string) string {
	var out strings.Builder
	for line := range strings.Lines(strings.ReplaceAll(css, Scope, "#"+scope)) {
		if line, ok := bookLine(line, place); ok {
			out.WriteString(line)
		}
	}
	return out.String()
}

// bookLine makes one line of a clean sheet fit for a book. EPUB 3.3, 6.3.1.3 leaves
// the direction of text to the markup.
func bookLine(line string, place func(string) string) (string, bool) {
	property, _, _ := strings.Cut(strings.TrimSpace(line), ":")
	if property == "direction" || property == "unicode-bidi" {
		return "", false
	}
	left := false
	line = ownURL.ReplaceAllStringFunc(line, func(u string) string {
		to := place(u[len(`url("/pictures/`) : len(u)-len(`")`)])
		left = left || to == ""
		return `url("` + to + `")`
	})
	return line, !left
}
