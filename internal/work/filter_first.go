package work

import (
	"context"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/tag"
)

// Of most works of a merged tag nothing changes but the name under which they are found,
// which the catalogue tells meanwhile. Where turned tags meet something follows: a crossover
// is one no more, two relationships are one. These works are few, and are done first, so that
// all that lists say is right soon.

// firsts are works that are done before others.
type firsts struct {
	works []int64
	of    turns // of which they are
}

// turns tells one state of the turned tags from another.
type turns struct{ n, last int64 }

// look finds out which works are to be done first, whenever tags were turned.
func (f *firsts) look(ctx context.Context, q db.Q) error {
	var now turns
	if err := q.QueryRowContext(ctx, `SELECT COUNT(*), COALESCE(MAX(at), 0) FROM turned_tags WHERE ended_at IS NULL`).Scan(&now.n, &now.last); err != nil {
		return fmt.Errorf("refilter: %w", err)
	}
	if now == f.of {
		return nil
	}
	works, err := tag.WhereTurnedMeet(ctx, q)
	if err != nil {
		return err
	}
	*f = firsts{works, now}
	return nil
}

// next gives some of them, at most n.
func (f *firsts) next(n int) []int64 { return f.works[:min(n, len(f.works))] }

// done notes that the next n were done.
func (f *firsts) done(n int) { f.works = f.works[n:] }
