package account

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
)

// claimLink is the purpose of the link by which an author takes a kept place.
const claimLink = "claim"

// ClaimLife is how long a claim link can be used: letters to old addresses wait.
const ClaimLife = 90 * 24 * time.Hour

// ClaimLink makes the token of a link, /claim/TOKEN, by which the author of the
// works in a kept place takes them: once, within ClaimLife. Links made for the
// place before stop working. Who calls it vouches that the link goes to the
// author. A fault NotFound says that no such place is kept.
func ClaimLink(ctx context.Context, tx *db.Tx, place viewer.ID) (token string, err error) {
	a, err := Get(ctx, tx, place)
	if err != nil {
		return "", err
	}
	if a.Claimed {
		return "", fault.New(fault.NotFound, "%s has an account already, so there is nothing to claim.", a.Name)
	}
	if err := tx.Exec(ctx, `DELETE FROM one_time_links WHERE purpose = $1 AND account_id = $2 AND used_at IS NULL`, claimLink, place); err != nil {
		return "", fmt.Errorf("account: drop old links: %w", err)
	}
	token, hash := newToken()
	err = tx.Exec(ctx, `INSERT INTO one_time_links (token_hash, purpose, account_id, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)`,
		hash, claimLink, place, tx.Millis(), tx.Now.Add(ClaimLife).UnixMilli())
	if err != nil {
		return "", fmt.Errorf("account: make a link: %w", err)
	}
	return token, nil
}

// Claimable gives the kept place to which a claim link leads; fault NotFound for
// a link that does not work any more. It changes nothing.
func Claimable(ctx context.Context, q db.Q, token string, now time.Time) (*Account, error) {
	var id viewer.ID
	err := q.QueryRowContext(ctx, `SELECT l.account_id FROM one_time_links l JOIN accounts a ON a.id = l.account_id
		WHERE l.token_hash = $1 AND l.purpose = $2 AND l.used_at IS NULL AND l.expires_at > $3 AND a.password IS NULL`,
		hashToken(token), claimLink, now.UnixMilli()).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.NotFound, "This link doesn’t work any more: it can be used once, within %d days. Whoever sent it to you can make a new one.", int(ClaimLife.Hours()/24))
	}
	if err != nil {
		return nil, fmt.Errorf("account: look for the link: %w", err)
	}
	return Get(ctx, q, id)
}

// UseClaim uses a claim link up and gives its place. Of those who come at once
// with one link the first has it, the others get the fault of a dead one.
func UseClaim(ctx context.Context, tx *db.Tx, token string) (*Account, error) {
	if err := tx.Exec(ctx, `UPDATE one_time_links SET purpose = purpose WHERE token_hash = $1`, hashToken(token)); err != nil {
		return nil, fmt.Errorf("account: lock the link: %w", err)
	}
	a, err := Claimable(ctx, tx, token, tx.Now)
	if err != nil {
		return nil, err
	}
	return a, tx.Exec(ctx, `UPDATE one_time_links SET used_at = $1 WHERE token_hash = $2`, tx.Millis(), hashToken(token))
}

// Twin is a pseud of a kept place, and the pseud of the same name that the
// account has which takes the place over; 0 when it has none.
type Twin struct{ Kept, Own PseudID }

// Twins pairs the pseuds of a place with those of an account.
func Twins(ctx context.Context, q db.Q, place, account viewer.ID) ([]Twin, error) {
	all, err := db.All(ctx, q, func(r *sql.Rows, t *Twin) error { return r.Scan(&t.Kept, &t.Own) },
		`SELECT k.id, COALESCE(o.id, 0) FROM pseuds k LEFT JOIN pseuds o ON o.account_id = $2 AND o.name_key = k.name_key
		WHERE k.account_id = $1 ORDER BY k.id`, place, account)
	if err != nil {
		return nil, fmt.Errorf("account: pseuds of a place: %w", err)
	}
	return all, nil
}

// Absorb gives what is left of a place to an account: pseuds without a twin
// become its own, those with one are gone, and so is the place. Nothing may
// point to the latter any more.
func Absorb(ctx context.Context, tx *db.Tx, place, account viewer.ID, twins []Twin) error {
	for _, t := range twins {
		query := `UPDATE pseuds SET account_id = $2, is_default = FALSE WHERE id = $1`
		args := []any{t.Kept, account}
		if t.Own != 0 {
			query, args = `DELETE FROM pseuds WHERE id = $1`, args[:1]
		}
		if err := tx.Exec(ctx, query, args...); err != nil {
			return fmt.Errorf("account: hand a pseud over: %w", err)
		}
	}
	if err := tx.Exec(ctx, `DELETE FROM accounts WHERE id = $1 AND password IS NULL`, place); err != nil {
		return fmt.Errorf("account: drop a place: %w", err)
	}
	return nil
}

// Kept is a place that nobody has claimed, and how many works it holds.
type Kept struct {
	ID    viewer.ID
	Name  string
	Works int
}

// KeptPlaces lists the places that are kept for authors, after the name given,
// at most limit of them. Only staff may see the list: works that are not public
// count.
func KeptPlaces(ctx context.Context, q db.Q, after string, limit int) ([]Kept, error) {
	all, err := db.All(ctx, q, func(r *sql.Rows, k *Kept) error { return r.Scan(&k.ID, &k.Name, &k.Works) },
		`SELECT a.id, a.name, (SELECT COUNT(*) FROM work_creators c JOIN pseuds p ON p.id = c.pseud_id WHERE p.account_id = a.id)
		FROM accounts a WHERE a.password IS NULL AND a.name_key > $1 ORDER BY a.name_key LIMIT $2`, Key(after), limit)
	if err != nil {
		return nil, fmt.Errorf("account: kept places: %w", err)
	}
	return all, nil
}
