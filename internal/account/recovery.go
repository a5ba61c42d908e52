package account

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/viewer"
)

// recoveryCodes is how many codes somebody gets to stand in for a lost device.
const recoveryCodes = 10

// newRecovery gives an account fresh recovery codes; those before are of no use any
// more. Only hashes are kept, so this is the one time that they can be shown.
func newRecovery(ctx context.Context, tx *db.Tx, id viewer.ID) ([]string, error) {
	if err := lock(ctx, tx, id); err != nil {
		return nil, err
	}
	if err := tx.Exec(ctx, `DELETE FROM recovery_codes WHERE account_id = $1`, id); err != nil {
		return nil, fmt.Errorf("account: drop old recovery codes: %w", err)
	}
	all := make([]string, recoveryCodes)
	for i := range all {
		code := rand.Text() // 26 letters and digits, 130 bits
		all[i] = spaced(strings.ToLower(code))
		if err := tx.Exec(ctx, `INSERT INTO recovery_codes (account_id, code_hash) VALUES ($1, $2)`, id, hashToken(code)); err != nil {
			return nil, fmt.Errorf("account: keep a recovery code: %w", err)
		}
	}
	return all, nil
}

// spaced parts a code so that it can be copied by hand.
func spaced(code string) string {
	var b strings.Builder
	for i, r := range code {
		if i > 0 && i%5 == 0 && i < 25 {
			b.WriteByte('-')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// plainCode is a recovery code as it was made, however it was typed. Codes have no
// 0, 1 or 8, which people write for O and B.
func plainCode(typed string) string {
	r := strings.NewReplacer(" ", "", "-", "", "–", "", "\u00a0", "", "0", "O", "8", "B")
	return r.Replace(strings.ToUpper(strings.TrimSpace(typed[:min(len(typed), maxKeyed)])))
}

// useRecovery uses a recovery code up, if it is one of the account's.
func useRecovery(ctx context.Context, tx *db.Tx, id viewer.ID, typed string) (bool, error) {
	res, err := tx.ExecContext(ctx, `DELETE FROM recovery_codes WHERE account_id = $1 AND code_hash = $2`, id, hashToken(plainCode(typed)))
	if err != nil {
		return false, fmt.Errorf("account: use a recovery code: %w", err)
	}
	n, err := res.RowsAffected()
	return n > 0, err
}
