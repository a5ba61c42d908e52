package mail

import (
	"context"
	"crypto/rand"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
)

// keyLen is how many random bytes the key of the links in letters has.
const keyLen = 32

// knownKey is the archive's key of the links in letters, nil while no letter has gone
// out: no link fits then.
func knownKey(ctx context.Context, q db.Q) ([]byte, error) {
	all, err := db.All(ctx, q, db.One[[]byte], `SELECT body FROM mail_keys WHERE id = 1`)
	if err != nil {
		return nil, fmt.Errorf("mail: key: %w", err)
	}
	if len(all) == 0 {
		return nil, nil
	}
	return all[0], nil
}

// linkKey is the archive's key of the links in letters; it is made at first.
func linkKey(ctx context.Context, d *db.DB) ([]byte, error) {
	known, err := knownKey(ctx, d)
	if err != nil || known != nil {
		return known, err
	}
	fresh := make([]byte, keyLen)
	rand.Read(fresh)
	var key []byte
	err = d.Tx(ctx, func(tx *db.Tx) error {
		return tx.QueryRowContext(ctx, `INSERT INTO mail_keys (id, body) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET id = excluded.id RETURNING body`, fresh).Scan(&key)
	})
	if err != nil {
		return nil, fmt.Errorf("mail: make a key: %w", err)
	}
	return key, nil
}
