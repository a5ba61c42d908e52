package work

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/search"
)

// MoveChapter takes a chapter to the end of another work. In a work that is a draft
// it becomes a draft itself; a draft stays one. Whoever signed it and is no creator
// there signs it no more.
func MoveChapter(ctx context.Context, tx *db.Tx, c ChapterID, to ID) error {
	from, err := Of(ctx, tx, c)
	if err != nil {
		return err
	}
	if from == to {
		return nil
	}
	for _, id := range []ID{min(from, to), max(from, to)} { // two who move to and fro never wait for each other
		if _, err := lockOrder(ctx, tx, id); err != nil {
			return err
		}
	}
	ch, err := lockChapter(ctx, tx, c)
	if err != nil {
		return err
	}
	if ch.work != from {
		return fault.New(fault.Conflict, "Somebody moved this chapter just now. Look where it is, and try again.")
	}
	if err := mayGo(ctx, tx, c, ch); err != nil {
		return err
	}
	if err := stays(ctx, tx, c, from, to); err != nil {
		return err
	}
	var posted bool
	var made, last int
	if err := tx.QueryRowContext(ctx, `SELECT posted, chapters_made, (SELECT COALESCE(MAX(position), 0) FROM chapters WHERE work_id = works.id) FROM works WHERE id = $1`, int64(to)).Scan(&posted, &made, &last); err != nil {
		return fmt.Errorf("move chapter %d: %w", c, err)
	}
	if made >= MaxChapters {
		return fault.In("to", "That work has %d chapters already, which is the most.", made)
	}
	if err := tx.Exec(ctx, `UPDATE chapters SET work_id = $2, position = $3, posted = $4 WHERE id = $1`, int64(c), int64(to), last+1, ch.posted && posted); err != nil {
		return fmt.Errorf("move chapter %d: %w", c, err)
	}
	if err := tx.Exec(ctx, `DELETE FROM chapter_creators WHERE chapter_id = $1
		AND pseud_id NOT IN (SELECT pseud_id FROM work_creators WHERE work_id = $2 AND approved)`, int64(c), int64(to)); err != nil {
		return fmt.Errorf("move chapter %d: %w", c, err)
	}
	if err := found(ctx, tx, to, c, ch.posted && posted); err != nil {
		return err
	}
	if err := leadOn(ctx, tx, from, c, c); err != nil {
		return err
	}
	for _, id := range []ID{from, to} {
		if err := settled(ctx, tx, id); err != nil {
			return err
		}
	}
	if !ch.posted {
		return nil
	}
	return redate(ctx, tx, from, to, c)
}

// stays is a fault for a chapter that somebody signs who does not sign the work it is
// to go to: nobody carries another's text away.
func stays(ctx context.Context, q db.Q, c ChapterID, from, to ID) error {
	all, err := db.All(ctx, q, db.One[string], `SELECT DISTINCT a.name FROM pseuds p JOIN accounts a ON a.id = p.account_id
		WHERE (p.id IN (SELECT pseud_id FROM chapter_creators WHERE chapter_id = $1)
			OR NOT EXISTS (SELECT 1 FROM chapter_creators WHERE chapter_id = $1) AND p.id IN (SELECT pseud_id FROM work_creators WHERE work_id = $2 AND approved))
		AND NOT EXISTS (SELECT 1 FROM work_creators w JOIN pseuds o ON o.id = w.pseud_id WHERE w.work_id = $3 AND w.approved AND o.account_id = p.account_id)
		ORDER BY a.name`, int64(c), int64(from), int64(to))
	if err != nil {
		return fmt.Errorf("who signs chapter %d: %w", c, err)
	}
	if len(all) > 0 {
		return fault.New(fault.Conflict, "%s signs this chapter too, and not the other work, so it stays here. Ask them to sign the other work first.", strings.Join(all, ", "))
	}
	return nil
}

// found puts a chapter's text into the search under a work, or takes it out.
func found(ctx context.Context, tx *db.Tx, id ID, c ChapterID, posted bool) error {
	if !posted {
		return search.DropChapter(ctx, tx, int64(c))
	}
	html, err := Text(ctx, tx, c)
	if err != nil {
		return err
	}
	return search.PutChapter(ctx, tx, int64(id), int64(c), search.Passages(html))
}

// settled sees to what hangs on the chapters of a work once they have changed.
func settled(ctx context.Context, tx *db.Tx, id ID) error {
	if err := Tally(ctx, tx, id); err != nil {
		return err
	}
	if err := forget(ctx, tx, id); err != nil {
		return err
	}
	return search.Refresh(ctx, tx, int64(id))
}

