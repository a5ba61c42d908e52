package facet

import (
	"context"
	"sync"
	"sync/atomic"
)

// parallel does pieces 0 to n-1 by some goroutines, of which the caller's is one, and
// stops at the first fault.
func parallel(ctx context.Context, hands, n int, do func(i int) error) error {
	var next atomic.Int64
	var first atomic.Pointer[error]
	var wait sync.WaitGroup
	work := func() {
		for i := int(next.Add(1)) - 1; i < n && first.Load() == nil; i = int(next.Add(1)) - 1 {
			err := ctx.Err()
			if err == nil {
				err = do(i)
			}
			if err != nil {
				first.CompareAndSwap(nil, &err)
			}
		}
	}
	for range min(hands, n) - 1 {
		wait.Go(work)
	}
	work()
	wait.Wait()
	if err := first.Load(); err != nil {
		return *err
	}
	return nil
}
