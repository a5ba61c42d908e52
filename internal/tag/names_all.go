package tag

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
	"maps"
	"slices"

	"github.com/ficstead/ficstead/internal/db"
)

// Known is a tag that everybody may know, as memory has it.
type Known struct {
	Tag
	// Works is how many works that everybody sees it finds, about.
	Works int
	// Parents are the tags that it is under.
	Parents []ID
}

// Stamp tells whether names have changed: two of the same value saw the same names.
type Stamp struct{ seq, graphs int64 }

// Stamp gives the stamp of the names as they are now.
func (n *Names) Stamp(ctx context.Context) (s Stamp, err error) {
	s.seq, s.graphs, err = stamps(ctx, n.db)
	return s, err
}

// All gives all tags that everybody may know, in no order. What is told of one of them must
// be read from the database first, where it may be hidden by now.
func (n *Names) All(ctx context.Context) (iter.Seq[Known], error) {
	x, err := n.current(ctx)
	if err != nil {
		return nil, err
	}
	types := Types()
	return func(yield func(Known) bool) {
		for name := range x.All() {
			k := Known{Tag: Tag{ID: ID(name.ID), Type: types[name.Kind], Name: name.Text, Canonical: name.Canonical, Merger: ID(name.Of)}, Works: name.Count}
			for _, g := range name.Groups {
				k.Parents = append(k.Parents, ID(g))
			}
			if !yield(k) {
				return
			}
		}
	}, nil
}

// InUse gives those of some tags that are canonical and that a work has which everybody
// sees, as the database has them now, by their keys.
func InUse(ctx context.Context, q db.Q, ids []ID) (map[ID]Tag, error) {
	tags, err := inChunks(ctx, q, scan, `SELECT `+columns+` FROM tags t WHERE t.id IN (%s) AND t.canonical
		AND EXISTS (SELECT 1 FROM work_filters f WHERE f.tag_id = t.id AND f.audience = 0)`, ids)
	if err != nil {
		return nil, fmt.Errorf("tag: in use: %w", err)
	}
	out := make(map[ID]Tag, len(tags))
	for _, t := range tags {
		out[t.ID] = t
	}
	return out, nil
}

// Means gives the tags that some names stand for in filters, and every broader one, by their
// keys; names that nobody knows are left out.
func Means(ctx context.Context, q db.Q, names []Named) (map[ID]Tag, error) {
	byKey, err := ByNames(ctx, q, names)
	if err != nil {
		return nil, err
	}
	all, err := Filters(ctx, q, slices.Sorted(maps.Values(byKey)))
	if err != nil {
		return nil, err
	}
	out := make(map[ID]Tag, len(all))
	for _, f := range all {
		out[f.Tag.ID] = f.Tag
	}
	return out, nil
}

// ByNames gives the keys of the tags that some names stand for in filters, by Key of the
// names; names that nobody knows are left out.
func ByNames(ctx context.Context, q db.Q, names []Named) (map[string]ID, error) {
	type row struct {
		key string
		id  ID
	}
	keys := make([]string, len(names))
	for i, n := range names {
		keys[i] = Key(n.Name)
	}
	all, err := inChunks(ctx, q, func(r *sql.Rows, x *row) error { return r.Scan(&x.key, &x.id) },
		`SELECT name_key, COALESCE(merger_id, id) FROM tags WHERE name_key IN (%s)`, keys)
	if err != nil {
		return nil, fmt.Errorf("tag: by names: %w", err)
	}
	out := make(map[string]ID, len(all))
	for _, x := range all {
		out[x.key] = x.id
	}
	return out, nil
}
