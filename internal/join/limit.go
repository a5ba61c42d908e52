package join

import (
	"context"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
)

// limit is how often something may be done within a time.
type limit struct {
	subject string
	max     int
	within  time.Duration
}

// longest is how long anything is counted.
const longest = 24 * time.Hour

// triesFrom counts forms sent from one network: whole schools and phone networks
// share one.
func triesFrom(address string) limit {
	return limit{"try:" + account.Network(address), 100, time.Hour}
}

// newcomersFrom counts those who came or applied from one network.
func newcomersFrom(address string) limit {
	return limit{"new:" + account.Network(address), 20, longest}
}

// madeBy counts invitations of one member, also those withdrawn.
func madeBy(id viewer.ID) limit { return limit{fmt.Sprintf("made:%d", id), 20, longest} }

// lettersTo counts letters to an address that a stranger typed. Only its hash is kept.
func lettersTo(key string) limit {
	return limit{"to:" + hex.EncodeToString(hashOf(sameBox(key))), 3, longest}
}

// count refuses what was done too often, and counts it otherwise. Of those who come
// at the same instant a few may slip over.
func count(ctx context.Context, tx *db.Tx, l limit) error {
	var n int
	var oldest db.Time
	err := tx.QueryRowContext(ctx, `SELECT COUNT(*), MIN(at) FROM (SELECT at FROM join_tries WHERE subject = $1 AND at > $2 ORDER BY at DESC LIMIT $3) AS newest`,
		l.subject, tx.Now.Add(-l.within).UnixMilli(), l.max).Scan(&n, &oldest)
	if err != nil {
		return fmt.Errorf("join: count tries: %w", err)
	}
	if n >= l.max {
		wait := oldest.Add(l.within).Sub(tx.Now)
		if wait > 2*time.Hour {
			return fault.Later(wait, "That was done too often today. Please try again in %d hours.", int((wait+time.Hour-1)/time.Hour))
		}
		return fault.Later(wait, "That was tried too often just now. Please wait %d minutes and try again.", int((wait+time.Minute-1)/time.Minute))
	}
	if err := tx.Exec(ctx, `INSERT INTO join_tries (subject, at) VALUES ($1, $2)`, l.subject, tx.Millis()); err != nil {
		return fmt.Errorf("join: count a try: %w", err)
	}
	return nil
}

// Sweep is the job that drops what has run its time; see RunSweep.
type Sweep struct{}

// Kind names the job.
func (Sweep) Kind() string { return "join.sweep" }

// forgotten is how long applications are kept once they are answered.
const forgotten = 90 * 24 * time.Hour

// RunSweep drops tries that no longer count, and what people wrote to join once it
// was answered long ago.
func RunSweep(ctx context.Context, tx *db.Tx) error {
	if err := tx.Exec(ctx, `DELETE FROM join_tries WHERE at <= $1`, tx.Now.Add(-longest).UnixMilli()); err != nil {
		return fmt.Errorf("join: sweep: %w", err)
	}
	if err := tx.Exec(ctx, `DELETE FROM applications WHERE decided_at <= $1`, tx.Now.Add(-forgotten).UnixMilli()); err != nil {
		return fmt.Errorf("join: sweep: %w", err)
	}
	return nil
}
