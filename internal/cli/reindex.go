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

// Run makes the catalogue of works and the text search anew. It can be stopped and run
// again, also while the archive is served.
func (x *reindex) Run(ctx context.Context, std IO) (err error) {
	a, err := app.New(ctx, x.Archive, logger(std.Err, x.Log))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	if err := a.Reindex(ctx, told(std, "works for lists")); err != nil {
		return err
	}
	return search.Rebuild(ctx, a.DB, told(std, "works and chapters for the search"))
}

// told writes down each percent of what is done.
func told(std IO, what string) func(done, total int) {
	last := -1
	return func(done, total int) {
		if percent := 100 * done / max(1, total); percent != last {
			last = percent
			fmt.Fprintf(std.Err, "%d of %d %s, %d %%\n", done, total, what, percent)
		}
	}
}
