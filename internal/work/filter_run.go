package work

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/tag"
)

// This file is the job that writes the filters of many works anew: all works of a batch
// by a few statements, a batch in each transaction, along the works of one tag after the
// other, so that it goes on where it stopped. A batch is as large as can be done before
// anybody notices, and after each the job gives way.

// Refiltering is the job that writes filters anew. Turn tells one from those before it,
// so that one that a crash cut off keeps none from running.
type Refiltering struct {
	Turn int64 `json:"turn"`
}

// Kind names the job.
func (Refiltering) Kind() string { return "work.refilter" }

const (
	// batchTime is how long a transaction of the job should take, and most and
	// least how many works it does in it.
	batchTime = 20 * time.Millisecond
	leastOf   = 50
	mostOf    = 1000
	// tagsAtOnce is how many tags a transaction of the job looks at.
	tagsAtOnce = 200
	// refilterLease is how long the work belongs to whoever does it, without a sign of life.
	refilterLease = 20 * time.Second
	// longestRest is how long the job gives way at most.
	longestRest = 100 * time.Millisecond
)

// How long what only the catalogue follows is kept: one that was not open for longer is
// made anew.
const (
	turnedKept  = 24 * time.Hour
	batchesKept = 7 * 24 * time.Hour
)

// toRefilter is the condition that there is something to do.
const toRefilter = `EXISTS (SELECT 1 FROM refilter_tags) OR EXISTS (SELECT 1 FROM turned_tags WHERE ended_at IS NULL) OR EXISTS (SELECT 1 FROM refilter_late)`

// RunRefilter writes the filters anew of all works that were noted. It can be stopped
// and run again. While one does it, others have nothing to do; one that died is
// followed after a while.
func RunRefilter(ctx context.Context, d *db.DB) (err error) {
	var more bool
	if err := d.QueryRowContext(ctx, `SELECT `+toRefilter).Scan(&more); err != nil || !more {
		return err
	}
	r := refilter{me: rand.Text(), size: 4 * leastOf}
	mine, err := r.claim(ctx, d)
	if err != nil || !mine {
		return err
	}
	defer func() { err = errors.Join(err, r.release(context.WithoutCancel(ctx), d)) }()
	for more := true; more; {
		begun := time.Now()
		if err := r.firsts.look(ctx, d); err != nil {
			return err
		}
		first := r.firsts.next(r.size)
		if err := d.Tx(ctx, func(tx *db.Tx) (err error) { more, err = r.next(ctx, tx, first); return err }); err != nil {
			return err
		}
		r.firsts.done(len(first))
		if err := rest(ctx, min(time.Since(begun)/4, longestRest)); err != nil {
			return err
		}
	}
	return nil
}

