// Package leave is how people go: each of their works is deleted, left to the archive
// or handed on, as they choose, and then their account. It also deletes works of those
// who stay.
package leave

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/block"
	"github.com/ficstead/ficstead/internal/creator"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/mail"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// Fate is what becomes of a work when somebody leaves who signs it.
type Fate string

// The fates of works.
const (
	Delete   Fate = "delete"   // it is removed, if nobody else signs it
	Orphan   Fate = "orphan"   // it stays, under the archive's own name
	Signed   Fate = "signed"   // it stays, under a copy of the pen name
	StepBack Fate = "stepback" // those who sign it too keep it
	Hand     Fate = "hand"     // somebody has it from now on
)

// Rules are the fates of all works for which nothing else is said.
type Rules struct {
	Alone  Fate // of works that nobody else signs
	Shared Fate
}

// Check says at each field what is not chosen.
func (r Rules) Check() (bad []error) {
	if !slices.Contains([]Fate{Delete, Orphan, Signed}, r.Alone) {
		bad = append(bad, fault.In("alone", "Please choose what becomes of the works that you alone sign."))
	}
	if !slices.Contains([]Fate{StepBack, Orphan, Signed}, r.Shared) {
		bad = append(bad, fault.In("shared", "Please choose what becomes of the works that you sign with others."))
	}
	return bad
}

// Wish is the fate of one work.
type Wish struct {
	Work work.ID
	Fate Fate
	To   account.PseudID // for Hand
}

// Ask notes that somebody wants to leave in so many days, and what is to become of
// their works; what is asked of others goes to them in letters. They are signed out
// everywhere. Asking again in the meantime puts the new wishes in the place of the old.
func Ask(ctx context.Context, tx *db.Tx, v viewer.Viewer, r Rules, wishes []Wish, days int) error {
	if bad := r.Check(); len(bad) > 0 {
		return bad[0]
	}
	at := tx.Now.AddDate(0, 0, days)
	if err := account.Leave(ctx, tx, v.ID, at); err != nil {
		return err
	}
	if err := tx.Exec(ctx, `DELETE FROM leavings WHERE account_id = $1`, int64(v.ID)); err != nil {
		return fmt.Errorf("leave: %w", err)
	}
	if err := tx.Exec(ctx, `INSERT INTO leavings (account_id, alone, shared, asked_at) VALUES ($1, $2, $3, $4)`, int64(v.ID), string(r.Alone), string(r.Shared), tx.Millis()); err != nil {
		return fmt.Errorf("leave: %w", err)
	}
	for _, w := range wishes {
		if err := w.note(ctx, tx, v); err != nil {
			return err
		}
	}
	return mail.Post(ctx, tx, mail.Letter{To: v.ID, Kind: mail.Farewell, Subject: say.T(ctx, "Your account will be deleted"), Text: beginning(ctx, v.Name, at, days)})
}

// beginning is the letter that tells that an account will go.
func beginning(ctx context.Context, name string, at time.Time, days int) string {
	if days == 0 {
		return say.T(ctx, "You have asked that your account {name} is deleted. That is done now.", "name", name)
	}
	return say.T(ctx, "You have asked that your account {name} is deleted. It is done on {day}, {time} (UTC). Until then nothing changes, and nobody sees that you asked.\n\nIf you change your mind, or it was not you, sign in before then: that keeps everything as it is.",
		"name", name, "day", at.Format("2 January 2006"), "time", at.Format("15:04"))
}

// note writes a wish down, if it is possible for the work.
func (w Wish) note(ctx context.Context, tx *db.Tx, v viewer.Viewer) error {
	x, err := work.Editable(ctx, tx, v, w.Work)
	if err != nil {
		return err
	}
	if !x.Mine(v) {
		return work.NotYours()
	}
	alone, err := creator.Alone(ctx, tx, w.Work, v.ID)
	if err != nil {
		return err
	}
	may := []Fate{Orphan, Signed, Hand, StepBack}
	if alone {
		may = []Fate{Orphan, Signed, Hand, Delete}
	}
	if !slices.Contains(may, w.Fate) {
		return fault.In(field(w.Work), "That can’t become of “%s”. Please choose something else.", x.Name())
	}
	var to any
	if w.Fate == Hand {
		if err := w.mayHave(ctx, tx, v, x); err != nil {
			return err
		}
		to = int64(w.To)
	}
	if err := tx.Exec(ctx, `INSERT INTO leaving_works (account_id, work_id, fate, to_id) VALUES ($1, $2, $3, $4) ON CONFLICT (account_id, work_id) DO NOTHING`,
		int64(v.ID), int64(w.Work), string(w.Fate), to); err != nil {
		return fmt.Errorf("leave: work %d: %w", w.Work, err)
	}
	return nil
}

// field is the name of the field in which the fate of a work is chosen.
func field(id work.ID) string { return "fate-" + id.String() }

// mayHave is nil if the work may be handed to whom the wish names, and asks them if
// they don't sign it already. The answer tells nobody who is blocked or why.
func (w Wish) mayHave(ctx context.Context, tx *db.Tx, v viewer.Viewer, x *work.Work) error {
	to, err := account.PseudByID(ctx, tx, w.To)
	if err != nil {
		return err
	}
	if to.Account == v.ID {
		return fault.In(field(w.Work), "You are about to leave yourself. Please name somebody else.")
	}
	if slices.ContainsFunc(x.Creators, func(p account.Pseud) bool { return p.Account == to.Account }) {
		return nil // they sign it: it is theirs anyway
	}
	prefs, err := account.Prefs(ctx, tx, to.Account)
	if err != nil {
		return err
	}
	reachable, err := account.Reachable(ctx, tx, to.Account)
	if err != nil {
		return err
	}
	blocked, err := block.Blocked(ctx, tx, to.Account, v.ID)
	if err != nil {
		return err
	}
	if !prefs.AllowCreator || !reachable || blocked {
		return fault.In(field(w.Work), "%s doesn’t take works of others. If you know each other, ask first: it can be allowed in the preferences, where invitations to sign works are.", to.Byline())
	}
	return mail.Post(ctx, tx, mail.Letter{To: to.Account, Kind: mail.Creator, Path: OffersPath, Subject: say.T(ctx, "{name} offers you “{title}”", "name", v.Name, "title", x.Name()),
		Text: say.T(ctx, "{name} is about to leave the archive and would like you to have “{title}”, as if it were yours. If you agree, you sign it, and may change all of it, once they are gone. If you don’t answer, it goes another way.", "name", v.Name, "title", x.Name())})
}
