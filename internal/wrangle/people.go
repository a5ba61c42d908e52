package wrangle

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
)

// Named is a member who wrangles.
type Named struct {
	ID      viewer.ID
	Name    string
	Fandoms []tag.Tag // none for all
	Acts    int       // of theirs that stand
	Last    db.Time   // when they did the last, zero for never
}

// All gives the members who wrangle, by name. It is for staff.
func All(ctx context.Context, q db.Q) ([]Named, error) {
	all, err := db.All(ctx, q, func(r *sql.Rows, n *Named) error {
		var last int64
		if err := r.Scan(&n.ID, &n.Name, &n.Acts, &last); err != nil || last == 0 {
			return err
		}
		return n.Last.Scan(last)
	}, `SELECT a.id, a.name, (SELECT COUNT(*) FROM tag_acts x WHERE x.account_id = a.id AND x.undone_at IS NULL), COALESCE((SELECT MAX(x.at) FROM tag_acts x WHERE x.account_id = a.id), 0)
		FROM wranglers w JOIN accounts a ON a.id = w.account_id ORDER BY a.name, a.id`)
	if err != nil {
		return nil, fmt.Errorf("wrangle: people: %w", err)
	}
	type of struct {
		who viewer.ID
		tag.Tag
	}
	fandoms, err := db.All(ctx, q, func(r *sql.Rows, o *of) error { return r.Scan(&o.who, &o.ID, &o.Name) },
		`SELECT f.account_id, t.id, t.name FROM wrangler_fandoms f JOIN tags t ON t.id = f.tag_id ORDER BY t.name_key`)
	if err != nil {
		return nil, fmt.Errorf("wrangle: people: %w", err)
	}
	for i := range all {
		for _, f := range fandoms {
			if f.who == all[i].ID {
				all[i].Fandoms = append(all[i].Fandoms, f.Tag)
			}
		}
	}
	return all, nil
}

// Appoint names a member a wrangler of these fandoms, of everything for none, in place
// of those that they had. The caller has made sure that the viewer is staff.
func Appoint(ctx context.Context, tx *db.Tx, id viewer.ID, fandoms []tag.ID) error {
	tags, err := tag.Load(ctx, tx, fandoms)
	if err != nil {
		return err
	}
	for _, t := range tags {
		if t.Type != tag.Fandom || !t.Canonical {
			return fault.In("others", "“%s” is not a canonical fandom, so nobody can be given it.", t.Name)
		}
	}
	// The wrangler's row is touched first, so that of two who appoint at once one comes second.
	if err := tx.Exec(ctx, `INSERT INTO wranglers (account_id, named_at) VALUES ($1, $2) ON CONFLICT (account_id) DO UPDATE SET named_at = wranglers.named_at`, int64(id), tx.Millis()); err != nil {
		return fmt.Errorf("wrangle: appoint: %w", err)
	}
	if err := tx.Exec(ctx, `DELETE FROM wrangler_fandoms WHERE account_id = $1`, int64(id)); err != nil {
		return fmt.Errorf("wrangle: appoint: %w", err)
	}
	for _, f := range each(fandoms) {
		if err := tx.Exec(ctx, `INSERT INTO wrangler_fandoms (account_id, tag_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, int64(id), int64(f)); err != nil {
			return fmt.Errorf("wrangle: appoint: %w", err)
		}
	}
	return nil
}

// Dismiss takes a wrangler's task from them; what they did stays. The caller has made
// sure that the viewer is staff.
func Dismiss(ctx context.Context, tx *db.Tx, id int64) error {
	for _, query := range []string{`DELETE FROM tag_leases WHERE account_id = $1`, `DELETE FROM wranglers WHERE account_id = $1`} {
		if err := tx.Exec(ctx, query, id); err != nil {
			return fmt.Errorf("wrangle: dismiss: %w", err)
		}
	}
	return nil
}
