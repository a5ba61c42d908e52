package tag

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"

	"github.com/ficstead/ficstead/internal/db"
)

// Filter is a tag that finds a work.
type Filter struct {
	Tag Tag
	// Inherited is set for a tag that is only broader than what the work says.
	Inherited bool
}

// Filters gives what tags stand for: the canonical tag of each, or the tag itself
// when it has none, in the order of ids, and then every broader tag, by id. None
// is there twice.
func Filters(ctx context.Context, q db.Q, ids []ID) ([]Filter, error) {
	given, err := Load(ctx, q, ids)
	if err != nil {
		return nil, err
	}
	own := make([]ID, 0, len(given))
	for _, t := range given {
		own = append(own, cmp.Or(t.Merger, t.ID))
	}
	own = distinct(own)
	broader, err := inChunks(ctx, q, db.One[ID], `SELECT meta_id FROM meta_tags WHERE sub_id IN (%s)`, own)
	if err != nil {
		return nil, fmt.Errorf("tag: filters: %w", err)
	}
	slices.Sort(broader)
	all := distinct(slices.Concat(own, broader))
	tags, err := Load(ctx, q, all)
	if err != nil {
		return nil, err
	}
	out := make([]Filter, len(tags))
	for i, t := range tags {
		out[i] = Filter{Tag: t, Inherited: i >= len(own)}
	}
	return out, nil
}

// distinct leaves out what came before.
func distinct(ids []ID) []ID {
	seen := make(map[ID]bool, len(ids))
	return slices.DeleteFunc(ids, func(id ID) bool {
		had := seen[id]
		seen[id] = true
		return had
	})
}

// Affected gives the keys of the works whose filters a change to these tags may
// touch, in ascending order: those that carry one of them, a synonym, a narrower
// tag or a synonym of that, as the graph is now, and those that one of them has
// found so far. Called after a change, with every tag that the change was about,
// it misses none.
func Affected(ctx context.Context, q db.Q, ids []ID) ([]int64, error) {
	const query = `
WITH narrow (id) AS (
  SELECT id FROM tags WHERE id IN (%[1]s)
  UNION SELECT sub_id FROM meta_tags WHERE meta_id IN (%[1]s)
)
SELECT work_id FROM work_tags WHERE tag_id IN (SELECT id FROM narrow)
UNION SELECT wt.work_id FROM tags t JOIN work_tags wt ON wt.tag_id = t.id WHERE t.merger_id IN (SELECT id FROM narrow)
UNION SELECT work_id FROM work_filters WHERE tag_id IN (%[1]s)`
	var all []int64
	for part := range slices.Chunk(ids, chunk) {
		args := db.Anys(part)
		some, err := db.All(ctx, q, func(r *sql.Rows, id *int64) error { return r.Scan(id) },
			db.Numbered(fmt.Sprintf(query, db.List(len(part)))), slices.Concat(args, args, args)...)
		if err != nil {
			return nil, fmt.Errorf("tag: affected works: %w", err)
		}
		all = append(all, some...)
	}
	slices.Sort(all)
	return slices.Compact(all), nil
}
