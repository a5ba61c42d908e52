package backup

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/work"
)

// person reads what somebody tells about themselves, under which names.
func (g gatherer) person(ctx context.Context) (*Person, error) {
	p := &Person{}
	var links string
	err := g.q.QueryRowContext(ctx, `SELECT profile_title, profile, profile_links FROM accounts WHERE id = $1`, int64(g.me)).Scan(&p.Title, &p.Text, &links)
	if err != nil {
		return nil, fmt.Errorf("backup: account %d: %w", g.me, err)
	}
	p.Links = strings.Fields(links)
	p.Pseuds, err = db.All(ctx, g.q, func(r *sql.Rows, x *Pseud) error {
		if err := r.Scan(&x.Name, &x.Usual, &x.Description, &x.Icon, &x.IconAlt); err != nil {
			return err
		}
		if x.Name == g.name {
			x.Name = ""
		}
		return nil
	}, `SELECT name, is_default, description, icon, icon_alt FROM pseuds WHERE account_id = $1 ORDER BY name_key`, int64(g.me))
	if err != nil {
		return nil, fmt.Errorf("backup: pseuds of %d: %w", g.me, err)
	}
	return p, nil
}

// series reads the series that somebody has a share in, with those of their works
// that are in at; the numbers are places from 1.
func (g gatherer) series(ctx context.Context, at map[work.ID]int) ([]Series, error) {
	type row struct {
		id int64
		Series
	}
	rows, err := db.All(ctx, g.q, func(r *sql.Rows, x *row) error { return r.Scan(&x.id, &x.Title, &x.Summary, &x.Notes, &x.Complete) },
		`SELECT DISTINCT s.id, s.title, s.summary, s.notes, s.complete FROM series s JOIN series_works w ON w.series_id = s.id
		JOIN work_creators c ON c.work_id = w.work_id JOIN pseuds p ON p.id = c.pseud_id WHERE p.account_id = $1 AND c.approved ORDER BY s.id`, int64(g.me))
	if err != nil {
		return nil, fmt.Errorf("backup: series of %d: %w", g.me, err)
	}
	var out []Series
	for _, x := range rows {
		ids, err := db.All(ctx, g.q, db.One[work.ID], `SELECT work_id FROM series_works WHERE series_id = $1 ORDER BY position, work_id`, x.id)
		if err != nil {
			return nil, fmt.Errorf("backup: series %d: %w", x.id, err)
		}
		for _, id := range ids {
			if n := at[id]; n > 0 {
				x.Works = append(x.Works, n)
			}
		}
		out = append(out, x.Series)
	}
	return out, nil
}
