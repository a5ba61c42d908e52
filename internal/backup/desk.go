package backup

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/ficstead/ficstead/internal/blob"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/job"
	"github.com/ficstead/ficstead/internal/viewer"
)

// Desk is where backups are made and taken in, in the background.
type Desk struct {
	Maker func() *Maker
	Taker func() *Taker
	DB    *db.DB
	Blob  *blob.Store
	Jobs  *job.Queue
	Log   *slog.Logger
}

// shelf has the files of backups, under names that nobody can guess.
const shelf blob.Kind = "backups"

// KeptFor is how long a backup that was made can be taken.
const KeptFor = 7 * 24 * time.Hour

// The states of what is made or taken in.
const (
	asked   = "asked"
	busy    = "busy"
	ready   = "ready"
	stopped = "stopped"
	failed  = "failed"
)

// lease is how long a server has a backup to itself before another may go on with it;
// it is renewed with each work.
const lease = 2 * time.Minute

// Made is somebody's backup as it stands.
type Made struct {
	State      string
	Far, Works int
	Size       int64
	AskedAt    time.Time
	MadeAt     time.Time
	lies       string
}

// Busy reports whether it is still being made.
func (m Made) Busy() bool { return m.State == asked || m.State == busy }

// MadeOf reads somebody's backup; State is "" where there is none.
func MadeOf(ctx context.Context, q db.Q, who viewer.ID) (Made, error) {
	var m Made
	var askedAt, madeAt db.Time
	err := q.QueryRowContext(ctx, `SELECT state, far, works, size, lies, asked_at, made_at FROM backups WHERE account_id = $1`, int64(who)).
		Scan(&m.State, &m.Far, &m.Works, &m.Size, &m.lies, &askedAt, &madeAt)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return m, fmt.Errorf("backup of %d: %w", who, err)
	}
	m.AskedAt, m.MadeAt = askedAt.Time, madeAt.Time
	return m, nil
}

// Make is the job of making what was asked for and taking in what was brought, one
// after the other.
type Make struct{}

// Kind names the job.
func (Make) Kind() string { return "backup.make" }

// Ask has somebody's backup made, unless it is being made already. One from before is
// gone then.
func (d *Desk) Ask(ctx context.Context, who viewer.ID) error {
	var old string
	err := d.DB.Tx(ctx, func(tx *db.Tx) (err error) {
		old, err = d.ask(ctx, tx, who)
		return err
	})
	if err == nil && old != "" {
		err = d.Blob.RemoveFrom(shelf, old)
	}
	return err
}

// ask is Ask within a transaction; it gives the file from before.
func (d *Desk) ask(ctx context.Context, tx *db.Tx, who viewer.ID) (old string, err error) {
	m, err := MadeOf(ctx, tx, who)
	if err != nil || m.Busy() {
		return "", err
	}
	if err := tx.Exec(ctx, `INSERT INTO backups (account_id, state, asked_at) VALUES ($1, $2, $3) ON CONFLICT (account_id)
		DO UPDATE SET state = excluded.state, asked_at = excluded.asked_at, far = 0, works = 0, size = 0, lies = '', made_at = NULL, busy_until = 0`,
		int64(who), asked, tx.Millis()); err != nil {
		return "", fmt.Errorf("backup of %d: %w", who, err)
	}
	return m.lies, d.Jobs.Add(ctx, tx, Make{})
}

// Stop stops making somebody's backup, or taking one in.
func (d *Desk) Stop(ctx context.Context, who viewer.ID) error {
	return d.DB.Tx(ctx, func(tx *db.Tx) error {
		for _, table := range []string{"backups", "backup_takes"} {
			if err := tx.Exec(ctx, `UPDATE `+table+` SET state = $2 WHERE account_id = $1 AND state IN ($3, $4)`, int64(who), stopped, asked, busy); err != nil {
				return fmt.Errorf("stop a backup of %d: %w", who, err)
			}
		}
		return nil
	})
}

// Open opens somebody's backup that is ready.
func (d *Desk) Open(ctx context.Context, who viewer.ID) (io.ReadSeekCloser, Made, error) {
	m, err := MadeOf(ctx, d.DB, who)
	if err != nil {
		return nil, m, err
	}
	if m.State != ready {
		return nil, m, fault.New(fault.NotFound, "There is no backup ready. Ask for one first.")
	}
	f, _, err := d.Blob.Get(ctx, shelf, m.lies)
	return f, m, err
}

