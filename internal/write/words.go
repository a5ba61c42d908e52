package write

import (
	"context"
	"encoding/json"
	"strconv"

	"github.com/ficstead/ficstead/internal/draft"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/setting"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// heading is what a chapter is called where it has to be called something.
func heading(ctx context.Context, x place) string {
	return chapterName(ctx, x.Chapter)
}

// chapterName is a chapter's title, or its place.
func chapterName(ctx context.Context, c work.Chapter) string {
	if c.Title != "" {
		return c.Title
	}
	return say.T(ctx, "Chapter {n}", "n", strconv.Itoa(c.Position))
}

// workName is a work's title, or that it has none yet.
func workName(ctx context.Context, x *work.Work) string {
	if x.Title != "" {
		return x.Title
	}
	return say.T(ctx, "Untitled")
}

// state says in words whether readers see a chapter.
func state(ctx context.Context, x *work.Work, c work.Chapter) string {
	if x.Posted && c.Posted {
		return say.T(ctx, "live")
	}
	return say.T(ctx, "draft")
}

// savedState says in words where the text is kept.
func savedState(ctx context.Context, c draft.Copy) string {
	if c.Rev == 0 {
		return say.T(ctx, "Nothing typed yet that is not saved.")
	}
	return say.T(ctx, "Saved {when}", "when", moment(ctx, c.SavedAt))
}

// limits are those of the form, for the script.
func limits(ctx context.Context) string {
	l := setting.Of(ctx).Limits
	b, _ := json.Marshal(map[string]int{"title": l.Title, "summary": l.Summary, "notes_before": l.Notes, "notes_after": l.Notes, "text": l.Chapter}) // can't fail
	return string(b)
}

// goal is how many words a day the viewer wants to write.
func goal(ctx context.Context) string { return strconv.Itoa(viewer.From(ctx).Prefs.DailyWords) }

// sentence is what an error says.
func sentence(ctx context.Context, e *fault.Error) string { return say.F(ctx, e.Format, e.Args...) }

// owner is the viewer's key, for what the script keeps on the device.
func owner(ctx context.Context) string {
	return strconv.FormatInt(int64(viewer.From(ctx).ID), 10)
}

func number[T ~int | ~int64](n T) string { return strconv.FormatInt(int64(n), 10) }
