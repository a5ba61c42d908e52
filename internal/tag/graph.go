package tag

import (
	"cmp"
	"context"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
)

// This file has which tags are canonical and which mean the same. After each
// change the caller has the works of Affected rewritten.

// MakeCanonical makes a tag stand for itself in filters and lists. A synonym
// stops being one.
func MakeCanonical(ctx context.Context, tx *db.Tx, id ID) error {
	if err := lockGraph(ctx, tx); err != nil {
		return err
	}
	if _, err := Get(ctx, tx, id); err != nil {
		return err
	}
	return canonical(ctx, tx, id)
}

func canonical(ctx context.Context, tx *db.Tx, id ID) error {
	if err := tx.Exec(ctx, `UPDATE tags SET canonical = TRUE, merger_id = NULL, unwrangleable = FALSE WHERE id = $1`, id); err != nil {
		return fmt.Errorf("tag: make %d canonical: %w", id, err)
	}
	return nil
}

// Merge makes from a synonym of into, or of what into is a synonym of; an into
// that is neither becomes canonical. What from had goes to its new canonical tag:
// its own synonyms, its parents and children, its broader and narrower tags.
// Both must be of one type. Works of both tags are affected.
func Merge(ctx context.Context, tx *db.Tx, from, into ID) error {
	if err := lockGraph(ctx, tx); err != nil {
		return err
	}
	a, b, err := two(ctx, tx, from, into)
	if err != nil {
		return err
	}
	if b.Merger == a.ID || a.ID == b.ID {
		return fault.In("synonym", "“%s” can't be a synonym of itself.", a.Name)
	}
	if b.Merger != 0 {
		if b, err = Get(ctx, tx, b.Merger); err != nil {
			return err
		}
	}
	switch {
	case a.Type != b.Type:
		return fault.In("synonym", "“%s” and “%s” are tags of different types, so one can't be a synonym of the other.", a.Name, b.Name)
	case a.Type.Fixed() && a.Canonical:
		return fault.In("synonym", "“%s” is one of the archive's own warnings and categories and stays as it is.", a.Name)
	}
	if err := canonical(ctx, tx, b.ID); err != nil {
		return err
	}
	if err := hand(ctx, tx, a.ID, b.ID); err != nil {
		return err
	}
	for _, query := range []string{
		`UPDATE tags SET merger_id = $2 WHERE merger_id = $1`,
		`UPDATE tags SET merger_id = $2, canonical = FALSE, unwrangleable = FALSE WHERE id = $1`,
	} {
		if err := tx.Exec(ctx, query, a.ID, b.ID); err != nil {
			return fmt.Errorf("tag: merge %d into %d: %w", a.ID, b.ID, err)
		}
	}
	return nil
}

// Unmerge makes a synonym a tag of its own again, which nobody has judged yet.
// What its canonical tag got from it stays there. Works of the canonical tag are
// affected.
func Unmerge(ctx context.Context, tx *db.Tx, id ID) error {
	if err := lockGraph(ctx, tx); err != nil {
		return err
	}
	if _, err := Get(ctx, tx, id); err != nil {
		return err
	}
	if err := tx.Exec(ctx, `UPDATE tags SET merger_id = NULL WHERE id = $1`, id); err != nil {
		return fmt.Errorf("tag: unmerge %d: %w", id, err)
	}
	return nil
}

// hand gives everything that hangs on one tag to another.
func hand(ctx context.Context, tx *db.Tx, from, into ID) error {
	for _, query := range []string{
		`INSERT INTO tag_parents (tag_id, parent_id) SELECT $2, parent_id FROM tag_parents WHERE tag_id = $1 AND parent_id <> $2 ON CONFLICT DO NOTHING`,
		`INSERT INTO tag_parents (tag_id, parent_id) SELECT tag_id, $2 FROM tag_parents WHERE parent_id = $1 AND tag_id <> $2 ON CONFLICT DO NOTHING`,
	} {
		if err := tx.Exec(ctx, query, from, into); err != nil {
			return fmt.Errorf("tag: merge %d into %d: %w", from, into, err)
		}
	}
	if err := tx.Exec(ctx, `DELETE FROM tag_parents WHERE tag_id = $1 OR parent_id = $1`, from); err != nil {
		return fmt.Errorf("tag: merge %d into %d: %w", from, into, err)
	}
	broader, err := ids(ctx, tx, `SELECT meta_id FROM meta_tags WHERE sub_id = $1 AND direct ORDER BY meta_id`, from)
	if err != nil {
		return err
	}
	narrower, err := ids(ctx, tx, `SELECT sub_id FROM meta_tags WHERE meta_id = $1 AND direct ORDER BY sub_id`, from)
	if err != nil {
		return err
	}
	for _, m := range broader {
		if err := unlink(ctx, tx, from, m); err != nil {
			return err
		}
	}
	for _, s := range narrower {
		if err := unlink(ctx, tx, s, from); err != nil {
			return err
		}
	}
	// What would close a circle is left out: it lay between the two tags.
	for _, m := range broader {
		if err := linkIfOpen(ctx, tx, into, m); err != nil {
			return err
		}
	}
	for _, s := range narrower {
		if err := linkIfOpen(ctx, tx, s, into); err != nil {
			return err
		}
	}
	return nil
}

