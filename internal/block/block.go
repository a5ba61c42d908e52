// Package block has whom people will not hear from and whose works they do not want
// to see: blocks and mutes of accounts.
package block

import (
	"context"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/viewer"
)

// Blocked reports whether owner has blocked other: whatever other would send to
// owner (an invitation, a gift, a comment) is refused.
func Blocked(ctx context.Context, q db.Q, owner, other viewer.ID) (bool, error) {
	var is bool
	if err := q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM blocks WHERE account_id = $1 AND other_id = $2)`, int64(owner), int64(other)).Scan(&is); err != nil {
		return false, fmt.Errorf("block: %w", err)
	}
	return is, nil
}
