package tag

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
)

// Diff is all that an act changed in the graph.
type Diff struct {
	Tags []Turn `json:"tags,omitempty"`
	// The links that came and went: a tag and its parent, a narrower tag and the
	// broader one that was said of it.
	ParentsAdded   [][2]ID `json:"parents_added,omitempty"`
	ParentsRemoved [][2]ID `json:"parents_removed,omitempty"`
	MetasAdded     [][2]ID `json:"metas_added,omitempty"`
	MetasRemoved   [][2]ID `json:"metas_removed,omitempty"`
}

// Turn is a tag before and after.
type Turn struct {
	ID     ID    `json:"id"`
	Before State `json:"before"`
	After  State `json:"after"`
}

// State is what wranglers decide about a tag itself.
type State struct {
	Type          Type   `json:"type"`
	Name          string `json:"name"`
	Canonical     bool   `json:"canonical,omitempty"`
	Merger        ID     `json:"merger,omitempty"`
	Unwrangleable bool   `json:"unwrangleable,omitempty"`
}

// Empty reports whether nothing changed.
func (d Diff) Empty() bool {
	return len(d.Tags)+len(d.ParentsAdded)+len(d.ParentsRemoved)+len(d.MetasAdded)+len(d.MetasRemoved) == 0
}

// IDs are all tags that d is about, in ascending order.
func (d Diff) IDs() []ID {
	var out []ID
	for _, t := range d.Tags {
		out = append(out, t.ID)
		for _, m := range []ID{t.Before.Merger, t.After.Merger} {
			if m != 0 {
				out = append(out, m)
			}
		}
	}
	for _, links := range [][][2]ID{d.ParentsAdded, d.ParentsRemoved, d.MetasAdded, d.MetasRemoved} {
		for _, l := range links {
			out = append(out, l[0], l[1])
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Refiltered are the tags of d whose works are found by other tags than before: all
// but those that only got or lost parents or another name.
func (d Diff) Refiltered() []ID {
	var out []ID
	for _, t := range d.Tags {
		if t.Before.Merger != t.After.Merger || t.Before.Type != t.After.Type {
			out = append(out, t.ID)
		}
	}
	for _, l := range slices.Concat(d.MetasAdded, d.MetasRemoved) {
		out = append(out, l[0])
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Shelved are the fandoms of d that came under another medium than before: works are found
// by the media of their fandoms.
func (d Diff) Shelved(ctx context.Context, q db.Q) ([]ID, error) {
	var links []ID
	for _, l := range slices.Concat(d.ParentsAdded, d.ParentsRemoved) {
		links = append(links, l[0])
	}
	out, err := inChunks(ctx, q, db.One[ID], `SELECT id FROM tags WHERE type = 'fandom' AND id IN (%s) ORDER BY id`, distinct(links))
	if err != nil {
		return nil, fmt.Errorf("tag: fandoms under media: %w", err)
	}
	return distinct(out), nil
}

// Watch does an act on the graph and gives all that it changed at these tags, at the
// tags that they are or were synonyms of, and at their own synonyms.
func Watch(ctx context.Context, tx *db.Tx, ids []ID, act func() error) (Diff, error) {
	if err := lockGraph(ctx, tx); err != nil {
		return Diff{}, err
	}
	mergers, err := inChunks(ctx, tx, db.One[ID], `SELECT merger_id FROM tags WHERE merger_id IS NOT NULL AND id IN (%s)`, ids)
	if err != nil {
		return Diff{}, fmt.Errorf("tag: watch: %w", err)
	}
	ids = distinct(slices.Concat(ids, mergers))
	before, err := look(ctx, tx, ids)
	if err != nil {
		return Diff{}, err
	}
	if err := act(); err != nil {
		return Diff{}, err
	}
	after, err := look(ctx, tx, ids)
	if err != nil {
		return Diff{}, err
	}
	var d Diff
	for id, a := range after.tags {
		if b, ok := before.tags[id]; ok && b != a {
			d.Tags = append(d.Tags, Turn{id, b, a})
		}
	}
	slices.SortFunc(d.Tags, func(a, b Turn) int { return cmp.Compare(a.ID, b.ID) })
	d.ParentsAdded, d.ParentsRemoved = missing(after.parents, before.parents), missing(before.parents, after.parents)
	d.MetasAdded, d.MetasRemoved = missing(after.metas, before.metas), missing(before.metas, after.metas)
	return d, nil
}

// sightOf is a part of the graph at one moment.
type sightOf struct {
	tags           map[ID]State
	parents, metas map[[2]ID]bool
}

func missing(all, from map[[2]ID]bool) [][2]ID {
	var out [][2]ID
	for l := range all {
		if !from[l] {
			out = append(out, l)
		}
	}
	slices.SortFunc(out, func(a, b [2]ID) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	return out
}

func look(ctx context.Context, q db.Q, ids []ID) (sightOf, error) {
	s := sightOf{tags: map[ID]State{}, parents: map[[2]ID]bool{}, metas: map[[2]ID]bool{}}
	type row struct {
		id ID
		State
	}
	const cols = `t.id, t.type, t.name, t.canonical, COALESCE(t.merger_id, 0), t.unwrangleable`
	read := func(r *sql.Rows, x *row) error {
		return r.Scan(&x.id, &x.Type, &x.Name, &x.Canonical, &x.Merger, &x.Unwrangleable)
	}
	for _, query := range []string{
		`SELECT ` + cols + ` FROM tags t WHERE t.id IN (%s)`,
		`SELECT ` + cols + ` FROM tags t WHERE t.merger_id IN (%s)`,
		`SELECT ` + cols + ` FROM tags s JOIN tags t ON t.id = s.merger_id WHERE s.id IN (%s)`,
	} {
		rows, err := inChunks(ctx, q, read, query, ids)
		if err != nil {
			return s, fmt.Errorf("tag: watch: %w", err)
		}
		for _, x := range rows {
			s.tags[x.id] = x.State
		}
	}
	link := func(r *sql.Rows, l *[2]ID) error { return r.Scan(&l[0], &l[1]) }
	for _, x := range []struct {
		query string
		into  map[[2]ID]bool
	}{
		{`SELECT tag_id, parent_id FROM tag_parents WHERE tag_id IN (%s)`, s.parents},
		{`SELECT tag_id, parent_id FROM tag_parents WHERE parent_id IN (%s)`, s.parents},
		{`SELECT sub_id, meta_id FROM meta_tags WHERE direct AND sub_id IN (%s)`, s.metas},
		{`SELECT sub_id, meta_id FROM meta_tags WHERE direct AND meta_id IN (%s)`, s.metas},
	} {
		links, err := inChunks(ctx, q, link, x.query, ids)
		if err != nil {
			return s, fmt.Errorf("tag: watch: %w", err)
		}
		for _, l := range links {
			x.into[l] = true
		}
	}
	return s, nil
}

// Revert takes back what an act changed, where it is still as the act left it. What
// others have changed since then, or built on it, is a Conflict fault that says what
// to undo first.
func Revert(ctx context.Context, tx *db.Tx, d Diff) error {
	if err := lockGraph(ctx, tx); err != nil {
		return err
	}
	for _, f := range []func(context.Context, *db.Tx, Diff) error{unturned, unlinkAdded, turnBack, linkRemoved, stillSound} {
		if err := f(ctx, tx, d); err != nil {
			return err
		}
	}
	return nil
}

// unturned makes sure that each tag is as the act left it.
func unturned(ctx context.Context, tx *db.Tx, d Diff) error {
	ids := make([]ID, len(d.Tags))
	for i, t := range d.Tags {
		ids[i] = t.ID
	}
	now, err := look(ctx, tx, ids)
	if err != nil {
		return err
	}
	for _, t := range d.Tags {
		if s, ok := now.tags[t.ID]; !ok || s != t.After {
			return fault.New(fault.Conflict, "“%s” has been changed since then, so this can't be undone by itself. Its history says what came after; undo that first.", t.After.Name)
		}
	}
	return nil
}

func unlinkAdded(ctx context.Context, tx *db.Tx, d Diff) error {
	for _, l := range d.ParentsAdded {
		if err := tx.Exec(ctx, `DELETE FROM tag_parents WHERE tag_id = $1 AND parent_id = $2`, l[0], l[1]); err != nil {
			return fmt.Errorf("tag: undo: %w", err)
		}
	}
	for _, l := range d.MetasAdded {
		if err := unlink(ctx, tx, l[0], l[1]); err != nil {
			return err
		}
	}
	return nil
}

func turnBack(ctx context.Context, tx *db.Tx, d Diff) error {
	for _, t := range d.Tags {
		if err := set(ctx, tx, t.ID, t.Before); err != nil {
			return err
		}
		if t.Before.Name != t.After.Name || t.Before.Type != t.After.Type {
			if err := reword(ctx, tx, t.ID, t.Before); err != nil {
				return err
			}
		}
	}
	return nil
}

// linkRemoved puts links back; the ends of one may have gone or turned meanwhile.
func linkRemoved(ctx context.Context, tx *db.Tx, d Diff) error {
	for _, l := range d.ParentsRemoved {
		if err := tx.Exec(ctx, `INSERT INTO tag_parents (tag_id, parent_id) SELECT a.id, b.id FROM tags a, tags b WHERE a.id = $1 AND b.id = $2 ON CONFLICT DO NOTHING`, l[0], l[1]); err != nil {
			return fmt.Errorf("tag: undo: %w", err)
		}
	}
	for _, l := range d.MetasRemoved {
		linked, err := link(ctx, tx, l[0], l[1])
		if err != nil {
			return err
		}
		if !linked {
			return fault.New(fault.Conflict, "This can't be undone: a tag that was broader has become a narrower one since then. Undo that first.")
		}
	}
	return nil
}

// stillSound makes sure that around the tags of d the graph keeps its rules: others
// may have built on what was taken back.
func stillSound(ctx context.Context, tx *db.Tx, d Diff) error {
	ids := d.IDs()
	for _, x := range []struct {
		query string
		why   func(name string) error
	}{
		{`SELECT c.name FROM tags t JOIN tags c ON c.id = t.merger_id WHERE t.id IN (%[1]s) AND (t.canonical OR NOT c.canonical OR c.type <> t.type)`,
			func(name string) error {
				return fault.New(fault.Conflict, "This can't be undone: “%s” would have a synonym that it may not have. Undo first what was done with it since then.", name)
			}},
		{`SELECT t.name FROM tags t JOIN tags s ON s.merger_id = t.id WHERE t.id IN (%[1]s) AND (NOT t.canonical OR s.type <> t.type)`,
			func(name string) error {
				return fault.New(fault.Conflict, "This can't be undone: “%s” has synonyms since then. Undo that first.", name)
			}},
		{`SELECT c.name FROM tag_parents p JOIN tags c ON c.id = p.parent_id WHERE p.tag_id IN (%[1]s) AND NOT c.canonical`,
			func(name string) error {
				return fault.New(fault.Conflict, "This can't be undone: “%s” is no longer canonical, so nothing can be put under it again. Undo first what was done with it since then.", name)
			}},
		{`SELECT t.name FROM tag_parents p JOIN tags t ON t.id = p.parent_id WHERE t.id IN (%[1]s) AND NOT t.canonical`,
			func(name string) error {
				return fault.New(fault.Conflict, "This can't be undone: tags were put under “%s” since then. Undo that first.", name)
			}},
		{`SELECT t.name FROM meta_tags m JOIN tags t ON t.id = m.meta_id JOIN tags s ON s.id = m.sub_id WHERE (t.id IN (%[1]s) OR s.id IN (%[1]s)) AND (NOT t.canonical OR NOT s.canonical OR s.type <> t.type)`,
			func(name string) error {
				return fault.New(fault.Conflict, "This can't be undone: “%s” is broader than another tag since then. Undo that first.", name)
			}},
	} {
		for part := range slices.Chunk(ids, chunk) {
			args := db.Anys(part)
			list := db.List(len(part))
			query := fmt.Sprintf(x.query, list)
			var all []any
			for range strings.Count(x.query, "%[1]s") {
				all = append(all, args...)
			}
			bad, err := db.All(ctx, tx, db.One[string], db.Numbered(query+" LIMIT 1"), all...)
			if err != nil {
				return fmt.Errorf("tag: undo: %w", err)
			}
			if len(bad) > 0 {
				return x.why(bad[0])
			}
		}
	}
	return nil
}
