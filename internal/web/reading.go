package web

import (
	"context"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
)

// DefaultSize is the size of reading text, in px, when a reader chose none: a
// step smaller than this on a phone.
const DefaultSize = 19

// Sizes are the sizes of reading text that can be chosen, in px.
func Sizes() []int { return []int{15, 16, 17, 18, 19, 20, 21, 23, 25, 28, 32} }

// Option is a value that can be chosen and what it is called.
type Option struct{ Value, Label string }

// Themes are the grounds to read on.
func Themes(ctx context.Context) []Option {
	return []Option{{"light", say.T(ctx, "Light")}, {"sepia", say.T(ctx, "Sepia")}, {"dark", say.T(ctx, "Dark")}, {"black", say.T(ctx, "Black")}}
}

// Faces are the typefaces of reading text; the first needs no download.
func Faces(ctx context.Context) []Option {
	return []Option{
		{"book", say.T(ctx, "Book serif")}, {"literata", "Literata"}, {"sans", say.T(ctx, "System sans")},
		{"atkinson", "Atkinson Hyperlegible"}, {"opendyslexic", "OpenDyslexic"},
	}
}

// Widths are the lengths of a line.
func Widths(ctx context.Context) []Option {
	return []Option{{"narrow", say.T(ctx, "Narrow")}, {"book", say.T(ctx, "Usual")}, {"wide", say.T(ctx, "Wide")}}
}

// Lines are the distances between lines.
func Lines(ctx context.Context) []Option {
	return []Option{{"tight", say.T(ctx, "Tight")}, {"book", say.T(ctx, "Usual")}, {"airy", say.T(ctx, "Airy")}}
}

// Paras are the ways to tell paragraphs apart.
func Paras(ctx context.Context) []Option {
	return []Option{{"spaced", say.T(ctx, "Spaced")}, {"indented", say.T(ctx, "Indented")}}
}

// Preset is a bundle of settings chosen with one press. The theme stays as it is.
type Preset struct {
	Option
	Reading viewer.Reading
}

// Presets are the bundles that the reading sheet offers.
func Presets(ctx context.Context) []Preset {
	return []Preset{
		{Option{"book", say.T(ctx, "Book")}, viewer.Reading{}},
		{Option{"plain", say.T(ctx, "Plain")}, viewer.Reading{Face: "sans", Size: 18}},
		{Option{"large", say.T(ctx, "Large")}, viewer.Reading{Size: 25, Width: "wide"}},
		{Option{"airy", say.T(ctx, "Airy")}, viewer.Reading{Size: 20, Width: "narrow", Line: "airy"}},
		{Option{"print", say.T(ctx, "Print")}, viewer.Reading{Para: "indented", Line: "tight", Justify: true}},
		{Option{"clear", say.T(ctx, "Clear")}, viewer.Reading{Face: "atkinson", Size: 20, Line: "airy"}},
	}
}

// KnownReading is r with only values that can be chosen; what is the default is
// left empty, so that a later default reaches those who never chose.
func KnownReading(ctx context.Context, r viewer.Reading) viewer.Reading {
	r.Theme = known(Themes(ctx), r.Theme, "")
	r.Face = known(Faces(ctx), r.Face, "book")
	r.Width = known(Widths(ctx), r.Width, "book")
	r.Line = known(Lines(ctx), r.Line, "book")
	r.Para = known(Paras(ctx), r.Para, "spaced")
	if !slices.Contains(Sizes(), r.Size) {
		r.Size = 0
	}
	return r
}

func known(all []Option, v, usual string) string {
	if v == usual || !slices.ContainsFunc(all, func(o Option) bool { return o.Value == v }) {
		return ""
	}
	return v
}

// settings are reading settings as the data attributes by which the stylesheet
// goes; the same names are kept in a guest's browser.
func settings(r viewer.Reading) templ.OrderedAttributes {
	var out templ.OrderedAttributes
	add := func(name, value string) {
		if value != "" {
			out = append(out, templ.KV[string, any]("data-"+name, value))
		}
	}
	add("theme", r.Theme)
	if r.Size > 0 {
		add("size", strconv.Itoa(r.Size))
	}
	add("face", r.Face)
	add("width", r.Width)
	add("line", r.Line)
	add("para", r.Para)
	if r.Justify {
		add("justify", "on")
	}
	return out
}

// rootAttributes are those of the html element. A member's settings come from
// the account; for a guest the browser puts in its own before it paints.
func rootAttributes(ctx context.Context) templ.OrderedAttributes {
	lang := say.Language(ctx)
	out := templ.OrderedAttributes{templ.KV[string, any]("lang", lang), templ.KV[string, any]("dir", Direction(lang))}
	v := viewer.From(ctx)
	if v.Guest() {
		return out
	}
	out = append(out, templ.KV[string, any]("data-account", "yes"))
	return append(out, settings(KnownReading(ctx, v.Reading))...)
}
