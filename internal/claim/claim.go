// Package claim gives works that somebody else brought here to their author: a
// link leads to a page on which the place that was kept becomes an account, or a
// part of the author's own.
package claim

import (
	"context"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/series"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// Make makes an account of the place to which a claim link leads. Under another
// name than the place's the works come to a new account, which signs them with
// the old name as a pseud.
func Make(ctx context.Context, tx *db.Tx, token string, n account.New) (viewer.ID, error) {
	place, err := account.UseClaim(ctx, tx, token)
	if err != nil {
		return 0, err
	}
	// Whoever has the link may be anybody: the address is theirs once they confirm it.
	email := n.Email
	n.Role, n.Email = viewer.Member, ""
	a, err := account.Create(ctx, tx, n)
	if err != nil {
		return 0, err
	}
	if email != "" {
		if err := account.AskAddress(ctx, tx, a.ID, email); err != nil {
			return 0, err
		}
	}
	if a.ID == place.ID {
		return a.ID, nil
	}
	return a.ID, join(ctx, tx, place.ID, a.ID)
}

// Join gives what is in the place to which a claim link leads to an account that
// its author has already.
func Join(ctx context.Context, tx *db.Tx, token string, to viewer.ID) error {
	place, err := account.UseClaim(ctx, tx, token)
	if err != nil {
		return err
	}
	return join(ctx, tx, place.ID, to)
}

func join(ctx context.Context, tx *db.Tx, place, to viewer.ID) error {
	twins, err := account.Twins(ctx, tx, place, to)
	if err != nil {
		return err
	}
	for _, t := range twins {
		if t.Own == 0 {
			continue
		}
		if err := work.HandOver(ctx, tx, t.Kept, t.Own); err != nil {
			return err
		}
		if err := series.HandOver(ctx, tx, t.Kept, t.Own); err != nil {
			return err
		}
	}
	if err := account.Absorb(ctx, tx, place, to, twins); err != nil {
		return err
	}
	return work.Resigned(ctx, tx, int64(to))
}
