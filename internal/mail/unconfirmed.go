package mail

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/viewer"
)

// Unconfirmed is the address that somebody gave and has not confirmed yet, "" for
// none. Only they may know of it.
func Unconfirmed(ctx context.Context, q db.Q, who viewer.ID, now time.Time) (string, error) {
	var address string
	err := q.QueryRowContext(ctx, `SELECT address FROM address_changes WHERE account_id = $1 AND done_at IS NULL AND address <> '' AND expires_at > $2 ORDER BY id DESC LIMIT 1`,
		int64(who), now.UnixMilli()).Scan(&address)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("mail: address of %d: %w", who, err)
	}
	return address, nil
}