// Split cuts a chapter in two before the block with an anchor. The first part
// keeps the chapter's key, its notes before and its title; the second is a new chapter
// right behind it, with the notes after, posted if the first is.
func Split(ctx context.Context, tx *db.Tx, c prose.Cleaner, id ChapterID, anchor, title string) (ChapterID, error) {
	ch, err := lockChapter(ctx, tx, id)
	if err != nil {
		return 0, err
	}
	t, err := TextOf(ctx, tx, id)
	if err != nil {
		return 0, err
	}
	before, after, ok := prose.Cut(t.Body, anchor)
	if !ok {
		return 0, fault.In("at", "The chapter has no such paragraph any more. Choose again where the new chapter begins.")
	}
	order, err := chapterOrder(ctx, tx, ch.work)
	if err != nil {
		return 0, err
	}
	if len(order) >= MaxChapters {
		return 0, fault.In("at", "The work has %d chapters already, which is the most.", len(order))
	}
	var at db.Time
	if err := tx.QueryRowContext(ctx, `SELECT posted_at FROM chapters WHERE id = $1`, int64(id)).Scan(&at); err != nil {
		return 0, fmt.Errorf("split chapter %d: %w", id, err)
	}
	rest := DraftChapter{Kind: t.Kind, Title: title, NotesAfter: t.NotesAfter, Body: after, Draft: !ch.posted, PostedAt: at.Time}
	if rest.PostedAt.IsZero() {
		rest.PostedAt = tx.Now
	}
	d := Draft{Chapters: []DraftChapter{rest}}
	d.Prepare(c)
	w := writer{ctx: ctx, tx: tx, clean: c, id: ch.work, d: &d}
	fresh, err := w.insertChapter(ch.position+1, &d.Chapters[0])
	if err != nil {
		return 0, err
	}
	if err := w.exec("creators", `INSERT INTO chapter_creators (chapter_id, pseud_id, position)
		SELECT $2, pseud_id, position FROM chapter_creators WHERE chapter_id = $1`, int64(id), int64(fresh)); err != nil {
		return 0, err
	}
	t.Body, t.NotesAfter = before, ""
	if err := SetChapter(ctx, tx, c, id, t); err != nil {
		return 0, err
	}
	i := slices.Index(order, id) + 1
	if err := reorder(ctx, tx, ch.work, order, slices.Insert(slices.Clone(order), i, fresh)); err != nil {
		return 0, err
	}
	return fresh, settled(ctx, tx, ch.work)
}

// Merge puts the text of a chapter behind that of another one of the same work, with
// a scene break between if it is wanted. The first keeps its key and title, and gets
// the versions of the second; the second's address leads to it from then on. Both must be posted or neither,
// since no draft may be shown by the way. most is how many characters the text may
// have, 0 for as many as there can be.
func Merge(ctx context.Context, tx *db.Tx, c prose.Cleaner, first, second ChapterID, sceneBreak bool, most int) error {
	a, err := lockChapter(ctx, tx, first)
	if err != nil {
		return err
	}
	b, err := lockChapter(ctx, tx, second)
	if err != nil {
		return err
	}
	switch {
	case first == second || a.work != b.work:
		return fault.In("with", "Choose another chapter of the same work.")
	case a.posted != b.posted:
		return fault.In("with", "One of the two is posted and the other one a draft. Post the draft first, or write on in the posted one.")
	}
	t, err := TextOf(ctx, tx, first)
	if err != nil {
		return err
	}
	x, err := TextOf(ctx, tx, second)
	if err != nil {
		return err
	}
	body := prose.Join(c.Clean(t.Body, prose.Body), c.Clean(x.Body, prose.Body), sceneBreak)
	if n := len([]rune(body)); most > 0 && n > most {
		return fault.In("with", "Together that would be %d characters; %d is the most for one chapter.", n, most)
	}
	t.Body = body
	t.Summary, t.NotesBefore, t.NotesAfter = both(t.Summary, x.Summary), both(t.NotesBefore, x.NotesBefore), both(t.NotesAfter, x.NotesAfter)
	if err := joinTexts(ctx, tx, c, first, second, t); err != nil {
		return err
	}
	if err := leadOn(ctx, tx, a.work, second, first); err != nil {
		return err
	}
	if err := drop(ctx, tx, second); err != nil {
		return err
	}
	return settled(ctx, tx, a.work)
}

// joinTexts makes the first of two chapters say t, and keeps in its history what both
// said before.
func joinTexts(ctx context.Context, tx *db.Tx, c prose.Cleaner, first, second ChapterID, t ChapterText) error {
	if err := KeepSettled(ctx, tx, second, 0); err != nil {
		return err
	}
	if err := SetChapter(ctx, tx, c, first, t); err != nil {
		return err
	}
	if err := takeOver(ctx, tx, first, second); err != nil {
		return err
	}
	return KeepSettled(ctx, tx, first, 0)
}

// drop deletes a chapter's row, what hangs on it, and what the search knows of it.
func drop(ctx context.Context, tx *db.Tx, c ChapterID) error {
	if err := search.DropChapter(ctx, tx, int64(c)); err != nil {
		return err
	}
	if err := tx.Exec(ctx, `DELETE FROM chapters WHERE id = $1`, int64(c)); err != nil {
		return fmt.Errorf("drop chapter %d: %w", c, err)
	}
	return nil
}

// both is two notes, one after the other.
func both(a, b string) string { return strings.TrimSpace(a + "\n" + b) }

// Anchored is a text as a chapter's would be stored: clean, with the anchors that it
// would get in the place of the text there is.
func Anchored(ctx context.Context, q db.Q, c prose.Cleaner, id ChapterID, body string) (string, error) {
	var was string
	var next int
	if err := q.QueryRowContext(ctx, `SELECT html, next_anchor FROM chapter_texts WHERE chapter_id = $1`, int64(id)).Scan(&was, &next); err != nil {
		return "", fmt.Errorf("text of chapter %d: %w", id, err)
	}
	html, _ := prose.Anchor(c.Clean(body, prose.Body), was, anchorPrefix(id), next)
	return html, nil
}
