package join

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/mail"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/setting"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
)

// invitation is one code that can be used.
type invitation struct {
	id          int64
	application int64
	By          viewer.ID // 0 for an application that was accepted
	Inviter     string
}

func deadCode() error {
	return fault.New(fault.NotFound, "This invitation doesn’t work any more: it can be used once, within %d days, and may have been withdrawn. Whoever sent it to you can make a new one.", lifeDays)
}

// usable finds the invitation of a code; fault NotFound for one that does not work.
// It changes nothing, so that programs which look into links don't use them up.
// While the archive is closed, only those of staff work.
func usable(ctx context.Context, q db.Q, code string, mode setting.SignUp, now time.Time) (invitation, error) {
	all, err := db.All(ctx, q, func(r *sql.Rows, i *invitation) error {
		var role string
		if err := r.Scan(&i.id, &i.application, &i.By, &i.Inviter, &role); err != nil {
			return err
		}
		if mode == setting.Closed && i.By != 0 && !(viewer.Viewer{Role: viewer.Role(role)}).Staff() {
			i.id = 0
		}
		return nil
	}, `SELECT i.id, COALESCE(i.application_id, 0), COALESCE(a.id, 0), COALESCE(a.name, ''), COALESCE(a.role, '') FROM invitations i LEFT JOIN accounts a ON a.id = i.account_id
		WHERE i.code_hash = $1 AND i.used_at IS NULL AND i.withdrawn_at IS NULL AND i.expires_at > $2 AND a.suspended_at IS NULL`, hashOf(code), now.UnixMilli())
	if err != nil {
		return invitation{}, fmt.Errorf("join: look for an invitation: %w", err)
	}
	if len(all) == 0 || all[0].id == 0 {
		return invitation{}, deadCode()
	}
	return all[0], nil
}

// use uses a code up. Of those who come at once with it the first has it, the others
// get the fault of a dead one.
func use(ctx context.Context, tx *db.Tx, code string, mode setting.SignUp) (invitation, error) {
	if err := tx.Exec(ctx, `UPDATE invitations SET address = address WHERE code_hash = $1`, hashOf(code)); err != nil {
		return invitation{}, fmt.Errorf("join: lock an invitation: %w", err)
	}
	i, err := usable(ctx, tx, code, mode, tx.Now)
	if err != nil {
		return i, err
	}
	if i.application != 0 { // which may have another code
		res, err := tx.ExecContext(ctx, `UPDATE applications SET state = $1 WHERE id = $2 AND state = $3`, stateJoined, i.application, stateAccepted)
		if err != nil {
			return i, fmt.Errorf("join: close an application: %w", err)
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return i, deadCode()
		}
	}
	if err := tx.Exec(ctx, `UPDATE invitations SET used_at = $1 WHERE id = $2`, tx.Millis(), i.id); err != nil {
		return i, fmt.Errorf("join: use an invitation: %w", err)
	}
	return i, nil
}

// unlimited is how many invitations staff have left.
const unlimited = -1

// left is how many invitations a member can still make. Those that were withdrawn or
// ran out unused count no more.
func left(ctx context.Context, q db.Q, v viewer.Viewer, now time.Time) (int, error) {
	if v.Staff() {
		return unlimited, nil
	}
	var out, more int
	err := q.QueryRowContext(ctx, `SELECT (SELECT COUNT(*) FROM invitations WHERE account_id = $1 AND withdrawn_at IS NULL AND (used_at IS NOT NULL OR expires_at > $2)),
		COALESCE((SELECT more FROM inviters WHERE account_id = $1), 0)`, int64(v.ID), now.UnixMilli()).Scan(&out, &more)
	if err != nil {
		return 0, fmt.Errorf("join: count invitations: %w", err)
	}
	return max(0, setting.Of(ctx).Invitations+more-out), nil
}

