package backup

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
)

// Taken is a backup that somebody brought, as it stands.
type Taken struct {
	State      string
	Far, Works int
	Trouble    string
	Report     []Outcome
	lies       string
}

// Busy reports whether it is still being taken in.
func (t Taken) Busy() bool { return t.State == asked || t.State == busy }

// maxUnpacked is how many bytes a backup that is brought by the page may hold.
const maxUnpacked = 4 << 30

// maxReport is how many works a report names.
const maxReport = 2000

// TakenOf reads what became of a backup that somebody brought; State is "" where
// there is none.
func TakenOf(ctx context.Context, q db.Q, who viewer.ID) (Taken, error) {
	var t Taken
	var report string
	err := q.QueryRowContext(ctx, `SELECT state, far, works, report, trouble, lies FROM backup_takes WHERE account_id = $1`, int64(who)).
		Scan(&t.State, &t.Far, &t.Works, &report, &t.Trouble, &t.lies)
	if errors.Is(err, sql.ErrNoRows) {
		return t, nil
	}
	if err != nil {
		return t, fmt.Errorf("backup brought by %d: %w", who, err)
	}
	return t, json.Unmarshal([]byte(report), &t.Report)
}

// Bring takes a file that somebody brought, to be taken in as theirs. One that they
// brought before must be done.
func (d *Desk) Bring(ctx context.Context, who viewer.ID, r io.Reader, most int64) error {
	was, err := TakenOf(ctx, d.DB, who)
	if err != nil {
		return err
	}
	if was.Busy() {
		return fault.New(fault.Conflict, "A backup of yours is being taken in. Wait for its end, or stop it.")
	}
	got, err := d.Blob.ReceiveOn(ctx, shelf, r, most)
	if err != nil {
		return err
	}
	if err := d.look(got.Name, got.Size); err != nil {
		return errors.Join(err, d.Blob.RemoveFrom(shelf, got.Name))
	}
	err = d.DB.Tx(ctx, func(tx *db.Tx) error {
		r, err := tx.ExecContext(ctx, `INSERT INTO backup_takes (account_id, state, lies, brought_at) VALUES ($1, $2, $3, $4) ON CONFLICT (account_id)
			DO UPDATE SET state = excluded.state, lies = excluded.lies, far = 0, works = 0, report = '[]', trouble = '', brought_at = excluded.brought_at, busy_until = 0
			WHERE backup_takes.state NOT IN ($2, $5)`, int64(who), asked, got.Name, tx.Millis(), busy)
		if err != nil {
			return fmt.Errorf("backup brought by %d: %w", who, err)
		}
		if n, err := r.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, fault.New(fault.Conflict, "A backup of yours is being taken in. Wait for its end, or stop it."))
		}
		return d.Jobs.Add(ctx, tx, Make{})
	})
	if err != nil {
		return errors.Join(err, d.Blob.RemoveFrom(shelf, got.Name))
	}
	if was.lies != "" {
		return d.Blob.RemoveFrom(shelf, was.lies)
	}
	return nil
}

// look refuses at once what is no backup.
func (d *Desk) look(name string, size int64) error {
	f, err := d.file(name)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = open(f, size)
	return err
}

func (d *Desk) file(name string) (*os.File, error) {
	p, err := d.Blob.Path(shelf, name)
	if err != nil {
		return nil, err
	}
	f, err := os.Open(p)
	if err != nil {
		return nil, fmt.Errorf("backup: %w", err)
	}
	return f, nil
}

// take takes one backup in; what can't be done is noted for who brought it.
func (d *Desk) take(ctx context.Context, who viewer.ID) error {
	t, err := TakenOf(ctx, d.DB, who)
	if err != nil {
		return err
	}
	report, err := d.takeFile(ctx, who, t.lies)
	if errors.Is(context.Cause(ctx), context.Canceled) && err != nil {
		return err // the server stops; the next goes on
	}
	state, trouble := ready, ""
	switch {
	case errors.Is(err, errStopped):
		state = stopped
	case err != nil:
		state, trouble = failed, fault.Message(err)
		d.Log.ErrorContext(ctx, "a backup could not be taken in", "account", int64(who), "err", err)
	}
	b, err := json.Marshal(report)
	if err != nil {
		return fmt.Errorf("backup brought by %d: %w", who, err)
	}
	err = d.DB.Tx(ctx, func(tx *db.Tx) error {
		return tx.Exec(ctx, `UPDATE backup_takes SET state = $2, trouble = $3, report = $4, lies = '' WHERE account_id = $1`, int64(who), state, trouble, string(b))
	})
	return errors.Join(err, d.Blob.RemoveFrom(shelf, t.lies))
}

func (d *Desk) takeFile(ctx context.Context, who viewer.ID, name string) (report []Outcome, err error) {
	f, err := d.file(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("backup: %w", err)
	}
	z, err := open(f, info.Size())
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	done := 0
	taker := d.Taker()
	taker.Most, taker.Careful = maxUnpacked, true
	err = taker.Take(ctx, f, info.Size(), who, func(o Outcome) {
		if len(report) < maxReport || o.Account {
			report = append(report, o)
		}
		if o.Account {
			return
		}
		done++
		if err := d.far(ctx, "backup_takes", who, done, z.Works); err != nil {
			cancel(err)
		}
	})
	if cause := context.Cause(ctx); cause != nil && err != nil {
		err = cause
	}
	return report, err
}
