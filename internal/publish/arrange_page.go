package publish

import (
	"context"
	"time"

	"github.com/ficstead/ficstead/internal/download"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/work"
)

// postedDay is the day on which a chapter was posted, as fields of days hold it.
func postedDay(ctx context.Context, c work.Chapter) string {
	if c.PostedAt.IsZero() {
		return ""
	}
	return c.PostedAt.In(zone(zoneOf(ctx))).Format(time.DateOnly)
}

// fileName names a kind of file, as it stands in sentences.
func fileName(f download.Format) string {
	switch f {
	case download.EPUB:
		return "EPUB"
	case download.HTML:
		return "HTML"
	case download.Markdown:
		return "Markdown"
	}
	return "txt"
}

// opening is the beginning of a paragraph, enough to know it by.
func opening(ctx context.Context, text string) string {
	const most = 90
	if text == "" {
		return say.T(ctx, "(a picture, or something else without words)")
	}
	if r := []rune(text); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return text
}

// firstOf is the first text that is not empty.
func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
