package publish

import (
	"context"
	"slices"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/work"
)

// Check asks whether chapters of a work can be posted as they are being written: a
// fault Invalid says what has to be mended first.
func Check(ctx context.Context, q db.Q, c prose.Cleaner, x *work.Work, chapters ...work.ChapterID) error {
	y := *x
	y.Chapters = slices.Clone(x.Chapters)
	if _, err := asWritten(ctx, q, &y); err != nil {
		return err
	}
	var all []work.Chapter
	for _, ch := range y.Chapters {
		if slices.Contains(chapters, ch.ID) {
			all = append(all, ch)
		}
	}
	found, err := problems(ctx, q, c, &y, all)
	if err != nil {
		return err
	}
	if must := musts(found); len(must) > 0 {
		why, _ := inTheWay(blocked{must})
		return fault.In("chapters", "%s", why)
	}
	return nil
}
