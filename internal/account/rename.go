package account

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/mail"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
)

const (
	// renameEvery is how long a new name is kept at least.
	renameEvery = 7 * 24 * time.Hour
	// heldFor is how long nobody else can take a name that somebody left.
	heldFor = 90 * 24 * time.Hour
)

// Rename gives an account another name, once a week. The old one leads to the new
// one while nobody else has it, and nobody can take it for heldFor. The usual pseud
// changes too if it was the same, unless there is one of the new name: that one is
// then the usual one. Who calls it sees to what the names sign.
func Rename(ctx context.Context, tx *db.Tx, id viewer.ID, name string) error {
	name = strings.TrimSpace(name)
	if err := lock(ctx, tx, id); err != nil {
		return err
	}
	a, err := Get(ctx, tx, id)
	if err != nil || a.Name == name {
		return err
	}
	if err := checkName(name); err != nil {
		return err
	}
	if latin(Key(name)) != Key(a.Name) { // who writes their own name in another script is still they
		if err := freshName(ctx, tx, name); err != nil {
			return err
		}
	}
	var at db.Time
	if err := tx.QueryRowContext(ctx, `SELECT renamed_at FROM accounts WHERE id = $1`, id).Scan(&at); err != nil {
		return fmt.Errorf("account: when a name was changed: %w", err)
	}
	if next := at.Add(renameEvery); !at.IsZero() && tx.Now.Before(next) {
		return fault.In("name", "You can change your name once a week. The next time is from %s on.", next.Format("2 January 2006, 15:04")+" UTC")
	}
	if err := nameIsHeld(ctx, tx, Key(name), id, tx.Now); err != nil {
		return err
	}
	if err := setName(ctx, tx, a, name); err != nil {
		return err
	}
	if err := renamePseud(ctx, tx, a, name); err != nil {
		return err
	}
	return mail.Post(ctx, tx, mail.Letter{
		To: id, Kind: mail.Changed, Path: "/users/" + url.PathEscape(name), Subject: say.T(ctx, "Your name was changed"),
		Text: say.T(ctx, "Your name here was changed from {old} to {new}. Sign in with the new one from now on; links with the old one lead on.\n\nIf that was not you, change your password at once and tell those who look after the archive.", "old", a.Name, "new", name),
	})
}

// nameIsHeld refuses a name that somebody else left a short time ago.
func nameIsHeld(ctx context.Context, q db.Q, key string, id viewer.ID, now time.Time) error {
	var held bool
	err := q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM old_names WHERE name_key = $1 AND account_id <> $2 AND left_at > $3)
		OR EXISTS (SELECT 1 FROM held_names WHERE name_hash = $4 AND until > $5)`, key, id, now.Add(-heldFor).UnixMilli(), hashToken(key), now.UnixMilli()).Scan(&held)
	if err != nil {
		return fmt.Errorf("account: look for the name: %w", err)
	}
	if held {
		return &fault.Error{Kind: fault.Conflict, Field: "name", Args: []any{int(heldFor.Hours() / 24)},
			Format: "Somebody had that name until a short time ago, and links still lead to them. A name is free %d days after it was left. Please choose another."}
	}
	return nil
}

func setName(ctx context.Context, tx *db.Tx, a *Account, name string) error {
	err := tx.Exec(ctx, `UPDATE accounts SET name = $1, name_key = $2, renamed_at = $3 WHERE id = $4`, name, Key(name), tx.Millis(), a.ID)
	if db.IsDuplicate(err) {
		return taken()
	}
	if err == nil {
		err = tx.Exec(ctx, `DELETE FROM old_names WHERE name_key = $1`, Key(name))
	}
	if err == nil && Key(name) != Key(a.Name) {
		err = tx.Exec(ctx, `INSERT INTO old_names (name_key, name, account_id, left_at) VALUES ($1, $2, $3, $4)
			ON CONFLICT (name_key) DO UPDATE SET name = excluded.name, account_id = excluded.account_id, left_at = excluded.left_at`, Key(a.Name), a.Name, a.ID, tx.Millis())
	}
	if err != nil {
		return fmt.Errorf("account: change a name: %w", err)
	}
	return nil
}

func renamePseud(ctx context.Context, tx *db.Tx, a *Account, name string) error {
	all, err := PseudsOf(ctx, tx, a.ID)
	if err != nil || len(all) == 0 || Key(all[0].Name) != Key(a.Name) {
		return err
	}
	for _, p := range all[1:] {
		if Key(p.Name) == Key(name) {
			if err := tx.Exec(ctx, `UPDATE pseuds SET is_default = (id = $1) WHERE account_id = $2`, p.ID, a.ID); err != nil {
				return fmt.Errorf("account: another usual pseud: %w", err)
			}
			return nil
		}
	}
	if err := tx.Exec(ctx, `UPDATE pseuds SET name = $1, name_key = $2 WHERE id = $3`, name, Key(name), all[0].ID); err != nil {
		return fmt.Errorf("account: rename a pseud: %w", err)
	}
	return nil
}

// movedTo is where a page of somebody who has another name now is; "" for a page
// that is where it was.
func movedTo(ctx context.Context, q db.Q, u *url.URL) (string, error) {
	parts := strings.Split(strings.TrimPrefix(u.EscapedPath(), "/users/"), "/")
	old, err := url.PathUnescape(parts[0])
	if err != nil || old == "" {
		return "", nil
	}
	var id viewer.ID
	var name string
	err = q.QueryRowContext(ctx, `SELECT a.id, a.name FROM old_names o JOIN accounts a ON a.id = o.account_id
		WHERE o.name_key = $1 AND NOT EXISTS (SELECT 1 FROM accounts b WHERE b.name_key = o.name_key)`, Key(old)).Scan(&id, &name)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("account: look for an old name: %w", err)
	}
	parts[0] = url.PathEscape(name)
	if len(parts) > 2 && parts[1] == "pseuds" {
		if parts[2], err = pseudMovedTo(ctx, q, id, old, name, parts[2]); err != nil {
			return "", err
		}
	}
	to := "/users/" + strings.Join(parts, "/")
	if u.RawQuery != "" {
		to += "?" + u.RawQuery
	}
	return to, nil
}

// pseudMovedTo is what a part of an address that names a pseud is now.
func pseudMovedTo(ctx context.Context, q db.Q, id viewer.ID, old, name, part string) (string, error) {
	pseud, err := url.PathUnescape(part)
	if err != nil || Key(pseud) != Key(old) {
		return part, nil
	}
	var there bool
	if err := q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM pseuds WHERE account_id = $1 AND name_key = $2)`, id, Key(pseud)).Scan(&there); err != nil {
		return "", fmt.Errorf("account: look for an old pseud: %w", err)
	}
	if there {
		return part, nil
	}
	return url.PathEscape(name), nil
}

// moved leads from pages under a name that somebody had before to those under the
// one they have, and reports whether it did.
func (p *Pages) moved(w http.ResponseWriter, r *http.Request) (bool, error) {
	if !strings.HasPrefix(r.URL.Path, "/users/") || r.Method != http.MethodGet && r.Method != http.MethodHead {
		return false, nil
	}
	to, err := movedTo(r.Context(), p.DB, r.URL)
	if err != nil || to == "" {
		return false, err
	}
	w.Header().Set("Cache-Control", "no-store") // the name may be somebody else's one day
	http.Redirect(w, r, to, http.StatusMovedPermanently)
	return true, nil
}
