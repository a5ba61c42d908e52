// Package creator is how several people make one work: co-creators, who are asked
// and agree, and works that their makers leave to the archive.
package creator

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/beta"
	"github.com/ficstead/ficstead/internal/block"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/mail"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// ID is the key of an invitation.
type ID int64

// Invitation asks somebody to be a creator of a work. Only the two sides know of it.
type Invitation struct {
	ID      ID
	Work    work.ID
	Title   string         // of the work
	Chapter work.ChapterID // 0 for the whole work
	Place   int            // of that chapter in the work, from 1
	To      account.Pseud
	By      string // the account that asks
	At      time.Time
}

// mostCreators is how many people may sign a work, or be asked to.
const mostCreators = 100

const columns = `i.id, i.work_id, w.title, COALESCE(i.chapter_id, 0), COALESCE((SELECT COUNT(*) FROM chapters c JOIN chapters o ON o.work_id = c.work_id
	AND o.position <= c.position WHERE c.id = i.chapter_id), 0), p.id, p.account_id, p.name, a.name, b.name, i.created_at
	FROM creator_invitations i JOIN works w ON w.id = i.work_id JOIN pseuds p ON p.id = i.pseud_id JOIN accounts a ON a.id = p.account_id JOIN accounts b ON b.id = i.by_id`

func scan(r *sql.Rows, i *Invitation) error {
	var at db.Time
	err := r.Scan(&i.ID, &i.Work, &i.Title, &i.Chapter, &i.Place, &i.To.ID, &i.To.Account, &i.To.Name, &i.To.Login, &i.By, &at)
	i.At = at.Time
	return err
}

// For lists the invitations that somebody has not answered, the newest first. What
// it tells of a work is its title, even of a draft: its creators asked.
func For(ctx context.Context, q db.Q, who viewer.ID) ([]Invitation, error) {
	all, err := db.All(ctx, q, scan, `SELECT `+columns+` WHERE p.account_id = $1 ORDER BY i.id DESC LIMIT 200`, int64(who))
	if err != nil {
		return nil, fmt.Errorf("invitations of %d: %w", who, err)
	}
	return all, nil
}

// Pending lists who was asked to sign a work and has not answered. The caller has
// made sure that the viewer may edit the work.
func Pending(ctx context.Context, q db.Q, id work.ID) ([]Invitation, error) {
	all, err := db.All(ctx, q, scan, `SELECT `+columns+` WHERE i.work_id = $1 ORDER BY i.id`, int64(id))
	if err != nil {
		return nil, fmt.Errorf("invitations to work %d: %w", id, err)
	}
	return all, nil
}

// Invite asks a pseud to sign a work, or one chapter of it when only is not 0.
// Whoever signs the work already is added to the chapter at once, and staff add
// places that are kept for somebody without asking: nobody is there to ask. by is a
// creator of the work or staff. Asking twice is asking once.
func Invite(ctx context.Context, tx *db.Tx, w *work.Work, by viewer.Viewer, to account.Pseud, only work.ChapterID) error {
	if err := lock(ctx, tx, w.ID); err != nil {
		return err
	}
	if only != 0 {
		if of, err := work.Of(ctx, tx, only); err != nil || of != w.ID {
			return fault.In("chapter", "That chapter is not in this work any more. Please choose another.")
		}
	}
	for _, p := range w.Creators {
		if p.ID != to.ID {
			continue
		}
		if only == 0 {
			return fault.In("name", "%s signs this work already.", to.Byline())
		}
		return work.JoinChapter(ctx, tx, w.ID, only, to.ID)
	}
	if to.Account == by.ID && w.Mine(by) {
		return work.AddCreator(ctx, tx, w.ID, to.ID, only) // another pen name of one's own
	}
	there, err := account.Reachable(ctx, tx, to.Account)
	if err != nil {
		return err
	}
	if !there && by.Staff() {
		kept, err := account.Get(ctx, tx, to.Account)
		if err != nil {
			return err
		}
		if !kept.Claimed {
			return work.AddCreator(ctx, tx, w.ID, to.ID, only)
		}
	}
	if err := mayAsk(ctx, tx, w, to, there); err != nil {
		return err
	}
	return post(ctx, tx, w, by, to, only)
}

