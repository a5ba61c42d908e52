package tag

import (
	"context"
	"fmt"
	"slices"

	"github.com/ficstead/ficstead/internal/db"
)

// This file has what a change of the graph means for works and their lists.

// Sources gives the tags by which works, as their authors tagged them, are found under
// one of ids: these themselves, what is narrower, and the synonyms of both, in
// ascending order.
func Sources(ctx context.Context, q db.Q, ids []ID) ([]ID, error) {
	narrower, err := inChunks(ctx, q, db.One[ID], `SELECT sub_id FROM meta_tags WHERE meta_id IN (%s)`, ids)
	if err != nil {
		return nil, fmt.Errorf("tag: sources: %w", err)
	}
	out := distinct(slices.Concat(ids, narrower))
	synonyms, err := inChunks(ctx, q, db.One[ID], `SELECT id FROM tags WHERE merger_id IN (%s)`, out)
	if err != nil {
		return nil, fmt.Errorf("tag: sources: %w", err)
	}
	out = distinct(slices.Concat(out, synonyms))
	slices.Sort(out)
	return out, nil
}

// Turned gives what d means for works: those that carry one of the sources are found
// otherwise than before, and the lists of no other tags than lists are other than they
// were. Both are in ascending order; d is what has just been done.
func (d Diff) Turned(ctx context.Context, q db.Q) (sources, lists []ID, err error) {
	shelved, err := d.Shelved(ctx, q)
	if err != nil {
		return nil, nil, err
	}
	if sources, err = Sources(ctx, q, distinct(slices.Concat(d.Refiltered(), shelved))); err != nil {
		return nil, nil, err
	}
	for _, t := range d.Tags {
		if t.Before.Merger != t.After.Merger || t.Before.Type != t.After.Type {
			lists = append(lists, t.ID, t.Before.Merger, t.After.Merger)
		}
	}
	for _, l := range slices.Concat(d.MetasAdded, d.MetasRemoved) {
		lists = append(lists, l[0], l[1])
	}
	for _, l := range slices.Concat(d.ParentsAdded, d.ParentsRemoved) {
		if slices.Contains(shelved, l[0]) {
			lists = append(lists, l[1])
		}
	}
	lists = slices.DeleteFunc(distinct(lists), func(id ID) bool { return id == 0 })
	for _, above := range []string{
		`SELECT meta_id FROM meta_tags WHERE sub_id IN (%s)`,
		`SELECT p.parent_id FROM tag_parents p JOIN tags t ON t.id = p.parent_id WHERE t.type = 'media' AND p.tag_id IN (%s)`,
	} {
		more, err := inChunks(ctx, q, db.One[ID], above, lists)
		if err != nil {
			return nil, nil, fmt.Errorf("tag: what is above: %w", err)
		}
		lists = distinct(slices.Concat(lists, more))
	}
	slices.Sort(lists)
	return sources, lists, nil
}

// WorksOf gives the works that a tag finds, told by the tags on works themselves, in
// any order and some of them twice. A synonym finds none, nor does a tag that is gone; a
// medium finds the works of its fandoms.
func WorksOf(ctx context.Context, q db.Q, id ID) ([]int64, error) {
	itself, err := ids(ctx, q, `SELECT id FROM tags WHERE id = $1 AND merger_id IS NULL
		UNION SELECT p.tag_id FROM tag_parents p JOIN tags f ON f.id = p.tag_id WHERE p.parent_id = $1 AND f.type = 'fandom' AND f.merger_id IS NULL`, id)
	if err != nil || len(itself) == 0 {
		return nil, err
	}
	sources, err := Sources(ctx, q, itself)
	if err != nil {
		return nil, err
	}
	works, err := inChunks(ctx, q, db.One[int64], `SELECT work_id FROM work_tags WHERE tag_id IN (%s)`, sources)
	if err != nil {
		return nil, fmt.Errorf("tag: works of %d: %w", id, err)
	}
	return works, nil
}

// Among gives those of some works that WorksOf gives for a tag.
func Among(ctx context.Context, q db.Q, id ID, works []int64) ([]int64, error) {
	out, err := inChunks(ctx, q, db.One[int64], fmt.Sprintf(`SELECT DISTINCT wt.work_id FROM work_tags wt JOIN tags t ON t.id = wt.tag_id
		WHERE wt.work_id IN (%%s) AND (COALESCE(t.merger_id, t.id) = %[1]d OR EXISTS (SELECT 1 FROM meta_tags m WHERE m.meta_id = %[1]d AND m.sub_id = COALESCE(t.merger_id, t.id))
			OR EXISTS (SELECT 1 FROM tag_parents p JOIN tags f ON f.id = p.tag_id WHERE p.parent_id = %[1]d AND f.type = 'fandom'
				AND (f.id = COALESCE(t.merger_id, t.id) OR EXISTS (SELECT 1 FROM meta_tags m WHERE m.meta_id = f.id AND m.sub_id = COALESCE(t.merger_id, t.id)))))`, id), works)
	if err != nil {
		return nil, fmt.Errorf("tag: works of %d: %w", id, err)
	}
	return out, nil
}

