package wrangle

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/work"
)

// upcoming is how many tags the queue names in advance, the one in front with them.
const upcoming = 9

// Coming is a tag that comes up in the queue.
type Coming struct {
	ID   tag.ID
	Name string
	Type tag.Type
	Uses int
}

// Upcoming gives the tags that wait for w, in the order in which they come, at most nine:
// not those that somebody else has before them or that w passed by today. They are kept
// for nobody, so that others may be faster.
func Upcoming(ctx context.Context, q db.Q, w Wrangler, c Choice, now time.Time) ([]Coming, error) {
	free := w.free(c, now)
	all, err := db.All(ctx, q, func(r *sql.Rows, x *Coming) error { return r.Scan(&x.ID, &x.Name, &x.Type, &x.Uses) },
		db.Numbered(`SELECT t.id, t.name, t.type, q.uses FROM tag_queue q JOIN tags t ON t.id = q.tag_id WHERE `+free.SQL+` ORDER BY q.uses DESC, q.tag_id DESC LIMIT ?`), append(free.Args, upcoming)...)
	if err != nil {
		return nil, fmt.Errorf("wrangle: what comes next: %w", err)
	}
	return all, nil
}

// free is the condition that a tag t of the queue q is there for w to be taken.
func (w Wrangler) free(c Choice, now time.Time) db.Cond {
	in, which := w.within(), c.where()
	return db.Cond{
		SQL: waiting + ` AND ` + in.SQL + ` AND ` + which.SQL + `
		AND NOT EXISTS (SELECT 1 FROM tag_leases l WHERE l.tag_id = q.tag_id AND l.until > ? AND l.account_id <> ?)
		AND NOT EXISTS (SELECT 1 FROM tag_skips s WHERE s.tag_id = q.tag_id AND s.account_id = ? AND s.at > ?)
		AND EXISTS (SELECT 1 FROM work_tags wt JOIN works k ON k.id = wt.work_id WHERE wt.tag_id = q.tag_id AND k.audience <= ?)`,
		Args: slices.Concat(in.Args, which.Args, []any{now.UnixMilli(), int64(w.ID), int64(w.ID), now.Add(-skipped).UnixMilli(), work.ListedAudience(w.Viewer)}),
	}
}
