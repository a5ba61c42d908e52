package block

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/viewer"
)

// Person is somebody on one of the lists.
type Person struct {
	ID    viewer.ID
	Name  string
	Since time.Time
}

// Path is the address of the person's page.
func (p Person) Path() string { return "/users/" + url.PathEscape(p.Name) }

// perPage is how many people a page of a list has.
const perPage = 100

// page reads one page of a list of owner, by name, and how many it has in all.
func (k kind) page(ctx context.Context, q db.Q, owner viewer.ID, number int) (all []Person, total int, err error) {
	if err := q.QueryRowContext(ctx, `SELECT COUNT(*) FROM `+string(k)+` WHERE account_id = $1`, int64(owner)).Scan(&total); err != nil {
		return nil, 0, fmt.Errorf("%s of %d: %w", k, owner, err)
	}
	all, err = db.All(ctx, q, func(r *sql.Rows, p *Person) error {
		var since db.Time
		err := r.Scan(&p.ID, &p.Name, &since)
		p.Since = since.Time
		return err
	}, `SELECT a.id, a.name, l.created_at FROM `+string(k)+` l JOIN accounts a ON a.id = l.other_id
		WHERE l.account_id = $1 ORDER BY a.name_key LIMIT $2 OFFSET $3`, int64(owner), int64(perPage), int64((number-1)*perPage))
	if err != nil {
		return nil, 0, fmt.Errorf("%s of %d: %w", k, owner, err)
	}
	return all, total, nil
}

// State is what one person has done about another.
type State struct{ Blocked, Muted bool }

// StateOf tells what owner has done about other; a guest has done nothing.
func StateOf(ctx context.Context, q db.Q, owner, other viewer.ID) (State, error) {
	var s State
	if owner == 0 {
		return s, nil
	}
	err := q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM blocks WHERE account_id = $1 AND other_id = $2),
		EXISTS (SELECT 1 FROM mutes WHERE account_id = $1 AND other_id = $2)`, int64(owner), int64(other)).Scan(&s.Blocked, &s.Muted)
	if err != nil {
		return s, fmt.Errorf("block: state: %w", err)
	}
	return s, nil
}
