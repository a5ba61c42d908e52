package job_test

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/job"
)

type ring struct {
	N int `json:"n"`
}

func (ring) Kind() string { return "test.ring" }

// A job runs once if its transaction committed and never if it did not, also
// when eight writers add at once.
func TestJobsFollowTheirTransaction(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		q, err := job.New(ctx, d, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		const want = 40
		var seen [want + 1]atomic.Int32
		done := make(chan struct{}, 10*want)
		job.Handle(q, time.Minute, func(_ context.Context, r ring) error {
			seen[r.N].Add(1)
			done <- struct{}{}
			return nil
		})
		if err := q.Start(ctx); err != nil {
			t.Fatal(err)
		}
		boom := errors.New("boom")
		if err := d.Tx(ctx, func(tx *db.Tx) error { return errors.Join(q.Add(ctx, tx, ring{want}), boom) }); !errors.Is(err, boom) {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		for w := range 8 {
			wg.Go(func() {
				for i := w; i < want; i += 8 {
					if err := d.Tx(ctx, func(tx *db.Tx) error { return q.Add(ctx, tx, ring{i}) }); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		for range want {
			select {
			case <-done:
			case <-time.After(30 * time.Second):
				t.Fatal("a job never ran")
			}
		}
		stop, end := context.WithTimeout(context.Background(), 10*time.Second)
		defer end()
		if err := q.Stop(stop); err != nil {
			t.Fatal(err)
		}
		for i := range want {
			if n := seen[i].Load(); n != 1 {
				t.Errorf("job %d ran %d times", i, n)
			}
		}
		if seen[want].Load() != 0 {
			t.Error("a job of a failed transaction ran")
		}
	})
}

// What is done once may be asked for again: a sweep comes round each hour.
func TestAJobThatIsDoneCanBeAddedAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		q, err := job.New(ctx, d, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		ran := make(chan struct{}, 8)
		job.Handle(q, time.Minute, func(context.Context, ring) error { ran <- struct{}{}; return nil })
		if err := q.Start(ctx); err != nil {
			t.Fatal(err)
		}
		for i := range 2 {
			for range 200 { // until the first is told to be done
				if err := d.Tx(ctx, func(tx *db.Tx) error { return q.Add(ctx, tx, ring{7}) }); err != nil {
					t.Fatal(err)
				}
				if len(ran) > 0 {
					break
				}
				time.Sleep(20 * time.Millisecond)
			}
			select {
			case <-ran:
			case <-time.After(30 * time.Second):
				t.Fatalf("it did not run a time number %d", i+1)
			}
		}
		stop, end := context.WithTimeout(context.Background(), 10*time.Second)
		defer end()
		if err := q.Stop(stop); err != nil {
			t.Fatal(err)
		}
	})
}