// rest gives way to others for a time.
func rest(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// refilter is one who does the job.
type refilter struct {
	me     string
	size   int // works in the next batch
	firsts firsts
}

// claim takes the job, unless somebody is at it.
func (r *refilter) claim(ctx context.Context, d *db.DB) (mine bool, err error) {
	err = d.Tx(ctx, func(tx *db.Tx) error {
		got, err := db.All(ctx, tx, db.One[int64], `UPDATE refilter_state SET busy_by = $1, busy_until = $2 WHERE busy_until < $3 RETURNING n`,
			r.me, tx.Now.Add(refilterLease).UnixMilli(), tx.Millis())
		mine = len(got) > 0
		return err
	})
	if err != nil {
		return false, fmt.Errorf("refilter: claim: %w", err)
	}
	return mine, nil
}

func (r *refilter) release(ctx context.Context, d *db.DB) error {
	if err := d.Tx(ctx, func(tx *db.Tx) error {
		return tx.Exec(ctx, `UPDATE refilter_state SET busy_by = '', busy_until = 0 WHERE busy_by = $1`, r.me)
	}); err != nil {
		return fmt.Errorf("refilter: release: %w", err)
	}
	return nil
}

// next does a batch, that of first if there are any, or ends what has come to its end.
func (r *refilter) next(ctx context.Context, tx *db.Tx, first []int64) (more bool, err error) {
	begun := time.Now()
	// One after the other, so that batches are seen in the order of their numbers.
	held, err := db.All(ctx, tx, db.One[int64], `UPDATE refilter_state SET busy_until = $2 WHERE busy_by = $1 RETURNING n`, r.me, tx.Now.Add(refilterLease).UnixMilli())
	if err != nil {
		return false, fmt.Errorf("refilter: %w", err)
	}
	if len(held) == 0 {
		return false, nil // it was away for so long that another does it
	}
	works, some := first, len(first) > 0
	if !some {
		works, some, err = r.works(ctx, tx)
	}
	if err != nil {
		return false, err
	}
	if !some {
		return endTurns(ctx, tx)
	}
	if err := putBatch(ctx, tx, held[0]+1, works); err != nil {
		return false, err
	}
	r.suit(len(works), time.Since(begun))
	return true, nil
}

// suit makes the next batch as large as goes into the time.
func (r *refilter) suit(works int, took time.Duration) {
	if works == 0 {
		return
	}
	fits := int(int64(works) * int64(batchTime) / int64(max(took, time.Microsecond)))
	r.size = min(max(fits, r.size/2, leastOf), 2*r.size, mostOf)
}

// putBatch writes the filters of works anew and tells of it under a number.
func putBatch(ctx context.Context, tx *db.Tx, n int64, works []int64) error {
	if len(works) == 0 {
		return nil
	}
	if err := refilterMany(ctx, tx, works); err != nil {
		return err
	}
	list, err := json.Marshal(works)
	if err != nil {
		return fmt.Errorf("refilter: %w", err)
	}
	if err := tx.Exec(ctx, `INSERT INTO refilter_batches (n, works, at) VALUES ($1, $2, $3)`, n, string(list), tx.Millis()); err != nil {
		return fmt.Errorf("refilter: batch: %w", err)
	}
	return tx.Exec(ctx, `UPDATE refilter_state SET n = $1`, n)
}

// works gives the works to be done next and notes that they are; some is false when
// nothing is left.
func (r *refilter) works(ctx context.Context, tx *db.Tx) (works []int64, some bool, err error) {
	if works, err = lateWorks(ctx, tx, r.size); err != nil {
		return nil, false, err
	}
	type row struct {
		id   tag.ID
		done int64
	}
	lock := "" // whoever changes the graph just now and notes a tag again comes before or after
	if tx.Postgres {
		lock = " FOR UPDATE"
	}
	tags, err := db.All(ctx, tx, func(r *sql.Rows, x *row) error { return r.Scan(&x.id, &x.done) },
		`SELECT tag_id, done_to FROM refilter_tags WHERE NOT ended ORDER BY tag_id LIMIT $1`+lock, tagsAtOnce)
	if err != nil {
		return nil, false, fmt.Errorf("refilter: %w", err)
	}
	some = len(works)+len(tags) > 0
	for _, t := range tags {
		left := r.size - len(works)
		if left <= 0 {
			break
		}
		part, err := db.All(ctx, tx, db.One[int64], `SELECT work_id FROM work_tags WHERE tag_id = $1 AND work_id > $2 ORDER BY work_id LIMIT $3`, t.id, t.done, left)
		if err != nil {
			return nil, false, fmt.Errorf("refilter: works of tag %d: %w", t.id, err)
		}
		works = append(works, part...)
		if len(part) > 0 {
			t.done = part[len(part)-1]
		}
		if err := tx.Exec(ctx, `UPDATE refilter_tags SET done_to = $2, done = done + $3, ended = $4 WHERE tag_id = $1`, t.id, t.done, len(part), len(part) < left); err != nil {
			return nil, false, fmt.Errorf("refilter: %w", err)
		}
	}
	slices.Sort(works)
	return slices.Compact(works), some, nil
}

// lateWorks takes works that were saved while the graph changed, unless it changes just
// now: then they are for later.
func lateWorks(ctx context.Context, tx *db.Tx, most int) ([]int64, error) {
	type late struct{ id, work int64 }
	all, err := db.All(ctx, tx, func(r *sql.Rows, x *late) error { return r.Scan(&x.id, &x.work) }, `SELECT id, work_id FROM refilter_late ORDER BY id LIMIT $1`, most)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	if steady, err := tag.Steady(ctx, tx); err != nil || !steady {
		return nil, err
	}
	var keys, works []int64
	for _, x := range all {
		keys, works = append(keys, x.id), append(works, x.work)
	}
	if err := tx.Exec(ctx, `DELETE FROM refilter_late WHERE id IN (`+inSQL(keys)+`)`); err != nil {
		return nil, fmt.Errorf("refilter: works saved meanwhile: %w", err)
	}
	return works, nil
}

// endTurns notes that filters say again what lists are, unless the graph has changed
// just now.
func endTurns(ctx context.Context, tx *db.Tx) (more bool, err error) {
	if err := tag.Still(ctx, tx); err != nil {
		return false, err
	}
	if err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM refilter_tags WHERE NOT ended) OR EXISTS (SELECT 1 FROM refilter_late)`).Scan(&more); err != nil || more {
		return more, err
	}
	ended, err := db.All(ctx, tx, db.One[tag.ID], `UPDATE turned_tags SET ended_at = $1 WHERE ended_at IS NULL RETURNING tag_id`, tx.Millis())
	if err != nil {
		return false, fmt.Errorf("refilter: %w", err)
	}
	if err := tag.Recount(ctx, tx, ended); err != nil {
		return false, err
	}
	for _, x := range []struct {
		query string
		args  []any
	}{
		{`DELETE FROM refilter_tags`, nil},
		{`DELETE FROM turned_tags WHERE ended_at < $1`, []any{tx.Now.Add(-turnedKept).UnixMilli()}},
		{`DELETE FROM refilter_batches WHERE at < $1`, []any{tx.Now.Add(-batchesKept).UnixMilli()}},
	} {
		if err := tx.Exec(ctx, x.query, x.args...); err != nil {
			return false, fmt.Errorf("refilter: %w", err)
		}
	}
	tx.Changed(db.Lists)
	return false, nil
}

// Refiltered says how far the job is: of the works that a change of the graph touches,
// Done have their filters. A work with several such tags is counted with each. Of is 0
// when there is nothing to do.
type Refiltered struct{ Done, Of int }

// RefilterProgress says how far RunRefilter is.
func RefilterProgress(ctx context.Context, q db.Q) (p Refiltered, err error) {
	if err := q.QueryRowContext(ctx, `SELECT COALESCE(SUM(CASE WHEN ended THEN works ELSE done END), 0), COALESCE(SUM(works), 0) FROM refilter_tags`).Scan(&p.Done, &p.Of); err != nil {
		return p, fmt.Errorf("refilter: progress: %w", err)
	}
	p.Done = min(p.Done, p.Of)
	return p, nil
}
