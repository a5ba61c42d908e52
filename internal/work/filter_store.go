package work

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/tag"
)

// tags writes the tags as given, and what they stand for in filters. A relationship
// that stays keeps its weight.
func (w *writer) tags() error {
	tags, err := tag.Ensure(w.ctx, w.tx, w.d.Tags)
	if err != nil {
		return err
	}
	type weighed struct {
		id     tag.ID
		weight string
	}
	old, err := db.All(w.ctx, w.tx, func(r *sql.Rows, x *weighed) error { return r.Scan(&x.id, &x.weight) },
		`SELECT tag_id, weight FROM work_tags WHERE work_id = $1 AND weight <> ''`, int64(w.id))
	if err != nil {
		return fmt.Errorf("work %d weights: %w", w.id, err)
	}
	weights := map[tag.ID]string{}
	for _, x := range old {
		weights[x.id] = x.weight
	}
	if err := w.exec("tags", `DELETE FROM work_tags WHERE work_id = $1`, int64(w.id)); err != nil {
		return err
	}
	for i, t := range tags {
		if err := w.exec("tag", `INSERT INTO work_tags (work_id, tag_id, position, weight) VALUES ($1, $2, $3, $4)`, int64(w.id), int64(t.ID), i, weights[t.ID]); err != nil {
			return err
		}
	}
	return Refilter(w.ctx, w.tx, w.id)
}

// Refilter writes anew what a work's tags stand for in filters, from its tags and
// its row as they are in the transaction. Call it after either changes.
func Refilter(ctx context.Context, tx *db.Tx, id ID) error {
	if err := withGraph(ctx, tx, id); err != nil {
		return err
	}
	ids, err := db.All(ctx, tx, db.One[tag.ID], `SELECT tag_id FROM work_tags WHERE work_id = $1 ORDER BY position`, int64(id))
	if err != nil {
		return fmt.Errorf("work %d tags: %w", id, err)
	}
	filters, err := tag.Filters(ctx, tx, ids)
	if err != nil {
		return err
	}
	if err := tx.Exec(ctx, `DELETE FROM work_filters WHERE work_id = $1`, int64(id)); err != nil {
		return fmt.Errorf("work %d filters: %w", id, err)
	}
	for _, f := range filters {
		if err := tx.Exec(ctx, `INSERT INTO work_filters (work_id, tag_id, type, inherited, audience, revised_at)
			SELECT id, $2, $3, $4, audience, revised_at FROM works WHERE id = $1`, int64(id), int64(f.Tag.ID), string(f.Tag.Type), f.Inherited); err != nil {
			return fmt.Errorf("work %d filter: %w", id, err)
		}
	}
	cross, err := crossover(ctx, tx, filters)
	if err != nil {
		return err
	}
	if err := tx.Exec(ctx, `UPDATE works SET crossover = $2 WHERE id = $1`, int64(id), cross); err != nil {
		return fmt.Errorf("work %d crossover: %w", id, err)
	}
	tx.Changed(int64(id))
	return nil
}

// withGraph keeps the graph as it is until the transaction ends, so that a change of it
// finds the work as it is then. While somebody changes it nobody waits: the work is
// noted, and its filters are written once more by RunRefilter.
func withGraph(ctx context.Context, tx *db.Tx, id ID) error {
	steady, err := tag.Steady(ctx, tx)
	if err != nil || steady {
		return err
	}
	if err := tx.Exec(ctx, `INSERT INTO refilter_late (work_id) VALUES ($1)`, int64(id)); err != nil {
		return fmt.Errorf("work %d is saved while the graph changes: %w", id, err)
	}
	return nil
}

// crossover reports whether a work's fandoms have nothing in common: there are
// two or more, and no one of them or broader fandom covers them all.
func crossover(ctx context.Context, q db.Q, filters []tag.Filter) (bool, error) {
	var own []tag.ID
	covers := map[tag.ID]int{}
	for _, f := range filters {
		if f.Tag.Type == tag.Fandom && !f.Inherited {
			own = append(own, f.Tag.ID)
			covers[f.Tag.ID]++
		}
	}
	if len(own) < 2 {
		return false, nil
	}
	metas, err := db.All(ctx, q, db.One[tag.ID], db.Numbered(`SELECT meta_id FROM meta_tags WHERE sub_id IN (`+db.List(len(own))+`)`), numbers(own)...)
	if err != nil {
		return false, fmt.Errorf("broader fandoms: %w", err)
	}
	for _, m := range metas {
		covers[m]++
	}
	for _, n := range covers {
		if n == len(own) {
			return false, nil
		}
	}
	return true, nil
}
