package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"golang.org/x/text/language"

	"github.com/ficstead/ficstead/internal/app"
	"github.com/ficstead/ficstead/internal/config"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/ingest"
	"github.com/ficstead/ficstead/internal/tag"
)

type take struct {
	config.Archive
	As         string   `help:"Account or pseud whose works these are (default: the byline in each file)." placeholder:"NAME"`
	Fandom     []string `help:"Fandom to add to each work; repeat for several." placeholder:"TAG" sep:"none"`
	Language   string   `help:"Language of files that do not say, as en, de, pt-BR." placeholder:"xx"`
	Series     string   `help:"Make the files parts of this series, in their order." placeholder:"TITLE"`
	Restricted bool     `help:"Show the works to members only." xor:"audience"`
	Draft      bool     `help:"Keep the works as drafts." xor:"audience"`
	Again      bool     `help:"Make new versions of what is here already." xor:"here"`
	Double     bool     `help:"Take stories that look like ones which are here as works of their own." xor:"here"`
	DryRun     bool     `help:"Report only; change nothing."`
	JSON       bool     `name:"json" help:"Report one JSON object a line."`
	Paths      []string `arg:"" name:"path" help:"Files, folders and zips."`
}

// Run takes everything in that the paths name. It can be stopped and run again.
func (t *take) Run(ctx context.Context, std IO) (err error) {
	if err := t.check(); err != nil {
		return wrongUsage{err}
	}
	a, err := app.New(ctx, t.Archive, logger(std.Err, t.Log))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	backups, err := t.backups()
	if err != nil {
		return err
	}
	if len(backups) > 0 {
		return t.restore(ctx, a, std, backups)
	}
	o := ingest.Options{As: t.As, Tags: fandoms(t.Fandom), Language: t.Language, Series: t.Series,
		Restricted: t.Restricted, Draft: t.Draft, Again: t.Again, Double: t.Double, DryRun: t.DryRun, Among: db.And()}
	show := t.reporter(std)
	sum := a.Taker().Run(ctx, t.Paths, o, show.file)
	show.end(sum)
	switch {
	case sum.Stopped:
		fmt.Fprintln(std.Err, "ficstead: stopped. What is in stays in; run the same command again to go on.")
		return errSome
	case sum.Failed > 0:
		return errSome
	}
	return nil
}

func fandoms(names []string) []tag.Named {
	var out []tag.Named
	for _, n := range names {
		out = append(out, tag.Named{Type: tag.Fandom, Name: n})
	}
	return out
}

func (t *take) check() error {
	if err := t.Check(); err != nil {
		return err
	}
	if t.Language != "" {
		l, err := language.Parse(t.Language)
		if err != nil {
			return fmt.Errorf("--language %q is not a language code such as en, de or pt-BR", t.Language)
		}
		t.Language = l.String()
	}
	return nil
}

// reporter tells of each file and, at the end, of all.
type reporter interface {
	file(ingest.Report)
	end(ingest.Summary)
}

func (t *take) reporter(std IO) reporter {
	if t.JSON {
		return &jsonReporter{json.NewEncoder(std.Out), newProgress(std.Err, t.Paths)}
	}
	return &tableReporter{out: std.Out, progress: newProgress(std.Err, t.Paths)}
}

type jsonReporter struct {
	*json.Encoder
	*progress
}

func (j *jsonReporter) file(r ingest.Report) {
	j.Encode(r)
	j.step(r)
}

func (j *jsonReporter) end(s ingest.Summary) {
	j.done()
	j.Encode(map[string]ingest.Summary{"summary": s})
}
