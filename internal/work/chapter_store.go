package work

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/search"
	"github.com/ficstead/ficstead/internal/web"
)

// oldChapter is a chapter as it was before its work is replaced.
type oldChapter struct {
	id       ChapterID
	posted   bool
	postedAt db.Time
	face
}

// oldChapters reads the chapters of a work, in order, one text at a time.
func oldChapters(ctx context.Context, tx *db.Tx, id ID) ([]oldChapter, error) {
	old, err := db.All(ctx, tx, func(r *sql.Rows, c *oldChapter) error {
		var title, html string
		if err := r.Scan(&c.id, &title, &c.posted, &c.postedAt, &html); err != nil {
			return err
		}
		c.face = faceOf(title, html)
		return nil
	}, `SELECT c.id, c.title, c.posted, c.posted_at, t.html FROM chapters c JOIN chapter_texts t ON t.chapter_id = c.id
		WHERE c.work_id = $1 ORDER BY c.position, c.id`, int64(id))
	if err != nil {
		return nil, fmt.Errorf("chapters of work %d: %w", id, err)
	}
	return old, nil
}

// matched tells for each chapter of the draft which of the old ones it is, or nil.
func (w *writer) matched(old []oldChapter) []*oldChapter {
	out := make([]*oldChapter, len(w.d.Chapters))
	if len(old) == 0 {
		return out
	}
	was := make([]face, len(old))
	for j := range old {
		was[j] = old[j].face
	}
	fresh := make([]face, len(out))
	for i := range fresh {
		fresh[i] = faceOf(w.d.Chapters[i].Title, w.d.Chapters[i].Body)
	}
	for i, j := range matchChapters(fresh, was) {
		if j >= 0 {
			out[i] = &old[j]
		}
	}
	return out
}

// chapters writes each chapter over the old one that it is, adds those that are
// new, and drops those that are in the work no more, with their versions.
func (w *writer) chapters(old []oldChapter) error {
	kept := make(map[ChapterID]bool, len(old))
	for i, was := range w.matched(old) {
		c := &w.d.Chapters[i]
		if c.PostedAt.IsZero() {
			c.PostedAt = w.d.PostedAt
		}
		if c.PostedAt.IsZero() {
			c.PostedAt = w.tx.Now
		}
		if was != nil {
			kept[was.id] = true
		}
		if err := w.chapter(was, i+1, c); err != nil {
			return err
		}
	}
	for _, c := range old {
		if kept[c.id] {
			continue
		}
		if err := search.DropChapter(w.ctx, w.tx, int64(c.id)); err != nil {
			return err
		}
		if err := w.exec("drop chapter", `DELETE FROM chapters WHERE id = $1`, int64(c.id)); err != nil {
			return err
		}
	}
	return nil
}

// chapter writes one chapter; was is nil for a new one.
func (w *writer) chapter(was *oldChapter, position int, c *DraftChapter) error {
	if c.words > 0 || strings.Contains(c.Body, "<img") {
		w.texts++
	}
	if !c.Draft {
		w.words += c.words
	}
	if was == nil {
		w.date(c, c.PostedAt)
		return w.addChapter(position, c)
	}
	changed, err := w.changeChapter(was.id, position, c)
	if err != nil {
		return err
	}
	if changed || !was.posted {
		w.date(c, c.PostedAt)
	} else if !c.Draft && was.postedAt.After(w.revised) {
		w.revised = was.postedAt.Time
	}
	return nil
}

// date notes that what readers see of the text changed with c, at an instant.
func (w *writer) date(c *DraftChapter, at time.Time) {
	if c.Draft {
		return
	}
	w.changed = true
	if at.After(w.revised) {
		w.revised = at
	}
}

func (w *writer) addChapter(position int, c *DraftChapter) error {
	_, err := w.insertChapter(position, c)
	return err
}

