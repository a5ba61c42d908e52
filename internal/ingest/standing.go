package ingest

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/decode"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// keepStanding makes of a draft a new version of the work that was asked for. Its
// text is the file's. Who made the work, who may read it and when it was posted
// stay, and so does all that the file only lets guess: a name of a file is no
// reason to rename a work, and a file without tags none to take them away.
func keepStanding(ctx context.Context, tx *db.Tx, id work.ID, d *work.Draft, m *decode.Manuscript, c Corrections) error {
	w, err := work.Get(ctx, tx, viewer.Viewer{Role: viewer.Keeper}, id)
	if err != nil {
		return err
	}
	d.Creators, err = db.All(ctx, tx, db.One[account.PseudID], `SELECT pseud_id FROM work_creators WHERE work_id = $1 ORDER BY position, pseud_id`, int64(id))
	if err != nil {
		return fmt.Errorf("the creators of work %d: %w", id, err)
	}
	d.Posted, d.Restricted, d.Hidden, d.Unrevealed, d.Anonymous = w.Posted, w.Restricted, w.Hidden, w.Unrevealed, w.Anonymous
	d.PostedAt, d.RevisedAt = w.PostedAt, time.Time{}
	if d.SourcePosted.IsZero() {
		d.SourcePosted = w.SourcePosted
	}
	says := func(field string, corrected, has bool) bool { return corrected || has && stated(m, field) }
	keep(&d.Title, w.Title, says("title", c.Title != nil, d.Title != ""))
	keep(&d.Summary, w.Summary, says("summary", c.Summary != nil, d.Summary != ""))
	keep(&d.NotesBefore, w.NotesBefore, says("notes_before", c.NotesBefore != nil, d.NotesBefore != ""))
	keep(&d.NotesAfter, w.NotesAfter, says("notes_after", c.NotesAfter != nil, d.NotesAfter != ""))
	keep(&d.Language, w.Language, says("language", c.Language != nil, m.Language != ""))
	keep(&d.Rating, w.Rating, says("rating", c.Rating != nil, m.Rating != decode.NotRated && m.Rating != ""))
	keep(&d.SourceURL, w.SourceURL, says("source_url", c.SourceURL != nil, d.SourceURL != ""))
	if !says("tags", c.Tags != nil, len(m.Tags) > 0) {
		d.Tags = nil
		for _, t := range w.Tags {
			d.Tags = append(d.Tags, tag.Named{Type: t.Type, Name: t.Name})
		}
	}
	if !says("status", c.Status != nil, m.Status != decode.StatusUnknown) {
		total := w.ChapterTotal
		if total < len(d.Chapters) {
			total = 0
		}
		d.ChapterTotal, d.Complete = total, &w.Complete
	}
	d.Credits = append(w.Credits, slices.DeleteFunc(d.Credits, func(x work.Credit) bool { return slices.Contains(w.Credits, x) })...)
	if len(d.Gifts) == 0 {
		d.Gifts = w.Gifts
	}
	if len(d.Requests) == 0 {
		d.Requests = w.Requests
	}
	return nil
}

// stated reports whether the file says a field's value, and nobody guessed it.
func stated(m *decode.Manuscript, field string) bool {
	switch m.Origins[field] {
	case decode.FromMaker, decode.FromLabel:
		return true
	case "":
		return !slices.ContainsFunc(m.Guesses, func(g decode.Guess) bool { return g.Field == field })
	}
	return false
}

func keep[T any](field *T, was T, says bool) {
	if !says {
		*field = was
	}
}
