package suggest

import (
	"context"
	"fmt"
	"strings"

	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/tag"
)

// Sheet is the style sheet of List, and Field the name of its boxes.
const (
	Sheet = "suggest.css"
	Field = "suggested"
)

// Panel is what List shows.
type Panel struct {
	All []Suggestion
	// Looked is set once the text was read for it.
	Looked bool
	// Again offers to read the text once more.
	Again bool
	// Added is how many tags were put into the form just now, Refused what was refused.
	Added   int
	Refused string
	// At is the address to which the form is sent.
	At string
}

// What the buttons of List say.
const (
	lookValue   = "suggest"
	addValue    = "suggest-add"
	refuseValue = "suggest-not:"
)

// Act is what a button of List asks for.
type Act struct {
	// Mine is set for such a button; otherwise all else is empty.
	Mine   bool
	Add    []tag.Named
	Refuse *tag.Named
}

// Read reads which button of List was pressed, do, and which boxes are ticked.
func Read(do string, ticked []string) (Act, error) {
	switch {
	case do == lookValue:
		return Act{Mine: true}, nil
	case do == addValue:
		a := Act{Mine: true}
		for _, v := range ticked[:min(len(ticked), maxTicked)] {
			t, err := check(v)
			if err != nil {
				return a, err
			}
			a.Add = append(a.Add, t)
		}
		return a, nil
	case strings.HasPrefix(do, refuseValue):
		t, err := check(strings.TrimPrefix(do, refuseValue))
		return Act{Mine: true, Refuse: &t}, err
	}
	return Act{}, nil
}

// maxTicked is how many boxes are looked at.
const maxTicked = 200

// said says what was found, and what was done before.
func (p Panel) said(ctx context.Context) string {
	var out []string
	if p.Added > 0 {
		out = append(out, say.N(ctx, p.Added, "{n} tag is in the form now; it counts once you save.", "{n} tags are in the form now; they count once you save."))
	}
	if p.Refused != "" {
		out = append(out, say.T(ctx, "“{name}” is not suggested for this work again.", "name", p.Refused))
	}
	switch n := len(p.All); {
	case n > 0:
		out = append(out, say.N(ctx, n, "{n} suggestion. Tick what is right.", "{n} suggestions. Tick what is right."))
	case len(out) > 0:
		out = append(out, say.T(ctx, "There is nothing more to suggest."))
	default:
		out = append(out, say.T(ctx, "The text names nothing that is not there already. Tags are suggested that readers find works by here; the more the archive has, the more it knows."))
	}
	return strings.Join(out, " ")
}

func whyID(i int) string { return fmt.Sprintf("why-%d", i) }

// check reads a value that a form sent.
func check(value string) (tag.Named, error) {
	for _, k := range []tag.Type{tag.Fandom, tag.Relationship, tag.Character, tag.Freeform, tag.Warning, Rating} {
		if name, ok := cutKind(value, k); ok {
			clean, err := tag.Clean(name)
			return tag.Named{Type: k, Name: clean}, err
		}
	}
	return tag.Named{}, fault.New(fault.Invalid, "That is no tag that was suggested. Please look at the suggestions again.")
}
