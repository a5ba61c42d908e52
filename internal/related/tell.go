package related

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"

	"github.com/ficstead/ficstead/internal/block"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/mail"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// Tell is the job that asks creators whose works were named, once they can read what
// names them.
type Tell struct{}

// Kind implements job.Args.
func (Tell) Kind() string { return "related.tell" }

// RunTell writes the letters that are due.
func RunTell(ctx context.Context, tx *db.Tx) error {
	ids, err := db.All(ctx, tx, db.One[work.ID], `SELECT DISTINCT r.work_id FROM relations r JOIN works w ON w.id = r.work_id
		WHERE r.local AND r.told_at IS NULL AND w.audience < 2 ORDER BY r.work_id LIMIT 500`)
	if err != nil {
		return fmt.Errorf("relations to tell of: %w", err)
	}
	for _, id := range ids {
		if err := tell(ctx, tx, id); err != nil {
			return err
		}
	}
	return nil
}

// person is somebody who signs a work that was named.
type person struct {
	parent work.ID
	id     viewer.ID
	login  string
}

// tell writes to the creators of what a work names, if members can read it.
func tell(ctx context.Context, tx *db.Tx, child work.ID) error {
	parents, err := db.All(ctx, tx, db.One[work.ID], `UPDATE relations SET told_at = $2 WHERE work_id = $1 AND local AND told_at IS NULL AND parent_id IS NOT NULL
		AND EXISTS (SELECT 1 FROM works w WHERE w.id = $1 AND w.audience < 2) RETURNING parent_id`, int64(child), tx.Millis())
	if err != nil {
		return fmt.Errorf("tell of relations of work %d: %w", child, err)
	}
	for _, parent := range parents {
		people, err := db.All(ctx, tx, func(r *sql.Rows, x *person) error { return r.Scan(&x.parent, &x.id, &x.login) },
			`SELECT DISTINCT c.work_id, a.id, a.name FROM work_creators c JOIN pseuds p ON p.id = c.pseud_id JOIN accounts a ON a.id = p.account_id
			WHERE c.work_id = $1 AND c.approved ORDER BY a.id`, int64(parent))
		if err != nil {
			return fmt.Errorf("creators of work %d: %w", parent, err)
		}
		for _, x := range people {
			if err := x.tell(ctx, tx, child); err != nil {
				return err
			}
		}
	}
	return nil
}

// tell writes to one creator, as far as they may see what names their work, and
// nothing from whom they have blocked.
func (x person) tell(ctx context.Context, tx *db.Tx, child work.ID) error {
	v := viewer.Viewer{ID: x.id, Role: viewer.Member}
	c, err := work.Get(ctx, tx, v, child)
	if err != nil {
		return err
	}
	p, err := work.Get(ctx, tx, v, x.parent)
	if err != nil {
		return err
	}
	for _, by := range c.Creators {
		blocked, err := block.Blocked(ctx, tx, x.id, by.Account)
		if err != nil || blocked {
			return err
		}
	}
	by := bylines(c.Byline(v))
	if by == "" {
		by = say.T(ctx, "Anonymous")
	}
	return mail.Post(ctx, tx, mail.Letter{To: x.id, Kind: mail.Related, Topic: fmt.Sprintf("related:%d:%d", child, x.parent), Path: "/users/" + url.PathEscape(x.login) + "/related_works",
		Subject: say.T(ctx, "“{other}” names your “{title}”", "other", c.Name(), "title", p.Name()),
		Text: say.T(ctx, "“{other}” by {name} says that it comes from your work “{title}”.\n\nIf you agree, it is listed with your work too. Otherwise only the other work says so.",
			"other", c.Name(), "name", by, "title", p.Name())})
}
