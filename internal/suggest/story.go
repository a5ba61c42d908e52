package suggest

import (
	"context"
	"slices"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/draft"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/work"
)

// OfWork is the story of a work as it is being written: working copies, and chapters that
// are not posted, too, one in memory at a time. The viewer may edit it.
func OfWork(ctx context.Context, q db.Q, c prose.Cleaner, x *work.Work) Story {
	return Story{
		Notes: plain(c, x.Summary, x.NotesBefore, x.NotesAfter),
		Chapters: func(yield func(Chapter, error) bool) {
			for _, ch := range x.Chapters {
				now, err := draft.Of(ctx, q, ch.ID)
				if !yield(chapter(c, now.ChapterText), err) || err != nil {
					return
				}
			}
		},
	}
}

// OfDraft is the story of a work that waits to be taken in.
func OfDraft(c prose.Cleaner, d *work.Draft) Story {
	return Story{
		Notes: plain(c, d.Summary, d.NotesBefore, d.NotesAfter),
		Chapters: func(yield func(Chapter, error) bool) {
			for _, ch := range d.Chapters {
				if !yield(chapter(c, work.ChapterText{Title: ch.Title, Summary: ch.Summary, NotesBefore: ch.NotesBefore, NotesAfter: ch.NotesAfter, Body: ch.Body}), nil) {
					return
				}
			}
		},
	}
}

func chapter(c prose.Cleaner, t work.ChapterText) Chapter {
	return Chapter{Notes: plain(c, t.Summary, t.NotesBefore, t.NotesAfter), Text: prose.PlainText(c.Clean(t.Body, prose.Body))}
}

// plain is what readers see of some notes, without those that are empty.
func plain(c prose.Cleaner, notes ...string) []string {
	for i, n := range notes {
		notes[i] = prose.PlainText(c.Clean(n, prose.Note))
	}
	return slices.DeleteFunc(notes, func(n string) bool { return n == "" })
}
