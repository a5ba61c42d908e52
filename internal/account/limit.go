package account

import (
	"context"
	"encoding/hex"
	"fmt"
	"net/netip"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
)

// Failed log-ins that are borne within window before there is a pause.
const (
	window     = 15 * time.Minute
	perName    = 10
	perNetwork = 30
	perDevice  = 10
)

// subject is somebody or something whose failures are counted.
type subject struct {
	key string
	max int
	// within is the time in which max are borne; 0 means window, and none is longer
	// than longestWindow.
	within time.Duration
}

// longestWindow is how long failures are kept.
const longestWindow = 12 * time.Hour

func (s subject) span() time.Duration {
	if s.within == 0 {
		return window
	}
	return s.within
}

// byName counts tries at one name, whether or not somebody has it. What was
// typed is kept as a hash only: it may be a password in the wrong field.
func byName(typed string) subject {
	return subject{key: "name:" + hex.EncodeToString(hashToken(Key(typed))), max: perName}
}

// byNetwork counts tries from one network: who has one address of it mostly has
// them all.
func byNetwork(address string) subject {
	return subject{key: "net:" + network(address), max: perNetwork}
}

// byDevice counts tries from a browser that the account is known on.
func byDevice(token string) subject {
	return subject{key: "device:" + hex.EncodeToString(hashToken(token)), max: perDevice}
}

// passwordTries counts tries at the password of who is signed in already.
func passwordTries(id viewer.ID) []subject {
	return []subject{{key: fmt.Sprintf("password:%d", id), max: perDevice}}
}

// network is the network of an address: /24 of IPv4, /64 of IPv6.
func network(address string) string {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return "unknown"
	}
	a, bits := a.Unmap().WithZone(""), 64
	if a.Is4() {
		bits = 24
	}
	p, err := a.Prefix(bits)
	if err != nil {
		return "unknown"
	}
	return p.String()
}

// checkLimits returns a TooMany error if one of the subjects has failed too often.
func checkLimits(ctx context.Context, q db.Q, now time.Time, all []subject) error {
	for _, s := range all {
		var n int
		var oldest db.Time
		err := q.QueryRowContext(ctx, `SELECT COUNT(*), MIN(at) FROM
			(SELECT at FROM login_tries WHERE subject = $1 AND at > $2 ORDER BY at DESC LIMIT $3) AS newest`,
			s.key, now.Add(-s.span()).UnixMilli(), s.max).Scan(&n, &oldest)
		if err != nil {
			return fmt.Errorf("account: count failed log-ins: %w", err)
		}
		if n >= s.max {
			wait := oldest.Add(s.span()).Sub(now)
			if wait > time.Hour {
				return fault.Later(wait, "That was asked for too often. Please try again in %d hours.", int((wait+time.Hour-1)/time.Hour))
			}
			return fault.Later(wait, "That was tried too often just now. Please wait %d minutes and try again.", int((wait+time.Minute-1)/time.Minute))
		}
	}
	return nil
}

// recordFailure counts a failure of each subject.
func recordFailure(ctx context.Context, tx *db.Tx, all []subject) error {
	for _, s := range all {
		if err := tx.Exec(ctx, `INSERT INTO login_tries (subject, at) VALUES ($1, $2)`, s.key, tx.Millis()); err != nil {
			return fmt.Errorf("account: count a failed log-in: %w", err)
		}
	}
	return nil
}
