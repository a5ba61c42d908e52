package intake

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/ficstead/ficstead/internal/blob"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/ingest"
	"github.com/ficstead/ficstead/internal/job"
)

// Desk is where imports are worked on. Make it with NewDesk.
type Desk struct {
	DB   *db.DB
	Blob *blob.Store
	Jobs *job.Queue
	Log  *slog.Logger
	// Taker takes files into the archive as it is served.
	Taker func() *ingest.Taker

	// reading bounds how many files are in memory at once.
	reading chan struct{}
}

// atOnce is how many files are read at once, for all people together: each may
// take tens of megabytes.
const atOnce = 2

// NewDesk makes a desk.
func NewDesk(d *db.DB, b *blob.Store, q *job.Queue, log *slog.Logger, taker func() *ingest.Taker) *Desk {
	return &Desk{DB: d, Blob: b, Jobs: q, Log: log, Taker: taker, reading: make(chan struct{}, atOnce)}
}

// Go is the job of going on with an import: reading what waits, and taking in what
// was accepted. Round tells one request to go on from the next.
type Go struct {
	Import ID    `json:"import"`
	Round  int64 `json:"round"`
}

// Kind names the job.
func (Go) Kind() string { return "intake.go" }

// Resume is the job of finding imports that were cut off, after a crash.
type Resume struct{}

// Kind names the job.
func (Resume) Kind() string { return "intake.resume" }

// Sweep is the job of removing files that nobody waits for, and imports that are
// long done.
type Sweep struct{}

// Kind names the job.
func (Sweep) Kind() string { return "intake.sweep" }

// lease is how long an import belongs to whoever works on it without a sign of
// life; after a crash it goes on no sooner.
const lease = 20 * time.Second

// ResumeEvery is how often Resume shall run, so that what a crash cut off soon goes on.
const ResumeEvery = lease

// goOn sees to it that somebody works on an import, which the transaction changed.
func (d *Desk) goOn(ctx context.Context, tx *db.Tx, id ID) error {
	var round, busy int64
	err := tx.QueryRowContext(ctx, `UPDATE imports SET round = round + 1, touched_at = $2 WHERE id = $1 RETURNING round, busy_until`, int64(id), tx.Millis()).Scan(&round, &busy)
	if errors.Is(err, sql.ErrNoRows) {
		return notYours()
	}
	if err != nil {
		return fmt.Errorf("intake: go on with %d: %w", id, err)
	}
	if busy > tx.Millis() {
		return nil // who works on it looks again once the import's row is free
	}
	return d.Jobs.Add(ctx, tx, Go{id, round})
}

// RunResume goes on with every import that has something to do and nobody at it.
func (d *Desk) RunResume(ctx context.Context) error {
	all, err := db.All(ctx, d.DB, db.One[ID], `SELECT i.id FROM imports i WHERE NOT i.stopped AND i.busy_until < $1 AND `+todo, d.DB.Now().UnixMilli())
	if err != nil {
		return fmt.Errorf("intake: resume: %w", err)
	}
	for _, id := range all {
		err := d.DB.Tx(ctx, func(tx *db.Tx) error { return d.goOn(ctx, tx, id) })
		if err != nil {
			return err
		}
	}
	return nil
}

// todo is the condition on imports i that there is something to do.
const todo = `(EXISTS (SELECT 1 FROM import_files f WHERE f.import_id = i.id AND f.state = 'waiting')
	OR EXISTS (SELECT 1 FROM import_works x WHERE x.import_id = i.id AND x.state = 'queued'))`

// Run works on an import until there is nothing left to do, somebody stops it, or
// ctx ends. Each file and each work is a step of its own, so that the next run goes
// on where this one stopped. Only one at a time works on an import.
func (d *Desk) Run(ctx context.Context, id ID) error {
	me := rand.Text()
	for {
		if mine, err := d.claim(ctx, id, me); err != nil || !mine {
			return err
		}
		err := d.holding(ctx, id, me, func(ctx context.Context) error { return d.work(ctx, id) })
		more, rerr := d.release(context.WithoutCancel(ctx), id, me)
		if err = errors.Join(err, rerr); err != nil || !more {
			return err
		}
	}
}

// claim takes an import for the one who calls herself me, unless somebody has it.
func (d *Desk) claim(ctx context.Context, id ID, me string) (bool, error) {
	var n int64
	err := d.DB.Tx(ctx, func(tx *db.Tx) error {
		res, err := tx.ExecContext(ctx, `UPDATE imports SET busy_by = $2, busy_until = $3 WHERE id = $1 AND (busy_until < $4 OR busy_by = $2)`,
			int64(id), me, tx.Now.Add(lease).UnixMilli(), tx.Millis())
		if err == nil {
			n, err = res.RowsAffected()
		}
		return err
	})
	if err != nil {
		return false, fmt.Errorf("intake: claim %d: %w", id, err)
	}
	return n > 0, nil
}

// release gives an import back, and tells whether something came in meanwhile.
// Whoever adds something changes the import's row first, so it is seen here, or
// they see that nobody has the import.
func (d *Desk) release(ctx context.Context, id ID, me string) (more bool, err error) {
	err = d.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := tx.Exec(ctx, `UPDATE imports SET busy_by = '', busy_until = 0 WHERE id = $1 AND busy_by = $2`, int64(id), me); err != nil {
			return err
		}
		return tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM imports i WHERE i.id = $1 AND NOT i.stopped AND `+todo+`)`, int64(id)).Scan(&more)
	})
	if err != nil {
		return false, fmt.Errorf("intake: release %d: %w", id, err)
	}
	return more, nil
}

// holding runs f and says now and then that the import is being worked on. When it
// turns out to be somebody else's by now, f's context ends.
func (d *Desk) holding(ctx context.Context, id ID, me string, f func(context.Context) error) error {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		t := time.NewTicker(lease / 4)
		defer t.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-t.C:
				if ok, err := d.claim(ctx, id, me); err == nil && !ok {
					cancel()
				}
			}
		}
	}()
	err := f(ctx)
	cancel()
	<-done
	return err
}

// work reads and takes until there is nothing left. What was accepted goes first:
// somebody waits for it.
func (d *Desk) work(ctx context.Context, id ID) error {
	src := &source{store: d.Blob, lim: d.Taker().Limits}
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		var stopped bool
		err := d.DB.QueryRowContext(ctx, `SELECT stopped FROM imports WHERE id = $1`, int64(id)).Scan(&stopped)
		if errors.Is(err, sql.ErrNoRows) || stopped {
			return nil
		}
		if err != nil {
			return fmt.Errorf("intake: import %d: %w", id, err)
		}
		did, err := d.step(ctx, id, src)
		if err != nil || !did {
			return errors.Join(err, d.tidy(ctx, id, mayReturn))
		}
	}
}

// step reads one file, or takes in what was accepted of one, and tells whether there was one to do.
func (d *Desk) step(ctx context.Context, id ID, src *source) (bool, error) {
	t, err := d.nextTaking(ctx, id)
	if err != nil {
		return false, err
	}
	if t != nil {
		return true, t.run(ctx, src)
	}
	f, err := nextFile(ctx, d.DB, id)
	if err != nil || f == nil {
		return false, err
	}
	return true, d.read(ctx, src, f)
}
