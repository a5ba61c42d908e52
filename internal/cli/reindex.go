package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/ficstead/ficstead/internal/app"
	"github.com/ficstead/ficstead/internal/config"
	"github.com/ficstead/ficstead/internal/search"
)

type reindex struct{ config.Archive }

// Run makes the text search anew. It can be stopped and run again.
func (x *reindex) Run(ctx context.Context, std IO) (err error) {
	a, err := app.New(ctx, x.Archive, logger(std.Err, x.Log))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	last := -1
	return search.Rebuild(ctx, a.DB, func(done, total int) {
		if percent := 100 * done / max(1, total); percent != last {
			last = percent
			fmt.Fprintf(std.Err, "%d of %d works and chapters, %d %%\n", done, total, percent)
		}
	})
}