// Invite makes an invitation and gives its code; with an address it is mailed there
// too. The viewer has one left, or gets a fault.
func Invite(ctx context.Context, tx *db.Tx, v viewer.Viewer, typed string) (code string, err error) {
	address, key, err := account.CheckAddress(typed)
	if err != nil {
		return "", err
	}
	if setting.Of(ctx).SignUp == setting.Closed && !v.Staff() {
		return "", fault.New(fault.Denied, "The archive is closed to newcomers at the moment, so nobody can be invited.")
	}
	// The row makes two that one member makes at once wait for each other.
	if err := tx.Exec(ctx, `INSERT INTO inviters (account_id) VALUES ($1) ON CONFLICT (account_id) DO UPDATE SET more = inviters.more`, int64(v.ID)); err != nil {
		return "", fmt.Errorf("join: lock who invites: %w", err)
	}
	n, err := left(ctx, tx, v, tx.Now)
	if err != nil {
		return "", err
	}
	if n == 0 {
		return "", fault.New(fault.Invalid, "You have no invitation left. One that you withdraw, or that runs out unused, comes back to you; those who look after the archive can give you more.")
	}
	if err := count(ctx, tx, madeBy(v.ID)); err != nil {
		return "", err
	}
	code, hash := newCode()
	if err := tx.Exec(ctx, `INSERT INTO invitations (account_id, code_hash, address, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)`,
		int64(v.ID), hash, address, tx.Millis(), tx.Now.Add(Life).UnixMilli()); err != nil {
		return "", fmt.Errorf("join: invite: %w", err)
	}
	if address == "" {
		return code, nil
	}
	if err := count(ctx, tx, lettersTo(key)); err != nil {
		return "", err
	}
	return code, mail.Post(ctx, tx, mail.Letter{Address: address, Kind: mail.Invitation, Secret: path(code),
		Subject: say.T(ctx, "{name} invites you to {site}", "name", v.Name, "site", web.SiteOf(ctx).Name),
		Text:    say.T(ctx, "{name} would like you to join {site}, an archive of stories. The link below makes an account, once, within {days} days.\n\nIf you don’t know {name}, do nothing: you get no further letter.", "name", v.Name, "site", web.SiteOf(ctx).Name, "days", lifeDays)})
}

// withdraw takes back an invitation that nobody used. Somebody else's is none.
func withdraw(ctx context.Context, tx *db.Tx, owner viewer.ID, id int64) error {
	res, err := tx.ExecContext(ctx, `UPDATE invitations SET withdrawn_at = COALESCE(withdrawn_at, $1) WHERE id = $2 AND account_id = $3 AND used_at IS NULL`, tx.Millis(), id, int64(owner))
	if err != nil {
		return fmt.Errorf("join: withdraw: %w", err)
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return fault.Wrap(fault.NotFound, err, "There is no such invitation of yours, or somebody has used it already.")
	}
	return nil
}

// mine is an invitation as its maker sees it.
type mine struct {
	ID      int64
	Address string
	Made    db.Time
	Until   db.Time
	Used    db.Time
	Who     string // came by it
	Gone    bool   // withdrawn
	Late    bool   // ran out
}

func (m mine) open() bool { return m.Used.IsZero() && !m.Gone && !m.Late }

// maxShown is how many invitations, newcomers or applications a page shows.
const maxShown = 100

func invitationsOf(ctx context.Context, q db.Q, id viewer.ID, now time.Time) ([]mine, error) {
	all, err := db.All(ctx, q, func(r *sql.Rows, m *mine) error {
		err := r.Scan(&m.ID, &m.Address, &m.Made, &m.Until, &m.Used, &m.Gone, &m.Who)
		m.Late = !m.Until.After(now)
		return err
	}, `SELECT i.id, i.address, i.created_at, i.expires_at, i.used_at, i.withdrawn_at IS NOT NULL, COALESCE(a.name, '')
		FROM invitations i LEFT JOIN accounts a ON a.id = i.used_by WHERE i.account_id = $1 ORDER BY i.id DESC LIMIT $2`, int64(id), maxShown)
	if err != nil {
		return nil, fmt.Errorf("join: invitations: %w", err)
	}
	return all, nil
}
