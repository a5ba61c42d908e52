package read

import (
	"context"
	"fmt"
	"time"

	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/work"
)

// chipKind is how a tag is drawn: a warning that says there is none is as calm
// as any other tag.
func chipKind(t tag.Tag) string {
	if t.Type == tag.Warning && (t.Name == work.NoWarnings || t.Name == work.ChoseNotWarn) {
		return "calm"
	}
	return string(t.Type)
}

func roleWord(ctx context.Context, r work.Role) string {
	switch r {
	case work.RoleCharacters:
		return say.T(ctx, "Characters:")
	case work.RoleWorld:
		return say.T(ctx, "World:")
	case work.RoleSong:
		return say.T(ctx, "Song:")
	case work.RoleSource:
		return say.T(ctx, "After:")
	case work.RolePrompt:
		return say.T(ctx, "Prompt:")
	case work.RoleBeta:
		return say.T(ctx, "Beta:")
	case work.RoleArt:
		return say.T(ctx, "Art:")
	case work.RoleTranslation:
		return say.T(ctx, "Translation:")
	}
	return say.T(ctx, "With:")
}

func creditText(ctx context.Context, c work.Credit) string {
	switch {
	case c.Title == "":
		return c.Name
	case c.Name == "":
		return c.Title
	}
	return say.T(ctx, "“{title}” by {name}", "title", c.Title, "name", c.Name)
}

// day is when a chapter was posted; of a draft, when it was last changed.
func day(c work.Chapter) time.Time {
	if c.PostedAt.IsZero() {
		return c.UpdatedAt
	}
	return c.PostedAt
}

func chapterDay(ctx context.Context, c work.Chapter) string {
	if !c.Posted {
		return say.T(ctx, "draft")
	}
	return say.Date(ctx, day(c))
}

// lastWord says what the last date of a work is. It stands without a space before
// the date, so that no line ends between them.
func lastWord(ctx context.Context, complete bool) string {
	if complete {
		return say.T(ctx, "Completed:")
	}
	return say.T(ctx, "Updated:")
}

// firstDay is when the work was posted; of a draft, when it was last changed.
func (s sight) firstDay() time.Time {
	if s.PostedAt.IsZero() {
		return s.UpdatedAt
	}
	return s.PostedAt
}

func endNotesID(i int) string { return fmt.Sprintf("chapter_%d_endnotes", i+1) }
