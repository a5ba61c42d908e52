package facet

import (
	"context"
	"sync"
	"sync/atomic"
)

// parallel does pieces 0 to n-1 by some goroutines and stops at the first fault.
func parallel(ctx context.Context, hands, n int, do func(i int) error) error {
	var next atomic.Int64
	var first atomic.Pointer[error]
	var wait sync.WaitGroup
	for range max(1, min(hands, n)) {
		wait.Go(func() {
			for i := int(next.Add(1)) - 1; i < n && first.Load() == nil; i = int(next.Add(1)) - 1 {
				err := ctx.Err()
				if err == nil {
					err = do(i)
				}
				if err != nil {
					first.CompareAndSwap(nil, &err)
				}
			}
		})
	}
	wait.Wait()
	if err := first.Load(); err != nil {
		return *err
	}
	return nil
}
