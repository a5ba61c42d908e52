package search

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"

	"github.com/ficstead/ficstead/internal/db"
)

// Tidy is the job that keeps the index small and quick: what was indexed bit by bit is
// brought together. It also ends a Rebuild that was begun.
type Tidy struct{}

// Kind is the job's name.
func (Tidy) Kind() string { return "search.tidy" }

// RunTidy does it. It can be stopped and run again, and several at once harm nothing.
func RunTidy(ctx context.Context, d *db.DB, log *slog.Logger) error {
	remaking, err := Remaking(ctx, d)
	if err != nil {
		return err
	}
	if !remaking {
		if err := engineOf(d).tidy(ctx, d); err != nil {
			return fmt.Errorf("search: tidy: %w", err)
		}
		return nil
	}
	log.InfoContext(ctx, "the index of texts is made anew; until that is done not all of them are found")
	if err := Rebuild(ctx, d, func(int, int) {}); err != nil {
		return err
	}
	log.InfoContext(ctx, "the index of texts is made")
	return nil
}

// Purge is the job that takes the words of texts that are gone out of the index for good;
// they are found no more as soon as they are gone.
type Purge struct{}

// Kind is the job's name.
func (Purge) Kind() string { return "search.purge" }

// RunPurge does it. It can be stopped and run again.
func RunPurge(ctx context.Context, d *db.DB) error {
	if err := engineOf(d).purge(ctx, d); err != nil {
		return fmt.Errorf("search: purge: %w", err)
	}
	return nil
}

// Remaking tells whether the index is being made anew, so that not all is found yet.
func Remaking(ctx context.Context, q db.Q) (bool, error) {
	var n int
	err := q.QueryRowContext(ctx, `SELECT 1 FROM search_rebuild`).Scan(&n)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("search: %w", err)
	}
	return true, nil
}

// roomy has nothing to do on SQLite, which fills what room there is.
func (fts5) roomy(context.Context, *db.DB) error { return nil }
