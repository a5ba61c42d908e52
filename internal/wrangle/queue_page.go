package wrangle

import (
	"context"
	"strconv"
	"strings"

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
