package beta

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/mail"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// Asked gives an invitation by name that its reader has not answered, of which they
// are told who asks and the title; for anybody else, and once it is answered or has
// ended, it is fault NotFound.
func Asked(ctx context.Context, q db.Q, id ID, who viewer.ID, now time.Time) (*Invitation, error) {
	return one(ctx, q, `b.id = $1 AND p.account_id = $3 AND b.accepted_at IS NULL`, int64(id), now.UnixMilli(), int64(who))
}

// Answer is whether somebody wants to read what they were asked to. Saying yes twice
// is saying it once; what was declined, or has ended, is fault NotFound.
func Answer(ctx context.Context, tx *db.Tx, id ID, who viewer.Viewer, yes bool) error {
	if err := tx.Exec(ctx, `UPDATE betas SET label = label WHERE id = $1`, int64(id)); err != nil { // locks it
		return fmt.Errorf("beta: answer %d: %w", id, err)
	}
	i, err := Asked(ctx, tx, id, who.ID, tx.Now)
	if fault.KindOf(err) == fault.NotFound && err != nil && yes {
		_, err = ByID(ctx, tx, id, who.ID, tx.Now)
		return err
	}
	if err != nil {
		return err
	}
	title := (&work.Work{Title: i.Title}).Name()
	query, subject := `UPDATE betas SET accepted_at = $2 WHERE id = $1`, say.T(ctx, "{name} reads “{title}” for you", "name", i.Name(), "title", title)
	text := say.T(ctx, "{name} has accepted, and can read what you gave from “{title}”.", "name", i.Name(), "title", title)
	if !yes {
		query, subject = `UPDATE betas SET ended_at = $2 WHERE id = $1`, say.T(ctx, "{name} would rather not read “{title}”", "name", i.Name(), "title", title)
		text = say.T(ctx, "{name} has declined to read “{title}” before others do, and has seen nothing of it.", "name", i.Name(), "title", title)
	}
	if err := tx.Exec(ctx, query, int64(id), tx.Millis()); err != nil {
		return fmt.Errorf("beta: answer %d: %w", id, err)
	}
	return tellSigners(ctx, tx, i.Work, mail.Letter{Kind: mail.Beta, Path: i.Work.Path() + "/betas", Subject: subject, Text: text})
}

// Credit names a reader in the work's credits, under the name that the author gives.
// Whoever has an account here gets a letter that leads to Uncredit, and is not named
// again once they have taken their name off. by signs the work.
func Credit(ctx context.Context, tx *db.Tx, w *work.Work, by viewer.Viewer, id ID, name string) error {
	name = strings.Join(strings.Fields(name), " ")
	if n := utf8.RuneCountInString(name); n == 0 || n > maxLabel {
		return fault.In("credit", "A name in the credits has 1 to %d characters.", maxLabel)
	}
	if err := tx.Exec(ctx, `UPDATE betas SET label = label WHERE id = $1`, int64(id)); err != nil { // locks it
		return fmt.Errorf("beta: credit %d: %w", id, err)
	}
	all, err := db.All(ctx, tx, scan, `SELECT `+columns+` WHERE b.id = $1 AND b.work_id = $2`, int64(id), int64(w.ID))
	if err != nil {
		return fmt.Errorf("beta: credit %d: %w", id, err)
	}
	switch {
	case len(all) == 0 || !all[0].Accepted:
		return ended()
	case all[0].Uncredited:
		return fault.New(fault.Conflict, "%s would rather not be named in the credits.", all[0].Name())
	case all[0].Credited:
		return nil
	}
	if err := tx.Exec(ctx, `UPDATE betas SET credited = TRUE, credit_name = $2 WHERE id = $1`, int64(id), name); err != nil {
		return fmt.Errorf("beta: credit %d: %w", id, err)
	}
	if err := work.AddCredit(ctx, tx, w.ID, work.RoleBeta, name); err != nil || all[0].Pseud == nil {
		return err
	}
	return mail.Post(ctx, tx, mail.Letter{To: all[0].Pseud.Account, From: by.ID, Kind: mail.Beta, Path: creditPath(id),
		Subject: say.T(ctx, "You are named in the credits of “{title}”", "title", w.Name()),
		Text: say.T(ctx, "{name} thanks you by name: the credits of “{title}” name {credit} as its beta reader.\n\nIf you would rather not be named, one button on the page of this letter takes the name off for good.",
			"name", by.Name, "title", w.Name(), "credit", name)})
}

func creditPath(id ID) string { return fmt.Sprintf("/betas/%d/credit", id) }

// CreditOf gives the invitation by which somebody is named in a work's credits, also
// once it has ended; for anybody else it is fault NotFound.
func CreditOf(ctx context.Context, q db.Q, id ID, who viewer.ID) (*Invitation, error) {
	all, err := db.All(ctx, q, scan, `SELECT `+columns+` WHERE b.id = $1 AND p.account_id = $2 AND b.credited`, int64(id), int64(who))
	if err != nil {
		return nil, fmt.Errorf("beta: credit %d: %w", id, err)
	}
	if len(all) == 0 {
		return nil, fault.New(fault.NotFound, "Your name does not stand in the credits by this page any more.")
	}
	return &all[0], nil
}

// Uncredit takes the name of a reader off the credits, at their own wish and for good.
func Uncredit(ctx context.Context, tx *db.Tx, id ID, who viewer.ID) error {
	r, err := tx.ExecContext(ctx, `UPDATE betas SET uncredited = TRUE WHERE id = $1 AND credited AND pseud_id IN (SELECT id FROM pseuds WHERE account_id = $2)`, int64(id), int64(who))
	if err != nil {
		return fmt.Errorf("beta: uncredit %d: %w", id, err)
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, fault.New(fault.NotFound, "Your name does not stand in the credits by this page any more."))
	}
	i, err := CreditOf(ctx, tx, id, who)
	if err != nil {
		return err
	}
	if err := tx.Exec(ctx, `UPDATE betas SET credited = FALSE, credit_name = '' WHERE id = $1`, int64(id)); err != nil {
		return fmt.Errorf("beta: uncredit %d: %w", id, err)
	}
	return work.DropCredit(ctx, tx, i.Work, work.RoleBeta, i.CreditName)
}

// tellSigners writes a letter to everybody who signs a work.
func tellSigners(ctx context.Context, tx *db.Tx, id work.ID, l mail.Letter) error {
	people, err := db.All(ctx, tx, db.One[viewer.ID], `SELECT DISTINCT p.account_id FROM work_creators c JOIN pseuds p ON p.id = c.pseud_id WHERE c.work_id = $1 AND c.approved ORDER BY p.account_id`, int64(id))
	if err != nil {
		return fmt.Errorf("beta: creators: %w", err)
	}
	for _, l.To = range people {
		if err := mail.Post(ctx, tx, l); err != nil {
			return err
		}
	}
	return nil
}
