package work

import (
	"context"
	"fmt"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/prose"
)

// Kept is a work as it was kept elsewhere: a draft with all its dates, and with what
// Create would make anew.
type Kept struct {
	Draft       // without chapters
	Ornament    Ornament
	UsualBefore string            // HTML
	UsualAfter  string            // HTML
	Weights     map[string]Weight // of relationships, by tag.Key of their names
	CreatedAt   time.Time
	UpdatedAt   time.Time
	Unquoted    bool // left out of the search for quotes
}

// KeptChapter is a chapter as it was kept elsewhere.
type KeptChapter struct {
	ChapterText
	Posted    bool
	PostedAt  time.Time // zero for one that never was
	CreatedAt time.Time
	UpdatedAt time.Time
	Version   int
	// Anchored is the body with its anchors, whose prefix is AnchorsOf(0), and Next the
	// number after the last that was ever given.
	Anchored string
	Next     int
	Source   string // what the author sent, "" for nothing else than the body
}

// AnchorsOf is how the anchors of a chapter begin.
func AnchorsOf(id ChapterID) string { return anchorPrefix(id) }

// Restore adds a work as it was kept elsewhere: with its dates, in the state it had,
// and drafts that are not finished yet. Its chapters follow by RestoreChapter, and
// then Restored. Everything is cleaned as if it were sent today. The caller has made
// sure that its creators agree.
func Restore(ctx context.Context, tx *db.Tx, c prose.Cleaner, k *Kept) (ID, error) {
	var id ID
	err := tx.QueryRowContext(ctx, `INSERT INTO works (title, sort_title, language, rating, revised_at, clean_version, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $7) RETURNING id`, oneLine(k.Title), SortTitle(oneLine(k.Title)), k.Language, string(k.Rating),
		k.RevisedAt.UnixMilli(), prose.Version, k.CreatedAt.UnixMilli()).Scan(&id)
	if err != nil {
		return 0, fmt.Errorf("restore a work: %w", err)
	}
	w := writer{ctx: ctx, tx: tx, clean: c, id: id, d: &k.Draft}
	for _, step := range []func() error{
		w.creators, w.tags, w.credits, w.gifts, w.requests, w.original,
		func() error { return w.weights(k.Weights) },
		func() error { return w.kept(k) },
	} {
		if err := step(); err != nil {
			return 0, err
		}
	}
	return id, nil
}

// kept writes the work's row as it was.
func (w *writer) kept(k *Kept) error {
	d := &k.Draft
	complete := d.Complete != nil && *d.Complete
	return w.exec("restore", `UPDATE works SET summary = $2, notes_before = $3, notes_after = $4, chapter_total = $5, complete = $6,
		posted = $7, restricted = $8, hidden = $9, unrevealed = $10, anonymous = $11, unquoted = $19, source_url = $12, source_posted_at = $13, posted_at = $14,
		ornament = $15, usual_before = $16, usual_after = $17, source_key = $18 WHERE id = $1`,
		int64(w.id), brief(w.clean, d.Summary), note(w.clean, d.NotesBefore), note(w.clean, d.NotesAfter), nullZero(d.ChapterTotal), complete,
		d.Posted, d.Restricted, d.Hidden, d.Unrevealed, d.Anonymous, d.SourceURL, db.Millis(d.SourcePosted), db.Millis(d.PostedAt),
		string(k.Ornament), note(w.clean, k.UsualBefore), note(w.clean, k.UsualAfter), SourceKey(d.SourceURL), k.Unquoted)
}

// RestoreChapter adds a chapter of a work that Restore added, at a place from 1. Its
// paragraphs keep their anchors, so that links to them lead where they did.
func RestoreChapter(ctx context.Context, tx *db.Tx, c prose.Cleaner, id ID, position int, k KeptChapter) (ChapterID, error) {
	d := Draft{Chapters: []DraftChapter{{
		Kind: k.Kind, Title: k.Title, Summary: k.Summary, NotesBefore: k.NotesBefore, NotesAfter: k.NotesAfter, Body: k.Body, PostedAt: k.PostedAt, Draft: !k.Posted,
	}}}
	d.Prepare(c)
	ch := &d.Chapters[0]
	if k.Source != "" {
		ch.source = k.Source
	}
	w := writer{ctx: ctx, tx: tx, clean: c, id: id, d: &d}
	var chapter ChapterID
	err := tx.QueryRowContext(ctx, `INSERT INTO chapters (work_id, position, kind, title, summary, notes_before, notes_after, words, version, posted, posted_at, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) RETURNING id`,
		int64(id), position, string(ch.Kind), ch.Title, ch.Summary, ch.NotesBefore, ch.NotesAfter, ch.words, max(1, k.Version), k.Posted,
		db.Millis(k.PostedAt), k.CreatedAt.UnixMilli(), k.UpdatedAt.UnixMilli()).Scan(&chapter)
	if err != nil {
		return 0, fmt.Errorf("work %d restore chapter: %w", id, err)
	}
	return chapter, w.text(chapter, ch, Reanchored(k.Anchored, AnchorsOf(0), AnchorsOf(chapter)), max(1, k.Next))
}

// Restored ends a Restore once all chapters are in: it counts, indexes and dates the
// work.
func Restored(ctx context.Context, tx *db.Tx, id ID, k *Kept) error {
	if err := Tally(ctx, tx, id); err != nil {
		return err
	}
	w := writer{ctx: ctx, tx: tx, id: id, d: &k.Draft}
	complete := k.Complete != nil && *k.Complete
	if err := w.exec("restored", `UPDATE works SET complete = $2, revised_at = $3, updated_at = $4, likeness_version = 0 WHERE id = $1`,
		int64(id), complete, k.RevisedAt.UnixMilli(), k.UpdatedAt.UnixMilli()); err != nil {
		return err
	}
	if err := w.pictures(); err != nil {
		return err
	}
	if err := Refilter(ctx, tx, id); err != nil {
		return err
	}
	return w.index()
}

// RestoreOriginal notes a file that a work came from, which is stored. The caller has
// made sure that its bytes have that SHA-256.
func RestoreOriginal(ctx context.Context, tx *db.Tx, id ID, o Original) error {
	if err := tx.Exec(ctx, `INSERT INTO originals (work_id, sha256, file, size, took_at) VALUES ($1, $2, $3, $4, $5)`,
		int64(id), o.SHA256, oneLine(o.File), o.Size, o.TookAt.UnixMilli()); err != nil {
		return fmt.Errorf("work %d original: %w", id, err)
	}
	return nil
}
