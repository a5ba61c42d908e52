package account

import (
	"context"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
)

// Sweep is the job that drops what has run its time; see RunSweep.
type Sweep struct{}

// Kind names the job.
func (Sweep) Kind() string { return "account.sweep" }

// RunSweep drops sessions, links and failed log-ins whose time is over, and
// devices unused for a year. None of them counts any more; only their rows go.
func RunSweep(ctx context.Context, tx *db.Tx) error {
	for _, s := range []struct {
		query string
		until int64
	}{
		{`DELETE FROM sessions WHERE expires_at <= $1`, tx.Millis()},
		{`DELETE FROM one_time_links WHERE expires_at <= $1`, tx.Millis()},
		{`DELETE FROM login_tries WHERE at <= $1`, tx.Now.Add(-longestWindow).UnixMilli()},
		{`DELETE FROM pending_logins WHERE expires_at <= $1`, tx.Millis()},
		{`DELETE FROM authenticator_trials WHERE created_at <= $1`, tx.Now.Add(-trialLife).UnixMilli()},
		{`DELETE FROM address_changes WHERE expires_at <= $1`, tx.Millis()},
		{`DELETE FROM held_names WHERE until <= $1`, tx.Millis()},
		{`DELETE FROM devices WHERE seen_at <= $1`, tx.Now.Add(-longest).UnixMilli()},
	} {
		if err := tx.Exec(ctx, s.query, s.until); err != nil {
			return fmt.Errorf("account: sweep: %w", err)
		}
	}
	return nil
}
