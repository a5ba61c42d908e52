package work

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/mail"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
)

// OwnWork takes a chapter out of its work and makes a draft of its own of it, by one pseud, with its working copy and its versions. title is what the
// new work is called. The caller has made sure that the chapter is that pseud's.
func OwnWork(ctx context.Context, tx *db.Tx, c ChapterID, by account.PseudID, title string) (ID, error) {
	ch, err := lockChapter(ctx, tx, c)
	if err != nil {
		return 0, err
	}
	var language string
	var beside int
	if err := tx.QueryRowContext(ctx, `SELECT language, (SELECT COUNT(*) FROM chapters WHERE work_id = works.id AND id <> $2) FROM works WHERE id = $1`, int64(ch.work), int64(c)).Scan(&language, &beside); err != nil {
		return 0, fmt.Errorf("chapter %d on its own: %w", c, err)
	}
	if beside == 0 { // a work has a chapter, if an empty one
		if _, err := AddChapter(ctx, tx, ch.work); err != nil {
			return 0, err
		}
	}
	id, empty, err := Begin(ctx, tx, by, language)
	if err != nil {
		return 0, err
	}
	if err := MoveChapter(ctx, tx, c, id); err != nil {
		return 0, err
	}
	if err := RemoveChapter(ctx, tx, empty); err != nil {
		return 0, err
	}
	if r := []rune(title); len(r) > MaxTitle {
		title = string(r[:MaxTitle])
	}
	w := writer{ctx: ctx, tx: tx, id: id}
	if err := w.exec("title", `UPDATE works SET title = $2, sort_title = $3 WHERE id = $1`, int64(id), title, SortTitle(title)); err != nil {
		return 0, err
	}
	return id, w.signed()
}

// TakeOut deletes a chapter on the word of by, who may edit the work. What somebody
// wrote who does not sign the work, in a round, is theirs: it becomes a draft of their
// own, of which they are told. own is that draft, 0 where there is none.
func TakeOut(ctx context.Context, tx *db.Tx, c ChapterID, by viewer.Viewer) (own ID, err error) {
	ch, err := lockChapter(ctx, tx, c)
	if err != nil {
		return 0, err
	}
	guest, title, written, err := guestOf(ctx, tx, c)
	if err != nil {
		return 0, err
	}
	if guest.ID == 0 {
		return 0, RemoveChapter(ctx, tx, c)
	}
	name := (&Work{Title: title}).Name()
	l := mail.Letter{To: guest.Account, Kind: mail.Round, Path: ch.work.Path(), Subject: say.T(ctx, "Your chapter is not in “{title}” any more", "title", name),
		Text: say.T(ctx, "{name} has taken it out of the work.", "name", by.Name)}
	if !written {
		if err := RemoveChapter(ctx, tx, c); err != nil {
			return 0, err
		}
		return 0, mail.Post(ctx, tx, l)
	}
	if own, err = OwnWork(ctx, tx, c, guest.ID, say.T(ctx, "A chapter for “{title}”", "title", name)); err != nil {
		return 0, err
	}
	l.Path = own.Path()
	l.Text += " " + say.T(ctx, "What you wrote is yours: it is a draft among your own works now, with all its versions, and not in that work any more.")
	return own, mail.Post(ctx, tx, l)
}

// guestOf is the first of those who wrote a chapter without signing its work and can
// read letters here, with the work's title, and whether anything is written.
func guestOf(ctx context.Context, q db.Q, c ChapterID) (p account.Pseud, title string, written bool, err error) {
	all, err := db.All(ctx, q, func(r *sql.Rows, p *account.Pseud) error { return r.Scan(&p.ID, &p.Account, &title, &written) },
		`SELECT p.id, p.account_id, w.title, c.words > 0 OR EXISTS (SELECT 1 FROM drafts d WHERE d.chapter_id = c.id AND d.live) OR EXISTS (SELECT 1 FROM chapter_versions v WHERE v.chapter_id = c.id)
		FROM chapter_creators x JOIN chapters c ON c.id = x.chapter_id JOIN works w ON w.id = c.work_id JOIN pseuds p ON p.id = x.pseud_id
		WHERE x.chapter_id = $1 AND NOT EXISTS (SELECT 1 FROM work_creators o JOIN pseuds s ON s.id = o.pseud_id WHERE o.work_id = c.work_id AND o.approved AND s.account_id = p.account_id)
		ORDER BY x.position, p.id`, int64(c))
	if err != nil {
		return p, "", false, fmt.Errorf("who wrote chapter %d: %w", c, err)
	}
	for _, p := range all {
		there, err := account.Reachable(ctx, q, p.Account)
		if err != nil || there {
			return p, title, written, err
		}
	}
	return p, "", false, nil
}
