package db

import (
	"context"
	"fmt"
)

// Integrity has the database look over itself and gives what it found, nothing when
// all is well. On PostgreSQL, whose files have tools of their own (pg_amcheck), only
// what points to nothing would be told, and its own constraints see to that.
func (d *DB) Integrity(ctx context.Context) ([]string, error) {
	if d.Postgres {
		return nil, nil
	}
	var out []string
	for _, check := range []string{`SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok' LIMIT 20`,
		`SELECT 'a row of ' || "table" || ' points to none of ' || "parent" FROM pragma_foreign_key_check LIMIT 20`} {
		all, err := All(ctx, d, One[string], check)
		if err != nil {
			return nil, fmt.Errorf("db: look over: %w", err)
		}
		out = append(out, all...)
	}
	return out, nil
}
