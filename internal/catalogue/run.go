package catalogue

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/facet"
	"github.com/ficstead/ficstead/internal/fault"
)

const (
	// often is how often changes and counters are looked for by themselves.
	often = 500 * time.Millisecond
	// savedEvery is how often what came since the last snapshot is written down.
	savedEvery = 10 * time.Minute
)

// Run makes the catalogue, keeps it in step whether or not anybody asks, and saves it
// now and then and once ctx ends.
func (x *Index) Run(ctx context.Context) {
	t := time.NewTicker(often)
	defer t.Stop()
	saved, settled := time.Now(), false
	for ctx.Err() == nil {
		err := errors.Join(x.adopt(ctx), x.keep(ctx))
		if err == nil && !settled {
			debug.FreeOSMemory() // what a start took is not needed again for long
			settled = true
		}
		if err != nil && ctx.Err() == nil && fault.KindOf(err) != fault.Unavailable {
			x.log.ErrorContext(ctx, "the catalogue stays behind", "err", err)
		}
		if time.Since(saved) > savedEvery {
			x.save(ctx)
			saved = time.Now()
		}
		select {
		case <-t.C:
		case <-ctx.Done():
		}
	}
	x.save(context.WithoutCancel(ctx))
}

// keep takes in all that there is.
func (x *Index) keep(ctx context.Context) error {
	for {
		at, err := x.Now(ctx)
		if err != nil {
			return err
		}
		stamp, err := db.Stamp(ctx, x.reader.db)
		if err != nil {
			return err
		}
		if at.Seq() >= stamp {
			if err := x.behind(ctx); err != nil {
				return err
			}
			return x.Count(ctx)
		}
	}
}

func (x *Index) save(ctx context.Context) {
	if err := x.Save(ctx); err != nil {
		x.log.ErrorContext(ctx, "the catalogue could not be saved; it is made from older changes at the next start", "err", err)
	}
}

// Save writes down what came since the last snapshot, if the catalogue is made.
func (x *Index) Save(ctx context.Context) error {
	at := x.current()
	if at == nil || x.dir == "" {
		return nil
	}
	if err := x.hold(ctx); err != nil {
		return err
	}
	counted, batch := x.counters.newest, x.turning.batch.Load()
	x.release()
	if err := at.Save(); err != nil {
		return err
	}
	if err := x.hold(ctx); err != nil {
		return err
	}
	defer x.release()
	if x.current() != at {
		return nil
	}
	x.mark.Counted, x.mark.Batch = counted, batch
	return x.mark.write(folderOf(x.dir, x.home))
}

// Rebuild makes the snapshot anew from the rows, whatever there is; progress is told
// how many works are done. A server that runs on the same folder takes it over within a
// second. What it had begun is of no harm when it is stopped.
func (x *Index) Rebuild(ctx context.Context, progress func(done, of int)) error {
	m := &making{begun: time.Now(), told: progress}
	at, err := x.build(ctx, m)
	if err != nil {
		return err
	}
	m.progress(at.Stats().Works)
	return at.Close()
}

// Examine tells what is not as it ought to be with the snapshot in the folder dir. That
// there is none is no fault: it is made when it is asked for.
func Examine(ctx context.Context, d *db.DB, dir string, tell func(string)) error {
	n, err := newest(dir)
	if err != nil {
		return err
	}
	at, _, err := openSnapshot(ctx, d, folderOf(dir, n))
	switch {
	case errors.Is(err, facet.ErrNone):
		return nil
	case errors.Is(err, facet.ErrDamaged):
		tell(fmt.Sprintf("The snapshot of the catalogue can't be used (%v). It is made anew at the next start, or by ficstead reindex.", err))
		return nil
	case errors.Is(err, errOther):
		tell("The snapshot of the catalogue is of another database, or of an older copy of this one. It is made anew at the next start, or by ficstead reindex.")
		return nil
	case err != nil:
		return err
	}
	defer at.Close()
	known := &languages{}
	if err := known.learn(ctx, at); err != nil {
		return err
	}
	return compare(ctx, &Index{reader: reader{db: d, known: known}, at: at, applied: at.Seq()}, tell)
}

// compare counts works by the catalogue and by the database.
func compare(ctx context.Context, x *Index, tell func(string)) error {
	x.at.Hold(true)
	stamp, err := db.Stamp(ctx, x.reader.db)
	if err != nil {
		return err
	}
	for x.applied < stamp {
		if err := x.takeIn(ctx, x.at); err != nil {
			return err
		}
	}
	x.at.Publish()
	var r facet.Result
	for audience, q := range map[int]*facet.Query{0: {None: []facet.Term{{Kind: Audience, ID: Members}}}, 1: {}} {
		if err := x.at.Search(ctx, q, &r); err != nil {
			return err
		}
		var n int
		if err := x.reader.db.QueryRowContext(ctx, `SELECT COUNT(*) FROM works WHERE audience <= $1`, audience).Scan(&n); err != nil {
			return fmt.Errorf("catalogue: how many works: %w", err)
		}
		if n != r.Total && r.Seq == stamp {
			tell(fmt.Sprintf("The catalogue has %d works where there are %d. Make it anew: ficstead reindex.", r.Total, n))
		}
	}
	return nil
}
