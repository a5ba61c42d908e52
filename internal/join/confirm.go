package join

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/mail"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/web"
)

// confirmLife is how long the link in the first letter confirms an address.
const confirmLife = 7 * 24 * time.Hour

// confirmDays is confirmLife for sentences.
const confirmDays = int(confirmLife / (24 * time.Hour))

// confirmPath is the page on which who reads the first letter confirms the address.
func confirmPath(code string) string { return "/join/address/" + code }

// askOwner writes to the address of an application, so that whose it is confirms it:
// the code is known to the mailbox alone, not to whoever typed the address.
func askOwner(ctx context.Context, tx *db.Tx, id int64, address string) error {
	code, hash := newCode()
	if err := tx.Exec(ctx, `UPDATE applications SET confirm_hash = $1, confirm_until = $2 WHERE id = $3`, hash, tx.Now.Add(confirmLife).UnixMilli(), id); err != nil {
		return fmt.Errorf("join: ask whose an address is: %w", err)
	}
	return mail.Post(ctx, tx, mail.Letter{Address: address, Kind: mail.Application, Secret: confirmPath(code),
		Subject: say.T(ctx, "You would like to join {name}", "name", web.SiteOf(ctx).Name),
		Text: say.T(ctx, "Somebody, likely you, asked for an account with this address. The link below says that the address is yours, once, within {days} days. Then those who look after the archive know it, and their answer comes here too.\n\nIf it was not you, do nothing: no further letter comes.",
			"days", confirmDays)})
}

func deadConfirmation() error {
	return fault.New(fault.NotFound, "This link confirms an address once, within %d days. The answer to an application can always be read on the page that came up when it was sent.", confirmDays)
}

// confirmable is nil if a code still confirms an address. It changes nothing, so that
// programs which look into links don't use them up.
func confirmable(ctx context.Context, q db.Q, code string, now time.Time) error {
	var yes bool
	if err := q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM applications WHERE confirm_hash = $1 AND confirm_until > $2)`, hashOf(code), now.UnixMilli()).Scan(&yes); err != nil {
		return fmt.Errorf("join: look for an address: %w", err)
	}
	if !yes {
		return deadConfirmation()
	}
	return nil
}

// confirm notes that an address is the applicant's, and uses the code up. An answer
// that was given before goes to it now.
func confirm(ctx context.Context, tx *db.Tx, code string) error {
	var a application
	err := tx.QueryRowContext(ctx, `UPDATE applications SET confirmed_at = $1, confirm_hash = NULL WHERE confirm_hash = $2 AND confirm_until > $1
		RETURNING id, address, state, answer`, tx.Millis(), hashOf(code)).Scan(&a.ID, &a.Address, &a.State, &a.Answer)
	if errors.Is(err, sql.ErrNoRows) {
		return deadConfirmation()
	}
	if err != nil {
		return fmt.Errorf("join: confirm an address: %w", err)
	}
	switch a.State {
	case stateAccepted:
		return tellAccepted(ctx, tx, a)
	case stateDeclined:
		return tellDeclined(ctx, tx, a.Address, a.Answer)
	}
	return nil
}

// askConfirm shows the one button that confirms an address.
func (p *Pages) askConfirm(w http.ResponseWriter, r *http.Request) error {
	ctx, code := r.Context(), r.PathValue("code")
	if err := confirmable(ctx, p.DB, code, p.DB.Now()); err != nil {
		return err
	}
	return render(w, r, http.StatusOK, say.T(ctx, "Is this your address?"), confirmPage(code))
}

func (p *Pages) confirm(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if err := p.DB.Tx(ctx, func(tx *db.Tx) error { return confirm(ctx, tx, r.PathValue("code")) }); err != nil {
		return err
	}
	return web.See(w, r, "/join/confirmed")
}

func (p *Pages) confirmed(w http.ResponseWriter, r *http.Request) error {
	return render(w, r, http.StatusOK, say.T(r.Context(), "Your address is confirmed"), confirmedPage())
}
