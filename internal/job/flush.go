package job

import (
	"context"
	"log/slog"
	"time"
)

// Flushing writes down what pages have gathered in memory, with flush, every now and then
// until ctx ends, and once more then. Where that fails, late is said in the log: what was
// gathered waits for the next time.
func Flushing(ctx context.Context, every time.Duration, log *slog.Logger, late string, flush func(context.Context) error) {
	once := func(ctx context.Context) {
		if err := flush(ctx); err != nil {
			log.ErrorContext(ctx, late, "err", err)
		}
	}
	t := time.NewTicker(every)
	defer t.Stop()
	for {
		select {
		case <-t.C:
			once(ctx)
		case <-ctx.Done():
			once(context.WithoutCancel(ctx))
			return
		}
	}
}