// errStopped ends the making of what its owner stopped.
var errStopped = errors.New("backup: stopped by its owner")

// next takes the lease of the next row of a table that waits, or was left by a server
// that is gone; 0 for none.
func (d *Desk) next(ctx context.Context, table string) (who viewer.ID, err error) {
	err = d.DB.Tx(ctx, func(tx *db.Tx) error {
		err := tx.QueryRowContext(ctx, `UPDATE `+table+` SET state = $1, busy_until = $2 WHERE id = (SELECT id FROM `+table+`
			WHERE state IN ($3, $1) AND busy_until < $4 ORDER BY id LIMIT 1) AND busy_until < $4 RETURNING account_id`,
			busy, tx.Now.Add(lease).UnixMilli(), asked, tx.Millis()).Scan(&who)
		if errors.Is(err, sql.ErrNoRows) {
			who = 0
			return nil
		}
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("next of %s: %w", table, err)
	}
	return who, nil
}

// far notes how far something is and renews the lease; errStopped when its owner
// stopped it.
func (d *Desk) far(ctx context.Context, table string, who viewer.ID, done, all int) error {
	var n int64
	err := d.DB.Tx(ctx, func(tx *db.Tx) error {
		r, err := tx.ExecContext(ctx, `UPDATE `+table+` SET far = $2, works = $3, busy_until = $4 WHERE account_id = $1 AND state = $5`,
			int64(who), done, all, tx.Now.Add(lease).UnixMilli(), busy)
		if err != nil {
			return err
		}
		n, err = r.RowsAffected()
		return err
	})
	if err != nil {
		return fmt.Errorf("%s of %d: %w", table, who, err)
	}
	if n == 0 {
		return errStopped
	}
	return nil
}

// RunMake makes and takes in everything that waits.
func (d *Desk) RunMake(ctx context.Context) error {
	for {
		who, err := d.next(ctx, "backups")
		if err != nil {
			return err
		}
		if who != 0 {
			if err := d.make(ctx, who); err != nil {
				return err
			}
			continue
		}
		if who, err = d.next(ctx, "backup_takes"); err != nil || who == 0 {
			return err
		}
		if err := d.take(ctx, who); err != nil {
			return err
		}
	}
}

// make makes one backup into a file; a failure is noted for its owner.
func (d *Desk) make(ctx context.Context, who viewer.ID) error {
	out, in := io.Pipe()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	go func() {
		err := d.Maker().Write(ctx, in, who, func(done, all int) {
			if err := d.far(ctx, "backups", who, done, all); err != nil {
				cancel(err)
			}
		})
		in.CloseWithError(err)
	}()
	got, err := d.Blob.ReceiveOn(ctx, shelf, out, maxAll)
	out.CloseWithError(err)
	if errors.Is(context.Cause(ctx), errStopped) {
		return nil
	}
	if err != nil && ctx.Err() != nil {
		return err // the server stops; the next goes on
	}
	return d.settle(context.WithoutCancel(ctx), who, got, err)
}

// settle notes that a backup is ready, or that it could not be made.
func (d *Desk) settle(ctx context.Context, who viewer.ID, got blob.Received, failure error) error {
	state := ready
	if failure != nil {
		state = failed
		d.Log.ErrorContext(ctx, "a backup could not be made", "account", int64(who), "err", failure)
	}
	var n int64
	err := d.DB.Tx(ctx, func(tx *db.Tx) error {
		r, err := tx.ExecContext(ctx, `UPDATE backups SET state = $2, lies = $3, size = $4, made_at = $5 WHERE account_id = $1 AND state = $6`,
			int64(who), state, got.Name, got.Size, tx.Millis(), busy)
		if err != nil {
			return fmt.Errorf("backup of %d: %w", who, err)
		}
		if n, err = r.RowsAffected(); err != nil || n == 0 || state != ready {
			return err
		}
		return tellReady(ctx, tx, who)
	})
	if err == nil && n == 0 && got.Name != "" { // stopped at the last moment, or the account is gone
		return d.Blob.RemoveFrom(shelf, got.Name)
	}
	return err
}
