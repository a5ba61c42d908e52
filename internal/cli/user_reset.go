package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/app"
	"github.com/ficstead/ficstead/internal/config"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/passkey"
)

type userReset struct {
	config.Archive
	Name   string `arg:"" help:"Name of the account."`
	Second bool   `help:"Take away the second step too: app, passkeys and recovery codes. For somebody who lost them, and whom you know."`
}

// Run prints a link by which the account's owner sets a new password.
func (u *userReset) Run(ctx context.Context, std IO) (err error) {
	if err := u.Check(); err != nil {
		return wrongUsage{err}
	}
	a, err := app.New(ctx, u.Archive, logger(std.Err, u.Log))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	var token string
	err = a.DB.Tx(ctx, func(tx *db.Tx) error {
		x, err := account.ByName(ctx, tx, u.Name)
		if err != nil {
			return err
		}
		if u.Second {
			if err := errors.Join(passkey.RemoveAll(ctx, tx, x.ID), account.DropSecond(ctx, tx, x.ID)); err != nil {
				return err
			}
		}
		token, err = account.ResetLink(ctx, tx, x.ID)
		return err
	})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(std.Out, u.BaseURL+"/reset/"+token)
	return err
}
