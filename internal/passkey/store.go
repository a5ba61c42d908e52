package passkey

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/go-webauthn/webauthn/webauthn"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
)

// List gives an account's passkeys, the newest first.
func List(ctx context.Context, q db.Q, id viewer.ID) ([]Passkey, error) {
	all, err := db.All(ctx, q, func(r *sql.Rows, k *Passkey) error {
		var created, used db.Time
		err := r.Scan(&k.ID, &k.Name, &created, &used)
		k.CreatedAt, k.UsedAt = created.Time, used.Time
		return err
	}, `SELECT id, name, created_at, used_at FROM passkeys WHERE account_id = $1 ORDER BY id DESC`, id)
	if err != nil {
		return nil, fmt.Errorf("passkey: list of %d: %w", id, err)
	}
	return all, nil
}

// ownerOf reads an account with its passkeys.
func ownerOf(ctx context.Context, q db.Q, id viewer.ID) (owner, error) {
	a, err := account.Get(ctx, q, id)
	if err != nil {
		return owner{}, err
	}
	o := owner{id: id, name: a.Name}
	o.keys, err = db.All(ctx, q, func(r *sql.Rows, k *webauthn.Credential) error {
		var record string
		if err := r.Scan(&record); err != nil {
			return err
		}
		return json.Unmarshal([]byte(record), k)
	}, `SELECT record FROM passkeys WHERE account_id = $1 ORDER BY id`, id)
	if err != nil {
		return owner{}, fmt.Errorf("passkey: those of %d: %w", id, err)
	}
	return o, nil
}

// add keeps a new passkey of an account, and tells its owner.
func add(ctx context.Context, tx *db.Tx, id viewer.ID, name string, k *webauthn.Credential, told string) error {
	// Touching the account makes those who add at once wait, so that the count is right.
	if err := tx.Exec(ctx, `UPDATE accounts SET name = name WHERE id = $1`, id); err != nil {
		return fmt.Errorf("passkey: lock the account: %w", err)
	}
	var n int
	if err := tx.QueryRowContext(ctx, `SELECT COUNT(*) FROM passkeys WHERE account_id = $1`, id).Scan(&n); err != nil {
		return fmt.Errorf("passkey: count: %w", err)
	}
	if n >= most {
		return fault.New(fault.Invalid, "An account has at most %d passkeys, and you have that many. Please remove one that you don’t use.", most)
	}
	record, err := json.Marshal(k)
	if err != nil {
		return fmt.Errorf("passkey: %w", err)
	}
	err = tx.Exec(ctx, `INSERT INTO passkeys (account_id, credential, name, record, created_at) VALUES ($1, $2, $3, $4, $5)`, id, k.ID, name, string(record), tx.Millis())
	if db.IsDuplicate(err) {
		return fault.New(fault.Conflict, "That passkey is known here already.")
	}
	if err != nil {
		return fmt.Errorf("passkey: keep: %w", err)
	}
	return account.TellKeys(ctx, tx, id, told)
}

// used notes that a passkey opened its account. A counter that did not go up means
// that there are two of what should be one: neither is let in.
func used(ctx context.Context, tx *db.Tx, id viewer.ID, k *webauthn.Credential) error {
	if k.Authenticator.CloneWarning {
		return fault.New(fault.Denied, "This passkey seems to have been copied, so it was not taken. Please sign in another way, remove it under Keys, and make a new one.")
	}
	record, err := json.Marshal(k)
	if err != nil {
		return fmt.Errorf("passkey: %w", err)
	}
	if err := tx.Exec(ctx, `UPDATE passkeys SET record = $1, used_at = $2 WHERE credential = $3 AND account_id = $4`, string(record), tx.Millis(), k.ID, id); err != nil {
		return fmt.Errorf("passkey: note its use: %w", err)
	}
	return nil
}

// remove takes a passkey from an account; fault NotFound when it has no such.
func remove(ctx context.Context, tx *db.Tx, id viewer.ID, k ID, told string) error {
	res, err := tx.ExecContext(ctx, `DELETE FROM passkeys WHERE id = $1 AND account_id = $2`, k, id)
	if err != nil {
		return fmt.Errorf("passkey: remove: %w", err)
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return fault.Wrap(fault.NotFound, err, "That passkey is removed already.")
	}
	return account.TellKeys(ctx, tx, id, told)
}

// RemoveAll takes every passkey from an account, for somebody who lost them and
// whom who calls it knows.
func RemoveAll(ctx context.Context, tx *db.Tx, id viewer.ID) error {
	if err := tx.Exec(ctx, `DELETE FROM passkeys WHERE account_id = $1`, id); err != nil {
		return fmt.Errorf("passkey: remove all: %w", err)
	}
	return nil
}

// ask keeps a question put to a passkey, and gives the token by which its answer is
// known; id is 0 while nobody knows who answers.
func ask(ctx context.Context, tx *db.Tx, purpose string, id viewer.ID, s *webauthn.SessionData) (token string, err error) {
	record, err := json.Marshal(s)
	if err != nil {
		return "", fmt.Errorf("passkey: %w", err)
	}
	var who any
	if id != 0 {
		who = int64(id)
	}
	b := make([]byte, 32)
	rand.Read(b)
	token = base64.RawURLEncoding.EncodeToString(b)
	if err := tx.Exec(ctx, `DELETE FROM passkey_questions WHERE expires_at <= $1`, tx.Millis()); err != nil {
		return "", fmt.Errorf("passkey: drop old questions: %w", err)
	}
	err = tx.Exec(ctx, `INSERT INTO passkey_questions (token_hash, account_id, purpose, record, expires_at) VALUES ($1, $2, $3, $4, $5)`,
		hashed(token), who, purpose, string(record), tx.Now.Add(patience).UnixMilli())
	if err != nil {
		return "", fmt.Errorf("passkey: ask: %w", err)
	}
	return token, nil
}

// answered gives the question of a token, and uses it up: whatever comes of the
// answer, it is asked anew.
func answered(ctx context.Context, tx *db.Tx, purpose, token string, id viewer.ID) (webauthn.SessionData, error) {
	var s webauthn.SessionData
	var record string
	err := tx.QueryRowContext(ctx, `DELETE FROM passkey_questions WHERE token_hash = $1 AND purpose = $2 AND COALESCE(account_id, 0) = $3 AND expires_at > $4 RETURNING record`,
		hashed(token), purpose, id, tx.Millis()).Scan(&record)
	if errors.Is(err, sql.ErrNoRows) {
		return s, fault.New(fault.Conflict, "That took too long, or was done already. Please try again.")
	}
	if err != nil {
		return s, fmt.Errorf("passkey: the question: %w", err)
	}
	if err := json.Unmarshal([]byte(record), &s); err != nil {
		return s, fmt.Errorf("passkey: the question: %w", err)
	}
	return s, nil
}

func hashed(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}