func (w *writer) insertChapter(position int, c *DraftChapter) (ChapterID, error) {
	var id ChapterID
	err := w.tx.QueryRowContext(w.ctx, `INSERT INTO chapters (work_id, position, kind, title, summary, notes_before, notes_after, words, posted, posted_at, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11) RETURNING id`,
		int64(w.id), position, string(c.Kind), c.Title, c.Summary, c.NotesBefore, c.NotesAfter, c.words, !c.Draft, c.PostedAt.UnixMilli(), w.tx.Millis()).Scan(&id)
	if err != nil {
		return 0, fmt.Errorf("work %d add chapter %d: %w", w.id, position, err)
	}
	return id, w.text(id, c, "", 1)
}

// changeChapter keeps what was there as a version when the text changes, and the
// date on which it was posted. It reports whether the text changed.
func (w *writer) changeChapter(id ChapterID, position int, c *DraftChapter) (changed bool, err error) {
	var was string
	var next int
	err = w.tx.QueryRowContext(w.ctx, `SELECT html, next_anchor FROM chapter_texts WHERE chapter_id = $1`, int64(id)).Scan(&was, &next)
	if err != nil {
		return false, fmt.Errorf("chapter %d: %w", id, err)
	}
	changed = w.clean.Clean(was, prose.Body) != c.Body
	if changed {
		if err := KeepSettled(w.ctx, w.tx, id, 0); err != nil {
			return false, err
		}
	}
	step := 0
	if changed {
		step = 1
	}
	if err := w.exec("change chapter", `UPDATE chapters SET position = $2, kind = $3, title = $4, summary = $5, notes_before = $6, notes_after = $7,
		words = $8, posted = $9, posted_at = COALESCE(posted_at, $10), version = version + $11,
		updated_at = CASE WHEN $11 = 0 THEN updated_at ELSE $12 END WHERE id = $1`,
		int64(id), position, string(c.Kind), c.Title, c.Summary, c.NotesBefore, c.NotesAfter,
		c.words, !c.Draft, c.PostedAt.UnixMilli(), step, w.tx.Millis()); err != nil {
		return false, err
	}
	return changed, w.text(id, c, was, next)
}

// text stores a chapter's text: anchored, ready for a page, and in the index.
func (w *writer) text(id ChapterID, c *DraftChapter, previous string, next int) error {
	html, next := prose.Anchor(c.Body, previous, anchorPrefix(id), next)
	packed, err := web.Pack(prose.Show(html))
	if err != nil {
		return fmt.Errorf("pack chapter %d: %w", id, err)
	}
	if err := w.exec("text", `INSERT INTO chapter_texts (chapter_id, html, packed, packed_size, packed_sum, next_anchor, clean_version, source)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (chapter_id) DO UPDATE SET html = excluded.html, source = excluded.source, packed = excluded.packed,
		packed_size = excluded.packed_size, packed_sum = excluded.packed_sum, next_anchor = excluded.next_anchor, clean_version = excluded.clean_version`,
		int64(id), html, packed.Deflate, packed.Size, int64(packed.Sum), next, prose.Version, w.source(c)); err != nil {
		return err
	}
	if err := w.pictured(id, c); err != nil {
		return err
	}
	if c.Draft {
		return search.DropChapter(w.ctx, w.tx, int64(id))
	}
	return search.PutChapter(w.ctx, w.tx, int64(w.id), int64(id), search.Passages(html))
}

// source is a chapter's text as it was sent, kept where no original file has it.
func (w *writer) source(c *DraftChapter) any {
	if w.d.Original != nil {
		return nil
	}
	return c.source
}

// anchorPrefix makes a chapter's anchors unlike those of any other chapter, since
// the entire work is one page.
func anchorPrefix(id ChapterID) string { return fmt.Sprintf("p%d-", id) }

// webAddress keeps a link that leads to a page and nothing else.
func webAddress(u string) string {
	if strings.HasPrefix(u, "https://") || strings.HasPrefix(u, "http://") {
		return u
	}
	return ""
}
