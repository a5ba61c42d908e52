package work

import (
	"context"
	"fmt"
	"strings"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/tag"
)

// This file writes the filters of many works anew after the tag graph has changed: all
// works of a batch by a few statements, some batches in each transaction, and what is
// still to be done in tables, so that it goes on after a restart.

const (
	// rightAway is how many works are done right with the change itself.
	rightAway = 500
	// refilterBatch is how many works a transaction of the job does.
	refilterBatch = 2000
)

// RefilterTags has the works that a change to these tags touches find their filters
// anew: a few at once; many are noted, and then RunRefilter is to be run, which more
// reports.
func RefilterTags(ctx context.Context, tx *db.Tx, tags []tag.ID) (more bool, err error) {
	var few []int64
	for _, id := range tags {
		works, err := tag.AffectedSome(ctx, tx, id, rightAway+1)
		if err != nil {
			return false, err
		}
		if len(works) <= rightAway && len(few)+len(works) <= 2*rightAway {
			few = append(few, works...)
			continue
		}
		more = true
		if err := tx.Exec(ctx, `INSERT INTO refilter_tags (tag_id) VALUES ($1) ON CONFLICT DO NOTHING`, id); err != nil {
			return false, fmt.Errorf("refilter: %w", err)
		}
	}
	return more, refilterMany(ctx, tx, few)
}

// Refiltering is the job that writes filters anew.
type Refiltering struct{}

// Kind names the job.
func (Refiltering) Kind() string { return "work.refilter" }

// RunRefilter writes the filters anew of all works that were noted. It can be stopped
// and run again; several at once do the work once.
func RunRefilter(ctx context.Context, d *db.DB) error {
	var any bool
	if err := d.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM refilter_tags) OR EXISTS (SELECT 1 FROM refilter_works)`).Scan(&any); err != nil || !any {
		return err
	}
	for more := true; more; {
		if err := d.Tx(ctx, func(tx *db.Tx) (err error) { more, err = noteWorks(ctx, tx); return err }); err != nil {
			return err
		}
	}
	for more := true; more; {
		if err := d.Tx(ctx, func(tx *db.Tx) (err error) { more, err = refilterNext(ctx, tx); return err }); err != nil {
			return err
		}
	}
	return nil
}

// noteWorks notes the works of one tag, and reports whether there may be another.
func noteWorks(ctx context.Context, tx *db.Tx) (bool, error) {
	ids, err := db.All(ctx, tx, db.One[tag.ID], `DELETE FROM refilter_tags WHERE tag_id = (SELECT MIN(tag_id) FROM refilter_tags) RETURNING tag_id`)
	if err != nil {
		return false, fmt.Errorf("refilter: %w", err)
	}
	for _, id := range ids {
		c := tag.AffectedBy(id)
		if err := tx.Exec(ctx, db.Numbered(`INSERT INTO refilter_works (work_id) SELECT a.work_id FROM (`+c.SQL+`) a WHERE TRUE ON CONFLICT DO NOTHING`), c.Args...); err != nil {
			return false, fmt.Errorf("refilter: works of tag %d: %w", id, err)
		}
	}
	return len(ids) > 0, nil
}

func refilterNext(ctx context.Context, tx *db.Tx) (bool, error) {
	lock := ""
	if tx.Postgres {
		lock = " FOR UPDATE SKIP LOCKED"
	}
	ids, err := db.All(ctx, tx, db.One[int64], `DELETE FROM refilter_works WHERE work_id IN (SELECT work_id FROM refilter_works ORDER BY work_id LIMIT $1`+lock+`) RETURNING work_id`, refilterBatch)
	if err != nil {
		return false, fmt.Errorf("refilter: %w", err)
	}
	return len(ids) > 0, refilterMany(ctx, tx, ids)
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
	tx.ChangedAll(ids)
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
func inSQL(ids []int64) string {
	var b strings.Builder
	for i, id := range ids {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprint(&b, id)
	}
	return b.String()
}
