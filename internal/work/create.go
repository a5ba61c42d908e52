package work

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/search"
)

// Create adds a work, cleaned, counted, anchored, tagged and indexed, or nothing
// of it. The caller has made sure that its creators agree.
func Create(ctx context.Context, tx *db.Tx, c prose.Cleaner, d Draft) (ID, error) {
	if err := d.Check(); err != nil {
		return 0, err
	}
	var id ID
	now := tx.Millis()
	err := tx.QueryRowContext(ctx, `INSERT INTO works (title, sort_title, language, rating, revised_at, clean_version, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $5, $5) RETURNING id`,
		d.Title, SortTitle(d.Title), d.Language, string(d.Rating), now, prose.Version).Scan(&id)
	if err != nil {
		return 0, fmt.Errorf("create work: %w", err)
	}
	d.Prepare(c)
	w := writer{ctx: ctx, tx: tx, clean: c, id: id, d: &d}
	return id, w.write(nil)
}

// Replace makes a work what d says. A chapter keeps its key, and with it the date on
// which it was posted and whatever hangs on it, by what it says and not by its
// place: see matchChapters. A chapter of the work that d doesn't have is removed,
// with what hangs on it. Paragraphs that did not change keep their anchors; what
// was published before is kept as a version. Where d doesn't say when the work was
// posted, that stays; where it doesn't say when it was revised, that stays too unless
// a chapter is new or its text changed.
func Replace(ctx context.Context, tx *db.Tx, c prose.Cleaner, id ID, d Draft) error {
	if err := d.Check(); err != nil {
		return err
	}
	// The update also locks the work, so that two that replace it come one after the other.
	var revised db.Time
	err := tx.QueryRowContext(ctx, `UPDATE works SET updated_at = $2 WHERE id = $1 RETURNING revised_at`, int64(id), tx.Millis()).Scan(&revised)
	if errors.Is(err, sql.ErrNoRows) {
		return noSuchWork()
	}
	if err != nil {
		return fmt.Errorf("replace work %d: %w", id, err)
	}
	old, err := oldChapters(ctx, tx, id)
	if err != nil {
		return err
	}
	d.Prepare(c)
	w := writer{ctx: ctx, tx: tx, clean: c, id: id, d: &d, replaces: true, before: revised.Time}
	return w.write(old)
}

// writer writes one work in one transaction.
type writer struct {
	ctx   context.Context
	tx    *db.Tx
	clean prose.Cleaner
	id    ID
	d     *Draft // prepared

	words   int       // of posted chapters
	revised time.Time // of the newest posted chapter
	texts   int       // chapters with words
	changed bool      // readers see a text that they have not seen

	replaces bool      // a work that there is
	before   time.Time // when that was revised
}

// write puts all of the draft into the work's row and everything that hangs on it.
// old are the chapters there are, in order.
func (w *writer) write(old []oldChapter) error {
	for _, step := range []func() error{
		func() error { return w.chapters(old) }, w.row, w.likeness, w.creators, w.tags, w.credits, w.gifts, w.requests, w.pictures, w.original, w.index,
	} {
		if err := step(); err != nil {
			return err
		}
	}
	w.tx.Changed(int64(w.id))
	return nil
}

func (w *writer) exec(what, query string, args ...any) error {
	if err := w.tx.Exec(w.ctx, query, args...); err != nil {
		return fmt.Errorf("work %d %s: %w", w.id, what, err)
	}
	return nil
}

func (w *writer) row() error {
	d := w.d
	if w.texts == 0 {
		return fault.In("chapters", "There are no words in this work.")
	}
	var first time.Time // when it was posted, if nobody has said so yet
	if d.Posted {
		first = w.tx.Now
	}
	revised := d.RevisedAt
	if revised.IsZero() {
		revised = w.revised
		if w.replaces && !w.changed {
			revised = w.before
		}
	}
	if revised.IsZero() {
		revised = w.tx.Now
	}
	return w.exec("row", `UPDATE works SET title = $2, sort_title = $3, summary = $4, notes_before = $5, notes_after = $6,
		language = $7, rating = $8, chapter_total = $9, chapter_count = $10, words = $11, complete = $12,
		posted = $13, restricted = $14, hidden = $15, unrevealed = $16, anonymous = $17,
		source_url = $18, source_posted_at = $19, posted_at = COALESCE($20, posted_at, $27), revised_at = $21,
		clean_version = $22, updated_at = $23, chapters_made = $24, source_key = $25, likeness_version = $26, minor = minor + 1 WHERE id = $1`,
		int64(w.id), d.Title, SortTitle(d.Title), d.Summary, d.NotesBefore, d.NotesAfter,
		d.Language, string(d.Rating), nullZero(d.ChapterTotal), d.posted(), w.words, d.complete(),
		d.Posted, d.Restricted, d.Hidden, d.Unrevealed, d.Anonymous,
		d.SourceURL, db.Millis(d.SourcePosted), db.Millis(d.PostedAt), revised.UnixMilli(),
		prose.Version, w.tx.Millis(), len(d.Chapters), SourceKey(d.SourceURL), likenessVersion, db.Millis(first))
}

func nullZero(n int) any {
	if n == 0 {
		return nil
	}
	return n
}

func (w *writer) creators() error {
	if err := w.exec("creators", `DELETE FROM work_creators WHERE work_id = $1`, int64(w.id)); err != nil {
		return err
	}
	for i, p := range w.d.Creators {
		if err := w.exec("creator", `INSERT INTO work_creators (work_id, pseud_id, position, approved) VALUES ($1, $2, $3, TRUE)
			ON CONFLICT (work_id, pseud_id) DO NOTHING`, int64(w.id), int64(p), i); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) credits() error {
	if err := w.exec("credits", `DELETE FROM credits WHERE work_id = $1`, int64(w.id)); err != nil {
		return err
	}
	for i, c := range w.d.Credits {
		if err := w.exec("credit", `INSERT INTO credits (work_id, position, role, name, title, url) VALUES ($1, $2, $3, $4, $5, $6)`,
			int64(w.id), i, string(c.Role), c.Name, c.Title, webAddress(c.URL)); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) gifts() error {
	if err := w.exec("gifts", `DELETE FROM gifts WHERE work_id = $1`, int64(w.id)); err != nil {
		return err
	}
	for i, g := range w.d.Gifts {
		var pseud any
		if g.Pseud != nil {
			pseud = int64(g.Pseud.ID)
		}
		if err := w.exec("gift", `INSERT INTO gifts (work_id, position, kind, pseud_id, name) VALUES ($1, $2, $3, $4, $5)`,
			int64(w.id), i, string(g.Kind), pseud, g.Name); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) requests() error {
	if err := w.exec("requests", `DELETE FROM requests WHERE work_id = $1`, int64(w.id)); err != nil {
		return err
	}
	for i, r := range w.d.Requests {
		if err := w.exec("request", `INSERT INTO requests (work_id, position, words) VALUES ($1, $2, $3)`, int64(w.id), i, r.Words); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) original() error {
	o := w.d.Original
	if o == nil {
		return nil
	}
	return w.exec("original", `INSERT INTO originals (work_id, sha256, file, size, took_at) VALUES ($1, $2, $3, $4, $5)`,
		int64(w.id), o.SHA256, o.File, o.Size, w.tx.Millis())
}

// index puts what is told about the work into the text search.
func (w *writer) index() error { return search.Refresh(w.ctx, w.tx, int64(w.id)) }
