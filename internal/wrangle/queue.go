package wrangle

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/work"
)

const (
	// leased is how long a tag is kept for the one who has it before them.
	leased = 10 * time.Minute
	// skipped is how long a tag that somebody passed by does not come back to them.
	skipped = 24 * time.Hour
	// ahead is how many tags somebody has at a time: this one and the next.
	ahead = 2
)

// Waiting is the condition that a tag t waits for somebody to sort it in.
const waiting = `(NOT t.canonical AND t.merger_id IS NULL AND NOT t.unwrangleable AND t.type IN ('fandom', 'character', 'relationship', 'freeform')
	AND NOT EXISTS (SELECT 1 FROM tag_parents p WHERE p.tag_id = t.id))`

// Choice narrows the queue; the zero Choice is all of it.
type Choice struct {
	Type   tag.Type
	Fandom tag.ID
}

func (c Choice) where() db.Cond {
	var all []db.Cond
	if c.Type != "" {
		all = append(all, db.Where("q.type = ?", string(c.Type)))
	}
	if c.Fandom != 0 {
		all = append(all, db.Where("q.fandom_id = ?", int64(c.Fandom)))
	}
	return db.And(all...)
}

// Item is a tag of the queue with what helps to decide about it.
type Item struct {
	tag.Tag
	Uses    int
	Fandom  *tag.Tag // the one that its works most often have, if any
	First   db.Time  // when it came in
	Works   []Example
	Guesses []Guess
}

// Example is a work that has the tag.
type Example struct {
	ID    work.ID
	Title string
	With  []string // some of its other tags, fandoms first
}

