package work

import (
	"context"
	"fmt"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/search"
)

// MaxGifts is how many gifts and dedications a work may have.
const MaxGifts = 50

// AddGift gives a work to a person, or with to nil to a name. A gift that is there
// already is none twice. The caller has made sure that the receiver agrees.
func AddGift(ctx context.Context, tx *db.Tx, id ID, to *account.Pseud, name string) error {
	if err := Lock(ctx, tx, id); err != nil {
		return err
	}
	var n int
	if err := tx.QueryRowContext(ctx, `SELECT COUNT(*) FROM gifts WHERE work_id = $1`, int64(id)).Scan(&n); err != nil {
		return fmt.Errorf("work %d gifts: %w", id, err)
	}
	if n >= MaxGifts {
		return fault.In("name", "A work can be given to at most %d people.", MaxGifts)
	}
	var pseud any
	if to != nil {
		pseud, name = int64(to.ID), to.Byline()
	}
	if err := tx.Exec(ctx, `INSERT INTO gifts (work_id, position, kind, pseud_id, name)
		SELECT $1, COALESCE((SELECT MAX(position) FROM gifts WHERE work_id = $1), -1) + 1, $2, $3, $4
		WHERE NOT EXISTS (SELECT 1 FROM gifts WHERE work_id = $1 AND kind = $2 AND (pseud_id = $3 OR pseud_id IS NULL AND $3 IS NULL AND name = $4))`,
		int64(id), string(Present), pseud, name); err != nil {
		return fmt.Errorf("work %d gift: %w", id, err)
	}
	return gaveChanged(ctx, tx, id)
}

// DropGift takes a gift back, by its key.
func DropGift(ctx context.Context, tx *db.Tx, id ID, gift int64) error {
	if err := Lock(ctx, tx, id); err != nil {
		return err
	}
	if err := tx.Exec(ctx, `DELETE FROM gifts WHERE id = $1 AND work_id = $2 AND kind = $3`, gift, int64(id), string(Present)); err != nil {
		return fmt.Errorf("work %d gift: %w", id, err)
	}
	return gaveChanged(ctx, tx, id)
}

func gaveChanged(ctx context.Context, tx *db.Tx, id ID) error {
	tx.Changed(int64(id))
	return search.Refresh(ctx, tx, int64(id))
}