// mayAsk is nil if somebody may be asked. The answer is the same for whoever takes
// no invitations, has blocked one of the work's creators, or is not there at all.
func mayAsk(ctx context.Context, q db.Q, w *work.Work, to account.Pseud, there bool) error {
	prefs, err := account.Prefs(ctx, q, to.Account)
	if err != nil {
		return err
	}
	open := there && prefs.AllowCreator
	for _, p := range w.Creators {
		if !open {
			break
		}
		blocked, err := block.Blocked(ctx, q, to.Account, p.Account)
		if err != nil {
			return err
		}
		open = !blocked
	}
	if !open {
		return fault.In("name", "%s doesn’t take invitations to sign works. If you know each other, ask first: it can be allowed in the preferences.", to.Byline())
	}
	return nil
}

func post(ctx context.Context, tx *db.Tx, w *work.Work, by viewer.Viewer, to account.Pseud, only work.ChapterID) error {
	var n int
	if err := tx.QueryRowContext(ctx, `SELECT (SELECT COUNT(*) FROM creator_invitations WHERE work_id = $1) + (SELECT COUNT(*) FROM work_creators WHERE work_id = $1)`, int64(w.ID)).Scan(&n); err != nil {
		return fmt.Errorf("work %d: count creators: %w", w.ID, err)
	}
	if n >= mostCreators {
		return fault.In("name", "At most %d people can sign a work or be asked to.", mostCreators)
	}
	var chapter any
	if only != 0 {
		chapter = int64(only)
	}
	r, err := tx.ExecContext(ctx, `INSERT INTO creator_invitations (work_id, chapter_id, pseud_id, by_id, created_at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (work_id, pseud_id) DO NOTHING`, int64(w.ID), chapter, int64(to.ID), int64(by.ID), tx.Millis())
	if err != nil {
		return fmt.Errorf("work %d: invite: %w", w.ID, err)
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return err // asked before
	}
	return mail.Post(ctx, tx, mail.Letter{
		To: to.Account, From: by.ID, Topic: fmt.Sprintf("creator:%d", w.ID), Kind: mail.Creator, Path: RequestsPath,
		Subject: say.T(ctx, "{name} asks you to sign “{title}”", "name", by.Name, "title", w.Name()),
		Text: say.T(ctx, "{name} asks whether you, as {pseud}, want to be a creator of “{title}”.\n\nNobody else can see this until you accept. Accept or decline on the page of your invitations.",
			"name", by.Name, "pseud", to.Byline(), "title", w.Name()),
	})
}

// RequestsPath is the page on which people answer invitations.
const RequestsPath = "/account/creatorships"

// Accept makes whoever was asked a creator of the work. Accepting what was accepted
// or withdrawn is fault NotFound.
func Accept(ctx context.Context, tx *db.Tx, id ID, who viewer.Viewer) error {
	i, err := take(ctx, tx, id, who.ID)
	if err != nil {
		return err
	}
	if err := work.AddCreator(ctx, tx, i.Work, i.To.ID, i.Chapter); err != nil {
		return err
	}
	return tellCreators(ctx, tx, i.Work, who.ID, say.T(ctx, "{name} signs “{title}” with you", "name", i.To.Byline(), "title", named(i.Title)),
		say.T(ctx, "{name} has accepted, and is a creator of “{title}” from now on.", "name", i.To.Byline(), "title", named(i.Title)))
}

// Decline drops an invitation to who.
func Decline(ctx context.Context, tx *db.Tx, id ID, who viewer.Viewer) error {
	i, err := take(ctx, tx, id, who.ID)
	if err != nil {
		return err
	}
	return tellCreators(ctx, tx, i.Work, who.ID, say.T(ctx, "{name} would rather not sign “{title}”", "name", i.To.Byline(), "title", named(i.Title)),
		say.T(ctx, "{name} has declined to be a creator of “{title}”.", "name", i.To.Byline(), "title", named(i.Title)))
}

