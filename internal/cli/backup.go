package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/app"
	"github.com/ficstead/ficstead/internal/backup"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/viewer"
)

// backup writes everything of an account as one file, under a passing name first, so
// that a file which is there is whole.
func (e *export) backup(ctx context.Context, a *app.App, std IO) error {
	who, err := account.ByName(ctx, a.DB, e.Account)
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(e.To), ".export-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	b := bufio.NewWriter(f)
	err = a.BackupMaker().Write(ctx, b, who.ID, counter(std.Err))
	if err = errors.Join(err, b.Flush(), f.Chmod(0o600), f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), e.To); err != nil {
		return err
	}
	fmt.Fprintln(std.Out, e.To)
	return nil
}

// counter tells now and then how far a backup is.
func counter(to io.Writer) backup.Progress {
	return func(done, all int) {
		if done == all || done%100 == 0 && done > 0 {
			fmt.Fprintf(to, "ficstead: %d of %d works\n", done, all)
		}
	}
}

// backups are the paths when what they name are backups; backups and other files
// together are refused.
func (t *take) backups() ([]string, error) {
	var out []string
	for _, p := range t.Paths {
		if !strings.EqualFold(filepath.Ext(p), ".zip") {
			continue
		}
		f, err := os.Open(p)
		if err != nil {
			continue // the importer says what is wrong with it
		}
		info, err := f.Stat()
		is := err == nil && backup.Is(f, info.Size())
		f.Close()
		if is {
			out = append(out, p)
		}
	}
	if len(out) > 0 && len(out) < len(t.Paths) {
		return nil, errors.New("a backup is taken in by itself; name it without other files")
	}
	if len(out) > 0 && t.As == "" {
		return nil, wrongUsage{errors.New("say with --as whose works the backup holds")}
	}
	return out, nil
}

// restore takes backups in.
func (t *take) restore(ctx context.Context, a *app.App, std IO, paths []string) error {
	if t.DryRun {
		return wrongUsage{errors.New("--dry-run is not for backups: taking one in twice is harmless")}
	}
	var id viewer.ID
	var made bool
	err := a.DB.Tx(ctx, func(tx *db.Tx) (err error) { id, made, err = backup.Account(ctx, tx, t.As); return err })
	if err != nil {
		return err
	}
	if made {
		fmt.Fprintf(std.Err, "ficstead: %s has no account here; the works are kept for them. \"ficstead user create %s\" gives them the account.\n", t.As, t.As)
	}
	failed := 0
	for _, p := range paths {
		n, err := t.restoreOne(ctx, a, std, p, id)
		if err != nil {
			return err
		}
		failed += n
	}
	if failed > 0 {
		return errSome
	}
	return nil
}

// restoreOne takes one backup in and reports how many of its works were refused.
func (t *take) restoreOne(ctx context.Context, a *app.App, std IO, path string, as viewer.ID) (failed int, err error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	in, here := 0, 0
	err = a.BackupTaker().Take(ctx, f, info.Size(), as, func(o backup.Outcome) {
		switch {
		case o.Account:
			fmt.Fprintln(std.Out, "account   beside the works")
		case o.Reason != "":
			failed++
			fmt.Fprintf(std.Out, "failed    %s: %s\n", o.Title, o.Reason)
		case o.Here:
			here++
			fmt.Fprintf(std.Out, "same      %d  %s\n", o.Work, o.Title)
		default:
			in++
			fmt.Fprintf(std.Out, "imported  %d  %s\n", o.Work, o.Title)
		}
		for _, n := range o.Notes {
			fmt.Fprintf(std.Out, "          %s\n", n)
		}
	})
	fmt.Fprintf(std.Out, "%s: %d taken in, %d here already, %d failed.\n", path, in, here, failed)
	return failed, err
}
