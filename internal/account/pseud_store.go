package account

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
)

// hold locks an account's row until the transaction ends, so that two who change its
// pseuds at once do so one after the other.
func hold(ctx context.Context, tx *db.Tx, id viewer.ID) error {
	if err := tx.Exec(ctx, `UPDATE accounts SET name = name WHERE id = $1`, int64(id)); err != nil {
		return fmt.Errorf("account: hold %d: %w", id, err)
	}
	return nil
}

// ownPseud reads one of an account's own pseuds. Somebody else's is no pseud at all.
func ownPseud(ctx context.Context, q db.Q, owner viewer.ID, id PseudID) (*AboutPseud, error) {
	p, err := TellPseud(ctx, q, id)
	if err == nil && p.Account != owner {
		return nil, noSuchPseud()
	}
	return p, err
}

// RenamePseud calls one of an account's pseuds otherwise. Works are signed with the
// new name from then on: the caller sees to it that lists and searches know.
func RenamePseud(ctx context.Context, tx *db.Tx, owner viewer.ID, id PseudID, name string) error {
	name, err := pseudName(name)
	if err != nil {
		return err
	}
	if err := hold(ctx, tx, owner); err != nil {
		return err
	}
	if _, err := ownPseud(ctx, tx, owner, id); err != nil {
		return err
	}
	var used bool
	if err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM pseuds WHERE account_id = $1 AND name_key = $2 AND id <> $3)`,
		int64(owner), Key(name), int64(id)).Scan(&used); err != nil {
		return fmt.Errorf("account: look for the pseud: %w", err)
	}
	if used {
		return fault.In("pseud", "You have a pseud of that name already. Please choose another.")
	}
	if err := tx.Exec(ctx, `UPDATE pseuds SET name = $1, name_key = $2 WHERE id = $3`, name, Key(name), int64(id)); err != nil {
		return fmt.Errorf("account: rename pseud %d: %w", id, err)
	}
	return nil
}

// MakeUsual makes a pseud the one that an account's new works are signed with.
func MakeUsual(ctx context.Context, tx *db.Tx, owner viewer.ID, id PseudID) error {
	if err := hold(ctx, tx, owner); err != nil {
		return err
	}
	if _, err := ownPseud(ctx, tx, owner, id); err != nil {
		return err
	}
	if err := tx.Exec(ctx, `UPDATE pseuds SET is_default = (id = $1) WHERE account_id = $2`, int64(id), int64(owner)); err != nil {
		return fmt.Errorf("account: usual pseud of %d: %w", owner, err)
	}
	return nil
}

// DeletePseud deletes one of an account's pseuds. handOver gives all that it signed
// to the usual one before, which can't be deleted itself.
func DeletePseud(ctx context.Context, tx *db.Tx, owner viewer.ID, id PseudID, handOver func(ctx context.Context, tx *db.Tx, from, to PseudID) error) error {
	if err := hold(ctx, tx, owner); err != nil {
		return err
	}
	p, err := ownPseud(ctx, tx, owner, id)
	if err != nil {
		return err
	}
	if p.Usual {
		return fault.New(fault.Conflict, "“%s” is the pseud you usually sign with. Make another one the usual one first.", p.Name)
	}
	var usual PseudID
	err = tx.QueryRowContext(ctx, `SELECT id FROM pseuds WHERE account_id = $1 AND is_default`, int64(owner)).Scan(&usual)
	if errors.Is(err, sql.ErrNoRows) {
		return fault.New(fault.Conflict, "Choose the pseud that you usually sign with first.")
	}
	if err != nil {
		return fmt.Errorf("account: usual pseud of %d: %w", owner, err)
	}
	if handOver != nil {
		if err := handOver(ctx, tx, id, usual); err != nil {
			return err
		}
	}
	if err := tx.Exec(ctx, `DELETE FROM pseuds WHERE id = $1`, int64(id)); err != nil {
		return fmt.Errorf("account: delete pseud %d: %w", id, err)
	}
	return nil
}

// describe keeps what is told about a pseud: clean HTML, and its icon.
func describe(ctx context.Context, tx *db.Tx, owner viewer.ID, id PseudID, description string, i Icon) error {
	res, err := tx.ExecContext(ctx, `UPDATE pseuds SET description = $1, icon = $2, icon_alt = $3 WHERE id = $4 AND account_id = $5`,
		description, i.Name, i.Alt, int64(id), int64(owner))
	if err != nil {
		return fmt.Errorf("account: describe pseud %d: %w", id, err)
	}
	n, err := res.RowsAffected()
	if err == nil && n == 0 {
		return noSuchPseud()
	}
	return err
}
