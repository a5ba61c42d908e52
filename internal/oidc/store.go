package oidc

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
)

// Link is an account elsewhere by which somebody signs in here.
type Link struct {
	ID        int64
	Issuer    string
	Label     string // what it is called there
	CreatedAt time.Time
	UsedAt    time.Time // zero for never
}

// Links lists an account's links, the newest first.
func Links(ctx context.Context, q db.Q, id viewer.ID) ([]Link, error) {
	all, err := db.All(ctx, q, func(r *sql.Rows, l *Link) error {
		var created, used db.Time
		err := r.Scan(&l.ID, &l.Issuer, &l.Label, &created, &used)
		l.CreatedAt, l.UsedAt = created.Time, used.Time
		return err
	}, `SELECT id, issuer, label, created_at, used_at FROM provider_accounts WHERE account_id = $1 ORDER BY id DESC`, id)
	if err != nil {
		return nil, fmt.Errorf("oidc: links of %d: %w", id, err)
	}
	return all, nil
}

// person is somebody as a provider knows them. Who they are is the subject alone:
// an address says nothing, since a provider may give it to another.
type person struct{ issuer, subject, label string }

// ownerOf is the account here that a person signs in to, 0 for none.
func ownerOf(ctx context.Context, tx *db.Tx, x person) (viewer.ID, error) {
	var id viewer.ID
	err := tx.QueryRowContext(ctx, `UPDATE provider_accounts SET used_at = $1 WHERE issuer = $2 AND subject = $3 RETURNING account_id`, tx.Millis(), x.issuer, x.subject).Scan(&id)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, fmt.Errorf("oidc: whose it is: %w", err)
	}
	return id, nil
}

// link lets a person sign in to an account; told is the letter to its owner.
func link(ctx context.Context, tx *db.Tx, id viewer.ID, x person, told string) error {
	var has viewer.ID
	err := tx.QueryRowContext(ctx, `INSERT INTO provider_accounts (account_id, issuer, subject, label, created_at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (issuer, subject) DO NOTHING RETURNING account_id`, id, x.issuer, x.subject, x.label, tx.Millis()).Scan(&has)
	if errors.Is(err, sql.ErrNoRows) {
		err = tx.QueryRowContext(ctx, `SELECT account_id FROM provider_accounts WHERE issuer = $1 AND subject = $2`, x.issuer, x.subject).Scan(&has)
		if err == nil && has == id {
			return nil // it is linked already
		}
		if err == nil {
			return fault.New(fault.Conflict, "That account is linked to another account here already. Remove it there first.")
		}
	}
	if err != nil {
		return fmt.Errorf("oidc: link: %w", err)
	}
	return account.TellKeys(ctx, tx, id, told)
}

// unlink ends a link of an account; fault NotFound when it has no such.
func unlink(ctx context.Context, tx *db.Tx, id viewer.ID, l int64, told string) error {
	res, err := tx.ExecContext(ctx, `DELETE FROM provider_accounts WHERE id = $1 AND account_id = $2`, l, id)
	if err != nil {
		return fmt.Errorf("oidc: unlink: %w", err)
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return fault.Wrap(fault.NotFound, err, "That account is not linked any more.")
	}
	return account.TellKeys(ctx, tx, id, told)
}

// visit is somebody's way to a provider and back.
type visit struct {
	issuer, nonce, verifier, next string
	account                       viewer.ID // who goes there to link it, 0 for who signs in
}

// patience is how long a visit, and choosing a name after it, may take.
const patience = 15 * time.Minute

func newToken() string {
	b := make([]byte, 32)
	rand.Read(b)
	return base64.RawURLEncoding.EncodeToString(b)
}

