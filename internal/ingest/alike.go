package ingest

import (
	"context"
	"slices"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/work"
)

// Alike is a work that is here and seems to be the same story as one that is brought.
type Alike struct {
	Work  int64  `json:"work"`
	URL   string `json:"url"`
	Title string `json:"title"`
	Why   Why    `json:"why"`
	// Estimate is how much of the text is the same, 0 to 1; 0 where only the
	// address at which it was first posted is.
	Estimate float64 `json:"estimate"`
	Chapters int     `json:"chapters"`
	Words    int     `json:"words"`
	// Sure is set when taking the story as a new work would most likely make it
	// stand here twice.
	Sure bool `json:"sure"`
}

// Why says by what a work was recognised.
type Why string

// The signs of the same story.
const (
	SameSource Why = "source"  // it was first posted at the same address
	SameText   Why = "text"    // its text is nearly the same
	SameStart  Why = "opening" // it begins with nearly the same text
)

const (
	// surelyAlike is the share of a text from which on two works are taken for one.
	surelyAlike = 0.5
	// mostAlike is how many works are named.
	mostAlike = 5
)

// alike finds the works among those of o that seem to be the same story as d,
// best first. An address alone makes it sure only where a known maker stated it:
// many authors write the address of their home page into every file.
func (t *Taker) alike(ctx context.Context, q db.Q, p parcel, d *work.Draft, o Options) ([]Alike, error) {
	if o.Among.SQL == "" {
		return nil, nil
	}
	texts, err := work.Alike(ctx, q, o.Among, work.LikenessOf(d), mostAlike)
	if err != nil {
		return nil, err
	}
	sources, err := work.BySource(ctx, q, o.Among, d.SourceURL)
	if err != nil {
		return nil, err
	}
	var out []Alike
	for _, m := range texts {
		a := t.alikeOf(m, SameText)
		if m.Part == work.Opening {
			a.Why = SameStart
		}
		a.Sure = m.Estimate >= surelyAlike
		out = append(out, a)
	}
	for _, m := range sources {
		if i := slices.IndexFunc(out, func(a Alike) bool { return a.Work == int64(m.Work) }); i >= 0 {
			out[i].Why, out[i].Sure = SameSource, true
			continue
		}
		a := t.alikeOf(m, SameSource)
		a.Sure = p.m.Maker != ""
		out = append(out, a)
	}
	slices.SortStableFunc(out, func(a, b Alike) int { return rank(b) - rank(a) })
	return out[:min(len(out), mostAlike)], nil
}

func (t *Taker) alikeOf(m work.Match, why Why) Alike {
	return Alike{Work: int64(m.Work), URL: t.address(m.Work), Title: m.Title, Why: why, Estimate: m.Estimate, Chapters: m.Chapters, Words: m.Words}
}

// rank orders signs: an address and a text together, then either.
func rank(a Alike) int {
	n := 0
	if a.Sure {
		n += 4
	}
	if a.Why == SameSource {
		n += 2
	}
	if a.Estimate >= surelyAlike {
		n++
	}
	return n
}
