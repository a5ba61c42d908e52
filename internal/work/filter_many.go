package work

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/tag"
)

// This file has the works that a change of the tag graph touches: a few are done with
// it, of many is noted by which tags they are found, and the job of filter_run.go does
// them. Meanwhile the catalogue tells lists by the tags on works themselves, for the
// tags in turned_tags.

// rightAway is how many works are done right with the change itself.
const rightAway = 500

// RefilterTags has the works that a change of the graph touches find their filters
// anew: a few at once; of many only that it is to be done is noted, and then
// RunRefilter is to be run, which more reports.
func RefilterTags(ctx context.Context, tx *db.Tx, d tag.Diff) (more bool, err error) {
	sources, lists, err := d.Turned(ctx, tx)
	if err != nil {
		return false, err
	}
	few, all, err := someWorks(ctx, tx, sources)
	if err != nil {
		return false, err
	}
	if all {
		tx.ChangedAll(few)
		return false, refilterMany(ctx, tx, few)
	}
	return true, turn(ctx, tx, sources, lists)
}

// someWorks gives the works that carry one of these tags, if that are not too many to
// be done right away; all reports that.
func someWorks(ctx context.Context, tx *db.Tx, tags []tag.ID) (works []int64, all bool, err error) {
	for part := range slices.Chunk(tags, 500) {
		some, err := db.All(ctx, tx, db.One[int64], db.Numbered(`SELECT work_id FROM work_tags WHERE tag_id IN (`+db.List(len(part))+`) LIMIT ?`),
			append(db.Anys(part), rightAway+1-len(works))...)
		if err != nil {
			return nil, false, fmt.Errorf("refilter: %w", err)
		}
		if works = append(works, some...); len(works) > rightAway {
			return nil, false, nil
		}
	}
	slices.Sort(works)
	return slices.Compact(works), true, nil
}

// turn notes that the works of sources are to be done, and which lists are other than
// filters say until then.
func turn(ctx context.Context, tx *db.Tx, sources, lists []tag.ID) error {
	for _, x := range []struct {
		tags  []tag.ID
		query string
	}{
		{sources, `INSERT INTO refilter_tags (tag_id, works) SELECT t.id, (SELECT COUNT(*) FROM work_tags wt WHERE wt.tag_id = t.id) FROM tags t WHERE t.id IN (#)
			ON CONFLICT (tag_id) DO UPDATE SET done_to = 0, done = 0, ended = FALSE, works = excluded.works`},
		{lists, fmt.Sprintf(`INSERT INTO turned_tags (tag_id, at) SELECT id, %[1]d FROM tags WHERE id IN (#)
			ON CONFLICT (tag_id) DO UPDATE SET at = CASE WHEN turned_tags.at < %[1]d THEN %[1]d ELSE turned_tags.at + 1 END, ended_at = NULL`, tx.Millis())},
	} {
		for part := range slices.Chunk(x.tags, 500) {
			if err := tx.Exec(ctx, strings.ReplaceAll(x.query, "#", inSQL(part))); err != nil {
				return fmt.Errorf("refilter: %w", err)
			}
		}
	}
	tx.Changed(db.Lists)
	return nil
}

// stood is what the tags of some works stand for, and around that every broader tag;
// # is the list of works.
const stood = `WITH own (work_id, tag_id) AS (
	SELECT DISTINCT wt.work_id, COALESCE(t.merger_id, t.id) FROM work_tags wt JOIN tags t ON t.id = wt.tag_id WHERE wt.work_id IN (#)
), stood (work_id, tag_id, depth) AS (
	SELECT o.work_id, o.tag_id, 0 FROM own o UNION SELECT o.work_id, m.meta_id, 1 FROM own o JOIN meta_tags m ON m.sub_id = o.tag_id
) `

// refilterMany is Refilter for many works. Nothing is written that is right already.
func refilterMany(ctx context.Context, tx *db.Tx, ids []int64) error {
	if len(ids) == 0 {
		return nil
	}
	list := inSQL(ids)
	for _, query := range refilterQueries() {
		if err := tx.Exec(ctx, strings.ReplaceAll(query, "#", list)); err != nil {
			return fmt.Errorf("refilter %d works: %w", len(ids), err)
		}
	}
	return nil
}

// refilterQueries write the filters of the works # anew.
func refilterQueries() []string {
	return []string{
		// Whoever changes one of them at the same time comes before or after.
		`UPDATE works SET crossover = crossover WHERE id IN (#)`,
		stood + `DELETE FROM work_filters WHERE work_id IN (#) AND NOT EXISTS (SELECT 1 FROM stood s WHERE s.work_id = work_filters.work_id AND s.tag_id = work_filters.tag_id)`,
		stood + `INSERT INTO work_filters (work_id, tag_id, type, inherited, audience, revised_at)
			SELECT s.work_id, s.tag_id, t.type, MIN(s.depth) > 0, w.audience, w.revised_at FROM stood s JOIN tags t ON t.id = s.tag_id JOIN works w ON w.id = s.work_id
			WHERE w.id IN (#) GROUP BY s.work_id, s.tag_id, t.type, w.audience, w.revised_at
			ON CONFLICT (work_id, tag_id) DO UPDATE SET type = excluded.type, inherited = excluded.inherited, audience = excluded.audience, revised_at = excluded.revised_at
			WHERE work_filters.inherited <> excluded.inherited OR work_filters.type <> excluded.type`,
		crossing,
	}
}

// crossing is the rule of crossover for many works: two or more fandoms of their own,
// and none of them or broader that covers all.
const crossing = `UPDATE works SET crossover = (
	(SELECT COUNT(*) FROM work_filters f WHERE f.work_id = works.id AND f.type = 'fandom' AND NOT f.inherited) > 1
	AND NOT EXISTS (SELECT 1 FROM work_filters c WHERE c.work_id = works.id AND c.type = 'fandom'
		AND NOT EXISTS (SELECT 1 FROM work_filters f WHERE f.work_id = works.id AND f.type = 'fandom' AND NOT f.inherited AND f.tag_id <> c.tag_id
			AND NOT EXISTS (SELECT 1 FROM meta_tags m WHERE m.sub_id = f.tag_id AND m.meta_id = c.tag_id)))) WHERE id IN (#)`

// inSQL writes keys as they stand in SQL. They are numbers of ours.
func inSQL[K ~int64](ids []K) string {
	var b strings.Builder
	for i, id := range ids {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprint(&b, id)
	}
	return b.String()
}
