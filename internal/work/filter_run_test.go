package work_test

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/work"
)

// The job is stopped in the middle, by the program's end or a crash, goes on where it
// stopped, and does nothing twice, also when eight want to do it at once.
func TestRefilteringGoesOn(t *testing.T) {
	const n = 2500
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		from, into := manyWorks(t, d, n)
		if err := d.Tx(ctx, func(tx *db.Tx) error { _, err := mergeTags(ctx, tx, from, into); return err }); err != nil {
			t.Fatal(err)
		}
		how := func() work.Refiltered {
			p, err := work.RefilterProgress(ctx, d)
			if err != nil {
				t.Fatal(err)
			}
			return p
		}
		if p := how(); p != (work.Refiltered{Done: 0, Of: n}) {
			t.Errorf("before: %+v", p)
		}
		told := 0
		for stop := range 3 { // each time it comes a little further
			cut, cancel := context.WithCancel(ctx)
			before := how().Done
			done := make(chan error)
			go func() { done <- work.RunRefilter(cut, d) }()
			for how().Done == before {
				time.Sleep(time.Millisecond)
			}
			cancel()
			if err := <-done; !errors.Is(err, context.Canceled) {
				t.Fatalf("stop %d at %+v: %v", stop, how(), err)
			}
			p, ids := how(), batched(t, d)
			if p.Done <= before || p.Done >= n || p.Of != n || len(ids) != p.Done || len(ids) <= told {
				t.Fatalf("stop %d: %+v, and %d works are told, %d before", stop, p, len(ids), told)
			}
			told = len(ids)
		}
		// One that died has it for a while.
		now := d.Now
		if err := d.Tx(ctx, func(tx *db.Tx) error {
			return tx.Exec(ctx, `UPDATE refilter_state SET busy_by = 'dead', busy_until = $1`, tx.Now.Add(10*time.Second).UnixMilli())
		}); err != nil {
			t.Fatal(err)
		}
		if err := work.RunRefilter(ctx, d); err != nil || how().Done != told {
			t.Errorf("while another does it: %+v, %v", how(), err)
		}
		d.Now = func() time.Time { return now().Add(11 * time.Second) }
		var group sync.WaitGroup
		for range 8 {
			group.Go(func() {
				if err := work.RunRefilter(ctx, d); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		ids := batched(t, d)
		once := map[int64]bool{}
		for _, id := range ids {
			once[id] = true
		}
		if len(ids) != n || len(once) != n || how() != (work.Refiltered{}) {
			t.Errorf("%d works are told, %d of them once, progress %+v; want each of %d once", len(ids), len(once), how(), n)
		}
		if err := work.RunRefilter(ctx, d); err != nil || len(batched(t, d)) != n {
			t.Errorf("again: %v", err)
		}
	})
}

// batched are the works that are told as written anew, one after the other.
func batched(t *testing.T, d *db.DB) (out []int64) {
	t.Helper()
	lists, err := db.All(t.Context(), d, db.One[string], `SELECT works FROM refilter_batches ORDER BY n`)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range lists {
		var ids []int64
		if err := json.Unmarshal([]byte(l), &ids); err != nil {
			t.Fatal(err)
		}
		out = append(out, ids...)
	}
	return out
}
