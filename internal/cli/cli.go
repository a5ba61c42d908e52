// Package cli is the command line: one file a command.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"runtime/debug"

	"github.com/alecthomas/kong"

	"github.com/ficstead/ficstead/internal/config"
	"github.com/ficstead/ficstead/internal/fault"
)

// IO is where a command reads and writes; tests give their own.
type IO struct {
	In       io.Reader
	Out, Err io.Writer
}

// commands is every command with its flags; its comments are the help.
type commands struct {
	Serve   serve   `cmd:"" help:"Serve the archive on the web."`
	Import  take    `cmd:"" name:"import" help:"Take stories in from files, folders and zips."`
	Export  export  `cmd:"" help:"Write works as e-books or text, or everything of an account as one file."`
	Tags    tags    `cmd:"" help:"Take sets of tags in, and write them out."`
	User    user    `cmd:"" help:"Look after accounts."`
	Reindex reindex `cmd:"" help:"Make the text search anew from the works."`
	Doctor  doctor  `cmd:"" help:"See whether the archive is whole, and what it holds by one number."`
	Version version `cmd:"" help:"Print the version."`
}

// errSome ends a command with code 1 when it has said itself what failed.
var errSome = errors.New("some failed")

// Main runs the command that args name until it ends or ctx does, and returns the
// exit code: 0 done, 1 failed, 2 wrong usage.
func Main(ctx context.Context, args []string, std IO) int {
	var c commands
	exit := -1
	k, err := kong.New(&c, kong.Name("ficstead"), kong.Description("A fan-works archive that anyone can run."),
		kong.Writers(std.Out, std.Err), kong.Exit(func(code int) { exit = code }), kong.UsageOnError(), config.File())
	if err != nil {
		fmt.Fprintln(std.Err, "ficstead:", err)
		return 2
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	kc, err := k.Parse(args)
	if exit >= 0 { // help was asked for and given
		return exit
	}
	if err != nil {
		fmt.Fprintf(std.Err, "ficstead: %v\nRun \"ficstead --help\" to see what can be said.\n", err)
		return 2
	}
	kc.BindTo(ctx, (*context.Context)(nil))
	err = kc.Run(std)
	switch usage, wrong := errors.AsType[wrongUsage](err); {
	case err == nil:
		return 0
	case wrong:
		fmt.Fprintln(std.Err, "ficstead:", usage)
		return 2
	case !errors.Is(err, errSome):
		fmt.Fprintln(std.Err, "ficstead:", message(err))
	}
	return 1
}

// wrongUsage is an error of the one who typed the command.
type wrongUsage struct{ error }

// message is what an operator reads: all of an error, and the sentence of a fault.
func message(err error) string {
	if fault.KindOf(err) != fault.Internal {
		return fault.Message(err)
	}
	return err.Error()
}

// logger writes to w in the form that was asked for.
func logger(w io.Writer, form string) *slog.Logger {
	if form == "json" {
		return slog.New(slog.NewJSONHandler(w, nil))
	}
	return slog.New(slog.NewTextHandler(w, nil))
}

type version struct{}

// Run prints the version of the program and of the code it was built from.
func (version) Run(std IO) error {
	b, ok := debug.ReadBuildInfo()
	if !ok {
		return errors.New("this program was built without its version")
	}
	v, revision := b.Main.Version, ""
	for _, s := range b.Settings {
		if s.Key == "vcs.revision" {
			revision = " " + s.Value
		}
	}
	_, err := fmt.Fprintf(std.Out, "ficstead %s%s %s\n", v, revision, b.GoVersion)
	return err
}
