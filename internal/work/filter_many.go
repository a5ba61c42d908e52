package work

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/tag"
)

// This file writes the filters of many works anew after the tag graph has changed: all
// works of a batch by a few statements, a batch in each transaction, along the works of
// one tag after the other, so that it goes on after a restart. Meanwhile the catalogue
// tells lists by the tags on works themselves, for the tags in turned_tags.

const (
	// rightAway is how many works are done right with the change itself.
	rightAway = 500
	// refilterBatch is how many works a transaction of the job does.
	refilterBatch = 1000
	// tagsAtOnce is how many tags a transaction of the job looks at.
	tagsAtOnce = 200
)

// How long what only the catalogue follows is kept: one that was not open for longer is
// made anew.
const (
	turnedKept  = 24 * time.Hour
	batchesKept = 7 * 24 * time.Hour
)

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
		{sources, `INSERT INTO refilter_tags (tag_id) SELECT id FROM tags WHERE id IN (#) ON CONFLICT (tag_id) DO UPDATE SET done_to = 0`},
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

// Refiltering is the job that writes filters anew.
type Refiltering struct{}

// Kind names the job.
func (Refiltering) Kind() string { return "work.refilter" }

// RunRefilter writes the filters anew of all works that were noted. It can be stopped
// and run again; several at once do the work once.
func RunRefilter(ctx context.Context, d *db.DB) error {
	var more bool
	if err := d.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM refilter_tags) OR EXISTS (SELECT 1 FROM turned_tags WHERE ended_at IS NULL)`).Scan(&more); err != nil {
		return err
	}
	for more {
		if err := d.Tx(ctx, func(tx *db.Tx) (err error) { more, err = refilterNext(ctx, tx); return err }); err != nil {
			return err
		}
	}
	return nil
}

// refilterNext does a batch, or ends what has come to its end.
func refilterNext(ctx context.Context, tx *db.Tx) (more bool, err error) {
	// One after the other, so that batches are seen in the order of their numbers.
	var n int64
	if err := tx.QueryRowContext(ctx, `UPDATE refilter_state SET n = n RETURNING n`).Scan(&n); err != nil {
		return false, fmt.Errorf("refilter: %w", err)
	}
	works, some, err := nextWorks(ctx, tx)
	if err != nil {
		return false, err
	}
	if !some {
		return endTurns(ctx, tx)
	}
	if len(works) == 0 {
		return true, nil
	}
	if err := refilterMany(ctx, tx, works); err != nil {
		return false, err
	}
	list, err := json.Marshal(works)
	if err != nil {
		return false, fmt.Errorf("refilter: %w", err)
	}
	if err := tx.Exec(ctx, `INSERT INTO refilter_batches (n, works, at) VALUES ($1, $2, $3)`, n+1, string(list), tx.Millis()); err != nil {
		return false, fmt.Errorf("refilter: batch: %w", err)
	}
	return true, tx.Exec(ctx, `UPDATE refilter_state SET n = $1`, n+1)
}

// nextWorks gives the works to be done next and notes that they are; some is false when
// no tag is left.
func nextWorks(ctx context.Context, tx *db.Tx) (works []int64, some bool, err error) {
	type row struct {
		id   tag.ID
		done int64
	}
	lock := "" // whoever changes the graph just now and notes a tag again comes before or after
	if tx.Postgres {
		lock = " FOR UPDATE"
	}
	tags, err := db.All(ctx, tx, func(r *sql.Rows, x *row) error { return r.Scan(&x.id, &x.done) }, `SELECT tag_id, done_to FROM refilter_tags ORDER BY tag_id LIMIT $1`+lock, tagsAtOnce)
	if err != nil {
		return nil, false, fmt.Errorf("refilter: %w", err)
	}
	for _, t := range tags {
		left := refilterBatch - len(works)
		part, err := db.All(ctx, tx, db.One[int64], `SELECT work_id FROM work_tags WHERE tag_id = $1 AND work_id > $2 ORDER BY work_id LIMIT $3`, t.id, t.done, left)
		if err != nil {
			return nil, false, fmt.Errorf("refilter: works of tag %d: %w", t.id, err)
		}
		works = append(works, part...)
		if len(part) == left {
			if err := tx.Exec(ctx, `UPDATE refilter_tags SET done_to = $2 WHERE tag_id = $1`, t.id, part[left-1]); err != nil {
				return nil, false, fmt.Errorf("refilter: %w", err)
			}
			break
		}
		if err := tx.Exec(ctx, `DELETE FROM refilter_tags WHERE tag_id = $1`, t.id); err != nil {
			return nil, false, fmt.Errorf("refilter: %w", err)
		}
	}
	slices.Sort(works)
	return slices.Compact(works), len(tags) > 0, nil
}

// endTurns notes that filters say again what lists are, unless the graph has changed
// just now.
func endTurns(ctx context.Context, tx *db.Tx) (more bool, err error) {
	if err := tag.Still(ctx, tx); err != nil {
		return false, err
	}
	if err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM refilter_tags)`).Scan(&more); err != nil || more {
		return more, err
	}
	ended, err := db.All(ctx, tx, db.One[tag.ID], `UPDATE turned_tags SET ended_at = $1 WHERE ended_at IS NULL RETURNING tag_id`, tx.Millis())
	if err != nil {
		return false, fmt.Errorf("refilter: %w", err)
	}
	if err := tag.Recount(ctx, tx, ended); err != nil {
		return false, err
	}
	if err := tx.Exec(ctx, `DELETE FROM turned_tags WHERE ended_at < $1`, tx.Now.Add(-turnedKept).UnixMilli()); err != nil {
		return false, fmt.Errorf("refilter: %w", err)
	}
	tx.Changed(db.Lists)
	return false, tx.Exec(ctx, `DELETE FROM refilter_batches WHERE at < $1`, tx.Now.Add(-batchesKept).UnixMilli())
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
	for _, query := range []string{
		// Whoever changes one of them at the same time comes before or after.
		`UPDATE works SET crossover = crossover WHERE id IN (#)`,
		stood + `DELETE FROM work_filters WHERE work_id IN (#) AND NOT EXISTS (SELECT 1 FROM stood s WHERE s.work_id = work_filters.work_id AND s.tag_id = work_filters.tag_id)`,
		stood + `INSERT INTO work_filters (work_id, tag_id, type, inherited, audience, revised_at)
			SELECT s.work_id, s.tag_id, t.type, MIN(s.depth) > 0, w.audience, w.revised_at FROM stood s JOIN tags t ON t.id = s.tag_id JOIN works w ON w.id = s.work_id
			GROUP BY s.work_id, s.tag_id, t.type, w.audience, w.revised_at
			ON CONFLICT (work_id, tag_id) DO UPDATE SET type = excluded.type, inherited = excluded.inherited, audience = excluded.audience, revised_at = excluded.revised_at
			WHERE work_filters.inherited <> excluded.inherited OR work_filters.type <> excluded.type`,
		crossing,
	} {
		if err := tx.Exec(ctx, strings.ReplaceAll(query, "#", list)); err != nil {
			return fmt.Errorf("refilter %d works: %w", len(ids), err)
		}
	}
	return nil
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
