package tag

import (
	"context"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
)

// AddMeta says that meta is broader than sub. Both must be canonical and of one
// type, and meta may not already be narrower. Works of sub are affected.
func AddMeta(ctx context.Context, tx *db.Tx, sub, meta ID) error {
	if err := lockGraph(ctx, tx); err != nil {
		return err
	}
	s, m, err := two(ctx, tx, sub, meta)
	if err != nil {
		return err
	}
	switch {
	case s.Type != m.Type:
		return fault.In("meta", "“%s” and “%s” are tags of different types, so one can't be broader than the other.", m.Name, s.Name)
	case !s.Canonical || !m.Canonical:
		return fault.In("meta", "“%s” and “%s” must both be canonical before one can be broader than the other.", m.Name, s.Name)
	}
	linked, err := link(ctx, tx, sub, meta)
	if err == nil && !linked {
		err = fault.In("meta", "“%s” can't be broader than “%s”: it is the same tag or already a narrower one.", m.Name, s.Name)
	}
	return err
}

// RemoveMeta takes back that meta is broader than sub. It may stay so by way of
// another tag. Works of sub are affected.
func RemoveMeta(ctx context.Context, tx *db.Tx, sub, meta ID) error {
	if err := lockGraph(ctx, tx); err != nil {
		return err
	}
	return unlink(ctx, tx, sub, meta)
}

// link adds a direct row and what follows from it, and reports whether it could:
// not if meta is sub or below it.
func link(ctx context.Context, tx *db.Tx, sub, meta ID) (bool, error) {
	var circle bool
	if err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM meta_tags WHERE sub_id = $1 AND meta_id = $2)`, meta, sub).Scan(&circle); err != nil {
		return false, fmt.Errorf("tag: put %d under %d: %w", sub, meta, err)
	}
	if circle || sub == meta {
		return false, nil
	}
	err := tx.Exec(ctx, `INSERT INTO meta_tags (sub_id, meta_id, direct) VALUES ($1, $2, TRUE) ON CONFLICT (sub_id, meta_id) DO UPDATE SET direct = TRUE`, sub, meta)
	if err != nil {
		return false, fmt.Errorf("tag: put %d under %d: %w", sub, meta, err)
	}
	return true, reclose(ctx, tx, sub)
}

func linkIfOpen(ctx context.Context, tx *db.Tx, sub, meta ID) error {
	_, err := link(ctx, tx, sub, meta)
	return err
}

// unlink removes a direct row and what only followed from it.
func unlink(ctx context.Context, tx *db.Tx, sub, meta ID) error {
	if err := tx.Exec(ctx, `DELETE FROM meta_tags WHERE sub_id = $1 AND meta_id = $2 AND direct`, sub, meta); err != nil {
		return fmt.Errorf("tag: take %d from under %d: %w", sub, meta, err)
	}
	return reclose(ctx, tx, sub)
}

// reclose makes the closure above a tag, and above all that are below it, anew
// from the direct rows. What is below it is told by direct rows too.
func reclose(ctx context.Context, tx *db.Tx, id ID) error {
	const below = `SELECT CAST($1 AS BIGINT) UNION SELECT m.sub_id FROM meta_tags m JOIN below b ON m.meta_id = b.id WHERE m.direct`
	for _, query := range []string{
		`WITH RECURSIVE below (id) AS (` + below + `)
		DELETE FROM meta_tags WHERE NOT direct AND sub_id IN (SELECT id FROM below)`,
		`WITH RECURSIVE below (id) AS (` + below + `), above (sub, meta) AS (
			SELECT m.sub_id, m.meta_id FROM meta_tags m JOIN below b ON b.id = m.sub_id WHERE m.direct
			UNION SELECT a.sub, m.meta_id FROM above a JOIN meta_tags m ON m.sub_id = a.meta WHERE m.direct)
		INSERT INTO meta_tags (sub_id, meta_id, direct) SELECT sub, meta, FALSE FROM above WHERE TRUE ON CONFLICT DO NOTHING`,
	} {
		if err := tx.Exec(ctx, query, id); err != nil {
			return fmt.Errorf("tag: close over %d: %w", id, err)
		}
	}
	return nil
}
