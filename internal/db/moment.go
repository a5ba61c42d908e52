package db

import (
	"context"
	"database/sql"
	"fmt"
)

// AtOneMoment runs f with a Q that reads all as it was when f first asked, whatever others
// write meanwhile. On PostgreSQL each statement sees the newest otherwise. It is for what can
// not be asked in one statement, and must be short: until f returns nobody can free the room
// of what goes. table is one of which PostgreSQL may be putting another in the place: the
// moment is after that, or the other would look empty.
func (d *DB) AtOneMoment(ctx context.Context, table string, f func(Q) error) error {
	opts := sql.TxOptions{ReadOnly: true}
	if d.Postgres { // a transaction of SQLite never reads otherwise
		opts.Isolation = sql.LevelRepeatableRead
	}
	tx, err := d.read.BeginTx(ctx, &opts)
	if err != nil {
		return fmt.Errorf("db: begin: %w", err)
	}
	defer tx.Rollback()
	if d.Postgres {
		if _, err := tx.ExecContext(ctx, `LOCK TABLE `+table+` IN ACCESS SHARE MODE`); err != nil {
			return fmt.Errorf("db: %w", err)
		}
	}
	return f(tx)
}
