package account

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/viewer"
)

// Listed is an account as keepers list them.
type Listed struct {
	ID    viewer.ID
	Name  string
	Email string // "" when none was given
	Role  viewer.Role
	// Works counts the works of every kind that it has a part in, drafts too.
	Works int
	// Claimed is false for a place kept for an author.
	Claimed bool
}

// List gives the accounts after the one of that key, at most limit of them, in the
// order in which they were made. It is for those who run the archive.
func List(ctx context.Context, q db.Q, after viewer.ID, limit int) ([]Listed, error) {
	all, err := db.All(ctx, q, func(r *sql.Rows, l *Listed) error {
		return r.Scan(&l.ID, &l.Name, &l.Email, &l.Role, &l.Works, &l.Claimed)
	}, `SELECT a.id, a.name, COALESCE(a.email, ''), a.role,
		(SELECT COUNT(DISTINCT c.work_id) FROM work_creators c JOIN pseuds p ON p.id = c.pseud_id WHERE p.account_id = a.id AND c.approved), a.password IS NOT NULL
		FROM accounts a WHERE a.id > $1 ORDER BY a.id LIMIT $2`, int64(after), limit)
	if err != nil {
		return nil, fmt.Errorf("account: list: %w", err)
	}
	return all, nil
}
