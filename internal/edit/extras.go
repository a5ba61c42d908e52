package edit

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strings"

	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/work"
)

// blankRows is how many empty rows stand below a work's credits.
const blankRows = 2

// extras are the fields of what is chosen about a work besides its details, as they
// are typed.
type extras struct {
	Credits                 []work.Credit
	Rows                    int // of credits that the page shows
	Dedications, Requests   string
	Ornament                work.Ornament
	UsualBefore, UsualAfter string
	Weights                 map[string]work.Weight // by tag.Key of the relationship
}

func extrasOf(x work.Extras) extras {
	return extras{
		Credits: x.Credits, Rows: len(x.Credits) + blankRows,
		Dedications: strings.Join(x.Dedications, "\n"), Requests: strings.Join(x.Requests, "\n"),
		Ornament: x.Ornament, UsualBefore: x.UsualBefore, UsualAfter: x.UsualAfter, Weights: x.Weights,
	}
}

// readExtras reads the fields that were sent.
func readExtras(v url.Values) extras {
	e := extras{
		Dedications: typed(v, "dedications"), Requests: typed(v, "requests"), Ornament: work.Ornament(v.Get("ornament")),
		UsualBefore: typed(v, "usual_before"), UsualAfter: typed(v, "usual_after"), Weights: map[string]work.Weight{},
	}
	field := func(name string, i int) string {
		if all := v[name]; i < len(all) {
			return strings.ReplaceAll(strings.ToValidUTF8(all[i], ""), "\x00", "")
		}
		return ""
	}
	for i := range v["credit_role"] {
		e.Credits = append(e.Credits, work.Credit{
			Role: work.Role(field("credit_role", i)), Name: field("credit_name", i), Title: field("credit_title", i), URL: field("credit_url", i),
		})
	}
	e.Rows = len(e.Credits)
	if v.Get("more") == "credits" {
		e.Rows += blankRows
	}
	for i := range v["weight_of"] {
		if w := field("weight", i); w != "" {
			e.Weights[tag.Key(field("weight_of", i))] = work.Weight(w)
		}
	}
	return e
}

// kept is what the fields ask for.
func (e extras) kept() work.Extras {
	return work.Extras{
		Credits: slices.Clone(e.Credits), Dedications: strings.Split(e.Dedications, "\n"), Requests: strings.Split(e.Requests, "\n"),
		Ornament: e.Ornament, UsualBefore: e.UsualBefore, UsualAfter: e.UsualAfter, Weights: e.Weights,
	}
}

// credit is the row i of the credits, empty beyond the last.
func (e extras) credit(i int) work.Credit {
	if i < len(e.Credits) {
		return e.Credits[i]
	}
	return work.Credit{Role: work.RoleBeta}
}

// byWeight puts relationships in the order in which pages show them: main ones, those
// of which nothing is said, side ones, those in the background.
func (e extras) byWeight(all []tag.Named) []tag.Named {
	rank := func(t tag.Named) int {
		switch e.Weights[tag.Key(t.Name)] {
		case work.Main:
			return 0
		case work.Side:
			return 2
		case work.Background:
			return 3
		}
		return 1
	}
	slices.SortStableFunc(all, func(a, b tag.Named) int { return cmp.Compare(rank(a), rank(b)) })
	return all
}

func weightName(ctx context.Context, w work.Weight) string {
	switch w {
	case work.Main:
		return say.T(ctx, "main")
	case work.Side:
		return say.T(ctx, "side")
	case work.Background:
		return say.T(ctx, "background")
	}
	return say.T(ctx, "not said")
}

// RoleName says what somebody with a role did for a work.
func RoleName(ctx context.Context, r work.Role) string {
	switch r {
	case work.RoleBeta:
		return say.T(ctx, "Beta reader")
	case work.RoleArt:
		return say.T(ctx, "Art")
	case work.RoleTranslation:
		return say.T(ctx, "Translation")
	case work.RoleSource:
		return say.T(ctx, "After a work of")
	case work.RoleCharacters:
		return say.T(ctx, "Characters of")
	case work.RoleWorld:
		return say.T(ctx, "World of")
	case work.RoleSong:
		return say.T(ctx, "Song")
	case work.RolePrompt:
		return say.T(ctx, "Prompt")
	}
	return say.T(ctx, "Thanks")
}

func ornamentName(ctx context.Context, o work.Ornament) string {
	switch o {
	case "line":
		return say.T(ctx, "A thin line")
	case "space":
		return say.T(ctx, "Space alone")
	case "":
		return say.T(ctx, "Three diamonds")
	}
	return o.Sign()
}
