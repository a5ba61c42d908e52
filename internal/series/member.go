package series

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// Named is a series by its name.
type Named struct {
	ID    ID
	Title string
}

// Own lists the series that an account looks after as one of their creators, in order
// of title; 500 at most.
func Own(ctx context.Context, q db.Q, who viewer.ID) ([]Named, error) {
	all, err := db.All(ctx, q, func(r *sql.Rows, n *Named) error { return r.Scan(&n.ID, &n.Title) },
		`SELECT s.id, s.title FROM series s WHERE EXISTS (SELECT 1 FROM series_creators c JOIN pseuds p ON p.id = c.pseud_id
		WHERE c.series_id = s.id AND p.account_id = $1) ORDER BY s.title_key, s.id LIMIT $2`, int64(who), maxOffered)
	if err != nil {
		return nil, fmt.Errorf("series of account %d: %w", who, err)
	}
	return all, nil
}

// Put puts a work of v's into a series that v looks after: at a place from 1, or
// behind the last for 0. A work that is in stays where it is.
func Put(ctx context.Context, tx *db.Tx, v viewer.Viewer, id ID, w work.ID, place int) error {
	if err := lock(ctx, tx, id); err != nil {
		return err
	}
	if err := mayManage(ctx, tx, v, id); err != nil {
		return err
	}
	if err := allMine(ctx, tx, v, []work.ID{w}); err != nil {
		return err
	}
	was, err := worksOf(ctx, tx, id)
	if err != nil || slices.Contains(was, w) {
		return err
	}
	if place < 1 || place > len(was) {
		place = len(was) + 1
	}
	if err := arrange(ctx, tx, id, was, slices.Insert(slices.Clone(was), place-1, w)); err != nil {
		return err
	}
	if err := signed(ctx, tx, id); err != nil {
		return err
	}
	return touched(ctx, tx, id)
}

// Take takes a work out of a series that v looks after. A work that is not in it stays
// out; the only one of a series stays in.
func Take(ctx context.Context, tx *db.Tx, v viewer.Viewer, id ID, w work.ID) error {
	if err := lock(ctx, tx, id); err != nil {
		return err
	}
	if err := mayManage(ctx, tx, v, id); err != nil {
		return err
	}
	was, err := worksOf(ctx, tx, id)
	if err != nil || !slices.Contains(was, w) {
		return err
	}
	if len(was) == 1 {
		return fault.In("series", "It is the only work of the series, so it stays in. You can take the series apart on its own page.")
	}
	if err := touched(ctx, tx, id); err != nil { // what leaves changes too
		return err
	}
	if err := arrange(ctx, tx, id, was, without(was, []work.ID{w})); err != nil {
		return err
	}
	if err := signed(ctx, tx, id); err != nil {
		return err
	}
	return touched(ctx, tx, id)
}

// worksOf are the works of a series, in order.
func worksOf(ctx context.Context, q db.Q, id ID) ([]work.ID, error) {
	all, err := db.All(ctx, q, db.One[work.ID], `SELECT work_id FROM series_works WHERE series_id = $1 ORDER BY position, work_id`, int64(id))
	if err != nil {
		return nil, fmt.Errorf("series %d: %w", id, err)
	}
	return all, nil
}
