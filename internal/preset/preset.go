// Package preset keeps the filters of lists that people save: under a name, perhaps as
// the one that they start with, perhaps shared by a link or followed as a feed; and
// those that they used last. What a filter means it leaves to package browse: here it is
// the address of a list.
package preset

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
)

// ID is the key of a saved filter.
type ID int64

// The bounds of what somebody can save.
const (
	Most       = 100    // filters of one account
	MaxName    = 100    // characters
	MaxAddress = 20_000 // bytes
	Recents    = 10     // filters that are noted as used
)

// Default says when a filter is the one that somebody starts with.
type Default string

// The answers.
const (
	Never      Default = ""
	Everywhere Default = "all" // in every list
	OfTag      Default = "tag" // in the lists of one tag
)

// Preset is a filter that somebody has saved.
type Preset struct {
	ID    ID
	Owner viewer.ID
	// By is the name of the owner's account, for those who may know it.
	By      string
	Name    string
	Address string // of the list, with its filter
	For     Default
	Tag     int64 // of OfTag
	// Share is the secret part of the link by which anybody sees it, "" without one;
	// Named says that it tells the owner's name.
	Share string
	Named bool
	// Feed is the secret part of its feed's address, "" without one; Mine says that the
	// feed has what the owner may see, in place of what everybody sees.
	Feed string
	Mine bool
	// UpdatedAt is when it was last saved.
	UpdatedAt time.Time
}

const columns = `p.id, p.account_id, a.name, p.name, p.address, p.default_for, COALESCE(p.default_tag, 0), COALESCE(p.share, ''), p.share_named, COALESCE(p.feed, ''), p.feed_mine, p.updated_at`

const from = ` FROM presets p JOIN accounts a ON a.id = p.account_id `

func scan(r *sql.Rows, p *Preset) error {
	var at db.Time
	err := r.Scan(&p.ID, &p.Owner, &p.By, &p.Name, &p.Address, &p.For, &p.Tag, &p.Share, &p.Named, &p.Feed, &p.Mine, &at)
	p.UpdatedAt = at.Time
	return err
}

// Of gives the filters of an account, by name.
func Of(ctx context.Context, q db.Q, owner viewer.ID) ([]Preset, error) {
	all, err := db.All(ctx, q, scan, `SELECT `+columns+from+`WHERE p.account_id = $1 ORDER BY p.name_key, p.id`, int64(owner))
	if err != nil {
		return nil, fmt.Errorf("preset: of %d: %w", owner, err)
	}
	return all, nil
}

// Get gives a filter of owner's; it is a NotFound fault if they have none of that key.
func Get(ctx context.Context, q db.Q, owner viewer.ID, id ID) (*Preset, error) {
	return one(ctx, q, `WHERE p.account_id = $1 AND p.id = $2`, int64(owner), int64(id))
}

// Shared gives the filter of a link that somebody shared.
func Shared(ctx context.Context, q db.Q, token string) (*Preset, error) {
	return one(ctx, q, `WHERE p.share = $1 AND a.suspended_at IS NULL`, token)
}

// Fed gives the filter of a feed.
func Fed(ctx context.Context, q db.Q, token string) (*Preset, error) {
	return one(ctx, q, `WHERE p.feed = $1 AND a.suspended_at IS NULL`, token)
}

func one(ctx context.Context, q db.Q, where string, args ...any) (*Preset, error) {
	all, err := db.All(ctx, q, scan, `SELECT `+columns+from+where, args...)
	if err != nil {
		return nil, fmt.Errorf("preset: get: %w", err)
	}
	if len(all) == 0 {
		return nil, fault.New(fault.NotFound, "There is no such saved filter. It may have been deleted, or its link renewed.")
	}
	return &all[0], nil
}

// DefaultIn gives the filter with which owner starts in the lists of a tag, or in all
// others where tag is 0: that of the tag before that of every list; nil for none.
func DefaultIn(ctx context.Context, q db.Q, owner viewer.ID, tag int64) (*Preset, error) {
	p, err := one(ctx, q, `WHERE p.account_id = $1 AND (p.default_for = 'all' OR p.default_for = 'tag' AND p.default_tag IN (SELECT t.id FROM tags t WHERE t.id = $2 OR t.merger_id = $2))
		ORDER BY p.default_for DESC, p.id LIMIT 1`, int64(owner), tag)
	if fault.KindOf(err) == fault.NotFound {
		return nil, nil
	}
	return p, err
}

// lock makes others wait who write what is owner's.
func lock(ctx context.Context, tx *db.Tx, owner viewer.ID) error {
	err := tx.Exec(ctx, `INSERT INTO preset_choices (account_id) VALUES ($1) ON CONFLICT (account_id) DO UPDATE SET unnoted = preset_choices.unnoted`, int64(owner))
	if err != nil {
		return fmt.Errorf("preset: lock %d: %w", owner, err)
	}
	return nil
}

// exists tells which of owner's filters has a name, 0 for none.
func exists(ctx context.Context, q db.Q, owner viewer.ID, key string) (id ID, address string, err error) {
	err = q.QueryRowContext(ctx, `SELECT id, address FROM presets WHERE account_id = $1 AND name_key = $2`, int64(owner), key).Scan(&id, &address)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, "", nil
	}
	return id, address, err
}
