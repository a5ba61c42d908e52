package intake

import (
	"regexp"
	"slices"

	"github.com/ficstead/ficstead/internal/decode"
	"github.com/ficstead/ficstead/internal/ingest"
)

// unsure is the confidence below which a guess should be looked at.
const unsure = 0.5

// needs lists the guesses and signs in a report that somebody should look at
// before the work is accepted. What is only odd is told on the work's page.
func needs(r *ingest.Report) []need {
	var out []need
	if !r.Encoding.Certain && len(r.Encoding.Others) > 0 {
		out = append(out, need{field: "encoding"})
	}
	for _, g := range r.Guesses {
		switch {
		case g.Field == "chapters" && partOf.MatchString(g.Value):
			out = append(out, need{field: "part", value: g.Value})
		case g.Confidence >= unsure, g.Field == "authors" && len(r.Authors) == 0:
		default:
			out = append(out, need{field: g.Field, value: g.Value})
		}
	}
	for _, d := range r.Damage {
		if d.Kind == decode.Mojibake {
			return append(out, need{field: "mojibake", value: d.Excerpt})
		}
	}
	return out
}

// partOf is what a report says of a file that has not all chapters: "1 of 3".
var partOf = regexp.MustCompile(`^(\d+) of (\d+)$`)

// owner is the name that a program noted as its user's, where the text itself is not
// signed; "" for none. It is nobody's byline unless somebody says so.
func owner(r *ingest.Report) string {
	for _, g := range r.Guesses {
		if g.Field == "authors" && len(r.Authors) == 0 {
			return g.Value
		}
	}
	return ""
}

// mute counts the pictures of which nobody has said what they show. That holds
// nobody up.
func mute(r *ingest.Report) int {
	n := 0
	for _, p := range r.Pictures {
		if p.Alt == "" {
			n++
		}
	}
	return n
}

// need is one thing to look at.
type need struct{ field, value string }

// sameFrom is the share of a text from which on it is offered first as a new version.
const sameFrom = 0.8

// version is the work of which r most likely is a new version, if any is so alike
// that it should be offered first.
func version(r *ingest.Report) (ingest.Alike, bool) {
	for _, a := range r.Alike {
		if a.Sure && (a.Why == ingest.SameSource || a.Estimate >= sameFrom) {
			return a, true
		}
	}
	return ingest.Alike{}, false
}

// asks reports whether somebody must say what a work is before it is taken: it most
// likely is here already.
func asks(all []ingest.Alike) bool {
	return slices.ContainsFunc(all, func(a ingest.Alike) bool { return a.Sure })
}
