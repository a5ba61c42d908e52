package intake

import (
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
		if g.Confidence < unsure {
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

// need is one thing to look at.
type need struct{ field, value string }

// sure is the estimate from which two texts are taken for the same story.
const sure = 0.8

// version is the work of which r most likely is a new version, if any is so alike
// that it should be offered first.
func version(r *ingest.Report) (ingest.Alike, bool) {
	for _, a := range r.Alike {
		if a.Why == ingest.SameSource || a.Estimate >= sure {
			return a, true
		}
	}
	return ingest.Alike{}, false
}
