package ingest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/work"
)

// known holds for what was taken (t, of the work w) for whoever brings files now,
// or is among the works that they may be told of.
func (o Options) known() db.Cond {
	own := db.Where("t.owner = ?", int64(o.Owner))
	if o.Among.SQL == "" {
		return own
	}
	return db.Or(own, o.Among)
}

// taken returns the work that was made of the same bytes before, 0 for none.
func (p parcel) taken(ctx context.Context, q db.Q, o Options) (work.ID, error) {
	known := o.known()
	var id work.ID
	err := q.QueryRowContext(ctx, db.Numbered(`SELECT t.work_id FROM taken t JOIN works w ON w.id = t.work_id
		WHERE t.sha256 = ? AND t.part = ? AND (`+known.SQL+`) ORDER BY t.at, t.work_id LIMIT 1`), append([]any{p.hash, p.part}, known.Args...)...).Scan(&id)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, fmt.Errorf("look for the file: %w", err)
	}
	return id, nil
}

// takenAll returns the works that were made of a file with these bytes, if every
// one that it holds was taken; else nil.
func takenAll(ctx context.Context, q db.Q, hash string, o Options) ([]work.ID, error) {
	type row struct {
		part, parts int
		work        work.ID
	}
	known := o.known()
	all, err := db.All(ctx, q, func(r *sql.Rows, x *row) error { return r.Scan(&x.part, &x.parts, &x.work) },
		db.Numbered(`SELECT t.part, t.parts, t.work_id FROM taken t JOIN works w ON w.id = t.work_id
		WHERE t.sha256 = ? AND (`+known.SQL+`) ORDER BY t.part, t.at, t.work_id`), append([]any{hash}, known.Args...)...)
	if err != nil {
		return nil, fmt.Errorf("look for the file: %w", err)
	}
	var ids []work.ID
	part, parts := 0, 0
	for _, x := range all {
		if x.part != part { // of two who brought it, the first
			ids = append(ids, x.work)
		}
		part, parts = x.part, max(parts, x.parts)
	}
	if len(ids) < parts {
		return nil, nil
	}
	return ids, nil
}

// note notes that these bytes are taken now. Of two imports of one file at once,
// the later one gets the work that the other made; else it is 0.
func (p parcel) note(ctx context.Context, tx *db.Tx, o Options) (work.ID, error) {
	again := o.Again || o.Into != 0
	if !again {
		if id, err := p.taken(ctx, tx, o); err != nil || id != 0 {
			return id, err
		}
	}
	res, err := tx.ExecContext(ctx, `INSERT INTO taken (sha256, part, owner, parts, at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (sha256, part, owner) DO NOTHING`,
		p.hash, p.part, int64(o.Owner), p.parts, tx.Millis())
	if err != nil {
		return 0, fmt.Errorf("note the file: %w", err)
	}
	if n, err := res.RowsAffected(); err != nil || n > 0 || again {
		return 0, err
	}
	return p.taken(ctx, tx, o)
}

// became notes which work was made of these bytes.
func (p parcel) became(ctx context.Context, tx *db.Tx, o Options, id work.ID) error {
	err := tx.Exec(ctx, `UPDATE taken SET work_id = $4, parts = $5 WHERE sha256 = $1 AND part = $2 AND owner = $3`,
		p.hash, p.part, int64(o.Owner), int64(id), p.parts)
	if err != nil {
		return fmt.Errorf("note the file: %w", err)
	}
	return nil
}
