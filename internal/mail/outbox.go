package mail

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/viewer"
)

const (
	// batch is how many letters are taken at once, to go over one connection.
	batch = 20
	// lease is how long letters that were taken are left to who took them. It is
	// longer than a batch may take.
	lease = 5 * time.Minute
	// maxTries is how often a letter is tried: for about three days.
	maxTries = 10
	// secretLife is how long a link that only mail may hold waits to be sent.
	secretLife = 24 * time.Hour
	// maxRefusals in a row make an address one that is no longer written to.
	maxRefusals = 3
)

// pause is how long a letter waits after its nth try.
func pause(n int) time.Duration {
	waits := [...]time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour}
	if n < 1 || n > len(waits) {
		return 24 * time.Hour
	}
	return waits[n-1]
}

// outgoing is a letter on its way, and what is known of whom it is for.
type outgoing struct {
	id      int64
	kind    Kind
	subject string
	text    string
	path    string
	secret  string
	rank    int
	tries   int
	created db.Time

	account sql.NullInt64
	typed   string // the address that the letter itself names
	email   string // the account's own
	prefs   string
	to      string // where it goes
}

// own reports whether the letter goes to the address that its account has.
func (o *outgoing) own() bool { return o.typed == "" }

// address finds where the letter goes; where it goes nowhere, it says why.
func (o *outgoing) address(now time.Time) (why string, err error) {
	o.to = o.typed
	if o.own() {
		o.to = o.email
	}
	var prefs viewer.Prefs
	if o.prefs != "" {
		if err := json.Unmarshal([]byte(o.prefs), &prefs); err != nil {
			return "", fmt.Errorf("mail: preferences of account %d: %w", o.account.Int64, err)
		}
	}
	switch a, err := mail.ParseAddress(o.to); {
	case o.to == "":
		return "no address is known", nil
	case err != nil || a.Address != o.to:
		return "the address can’t be read", nil
	case o.account.Valid && o.kind.MayStop() && !prefs.Mails(string(o.kind)):
		return "such letters are wanted in the inbox only", nil
	case o.rank == rankUrgent && o.kind != Test && now.Sub(o.created.Time) >= secretLife:
		return "the link in it is too old", nil
	}
	return "", nil
}

// take leases the letters that go next, the urgent ones first. Those that go
// nowhere are settled on the way.
func take(ctx context.Context, tx *db.Tx) (all []*outgoing, settled int, err error) {
	ids, err := db.All(ctx, tx, db.One[int64], `SELECT id FROM letters WHERE state = $1 AND next_at <= $2 ORDER BY rank, next_at, id LIMIT $3`,
		stateWaiting, tx.Millis(), batch)
	if err != nil {
		return nil, 0, fmt.Errorf("mail: look for letters: %w", err)
	}
	for _, id := range ids {
		res, err := tx.ExecContext(ctx, `UPDATE letters SET next_at = $1, tries = tries + 1 WHERE id = $2 AND state = $3 AND next_at <= $4`,
			tx.Now.Add(lease).UnixMilli(), id, stateWaiting, tx.Millis())
		if err != nil {
			return nil, 0, fmt.Errorf("mail: take a letter: %w", err)
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			continue // another server was quicker
		}
		o, err := open(ctx, tx, id)
		if err != nil {
			return nil, 0, err
		}
		why, err := o.address(tx.Now)
		if err == nil && why == "" {
			why, err = refusedBefore(ctx, tx, o)
		}
		if err != nil {
			return nil, 0, err
		}
		if why == "" {
			all = append(all, o)
			continue
		}
		settled++
		if err := keep(ctx, tx, o, why); err != nil {
			return nil, 0, err
		}
	}
	return all, settled, nil
}

func open(ctx context.Context, q db.Q, id int64) (*outgoing, error) {
	o := &outgoing{id: id}
	err := q.QueryRowContext(ctx, `SELECT l.kind, l.subject, l.body, l.path, l.secret, l.rank, l.tries, l.created_at, l.account_id, l.address,
		COALESCE(a.email, ''), COALESCE(a.prefs, '') FROM letters l LEFT JOIN accounts a ON a.id = l.account_id WHERE l.id = $1`, id).
		Scan(&o.kind, &o.subject, &o.text, &o.path, &o.secret, &o.rank, &o.tries, &o.created, &o.account, &o.typed, &o.email, &o.prefs)
	if err != nil {
		return nil, fmt.Errorf("mail: open letter %d: %w", id, err)
	}
	return o, nil
}

