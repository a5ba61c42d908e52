package account

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/mail"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
)

// addressLife is how long a change of address can be confirmed, and undone.
const addressLife = 7 * 24 * time.Hour

// perAddress is how many changes somebody may ask for within longestWindow: each
// sends a letter to an address that may be a stranger's.
const perAddress = 5

// changeAddress asks for another address: letters go to the new one, with a link
// that confirms it, and to the old one, with a link that stops it. The answer does
// not tell whether the new one is somebody else's already: then they alone are told.
func changeAddress(ctx context.Context, tx *db.Tx, id viewer.ID, typed string) error {
	address, key, err := checkEmail(typed)
	if err != nil {
		return err
	}
	tries := []subject{{key: fmt.Sprintf("address:%d", id), max: perAddress, within: longestWindow}}
	if err := lock(ctx, tx, id); err != nil {
		return err
	}
	if err := checkLimits(ctx, tx, tx.Now, tries); err != nil {
		return err
	}
	a, err := Get(ctx, tx, id)
	if err != nil || emailKey(a.Email) == key && a.Email == address {
		return err
	}
	if err := recordFailure(ctx, tx, tries); err != nil {
		return err
	}
	if err := tx.Exec(ctx, `DELETE FROM address_changes WHERE account_id = $1 AND done_at IS NULL`, id); err != nil {
		return fmt.Errorf("account: drop changes of address: %w", err)
	}
	confirm, confirmHash := newToken()
	stop, stopHash := newToken()
	err = tx.Exec(ctx, `INSERT INTO address_changes (account_id, old_address, address, confirm_hash, stop_hash, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		id, a.Email, address, confirmHash, stopHash, tx.Millis(), tx.Now.Add(addressLife).UnixMilli())
	if err != nil {
		return fmt.Errorf("account: change an address: %w", err)
	}
	if err := tellOldAddress(ctx, tx, a, address, stop); err != nil {
		return err
	}
	if address == "" {
		return setAddress(ctx, tx, id, confirmHash, "")
	}
	return tellNewAddress(ctx, tx, a, address, key, confirm)
}

func tellOldAddress(ctx context.Context, tx *db.Tx, a *Account, address, stop string) error {
	if a.Email == "" {
		return nil
	}
	text := say.T(ctx, "Somebody, and we hope it was you, asked to change the address of your account {name} to {address}. It changes once that address is confirmed.\n\nIf it was not you, the link below stops it, or undoes it if it is done already. It works for 7 days.", "name", a.Name, "address", address)
	if address == "" {
		text = say.T(ctx, "The address of your account {name} was taken away, so that no mail comes to you any more.\n\nIf that was not you, the link below undoes it. It works for 7 days.", "name", a.Name)
	}
	return mail.Post(ctx, tx, mail.Letter{To: a.ID, Address: a.Email, Kind: mail.Changed, Path: "/account/email", Secret: "/address/stop/" + stop, Subject: say.T(ctx, "Your address here is being changed"), Text: text})
}

func tellNewAddress(ctx context.Context, tx *db.Tx, a *Account, address, key, confirm string) error {
	var other viewer.ID
	err := tx.QueryRowContext(ctx, `SELECT id FROM accounts WHERE email_key = $1 AND id <> $2`, key, a.ID).Scan(&other)
	if err == nil {
		return mail.Post(ctx, tx, mail.Letter{To: other, Kind: mail.Confirm, Subject: say.T(ctx, "Your address was given for another account"),
			Text: say.T(ctx, "Somebody asked to use this address for another account here. It is the address of your account, so nothing was changed, and they were not told.")})
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("account: look for the e-mail address: %w", err)
	}
	// It goes to the mailbox alone: in the inbox it would tell that the address is nobody's yet.
	return mail.Post(ctx, tx, mail.Letter{Address: address, Kind: mail.Confirm, Secret: "/address/confirm/" + confirm, Subject: say.T(ctx, "Confirm your address"),
		Text: say.T(ctx, "Please confirm that this is the address of {name} here: open the link below while you are signed in. It works once, within 7 days.\n\nIf you have no account here, somebody mistyped their address: you need do nothing.", "name", a.Name)})
}

// addressChange is a change of address that is under way, or done a short time ago.
type addressChange struct {
	id       int64
	account  viewer.ID
	old, new string
	done     bool
}

// changeOf finds the change to which a link leads; column says which of its links.
func changeOf(ctx context.Context, q db.Q, column, token string, now time.Time) (addressChange, error) {
	var c addressChange
	err := q.QueryRowContext(ctx, `SELECT id, account_id, old_address, address, done_at IS NOT NULL FROM address_changes WHERE `+column+` = $1 AND expires_at > $2`,
		hashToken(token), now.UnixMilli()).Scan(&c.id, &c.account, &c.old, &c.new, &c.done)
	if errors.Is(err, sql.ErrNoRows) {
		return c, fault.New(fault.NotFound, "This link doesn’t work any more: it can be used once, within 7 days, and only the newest one. You can ask for another under Keys in your account.")
	}
	if err != nil {
		return c, fmt.Errorf("account: look for a change of address: %w", err)
	}
	return c, nil
}

// confirmable is the change that id can confirm by a link from the new address.
func confirmable(ctx context.Context, q db.Q, token string, id viewer.ID, now time.Time) (addressChange, error) {
	c, err := changeOf(ctx, q, "confirm_hash", token, now)
	if err == nil && (c.done || c.account != id) {
		return addressChange{}, fault.New(fault.NotFound, "This link is for another account, or it was used already. Please sign in with the account that you gave this address for.")
	}
	return c, err
}

// confirmAddress makes the new address the account's. Only its owner may: who got
// the letter by somebody's mistake does not get the account with it.
func confirmAddress(ctx context.Context, tx *db.Tx, token string, id viewer.ID) error {
	if err := lock(ctx, tx, id); err != nil {
		return err
	}
	c, err := confirmable(ctx, tx, token, id, tx.Now)
	if err != nil {
		return err
	}
	return setAddress(ctx, tx, id, hashToken(token), c.new)
}

// setAddress ends the change whose link has the hash.
func setAddress(ctx context.Context, tx *db.Tx, id viewer.ID, hash []byte, address string) error {
	if err := tx.Exec(ctx, `UPDATE address_changes SET done_at = $1 WHERE confirm_hash = $2`, tx.Millis(), hash); err != nil {
		return fmt.Errorf("account: end a change of address: %w", err)
	}
	if err := keepAddress(ctx, tx, id, address); err != nil {
		return err
	}
	return voidTokens(ctx, tx, id)
}

func keepAddress(ctx context.Context, tx *db.Tx, id viewer.ID, address string) error {
	err := tx.Exec(ctx, `UPDATE accounts SET email = $1, email_key = $2 WHERE id = $3`, null(address), null(emailKey(address)), id)
	if db.IsDuplicate(err) {
		return takenEmail()
	}
	if err != nil {
		return fmt.Errorf("account: set an address: %w", err)
	}
	return nil
}

// stopAddress stops a change of address, or undoes it, for who has the old mailbox.
// What was done is undone for good: every session ends, since a stranger may have
// one, and changes made since go too.
func stopAddress(ctx context.Context, tx *db.Tx, token string) error {
	if err := tx.Exec(ctx, `UPDATE address_changes SET address = address WHERE stop_hash = $1`, hashToken(token)); err != nil {
		return fmt.Errorf("account: lock a change of address: %w", err)
	}
	c, err := changeOf(ctx, tx, "stop_hash", token, tx.Now)
	if err != nil {
		return err
	}
	if err := tx.Exec(ctx, `DELETE FROM address_changes WHERE account_id = $1 AND id >= $2`, c.account, c.id); err != nil { // earlier ones can still be undone
		return fmt.Errorf("account: stop a change of address: %w", err)
	}
	if !c.done {
		return nil
	}
	if err := keepAddress(ctx, tx, c.account, c.old); err != nil {
		return err
	}
	return EndSessions(ctx, tx, c.account, "")
}

// waitingAddress is the address that an account's owner is to confirm, "" for none.
func waitingAddress(ctx context.Context, q db.Q, id viewer.ID, now time.Time) (string, error) {
	var address string
	err := q.QueryRowContext(ctx, `SELECT address FROM address_changes WHERE account_id = $1 AND done_at IS NULL AND expires_at > $2`, id, now.UnixMilli()).Scan(&address)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("account: address to confirm: %w", err)
	}
	return address, nil
}
