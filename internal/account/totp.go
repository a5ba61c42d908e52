package account

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"database/sql"
	"encoding/base32"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
)

// An authenticator app makes a new code every step from a secret that it shares
// with the archive (RFC 6238).
const (
	step       = 30 * time.Second
	secretSize = 20 // bytes: 160 bits, as RFC 4226 recommends
	// perSecond is how many wrong codes an account bears within window: whoever
	// gets to give one knows the password already.
	perSecond = 5
)

// newSecret makes a secret for an app.
func newSecret() string {
	b := make([]byte, secretSize)
	rand.Read(b)
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b)
}

// stepOf is the step of time at which an app shows code: now, or one step off, for
// clocks that are not right; 0 for no such step. The codes of no two steps take a
// different time to compare.
func stepOf(secret, code string, now time.Time) (int64, error) {
	var found int64
	for _, off := range []time.Duration{-step, 0, step} {
		at := now.Add(off)
		want, err := totp.GenerateCodeCustom(secret, at, totp.ValidateOpts{Period: uint(step / time.Second), Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
		if err != nil {
			return 0, errors.New("account: a stored secret of an app can't be read") // never tells the secret
		}
		if subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			found = at.Unix() / int64(step/time.Second)
		}
	}
	return found, nil
}

// EnrolApp gives an account a fresh authenticator app in place of any before, and
// returns its secret. Who calls it vouches that the secret goes to the account's
// owner alone: it is for tests and the shell, while people set theirs up on a page.
func EnrolApp(ctx context.Context, tx *db.Tx, id viewer.ID) (secret string, err error) {
	secret = newSecret()
	return secret, keepApp(ctx, tx, id, secret, 0)
}

func keepApp(ctx context.Context, tx *db.Tx, id viewer.ID, secret string, used int64) error {
	err := tx.Exec(ctx, `INSERT INTO authenticators (account_id, secret, last_step, created_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (account_id) DO UPDATE SET secret = excluded.secret, last_step = excluded.last_step, created_at = excluded.created_at`, id, secret, used, tx.Millis())
	if err != nil {
		return fmt.Errorf("account: keep an app: %w", err)
	}
	return nil
}

// beginApp makes the secret of an app that is being set up. The app before, if any,
// goes on until the new one has shown a code.
func beginApp(ctx context.Context, tx *db.Tx, id viewer.ID) error {
	err := tx.Exec(ctx, `INSERT INTO authenticator_trials (account_id, secret, created_at) VALUES ($1, $2, $3)
		ON CONFLICT (account_id) DO UPDATE SET secret = excluded.secret, created_at = excluded.created_at`, id, newSecret(), tx.Millis())
	if err != nil {
		return fmt.Errorf("account: begin with an app: %w", err)
	}
	return nil
}

// trialLife is how long a secret waits for the first code of its app.
const trialLife = time.Hour

// trial is the secret of the app that is being set up, "" for none.
func trial(ctx context.Context, q db.Q, id viewer.ID, now time.Time) (string, error) {
	var secret string
	err := q.QueryRowContext(ctx, `SELECT secret FROM authenticator_trials WHERE account_id = $1 AND created_at > $2`, id, now.Add(-trialLife).UnixMilli()).Scan(&secret)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("account: the app being set up: %w", err)
	}
	return secret, nil
}

// endTrial makes the app that is being set up the account's, if code is one of its.
func endTrial(ctx context.Context, tx *db.Tx, id viewer.ID, code string) error {
	if err := lock(ctx, tx, id); err != nil {
		return err
	}
	secret, err := trial(ctx, tx, id, tx.Now)
	if err != nil {
		return err
	}
	if secret == "" {
		return fault.New(fault.Conflict, "No app is being set up any more. Please begin again.")
	}
	at, err := stepOf(secret, digits(code), tx.Now)
	if err != nil {
		return err
	}
	if at == 0 {
		return fault.In("code", "The app doesn’t show that code now. Please type the six digits that it shows. If they are right, look whether the clock of the device is.")
	}
	if err := tx.Exec(ctx, `DELETE FROM authenticator_trials WHERE account_id = $1`, id); err != nil {
		return fmt.Errorf("account: end setting up: %w", err)
	}
	return keepApp(ctx, tx, id, secret, at)
}

// lock makes those who change an account's keys at once wait for each other.
func lock(ctx context.Context, tx *db.Tx, id viewer.ID) error {
	if err := tx.Exec(ctx, `UPDATE accounts SET name = name WHERE id = $1`, id); err != nil {
		return fmt.Errorf("account: lock: %w", err)
	}
	return nil
}

// removeApp takes the account's app away; what stood in for it goes too.
func removeApp(ctx context.Context, tx *db.Tx, id viewer.ID) error {
	for _, table := range []string{"authenticators", "authenticator_trials"} {
		if err := tx.Exec(ctx, `DELETE FROM `+table+` WHERE account_id = $1`, id); err != nil {
			return fmt.Errorf("account: remove an app: %w", err)
		}
	}
	return nil
}

// useCode uses up what somebody typed for the second step: the code of their app,
// or one of their recovery codes.
func useCode(ctx context.Context, tx *db.Tx, id viewer.ID, typed string) error {
	wrong := fault.In("code", "That code is not right, or it was used before. Please type the newest one that your app shows, or a recovery code that you have not used.")
	if code := digits(typed); len(code) == 6 {
		var secret string
		var last int64
		err := tx.QueryRowContext(ctx, `SELECT secret, last_step FROM authenticators WHERE account_id = $1`, id).Scan(&secret, &last)
		if errors.Is(err, sql.ErrNoRows) {
			return wrong
		}
		if err != nil {
			return fmt.Errorf("account: the app: %w", err)
		}
		at, err := stepOf(secret, code, tx.Now)
		if err != nil {
			return err
		}
		if at <= last {
			return wrong
		}
		return keepStep(ctx, tx, id, at)
	}
	used, err := useRecovery(ctx, tx, id, typed)
	if err == nil && !used {
		return wrong
	}
	return err
}

func keepStep(ctx context.Context, tx *db.Tx, id viewer.ID, at int64) error {
	if err := tx.Exec(ctx, `UPDATE authenticators SET last_step = $1 WHERE account_id = $2`, at, id); err != nil {
		return fmt.Errorf("account: use a code: %w", err)
	}
	return nil
}

// digits are those in what was typed, as people part them: "123 456". Anything else
// in it makes it no code of an app.
func digits(typed string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' || r == '\u00a0' {
			return -1
		}
		return r
	}, strings.TrimSpace(typed))
}

// trySecond takes what an account's owner typed for the second step, and runs then
// in the same transaction if it is right. Wrong ones are counted, one after the
// other, so that many at once are no more than as many.
func (p *Pages) trySecond(ctx context.Context, id viewer.ID, typed string, then func(*db.Tx) error) error {
	tries := []subject{{key: fmt.Sprintf("second:%d", id), max: perSecond}}
	var wrong error
	err := p.DB.Tx(ctx, func(tx *db.Tx) error {
		wrong = nil
		if err := lock(ctx, tx, id); err != nil {
			return err
		}
		if err := checkLimits(ctx, tx, tx.Now, tries); err != nil {
			return err
		}
		err := useCode(ctx, tx, id, typed)
		if fault.KindOf(err) == fault.Invalid {
			wrong = err
			return recordFailure(ctx, tx, tries)
		}
		if err != nil {
			return err
		}
		return then(tx)
	})
	if err != nil {
		return err
	}
	return wrong
}
