package tag

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"

	"github.com/ficstead/ficstead/internal/db"
)

// Verify looks through the whole graph and tells, a sentence each, what is not as
// it must be: the closure of broader tags against one made anew, circles, chains
// of synonyms, tags that hang where they may not. None is a sound graph.
func Verify(ctx context.Context, q db.Q) ([]string, error) {
	tags, err := db.All(ctx, q, scan, `SELECT `+columns+` FROM tags t ORDER BY t.id`)
	if err != nil {
		return nil, fmt.Errorf("tag: verify: %w", err)
	}
	g := graph{tags: make(map[ID]Tag, len(tags)), direct: map[ID][]ID{}}
	for _, t := range tags {
		g.tags[t.ID] = t
	}
	metas, err := edges(ctx, q, `SELECT sub_id, meta_id, direct FROM meta_tags ORDER BY sub_id, meta_id`)
	if err != nil {
		return nil, err
	}
	parents, err := edges(ctx, q, `SELECT tag_id, parent_id, TRUE FROM tag_parents ORDER BY tag_id, parent_id`)
	if err != nil {
		return nil, err
	}
	for _, t := range tags {
		g.synonym(t)
	}
	for _, e := range parents {
		if !g.tags[e.to].Canonical || !fits(g.tags[e.from].Type, g.tags[e.to].Type) {
			g.tell("%s may not be under %s.", e.from, e.to)
		}
	}
	g.closure(metas)
	return g.wrong, nil
}

type edge struct {
	from, to ID
	direct   bool
}

func scanEdge(r *sql.Rows, e *edge) error { return r.Scan(&e.from, &e.to, &e.direct) }

func edges(ctx context.Context, q db.Q, query string) ([]edge, error) {
	all, err := db.All(ctx, q, scanEdge, query)
	if err != nil {
		return nil, fmt.Errorf("tag: verify: %w", err)
	}
	return all, nil
}

// graph is what Verify looks at and what it found wrong.
type graph struct {
	tags   map[ID]Tag
	direct map[ID][]ID // broader tags as said
	wrong  []string
}

func (g *graph) tell(format string, a, b ID) {
	name := func(id ID) string { return fmt.Sprintf("%q (%d)", g.tags[id].Name, id) }
	g.wrong = append(g.wrong, fmt.Sprintf(format, name(a), name(b)))
}

func (g *graph) synonym(t Tag) {
	into := g.tags[t.Merger]
	if t.Merger != 0 && (t.Canonical || !into.Canonical || into.Type != t.Type) {
		g.tell("%s may not be a synonym of %s.", t.ID, t.Merger)
	}
}

// closure compares the stored closure with what the direct rows say.
func (g *graph) closure(stored []edge) {
	have := make(map[edge]bool, len(stored))
	for _, e := range stored {
		have[edge{e.from, e.to, false}] = true
		if !e.direct {
			continue
		}
		g.direct[e.from] = append(g.direct[e.from], e.to)
		if a, b := g.tags[e.from], g.tags[e.to]; !a.Canonical || !b.Canonical || a.Type != b.Type {
			g.tell("%s may not have %s as a broader tag.", e.from, e.to)
		}
	}
	want := map[edge]bool{}
	for _, sub := range sorted(g.direct) {
		for _, meta := range g.above(sub) {
			e := edge{sub, meta, false}
			want[e] = true
			switch {
			case sub == meta:
				g.tell("%s is broader than itself, by way of %s.", sub, g.direct[sub][0])
			case !have[e]:
				g.tell("%s lacks its broader tag %s.", sub, meta)
			}
		}
	}
	for _, e := range stored {
		if !want[edge{e.from, e.to, false}] {
			g.tell("%s has %s as a broader tag, which nothing says.", e.from, e.to)
		}
	}
}

// above gives every tag that direct rows lead to from id.
func (g *graph) above(id ID) []ID {
	seen := map[ID]bool{}
	for open := slices.Clone(g.direct[id]); len(open) > 0; {
		next := open[len(open)-1]
		open = open[:len(open)-1]
		if !seen[next] {
			seen[next] = true
			open = append(open, g.direct[next]...)
		}
	}
	return sorted(seen)
}

func sorted[K cmp.Ordered, V any](m map[K]V) []K {
	return slices.Sorted(maps.Keys(m))
}
