package preset

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
)

// named checks a name, and gives it as it is kept with its key.
func named(name string) (kept, key string, err error) {
	kept = strings.Join(strings.Fields(db.Text(name)), " ")
	key = tag.Key(kept)
	switch n := utf8.RuneCountInString(kept); {
	case key == "":
		return "", "", fault.In("name", "Give the filter a name, so that you find it again.")
	case n > MaxName:
		return "", "", fault.In("name", "A name can have %d characters; this one has %d. Please take a shorter one.", MaxName, n)
	}
	return kept, key, nil
}

// Save keeps the filter of a list's address under a name. A filter of that name is
// replaced where replace is set; else, unless it is the same, the fault says so.
func Save(ctx context.Context, tx *db.Tx, owner viewer.ID, name, address string, replace bool) (ID, error) {
	name, key, err := named(name)
	if err != nil {
		return 0, err
	}
	if len(address) > MaxAddress {
		return 0, fault.In("name", "This filter is too long to be saved. Please leave some of it out.")
	}
	if err := lock(ctx, tx, owner); err != nil {
		return 0, err
	}
	id, was, err := exists(ctx, tx, owner, key)
	switch {
	case err != nil:
		return 0, fmt.Errorf("preset: save: %w", err)
	case id != 0 && was == address:
		return id, nil
	case id != 0 && !replace:
		return 0, fault.In("name", "You have a filter called “%s” already. Take another name, or say that this one is to take its place.", name)
	case id != 0:
		err = tx.Exec(ctx, `UPDATE presets SET name = $2, address = $3, updated_at = $4 WHERE id = $1`, int64(id), name, address, tx.Millis())
	default:
		var n int
		if err := tx.QueryRowContext(ctx, `SELECT COUNT(*) FROM presets WHERE account_id = $1`, int64(owner)).Scan(&n); err != nil {
			return 0, fmt.Errorf("preset: count: %w", err)
		}
		if n >= Most {
			return 0, fault.In("name", "You have %d saved filters, and that is the most. Delete one of them first.", Most)
		}
		err = tx.QueryRowContext(ctx, `INSERT INTO presets (account_id, name, name_key, address, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $5) RETURNING id`,
			int64(owner), name, key, address, tx.Millis()).Scan(&id)
	}
	if err != nil {
		return 0, fmt.Errorf("preset: save: %w", err)
	}
	return id, nil
}

// Change is what can be changed of a saved filter.
type Change struct {
	Name string
	For  Default
	Tag  int64 // of OfTag
	// Share and Feed say whether there is a link and a feed; Renew gives them new secret
	// addresses, and the old ones lead nowhere any more.
	Share, Named bool
	Feed, Mine   bool
	RenewShare   bool
	RenewFeed    bool
}

// Update changes a filter of owner's. Where it becomes the one to start with, another
// that was so no longer is.
func Update(ctx context.Context, tx *db.Tx, owner viewer.ID, id ID, c Change) error {
	name, key, err := named(c.Name)
	if err != nil {
		return err
	}
	if err := lock(ctx, tx, owner); err != nil {
		return err
	}
	p, err := Get(ctx, tx, owner, id)
	if err != nil {
		return err
	}
	if other, _, err := exists(ctx, tx, owner, key); err != nil || other != 0 && other != id {
		if err != nil {
			return fmt.Errorf("preset: rename: %w", err)
		}
		return fault.In("name", "You have another filter called “%s”. Please take another name.", name)
	}
	var of any
	switch c.For {
	case Everywhere:
		err = tx.Exec(ctx, `UPDATE presets SET default_for = '' WHERE account_id = $1 AND default_for = 'all' AND id <> $2`, int64(owner), int64(id))
	case OfTag:
		of = c.Tag
		err = tx.Exec(ctx, `UPDATE presets SET default_for = '', default_tag = NULL WHERE account_id = $1 AND default_for = 'tag' AND default_tag = $3 AND id <> $2`, int64(owner), int64(id), c.Tag)
	default:
		c.For = Never
	}
	if err == nil {
		err = tx.Exec(ctx, `UPDATE presets SET name = $2, name_key = $3, default_for = $4, default_tag = $5, share = $6, share_named = $7, feed = $8, feed_mine = $9, updated_at = $10 WHERE id = $1`,
			int64(id), name, key, string(c.For), of, secret(p.Share, c.Share, c.RenewShare), c.Named, secret(p.Feed, c.Feed, c.RenewFeed), c.Mine, tx.Millis())
	}
	if err != nil {
		return fmt.Errorf("preset: change %d: %w", id, err)
	}
	return nil
}

// secret is the secret part of an address: the one that there is, a new one, or none.
func secret(was string, wanted, renew bool) any {
	switch {
	case !wanted:
		return nil
	case was == "" || renew:
		return strings.ToLower(rand.Text())
	}
	return was
}

// Delete takes a filter of owner's away; one that isn't there is gone already.
func Delete(ctx context.Context, tx *db.Tx, owner viewer.ID, id ID) error {
	if err := tx.Exec(ctx, `DELETE FROM presets WHERE account_id = $1 AND id = $2`, int64(owner), int64(id)); err != nil {
		return fmt.Errorf("preset: delete %d: %w", id, err)
	}
	return nil
}
