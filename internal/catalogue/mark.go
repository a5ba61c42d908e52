package catalogue

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/ficstead/ficstead/internal/db"
)

// A snapshot is good for one database only. Somebody may put an older copy of the
// database in its place and go on from there, and then the numbers of changes say
// nothing: they were given twice. So before changes are taken in, the newest of them
// is written down in a file beside the snapshot, with when and to which work it was;
// a database that does not have that very change is another one.

// mark is what the file says.
type mark struct {
	Seq  int64 `json:"seq"`
	Work int64 `json:"work"`
	At   int64 `json:"at"`
	// Counted is until when, in milliseconds, the snapshot surely has what was counted.
	Counted int64 `json:"counted"`
	// Batch is the batch of works with new filters that the snapshot surely has.
	Batch int64 `json:"batch"`
}

const markFile = "mark.json"

// readMark reads the mark in a folder.
func readMark(dir string) (mark, error) {
	var m mark
	b, err := os.ReadFile(filepath.Join(dir, markFile))
	if err == nil {
		err = json.Unmarshal(b, &m)
	}
	return m, err
}

// write puts the mark into a folder, in one piece.
func (m mark) write(dir string) error {
	if dir == "" {
		return nil
	}
	b, err := json.Marshal(m)
	if err != nil {
		return err
	}
	fresh := filepath.Join(dir, markFile+".new")
	if err := os.WriteFile(fresh, b, 0o600); err != nil {
		return fmt.Errorf("catalogue: mark: %w", err)
	}
	if err := os.Rename(fresh, filepath.Join(dir, markFile)); err != nil {
		return fmt.Errorf("catalogue: mark: %w", err)
	}
	return nil
}

// known reports whether the database has the change that the mark is about.
func (m mark) known(ctx context.Context, q db.Q) (bool, error) {
	if m.Seq == 0 {
		return true, nil
	}
	var work, at int64
	err := q.QueryRowContext(ctx, `SELECT work_id, at FROM changes WHERE seq = $1`, m.Seq).Scan(&work, &at)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("catalogue: the newest change: %w", err)
	}
	return work == m.Work && at == m.At, nil
}
