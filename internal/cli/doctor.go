package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/app"
	"github.com/ficstead/ficstead/internal/backup"
	"github.com/ficstead/ficstead/internal/catalogue"
	"github.com/ficstead/ficstead/internal/config"
	"github.com/ficstead/ficstead/internal/picture"
	"github.com/ficstead/ficstead/internal/say"
)

type doctor struct {
	config.Archive
	ContentHash bool   `help:"Print, as the last line, one SHA-256 over all content that ought to survive: equal before and after a move."`
	Account     string `help:"Of this account alone." placeholder:"NAME"`
}

// Run looks whether the archive is whole, and says what is not. It changes nothing.
func (d *doctor) Run(ctx context.Context, std IO) (err error) {
	if err := d.Check(); err != nil {
		return wrongUsage{err}
	}
	if d.Account != "" && !d.ContentHash {
		return wrongUsage{errors.New("--account goes with --content-hash")}
	}
	a, err := app.New(ctx, d.Archive, logger(std.Err, d.Log))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	if d.ContentHash {
		return d.hash(ctx, a, std)
	}
	found := 0
	if err := backup.Examine(ctx, a.DB, a.Blob, func(f backup.Finding) {
		found++
		fmt.Fprintln(std.Out, f)
	}); err != nil {
		return err
	}
	n, bytes, err := picture.Loose(ctx, a.DB)
	if err != nil {
		return err
	}
	if n > 0 { // nothing is wrong with these
		fmt.Fprintf(std.Out, "Pictures that nothing shows any more: %d, %s. They are deleted after %d days.\n", n, say.Size(ctx, bytes), picture.Kept/(24*time.Hour))
	}
	if err := catalogue.Examine(ctx, a.DB, a.Catalogue(), func(what string) {
		found++
		fmt.Fprintln(std.Out, what)
	}); err != nil {
		return err
	}
	if found > 0 {
		fmt.Fprintf(std.Err, "ficstead: %d things are not as they ought to be.\n", found)
		return errSome
	}
	fmt.Fprintln(std.Out, "The archive is whole.")
	return nil
}

func (d *doctor) hash(ctx context.Context, a *app.App, std IO) error {
	sum := func() (string, error) { return backup.ArchiveHash(ctx, a.DB) }
	if d.Account != "" {
		who, err := account.ByName(ctx, a.DB, d.Account)
		if err != nil {
			return err
		}
		sum = func() (string, error) { return backup.ContentHash(ctx, a.DB, who.ID) }
	}
	h, err := sum()
	if err != nil {
		return err
	}
	fmt.Fprintln(std.Out, h)
	return nil
}
