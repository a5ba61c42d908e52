package app

import (
	"context"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/beta"
	"github.com/ficstead/ficstead/internal/creator"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/round"
	"github.com/ficstead/ficstead/internal/series"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// resigned makes lists, pages and the search know that an account signs otherwise.
func resigned(ctx context.Context, tx *db.Tx, id viewer.ID) error {
	return work.Resigned(ctx, tx, int64(id))
}

// handOver gives all that one pseud has signed, was given or asked for to another of
// the same account.
func handOver(ctx context.Context, tx *db.Tx, from, to account.PseudID) error {
	for _, f := range []func(context.Context, *db.Tx, account.PseudID, account.PseudID) error{
		work.HandOver, series.HandOver, creator.HandOver, beta.HandOver, round.HandOver,
	} {
		if err := f(ctx, tx, from, to); err != nil {
			return err
		}
	}
	return nil
}
