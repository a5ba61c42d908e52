// Package remember finds the story that somebody half remembers: from a few clues,
// some of them wrong, down to the very scene.
//
// There are three lists. Words of all clues go by their forms (forms.go) to the windows
// of package search that have them (recall.go); of the best windows the text is read
// and the scene of about 300 words is found in which the clues meet (scene.go). A
// line is laid along the text word by word (search.Quote), and tags find works. The
// lists are joined by their ranks (find.go), so that no one can outvote all others. What
// the asker has read, and when, makes some of what was found likelier (prior.go).
// Nothing is kept that could not be made again, and what the viewer may not see is
// left out before any text is read.
package remember

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/search"
)

// Field is what a clue is about: the name of its field in the form.
type Field string

// The fields of a clue.
const (
	Who   Field = "who"   // names, a couple, a fandom
	What  Field = "what"  // what happens
	Where Field = "where" // place or setting
	Line  Field = "line"  // words as they stand in the story
	When  Field = "when"  // season, time, or the year of the story
	Tags  Field = "tags"  // as works are tagged
	Not   Field = "not"   // what it is not: makes less likely, never leaves out
)

// Read is what a work was found by that the asker's own history speaks for. It is no clue
// of the form: see Prior.
const Read Field = "read"

// Fields are all fields, in the order of the form.
var Fields = []Field{Who, What, Where, Line, When, Tags, Not}

// Known reports whether there is such a field.
func (f Field) Known() bool { return slices.Contains(Fields, f) }

// Clue is one thing that somebody remembers.
type Clue struct {
	Field Field
	Text  string
	Maybe bool // counts half
}

// MaxClue is how many characters a clue can have.
const MaxClue = 600

func (c Clue) weight() float64 {
	if c.Maybe {
		return 0.5
	}
	return 1
}

// hunt is a clue with its words.
type hunt struct {
	Clue
	terms []*term
}

// term is a word of a clue.
type term struct {
	search.Term
	word   string
	rarity float64 // how much it tells; 0 for what is everywhere

	bit int // which of all words of all clues
}

// hunts makes of clues what is looked for in texts.
func hunts(clues []Clue) []*hunt {
	var out []*hunt
	for _, c := range clues {
		if c.Field == Line && longEnough(c.Text) {
			continue
		}
		h := &hunt{Clue: c}
		for _, t := range terms(paired(search.Words(strings.ToValidUTF8(c.Text, " "))), "en") {
			h.terms = append(h.terms, &term{Term: t, word: t[0].Text})
		}
		if len(h.terms) > 0 {
			out = append(out, h)
		}
	}
	return out
}

func longEnough(line string) bool { return len(search.Words(line)) >= search.MinQuote }

// paired joins the characters of scripts without spaces two and two: one of them is
// everywhere.
func paired(words []string) []string {
	var out []string
	for i, w := range words {
		switch {
		case !single(w):
			out = append(out, w)
		case i+1 < len(words) && single(words[i+1]):
			out = append(out, w+words[i+1])
		case i == 0 || !single(words[i-1]):
			out = append(out, w)
		}
	}
	return out
}

// single reports whether w is a character of a script without spaces.
func single(w string) bool {
	const first = "\u0e00" // nothing of these scripts comes before Thai
	return w >= first && utf8.RuneCountInString(w) <= 2
}
