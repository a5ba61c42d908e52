package tag

import (
	"context"

	"github.com/ficstead/ficstead/internal/say"
)

// TypeName says a type of tag.
func TypeName(ctx context.Context, t Type) string {
	switch t {
	case Fandom:
		return say.T(ctx, "Fandom")
	case Character:
		return say.T(ctx, "Character")
	case Relationship:
		return say.T(ctx, "Relationship")
	case Warning:
		return say.T(ctx, "Warning")
	case Category:
		return say.T(ctx, "Category")
	case Media:
		return say.T(ctx, "Media")
	}
	return say.T(ctx, "Tag")
}
