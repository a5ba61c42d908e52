package account

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
)

// SessionID is a session's key.
type SessionID int64

// Session is one browser or program that is signed in.
type Session struct {
	ID        SessionID
	Agent     string // as the browser names itself
	Address   string
	CreatedAt time.Time
	SeenAt    time.Time // to the hour
}

// How long a session lasts. Each visit starts its time anew, but none outlives
// longest.
const (
	shortStay = 14 * 24 * time.Hour
	longStay  = 90 * 24 * time.Hour
	longest   = 365 * 24 * time.Hour
	// touchEvery is how often a visit is written down.
	touchEvery = time.Hour
	// maxKept is how many sessions, and how many known devices, an account has at
	// most; the ones unused for longest go first.
	maxKept = 100
)

// visit is what is known of the browser that signs in.
type visit struct {
	agent, address string
	stay           time.Duration
	strong         bool // the second step was taken
}

// startSession signs id in and returns the session's token. Who was to leave stays.
func startSession(ctx context.Context, tx *db.Tx, id viewer.ID, v visit) (string, error) {
	if err := stay(ctx, tx, id); err != nil {
		return "", err
	}
	token, hash := newToken()
	err := tx.Exec(ctx, `INSERT INTO sessions (account_id, token_hash, agent, address, created_at, seen_at, confirmed_at, expires_at, strong)
		VALUES ($1, $2, $3, $4, $5, $5, $5, $6, $7)`, id, hash, short(v.agent), short(v.address), tx.Millis(), tx.Now.Add(v.stay).UnixMilli(), v.strong)
	if err == nil {
		err = tx.Exec(ctx, `DELETE FROM sessions WHERE account_id = $1 AND id NOT IN
			(SELECT id FROM sessions WHERE account_id = $1 ORDER BY seen_at DESC, id DESC LIMIT $2)`, id, maxKept)
	}
	if err != nil {
		return "", fmt.Errorf("account: start a session: %w", err)
	}
	return token, nil
}

// short keeps what a browser says of itself within bounds, and in characters
// that both databases take.
func short(s string) string {
	r := []rune(plain(s))
	return string(r[:min(len(r), 300)])
}

// arrival is the session that a request came with.
type arrival struct {
	viewer  viewer.Viewer
	seen    time.Time
	expires time.Time
	strong  bool // the second step was taken
}

// stay is how long the session lasts without a visit: seen and expires are
// always written together.
func (a arrival) stay() time.Duration { return a.expires.Sub(a.seen) }

// arrive finds the session of a token; ok is false when there is none, or when
// its time or its account's is over.
func arrive(ctx context.Context, q db.Q, token string, now time.Time) (a arrival, ok bool, err error) {
	var reading, prefs string
	var seen, expires db.Time
	v := &a.viewer
	err = q.QueryRowContext(ctx, `SELECT s.id, s.seen_at, s.expires_at, a.id, a.name, a.role, a.adult, a.reading, a.prefs, a.mute_changes,
		EXISTS (SELECT 1 FROM mutes m WHERE m.account_id = a.id), s.strong
		FROM sessions s JOIN accounts a ON a.id = s.account_id
		WHERE s.token_hash = $1 AND s.expires_at > $2 AND s.created_at > $3 AND a.suspended_at IS NULL`,
		hashToken(token), now.UnixMilli(), now.Add(-longest).UnixMilli()).Scan(&v.Session, &seen, &expires, &v.ID, &v.Name, &v.Role, &v.Adult, &reading, &prefs, &v.MuteChanges,
		&v.Mutes, &a.strong)
	if errors.Is(err, sql.ErrNoRows) {
		return arrival{}, false, nil
	}
	if err != nil {
		return arrival{}, false, fmt.Errorf("account: session: %w", err)
	}
	if err := json.Unmarshal([]byte(reading), &v.Reading); err != nil {
		return arrival{}, false, fmt.Errorf("account: reading settings of %d: %w", v.ID, err)
	}
	if err := json.Unmarshal([]byte(prefs), &v.Prefs); err != nil {
		return arrival{}, false, fmt.Errorf("account: preferences of %d: %w", v.ID, err)
	}
	a.seen, a.expires = seen.Time, expires.Time
	return a, true, nil
}

// touch writes down that a session was seen, and lets its time start anew.
func touch(ctx context.Context, tx *db.Tx, a arrival) error {
	return tx.Exec(ctx, `UPDATE sessions SET seen_at = $1, expires_at = $2 WHERE id = $3 AND seen_at = $4`,
		tx.Millis(), tx.Now.Add(a.stay()).UnixMilli(), a.viewer.Session, a.seen.UnixMilli())
}

// Sessions lists where an account is signed in, latest seen first.
func Sessions(ctx context.Context, q db.Q, id viewer.ID, now time.Time) ([]Session, error) {
	all, err := db.All(ctx, q, func(r *sql.Rows, s *Session) error {
		var created, seen db.Time
		err := r.Scan(&s.ID, &s.Agent, &s.Address, &created, &seen)
		s.CreatedAt, s.SeenAt = created.Time, seen.Time
		return err
	}, `SELECT id, agent, address, created_at, seen_at FROM sessions WHERE account_id = $1 AND expires_at > $2 ORDER BY seen_at DESC, id DESC`, id, now.UnixMilli())
	if err != nil {
		return nil, fmt.Errorf("account: sessions of %d: %w", id, err)
	}
	return all, nil
}

// EndSession signs one of an account's sessions out; fault NotFound when the
// account has no such session.
func EndSession(ctx context.Context, tx *db.Tx, id viewer.ID, s SessionID) error {
	res, err := tx.ExecContext(ctx, `DELETE FROM sessions WHERE id = $1 AND account_id = $2`, s, id)
	if err != nil {
		return fmt.Errorf("account: end a session: %w", err)
	}
	n, err := res.RowsAffected()
	if err == nil && n == 0 {
		return fault.New(fault.NotFound, "That device is signed out already.")
	}
	return err
}

// EndOthers signs an account out everywhere but in the session keep.
func EndOthers(ctx context.Context, tx *db.Tx, id viewer.ID, keep SessionID) error {
	if err := tx.Exec(ctx, `DELETE FROM sessions WHERE account_id = $1 AND id <> $2`, id, keep); err != nil {
		return fmt.Errorf("account: end other sessions: %w", err)
	}
	return voidTokens(ctx, tx, id)
}

// EndSessions signs an account out everywhere and forgets the devices it was
// known on, but for the one of the token keep, if any.
func EndSessions(ctx context.Context, tx *db.Tx, id viewer.ID, keep string) error {
	if err := tx.Exec(ctx, `DELETE FROM sessions WHERE account_id = $1`, id); err != nil {
		return fmt.Errorf("account: end sessions: %w", err)
	}
	if err := tx.Exec(ctx, `DELETE FROM devices WHERE account_id = $1 AND token_hash <> $2`, id, hashToken(keep)); err != nil {
		return fmt.Errorf("account: forget devices: %w", err)
	}
	return voidTokens(ctx, tx, id)
}

// voidTokens makes links to a new password and log-ins that are half done useless.
func voidTokens(ctx context.Context, tx *db.Tx, id viewer.ID) error {
	if err := tx.Exec(ctx, `DELETE FROM pending_logins WHERE account_id = $1`, id); err != nil {
		return fmt.Errorf("account: drop half log-ins: %w", err)
	}
	if err := tx.Exec(ctx, `DELETE FROM one_time_links WHERE account_id = $1 AND purpose = $2 AND used_at IS NULL`, id, resetLink); err != nil {
		return fmt.Errorf("account: drop links to a new password: %w", err)
	}
	return nil
}