// Next gives the tags that come next for w, at most two, and keeps them for w for ten
// minutes: nobody else gets them meanwhile. None is an empty queue.
func (d *Desk) Next(ctx context.Context, tx *db.Tx, w Wrangler, c Choice) ([]Item, error) {
	ids, err := d.pick(ctx, tx, w, c)
	if err != nil {
		return nil, err
	}
	out := make([]Item, 0, len(ids))
	for _, id := range ids {
		x, err := itemOf(ctx, tx, w, id)
		if err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, nil
}

// pick leases tags. Of two who ask at once for the same, the second takes another.
func (d *Desk) pick(ctx context.Context, tx *db.Tx, w Wrangler, c Choice) ([]tag.ID, error) {
	free := w.free(c, tx.Now)
	query := db.Numbered(`SELECT q.tag_id FROM tag_queue q JOIN tags t ON t.id = q.tag_id WHERE ` + free.SQL + ` ORDER BY q.uses DESC, q.tag_id DESC LIMIT ?`)
	args := append(free.Args, ahead)
	var got []tag.ID
	for try := 0; try < 8 && len(got) < ahead; try++ {
		ids, err := db.All(ctx, tx, db.One[tag.ID], query, args...)
		if err != nil {
			return nil, fmt.Errorf("wrangle: next: %w", err)
		}
		got = got[:0]
		for _, id := range ids {
			ok, err := lease(ctx, tx, w, id)
			if err != nil {
				return nil, err
			}
			if ok {
				got = append(got, id)
			}
		}
		if got, err = stillWaiting(ctx, tx, got); err != nil {
			return nil, err
		}
		if len(got) == len(ids) {
			break
		}
	}
	return got, nil
}

// stillWaiting leaves out what somebody decided, and so gave free, between the look at
// the queue and the lease.
func stillWaiting(ctx context.Context, tx *db.Tx, ids []tag.ID) ([]tag.ID, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	wait, err := db.All(ctx, tx, db.One[tag.ID], `SELECT t.id FROM tags t WHERE t.id IN (`+inSQL(ids)+`) AND `+waiting)
	if err != nil {
		return nil, fmt.Errorf("wrangle: next: %w", err)
	}
	return slices.DeleteFunc(ids, func(id tag.ID) bool { return !slices.Contains(wait, id) }), nil
}

func lease(ctx context.Context, tx *db.Tx, w Wrangler, id tag.ID) (bool, error) {
	ok, err := db.All(ctx, tx, db.One[int64], `INSERT INTO tag_leases (tag_id, account_id, until) VALUES ($1, $2, $3)
		ON CONFLICT (tag_id) DO UPDATE SET account_id = excluded.account_id, until = excluded.until
		WHERE tag_leases.until <= $4 OR tag_leases.account_id = $2 RETURNING tag_id`,
		int64(id), int64(w.ID), tx.Now.Add(leased).UnixMilli(), tx.Millis())
	if err != nil {
		return false, fmt.Errorf("wrangle: lease: %w", err)
	}
	return len(ok) > 0, nil
}

// Skip passes a tag by: it does not come back to w for a day, and others get it.
func (d *Desk) Skip(ctx context.Context, tx *db.Tx, w Wrangler, id tag.ID) error {
	if err := w.may(ctx, tx, []tag.ID{id}); err != nil {
		return err
	}
	if err := tx.Exec(ctx, `INSERT INTO tag_skips (account_id, tag_id, at) VALUES ($1, $2, $3) ON CONFLICT (account_id, tag_id) DO UPDATE SET at = excluded.at`, int64(w.ID), int64(id), tx.Millis()); err != nil {
		return fmt.Errorf("wrangle: skip: %w", err)
	}
	return tx.Exec(ctx, `DELETE FROM tag_leases WHERE tag_id = $1 AND account_id = $2`, int64(id), int64(w.ID))
}

// Left counts the tags that wait in w's care.
func Left(ctx context.Context, q db.Q, w Wrangler, c Choice) (int, error) {
	in, which := w.within(), c.where()
	n, err := db.All(ctx, q, db.One[int], db.Numbered(`SELECT COUNT(*) FROM tag_queue q JOIN tags t ON t.id = q.tag_id WHERE q.uses > 0 AND `+waiting+` AND `+in.SQL+` AND `+which.SQL), append(in.Args, which.Args...)...)
	if err != nil {
		return 0, fmt.Errorf("wrangle: how many wait: %w", err)
	}
	return n[0], nil
}

// itemOf gives a tag as the queue shows it to w: only works that lists show to w.
func itemOf(ctx context.Context, q db.Q, w Wrangler, id tag.ID) (Item, error) {
	t, err := tag.Get(ctx, q, id)
	if err != nil {
		return Item{}, err
	}
	x := Item{Tag: *t}
	on := work.Listed(w.Viewer)
	var fandom tag.ID
	if err := q.QueryRowContext(ctx, `SELECT t.created_at, COALESCE(q.uses, 0), COALESCE(q.fandom_id, 0) FROM tags t LEFT JOIN tag_queue q ON q.tag_id = t.id WHERE t.id = $1`, int64(id)).Scan(&x.First, &x.Uses, &fandom); err != nil {
		return x, fmt.Errorf("wrangle: tag %d: %w", id, err)
	}
	if fandom != 0 {
		if x.Fandom, err = tag.Get(ctx, q, fandom); err != nil {
			return x, err
		}
	}
	x.Works, err = db.All(ctx, q, func(r *sql.Rows, e *Example) error { return r.Scan(&e.ID, &e.Title) },
		db.Numbered(`SELECT w.id, w.title FROM work_tags wt JOIN works w ON w.id = wt.work_id WHERE wt.tag_id = ? AND `+on.SQL+` ORDER BY wt.work_id DESC LIMIT 3`), append([]any{int64(id)}, on.Args...)...)
	if err != nil {
		return x, fmt.Errorf("wrangle: examples of %d: %w", id, err)
	}
	if err := others(ctx, q, &x); err != nil {
		return x, err
	}
	x.Guesses, err = GuessesOf(ctx, q, id)
	return x, err
}

// others adds to the examples what else they are tagged.
func others(ctx context.Context, q db.Q, x *Item) error {
	if len(x.Works) == 0 {
		return nil
	}
	ids := make([]work.ID, len(x.Works))
	for i, e := range x.Works {
		ids[i] = e.ID
	}
	type row struct {
		id   work.ID
		name string
	}
	all, err := db.All(ctx, q, func(r *sql.Rows, o *row) error { return r.Scan(&o.id, &o.name) }, db.Numbered(`SELECT wt.work_id, t.name FROM work_tags wt JOIN tags t ON t.id = wt.tag_id
		WHERE wt.work_id IN (`+db.List(len(ids))+`) AND wt.tag_id <> ? AND t.type IN ('fandom', 'relationship', 'character', 'freeform')
		ORDER BY wt.work_id, CASE t.type WHEN 'fandom' THEN 0 WHEN 'relationship' THEN 1 WHEN 'character' THEN 2 ELSE 3 END, wt.position`), append(db.Anys(ids), int64(x.ID))...)
	if err != nil {
		return fmt.Errorf("wrangle: tags of examples: %w", err)
	}
	const shown = 6
	for _, o := range all {
		i := slices.IndexFunc(x.Works, func(e Example) bool { return e.ID == o.id })
		if len(x.Works[i].With) < shown {
			x.Works[i].With = append(x.Works[i].With, o.name)
		}
	}
	return nil
}

// requeue brings the queue in step with a change of the graph: what is decided leaves,
// what waits again comes back, and guesses are made anew where new canonical tags might
// be meant.
func requeue(ctx context.Context, tx *db.Tx, diff tag.Diff) error {
	for part := range slices.Chunk(diff.IDs(), 500) {
		in := inSQL(part)
		for _, query := range []string{
			`DELETE FROM tag_queue WHERE tag_id IN (#) AND NOT EXISTS (SELECT 1 FROM tags t WHERE t.id = tag_queue.tag_id AND ` + waiting + `)`,
			`UPDATE tags SET guessed = FALSE WHERE id IN (SELECT t.id FROM tags t WHERE t.id IN (#) AND ` + waiting + `)`,
			`DELETE FROM tag_leases WHERE tag_id IN (#)`,
		} {
			if err := tx.Exec(ctx, strings.ReplaceAll(query, "#", in)); err != nil {
				return fmt.Errorf("wrangle: queue: %w", err)
			}
		}
	}
	for _, t := range diff.Tags {
		if t.After.Canonical == t.Before.Canonical && t.After.Merger == t.Before.Merger {
			continue
		}
		if err := tx.Exec(ctx, `UPDATE tags SET guessed = FALSE WHERE id IN (SELECT q.tag_id FROM tag_words w JOIN tag_words o ON o.type = w.type AND o.word = w.word
			JOIN tag_queue q ON q.tag_id = o.tag_id WHERE w.tag_id = $1 ORDER BY q.uses DESC, q.tag_id LIMIT 200)`, int64(t.ID)); err != nil {
			return fmt.Errorf("wrangle: guesses anew: %w", err)
		}
	}
	return nil
}

func inSQL[K ~int64](ids []K) string {
	var b strings.Builder
	for i, id := range ids {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprint(&b, int64(id))
	}
	return b.String()
}
