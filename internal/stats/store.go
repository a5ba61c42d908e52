package stats

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// Owned is a work in its authors' statistics.
type Owned struct {
	ID    work.ID
	Title string
	Words int
}

// Mine lists the works of an account, its own drafts too, the newest first.
func Mine(ctx context.Context, q db.Q, who viewer.ID) ([]Owned, error) {
	all, err := db.All(ctx, q, func(r *sql.Rows, o *Owned) error { return r.Scan(&o.ID, &o.Title, &o.Words) },
		`SELECT w.id, w.title, w.words FROM works w WHERE EXISTS (SELECT 1 FROM work_creators c JOIN pseuds p ON p.id = c.pseud_id
			WHERE c.work_id = w.id AND c.approved AND p.account_id = $1) ORDER BY w.revised_at DESC, w.id DESC`, int64(who))
	if err != nil {
		return nil, fmt.Errorf("stats: works of %d: %w", who, err)
	}
	return all, nil
}

// Row is what was counted of a work on a day.
type Row struct {
	Work work.ID
	Kind Kind
	Day  Day
	N    int
}

// Rows reads the counts of works from a day on, in the order of days; readers are
// those of the work, each once a day.
func Rows(ctx context.Context, q db.Q, ids []work.ID, from Day) ([]Row, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	all, err := db.All(ctx, q, func(r *sql.Rows, x *Row) error { return r.Scan(&x.Work, &x.Kind, &x.Day, &x.N) },
		db.Numbered(`SELECT work_id, kind, day, SUM(n) FROM daily WHERE work_id IN (`+db.List(len(ids))+`) AND day >= ? AND (chapter_id = 0 OR kind <> ?)
		GROUP BY day, work_id, kind ORDER BY day, work_id, kind`), append(keys(ids), int64(from), string(Readers))...)
	if err != nil {
		return nil, fmt.Errorf("stats: counts: %w", err)
	}
	return all, nil
}

// Kept is how many read a chapter, and where it stands in its work.
type Kept struct {
	Chapter work.ChapterID
	Title   string
	Number  int // counts the posted chapters from 1
	Readers int
}

// Retention tells how many read each posted chapter of a work from a day on, in the
// order of the chapters.
func Retention(ctx context.Context, q db.Q, id work.ID, from Day) ([]Kept, error) {
	all, err := db.All(ctx, q, func(r *sql.Rows, k *Kept) error { return r.Scan(&k.Chapter, &k.Title, &k.Readers) },
		`SELECT c.id, c.title, COALESCE((SELECT SUM(d.n) FROM daily d WHERE d.work_id = c.work_id AND d.chapter_id = c.id AND d.kind = $2 AND d.day >= $3), 0)
		FROM chapters c WHERE c.work_id = $1 AND c.posted ORDER BY c.position, c.id`, int64(id), string(Readers), int64(from))
	if err != nil {
		return nil, fmt.Errorf("stats: chapters of work %d: %w", id, err)
	}
	for i := range all {
		all[i].Number = i + 1
	}
	return all, nil
}

func keys(ids []work.ID) []any {
	out := make([]any, 0, len(ids)+2)
	for _, id := range ids {
		out = append(out, int64(id))
	}
	return out
}

// Posting is a chapter that was posted: a mark on a chart.
type Posting struct {
	Work    work.ID
	Chapter int // counts from 1
	Day     Day
}

// Postings lists the chapters of works that were posted from a day on, at most
// limit of them, the newest.
func Postings(ctx context.Context, q db.Q, ids []work.ID, from Day, limit int) ([]Posting, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	all, err := db.All(ctx, q, func(r *sql.Rows, p *Posting) error {
		var at int64
		err := r.Scan(&p.Work, &p.Chapter, &at)
		p.Day = DayOf(time.UnixMilli(at))
		return err
	}, db.Numbered(`SELECT work_id, n, posted_at FROM (SELECT c.work_id, c.posted_at, ROW_NUMBER() OVER (PARTITION BY c.work_id ORDER BY c.position, c.id) AS n
		FROM chapters c JOIN works w ON w.id = c.work_id WHERE c.posted AND w.posted AND c.work_id IN (`+db.List(len(ids))+`)) AS x
		WHERE posted_at >= ? ORDER BY posted_at DESC LIMIT ?`), append(keys(ids), from.Time().UnixMilli(), limit)...)
	if err != nil {
		return nil, fmt.Errorf("stats: postings: %w", err)
	}
	slices.Reverse(all)
	return all, nil
}
