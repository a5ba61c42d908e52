package round

import (
	"context"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/draft"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/publish"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// Own lists the posted chapters of a work that a viewer alone wrote, who does not sign
// the work.
func Own(w *work.Work, v viewer.Viewer) []work.Chapter {
	var out []work.Chapter
	for _, c := range w.Chapters {
		if c.Posted && w.Posted && !w.MayEdit(v) && w.MayEditChapter(v, c.ID) {
			out = append(out, c)
		}
	}
	return out
}

// ShowChanges shows readers what a viewer changed in a posted chapter of their own;
// those who sign the work are told. With nothing changed it does nothing.
func ShowChanges(ctx context.Context, tx *db.Tx, c prose.Cleaner, w *work.Work, v viewer.Viewer, id work.ChapterID) error {
	var own *work.Chapter
	for _, x := range Own(w, v) {
		if x.ID == id {
			own = &x
		}
	}
	if own == nil {
		return fault.New(fault.NotFound, "You have no such chapter in this work.")
	}
	if err := lock(ctx, tx, w.ID); err != nil {
		return err
	}
	now, err := draft.Of(ctx, tx, id)
	if err != nil || now.Rev == 0 {
		return err
	}
	if err := publish.Check(ctx, tx, c, w, id); err != nil {
		return err
	}
	if err := draft.Settle(ctx, tx, c, id); err != nil {
		return err
	}
	return tellCreators(ctx, tx, w, say.T(ctx, "{name} changed a chapter of “{title}”", "name", v.Name, "title", w.Name()),
		say.T(ctx, "Readers see it as it is now. What they saw before is kept in its history."))
}