// refusedBefore says so of an address that the last letters could not reach for
// good. What somebody asked for just now is tried all the same.
func refusedBefore(ctx context.Context, q db.Q, o *outgoing) (why string, err error) {
	if o.rank == rankUrgent {
		return "", nil
	}
	var n int
	err = q.QueryRowContext(ctx, `SELECT COUNT(*) FROM (SELECT refused FROM letters WHERE went_to = $1 AND state IN ($2, $3) ORDER BY id DESC LIMIT $4) AS newest
		WHERE refused`, key(o.to), stateSent, stateFailed, maxRefusals).Scan(&n)
	if err != nil {
		return "", fmt.Errorf("mail: look at earlier letters: %w", err)
	}
	if n >= maxRefusals {
		return "the address takes no letters", nil
	}
	return "", nil
}

// key is how addresses are compared here.
func key(address string) string { return strings.ToLower(address) }

// keep leaves a letter that goes nowhere in the inbox, or, where there is none,
// gives it up.
func keep(ctx context.Context, tx *db.Tx, o *outgoing, why string) error {
	state := stateInside
	if !o.account.Valid {
		state = stateFailed
	}
	return settle(ctx, tx, o, state, why, tx.Now, false)
}

// settle notes what became of a try. It does nothing when the letter was taken by
// another since.
func settle(ctx context.Context, tx *db.Tx, o *outgoing, state, trouble string, next time.Time, refused bool) error {
	secret, sent := "", any(nil)
	switch state {
	case stateWaiting:
		secret = o.secret
	case stateSent:
		sent = tx.Millis()
	}
	if err := tx.Exec(ctx, `UPDATE letters SET state = $1, trouble = $2, next_at = $3, refused = $4, secret = $5, sent_at = $6, went_to = $7
		WHERE id = $8 AND state = $9 AND tries = $10`,
		state, trouble, next.UnixMilli(), refused, secret, sent, key(o.to), o.id, stateWaiting, o.tries); err != nil {
		return fmt.Errorf("mail: settle letter %d: %w", o.id, err)
	}
	return nil
}

// release gives letters back that were taken and not tried.
func release(ctx context.Context, tx *db.Tx, all []*outgoing) error {
	for _, o := range all {
		if err := tx.Exec(ctx, `UPDATE letters SET next_at = $1, tries = tries - 1 WHERE id = $2 AND state = $3 AND tries = $4`,
			tx.Millis(), o.id, stateWaiting, o.tries); err != nil {
			return fmt.Errorf("mail: give letter %d back: %w", o.id, err)
		}
	}
	return nil
}

// stayInside leaves all that waits in the inboxes: there is no mail server.
func stayInside(ctx context.Context, tx *db.Tx) error {
	return errors.Join(
		tx.Exec(ctx, `UPDATE letters SET state = $1, secret = '', trouble = $2 WHERE state = $3 AND account_id IS NULL`, stateFailed, "there is no mail server", stateWaiting),
		tx.Exec(ctx, `UPDATE letters SET state = $1, secret = '' WHERE state = $2`, stateInside, stateWaiting))
}

// dropSecrets forgets the links that nobody may use any more, and gives up letters
// that were for nothing else.
func dropSecrets(ctx context.Context, tx *db.Tx) error {
	if err := tx.Exec(ctx, `UPDATE letters SET secret = '', state = CASE WHEN state = $1 THEN $2 ELSE state END, trouble = CASE WHEN state = $1 THEN $3 ELSE trouble END
		WHERE secret <> '' AND created_at <= $4`, stateWaiting, stateFailed, "the link in it is too old", tx.Now.Add(-secretLife).UnixMilli()); err != nil {
		return fmt.Errorf("mail: drop old links: %w", err)
	}
	return nil
}
