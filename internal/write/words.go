package write

import (
	"context"
	"encoding/json"
	"strconv"

	"github.com/ficstead/ficstead/internal/diff"
	"github.com/ficstead/ficstead/internal/draft"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/setting"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
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

// state says in words whether readers see a chapter.
func state(ctx context.Context, x place, c work.Chapter) string {
	_, written := x.Written[c.ID]
	switch {
	case !x.Posted || !c.Posted:
		return say.T(ctx, "draft")
	case written:
		return say.T(ctx, "live, with changes")
	}
	return say.T(ctx, "live")
}

// savedState says in words where the text is kept.
func savedState(ctx context.Context, c draft.Copy) string {
	if c.Rev == 0 {
		return say.T(ctx, "Nothing typed yet that is not saved.")
	}
	return say.T(ctx, "Saved {when}", "when", web.Moment(ctx, c.SavedAt))
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

// versionName is the name of a version, or what it is.
func versionName(ctx context.Context, v work.Version) string {
	if v.Name != "" {
		return v.Name
	}
	switch v.Kind {
	case work.PublishedVersion:
		return say.T(ctx, "As it was published")
	case work.AsideVersion:
		return say.T(ctx, "Set aside when two wrote at once")
	case work.RestoredVersion:
		return say.T(ctx, "Before an earlier version was restored")
	}
	return say.T(ctx, "While writing")
}

// roomOf says how many versions there are and what they take: "41 versions, 1.2 MB".
func roomOf(ctx context.Context, x work.VersionRoom) string {
	return say.N(ctx, x.Versions, "{n} version, {size}", "{n} versions, {size}", "size", say.Size(ctx, x.Bytes))
}

// kindName says how long a version is kept, by why.
func kindName(ctx context.Context, k work.VersionKind) string {
	switch k {
	case work.NamedVersion:
		return say.T(ctx, "named")
	case work.PublishedVersion:
		return say.T(ctx, "published")
	case work.AsideVersion:
		return say.T(ctx, "set aside")
	case work.RestoredVersion:
		return say.T(ctx, "before restoring")
	}
	return say.T(ctx, "automatic")
}

// difference says how many words more or fewer: "+12", "−3".
func difference(ctx context.Context, n int) string {
	switch {
	case n > 0:
		return "+" + say.Number(ctx, n)
	case n < 0:
		return "−" + say.Number(ctx, -n)
	}
	return "±0"
}

// newer is what a version is compared with.
func newer(ctx context.Context, v *work.Version) string {
	if v == nil {
		return say.T(ctx, "what is written now")
	}
	return say.T(ctx, "the version of {when}", "when", web.Moment(ctx, v.At))
}

// putBackName is the button that undoes one change.
func putBackName(ctx context.Context, k diff.Kind) string {
	switch k {
	case diff.Added:
		return say.T(ctx, "Take this paragraph out again")
	case diff.Removed:
		return say.T(ctx, "Bring this paragraph back")
	}
	return say.T(ctx, "Put this paragraph back as it was")
}

// mistakeOf is what is wrong, "" for nothing.
func mistakeOf(ctx context.Context, e *fault.Error) string {
	if e == nil {
		return ""
	}
	return sentence(ctx, e)
}

// writingPath is where a chapter of the work is written, or read by who may not.
func writingPath(ctx context.Context, x place, c work.Chapter) string {
	if x.MayEditChapter(viewer.From(ctx), c.ID) {
		return x.ChapterPath(c.ID) + "/edit"
	}
	return x.ChapterPath(c.ID)
}
