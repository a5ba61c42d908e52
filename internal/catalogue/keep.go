package catalogue

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"slices"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/facet"
)

// start has the catalogue made by itself. x.mu is held.
func (x *Index) start() *making {
	m := &making{done: make(chan struct{}), begun: time.Now()}
	x.making = m
	x.runs.Go(func() {
		at, err := x.open(x.life, m)
		x.mu.Lock()
		defer x.mu.Unlock()
		x.at, x.making = at, nil
		if err != nil && x.life.Err() == nil {
			x.failed = time.Now()
			x.log.ErrorContext(x.life, "the catalogue could not be made", "err", err)
		}
		close(m.done)
	})
	return m
}

// open reads the snapshot, or makes the catalogue anew when there is none that can be
// used.
func (x *Index) open(ctx context.Context, m *making) (*facet.Index, error) {
	if x.dir == "" {
		return x.build(ctx, m)
	}
	n, err := newest(x.dir)
	if err != nil {
		return nil, err
	}
	at, mark, err := openSnapshot(ctx, x.reader.db, folderOf(x.dir, n))
	switch {
	case err == nil:
		x.began(at.Seq(), mark, n)
		x.tidy(ctx)
		return at, x.known.learn(ctx, at)
	case errors.Is(err, facet.ErrNone):
		x.log.InfoContext(ctx, "the catalogue is made", "reason", err)
	case errors.Is(err, facet.ErrDamaged), errors.Is(err, errOther):
		x.log.WarnContext(ctx, "the catalogue is made anew", "reason", err)
	default:
		return nil, err
	}
	at, err = x.build(ctx, m)
	if err == nil {
		x.tidy(ctx)
	}
	return at, err
}

// tidy removes snapshots before the one that is in use.
func (x *Index) tidy(ctx context.Context) {
	if err := tidy(x.dir, x.home); err != nil {
		x.log.WarnContext(ctx, "older snapshots of the catalogue could not be removed", "err", err)
	}
}

// errOther says that a snapshot is of another database, or of this one in a time that
// did not happen.
var errOther = errors.New("catalogue: the snapshot is not of this database")

// openSnapshot opens the snapshot in dir if it is of this database.
func openSnapshot(ctx context.Context, q db.Q, dir string) (*facet.Index, mark, error) {
	at, err := facet.Open(dir, Schema())
	if err != nil {
		return nil, mark{}, err
	}
	m, err := readMark(dir)
	if err != nil {
		return nil, m, errors.Join(errOther, err, at.Close())
	}
	stamp, err := db.Stamp(ctx, q)
	if err != nil {
		return nil, m, errors.Join(err, at.Close())
	}
	ours, err := m.known(ctx, q)
	var batches bool
	if err == nil {
		batches, err = allBatches(ctx, q, m.Batch)
	}
	if err == nil && (!ours || !batches || at.Seq() > stamp || at.Seq() > m.Seq) {
		err = errOther
	}
	if err != nil {
		return nil, m, errors.Join(err, at.Close())
	}
	return at, m, nil
}

// build makes the catalogue of all works. What changes meanwhile has a number above
// the one that it begins with, and is taken in afterwards.
func (x *Index) build(ctx context.Context, m *making) (*facet.Index, error) {
	d := x.reader.db
	var begun mark
	begun.Counted = d.Now().UnixMilli()
	err := d.QueryRowContext(ctx, `SELECT seq, work_id, at FROM changes ORDER BY seq DESC LIMIT 1`).Scan(&begun.Seq, &begun.Work, &begun.At)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("catalogue: the newest change: %w", err)
	}
	if begun.Batch, err = lastBatch(ctx, d); err != nil {
		return nil, err
	}
	var of int64
	if err := d.QueryRowContext(ctx, `SELECT COUNT(*) FROM works WHERE audience < 2`).Scan(&of); err != nil {
		return nil, fmt.Errorf("catalogue: how many works: %w", err)
	}
	m.of.Store(of)
	home, err := fresh(x.dir)
	if err != nil {
		return nil, err
	}
	if err := begun.write(folderOf(x.dir, home)); err != nil {
		return nil, err
	}
	at, err := facet.Build(ctx, folderOf(x.dir, home), Schema(), begun.Seq, x.all(ctx), m.progress)
	if err != nil {
		if home > 0 {
			err = errors.Join(err, os.RemoveAll(folderOf(x.dir, home)))
		}
		return nil, err
	}
	debug.FreeOSMemory() // what making it took is not needed again for long
	x.began(begun.Seq, begun, home)
	return at, nil
}

