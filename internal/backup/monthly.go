package backup

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/mail"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
)

// monthly is how often a backup is made by itself for who wants that.
const monthly = 30 * 24 * time.Hour

// SetMonthly has somebody's backup made by itself each month, or no more. The first
// is due a month from now.
func SetMonthly(ctx context.Context, tx *db.Tx, who viewer.ID, yes bool) error {
	query, args := `DELETE FROM backup_wishes WHERE account_id = $1`, []any{int64(who)}
	if yes {
		query = `INSERT INTO backup_wishes (account_id, next_at) VALUES ($1, $2) ON CONFLICT (account_id) DO NOTHING`
		args = append(args, tx.Now.Add(monthly).UnixMilli())
	}
	if err := tx.Exec(ctx, query, args...); err != nil {
		return fmt.Errorf("monthly backups of %d: %w", who, err)
	}
	return nil
}

// Monthly reports whether somebody's backup is made by itself.
func Monthly(ctx context.Context, q db.Q, who viewer.ID) (bool, error) {
	var yes bool
	if err := q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM backup_wishes WHERE account_id = $1)`, int64(who)).Scan(&yes); err != nil {
		return false, fmt.Errorf("monthly backups of %d: %w", who, err)
	}
	return yes, nil
}

// tellReady writes to somebody that their backup lies ready.
func tellReady(ctx context.Context, tx *db.Tx, who viewer.ID) error {
	return mail.Post(ctx, tx, mail.Letter{To: who, Kind: mail.Backup, Subject: say.T(ctx, "Your backup is ready"), Path: "/account/backup",
		Text: say.T(ctx, "All your works are in one file now. Save it within a week, somewhere that is not this archive.")})
}

// Sweep is the job of having monthly backups made and removing those that were kept
// long enough.
type Sweep struct{}

// Kind names the job.
func (Sweep) Kind() string { return "backup.sweep" }

// RunSweep asks for the backups that are due, removes those that are older than
// KeptFor, and the files that no row names any more, as of accounts that are gone.
func (d *Desk) RunSweep(ctx context.Context) error {
	return errors.Join(d.due(ctx), d.forget(ctx), d.tidy(ctx))
}

// due asks for every backup whose month is over, each in a transaction of its own.
func (d *Desk) due(ctx context.Context) error {
	ids, err := db.All(ctx, d.DB, db.One[viewer.ID], `SELECT account_id FROM backup_wishes WHERE next_at <= $1 ORDER BY next_at LIMIT 1000`, d.DB.Now().UnixMilli())
	if err != nil {
		return fmt.Errorf("monthly backups: %w", err)
	}
	for _, who := range ids {
		var old string
		err := d.DB.Tx(ctx, func(tx *db.Tx) error {
			r, err := tx.ExecContext(ctx, `UPDATE backup_wishes SET next_at = $2 WHERE account_id = $1 AND next_at <= $3`, int64(who), tx.Now.Add(monthly).UnixMilli(), tx.Millis())
			if err != nil {
				return err
			}
			if n, err := r.RowsAffected(); err != nil || n == 0 {
				return err
			}
			old, err = d.ask(ctx, tx, who)
			return err
		})
		if err == nil && old != "" {
			err = d.Blob.RemoveFrom(shelf, old)
		}
		if err != nil {
			return fmt.Errorf("monthly backup of %d: %w", who, err)
		}
	}
	return nil
}

// forget drops what was kept long enough; tidy removes its files.
func (d *Desk) forget(ctx context.Context) error {
	return d.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := tx.Exec(ctx, `DELETE FROM backups WHERE made_at < $1 AND state <> $2`, tx.Now.Add(-KeptFor).UnixMilli(), busy); err != nil {
			return fmt.Errorf("old backups: %w", err)
		}
		return nil
	})
}

// tidy removes files on the shelf that no row names. A young one may be about to be
// named.
func (d *Desk) tidy(ctx context.Context) error {
	lie, err := d.Blob.OldOn(shelf, d.DB.Now().Add(-24*time.Hour))
	if err != nil || len(lie) == 0 {
		return err
	}
	named, err := db.All(ctx, d.DB, db.One[string], `SELECT lies FROM backups WHERE lies <> '' UNION SELECT lies FROM backup_takes WHERE lies <> ''`)
	if err != nil {
		return fmt.Errorf("files of backups: %w", err)
	}
	slices.Sort(named)
	for _, name := range lie {
		if _, used := slices.BinarySearch(named, name); !used {
			if err := d.Blob.RemoveFrom(shelf, name); err != nil {
				return err
			}
		}
	}
	return nil
}
