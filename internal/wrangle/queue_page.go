package wrangle

import (
	"context"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/work"
)

// sortable are the types of tags that wranglers sort in.
func sortable() []tag.Type {
	return []tag.Type{tag.Fandom, tag.Character, tag.Relationship, tag.Freeform}
}

// belongs asks what a tag of a type belongs to.
func belongs(ctx context.Context, t tag.Type) string {
	switch t {
	case tag.Fandom:
		return say.T(ctx, "Its media, such as Books")
	case tag.Relationship:
		return say.T(ctx, "Its fandoms or characters, with commas between")
	}
	return say.T(ctx, "Its fandoms, with commas between")
}

// besideOf are the types of tags that one of type t is sorted in beside: those that it may
// belong to or stand for.
func besideOf(t tag.Type) []tag.Type {
	switch t {
	case tag.Fandom:
		return []tag.Type{tag.Media, tag.Fandom}
	case tag.Relationship:
		return []tag.Type{tag.Relationship, tag.Character, tag.Fandom}
	case tag.Character, tag.Freeform:
		return []tag.Type{t, tag.Fandom}
	}
	return []tag.Type{t}
}

// naming makes a field offer canonical tags of some types to who types in it.
func naming(ctx context.Context, types ...tag.Type) templ.Attributes {
	var names []string
	for _, t := range types {
		names = append(names, string(t))
	}
	return templ.Attributes{"dir": "auto", "autocomplete": "off", "data-names": strings.Join(names, " "), "data-found": say.T(ctx, "Tags found: {n}")}
}

// others is what stands in the field of what a tag belongs to: what was typed, else the
// fandom that its works have.
func (p queuePage) others(x Item) string {
	if p.of(x) {
		return p.typed.Get("others")
	}
	if x.Fandom != nil && x.Type != tag.Freeform {
		return x.Fandom.Name
	}
	return ""
}

func (p queuePage) why(x Item) string {
	if p.of(x) {
		return p.typed.Get("why")
	}
	return ""
}

// of reports whether what was typed and not taken was about x.
func (p queuePage) of(x Item) bool {
	return len(p.bad) > 0 && p.typed.Get("tag") == strconv.FormatInt(int64(x.ID), 10)
}

func titled(ctx context.Context, e Example) string { return work.TitleOr(ctx, e.Title) }

func (e Example) with() string { return strings.Join(e.With, ", ") }