// WhereTurnedMeet gives the works on which two fandoms or two relationships meet whose lists
// were turned, or that are under one such, in order. Only of these anything follows for how
// many a work has.
func WhereTurnedMeet(ctx context.Context, q db.Q) ([]int64, error) {
	works, err := db.All(ctx, q, db.One[int64], `WITH turned (id) AS (SELECT tag_id FROM turned_tags WHERE ended_at IS NULL),
		under (id) AS (SELECT id FROM turned UNION SELECT m.sub_id FROM meta_tags m JOIN turned u ON u.id = m.meta_id),
		kin (id, type) AS (SELECT id, type FROM tags WHERE id IN (SELECT id FROM under) UNION SELECT id, type FROM tags WHERE merger_id IN (SELECT id FROM under))
		SELECT DISTINCT work_id FROM (SELECT wt.work_id FROM kin k JOIN work_tags wt ON wt.tag_id = k.id WHERE k.type IN ('fandom', 'relationship')
			GROUP BY wt.work_id, k.type HAVING COUNT(*) > 1) meet ORDER BY work_id`)
	if err != nil {
		return nil, fmt.Errorf("tag: where turned tags meet: %w", err)
	}
	return works, nil
}

// MainOf is WorksOf for the works that are about a relationship: it is marked so, or the only
// one. How many a work has is told by its filters, but where turned tags meet: WhereTurnedMeet
// gives that.
func MainOf(ctx context.Context, q db.Q, id ID, meet []int64) ([]int64, error) {
	itself, err := ids(ctx, q, `SELECT id FROM tags WHERE id = $1 AND merger_id IS NULL AND type = 'relationship'`, id)
	if err != nil || len(itself) == 0 {
		return nil, err
	}
	sources, err := Sources(ctx, q, itself)
	if err != nil {
		return nil, err
	}
	works, err := inChunks(ctx, q, db.One[int64], `SELECT wt.work_id FROM work_tags wt WHERE wt.tag_id IN (%s)
		AND (wt.weight = 'main' OR (SELECT COUNT(*) FROM work_filters f WHERE f.work_id = wt.work_id AND f.type = 'relationship' AND NOT f.inherited) = 1)`, sources)
	if err != nil {
		return nil, fmt.Errorf("tag: works about %d: %w", id, err)
	}
	works = slices.DeleteFunc(works, func(w int64) bool { _, meets := slices.BinarySearch(meet, w); return meets })
	some, err := MainAmong(ctx, q, id, meet)
	return append(works, some...), err
}

// MainAmong gives those of some works that MainOf gives for a tag.
func MainAmong(ctx context.Context, q db.Q, id ID, works []int64) ([]int64, error) {
	out, err := inChunks(ctx, q, db.One[int64], fmt.Sprintf(`SELECT DISTINCT wt.work_id FROM work_tags wt JOIN tags t ON t.id = wt.tag_id
		WHERE wt.work_id IN (%%s) AND (COALESCE(t.merger_id, t.id) = %[1]d OR EXISTS (SELECT 1 FROM meta_tags m WHERE m.meta_id = %[1]d AND m.sub_id = COALESCE(t.merger_id, t.id)))
			AND (wt.weight = 'main' OR (SELECT COUNT(DISTINCT COALESCE(o.merger_id, o.id)) FROM work_tags ot JOIN tags o ON o.id = ot.tag_id
				WHERE ot.work_id = wt.work_id AND o.type = 'relationship') = 1)`, id), works)
	if err != nil {
		return nil, fmt.Errorf("tag: works about %d: %w", id, err)
	}
	return out, nil
}

// Still keeps the graph as it is until the transaction ends.
func Still(ctx context.Context, tx *db.Tx) error { return lockGraph(ctx, tx) }

// Recount has those who keep names in memory count the works of these tags anew. The
// graph is to be kept Still.
func Recount(ctx context.Context, tx *db.Tx, ids []ID) error {
	for part := range slices.Chunk(ids, chunk) {
		if err := tx.Exec(ctx, db.Numbered(`UPDATE tags SET canonical = canonical WHERE id IN (`+db.List(len(part))+`)`), db.Anys(part)...); err != nil {
			return fmt.Errorf("tag: recount: %w", err)
		}
	}
	return nil
}
