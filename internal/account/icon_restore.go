package account

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"path"

	"github.com/ficstead/ficstead/internal/blob"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/viewer"
)

// IconShelf is where icons of 100 or 200 px lie.
func IconShelf(px int) blob.Kind {
	if px == 100 {
		return smallIcons
	}
	return largeIcons
}

// RestoreIcon gives a pseud that has none the icon that it had elsewhere. What is not
// byte for byte as an archive makes icons is passed over.
func RestoreIcon(ctx context.Context, tx *db.Tx, s *blob.Store, owner viewer.ID, id PseudID, i Icon, large, small []byte) error {
	alt, err := checkAlt(i.Alt)
	if err != nil {
		return nil
	}
	if _, err := blob.Ours(large, i.Name); err != nil || !sized(large, 200) {
		return nil
	}
	if _, err := blob.Ours(small, blob.Sum(small)+path.Ext(i.Name)); err != nil || !sized(small, 100) {
		return nil
	}
	if err := s.Put(ctx, largeIcons, i.Name, large); err != nil {
		return err
	}
	if err := s.Put(ctx, smallIcons, i.Name, small); err != nil {
		return err
	}
	if err := tx.Exec(ctx, `UPDATE pseuds SET icon = $1, icon_alt = $2 WHERE id = $3 AND account_id = $4 AND icon = ''`, i.Name, alt, int64(id), int64(owner)); err != nil {
		return fmt.Errorf("account: restore the icon of pseud %d: %w", id, err)
	}
	return nil
}

// sized reports whether a picture is a square with sides of px.
func sized(b []byte, px int) bool {
	c, _, err := image.DecodeConfig(bytes.NewReader(b))
	return err == nil && c.Width == px && c.Height == px
}