func hashed(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// leave keeps a visit, and gives the token by which its end is known.
func leave(ctx context.Context, tx *db.Tx, v visit) (token string, err error) {
	var who any
	if v.account != 0 {
		who = int64(v.account)
	}
	if err := tx.Exec(ctx, `DELETE FROM provider_visits WHERE expires_at <= $1`, tx.Millis()); err != nil {
		return "", fmt.Errorf("oidc: drop old visits: %w", err)
	}
	token = newToken()
	err = tx.Exec(ctx, `INSERT INTO provider_visits (token_hash, issuer, nonce, verifier, account_id, next, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		hashed(token), v.issuer, v.nonce, v.verifier, who, v.next, tx.Now.Add(patience).UnixMilli())
	if err != nil {
		return "", fmt.Errorf("oidc: keep a visit: %w", err)
	}
	return token, nil
}

// back ends a visit: it can be ended once.
func back(ctx context.Context, tx *db.Tx, issuer, token string) (v visit, err error) {
	err = tx.QueryRowContext(ctx, `DELETE FROM provider_visits WHERE token_hash = $1 AND issuer = $2 AND expires_at > $3
		RETURNING issuer, nonce, verifier, COALESCE(account_id, 0), next`, hashed(token), issuer, tx.Millis()).Scan(&v.issuer, &v.nonce, &v.verifier, &v.account, &v.next)
	if errors.Is(err, sql.ErrNoRows) {
		return visit{}, lost()
	}
	if err != nil {
		return visit{}, fmt.Errorf("oidc: end a visit: %w", err)
	}
	return v, nil
}

func lost() error {
	return fault.New(fault.Conflict, "That took too long, or was done already, or began in another browser. Please begin again on the page on which you sign in.")
}

// wait keeps a newcomer who is to choose a name.
func wait(ctx context.Context, tx *db.Tx, x person, next string) (token string, err error) {
	if err := tx.Exec(ctx, `DELETE FROM provider_newcomers WHERE expires_at <= $1`, tx.Millis()); err != nil {
		return "", fmt.Errorf("oidc: drop old newcomers: %w", err)
	}
	token = newToken()
	err = tx.Exec(ctx, `INSERT INTO provider_newcomers (token_hash, issuer, subject, label, next, expires_at) VALUES ($1, $2, $3, $4, $5, $6)`,
		hashed(token), x.issuer, x.subject, x.label, next, tx.Now.Add(patience).UnixMilli())
	if err != nil {
		return "", fmt.Errorf("oidc: keep a newcomer: %w", err)
	}
	return token, nil
}

// newcomer finds who waits.
func newcomer(ctx context.Context, q db.Q, issuer, token string, now time.Time) (x person, next string, err error) {
	err = q.QueryRowContext(ctx, `SELECT issuer, subject, label, next FROM provider_newcomers WHERE token_hash = $1 AND issuer = $2 AND expires_at > $3`,
		hashed(token), issuer, now.UnixMilli()).Scan(&x.issuer, &x.subject, &x.label, &next)
	if errors.Is(err, sql.ErrNoRows) {
		return person{}, "", lost()
	}
	if err != nil {
		return person{}, "", fmt.Errorf("oidc: a newcomer: %w", err)
	}
	return x, next, nil
}

// comeIn makes the account of a newcomer who waits, once.
func comeIn(ctx context.Context, tx *db.Tx, issuer, token string, n account.New, told string) (viewer.ID, error) {
	if err := tx.Exec(ctx, `UPDATE provider_newcomers SET next = next WHERE token_hash = $1`, hashed(token)); err != nil {
		return 0, fmt.Errorf("oidc: lock a newcomer: %w", err)
	}
	x, _, err := newcomer(ctx, tx, issuer, token, tx.Now)
	if err != nil {
		return 0, err
	}
	a, err := account.Create(ctx, tx, n)
	if err != nil {
		return 0, err
	}
	if err := link(ctx, tx, a.ID, x, told); err != nil {
		return 0, err
	}
	if err := tx.Exec(ctx, `DELETE FROM provider_newcomers WHERE token_hash = $1`, hashed(token)); err != nil {
		return 0, fmt.Errorf("oidc: a newcomer has come in: %w", err)
	}
	return a.ID, nil
}
