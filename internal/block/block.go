// Package block has whom people will not hear from and whose works they do not want
// to see: blocks and mutes of accounts.
package block

import (
	"context"
	"fmt"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
)

// Most is how many people one can block, and how many one can mute.
const Most = 2000

// Blocked reports whether owner has blocked other: whatever other would send to
// owner (an invitation, a gift, a comment) is refused. Who looks after the archive
// can always reach people.
func Blocked(ctx context.Context, q db.Q, owner, other viewer.ID) (bool, error) {
	var is bool
	err := q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM blocks b JOIN accounts a ON a.id = b.other_id
		WHERE b.account_id = $1 AND b.other_id = $2 AND a.role = $3)`, int64(owner), int64(other), string(viewer.Member)).Scan(&is)
	if err != nil {
		return false, fmt.Errorf("block: %w", err)
	}
	return is, nil
}

// kind is one of the two lists that somebody keeps.
type kind string

const (
	blocks kind = "blocks"
	mutes  kind = "mutes"
)

// Block makes owner hear no more from other. Doing it twice is doing it once.
func Block(ctx context.Context, tx *db.Tx, owner, other viewer.ID) error {
	if err := tx.Exec(ctx, `UPDATE accounts SET name = name WHERE id = $1`, int64(owner)); err != nil {
		return fmt.Errorf("block: %w", err)
	}
	return blocks.add(ctx, tx, owner, other)
}

// Unblock takes a block back.
func Unblock(ctx context.Context, tx *db.Tx, owner, other viewer.ID) error {
	return blocks.remove(ctx, tx, owner, other)
}

// Mute takes what other makes out of all that owner is shown. Doing it twice is doing
// it once.
func Mute(ctx context.Context, tx *db.Tx, owner, other viewer.ID) error {
	if err := account.MutesChanged(ctx, tx, owner); err != nil {
		return err
	}
	return mutes.add(ctx, tx, owner, other)
}

// Unmute takes a mute back.
func Unmute(ctx context.Context, tx *db.Tx, owner, other viewer.ID) error {
	if err := account.MutesChanged(ctx, tx, owner); err != nil {
		return err
	}
	return mutes.remove(ctx, tx, owner, other)
}

// add puts other on a list of owner, whose row the caller holds.
func (k kind) add(ctx context.Context, tx *db.Tx, owner, other viewer.ID) error {
	if err := k.allowed(ctx, tx, owner, other); err != nil {
		return err
	}
	if err := tx.Exec(ctx, `INSERT INTO `+string(k)+` (account_id, other_id, created_at) VALUES ($1, $2, $3)
		ON CONFLICT (account_id, other_id) DO NOTHING`, int64(owner), int64(other), tx.Millis()); err != nil {
		return fmt.Errorf("%s: add: %w", k, err)
	}
	return nil
}

// allowed checks that other may stand on owner's list, and that there is room.
func (k kind) allowed(ctx context.Context, q db.Q, owner, other viewer.ID) error {
	if owner == other {
		return fault.New(fault.Invalid, "That is you. One can’t block or mute oneself.")
	}
	a, err := account.Get(ctx, q, other)
	if err != nil {
		return err
	}
	if a.Role != viewer.Member {
		return fault.New(fault.Denied, "%s looks after this archive and may have to reach you, so you can’t block or mute them. Another keeper or moderator can help if something is wrong.", a.Name)
	}
	there, n := false, 0
	err = q.QueryRowContext(ctx, `SELECT COUNT(*), EXISTS (SELECT 1 FROM `+string(k)+` WHERE account_id = $1 AND other_id = $2)
		FROM `+string(k)+` WHERE account_id = $1`, int64(owner), int64(other)).Scan(&n, &there)
	if err != nil {
		return fmt.Errorf("%s: count: %w", k, err)
	}
	if n >= Most && !there {
		return fault.New(fault.TooLarge, "Your list has %d people, and that is the most. Take somebody off it first.", Most)
	}
	return nil
}

func (k kind) remove(ctx context.Context, tx *db.Tx, owner, other viewer.ID) error {
	if err := tx.Exec(ctx, `DELETE FROM `+string(k)+` WHERE account_id = $1 AND other_id = $2`, int64(owner), int64(other)); err != nil {
		return fmt.Errorf("%s: remove: %w", k, err)
	}
	return nil
}
