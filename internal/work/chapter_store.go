package work

import (
	"fmt"
	"strings"

	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/search"
	"github.com/ficstead/ficstead/internal/web"
)

// chapters writes each chapter over the old one at its place, adds those that
// are new, and drops those that are left over.
func (w *writer) chapters(old []ChapterID) error {
	for i := range w.d.Chapters {
		c := &w.d.Chapters[i]
		if c.PostedAt.IsZero() {
			c.PostedAt = w.d.PostedAt
		}
		if c.PostedAt.IsZero() {
			c.PostedAt = w.tx.Now
		}
		var was ChapterID
		if i < len(old) {
			was = old[i]
		}
		if err := w.chapter(was, i+1, c); err != nil {
			return err
		}
	}
	for _, id := range old[min(len(old), len(w.d.Chapters)):] {
		if err := search.DropChapter(w.ctx, w.tx, int64(id)); err != nil {
			return err
		}
		if err := w.exec("drop chapter", `DELETE FROM chapters WHERE id = $1`, int64(id)); err != nil {
			return err
		}
	}
	return nil
}

// chapter writes one chapter; id is 0 for a new one.
func (w *writer) chapter(id ChapterID, position int, c *DraftChapter) error {
	if c.words > 0 || strings.Contains(c.Body, "<img") {
		w.texts++
	}
	if !c.Draft {
		w.words += c.words
		if c.PostedAt.After(w.revised) {
			w.revised = c.PostedAt
		}
	}
	if id == 0 {
		return w.addChapter(position, c)
	}
	return w.changeChapter(id, position, c)
}

func (w *writer) addChapter(position int, c *DraftChapter) error {
	var id ChapterID
	err := w.tx.QueryRowContext(w.ctx, `INSERT INTO chapters (work_id, position, kind, title, summary, notes_before, notes_after, words, posted, posted_at, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11) RETURNING id`,
		int64(w.id), position, string(c.Kind), c.Title, c.Summary, c.NotesBefore, c.NotesAfter, c.words, !c.Draft, c.PostedAt.UnixMilli(), w.tx.Millis()).Scan(&id)
	if err != nil {
		return fmt.Errorf("work %d add chapter %d: %w", w.id, position, err)
	}
	return w.text(id, c, "", 1)
}

// changeChapter keeps what was published as a version when the text changes.
func (w *writer) changeChapter(id ChapterID, position int, c *DraftChapter) error {
	var was string
	var next int
	err := w.tx.QueryRowContext(w.ctx, `SELECT html, next_anchor FROM chapter_texts WHERE chapter_id = $1`, int64(id)).Scan(&was, &next)
	if err != nil {
		return fmt.Errorf("chapter %d: %w", id, err)
	}
	changed := w.clean.Clean(was, prose.Body) != c.Body
	if changed {
		if err := w.exec("keep version", `INSERT INTO chapter_versions (chapter_id, version, title, html, words, created_at)
			SELECT c.id, c.version, c.title, t.html, c.words, c.updated_at FROM chapters c JOIN chapter_texts t ON t.chapter_id = c.id
			WHERE c.id = $1 AND c.posted`, int64(id)); err != nil {
			return err
		}
	}
	step := 0
	if changed {
		step = 1
	}
	if err := w.exec("change chapter", `UPDATE chapters SET position = $2, kind = $3, title = $4, summary = $5, notes_before = $6, notes_after = $7,
		words = $8, posted = $9, posted_at = COALESCE(posted_at, $10), version = version + $11, updated_at = $12 WHERE id = $1`,
		int64(id), position, string(c.Kind), c.Title, c.Summary, c.NotesBefore, c.NotesAfter,
		c.words, !c.Draft, c.PostedAt.UnixMilli(), step, w.tx.Millis()); err != nil {
		return err
	}
	return w.text(id, c, was, next)
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