// Withdraw drops an invitation to a work that who may edit; the caller has made
// sure of that. Withdrawing what is not there changes nothing.
func Withdraw(ctx context.Context, tx *db.Tx, w work.ID, id ID) error {
	if err := lock(ctx, tx, w); err != nil {
		return err
	}
	if err := tx.Exec(ctx, `DELETE FROM creator_invitations WHERE id = $1 AND work_id = $2`, int64(id), int64(w)); err != nil {
		return fmt.Errorf("withdraw invitation %d: %w", id, err)
	}
	return nil
}

// take reads an invitation to who, and drops it: of two who answer at
// once one does.
func take(ctx context.Context, tx *db.Tx, id ID, who viewer.ID) (Invitation, error) {
	gone := fault.New(fault.NotFound, "This invitation is answered already, or was withdrawn.")
	var of work.ID
	err := tx.QueryRowContext(ctx, `SELECT work_id FROM creator_invitations WHERE id = $1`, int64(id)).Scan(&of)
	if err == nil {
		err = lock(ctx, tx, of)
	}
	if err == sql.ErrNoRows {
		return Invitation{}, gone
	}
	if err != nil {
		return Invitation{}, fmt.Errorf("invitation %d: %w", id, err)
	}
	all, err := db.All(ctx, tx, scan, `SELECT `+columns+` WHERE i.id = $1 AND p.account_id = $2`, int64(id), int64(who))
	if err != nil {
		return Invitation{}, fmt.Errorf("invitation %d: %w", id, err)
	}
	if len(all) == 0 {
		return Invitation{}, gone
	}
	if err := tx.Exec(ctx, `DELETE FROM creator_invitations WHERE id = $1`, int64(id)); err != nil {
		return Invitation{}, fmt.Errorf("invitation %d: %w", id, err)
	}
	return all[0], nil
}

// Leave takes who off a work, and tells those who stay.
func Leave(ctx context.Context, tx *db.Tx, w *work.Work, who viewer.Viewer) error {
	if err := work.LeaveWork(ctx, tx, w.ID, who.ID); err != nil {
		return err
	}
	if err := beta.HandOn(ctx, tx, w.ID, who.ID); err != nil {
		return err
	}
	return tellCreators(ctx, tx, w.ID, who.ID, say.T(ctx, "{name} has left “{title}”", "name", who.Name, "title", w.Name()),
		say.T(ctx, "{name} is no creator of “{title}” any more. The work and its chapters stay with you.", "name", who.Name, "title", w.Name()))
}

// tellCreators writes to every creator of a work but one.
func tellCreators(ctx context.Context, tx *db.Tx, id work.ID, but viewer.ID, subject, text string) error {
	all, err := db.All(ctx, tx, db.One[viewer.ID], `SELECT DISTINCT p.account_id FROM work_creators c JOIN pseuds p ON p.id = c.pseud_id
		WHERE c.work_id = $1 AND c.approved AND p.account_id <> $2 ORDER BY p.account_id`, int64(id), int64(but))
	if err != nil {
		return fmt.Errorf("creators of work %d: %w", id, err)
	}
	for _, to := range all {
		if err := mail.Post(ctx, tx, mail.Letter{To: to, Kind: mail.Creator, Subject: subject, Text: text, Path: id.Path()}); err != nil {
			return err
		}
	}
	return nil
}

func lock(ctx context.Context, tx *db.Tx, id work.ID) error {
	if err := tx.Exec(ctx, `UPDATE works SET updated_at = updated_at WHERE id = $1`, int64(id)); err != nil {
		return fmt.Errorf("lock work %d: %w", id, err)
	}
	return nil
}

func named(title string) string { return (&work.Work{Title: title}).Name() }