// progress notes how many works are done.
func (m *making) progress(works int) {
	m.works.Store(int64(works))
	if m.told != nil {
		m.told(works, int(m.of.Load()))
	}
}

// Bounds of what is taken in at once.
const (
	changesAtOnce = 500
	// stepsOfOne is how often whoever asks takes changes in before they are answered.
	// After a change of very many works the rest is taken in by itself.
	stepsOfOne = 8
)

// follow takes the changes in that at does not have yet. Many who ask at once wait for
// one of them.
func (x *Index) follow(ctx context.Context, at *facet.Index) error {
	stamp, err := db.Stamp(ctx, x.reader.db)
	if err != nil {
		return err
	}
	defer x.turn()
	if at.Seq() >= stamp {
		return nil
	}
	if err := x.hold(ctx); err != nil {
		return err
	}
	defer x.release()
	if x.current() != at {
		return errReplaced
	}
	for range stepsOfOne {
		if x.applied >= stamp {
			break
		}
		if err := x.takeIn(ctx, at); err != nil {
			return err
		}
	}
	at.Publish()
	return nil
}

// errReplaced says that another catalogue has come in the place of one.
var errReplaced = errors.New("catalogue: it was replaced")

// hold waits for the turn to take changes in.
func (x *Index) hold(ctx context.Context) error {
	select {
	case x.step <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (x *Index) release() { <-x.step }

// change is a row of the change feed.
type change struct{ seq, work, at int64 }

// takeIn takes the next changes in. x.step is held. What the works are now may be newer
// than the change that is answered to; then that newer change comes once more, which
// does no harm. No change is overtaken by one with a higher number: see db.Tx.
func (x *Index) takeIn(ctx context.Context, at *facet.Index) error {
	feed, err := db.All(ctx, x.reader.db, func(r *sql.Rows, c *change) error { return r.Scan(&c.seq, &c.work, &c.at) },
		`SELECT seq, work_id, at FROM changes WHERE seq > $1 ORDER BY seq LIMIT $2`, x.applied, changesAtOnce)
	if err != nil {
		return fmt.Errorf("catalogue: changes: %w", err)
	}
	if len(feed) == 0 {
		return nil
	}
	ids := make([]int64, len(feed))
	for i, c := range feed {
		ids[i] = c.work
	}
	slices.Sort(ids)
	changes, err := x.changes(ctx, x.noteFeed(slices.Compact(ids)))
	if err != nil {
		return err
	}
	last := feed[len(feed)-1]
	x.mark.Seq, x.mark.Work, x.mark.At = last.seq, last.work, last.at
	if err := x.mark.write(folderOf(x.dir, x.home)); err != nil {
		return err
	}
	if err := at.Apply(last.seq, changes, nil); err != nil {
		return fmt.Errorf("catalogue: take %d changes in: %w", len(changes), err)
	}
	x.applied = last.seq
	return nil
}

// changes is what became of works.
func (x *Index) changes(ctx context.Context, ids []int64) ([]facet.Change, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	works, err := x.reader.read(ctx, ofKeys(ids))
	if err != nil {
		return nil, err
	}
	out := make([]facet.Change, 0, len(ids))
	for _, id := range ids {
		c := facet.Change{ID: id}
		if len(works) > 0 && works[0].ID == id {
			c.Work, works = &works[0], works[1:]
		}
		out = append(out, c)
	}
	return out, nil
}
