package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/ficstead/ficstead/internal/app"
	"github.com/ficstead/ficstead/internal/config"
	"github.com/ficstead/ficstead/internal/download"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

type export struct {
	config.Archive
	Format string    `help:"Kind of file: epub, html, txt or md." enum:"epub,html,txt,md" default:"epub"`
	Out    string    `help:"Folder to write into." default:"." placeholder:"DIR" short:"o"`
	Works  []work.ID `arg:"" optional:"" name:"work" help:"Numbers of works, as in their addresses."`

	Account string `help:"Write everything of this account as one backup, with --to." placeholder:"NAME" and:"backup"`
	To      string `help:"File that the backup is written to." placeholder:"FILE.zip" and:"backup"`
}

// Run writes each work as a file and prints its name. It is for whoever keeps
// the archive's data, so it may write what only staff may see.
func (e *export) Run(ctx context.Context, std IO) (err error) {
	if err := e.Check(); err != nil {
		return wrongUsage{err}
	}
	if (e.Account == "") == (len(e.Works) == 0) {
		return wrongUsage{errors.New("name the works to write, or an account with --account and --to")}
	}
	a, err := app.New(ctx, e.Archive, logger(std.Err, e.Log))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	if e.Account != "" {
		return e.backup(ctx, a, std)
	}
	if err := os.MkdirAll(e.Out, 0o755); err != nil {
		return fmt.Errorf("can't make the folder %s: %w", e.Out, err)
	}
	failed := false
	for _, id := range e.Works {
		name, err := e.one(ctx, a, id)
		if err != nil {
			fmt.Fprintf(std.Err, "ficstead: work %d: %s\n", id, message(err))
			failed = true
			continue
		}
		fmt.Fprintln(std.Out, name)
	}
	if failed {
		return errSome
	}
	return nil
}

// one writes a work under a passing name first, so that a file which is there is whole.
func (e *export) one(ctx context.Context, a *app.App, id work.ID) (string, error) {
	w, err := work.Get(ctx, a.DB, viewer.Viewer{Role: viewer.Keeper}, id)
	if err != nil {
		return "", err
	}
	to := filepath.Join(e.Out, fmt.Sprintf("%d-%s.%s", id, work.FileName(w.Title), e.Format))
	f, err := os.CreateTemp(e.Out, ".export-*")
	if err != nil {
		return "", err
	}
	defer os.Remove(f.Name())
	b := bufio.NewWriter(f)
	err = download.Source{Q: a.DB, Blob: a.Blob, BaseURL: e.BaseURL}.Write(ctx, b, w, download.Format(e.Format))
	if err = errors.Join(err, b.Flush(), f.Chmod(0o644), f.Sync(), f.Close()); err != nil {
		return "", err
	}
	return to, os.Rename(f.Name(), to)
}
