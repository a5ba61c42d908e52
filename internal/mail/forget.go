package mail

import (
	"context"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
)

// Forget drops the letters that went to an address without an account, such as the
// invitation of somebody who is about to leave.
func Forget(ctx context.Context, tx *db.Tx, address string) error {
	if address == "" {
		return nil
	}
	if err := tx.Exec(ctx, `DELETE FROM letters WHERE account_id IS NULL AND LOWER(address) = $1`, key(address)); err != nil {
		return fmt.Errorf("mail: forget an address: %w", err)
	}
	return nil
}

// DropFarewells forgets the last letters to people who have left, once they went or
// were given up, with the addresses.
func DropFarewells(ctx context.Context, tx *db.Tx) error {
	if err := tx.Exec(ctx, `DELETE FROM letters WHERE account_id IS NULL AND kind = $1 AND state <> $2`, string(Farewell), stateWaiting); err != nil {
		return fmt.Errorf("mail: drop farewells: %w", err)
	}
	return nil
}
