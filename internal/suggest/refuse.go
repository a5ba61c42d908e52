package suggest

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/work"
)

// Refused are the suggestions that nobody wants for a work any more, by kind and key.
type Refused map[string]bool

func keyOf(t tag.Named) string { return string(t.Type) + ":" + tag.Key(t.Name) }

func cutKind(value string, k tag.Type) (string, bool) { return strings.CutPrefix(value, string(k)+":") }

// maxRefused is how many suggestions are refused for one work at most; more are let pass.
const maxRefused = 500

// RefusedFor gives what was refused for a work.
func RefusedFor(ctx context.Context, q db.Q, id work.ID) (Refused, error) {
	return refused(ctx, q, `SELECT kind, name_key FROM suggestions_refused WHERE work_id = $1`, int64(id))
}

// Refuse has a suggestion not made again for a work. Twice is no mistake. The caller has
// made sure that the viewer may edit the work.
func Refuse(ctx context.Context, tx *db.Tx, id work.ID, t tag.Named) error {
	err := tx.Exec(ctx, `INSERT INTO suggestions_refused (work_id, kind, name_key) SELECT id, $2, $3 FROM works
		WHERE id = $1 AND (SELECT COUNT(*) FROM suggestions_refused WHERE work_id = $1) < $4 ON CONFLICT DO NOTHING`, int64(id), string(t.Type), tag.Key(t.Name), maxRefused)
	if err != nil {
		return fmt.Errorf("suggest: refuse for work %d: %w", id, err)
	}
	return nil
}

// RefusedForImport gives what was refused for a work that waits in an import, by its key
// there.
func RefusedForImport(ctx context.Context, q db.Q, found int64) (Refused, error) {
	return refused(ctx, q, `SELECT kind, name_key FROM import_suggestions_refused WHERE found_id = $1`, found)
}

// RefuseForImport is Refuse for a work that waits in an import.
func RefuseForImport(ctx context.Context, tx *db.Tx, found int64, t tag.Named) error {
	err := tx.Exec(ctx, `INSERT INTO import_suggestions_refused (found_id, kind, name_key) SELECT id, $2, $3 FROM import_works
		WHERE id = $1 AND (SELECT COUNT(*) FROM import_suggestions_refused WHERE found_id = $1) < $4 ON CONFLICT DO NOTHING`, found, string(t.Type), tag.Key(t.Name), maxRefused)
	if err != nil {
		return fmt.Errorf("suggest: refuse in an import: %w", err)
	}
	return nil
}

// Hand gives a work what was refused for it while it waited in an import.
func Hand(ctx context.Context, tx *db.Tx, found int64, id work.ID) error {
	err := tx.Exec(ctx, `INSERT INTO suggestions_refused (work_id, kind, name_key) SELECT w.id, r.kind, r.name_key
		FROM import_suggestions_refused r JOIN works w ON w.id = $2 WHERE r.found_id = $1 ON CONFLICT DO NOTHING`, found, int64(id))
	if err != nil {
		return fmt.Errorf("suggest: hand over to work %d: %w", id, err)
	}
	return nil
}

func refused(ctx context.Context, q db.Q, query string, id int64) (Refused, error) {
	all, err := db.All(ctx, q, func(r *sql.Rows, s *string) error {
		var kind, key string
		err := r.Scan(&kind, &key)
		*s = kind + ":" + key
		return err
	}, query, id)
	if err != nil {
		return nil, fmt.Errorf("suggest: what was refused: %w", err)
	}
	out := make(Refused, len(all))
	for _, s := range all {
		out[s] = true
	}
	return out, nil
}
