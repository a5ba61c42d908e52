package intake

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
)

// notYours is told for an import that is not there and for one of somebody else's.
func notYours() error {
	return fault.New(fault.NotFound, "You have no such import. It may be finished and forgotten, or somebody else’s.")
}

// mine is the condition on imports i that v may see them.
func mine(v viewer.Viewer) db.Cond {
	if v.Keeps() {
		return db.Where("TRUE")
	}
	return db.Where("i.account_id = ?", int64(v.ID))
}

const importColumns = `i.id, i.account_id, i.stopped, i.created_at, i.touched_at`

// get reads an import for v; NotFound when there is none that v may see.
func (d *Desk) get(ctx context.Context, q db.Q, v viewer.Viewer, id ID) (*Import, error) {
	c := db.And(db.Where("i.id = ?", int64(id)), mine(v))
	all, err := db.All(ctx, q, scanImport, db.Numbered(`SELECT `+importColumns+` FROM imports i WHERE `+c.SQL), c.Args...)
	if err != nil {
		return nil, fmt.Errorf("intake: import %d: %w", id, err)
	}
	if len(all) == 0 {
		return nil, notYours()
	}
	return &all[0], nil
}

func scanImport(r *sql.Rows, i *Import) error {
	var created, touched db.Time
	err := r.Scan(&i.ID, &i.Account, &i.Stopped, &created, &touched)
	i.Created, i.Touched = created.Time, touched.Time
	return err
}

// begin makes an import.
func begin(ctx context.Context, tx *db.Tx, by viewer.ID) (ID, error) {
	var id ID
	err := tx.QueryRowContext(ctx, `INSERT INTO imports (account_id, created_at, touched_at) VALUES ($1, $2, $2) RETURNING id`, int64(by), tx.Millis()).Scan(&id)
	if err != nil {
		return 0, fmt.Errorf("intake: begin: %w", err)
	}
	return id, nil
}

// touch locks an import for the transaction.
func touch(ctx context.Context, tx *db.Tx, id ID) error {
	res, err := tx.ExecContext(ctx, `UPDATE imports SET touched_at = $2 WHERE id = $1`, int64(id), tx.Millis())
	if err != nil {
		return fmt.Errorf("intake: import %d: %w", id, err)
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, notYours())
	}
	return nil
}

// add puts a file that was received into an import; false when the same bytes are
// in it already. One that could not be read is tried again.
func add(ctx context.Context, tx *db.Tx, f file) (bool, error) {
	res, err := tx.ExecContext(ctx, `INSERT INTO import_files (import_id, name, sha256, size, lies, state) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (import_id, sha256) DO UPDATE SET lies = EXCLUDED.lies, state = EXCLUDED.state WHERE import_files.state = 'failed'`, int64(f.Import), f.Name, f.SHA256, f.Size, f.Lies, string(fileWaiting))
	if err != nil {
		return false, fmt.Errorf("intake: add a file: %w", err)
	}
	n, err := res.RowsAffected()
	return n > 0, err
}

// waiting counts what a person has on the shelf: files, also those inside zips,
// and bytes.
func waiting(ctx context.Context, q db.Q, by viewer.ID) (files int, bytes int64, err error) {
	err = q.QueryRowContext(ctx, `SELECT COUNT(*), COALESCE(SUM(CASE WHEN f.lies <> '' THEN f.size ELSE 0 END), 0)
		FROM import_files f JOIN imports i ON i.id = f.import_id
		WHERE i.account_id = $1 AND (f.lies <> '' OR f.zip_id IS NOT NULL)`, int64(by)).Scan(&files, &bytes)
	if err != nil {
		return 0, 0, fmt.Errorf("intake: what waits: %w", err)
	}
	return files, bytes, nil
}

// A file in a zip lies where the zip lies.
const fileColumns = `f.id, f.import_id, COALESCE(f.zip_id, 0), COALESCE(z.name, ''), f.name, COALESCE(f.sha256, ''), f.size, COALESCE(z.lies, f.lies), f.state, f.choices`
const fileTables = ` FROM import_files f LEFT JOIN import_files z ON z.id = f.zip_id `

func scanFile(r *sql.Rows, f *file) error {
	var choices string
	if err := r.Scan(&f.ID, &f.Import, &f.Zip, &f.ZipName, &f.Name, &f.SHA256, &f.Size, &f.Lies, &f.State, &choices); err != nil {
		return err
	}
	return json.Unmarshal([]byte(choices), &f.Choices)
}

// fileOf reads a file; fault NotFound when it is gone.
func fileOf(ctx context.Context, q db.Q, id FileID) (*file, error) {
	all, err := db.All(ctx, q, scanFile, `SELECT `+fileColumns+fileTables+`WHERE f.id = $1`, int64(id))
	if err != nil {
		return nil, fmt.Errorf("intake: file %d: %w", id, err)
	}
	if len(all) == 0 {
		return nil, notYours()
	}
	return &all[0], nil
}

// nextFile is the next file of an import to read, nil for none.
func nextFile(ctx context.Context, q db.Q, id ID) (*file, error) {
	all, err := db.All(ctx, q, scanFile, `SELECT `+fileColumns+fileTables+`WHERE f.import_id = $1 AND f.state = $2 ORDER BY f.id LIMIT 1`, int64(id), string(fileWaiting))
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return &all[0], nil
}
