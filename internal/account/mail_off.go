package account

import (
	"context"
	"fmt"
	"slices"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/viewer"
)

// MailOff keeps the letters of a kind to the inbox of an account from now on.
func MailOff(ctx context.Context, tx *db.Tx, id viewer.ID, kind string) error {
	if err := tx.Exec(ctx, `UPDATE accounts SET prefs = prefs WHERE id = $1`, int64(id)); err != nil { // two at once wait for each other
		return fmt.Errorf("account: lock the preferences: %w", err)
	}
	p, err := Prefs(ctx, tx, id)
	if err != nil || slices.Contains(p.MailOff, kind) {
		return err
	}
	p.MailOff = append(p.MailOff, kind)
	return SetPrefs(ctx, tx, id, p)
}
