package leave

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// OffersPath is where people answer who would like to hand them a work.
const OffersPath = "/account/offers"

// OfferID is the key of an offer.
type OfferID int64

// Offer is a work that somebody who leaves would like to hand to somebody.
type Offer struct {
	ID     OfferID
	Work   work.ID
	Title  string
	Words  int
	By     string // the account that leaves
	To     account.Pseud
	Answer string // "", yes, no
	Until  time.Time
}

// The answers to offers.
const (
	yes = "yes"
	no  = "no"
)

// Offers lists what others would like to hand to somebody. It tells the titles of
// drafts too: who made them offers them.
func Offers(ctx context.Context, q db.Q, who viewer.ID) ([]Offer, error) {
	all, err := db.All(ctx, q, func(r *sql.Rows, o *Offer) error {
		var until db.Time
		err := r.Scan(&o.ID, &o.Work, &o.Title, &o.Words, &o.By, &o.To.ID, &o.To.Account, &o.To.Name, &o.To.Login, &o.Answer, &until)
		o.Until = until.Time
		return err
	}, `SELECT l.id, w.id, w.title, w.words, b.name, p.id, p.account_id, p.name, a.name, l.answer, b.leaving_at FROM leaving_works l JOIN works w ON w.id = l.work_id
		JOIN accounts b ON b.id = l.account_id JOIN pseuds p ON p.id = l.to_id JOIN accounts a ON a.id = p.account_id
		WHERE p.account_id = $1 AND l.fate = 'hand' AND b.leaving_at IS NOT NULL
		AND NOT EXISTS (SELECT 1 FROM work_creators c JOIN pseuds o ON o.id = c.pseud_id WHERE c.work_id = w.id AND c.approved AND o.account_id = $1) ORDER BY l.id LIMIT 200`, int64(who))
	if err != nil {
		return nil, fmt.Errorf("offers to %d: %w", who, err)
	}
	return all, nil
}

// Answer notes whether somebody takes a work that is offered to them. They may think
// again until the other one is gone.
func Answer(ctx context.Context, tx *db.Tx, who viewer.ID, id OfferID, takes bool) error {
	said := no
	if takes {
		said = yes
	}
	r, err := tx.ExecContext(ctx, `UPDATE leaving_works SET answer = $3 WHERE id = $1 AND fate = 'hand' AND to_id IN (SELECT id FROM pseuds WHERE account_id = $2)
		AND EXISTS (SELECT 1 FROM accounts a WHERE a.id = leaving_works.account_id AND a.leaving_at IS NOT NULL)`, int64(id), int64(who), said)
	if err != nil {
		return fmt.Errorf("answer offer %d: %w", id, err)
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return fault.Wrap(fault.NotFound, err, "This work is not offered to you any more. Whoever offered it may have decided to stay.")
	}
	return nil
}
