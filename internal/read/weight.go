package read

import (
	"context"

	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/work"
)

// weightWord says what a relationship is to the work, "" when nobody said or it is
// the main one, which stands first.
func weightWord(ctx context.Context, s sight, t tag.Tag) string {
	switch s.Weights[t.ID] {
	case work.Side:
		return say.T(ctx, "(side)")
	case work.Background:
		return say.T(ctx, "(background)")
	}
	return ""
}
