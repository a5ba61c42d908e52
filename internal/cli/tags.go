package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/ficstead/ficstead/internal/app"
	"github.com/ficstead/ficstead/internal/config"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/wrangle"
)

// tags are the commands about sets of tags.
type tags struct {
	Import tagsImport `cmd:"" help:"Take a set of tags in: a table (CSV) with type, name, synonym_of and under."`
	Export tagsExport `cmd:"" help:"Write the sorted tags, or those of a fandom, as such a table."`
}

type tagsImport struct {
	config.Archive
	Look bool   `help:"Only tell what would change."`
	File string `arg:"" help:"The table."`
}

// Run takes a set in. Twice is harmless.
func (t *tagsImport) Run(ctx context.Context, std IO) (err error) {
	f, err := os.Open(t.File)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	lines, err := wrangle.ReadSet(f)
	if err != nil {
		return err
	}
	a, err := app.New(ctx, t.Archive, logger(std.Err, t.Log))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	keeper := wrangle.Wrangler{Viewer: viewer.Viewer{Role: viewer.Keeper}}
	took, err := a.Wrangling().TakeSet(ctx, keeper, lines, t.Look)
	if err != nil {
		return err
	}
	for _, w := range took.Wrong {
		fmt.Fprintf(std.Err, "%s: %s\n", w.Name, fault.Message(w.Err))
	}
	word := "changed"
	if t.Look {
		word = "would change"
	}
	fmt.Fprintf(std.Out, "%d tags: %d %s, %d are so already, %d can't be taken\n", took.Lines, took.Changed, word, took.Same, len(took.Wrong))
	if len(took.Wrong) > 0 {
		return errSome
	}
	return nil
}

type tagsExport struct {
	config.Archive
	Fandom string `help:"Only what belongs to this fandom."`
}

// Run writes the set.
func (t *tagsExport) Run(ctx context.Context, std IO) (err error) {
	a, err := app.New(ctx, t.Archive, logger(std.Err, t.Log))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	var fandom tag.ID
	if t.Fandom != "" {
		f, err := tag.ByName(ctx, a.DB, t.Fandom)
		if err != nil {
			return err
		}
		fandom = f.ID
	}
	out := bufio.NewWriter(std.Out)
	return errors.Join(wrangle.WriteSet(ctx, a.DB, out, fandom), out.Flush())
}
