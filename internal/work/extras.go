package work

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/fault"
)

// Extras are what its authors choose about a work besides its Details: who has a
// share in it, for whom it is, how its scenes are parted, and with what its new
// chapters begin.
type Extras struct {
	Credits     []Credit
	Dedications []string
	Requests    []string
	Ornament    Ornament
	// UsualBefore and UsualAfter are the notes of each chapter that is added.
	UsualBefore, UsualAfter string // HTML
	// Weights are what relationships are to the work, by tag.Key of their names; one
	// of which nothing is said is not in it.
	Weights map[string]Weight
}

// Weight is what a relationship is to a work.
type Weight string

// The weights.
const (
	Main       Weight = "main"
	Side       Weight = "side"
	Background Weight = "background"
)

// Weights lists the weights, the heaviest first.
func Weights() []Weight { return []Weight{Main, Side, Background} }

// Ornament is the sign between the scenes of a work; "" is the archive's own.
type Ornament string

// Ornaments lists the signs that can be chosen, the archive's own first.
func Ornaments() []Ornament {
	return []Ornament{"", "stars", "asterism", "dots", "line", "flower", "moon", "waves", "space"}
}

// Class is the class under which a work's text stands that has the ornament, "" for
// the archive's own.
func (o Ornament) Class() string {
	if o == "" || !slices.Contains(Ornaments(), o) {
		return ""
	}
	return "ornament-" + string(o)
}

// Sign is the ornament as text, "" for those that are drawn or are only space.
func (o Ornament) Sign() string {
	switch o {
	case "stars":
		return "* * *"
	case "asterism":
		return "⁂"
	case "dots":
		return "• • •"
	case "flower":
		return "❦"
	case "moon":
		return "☾"
	case "waves":
		return "~ ~ ~"
	}
	return ""
}

// mostExtras is how many credits, dedications and requests a work has at most, each;
// maxURL is the longest address of a credit, in bytes.
const (
	mostExtras = 50
	maxURL     = 2000
)

// Check makes x as it is kept, and returns what is wrong with it as a sentence for
// the one who sent it. Rows in which nothing is written are dropped.
func (x *Extras) Check() error {
	var credits []Credit
	for _, c := range x.Credits {
		c.Name, c.Title, c.URL = oneLine(c.Name), oneLine(c.Title), strings.TrimSpace(c.URL)
		if c.Name == "" && c.Title == "" && c.URL == "" {
			continue
		}
		switch {
		case !slices.Contains(Roles(), c.Role):
			return fault.In("credits", "Please choose from the list what “%s” did.", c.Name+c.Title)
		case c.Name == "" && c.Title == "":
			return fault.In("credits", "A credit needs a name or a title. The address alone tells nobody whom to thank.")
		case max(utf8.RuneCountInString(c.Name), utf8.RuneCountInString(c.Title)) > MaxTitle || len(c.URL) > maxURL:
			return fault.In("credits", "A credit's name and title may have %d characters each.", MaxTitle)
		case c.URL != "" && webAddress(c.URL) == "":
			return fault.In("credits", "“%s” is no address of a page. It begins with https://.", c.URL)
		}
		credits = append(credits, c)
	}
	x.Credits, x.Dedications, x.Requests = credits, lines(x.Dedications), lines(x.Requests)
	if n := len(x.Credits); n > mostExtras {
		return fault.In("credits", "Those are %d credits; %d is the most.", n, mostExtras)
	}
	if err := checkLines("dedications", x.Dedications); err != nil {
		return err
	}
	if err := checkLines("requests", x.Requests); err != nil {
		return err
	}
	if !slices.Contains(Ornaments(), x.Ornament) {
		return fault.In("ornament", "Please choose one of the signs.")
	}
	for key, w := range x.Weights {
		if w == "" {
			delete(x.Weights, key)
		} else if !slices.Contains(Weights(), w) {
			return fault.In("relationships", "Please choose main, side or background.")
		}
	}
	for _, u := range []struct{ field, text string }{{"usual_before", x.UsualBefore}, {"usual_after", x.UsualAfter}} {
		if n := utf8.RuneCountInString(u.text); n > MaxNotes {
			return fault.In(u.field, "The usual notes are %d characters long; %d is the most.", n, MaxNotes)
		}
	}
	return nil
}

func checkLines(field string, all []string) error {
	if len(all) > mostExtras {
		return fault.In(field, "Those are %d; %d is the most.", len(all), mostExtras)
	}
	for _, s := range all {
		if n := utf8.RuneCountInString(s); n > MaxTitle {
			return fault.In(field, "One of them has %d characters; %d is the most.", n, MaxTitle)
		}
	}
	return nil
}

// lines drops what is empty, and makes the rest fit a line.
func lines(all []string) []string {
	var out []string
	for _, s := range all {
		if s = oneLine(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// Roles lists the shares that somebody can have in a work, as forms show them.
func Roles() []Role {
	return []Role{RoleBeta, RoleArt, RoleTranslation, RoleSource, RoleCharacters, RoleWorld, RoleSong, RolePrompt, RoleOther}
}
