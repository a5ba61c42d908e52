package draft

import (
	"context"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// versionEvery is how much writing there is between two automatic versions.
const versionEvery = 10 * time.Minute

// keepNowAndThen keeps the copy as a version, before e is saved over it, when it has
// been written in for a while since the last, by somebody else, in another tab or on
// another device, or on another day; and always when e was chosen over it. Where the
// chapter has very many of this day, only the time counts, and nothing more can be
// chosen.
func (c Copy) keepNowAndThen(ctx context.Context, tx *db.Tx, e Edit) error {
	if c.Rev == 0 || e.kept {
		return nil // it is in the chapter, or a version
	}
	worth := e.Chosen || c.By != e.By || c.tab != e.Tab || tx.Now.YearDay() != c.SavedAt.YearDay()
	if worth {
		crowded, err := work.Crowded(ctx, tx, c.Chapter)
		if err != nil {
			return err
		}
		if crowded && e.Chosen {
			return fault.Later(time.Hour, "This chapter has %d versions of the last day already, so the other text can’t be kept before yours takes its place. Please choose again in an hour; what you typed is still on this page.", work.MaxAutoDaily)
		}
		worth = !crowded
	}
	if !worth {
		due, err := c.due(ctx, tx)
		if err != nil || !due {
			return err
		}
	}
	_, err := work.KeepVersion(ctx, tx, c.Chapter, c.version(work.AutoVersion, ""))
	return err
}

// due reports whether the copy has been written in for a while since the last version.
func (c Copy) due(ctx context.Context, tx *db.Tx) (bool, error) {
	last, err := work.LastKept(ctx, tx, c.Chapter)
	if err != nil {
		return false, err
	}
	if last.Before(c.began) {
		last = c.began
	}
	return tx.Now.Sub(last) >= versionEvery, nil
}

// keepBoth keeps a copy that its chapter went past, and the chapter's text, before
// somebody chooses between them.
func (c Copy) keepBoth(ctx context.Context, tx *db.Tx) error {
	if err := work.KeepSettled(ctx, tx, c.Chapter, 0); err != nil {
		return err
	}
	_, err := work.KeepVersion(ctx, tx, c.Chapter, c.version(work.AutoVersion, ""))
	return err
}

// version is the copy as a version.
func (c Copy) version(kind work.VersionKind, name string) work.NewVersion {
	return work.NewVersion{Kind: kind, Name: name, By: c.By, Words: c.Words, At: c.SavedAt, ChapterText: c.ChapterText}
}

// KeepNamed keeps the copy as it is under a name, for good; fault TooLarge where the
// chapter has as many names as it may have. The caller has made sure that the viewer
// may edit the chapter.
func KeepNamed(ctx context.Context, tx *db.Tx, id work.ChapterID, name string) (work.VersionID, error) {
	c, err := locked(ctx, tx, id)
	if err != nil {
		return 0, err
	}
	return work.KeepVersion(ctx, tx, id, c.version(work.NamedVersion, name))
}

// KeepAside keeps a title and a text that lost against the copy, so that its writer can
// come back to it; fault TooLarge or TooMany where there are as many of them as there
// may be. The caller has made sure that the viewer may edit the chapter.
func KeepAside(ctx context.Context, tx *db.Tx, id work.ChapterID, e Edit) (work.VersionID, error) {
	c, err := locked(ctx, tx, id)
	if err != nil {
		return 0, err
	}
	if err := e.apply(&c.ChapterText); err != nil {
		return 0, err
	}
	c.By, c.SavedAt, c.Words = e.By, tx.Now, prose.Words(c.Body)
	return work.KeepVersion(ctx, tx, id, c.version(work.AsideVersion, ""))
}

// GoBack makes a version's text the copy; what was there is kept as a version. Seen
// is the Copy.Seen of who asks; somebody who saved since then is fault Conflict, and
// the copy is theirs.
func GoBack(ctx context.Context, tx *db.Tx, id work.ChapterID, by viewer.ID, seen int, t work.ChapterText) (Copy, error) {
	was, err := locked(ctx, tx, id)
	if err != nil {
		return was, err
	}
	if was.Seen != seen {
		if was.ChapterText == t {
			return was, nil // asked for twice
		}
		return was, overtaken()
	}
	if _, err := work.KeepVersion(ctx, tx, id, was.version(work.RestoredVersion, "")); err != nil {
		return was, err
	}
	return Save(ctx, tx, id, Edit{By: by, Seen: seen, Chosen: true, kept: true, Kind: &t.Kind, Title: &t.Title, Summary: &t.Summary, NotesBefore: &t.NotesBefore, NotesAfter: &t.NotesAfter, Whole: &t.Body})
}

// locked is the copy of a chapter, which nobody else can save before tx ends.
func locked(ctx context.Context, tx *db.Tx, id work.ChapterID) (Copy, error) {
	if err := lock(ctx, tx, id); err != nil {
		return Copy{}, err
	}
	return Open(ctx, tx, id)
}