// AddParent puts a tag under a canonical parent: a fandom under a media, a
// character or freeform under a fandom, a relationship under a fandom or a
// character, whose fandoms it then has too.
func AddParent(ctx context.Context, tx *db.Tx, id, parent ID) error {
	if err := lockGraph(ctx, tx); err != nil {
		return err
	}
	t, p, err := two(ctx, tx, id, parent)
	if err != nil {
		return err
	}
	switch {
	case !p.Canonical:
		return fault.In("parent", "“%s” is not canonical, so nothing can be put under it. Make it canonical first.", p.Name)
	case !fits(t.Type, p.Type):
		return fault.In("parent", "“%s” can't be put under “%s”: tags of these types don't go together.", t.Name, p.Name)
	}
	const query = `INSERT INTO tag_parents (tag_id, parent_id) SELECT $1, p.id FROM tags p
		WHERE p.id = $2 OR (p.type = $3 AND p.id IN (SELECT parent_id FROM tag_parents WHERE tag_id = $2 AND $4)) ON CONFLICT DO NOTHING`
	if err := tx.Exec(ctx, query, id, parent, string(Fandom), p.Type == Character); err != nil {
		return fmt.Errorf("tag: put %d under %d: %w", id, parent, err)
	}
	return nil
}

// RemoveParent takes a tag away from a parent.
func RemoveParent(ctx context.Context, tx *db.Tx, id, parent ID) error {
	if err := lockGraph(ctx, tx); err != nil {
		return err
	}
	if err := tx.Exec(ctx, `DELETE FROM tag_parents WHERE tag_id = $1 AND parent_id = $2`, id, parent); err != nil {
		return fmt.Errorf("tag: take %d from under %d: %w", id, parent, err)
	}
	return nil
}

func fits(child, parent Type) bool {
	switch child {
	case Fandom:
		return parent == Media
	case Character, Freeform:
		return parent == Fandom
	case Relationship:
		return parent == Fandom || parent == Character
	}
	return false
}

// two gets both ends of a relation.
func two(ctx context.Context, q db.Q, a, b ID) (*Tag, *Tag, error) {
	x, errA := Get(ctx, q, a)
	y, errB := Get(ctx, q, b)
	return x, y, cmp.Or(errA, errB)
}

func ids(ctx context.Context, q db.Q, query string, args ...any) ([]ID, error) {
	out, err := db.All(ctx, q, db.One[ID], query, args...)
	if err != nil {
		return nil, fmt.Errorf("tag: %w", err)
	}
	return out, nil
}

// graphLock is the advisory lock under which PostgreSQL has the graph changed, or kept
// as it is.
const graphLock = 7030002

// lockGraph is the first act of every change of the graph: one after the other,
// since each must see the whole closure.
func lockGraph(ctx context.Context, tx *db.Tx) error {
	if tx.Postgres {
		if err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock($1)`, int64(graphLock)); err != nil {
			return fmt.Errorf("tag: lock the graph: %w", err)
		}
	}
	if err := tx.Exec(ctx, `UPDATE tag_graph SET changes = changes + 1`); err != nil {
		return fmt.Errorf("tag: lock the graph: %w", err)
	}
	return nil
}

// Steady keeps the graph as it is until the transaction ends, as many may at once, and
// reports whether it could: while somebody changes the graph or waits to, it does not
// wait for them, who may be waiting for a work that this transaction holds.
func Steady(ctx context.Context, tx *db.Tx) (steady bool, err error) {
	if !tx.Postgres {
		return true, nil // one writes at a time
	}
	if err := tx.QueryRowContext(ctx, `SELECT pg_try_advisory_xact_lock_shared($1)`, int64(graphLock)).Scan(&steady); err != nil {
		return false, fmt.Errorf("tag: keep the graph: %w", err)
	}
	return steady, nil
}
